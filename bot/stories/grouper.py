"""Grouping a stream without a store: each item is placed as it comes, by what came before it."""

from __future__ import annotations

import heapq
from collections import OrderedDict, defaultdict
from datetime import datetime

from bot.stories.kinship import kinship, new_share
from bot.stories.reading import read
from bot.stories.weighing import Weighed, join, rarity_of, weigh
from storage.records import Fingerprint, Profile

ASKED_TERMS = 40  # the heaviest terms of an item by which stories are looked up
POSTINGS = 300  # the latest stories that a term leads to: a bound for words everyone uses
LOOKED_AT = 1_500  # postings read for one item, those of its rarest terms first
WEIGHED_STORIES = 12  # candidates that are scored in full
REMEMBERED = 10_000  # stories held in memory, 20 kB each; the ones without news the longest are forgotten


class Grouper:
    """Stories of a stream, numbered from 1 in order of their first item."""

    def __init__(self) -> None:
        self._profiles: OrderedDict[int, Profile] = OrderedDict()
        self._postings: defaultdict[str, OrderedDict[int, None]] = defaultdict(OrderedDict)
        self._known: defaultdict[str, int] = defaultdict(int)
        self._stories = 0
        self._items = 0
        self._alone = 0

    def place(self, title: str, text: str, when: datetime | None = None) -> int:
        """The number of the story an item belongs to."""
        item = read(title, text, when)
        weighed = weigh(item, rarity_of(self._known, len(self._profiles)))
        beginning = new_share(self._alone, self._items)
        scored = [
            (kinship(item, weighed, self._profiles[story], beginning), -story)
            for story in self._near(weighed)
        ]
        score, story = max(scored, default=(0.0, 0))
        return self._add(item, weighed, -story if score > 0 else None)

    def _near(self, weighed: Weighed) -> list[int]:
        """The stories that share most of an item's telling terms."""
        shared: defaultdict[int, float] = defaultdict(float)
        asked = [term for term in list(weighed.vector)[:ASKED_TERMS] if term in self._postings]
        budget = LOOKED_AT
        for term in sorted(asked, key=lambda term: len(self._postings[term])):
            posting = self._postings[term]
            weight = weighed.vector[term] ** 2
            for story in posting:
                shared[story] += weight
            budget -= len(posting)
            if budget <= 0:
                break
        nearest = heapq.nlargest(WEIGHED_STORIES, shared, key=shared.__getitem__)
        return [story for story in nearest if story in self._profiles]

    def _add(self, item: Fingerprint, weighed: Weighed, story: int | None) -> int:
        if story is None:
            self._stories += 1
            story = self._stories
        before = self._profiles.get(story, Profile())
        self._alone += (before.size == 0) - (before.size == 1)
        self._items += 1
        profile = join(item, weighed, before)
        self._profiles[story] = profile
        self._profiles.move_to_end(story)
        for term in weighed.vector:
            self._known[term] += term not in before.weights
            posting = self._postings[term]
            posting[story] = None
            posting.move_to_end(story)
            if len(posting) > POSTINGS:
                posting.popitem(last=False)
        if len(self._profiles) > REMEMBERED:
            self._forget()
        return story

    def _forget(self) -> None:
        story, profile = self._profiles.popitem(last=False)
        for term in profile.weights:
            self._known[term] -= 1
            posting = self._postings.get(term)
            if posting is not None:
                posting.pop(story, None)
                if not posting:
                    del self._postings[term]
            if self._known[term] <= 0:
                del self._known[term]
