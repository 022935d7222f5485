"""Where what was said ends, and where it began when it stands before its verb."""

from __future__ import annotations

from itertools import compress

from bot.briefs.claims.cues import Cue
from bot.briefs.claims.phrases import (
    DASHES,
    DATING,
    FINITE,
    TIMES,
    end_of_full_phrase,
    end_of_occasion,
    end_of_phrase,
    is_occasion,
)
from bot.briefs.claims.stretches import Quotation, Stretch
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_AUXILIARIES = word_set("auxiliaries")
_TELLING = frozenset(
    {
        "say",
        "give",
        "disclose",
        "reveal",
        "confirm",
        "explain",
        "elaborate",
        "provide",
        "specify",
        "name",
        "identify",
        "comment",
    }
)
_SPEECH = frozenset("ctqwnoi")  # frames of verbs that say something; ", raising the total to" does not
_REFUSED = (["did"], ["would"], ["could"], ["will"], ["does"])
_BUT = frozenset({"though", "although", "while", "whereas"})
_TELLING_VERBS = word_set("telling_verbs")
_REFUSING = frozenset({"refuse", "decline"})
_WHILE = (["as"], ["after"], ["before"], ["when"])
_BEFORE_ANSWER = _AUXILIARIES | {"neither"}
_PASSIVE = frozenset({"is", "are", "was", "were", "be", "been"})
_PRESENT = frozenset({"VBZ", "VBP", "MD"})
_BACK = 20  # tokens before what was said in which its verb stands
_HELPS = frozenset({"did", "has", "have", "had", "could", "would"})
_ANSWERS = frozenset(
    {"reply", "replied", "respond", "responded", "comment", "commented", "answer", "answered"}
)
_PAUSES = frozenset({",", "CC"})
_WITHOUT_COMMA = frozenset({"but", "according"})
_TURNS = DASHES | {"but", "according", ";"}  # words at which the reporter may speak again
_SUBJECTS = frozenset({"NNS", "NNPS", "PRP", "NN", "NNP"})
LONGEST_CONTENT = 250  # tokens outside quotations: a sentence without end does not cost its square
_CONTRASTS = (["while"], ["whereas"], ["although"], ["though"])
# ", a charge that the firm denies" speaks of the claim as a whole.
CLAIM_NOUNS = word_set("claim_nouns")
# ", citing the weather" tells of the speaker again, not of what was said.
_BACK_TO_SPEAKER = word_set("back_to_speaker")


def end_of_content(document: Document, stretch: Stretch, start: int, cues: dict[int, Cue]) -> int:
    """The token after the content that begins at `start`: the stretch's end unless the reporter cuts in."""
    past, last = start, min(_before_stop(document, stretch), start + LONGEST_CONTENT)
    for k in _turning_points(document, stretch, start, last):
        if k < past:
            continue
        quotation = stretch.quotation_over(k)
        if quotation and quotation.first == k:
            past = min(quotation.last, last)
            if _ends_behind(document, quotation, past, last, cues):
                return past
        elif _ends_at(document, start, k, last, cues):
            drops = document.tags[k] == "CC" or document.lower[k] in _WITHOUT_COMMA
            return k - 1 if drops and document.tags[k - 1] == "," else k
    return last


def _turning_points(document: Document, stretch: Stretch, start: int, last: int) -> list[int]:
    """The tokens at which the reporter may speak again, and those that open a quotation."""
    tokens = range(start, last)
    found = set(compress(tokens, map(_PAUSES.__contains__, document.tags[start:last])))
    found.update(compress(tokens, map(_TURNS.__contains__, document.lower[start:last])))
    if stretch.openings:
        found.update(quotation.first for quotation in stretch.quotations_in(start, last))
    return sorted(found)


def _ends_behind(document: Document, quotation: Quotation, k: int, last: int, cues: dict[int, Cue]) -> bool:
    """Does what was said end with a quotation, the token behind it being `k`?"""
    tags = document.tags
    if _sets_off(document, quotation) and k < last and cuts_after_comma(document, k, last, cues):
        return True
    if _turns_away(document, k, last):
        return True
    if _sets_off(document, quotation) and tags[k : k + 1] == ["WDT"]:
        return True  # ‘the bridge “is beyond repair,” which worries’
    # ‘is “glad of the offer” as he nears a vote’
    return document.lower[k : k + 1] in _WHILE and tags[k + 1 : k + 2] == ["PRP"]


def _ends_at(document: Document, start: int, k: int, last: int, cues: dict[int, Cue]) -> bool:
    """Does what was said end before the comma, dash or conjunction at token `k`?"""
    tags, lower = document.tags, document.lower
    if k > start:
        if (tags[k] == "," or lower[k] in DASHES) and (
            cuts_after_comma(document, k + 1, last, cues) or _but_then(document, start, k + 1, last)
        ):
            return True
        if lower[k] == "but" and _tells_no_more(lower, k + 1):
            return True
        joins = tags[k] == "CC" and lower[k] != "neither"
        if joins and _verb_follows(document, start, k + 1, last, cues):
            return True
    if lower[k : k + 2] == ["according", "to"]:
        return lower[k + 2 : k + 3] not in (["which"], ["whom"])
    return lower[k] == ";"


def _before_stop(document: Document, stretch: Stretch) -> int:
    """The stretch's end without the full stop, which stands outside of what was said."""
    last = stretch.last
    while last > stretch.first + 1 and document.words[last - 1] in {".", "!", "?"}:
        last -= 1
    return last


def _turns_away(document: Document, k: int, last: int) -> bool:
    """After a quotation ", but he gave no details" is the reporter's."""
    lower = document.lower
    k += lower[k : k + 1] == [","]
    if k + 2 >= last or lower[k] not in {"but", "and", "though"}:
        return False
    return lower[k + 1] in {"he", "she", "they", "it"} and document.tags[k + 2] == "VBD"


def _but_then(document: Document, start: int, i: int, last: int) -> bool:
    """ "..., but she did not appeal": a plain past after a shifted tense is the reporter's."""
    tags, lower = document.tags, document.lower
    if i + 2 >= last or lower[i] != "but" or lower[i + 1] not in {"he", "she", "they", "it"}:
        return False
    first = next((k for k in range(start, i) if tags[k] in FINITE), start)
    backshifted = tags[first] != "VBD" or lower[first] == "had"
    return (
        backshifted and tags[i + 2] == "VBD" and lower[i + 2] not in {"had", "would", "could", "was", "were"}
    )


def _tells_no_more(lower: list[str], i: int) -> bool:
    """ "But gave no details", "but did not say why": the reporter's, and none of what was said."""
    if lower[i : i + 1] in (["gave"], ["provided"], ["offered"]):
        return lower[i + 1 : i + 2] in (["no"], ["few"], ["little"])
    return (
        lower[i : i + 1] in _REFUSED
        and lower[i + 1 : i + 2] == ["not"]
        and not _TELLING.isdisjoint(lower[i + 2 : i + 4])
    )


def _sets_off(document: Document, quotation: Quotation) -> bool:
    return document.words[quotation.last - 2] == ","


def cuts_after_comma(document: Document, i: int, last: int, cues: dict[int, Cue]) -> bool:
    """Does the reporter speak again after a comma: ", adding", ", but warned", ", he said"?"""
    tags, lower = document.tags, document.lower
    if tags[i : i + 1] == ["CC"] or lower[i : i + 1] in _CONTRASTS:
        return _verb_follows(document, i, i + 1, last, cues) or _another_speaks(document, i + 1, last, cues)
    if lower[i : i + 3] == ["a", "number", "of"]:
        return False
    if lower[i : i + 1] in (["a"], ["an"], ["the"]) and any(
        word in CLAIM_NOUNS for word in lower[i + 1 : min(i + 4, last)]
    ):
        return True
    while i < last and tags[i] == "RB":
        i += 1
    if i >= last:
        return False
    speaks = i in cues and bool(cues[i].verb.frames & _SPEECH)
    if tags[i] == "VBG" and (lower[i] in _BACK_TO_SPEAKER or speaks):
        return True
    if lower[i] == "according":
        return True
    if tags[i] in {"WDT", "WP", "WRB"} and i + 1 < last:
        return _is_tag(document, i + 1, last, cues, gap=True) or _is_answered(document, i + 1, last, cues)
    if lower[i] == "as" and i + 1 in cues and lower[cues[i + 1].end : cues[i + 1].end + 1] == ["by"]:
        return True  # ", as reported by the Sun"
    if _is_turned_tag(document, i, last, cues):
        return True
    return _is_tag(document, i + (lower[i] == "as"), last, cues) or _is_long_tag(document, i, last, cues)


def _is_long_tag(document: Document, i: int, last: int, cues: dict[int, Cue]) -> bool:
    """ ", a parent who has spoken to them said": a speaker with a relative clause, and nothing behind."""
    if "who" not in document.lower[i : i + _BACK]:
        return False
    after = end_of_phrase(document, i, last)
    if after == i or document.tags[after : after + 1] != ["WP"]:
        return False
    near = range(after + 1, min(last, after + _BACK))
    return any(k in cues and document.tags[k] == "VBD" and cues[k].end >= last for k in near)


def _is_turned_tag(document: Document, i: int, last: int, cues: dict[int, Cue]) -> bool:
    """ ", said Maes,": verb and speaker alone between pauses."""
    if i not in cues or document.tags[i] not in FINITE or "q" not in cues[i].verb.frames:
        return False
    after = end_of_phrase(document, cues[i].end, last)
    return after > cues[i].end and (after >= last or document.tags[after] == ",")


def _another_speaks(document: Document, i: int, last: int, cues: dict[int, Cue]) -> bool:
    """After ", while": a speaker and verb of their own, with something said."""
    if document.tags[i : i + 1] == ["PRP"]:
        return False
    after = end_of_full_phrase(document, i, last)
    if document.tags[after : after + 2] in (["JJ", "TO"], ["JJ", "IN"]):
        after = end_of_phrase(document, after + 2, last)  # "although people close to the talks told"
    if document.lower[after : after + 2] in ([",", "which"], [",", "who"]):
        ahead = range(after + 2, min(last, after + 20))  # "while China, which had voted for it, urged"
        after = next((k for k in ahead if document.tags[k] == ","), after)
    if after + 1 < last and document.tags[after] == ",":
        after += 1  # "and its president, Jane Roe, predicted"
    while after + 1 < last and after not in cues and document.lower[after] in _AUXILIARIES:
        if document.lower[after] in _PASSIVE and document.tags[after + 1] == "VBN":
            return False  # ", and hospitals have been told"
        after += 1
    verb = cues.get(after)
    return (
        verb is not None
        and document.tags[after] in FINITE | {"VBN"}
        and (
            bool(verb.verb.frames & {"c", "q"})
            or verb.verb.name in _TELLING_VERBS
            or verb.verb.lemma in _REFUSING
        )
    )


def _is_answered(document: Document, i: int, last: int, cues: dict[int, Cue]) -> bool:
    """ ", which the firm has always denied" at the end of what was said is the answer of another."""
    if document.lower[i] in _HELPS and document.tags[i + 1 : i + 2] == ["RB"]:
        return not _ANSWERS.isdisjoint(document.lower[i + 2 : min(i + 4, last)])  # ", which did not reply to"
    after = end_of_full_phrase(document, i, last)
    while after < last and (document.tags[after] == "RB" or document.lower[after] in _BEFORE_ANSWER):
        after += 1
    if not (i < after < last and after in cues and cues[after].end >= last):
        return False
    return cues[after].verb.stance == "denies" or document.lower[after - 1] == "neither"


def _is_tag(document: Document, i: int, last: int, cues: dict[int, Cue], gap: bool = False) -> bool:
    """Is this "he said" with nothing after it that could be its content? `gap`: or "which he said had"?"""
    after = end_of_phrase(document, i, last)
    if after > i and document.tags[after : after + 1] == ["IN"]:
        after = end_of_full_phrase(document, i, last)  # ", three envoys in Bonn said"
    while after < last and document.tags[after] == "RB":
        after += 1
    if after in cues and after > i and document.tags[after] in {"VBD", "VBZ", "VBP"}:
        follows = cues[after].end
        if cues[after].verb.lemma == "tell":
            follows = end_of_phrase(document, follows, last)
        if gap:
            return follows < last and document.tags[follows] != ","
        dated = follows < last and (document.lower[follows] in TIMES or document.lower[follows] in DATING)
        return follows >= last or dated or document.tags[follows] in {",", ".", "IN", "NNP", ":"}
    return False


def _verb_follows(document: Document, start: int, i: int, last: int, cues: dict[int, Cue]) -> bool:
    """After "and": a finite verb of saying without a subject of its own, not one within what was said?

    What was said begins at token `start`.
    """
    tags = document.tags
    while i < last and tags[i] in {"RB", "RBR"}:
        i += 1
    if i + 1 < last and tags[i] == "IN" and is_occasion(document, i, last):
        i = end_of_occasion(document, i, last)  # "and in a statement praised"
    if i not in cues:
        return False
    weak = "i" in cues[i].verb.frames and "q" not in cues[i].verb.frames
    if weak and start < i - 1 and cues[i].verb.lemma not in _REFUSING:
        return _is_speakers(document, start, i, cues)
    plural = tags[i] == "VBP" and bool(cues[i].verb.frames & {"c", "q"})
    if tags[i] == "VBG":
        return document.lower[cues[i].end : cues[i].end + 1] == ["that"]  # "describing ... and hinting that"
    return plural or tags[i] in {"VBD", "VBZ", "VBN"}


def _is_speakers(document: Document, start: int, i: int, cues: dict[int, Cue]) -> bool:
    """Does "and expects to" at token `i` go on with the verb that told, and not with what it told?

    A present tense tells: "says he is proud and expects to win", but "say it was lost and expect to win".
    """
    tags = document.tags
    told = next((tags[k] for k in range(start - 1, max(-1, start - _BACK), -1) if k in cues), "")
    inner = next((tags[k] for k in range(start, i) if tags[k] in FINITE), "")
    present = tags[i] in _PRESENT
    return tags[i] in FINITE and (told in _PRESENT) == present and not (present and inner in _PRESENT)


def start_of_left_content(
    document: Document, stretch: Stretch, end: int, floor: int, cues: dict[int, Cue]
) -> int:
    """Where the content begins that ends before token `end`: a quotation alone, or the whole clause.

    A semicolon behind what another cue told begins it too ("... put the toll at 97; eight of them, he said").
    """
    tags = document.tags
    at = max(floor, stretch.first)
    quotation = stretch.quotation_over(end - 1) or stretch.quotation_over(end - 2)
    if quotation and quotation.first >= at and _opens_there(document, quotation.first, at):
        return quotation.first
    at = max(at, end - LONGEST_CONTENT)
    for k in range(end - 1, at, -1):
        turns = document.words[k] in {";", ":"} or (document.tags[k] == "," and document.lower[k + 1] in _BUT)
        joins = document.tags[k] == "," and document.tags[k + 1] == "CC" and not stretch.quotation_over(k)
        if (turns and _is_told(document, cues, at, k)) or (
            joins and any(_is_told_at(document, cues, i) for i in range(at, k))
        ):
            return k + 1 + (document.tags[k] == ",")
    while at < end and tags[at] in {",", ":", "CC"} and at > stretch.first:
        at += 1
    return at


def _is_told(document: Document, cues: dict[int, Cue], first: int, last: int) -> bool:
    return document.lower[first] == "according" or any(i in cues for i in range(first, last))


def _is_told_at(document: Document, cues: dict[int, Cue], i: int) -> bool:
    return i in cues and document.tags[i] in FINITE and bool(cues[i].verb.frames & {"c", "q"})


def _opens_there(document: Document, first: int, floor: int) -> bool:
    """Nothing but a colon, a dash or a whole sentence before the quotation?"""
    return first <= floor + 1 or document.words[first - 1] in {":", "—", "–", "--", ".", "?", "!", "("}


def has_finite_verb(document: Document, first: int, last: int) -> bool:
    """Is there a finite verb, or a past form after its noun that is taken for a participle?"""
    tags = document.tags
    return any(
        tags[k] in FINITE or (tags[k] == "VBN" and k > first and tags[k - 1] in _SUBJECTS)
        for k in range(first, last)
    )
