"""From an item to the alerts it sets off: what the rules find, what becomes of it, what is queued.

A hit, its decision and its message are written in one transaction, so that a crash between them neither
wakes anybody twice nor forgets to.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.alerts import RuleSet, decide_alert, decide_held, sources_told
from storage.database import StorageError
from storage.records import Alert, AlertHistory, AlertHit, Decision, Hit, Item
from storage.store import Store

log = logging.getLogger(__name__)


class RenderAlert(Protocol):
    """An alert as the payload of a message to its target; `more` outlets say so too."""

    def __call__(
        self, alert: Alert, hit: Hit, item: Item, *, headline: str, more: int = 0, note: str = ""
    ) -> str: ...


@dataclass(frozen=True, slots=True)
class Telling:
    """Alerts over one store."""

    store: Store
    render: RenderAlert

    def look(self, item: Item, rules: RuleSet, now: datetime) -> None:
        """Puts an item to the rules, once, and queues what they ask for."""
        broken = set(rules.broken)
        with self.store.transaction():
            for alert, hit in rules.matches(item):
                decision, sent = self._told(alert, hit, item, now)
                self.store.alerts.record(alert, item, hit, decision, now, outbox_id=sent)
            self.store.alerts.seen(item.entry.id, now)
        for number in rules.broken.keys() - broken:
            log.warning("alert %d broke at entry %d: %s", number, item.entry.id, rules.broken[number])

    def _told(self, alert: Alert, hit: Hit, item: Item, now: datetime) -> tuple[Decision, int | None]:
        """What becomes of a hit, and the number of its message; one that breaks keeps no other back."""
        try:
            history = self.store.alerts.history(alert, item.story_id, now)
            latest = self.store.retention.time(now)
            twins = self.store.entries.twins(item.entry.id)
            decision = decide_alert(alert, hit, item, history, now, latest=latest, twins=twins)
            return decision, self._carry_out(alert, hit, item, decision, history=history, now=now)
        except StorageError:
            raise
        except Exception as error:  # nothing is queued yet: a message is rendered before
            log.warning("alert %d broke off at entry %d", alert.id, item.entry.id, exc_info=error)
            return Decision("suppress", f"it could not be told: {error!r}"), None

    def release(self, waiting: AlertHit, now: datetime) -> None:
        """Decides anew about a hit that waited for the end of quiet hours."""
        with self.store.transaction():
            self._release(waiting, now)

    def _release(self, waiting: AlertHit, now: datetime) -> None:
        alert, item = self.store.alerts.get(waiting.alert_id), self.store.briefs.item(waiting.entry_id)
        assert alert is not None, "a rule's hits are deleted with it"
        assert item is not None, "an item has a brief for as long as it has hits"
        history = self.store.alerts.history(alert, waiting.story_id, now)
        decision = decide_held(alert, waiting, history, now)
        sent = self._carry_out(alert, waiting.hit, item, decision, history=history, now=now)
        self.store.alerts.release(waiting, decision, sent, now)

    def _carry_out(
        self, alert: Alert, hit: Hit, item: Item, decision: Decision, *, history: AlertHistory, now: datetime
    ) -> int | None:
        """The outbox's number of the message that tells of a hit; None when none does."""
        key = f"{alert.id}:{item.entry.id}:{hit.status}"
        if decision.kind == "send":
            payload = self.render(alert, hit, item, headline=self._headline(item, alert))
            return self.store.outbox.put(alert.target, "alert", key, [payload], now)[0]
        if decision.kind == "edit" and decision.edits is not None:
            self._edit(alert, decision.edits, key, history, now)
            return decision.edits
        return None

    def _edit(self, alert: Alert, message: int, key: str, history: AlertHistory, now: datetime) -> None:
        """The first message again, with one more outlet counted on it."""
        first = next((hit for hit in history.story if hit.outbox_id == message), None)
        item = None if first is None else self.store.briefs.item(first.entry_id)
        if first is None or item is None:
            return
        more = sources_told(history, first.hit.status)
        payload = self.render(alert, first.hit, item, headline=self._headline(item, alert), more=more)
        self.store.outbox.edit(message, key, payload, now)

    def _headline(self, item: Item, alert: Alert) -> str:
        """What the item's story is called before the alert's owner."""
        if item.story_id is None:
            return item.entry.title
        return self.store.stories.headline(item.story_id, ("", alert.owner)) or item.entry.title
