"""Who says something and where it stands, as a reader meets it: denials, attributions, sources, links."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.wording import count, deed, opening, tells_who
from storage.records import Cited, Claim, DigestStory, Source, Stance

# How somebody says it, in a form that fits one speaker and many
MANNERS: dict[Stance, str] = {
    "asserts": "",
    "denies": ", denying",
    "demands": ", demanding",
    "promises": ", promising",
    "warns": ", warning",
    "asks": ", asking",
}
OUTLETS = 12  # whose newest item is linked


def other_denials(story: DigestStory) -> list[Cited]:
    """The denials that do not stand beside a figure already."""
    shown = {(d.entry_id, d.claim.start) for m in story.ledger.measures for d in m.denials}
    return [one for one in story.denials if one.claim and (one.entry_id, one.claim.start) not in shown]


def attribution(one: Cited) -> str:
    """Who says it and how, to stand before the words; nothing where they tell, nor that a denial is one."""
    if tells_who(one):
        return ""
    if one.claim is None or one.claim.speaker is None:
        return "Not attributed: "
    return opening(one.claim.speaker.name) + manner(one.claim, known="denies")


def manner(claim: Claim, known: Stance = "asserts") -> str:
    """How somebody says it, to stand between name and words: " accused ", ", warning: ", ": ".

    `known` is a stance that is told elsewhere.
    """
    if done := deed(claim):
        return f" {done} "
    if claim.negated:
        return ", not saying: "
    return f"{MANNERS[claim.stance] if claim.stance != known else ''}: "


def newest_sources(story: DigestStory) -> tuple[list[Source], str]:
    """Each outlet's newest item, as many as a reader follows up; how many more there are, in words."""
    first: dict[str, Source] = {}
    for source in story.sources:
        first.setdefault(source.feed, source)
    more = len(story.sources) - len(list(first)[:OUTLETS])
    return list(first.values())[:OUTLETS], f"and {count(more, 'more item')}" if more else ""


def safe_link(url: str | None) -> str | None:
    """A link a reader may be given: http or https and printable, or none."""
    if not url or not url.isprintable():
        return None
    try:
        scheme = urlsplit(url).scheme
    except ValueError:  # "http://[": no address at all
        return None
    return url if scheme in {"http", "https"} else None
