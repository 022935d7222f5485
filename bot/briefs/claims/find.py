"""The claims of a document: each cue with its speaker and what was said."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from itertools import compress

from bot.briefs.claims.ahead import draft_of
from bot.briefs.claims.behind import according
from bot.briefs.claims.cues import VERBS, cue_at
from bot.briefs.claims.drafts import Draft, Scene
from bot.briefs.claims.gaps import gapped
from bot.briefs.claims.judge import keep_claims
from bot.briefs.claims.labels import told_by_colon
from bot.briefs.claims.mending import mended
from bot.briefs.claims.named import Named
from bot.briefs.claims.names import names_of
from bot.briefs.claims.nominal import TELLING_WORDS, told_by_words
from bot.briefs.claims.own_words import OWN_PRONOUNS, OwnWords
from bot.briefs.claims.phrases import TIMES, end_of_phrase
from bot.briefs.claims.stance import attitude_of
from bot.briefs.claims.stretches import Stretch, stretches_of
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set
from storage.records import Claim, Figure, Quote, Span, Speaker

Judge = Callable[[Document, list[Draft]], list[Draft]]
Numbered = tuple[int, int, int]  # a figure's start, end and index


# What a claim may be told by; a stretch without any of it holds none.
_SPOTS = VERBS.keys() | TELLING_WORDS | {"according", ":"}
_TOLD = frozenset({"c", "t", "w", "left"})
_LEAD = 6  # tokens of "And then, on Friday:"
_NEAR = 4  # drafts back among which the quotation is that goes on
_OF_CONTENT = frozenset({"only", "just", "nearly", "almost", "not", "even", "so", "roughly", "also"})
_TALKING = word_set("talking_verbs")
_CHANNELS = word_set("channels")


def find_claims(document: Document, figures: Sequence[Figure] = ()) -> list[Claim]:
    """Who says what, in the order of the text; `figures` of the same document are tied to their claim."""
    document = mended(document)
    drafts = draft_claims(document)
    speakers = names_of(document, [draft.speaker for draft in drafts])
    numbered = sorted((figure.start, figure.end, n) for n, figure in enumerate(figures))
    return [_claim(document, draft, named, numbered) for draft, named in zip(drafts, speakers, strict=True)]


def draft_claims(document: Document, judge: Judge = keep_claims) -> list[Draft]:
    """The claims in tokens, in the order of their cues; `judge` chooses among those of a stretch."""
    drafts: list[Draft] = []
    previous: Stretch | None = None
    spots = list(compress(range(len(document.lower)), map(_SPOTS.__contains__, document.lower)))
    for stretch in stretches_of(document):
        here = spots[bisect_left(spots, stretch.first) : bisect_left(spots, stretch.last)]
        found = judge(document, _in_stretch(document, stretch, here)) if here else []
        before = _quoted_before(drafts, previous) if not found else None
        if before and _goes_on(stretch, before):
            before.parts.append((stretch.first, stretch.last))
            before.stretch = stretch
        elif not found and previous and drafts and drafts[-1].stretch is previous:
            found = _quoted_on(document, drafts[-1], stretch)
        drafts += found
        previous = stretch
    return drafts


def _quoted_on(document: Document, before: Draft, stretch: Stretch) -> list[Draft]:
    """A quotation alone, in one paragraph with what its speaker was said to say just before."""
    first = _past_lead(document, stretch)
    if not stretch.quotations or stretch.quotations[0].first != first or before.speaker is None:
        return []
    paragraph = bisect_right(document.paragraphs, stretch.first)
    apart = paragraph != bisect_right(document.paragraphs, before.cue.at)
    told = before.frame in _TOLD or (before.frame == "q" and first > stretch.first)
    if stretch.quotations[-1].last < stretch.last - 1 or apart or not told:
        return []
    return [replace(before, parts=[(first, stretch.last)], frame="left", stretch=stretch, tail=0)]


def _past_lead(document: Document, stretch: Stretch) -> int:
    """The token after "And on Friday:", which has its speaker from the sentence before."""
    for k in range(stretch.first, min(stretch.last - 1, stretch.first + _LEAD)):
        if document.words[k] == ":":
            return k + 1
        if document.tags[k] not in {"CC", "RB", "IN", "DT"} and document.lower[k] not in TIMES:
            break
    return stretch.first


def _quoted_before(drafts: list[Draft], previous: Stretch | None) -> Draft | None:
    """The last draft of the stretch before that has a quotation, if one has."""
    near = reversed(drafts[-_NEAR:])
    return next((d for d in near if d.stretch is previous and d.frame in {"q", "left"}), None)


def _goes_on(stretch: Stretch, before: Draft) -> bool:
    """Is the stretch one quotation, after a quotation that had a speaker?"""
    if not stretch.quotations or before.frame not in {"q", "left"}:
        return False
    first, last = stretch.quotations[0], stretch.quotations[-1]
    if first.first != stretch.first or last.last < stretch.last - 1:
        return False
    over = before.stretch.quotation_over
    return any(over(part[0]) or over(part[1] - 1) for part in before.parts)


def _in_stretch(document: Document, stretch: Stretch, spots: list[int]) -> list[Draft]:
    outside = [k for k in spots if not stretch.quotation_over(k)] if stretch.quotations else spots
    cues = {cue.at: cue for k in outside if (cue := cue_at(document, k))}
    scene = Scene(document, stretch, outside, cues)
    for cue in cues.values():
        draft = draft_of(scene, cue)
        if draft:
            scene.drafts.append(draft)
    scene.drafts += according(scene)
    scene.drafts += told_by_words(scene)
    colon = told_by_colon(scene)
    if colon:
        for draft in scene.drafts:
            _end_before(draft, colon.cue.at)
        scene.drafts.append(colon)
    _part_asides(scene)
    scene.drafts += list(gapped(scene))
    for draft in scene.drafts:
        draft.tail = _tail(scene, draft)
    return sorted(scene.drafts, key=lambda draft: draft.cue.at)


def _part_asides(scene: Scene) -> None:
    """ "It says 40 are off, and the pier, it adds, is shut": the first ends where the second begins."""
    document = scene.document
    for aside in scene.drafts:
        if aside.frame != "left" or len(aside.parts) < 2:
            continue
        start = aside.parts[0][0]
        for draft in scene.drafts[-_NEAR:]:
            first, last = draft.parts[-1]
            if draft is not aside and draft.cue.at < first < start < last:
                while start > first + 1 and document.tags[start - 1] in {"CC", ",", ":"}:
                    start -= 1
                draft.parts[-1] = (first, start)


def _end_before(draft: Draft, colon: int) -> None:
    """ "She concedes the point: “...”": what stands behind the colon is a claim of its own."""
    first, last = draft.parts[-1]
    if draft.frame == "n" and first < colon < last:
        draft.parts[-1] = (first, colon)


def _tail(scene: Scene, draft: Draft) -> int:
    """The token after "in a statement", "on Twitter", an adverb or a colon behind the verb, else 0."""
    document, last = scene.document, scene.stretch.last
    taken = [part[0] for part in draft.parts if part[0] >= draft.cue.end]
    if draft.speaker and draft.speaker[0] >= draft.cue.end:
        taken.append(draft.speaker[0])
    limit = min([*taken, last])
    i = draft.cue.end
    if i < limit and document.tags[i] == "RB" and document.lower[i] not in _OF_CONTENT:
        i += 1
    if i + 1 < limit and document.lower[i] in {"in", "on", "via"}:
        end = end_of_phrase(document, i + 1, limit)
        if end > i + 1 and document.lower[end - 1] in _CHANNELS:
            i = end
    if i < limit and document.words[i] == ":":
        i += 1
    return i if i > draft.cue.end else 0


def _claim(document: Document, draft: Draft, named: Named | None, figures: list[Numbered]) -> Claim:
    parts = tuple(_span(document, *part) for part in draft.parts)
    content = parts[0] if len(parts) == 1 else _between(document, parts[0].start, parts[-1].end)
    cue = _span(document, *draft.cue_range)
    speaker = None
    own: Container[str] = OWN_PRONOUNS
    if draft.speaker and named:
        start, end = document.starts[draft.speaker[0]], document.ends[draft.speaker[1] - 1]
        speaker = Speaker(start, end, document.text[start:end], named.name)
        own = OwnWords(document, draft.speaker, named)
    attitude = attitude_of(document, draft.cue, draft.frame, draft.parts, own)
    outer = speaker or cue
    return Claim(
        start=min(content.start, cue.start, outer.start),
        end=max(content.end, cue.end, outer.end),
        speaker=speaker,
        cue=cue,
        content=content,
        quote=_quote(document, parts),
        stance=attitude.stance,
        hedged=attitude.hedged,
        negated=draft.group.negated or _nobody(document, draft) or _declines(document, draft),
        figures=_figures_in(parts, figures),
        parts=parts if len(parts) > 1 else (),
    )


def _nobody(document: Document, draft: Draft) -> bool:
    """ "No group has said ..."."""
    return draft.speaker is not None and document.lower[draft.speaker[0]] in {
        "no",
        "nobody",
        "none",
        "neither",
    }


def _declines(document: Document, draft: Draft) -> bool:
    """ "Declined to comment", "refused to discuss it"."""
    word = document.lower[draft.parts[0][0] + 1 : draft.parts[0][0] + 2]
    return (
        draft.frame == "i" and draft.cue.verb.lemma in {"decline", "refuse"} and not _TALKING.isdisjoint(word)
    )


def _span(document: Document, first: int, last: int) -> Span:
    return _between(document, document.starts[first], document.ends[last - 1])


def _between(document: Document, start: int, end: int) -> Span:
    return Span(start, end, document.text[start:end])


def _figures_in(parts: tuple[Span, ...], figures: list[Numbered]) -> tuple[int, ...]:
    """The indices of the figures that lie in the parts; `figures` are sorted."""
    found = []
    for part in parts:
        for k in range(bisect_left(figures, (part.start, 0, 0)), len(figures)):
            start, end, n = figures[k]
            if start >= part.end:
                break
            if end <= part.end:
                found.append(n)
    return tuple(sorted(found))


def _quote(document: Document, parts: tuple[Span, ...]) -> Quote:
    """Direct when quotations cover all words of the content, mixed when some."""
    quotes = document.quotes
    covered = total = 0
    for part in parts:
        total += part.end - part.start
        k = max(0, bisect_left(quotes, (part.start, 0)) - 1)  # the last that opens before, or the next
        if quotes and quotes[k][1] <= part.start:
            k += 1
        while k < len(quotes) and quotes[k][0] < part.end:
            covered += min(part.end, quotes[k][1]) - max(part.start, quotes[k][0])
            k += 1
    if not covered:
        return "indirect"
    return "direct" if total - covered <= 2 else "mixed"
