"""The outbox: queued once, in order, and every state a message can be in."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.database import Database
from storage.outbox import Outbox

NOW = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
DESK = "discord:100"
OTHER = "discord:200"


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database)


def test_the_same_work_queued_twice_is_one_message(outbox: Outbox) -> None:
    first = outbox.put(DESK, "digest", "2026-03-01 07:00", ["one", "two"], NOW)
    again = outbox.put(DESK, "digest", "2026-03-01 07:00", ["one", "two", "three"], NOW)
    assert first == again == (1, 2)
    assert [m.payload for m in outbox.backlog(DESK)] == ["one", "two"]


def test_a_message_of_a_transaction_that_failed_was_never_queued(database: Database, outbox: Outbox) -> None:
    def work_that_fails() -> None:
        with database.transaction():
            outbox.put(DESK, "digest", "k", ["one"], NOW)
            raise RuntimeError("the work failed")

    with pytest.raises(RuntimeError):
        work_that_fails()
    assert outbox.backlog(DESK) == ()


def test_a_target_has_one_message_on_its_way_and_the_rest_wait_in_order(outbox: Outbox) -> None:
    outbox.put(DESK, "digest", "k", ["one", "two"], NOW)
    outbox.put(OTHER, "digest", "k", ["other"], NOW)
    assert [m.payload for m in outbox.waiting(NOW)] == ["one", "other"]
    outbox.take(1, NOW)
    assert [(m.payload, m.state) for m in outbox.waiting(NOW)] == [("one", "sending"), ("other", "pending")]
    outbox.sent(1, "900", NOW)
    assert [m.payload for m in outbox.waiting(NOW)] == ["two", "other"]


def test_a_message_told_to_wait_holds_up_its_own_target_only(outbox: Outbox) -> None:
    outbox.put(DESK, "digest", "k", ["one", "two"], NOW)
    outbox.put(OTHER, "digest", "k", ["other"], NOW)
    outbox.take(1, NOW)
    outbox.wait(1, NOW + timedelta(seconds=30), "rate limited", doubtful=False)
    assert [m.payload for m in outbox.waiting(NOW)] == ["other"]
    assert outbox.next_at() == NOW + timedelta(seconds=30)
    assert [m.payload for m in outbox.waiting(NOW + timedelta(seconds=30))] == ["one", "other"]


def test_the_first_try_nobody_knows_the_end_of_dates_the_message(outbox: Outbox) -> None:
    outbox.put(DESK, "digest", "k", ["one"], NOW)
    outbox.take(1, NOW)
    outbox.wait(1, NOW, "connection lost", doubtful=True)
    later = outbox.take(1, NOW + timedelta(minutes=1))
    assert (later.started_at, later.attempts) == (NOW, 2)
    outbox.wait(1, NOW, "rate limited", doubtful=False)
    assert outbox.take(1, NOW + timedelta(minutes=3)).started_at == NOW + timedelta(minutes=3)


def test_a_held_target_keeps_its_messages_until_it_is_released(outbox: Outbox) -> None:
    outbox.put(DESK, "digest", "k", ["one", "two"], NOW)
    hold = outbox.holds.add(DESK, "Missing Access", NOW, NOW + timedelta(minutes=1))
    assert (hold.reason, hold.probes, hold.since) == ("Missing Access", 0, NOW)
    outbox.put(DESK, "alert", "a", ["three"], NOW)
    assert outbox.waiting(NOW) == ()
    again = outbox.holds.add(DESK, "Missing Access", NOW + timedelta(hours=1), NOW + timedelta(hours=2))
    assert (again.since, again.probes) == (NOW, 1)
    outbox.holds.release(DESK)
    assert [m.payload for m in outbox.backlog(DESK)] == ["one", "two", "three"]
    assert [m.payload for m in outbox.waiting(NOW)] == ["one"]


def test_a_backlog_becomes_one_catch_up(outbox: Outbox) -> None:
    outbox.put(DESK, "digest", "k", ["one", "two"], NOW)
    outbox.roll_up(outbox.backlog(DESK), ["all in one"], NOW)
    assert [m.payload for m in outbox.backlog(DESK)] == ["all in one"]
    assert [outbox.get(id).error for id in (1, 2)] == ["told in catch-up:2"] * 2  # type: ignore[union-attr]


def test_a_refused_payload_is_kept_and_a_plain_one_takes_its_place(outbox: Outbox) -> None:
    outbox.put(DESK, "digest", "k", ["fancy", "two"], NOW)
    outbox.take(1, NOW)
    outbox.replace(1, ["plain", "more"], "50035 Invalid Form Body")
    assert [m.payload for m in outbox.backlog(DESK)] == ["plain", "more", "two"]
    assert [(lag.state, lag.count) for lag in outbox.lags()] == [("dead", 1), ("pending", 3)]
    assert outbox.of_key(DESK, "digest", "k!refused")[0].payload == "fancy"


def test_an_edit_knows_what_it_edits_and_comes_once(outbox: Outbox) -> None:
    (alert,) = outbox.put(DESK, "alert", "rule 1 story 2 reported", ["first"], NOW)
    edit = outbox.edit(alert, "rule 1 story 2 reported +3", "with more sources", NOW)
    assert outbox.edit(alert, "rule 1 story 2 reported +3", "with more sources", NOW) == edit
    message = outbox.get(edit)
    assert message is not None
    assert (message.kind, message.edits, message.target) == ("alert_edit", alert, DESK)


def test_what_is_held_is_kept_however_long(outbox: Outbox) -> None:
    outbox.put(DESK, "digest", "k", ["one"], NOW)
    outbox.holds.add(DESK, "Unknown Channel", NOW, NOW)
    assert outbox.prune(NOW + timedelta(days=400), timedelta(days=30)) == 0
    assert [message.payload for message in outbox.backlog(DESK)] == ["one"]


def test_what_was_sent_long_ago_is_pruned_and_what_waits_is_not(outbox: Outbox) -> None:
    outbox.put(DESK, "digest", "k", ["one"], NOW)
    outbox.put(DESK, "digest", "l", ["two"], NOW)
    outbox.sent(1, "900", NOW)
    assert outbox.prune(NOW + timedelta(days=91), timedelta(days=90)) == 1
    assert [m.payload for m in outbox.backlog(DESK)] == ["two"]


def test_what_an_edit_waits_to_change_and_the_parts_of_what_waits_are_not_pruned(outbox: Outbox) -> None:
    later, keep = NOW + timedelta(days=91), timedelta(days=90)
    (alert,) = outbox.put(DESK, "alert", "a", ["alert"], NOW)
    edit = outbox.edit(alert, "a+1", "alert, 2 sources", NOW)
    first, second = outbox.put(OTHER, "digest", "k", ["one", "two"], NOW)
    for sent in (alert, first):
        outbox.sent(sent, "900", NOW)
    assert outbox.prune(later, keep) == 0
    assert outbox.get(edit).edits == alert  # type: ignore[union-attr]
    for sent in (edit, second):
        outbox.sent(sent, "901", NOW)
    assert outbox.prune(later, keep) == 4


def test_pruning_costs_the_same_beside_many_messages_that_stay(tmp_path: Path) -> None:
    def steps(young: int) -> int:
        """Hundreds of SQLite's steps to prune 40 messages."""
        with closing(Database(tmp_path / f"{young}.db")) as database:
            outbox = Outbox(database)
            with database.transaction():
                for number in range(40 + young):
                    at = NOW if number < 40 else NOW + timedelta(days=90)
                    (message,) = outbox.put(f"discord:{number}", "alert", "a", ["one"], at)
                    outbox.sent(message, "900", at)
            counted: list[None] = []
            database.connection.set_progress_handler(lambda: counted.append(None), 100)
            assert outbox.prune(NOW + timedelta(days=91), timedelta(days=30)) == 40
            return len(counted)

    assert steps(2_000) < 5 * steps(200), "ten times as many stay; each of them is looked at once"


def test_forgetting_a_target_leaves_others_alone(outbox: Outbox) -> None:
    outbox.put(DESK, "digest", "k", ["one", "two"], NOW)
    outbox.put(OTHER, "digest", "k", ["other"], NOW)
    assert outbox.forget([DESK]) == 2
    assert [m.payload for m in outbox.waiting(NOW)] == ["other"]
