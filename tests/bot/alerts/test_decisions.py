"""One message speaks for a story and a status; every silence has its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from bot.alerts import decide_alert, decide_held, sources_told
from storage.records import Alert, AlertHistory, AlertHit, Decision, DecisionKind, Hit, Item, Span, Status
from tests.desk import NOW, item

ALERT = Alert(id=1, rule="withdrawal", target="discord:1", zone="Europe/Kyiv")


def hit(status: Status = "reported") -> Hit:
    return Hit("withdrawal", 0, 8, "Withdrew", Span(0, 8, "Withdrew"), status)


def of(outlet: str = "Straits Post", number: int = 2, **more: object) -> Item:
    return item(number, outlet, "Troops withdraw", hours=1, **more)


def past(
    outlet: str = "Harbour Wire", status: Status = "reported", kind: DecisionKind = "send", hours: float = 1
) -> AlertHit:
    when = NOW - timedelta(hours=hours)
    outbox = 70 if kind in {"send", "edit"} else None
    morning = NOW + timedelta(hours=4) if kind == "hold" else None
    decision = Decision(kind, "because", morning)
    return AlertHit(
        9,
        1,
        hit(status),
        decision,
        when,
        outbox,
        entry_id=1,
        feed=outlet,
        title="Title",
        url=None,
        when=when,
        story_id=1,
    )


def decide(
    *story: AlertHit, alert: Alert = ALERT, what: Hit | None = None, who: Item | None = None, sent: int = 0
):
    return decide_alert(alert, what or hit(), who or of(), AlertHistory(story, sent), NOW)


def test_the_first_hit_in_a_story_is_sent() -> None:
    assert decide() == Decision("send", "first hit in this story")


def test_another_outlet_is_counted_on_the_first_message() -> None:
    assert decide(past()) == Decision("edit", "Straits Post says so too", edits=70)
    assert sources_told(AlertHistory((past(), past("Straits Post", kind="edit"))), "reported") == 2


def test_the_same_outlet_again_is_suppressed() -> None:
    assert decide(past("Straits Post")) == Decision("suppress", "Straits Post said so before, in this story")


def test_a_new_status_is_a_message_of_its_own() -> None:
    assert decide(past(status="planned")) == Decision(
        "send", "reported for the first time; planned was told before"
    )


def test_the_same_item_and_a_copy_are_suppressed() -> None:
    assert decide(past(), who=of(number=1)).reason == "this item was told before"
    assert decide(past(), who=of(copy_of=1)).reason == "a syndicated copy; the story was told"


def test_after_the_cool_down_a_story_that_goes_on_is_told_again() -> None:
    assert decide(past(hours=7)) == Decision("send", "the story goes on after the cool-down")


def test_a_status_nobody_asked_for_is_suppressed() -> None:
    asked = replace(ALERT, statuses=("reported", "claimed"))
    assert decide(alert=asked, what=hit("demanded")) == Decision(
        "suppress", "demanded; asked for reported or claimed"
    )


def test_old_items_and_muted_alerts_wake_nobody() -> None:
    assert decide(who=item(2, "Straits Post", "Old", hours=100)).reason == "published 4 days ago"
    muted = replace(ALERT, muted_until=NOW + timedelta(hours=24))
    assert decide(alert=muted).reason == "muted until Fri 07:00"


def test_in_quiet_hours_an_alert_waits_for_their_end() -> None:
    night = replace(ALERT, quiet=(time(22), time(8)))
    assert decide(alert=night) == Decision("hold", "quiet hours until 08:00", NOW + timedelta(hours=1))
    assert decide(past(kind="hold"), alert=night).kind == "hold"


def test_quiet_hours_over_midnight_end_the_next_morning() -> None:
    night = replace(ALERT, quiet=(time(6), time(5)))
    assert decide(alert=night).not_before == NOW + timedelta(hours=22)
    assert decide(alert=replace(ALERT, quiet=(time(22), time(7)))).kind == "send"


def test_beyond_the_cap_the_digest_tells() -> None:
    assert decide(sent=20) == Decision("spill", "20 alerts today already; the digest tells of it")
    assert decide(past(kind="spill"), sent=20).reason == "the digest tells of this story"


def test_what_waited_is_sent_once_and_the_rest_is_counted_on_it() -> None:
    waiting = past(kind="hold", hours=6)
    assert decide_held(ALERT, waiting, AlertHistory((waiting,)), NOW) == Decision(
        "send", "held over the quiet hours"
    )
    sent = past(kind="send", hours=0)
    assert decide_held(ALERT, waiting, AlertHistory((sent, waiting)), NOW) == Decision(
        "edit", "told after the quiet hours", edits=70
    )
    assert decide_held(ALERT, waiting, AlertHistory((waiting,), sent_today=20), NOW).kind == "spill"
    paused = replace(ALERT, paused="by dana")
    assert decide_held(paused, waiting, AlertHistory((waiting,)), NOW) == Decision(
        "suppress", "paused by dana"
    )
