"""What a rule would have done over past items: the same matching and decisions, told by their times."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from bot.alerts.decisions import decide_alert
from bot.alerts.matching import CountryOf, RuleSet
from bot.alerts.rules import parse_rule
from storage.records import Alert, AlertHistory, AlertHit, Decision, Hit, Item


def replay(alert: Alert, items: Iterable[Item], country_of: CountryOf = lambda _: None) -> list[AlertHit]:
    """Every hit an alert would have had, oldest first, with what would have been decided.

    `items` come oldest first, and one is looked at after the other: an archive need not be held in memory.
    Each item is met at the time it was published. Raises RuleError.
    """
    parse_rule(alert.rule)
    rules = RuleSet([alert], country_of)
    found: list[AlertHit] = []
    for item in items:
        for _, hit in rules.matches(item):
            history = _history(alert, item, found)
            decision = decide_alert(alert, hit, item, history, item.entry.when)
            found.append(_kept(alert, item, hit, decision, len(found) + 1))
    return found


def _history(alert: Alert, item: Item, found: list[AlertHit]) -> AlertHistory:
    """What the store would know of the hits so far."""
    zone = ZoneInfo(alert.zone)
    today = item.entry.when.astimezone(zone).date()
    sent = [
        past for past in found if past.decision.kind == "send" and past.at.astimezone(zone).date() == today
    ]
    story = () if item.story_id is None else tuple(past for past in found if past.story_id == item.story_id)
    return AlertHistory(story, len(sent))


def _kept(alert: Alert, item: Item, hit: Hit, decision: Decision, number: int) -> AlertHit:
    """A hit as the store would keep it; a message sent has the number of its hit."""
    return AlertHit(
        id=number,
        alert_id=alert.id,
        hit=hit,
        decision=decision,
        at=item.entry.when,
        outbox_id=number if decision.kind == "send" else decision.edits,
        entry_id=item.entry.id,
        feed=item.feed.name,
        title=item.entry.title,
        url=item.entry.url,
        when=item.entry.when,
        story_id=item.story_id,
    )
