"""The verbs of saying and where they occur."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from bot.briefs.claims.phrases import DATING, TIMES
from bot.briefs.document import Document
from bot.briefs.lexicon import columns
from storage.records import Stance


@dataclass(slots=True)
class Verb:
    """A verb of saying with its particles ("call for"), the frames it takes and the stance it tells."""

    lemma: str
    particles: tuple[str, ...]
    frames: frozenset[str]
    stance: Stance

    @property
    def name(self) -> str:
        """As the lexicon writes it."""
        return " ".join((self.lemma, *self.particles)) if self.particles else self.lemma


@dataclass(slots=True)
class Cue:
    """A verb of saying at tokens `at` to `end` (exclusive, particles included)."""

    at: int
    end: int
    verb: Verb


VOWELS = "aeiou"
_DATING = DATING | {"again"}


def regular_forms(verb: str) -> list[str]:
    """The inflected forms that the rules of spelling give: deny -> denies, denying, denied."""
    if verb.endswith("e"):
        return [verb + "s", verb[:-1] + "ing", verb + "d"]
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return [verb[:-1] + "ies", verb + "ing", verb[:-1] + "ied"]
    es = "es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    return [verb + es, verb + "ing", verb + "ed"]


def _load() -> dict[str, tuple[Verb, ...]]:
    """Form -> the verbs it may be, those with more particles first."""
    irregular = {verb: forms.split() for verb, forms in columns("cue_forms")}
    table: dict[str, list[Verb]] = {}
    for phrase, frames, stance in columns("cues"):
        lemma, *particles = phrase.split()
        verb = Verb(lemma, tuple(particles), frozenset(frames), cast(Stance, stance))
        for form in {lemma, *irregular.get(lemma, regular_forms(lemma))}:
            table.setdefault(form, []).append(verb)
    return {form: tuple(sorted(verbs, key=lambda v: -len(v.particles))) for form, verbs in table.items()}


VERBS = _load()


_ACCORDING = Verb("according", ("to",), frozenset("ct"), "asserts")


def according_to(i: int) -> Cue:
    """The cue "according to" at token `i`."""
    return Cue(i, i + 2, _ACCORDING)


def cue_at(document: Document, i: int) -> Cue | None:
    """The verb of saying that begins at token `i`, with the particles that follow it."""
    verbs = VERBS.get(document.lower[i])
    if verbs is None or not _is_verb(document, i):
        return None
    if document.lower[i - 1] == "nor" and _is_second(document, i):
        return None
    for verb in verbs:
        end = _past_particles(document, i + 1, verb.particles)
        if not end and len(verb.particles) == 1 and _is_dated(document, i + 1):
            end = _past_particles(document, _past_day(document, i + 1), verb.particles)
        if not end and verb.particles == ("for",) and verb.lemma in _WIDE:
            end = _past_particles(document, _past_occasion(document, i + 1), verb.particles)
        if end and verb.particles == ("it",) and document.lower[end : end + 1] == ["at"]:
            continue  # "put it at 120 ships a day"
        if end:
            paired = document.lower[end : end + 1] == ["nor"] and _is_second(document, end + 1)
            return Cue(i, end + 2 if paired else end, verb)
    return None


def _is_second(document: Document, i: int) -> bool:
    """Is the word at `i` the second of "neither confirm nor deny", which make one cue?"""
    lower = document.lower
    return 2 < i < len(lower) and lower[i - 1] == "nor" and lower[i - 3] == "neither"


def _past_occasion(document: Document, i: int) -> int:
    """The token after "to donors", "on Radio Bari" or a day behind a verb, where "for" follows it."""
    for k in range(i, min(len(document.lower), i + _APART)):
        if document.lower[k] == "for":
            return k
        if document.tags[k] not in _IN_OCCASION:
            break
    return i


def _is_dated(document: Document, i: int) -> bool:
    return i < len(document.lower) and (document.lower[i] in TIMES or document.lower[i] in _DATING)


def _past_day(document: Document, i: int) -> int:
    """The token after "on Monday", "last week" or "again" behind a verb ("warned last week of more rain")."""
    k = i
    while k < i + 4 and _is_dated(document, k):
        k += 1
    return k


_WIDE = frozenset({"appeal", "plead"})  # "appealed to donors for $38m"
_APART = 8  # tokens that may part such a verb from its "for"
_IN_OCCASION = frozenset({"IN", "TO", "DT", "JJ", "NN", "NNS", "NNP", "NNPS", "PRP$", "POS", "PRP"})
_BEFORE_ADJECTIVE = frozenset({"CD", "DT", "JJ", "PRP$", "POS"})


def _is_verb(document: Document, i: int) -> bool:
    tag = document.tags[i]
    inner = tag in {"VBN", "JJ"} and i > 0 and document.tags[i - 1] in _BEFORE_ADJECTIVE
    if inner and document.tags[i + 1 : i + 2] in (["NN"], ["NNS"]):
        return False  # "33 suspected deaths"
    if (
        tag == "VBG"
        and i
        and (document.lower[i - 1] in {"the", "a", "an"} or document.tags[i - 1] in {"PRP$", "POS"})
    ):
        return False  # "the ruling party"
    return tag[:2] == "VB" or (tag == "JJ" and document.lower[i].endswith("ed"))


def _past_particles(document: Document, i: int, particles: tuple[str, ...]) -> int:
    """The token after the particles, one adverb may stand between; 0 where they do not follow."""
    lower, tags = document.lower, document.tags
    for particle in particles:
        if i < len(lower) and lower[i] != particle and tags[i] == "RB":
            i += 1
        if i >= len(lower) or lower[i] != particle:
            return 0
        i += 1
    return i
