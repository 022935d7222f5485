"""An item as rules see it: where each word family stands, and what the item is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.mentions import Mention, read_mention, sentences
from bot.words import keys
from storage.records import Claim, Figure, Item, Location, Span

PLACES = ("place", "dateline")  # a capital that stands for its government is no place
RAW = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Place:
    """A word family at a place in the text: its number among the words, its span."""

    position: int
    start: int
    end: int


Found = tuple[int, int]  # the span of what matched


@dataclass(frozen=True, slots=True)
class Page:
    """What a rule can ask of an item. `features` are what the index of rules is asked with.

    `title` is the headline as a page of its own: it may say in other words what the text says.
    """

    text: str
    places: dict[str, list[Place]]
    filters: dict[str, list[frozenset[str]]]  # field -> the words of each place, speaker, outlet, tag
    locations: Sequence[Location]
    countries: frozenset[str]
    figures: Sequence[tuple[frozenset[str], Figure]]
    claims: Sequence[Claim]
    features: frozenset[str]
    sentences: Sequence[Span]
    title: Page | None = None
    _read: dict[Found, Mention] = field(default_factory=dict)

    def sentence(self, place: int) -> Span:
        """The sentence that holds a place."""
        n = bisect_right(self.sentences, place, key=lambda one: one.start)
        return self.sentences[max(0, n - 1)] if self.sentences else Span(0, 0, "")

    def mention(self, start: int, end: int) -> Mention:
        """What the item says of the event named there; read once, however many rules ask."""
        known = self._read.get((start, end))
        if known is None:
            known = read_mention(self.text, start, end, self.claims, self.sentence(start))
            self._read[start, end] = known
        return known


def read_page(item: Item) -> Page:
    """An item as rules see it. An item without a text is read by its title alone."""
    text = item.entry.text or item.entry.title
    places = _places(text)
    title = _title(item.entry.title) if item.entry.text else None
    filters = _filters(item)
    figures = [(words_of(figure.counted, figure.predicate), figure) for figure in item.brief.figures]
    features = {
        *_features(text, places),
        *(title.features if title else ()),
        *(f"{field}:{word}" for field, values in filters.items() for words in values for word in words),
        *(f"figure:{word}" for words, _ in figures for word in words),
    }
    locations = [place for place in item.brief.locations if place.role in PLACES]
    countries = frozenset(place.country for place in locations if place.country)
    features |= {f"country:{code}" for code in countries}
    claims = item.brief.claims if item.entry.text else ()
    return Page(
        text=text,
        places=places,
        filters=filters,
        locations=locations,
        countries=countries,
        figures=figures,
        claims=claims,
        features=frozenset(features),
        sentences=sentences(text),
        title=title,
    )


def _title(text: str) -> Page:
    """A headline as a page: its words, and nothing that the text has been read for."""
    places = _places(text)
    return Page(
        text, places, {}, (), frozenset(), (), (), frozenset(_features(text, places)), sentences(text)
    )


def _places(text: str) -> dict[str, list[Place]]:
    """Where each word family stands in a text."""
    places: dict[str, list[Place]] = {}
    position, last = -1, (-1, -1)
    for start, end, key in keys(text):
        if (start, end) != last:
            position, last = position + 1, (start, end)
        places.setdefault(key, []).append(Place(position, start, end))
    return places


def _features(text: str, places: Iterable[str]) -> set[str]:
    return {*places, *(f"raw:{word}" for word in RAW.findall(text.lower()))}


def _filters(item: Item) -> dict[str, list[frozenset[str]]]:
    brief, feed = item.brief, item.feed
    host = _host(item.entry.url or feed.url)
    return {
        "place": [words_of(place.name, place.admin1) for place in brief.locations if place.role in PLACES],
        "by": [words_of(claim.speaker.name) for claim in brief.claims if claim.speaker],
        "source": [words_of(feed.title, host.replace(".", " "), host)],
        "tag": [words_of(tag) for tag in feed.tags],
    }


def _host(url: str) -> str:
    """The host of a link, "" for what is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def words_of(*texts: str | None) -> frozenset[str]:
    """The keys of some texts, and the texts themselves for those who write them out."""
    return frozenset(key for text in texts if text for _, _, key in keys(text)) | frozenset(
        text.lower() for text in texts if text
    )
