"""Stories put right by hand: two made one, or items taken out into a story of their own.

A story may hold items of several owners. A server may regroup it only where no other server reads it: all
its items are of the server's own feeds, or no other server stores anything here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.answers import owners_of, sees
from bot.discord_app.desk import DeskError, StoryItem
from storage.database import StorageError
from storage.records import Item
from storage.store import Store

SHARED = (
    "Other servers read this story as well. Whoever runs Sitrep can regroup it: "
    "`sitrep story ID --merge OTHER`, `--split ENTRY,...`."
)


class StoryDesk:
    """Stories of one store, on behalf of servers."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def items(self, owner: str, story_id: int) -> Sequence[StoryItem]:
        """What a server sees of a story, oldest first; empty when there is no such story."""
        seen = [item for item in self._all(story_id) if sees(owners_of(owner), item)]
        return [StoryItem(item.entry.id, item.entry.title, item.feed.name, item.entry.when) for item in seen]

    def merge(self, owner: str, into: int, other: int) -> None:
        """Make `other` part of `into`. Raises DeskError."""
        self._check(owner, into)
        self._check(owner, other)
        try:
            self._store.stories.merge(into, other, self._clock())
        except StorageError as error:
            raise DeskError(f"{error}.") from error

    def split(self, owner: str, story_id: int, entries: Sequence[int]) -> int:
        """Take items out into a story of their own; its number. Raises DeskError."""
        self._check(owner, story_id)
        if set(entries) - {item.entry.id for item in self._all(story_id)}:
            raise DeskError("The story has changed meanwhile; please choose again.")
        try:
            return self._store.stories.split(entries, self._clock())
        except StorageError as error:
            raise DeskError(f"{error}.") from error

    def _check(self, owner: str, story_id: int) -> None:
        found = self._all(story_id)
        if not any(sees(owners_of(owner), item) for item in found):
            raise DeskError("There is no such story.")
        alone = self._store.departures.owners() <= {owner}
        if not alone and any(item.feed.owner != owner for item in found):
            raise DeskError(SHARED)

    def _all(self, story_id: int) -> Sequence[Item]:
        story = self._store.stories.get(story_id)
        return self._store.briefs.of_stories([story.id]) if story is not None else ()
