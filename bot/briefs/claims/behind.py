"""What was said stands before its verb: "...", she said; ..., said Jane Roe; as X noted; according to X.

What is true of English: the fronted clause ends with a comma or closing mark right before the speaker,
and it may go on after the speaker ("...", she said, "..."). Only verbs that take a clause or a
quotation are used so.
"""

from __future__ import annotations

from bot.briefs.claims.addressees import after_addressee
from bot.briefs.claims.contents import (
    LONGEST_CONTENT,
    end_of_content,
    has_finite_verb,
    start_of_left_content,
)
from bot.briefs.claims.cues import Cue, according_to
from bot.briefs.claims.drafts import Draft, Range, Scene
from bot.briefs.claims.phrase_starts import start_of_phrase
from bot.briefs.claims.phrases import DASHES, FINITE, NOUNS, end_of_full_phrase, is_quantity
from bot.briefs.claims.speakers import subject_after
from bot.briefs.claims.turns import CLAIM_NOUNS, cuts_after_comma
from bot.briefs.claims.verb_groups import Group
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

# After ", she said," anything but these goes on with what was said; after ", said Jane Roe," an
# apposition may follow as well.
_OTHER_AFTER_TAG = frozenset({"VBG", "WP", "WDT", "WRB"})
_OTHER_AFTER_NAME = _OTHER_AFTER_TAG | {"IN", "DT"}
_REACH = 25  # tokens in which the second half of a split quotation begins
INFORMING = word_set("informing_nouns")
_SHOWING = frozenset({"show", "suggest", "indicate", "find", "reveal"})
_SAYING = frozenset({"say", "tell", "report", "announce"})
_WHOLE = 8  # tokens of a fronted clause that is one even if no finite verb is seen in it
HEARINGS = word_set("hearings")
CIRCUMSTANCES = frozenset({"as", "after", "when", "while", "before", "because", "since"})
_OF_OBJECTS = word_set("answering_verbs")
_ASIDES = (CIRCUMSTANCES - {"because"}) | {"although", "though", "whereas"}
_RELATIVES = frozenset({"which", "that", "whom", "what"})
_NEAR = 8  # drafts back to which one that reaches up to a relative clause is looked for
_OPENS_OBJECT = frozenset({"DT", "NNS", "PRP$", "NNP", "CD"})
_PAUSES = frozenset({",", ":", ".", "—", "–", "--"})


def said_before(scene: Scene, cue: Cue, group: Group, speaker: Range) -> Draft | None:
    """ "...", she said."""
    if cue.verb.lemma in _SHOWING and INFORMING.isdisjoint(scene.document.lower[speaker[0] : speaker[1]]):
        return None  # "prices fell, data showed"
    if cue.verb.lemma == "hear" and HEARINGS.isdisjoint(scene.document.lower[speaker[0] : speaker[1]]):
        return None  # "..., the court heard" tells what was said; "..., she heard" does not
    before = speaker[0] - 1
    if scene.document.lower[before - 1 : before + 1] in (["was", "how"], ["is", "how"]):
        before -= 2  # "“...,” was how she put it"
    follow = after_addressee(scene.document, cue, scene.stretch.last)
    if cue.verb.lemma == "tell" and follow == cue.end:
        return None  # "Wildfire crosses lake, 3,000 told to leave"
    parts = _parts(scene, cue, before, follow, _OTHER_AFTER_TAG)
    return Draft(cue, speaker, parts, "left", group, scene.stretch) if parts else None


def said_by(scene: Scene, cue: Cue, group: Group) -> Draft | None:
    """ "...", said Jane Roe, the mayor."""
    tags = scene.document.tags
    if "q" not in cue.verb.frames or tags[cue.at] not in {"VBD", "VBZ", "VBN", "VBP"}:
        return None
    before = group.first - 1
    if before <= scene.stretch.first or tags[before] not in {",", "''"}:
        return None
    speaker = subject_after(scene.document, scene.stretch, cue.end)
    if speaker is None:
        return None
    parts = _parts(scene, cue, before, speaker[1], _OTHER_AFTER_NAME)
    return Draft(cue, speaker, parts, "left", group, scene.stretch) if parts else None


def _parts(scene: Scene, cue: Cue, before: int, follow: int, other: frozenset[str]) -> list[Range]:
    """The halves of what was said around a speaker and verb; token `before` ends the first half."""
    document, stretch = scene.document, scene.stretch
    if before <= stretch.first or not (cue.verb.frames & {"q", "c"} or _ends_with(scene, cue, follow)):
        return []
    quoted = stretch.quotation_over(before)
    closed = document.tags[before] == "''" and document.tags[before - 1] in {",", "."}  # its opening is lost
    if not (quoted or closed or document.words[before] in {",", ":", "—", "–", "--"}):
        return []
    end = before + 1 if quoted or closed else before
    start = start_of_left_content(document, stretch, end, stretch.first, scene.cues)
    if document.lower[start] == "asked" and start == stretch.first:
        if cue.verb.lemma in _SAYING:
            return []  # "Asked whether it was safe, she said no"
        start += 1  # "Asked whether it was safe, she declined to comment"
    if start >= end:
        return []
    parts = [(start, end), *_second_half(scene, follow, other)]
    if len(parts) == 1 and document.words[before] == ",":
        parts += _rest_of_clause(scene, (start, end), follow)
    quoted = quoted or stretch.quotation_over(end - 1)
    told = end - start >= _WHOLE and cue.verb.lemma in _SAYING  # verbs are mistaken at times ("a bomb tore")
    if not (quoted or closed or told or len(parts) > 1 or has_finite_verb(document, start, end)):
        return []
    return parts


def _ends_with(scene: Scene, cue: Cue, follow: int) -> bool:
    """Does the clause end with a verb that takes "that": "..., judge Jane Roe ruled."?"""
    ends = follow >= scene.stretch.last or scene.document.tags[follow] in {".", ","}
    if scene.document.lower[cue.at - 1] in {"it", "them", "which"}:
        return False  # "970 km of border, a third of it disputed"
    return "t" in cue.verb.frames and ends and scene.document.tags[cue.at] in FINITE


def _second_half(scene: Scene, i: int, other: frozenset[str]) -> list[Range]:
    """..., she said, "and then"."""
    document, stretch = scene.document, scene.stretch
    tags = document.tags
    if i + 1 >= stretch.last:
        return []
    for quotation in stretch.quotations_in(i, min(stretch.last - 1, i + _REACH)):
        first = quotation.first
        if any(k in scene.cues for k in range(i, first)):
            break  # ", adding: “...”" is another claim
        if first - i <= 3 or document.words[first - 1] in _PAUSES:
            whole = quotation.last >= stretch.last - 1
            return [
                (first, quotation.last if whole else end_of_content(document, stretch, first, scene.cues))
            ]
        break
    verb = i + 1 + (tags[i + 1] == "CC")  # ", she said, and warned" is another claim
    if tags[i] == "," and cuts_after_comma(document, i + 1, stretch.last, scene.cues):
        return []
    if document.lower[i + 1 : i + 3] == ["in", "what"]:
        return []  # "..., in what one of them called a disaster"
    if document.lower[i + 1] in _ASIDES:
        return []  # "..., its chair announced, after the party had complained"
    if tags[i] == "," and tags[i + 1] not in other and verb not in scene.cues:
        end = end_of_content(document, stretch, i + 1, scene.cues)
        if end > i + 1 and has_finite_verb(document, i + 1, end):
            return [(i + 1, end)]
    return []


def as_said(scene: Scene, cue: Cue, group: Group, speaker: Range) -> Draft | None:
    """ "As X noted, ..." and "..., as X noted"."""
    document, stretch = scene.document, scene.stretch
    as_at = min(speaker[0], cue.at) - 1
    if document.tags[as_at - 1] != "," or as_at <= stretch.first + 1:
        told = max(cue.end, speaker[1])
        near = range(told, min(stretch.last - 1, told + 12))
        comma = next((k for k in near if document.tags[k] == ","), 0)
        if not comma:
            return None
        parts = [(comma + 1, end_of_content(document, stretch, comma + 1, scene.cues))]
        return Draft(cue, speaker, parts, "as", group, stretch)
    start = start_of_left_content(document, stretch, as_at - 1, stretch.first, scene.cues)
    if start >= as_at - 1:
        return None
    follow = after_addressee(document, cue, stretch.last)
    withheld = next(
        (d for d in scene.drafts[-_NEAR:] if d.group.negated and d.parts[-1][1] == as_at - 1), None
    )
    if withheld:  # "would not say whether Roe was ill, as the Sun reported": that he was
        return Draft(cue, speaker, [withheld.parts[-1]], "as", group, stretch)
    parts = [(start, as_at - 1), *_second_half(scene, follow, _OTHER_AFTER_TAG | {"CC"})]
    return Draft(cue, speaker, parts, "as", group, stretch)


def answered(scene: Scene, cue: Cue, group: Group, speaker: Range) -> Draft | None:
    """ "..., which the firm denies", "..., a figure the army rejected as “a lie”": on the clause before."""
    document, stretch, lower = scene.document, scene.stretch, scene.document.lower
    noun = next((i for i in range(speaker[0], speaker[1] - 1) if lower[i] in CLAIM_NOUNS), -1)
    if noun >= 0 and speaker[0] < cue.at:
        speaker = (noun + 1, speaker[1])  # "an idea Lugo dismissed"
    k = min(speaker[0], group.first) - 1
    if lower[k] in {"which", "that"}:
        k -= 1
    if lower[k] in CLAIM_NOUNS:
        k = next(
            (
                i
                for i in range(k - 1, max(stretch.first, k - 4), -1)
                if document.tags[i] == "," or lower[i] in DASHES
            ),
            k,
        )
    heavy = _behind_as(scene, cue)
    if heavy and speaker[0] < cue.at:
        parts = [(heavy, end_of_content(document, stretch, heavy, scene.cues))]
        return Draft(cue, speaker, parts, "relative", group, stretch)
    paused = document.tags[k] == "," or lower[k] in DASHES
    if not paused or k == min(speaker[0], group.first) - 1 or k <= stretch.first + 1:
        return None
    if lower[cue.end : cue.end + 1] == ["as"] and speaker[0] < cue.at:
        parts = [(cue.end + 1, end_of_content(document, stretch, cue.end + 1, scene.cues))]
    else:
        parts = _said_up_to(scene, k) or [(max(stretch.first, k - LONGEST_CONTENT), k)]
    return Draft(cue, speaker, parts, "relative", group, stretch) if parts[0][0] < parts[0][1] else None


def _behind_as(scene: Scene, cue: Cue) -> int:
    """Where "a report that" begins in "dismissed as “groundless” a report that"; 0 where nothing does."""
    document, start = scene.document, cue.end + 1
    if document.lower[cue.end : cue.end + 1] != ["as"]:
        return 0
    quotation = scene.stretch.quotation_over(start)
    end = (
        quotation.last
        if quotation and quotation.first == start
        else start + (document.tags[start : start + 1] == ["JJ"])
    )
    return end if start < end < scene.stretch.last and document.tags[end] in _OPENS_OBJECT else 0


def of_antecedent(scene: Scene, cue: Cue, speaker: Range) -> list[Range]:
    """ "..., which the ministry put at 40", "what he described as a gift": the phrase and its name."""
    document, last = scene.document, scene.stretch.last
    relative, link = speaker[0] - 1, document.lower[cue.end : cue.end + 1]
    called = link == ["as"] and bool(cue.verb.frames & {"n", "k"})
    called = called or (link == ["of"] and cue.verb.lemma == "accuse")
    if cue.end + 1 >= last:
        return []  # the text breaks off
    counted = link == ["at"] and "e" in cue.verb.frames and is_quantity(document, cue.end + 1)
    if relative < scene.stretch.first or not (called or counted):
        return []
    end = end_of_full_phrase(document, cue.end + 1, last)
    quotation = scene.stretch.quotation_over(cue.end + 1)
    if quotation and quotation.first == cue.end + 1:
        end = quotation.last
    if document.tags[end - 1] not in NOUNS | {"''", "JJ"} or document.lower[relative] not in _RELATIVES:
        return []
    head = relative - 1 - (document.tags[relative - 1] == ",")
    if document.lower[relative] == "what" or head < scene.stretch.first or document.tags[head] not in NOUNS:
        return [(cue.end, end)] if document.tags[end - 1] != "JJ" else []
    return [(start_of_phrase(document, head, scene.stretch.first), head + 1), (cue.end, end)]


def of_object(scene: Scene, cue: Cue, speaker: Range) -> list[Range]:
    """ "A delay that lawmakers criticised", "a move that she called unlawful": the noun before the clause."""
    document, head = scene.document, speaker[0] - 1
    if document.lower[head] in {"that", "which"}:
        head -= 1
    elif document.tags[speaker[0]] != "PRP":
        return []  # but "a charge it rejects"
    if "n" not in cue.verb.frames or head <= scene.stretch.first or document.tags[head] not in {"NN", "NNS"}:
        return []
    if cue.verb.lemma not in _OF_OBJECTS:
        return []
    after = document.tags[cue.end : cue.end + 2]
    called = cue.verb.lemma == "call" and after[:1] == ["JJ"]
    if after[called : called + 1] not in ([], ["."], [","], ["CC"]):
        return []
    noun = (start_of_phrase(document, head, scene.stretch.first), head + 1)
    return [noun, (cue.end, cue.end + 1)] if called else [noun]


def _said_up_to(scene: Scene, k: int) -> list[Range]:
    """What the draft says that reaches up to token `k`, or whose speaker and verb do after it."""
    for draft in scene.drafts[-_NEAR:]:
        told = max(draft.cue.end, draft.speaker[1] if draft.speaker else 0)
        if draft.frame == "left" and told == k:
            return list(draft.parts)
        for part in draft.parts:
            if part[0] < k <= part[1]:
                return [(part[0], k)]
    return []


def according(scene: Scene) -> list[Draft]:
    """ "According to X, ..." and "..., according to X"."""
    document, stretch = scene.document, scene.stretch
    found: list[Draft] = []
    for i in scene.spots:
        if document.lower[i : i + 2] != ["according", "to"] or i >= stretch.last - 2:
            continue
        speaker = subject_after(document, stretch, i + 2)
        if speaker and (i <= stretch.first + 1 or document.tags[i - 1] == "CC"):
            speaker = _before_clause(document, speaker, stretch.last)
        content = _told_by(scene, i, speaker) if speaker else None
        if speaker and content:
            if content[0] < i and not has_finite_verb(document, *content):
                speaker = _up_to_comma(document, speaker)  # "The loss, according to estimates, exceeds €4m"
            parts = [content, *_rest_of_clause(scene, content, speaker[1])]
            found.append(Draft(according_to(i), speaker, parts, "according", Group(i), stretch))
    return found


def _rest_of_clause(scene: Scene, before: Range, i: int) -> list[Range]:
    """The verb that a bare subject before ", according to X," still wants, with what follows it."""
    tags = scene.document.tags
    if before[0] > i or has_finite_verb(scene.document, *before) or tags[i : i + 1] != [","]:
        return []
    counts = tags[i + 1 : i + 3] in (["NNS", "CD"], ["NNS", "$"])  # "exceeds €4m", taken for a plural
    if not counts and (tags[i + 1 : i + 2] == [] or tags[i + 1] not in FINITE):
        return []
    return [(i + 1, end_of_content(scene.document, scene.stretch, i + 1, scene.cues))]


def _before_clause(document: Document, speaker: Range, last: int) -> Range:
    """Without what a comma opens and none closes: "According to the ministry, hospitals in X are"."""
    closed = speaker[1] < last and document.tags[speaker[1]] == ","
    return speaker if closed else _up_to_comma(document, speaker)


def _up_to_comma(document: Document, speaker: Range) -> Range:
    first, end = speaker
    return (first, next((k for k in range(first, end) if document.tags[k] == ","), end))


def _told_by(scene: Scene, i: int, speaker: Range) -> Range | None:
    document, stretch = scene.document, scene.stretch
    if i <= stretch.first + 1 or document.tags[i - 1] == "CC":
        start = speaker[1]
        start += start < stretch.last and document.tags[start] == ","
        if document.lower[start : start + 1] in (["which"], ["who"]):
            commas = [
                k for k in range(start, min(stretch.last - 1, start + _REACH)) if document.tags[k] == ","
            ]
            start = commas[0] + 1 if commas else start
        end = end_of_content(document, stretch, start, scene.cues) if start < stretch.last else start
    else:
        end = i - 1 if document.tags[i - 1] == "," else i
        start = start_of_left_content(document, stretch, end, stretch.first, scene.cues)
    return (start, end) if start < end else None
