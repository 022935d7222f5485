"""The claims of a document: each cue with its speaker and what was said."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.briefs.claims.complements import Complement, complement_of, skip_adjuncts
from bot.briefs.claims.contents import end_of_content, has_finite_verb, start_of_left_content
from bot.briefs.claims.cues import Cue, cue_at
from bot.briefs.claims.names import Names
from bot.briefs.claims.speakers import Group, subject_after, subject_before, subject_of_clause, verb_group
from bot.briefs.claims.stance import attitude_of
from bot.briefs.claims.stretches import Stretch, stretches_of
from bot.briefs.document import Document
from storage.records import Claim, Figure, Quote, Span, Speaker

Range = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """A claim in tokens, before it is judged."""

    cue: Cue
    cue_range: Range
    speaker: Range | None
    parts: list[Range]
    frame: str
    group: Group
    stretch: Stretch
    carried: bool = False
    features: dict[str, float] = field(default_factory=dict)


def find_claims(document: Document, figures: Sequence[Figure] = ()) -> list[Claim]:
    """Who says what, in the order of the text; `figures` of the same document are tied to their claim."""
    drafts = draft_claims(document)
    names = Names(document)
    return [_claim(document, draft, names, figures) for draft in drafts]


def draft_claims(document: Document) -> list[Draft]:
    drafts: list[Draft] = []
    previous: Stretch | None = None
    for stretch in stretches_of(document):
        found = _in_stretch(document, stretch)
        if (
            not found
            and drafts
            and previous
            and drafts[-1].stretch is previous
            and _continues(document, stretch, drafts[-1])
        ):
            drafts[-1].parts.append((stretch.first, stretch.last))
            drafts[-1].stretch = stretch
        drafts += found
        previous = stretch
    return drafts


def _continues(document: Document, stretch: Stretch, before: Draft) -> bool:
    """A stretch that is one quotation, after a quotation that was attributed."""
    if not stretch.quotations or before.frame not in {"q", "left"}:
        return False
    first, last = stretch.quotations[0], stretch.quotations[-1]
    if first.first != stretch.first or last.last < stretch.last - 1:
        return False
    return any(
        before.stretch.quotation_over(part[0]) or before.stretch.quotation_over(part[1] - 1)
        for part in before.parts
    )


def _in_stretch(document: Document, stretch: Stretch) -> list[Draft]:
    cues: dict[int, Cue] = {}
    i = stretch.first
    quotations = iter(stretch.quotations)
    upcoming = next(quotations, None)
    while i < stretch.last:
        if upcoming and i >= upcoming.first:
            i = max(i, upcoming.last)
            upcoming = next(quotations, None)
            continue
        cue = cue_at(document, i)
        if cue:
            cues[i] = cue
        i += 1
    drafts: list[Draft] = []
    for cue in cues.values():
        draft = _draft(document, stretch, cue, cues, drafts)
        if draft:
            drafts.append(draft)
    drafts += _according(document, stretch, cues, drafts)
    return sorted(drafts, key=lambda d: d.cue_range)


def _draft(
    document: Document, stretch: Stretch, cue: Cue, cues: dict[int, Cue], before: list[Draft]
) -> Draft | None:
    tags = document.tags
    tag = tags[cue.at]
    floor = stretch.first
    for quotation in stretch.quotations:
        if quotation.last <= cue.at and quotation.last - quotation.first > 6:
            floor = quotation.last
    group = verb_group(document, cue.at, floor)
    if group.passive:
        return None
    complement = complement_of(document, stretch, cue, stretch.last)
    speaker, carried = _speaker(document, stretch, cue, group, floor, before)
    if speaker is None and not carried:
        return _inverted(document, stretch, cue, group, cues)
    if (
        complement
        and complement.frame == "r"
        and speaker
        and speaker[1] - speaker[0] > 0
        and tag not in {"VBD", "VBZ", "VBP"}
    ):
        return None
    as_frame = speaker is not None and speaker[0] > stretch.first and document.lower[speaker[0] - 1] == "as"
    if as_frame:
        return _as_said(document, stretch, cue, group, speaker, cues)
    if complement is None or _only_adjunct(document, stretch, cue, complement):
        return _left(document, stretch, cue, group, speaker, cues) if not carried else None
    end = end_of_content(document, stretch, complement.start, cues)
    if complement.quotation and complement.quotation.first == complement.start and complement.frame == "q":
        end = _end_of_quotation(document, stretch, complement, end)
    if end <= complement.start:
        return None
    return Draft(
        cue, (cue.at, cue.end), speaker, [(complement.start, end)], complement.frame, group, stretch, carried
    )


def _only_adjunct(document: Document, stretch: Stretch, cue: Cue, complement: Complement) -> bool:
    """Nothing that could be said follows: the content came before."""
    return False


def _end_of_quotation(document: Document, stretch: Stretch, complement: Complement, end: int) -> int:
    quotation = complement.quotation
    assert quotation is not None
    if quotation.full_stop or quotation.last >= end:
        return quotation.last
    return max(end, quotation.last)


def _speaker(
    document: Document, stretch: Stretch, cue: Cue, group: Group, floor: int, before: list[Draft]
) -> tuple[Range | None, bool]:
    """The speaker's tokens, and whether it was carried over from another verb."""
    tags = document.tags
    tag = tags[cue.at]
    first = group.first
    if (
        (first > floor
        and tags[first - 1] == "CC"
        and tag != "VBG")
        or (tag == "VBG" and first > floor and tags[first - 1] in {",", "IN", "CC", "''"})
    ):
        if before and before[-1].speaker:
            return before[-1].speaker, True
        found = subject_of_clause(document, first, stretch.first)
        return found, found is not None
    if (
        tag in {"VBN"}
        and group.first == cue.at
        and not (first > floor and tags[first - 1] in {"NNP", "PRP", "NNPS"})
    ):
        return None, False
    if tag == "VB" and not (group.modal or group.controlled or group.first < cue.at):
        return None, False
    return subject_before(document, first, floor), False


def _inverted(
    document: Document, stretch: Stretch, cue: Cue, group: Group, cues: dict[int, Cue]
) -> Draft | None:
    """ "...", said Jane Roe, the mayor."""
    tags = document.tags
    at = group.first
    if (
        "q" not in cue.verb.frames
        or tags[cue.at] not in {"VBD", "VBZ", "VBN", "VBP"}
        or at - 1 <= stretch.first
    ):
        return None
    quotation = stretch.quotation_over(at - 1)
    if tags[at - 1] != "," and not quotation:
        return None
    speaker = subject_after(document, stretch, cue.end)
    if speaker is None:
        return None
    end = at - 1 if tags[at - 1] == "," else at
    parts = [(start_of_left_content(document, stretch, end, stretch.first), end)]
    parts += _after_tag(document, stretch, speaker[1], cues)
    if not quotation and len(parts) == 1 and not has_finite_verb(document, *parts[0]):
        return None
    return Draft(cue, (cue.at, cue.end), speaker, parts, "left", group, stretch)


def _left(
    document: Document, stretch: Stretch, cue: Cue, group: Group, speaker: Range | None, cues: dict[int, Cue]
) -> Draft | None:
    """What was said stands before its speaker: "...", she said."""
    tags = document.tags
    if speaker is None or not cue.verb.frames & {"q", "c", "t"} or speaker[0] - 1 <= stretch.first:
        return None
    before = speaker[0] - 1
    quotation = stretch.quotation_over(before)
    if tags[before] not in {",", ":"} and not quotation:
        return None
    end = before if tags[before] in {",", ":"} else before + 1
    start = start_of_left_content(document, stretch, end, stretch.first)
    parts = [(start, end)]
    follow = skip_adjuncts(document, cue.end, stretch.last)
    parts += _after_tag(document, stretch, follow, cues)
    if not stretch.quotation_over(end - 1) and not has_finite_verb(document, *parts[0]) and len(parts) == 1:
        return None
    if start >= end:
        return None
    return Draft(cue, (cue.at, cue.end), speaker, parts, "left", group, stretch)


def _after_tag(document: Document, stretch: Stretch, i: int, cues: dict[int, Cue]) -> list[Range]:
    """The second half of what was said: ..., she said, "and then"."""
    tags = document.tags
    if i + 1 >= stretch.last:
        return []
    for k in range(i, min(stretch.last - 1, i + 25)):
        quotation = stretch.quotation_over(k)
        if quotation and quotation.first == k:
            if k > i and document.words[k - 1] not in {",", ":", ".", "—", "–", "--"} and k - i > 3:
                break
            return [
                (
                    k,
                    quotation.last
                    if quotation.last >= stretch.last - 1
                    else end_of_content(document, stretch, k, cues),
                )
            ]
    if tags[i] == "," and tags[i + 1] not in {"VBG", "WP", "WDT", "WRB", "IN", "DT"} and i + 1 not in cues:
        end = end_of_content(document, stretch, i + 1, cues)
        if end > i + 1 and has_finite_verb(document, i + 1, end):
            return [(i + 1, end)]
    return []


def _as_said(
    document: Document, stretch: Stretch, cue: Cue, group: Group, speaker: Range, cues: dict[int, Cue]
) -> Draft | None:
    """ "As X noted, ..." and "..., as X noted"."""
    as_at = speaker[0] - 1
    if as_at <= stretch.first + 1:
        comma = next(
            (k for k in range(cue.end, min(stretch.last, cue.end + 12)) if document.tags[k] == ","), 0
        )
        if not comma:
            return None
        return Draft(
            cue,
            (cue.at, cue.end),
            speaker,
            [(comma + 1, end_of_content(document, stretch, comma + 1, cues))],
            "as",
            group,
            stretch,
        )
    if document.tags[as_at - 1] == ",":
        start = start_of_left_content(document, stretch, as_at - 1, stretch.first)
        if start < as_at - 1:
            return Draft(cue, (cue.at, cue.end), speaker, [(start, as_at - 1)], "as", group, stretch)
    return None


ACCORDING = Cue(
    0,
    0,
    __import__("bot.briefs.claims.cues", fromlist=["Verb"]).Verb(
        "according", ("to",), frozenset("ct"), "asserts"
    ),
)


def _according(
    document: Document, stretch: Stretch, cues: dict[int, Cue], before: list[Draft]
) -> list[Draft]:
    """ "According to X, ..." and "..., according to X"."""
    found = []
    lower, tags = document.lower, document.tags
    for i in range(stretch.first, stretch.last - 2):
        if lower[i] != "according" or lower[i + 1] != "to" or stretch.quotation_over(i):
            continue
        cue = Cue(i, i + 2, ACCORDING.verb)
        speaker = subject_after(document, stretch, i + 2)
        if speaker is None:
            continue
        if i <= stretch.first + 1:
            start = speaker[1] + (tags[speaker[1]] == ",") if speaker[1] < stretch.last else stretch.last
            end = end_of_content(document, stretch, start, cues)
        else:
            end = i - 1 if tags[i - 1] == "," else i
            start = start_of_left_content(document, stretch, end, stretch.first)
        if start < end:
            found.append(Draft(cue, (i, i + 2), speaker, [(start, end)], "according", Group(i), stretch))
    return found


def _claim(document: Document, draft: Draft, names: Names, figures: Sequence[Figure]) -> Claim:
    text = document.text

    def span(a: int, b: int) -> Span:
        start, end = document.starts[a], document.ends[b - 1]
        return Span(start, end, text[start:end])

    parts = tuple(span(*part) for part in draft.parts)
    content = Span(parts[0].start, parts[-1].end, text[parts[0].start : parts[-1].end])
    cue = span(min(draft.group.first, draft.cue_range[0]), draft.cue_range[1])
    speaker, own = None, frozenset[str]()
    if draft.speaker:
        said = span(*draft.speaker)
        named = names.resolve(draft.speaker)
        speaker = Speaker(said.start, said.end, said.text, named.name)
        own = names.own_words(draft.speaker, named)
    spans = [content, cue, *([speaker] if speaker else [])]
    inside = tuple(
        n
        for n, figure in enumerate(figures)
        if any(p.start <= figure.start and figure.end <= p.end for p in parts)
    )
    attitude = attitude_of(document, draft.cue, draft.frame, draft.parts, own)
    return Claim(
        min(s.start for s in spans),
        max(s.end for s in spans),
        speaker,
        cue,
        content,
        _quote(document, parts),
        attitude.stance,
        attitude.hedged,
        draft.group.negated,
        inside,
        parts if len(parts) > 1 else (),
    )


def _quote(document: Document, parts: tuple[Span, ...]) -> Quote:
    """Direct when quotations cover all words of the content, mixed when some."""
    quotes = document.quotes
    covered = total = 0
    for part in parts:
        total += part.end - part.start
        k = bisect_right(quotes, part.start, key=lambda quote: quote[1])
        while k < len(quotes) and quotes[k][0] < part.end:
            covered += min(part.end, quotes[k][1]) - max(part.start, quotes[k][0])
            k += 1
    if not covered:
        return "indirect"
    return "direct" if total - covered <= 2 else "mixed"
