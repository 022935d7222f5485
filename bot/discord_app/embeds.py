"""A digest as Discord messages: the bottom line first, then one embed a story, right within all limits.

What comes from feeds is escaped; what we write is assembled from records.
"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.discord_app.escape import escape
from bot.discord_app.limits import TITLE, Embed, Payload, button, lines, pack, rows, sections
from bot.discord_app.looks import CONFLICT, QUIET, stamp
from bot.discord_app.story_embeds import STORY_LENGTH, colour, story_in_digest
from bot.wording import count
from storage.records import Digest, DigestStory

UNCHANGED = "Unchanged"  # the title over stories that stand still


def digest_messages(digest: Digest) -> list[Payload]:
    """The messages that carry a digest, in order; every one is within Discord's limits."""
    told = [story for story in digest.stories if story.status != "unchanged"]
    quiet = [story for story in digest.stories if story.status == "unchanged"]
    embeds = [_head(digest, told)]
    embeds += [story_in_digest(number, story) for number, story in enumerate(told, 1)]
    if quiet:
        embeds.append(_unchanged(quiet))
    messages = pack(embeds)
    payloads, first = [], 1
    for number, group in enumerate(messages, 1):
        here = sum("author" in embed for embed in group)
        buttons = [
            button(f"Story {first + offset}", f"story:{told[first + offset - 1].id}")
            for offset in range(here)
        ]
        first += here
        payloads.append(_payload(group, buttons, number, len(messages)))
    return payloads


def _head(digest: Digest, told: Sequence[DigestStory]) -> Embed:
    local = digest.until.astimezone(ZoneInfo(digest.zone))
    bottom_line = [f"**{n}** {escape(story.headline, 150)}{_mark(story)}" for n, story in enumerate(told, 1)]
    if not told:
        bottom_line = ["Nothing new since the last digest." if digest.stories else "Nothing came in."]
    extent = f"{count(digest.items, 'item')} · {count(digest.outlets, 'outlet')}"
    facts = f"{extent} · since {stamp(digest.since, 'f')}"
    omitted = (
        f"{count(digest.omitted, 'more story', 'more stories')} left out for length" if digest.omitted else ""
    )
    notes = [escape(note, 300) for note in digest.notes]
    zone = digest.zone.rpartition("/")[2].replace("_", " ")
    return {
        "title": escape(
            f"{digest.title or 'Digest'} · {local:%a} {local.day} {local:%b %Y, %H:%M} {zone}", TITLE
        ),
        "description": sections([[lines("", bottom_line, 2200)], [facts, omitted, *notes]], STORY_LENGTH),
        "color": QUIET,
    }


def _mark(story: DigestStory) -> str:
    words: list[str] = [] if story.status == "new" else [story.status]
    words += ["⚠️"] if colour(story) == CONFLICT else []
    return f" · {' '.join(words)}" if words else ""


def _unchanged(stories: Sequence[DigestStory]) -> Embed:
    entries = [
        f"{escape(story.headline, 150)} · {count(story.independent, 'source')}"
        + (f" · last told {stamp(story.last_told, 'R')}" if story.last_told else "")
        for story in stories
    ]
    return {"title": UNCHANGED, "description": lines("", entries, STORY_LENGTH) or "…", "color": QUIET}


def _payload(embeds: Sequence[Embed], buttons: list[dict[str, object]], number: int, of: int) -> Payload:
    last = dict(embeds[-1])
    last["footer"] = {"text": "Sitrep" if of == 1 else f"Sitrep · {number} of {of}"}
    return {
        "embeds": [*embeds[:-1], last],
        "components": rows(buttons),
        "allowed_mentions": {"parse": []},
    }
