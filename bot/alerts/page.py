"""An item as rules see it: where each word family stands, and what the item is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.words import keys
from storage.records import Claim, Figure, Item, Location

PLACES = ("place", "dateline")  # a capital that stands for its government is no place
RAW = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Place:
    """A word family at a place in the text: its number among the words, its span."""

    position: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """What a rule can ask of an item. `features` are what the index of rules is asked with."""

    text: str
    places: dict[str, list[Place]]
    filters: dict[str, list[frozenset[str]]]  # field -> the words of each place, speaker, outlet, tag
    locations: Sequence[Location]
    countries: frozenset[str]
    figures: Sequence[tuple[frozenset[str], Figure]]
    claims: Sequence[Claim]
    features: frozenset[str]


def read_page(item: Item) -> Page:
    """An item as rules see it. An item without a text is read by its title."""
    text = item.entry.text or item.entry.title
    places: dict[str, list[Place]] = {}
    position, last = -1, (-1, -1)
    for start, end, key in keys(text):
        if (start, end) != last:
            position, last = position + 1, (start, end)
        places.setdefault(key, []).append(Place(position, start, end))
    filters = _filters(item)
    figures = [(words_of(figure.counted, figure.predicate), figure) for figure in item.brief.figures]
    features = {
        *places,
        *(f"raw:{word}" for word in RAW.findall(text.lower())),
        *(f"{field}:{word}" for field, values in filters.items() for words in values for word in words),
        *(f"figure:{word}" for words, _ in figures for word in words),
    }
    locations = [place for place in item.brief.locations if place.role in PLACES]
    countries = frozenset(place.country for place in locations if place.country)
    features |= {f"country:{code}" for code in countries}
    claims = item.brief.claims if item.entry.text else ()
    return Page(text, places, filters, locations, countries, figures, claims, frozenset(features))


def _filters(item: Item) -> dict[str, list[frozenset[str]]]:
    brief, feed = item.brief, item.feed
    host = (urlsplit(item.entry.url or feed.url).hostname or "").removeprefix("www.")
    return {
        "place": [words_of(place.name, place.admin1) for place in brief.locations if place.role in PLACES],
        "by": [words_of(claim.speaker.name) for claim in brief.claims if claim.speaker],
        "source": [words_of(feed.title, host.replace(".", " "), host)],
        "tag": [words_of(tag) for tag in feed.tags],
    }


def words_of(*texts: str | None) -> frozenset[str]:
    """The keys of some texts, and the texts themselves for those who write them out."""
    return frozenset(key for text in texts if text for _, _, key in keys(text)) | frozenset(
        text.lower() for text in texts if text
    )
