"""Who is told how a feed fares: whoever reads it."""

from __future__ import annotations

from storage.records import Feed
from storage.store import Store

TERMINAL = "terminal"


def targets_of(store: Store, feed: Feed) -> tuple[str, ...]:
    """Where the keepers of a feed's address are told about it, each once.

    A server: its warnings channel, else that of its first digest. The operator: the first digest's
    channel, else the terminal. A server that chose neither sees it in its list of feeds.
    """
    readers = [row for row in store.feeds.list() if row.url == feed.url and row.state != "paused"]
    found = [_target(store, row.owner) for row in readers]
    return tuple(dict.fromkeys(target for target in found if target is not None))


def _target(store: Store, owner: str) -> str | None:
    chosen = store.settings.get(f"warnings:{owner}") if owner else None
    if chosen:
        return f"discord:{chosen}"
    schedules = store.subscriptions.of_owner(owner)
    if schedules:
        return schedules[0].target
    return None if owner else TERMINAL
