"""Stories, a window of time and what was told before -> a digest. Pure; assembled from records and spans."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.digests.changes import changes, known_before, told_before
from bot.digests.chapters import next_chapter
from bot.digests.demands import demanded
from bot.digests.edits import edited_since, new_voices, withdrawn
from bot.digests.facts import claims_of, former, independent, locations, originals, outlet, sources, voices
from bot.digests.missing import missing
from bot.digests.summary import headline, summarise
from bot.wording import count
from storage.records import Digest, DigestStory, Item, Ledger, Stance

__all__ = ["make_digest"]

SAID: frozenset[Stance] = frozenset({"asserts", "warns", "promises"})
DENIED: frozenset[Stance] = frozenset({"denies"})
DEMANDED: frozenset[Stance] = frozenset({"demands"})

SOURCES_WEIGH = 3.0  # each doubling of independent sources
NOVELTY = {"new": 2.0, "changed": 1.5, "unchanged": 0.0}
TAGS_WEIGH = 0.5  # each desk (tag) a story reaches beyond the first
HALF_LIFE = timedelta(hours=12)  # a story half a day old has lost half of its recency
RECENCY_WEIGH = 2.0
CARRIED = timedelta(days=2)  # how long a story that stands still is repeated in a line
CARRIED_LINES = 5


def make_digest(
    items: Sequence[Item],
    since: datetime,
    until: datetime,
    zone: str,
    told: Digest | None,
    *,
    stories: int,
    title: str,
    ledgers: Mapping[int, Ledger],
    notes: Sequence[str] = (),
) -> Digest:
    """The digest of a window, for a channel that was told `told` before.

    `items` are those of the stories to tell of, whenever they were published: what is older than `since`
    tells what is new. `ledgers` has one for each story id. At most `stories` are told in full; stories
    told before that stand still are one line each.
    """
    before = {story.id: story for story in told.stories} if told else {}
    grouped = _by_story(items)
    ranked = sorted(grouped, key=lambda id: (-_prominence(grouped[id], id in before, until), -id))
    moving: list[DigestStory] = []
    still: list[DigestStory] = []
    for id in ranked:
        if len(moving) == stories:
            break
        story = _story(id, grouped[id], ledgers.get(id, Ledger()), since, was_told=id in before)
        story = _compared(story, grouped[id], since, told, before.get(id))
        (still if story.status == "unchanged" else moving).append(story)
    still += [_carried(before[id], told) for id in before.keys() - grouped.keys() if told]
    shown = sorted(moving, key=lambda story: -_rank(story, grouped[story.id], until))
    quiet = [story for story in still if story.id in grouped or _is_recent(story, until)]
    window = [item for item in items if item.entry.when >= since] or list(items)
    return Digest(
        title=title,
        since=since,
        until=until,
        zone=zone,
        stories=(
            *(replace(story, rank_reason=_reason(story, grouped[story.id], zone)) for story in shown),
            *sorted(quiet, key=lambda story: (-story.independent, -story.id))[:CARRIED_LINES],
        ),
        items=len(window),
        outlets=len({outlet(item) for item in window}),
        omitted=max(0, len(grouped) - len(moving) - len([s for s in still if s.id in grouped])),
        notes=tuple(notes),
    )


def _by_story(items: Iterable[Item]) -> dict[int, list[Item]]:
    grouped: dict[int, list[Item]] = {}
    for item in sorted(items, key=lambda item: item.entry.as_of):
        # an item not placed yet is a story of its own, under an id no story has
        grouped.setdefault(item.story_id or -item.entry.id, []).append(item)
    return grouped


def _story(id: int, items: list[Item], ledger: Ledger, since: datetime, *, was_told: bool) -> DigestStory:
    """All that a story's items say between them; whoever was told of it hears what is said since then."""
    fresh = [item for item in items if item.entry.as_of >= since] or items
    past = former(ledger)
    summary = summarise(fresh, past)
    demands, denials = claims_of(items, DEMANDED), claims_of(items, DENIED)
    told = (*summary, *(one for one in denials if one.claim and one.span != one.claim.content))
    return DigestStory(
        id=id,
        headline=headline(fresh, past),
        status="new",
        summary=summary,
        sources=sources(items),
        independent=max(1, independent(items)),
        ledger=ledger,
        claims=claims_of(fresh if was_told else items, SAID, but=told, ledger=ledger),
        denials=denials,
        demands=demands,
        demanded=demanded(demands, items),
        locations=locations(items),
        voices=voices(items),
    )


def _compared(
    story: DigestStory, items: list[Item], since: datetime, told: Digest | None, before: DigestStory | None
) -> DigestStory:
    """The story with what changed since it was last told, and what is missing still."""
    story = replace(story, missing=missing(story, items))
    known = told_before(before) if before else None if told else known_before(story, items, since)
    if known is None:
        return story
    changed = changes(story, known)
    if before and told:
        edited = edited_since(items, told.until)
        changed += (
            *withdrawn(story, before.ledger.measures, edited),
            *new_voices(story, before, edited),
        )
    if not changed:
        changed = next_chapter(items, told.until if before and told else since, story.headline)
    last_told = None if told is None or before is None else _last_change(before, told)
    return replace(
        story, status="changed" if changed else "unchanged", changed=changed, last_told=last_told or since
    )


def _carried(before: DigestStory, told: Digest | None) -> DigestStory:
    """A story told before of which nothing came in."""
    assert told is not None
    return replace(before, status="unchanged", changed=(), last_told=_last_change(before, told))


def _is_recent(story: DigestStory, until: datetime) -> bool:
    """Whether a story of which nothing came in was news not long ago."""
    return story.last_told is not None and until - story.last_told <= CARRIED


def _last_change(before: DigestStory, told: Digest) -> datetime:
    """When a story was last told as news."""
    if before.status == "unchanged" and before.last_told:
        return before.last_told
    return told.until


def _prominence(items: list[Item], told: bool, until: datetime) -> float:
    """A story's rank before anything is read closely; cheap, so that ten thousand items are no matter."""
    return _weight(independent(items), items, until) + NOVELTY["changed" if told else "new"]


def _rank(story: DigestStory, items: list[Item], until: datetime) -> float:
    return _weight(story.independent, items, until) + NOVELTY[story.status]


def _weight(outlets: int, items: list[Item], until: datetime) -> float:
    age = max(timedelta(0), until - max(item.entry.as_of for item in items))
    recency: float = 0.5 ** (age / HALF_LIFE)
    return (
        SOURCES_WEIGH * math.log2(1 + outlets)
        + TAGS_WEIGH * max(0, len(_tags(items)) - 1)
        + RECENCY_WEIGH * recency
    )


def _tags(items: Iterable[Item]) -> set[str]:
    return {tag for item in items for tag in item.feed.tags}


def _reason(story: DigestStory, items: list[Item], zone: str) -> str:
    """Why a story stands where it stands."""
    newest = max(item.entry.as_of for item in originals(items) or items).astimezone(ZoneInfo(zone))
    parts = [count(story.independent, "independent source"), story.status]
    if reach := len(_tags(items)):
        parts.append(f"reaches {count(reach, 'tag')}")
    return " · ".join([*parts, f"newest {newest:%a %H:%M}"])
