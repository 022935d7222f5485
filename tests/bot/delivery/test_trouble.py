"""Refusals, outages and queues that grow: what waits is told, at last together, and nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery import DeliveryError, deliver, plain
from bot.delivery.backlog import HELD_FOR, MOST_WAITING
from storage.outbox import Outbox
from storage.records import Hold, Message, MessageKind
from tests.bot.delivery.conftest import ADMIN, DESK, OTHER, START, Chat, rounds


async def test_a_queue_that_grows_is_told_together(outbox: Outbox, chat: Chat) -> None:
    for number in range(MOST_WAITING + 1):
        outbox.put(DESK, "alert", str(number), [f"alert {number}"], START)
    await rounds(outbox, chat)
    (told,) = chat.told()
    assert told.startswith("catch-up: alert 0 + alert 1 + ")
    assert told.endswith(f" + alert {MOST_WAITING}")


async def test_what_a_closed_target_was_to_be_told_becomes_one_after_three_days(
    outbox: Outbox, chat: Chat
) -> None:
    chat.closed = {DESK}
    outbox.put(DESK, "alert", "a", ["one"], START)
    outbox.put(DESK, "alert", "b", ["two"], START)
    await rounds(outbox, chat)
    chat.now += HELD_FOR + timedelta(minutes=1)
    await rounds(outbox, chat, seconds=3600, times=3)
    assert [m.payload for m in outbox.backlog(DESK)] == ["catch-up: one + two"]
    assert chat.told() == []
    chat.closed = set()
    await rounds(outbox, chat, seconds=3600, times=2)
    assert chat.told() == ["catch-up: one + two"]


async def test_a_refusing_target_is_held_and_an_admin_told_once(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["one"], START)
    chat.closed = {DESK}
    await rounds(outbox, chat, seconds=60, times=30)
    assert chat.told(ADMIN) == ["cannot post to chat:100: Missing Permissions"]
    assert chat.told() == []
    (hold,) = outbox.holds.all()
    assert hold.since == START
    assert hold.probes == 4  # after 1, 3, 7 and 15 minutes


async def test_an_opened_target_gets_its_backlog_as_one(outbox: Outbox, chat: Chat) -> None:
    chat.closed = {DESK}
    outbox.put(DESK, "digest", "a", ["monday"], START)
    await rounds(outbox, chat)
    outbox.put(DESK, "alert", "b", ["alert"], START)
    outbox.put(DESK, "digest", "c", ["tuesday"], START)
    chat.closed = set()
    chat.now += timedelta(hours=1)
    await rounds(outbox, chat)
    assert chat.told() == ["catch-up: monday + alert + tuesday"]
    await rounds(outbox, chat)
    assert chat.told() == ["catch-up: monday + alert + tuesday"]


async def test_one_fresh_digest_held_for_an_hour_comes_as_it_is(outbox: Outbox, chat: Chat) -> None:
    chat.closed = {DESK}
    outbox.put(DESK, "digest", "a", ["1/2", "2/2"], START)
    await rounds(outbox, chat)
    chat.closed = set()
    chat.now += timedelta(hours=1)
    await rounds(outbox, chat)
    assert chat.told() == ["1/2", "2/2"]


async def test_after_days_away_the_old_is_told_together(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "alert", "a", ["alert of monday"], START)
    outbox.put(DESK, "digest", "b", ["monday"], START)
    chat.now += timedelta(days=2)
    outbox.put(DESK, "digest", "c", ["wednesday"], chat.now)
    await rounds(outbox, chat)
    assert chat.told() == ["catch-up: alert of monday + monday + wednesday"]


async def test_a_payload_the_chat_cannot_take_goes_out_plain(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["fancy", "two"], START)
    chat.troubles = [DeliveryError("payload", "50035 Invalid Form Body", plain=["plain", "more"])]
    await rounds(outbox, chat)
    assert chat.told() == ["plain", "more", "two"]
    assert [(lag.state, lag.count) for lag in outbox.lags()] == [("dead", 1)]


async def test_a_payload_nobody_can_take_is_given_up_and_the_next_goes_on(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["bad", "two"], START)
    refusal = DeliveryError("payload", "50035", plain=["plain"])
    chat.troubles = [refusal, refusal]
    await rounds(outbox, chat)
    assert chat.told() == ["two"]


@pytest.mark.parametrize("kind", ["alert", "digest", "notice"])
async def test_a_message_the_chat_stumbles_over_keeps_no_other_for_ever(
    outbox: Outbox, chat: Chat, kind: MessageKind
) -> None:
    outbox.put(DESK, kind, "a", ["poison"], START)
    outbox.put(DESK, "notice", "b", ["fine"], START)
    chat.poison = "poison"
    await rounds(outbox, chat, seconds=300, times=2 * 12 * 26)
    assert [line for line in chat.told() if line == "fine" or "+ fine" in line]
    assert outbox.get(1).state == "dead"  # type: ignore[union-attr]
    assert "told in" in outbox.get(1).error or "tries" in outbox.get(1).error  # type: ignore[union-attr,operator]
    assert outbox.backlog(DESK) == ()


async def test_in_an_outage_nothing_is_given_up_before_it_is_old(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "alert", "a", ["poison"], START)
    chat.poison = "poison"
    await rounds(outbox, chat, seconds=300, times=60)
    assert outbox.get(1).state == "sending"  # type: ignore[union-attr]
    chat.poison = None
    await rounds(outbox, chat, seconds=300, times=2)
    assert chat.told() == ["poison"]


async def test_a_wrong_token_stops_delivery_and_loses_nothing(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["one"], START)
    chat.troubles = [DeliveryError("fatal", "the token is wrong")]
    with pytest.raises(DeliveryError, match="the token is wrong"):
        await rounds(outbox, chat)
    chat.now += timedelta(minutes=1)
    await rounds(outbox, chat)
    assert chat.told() == ["one"]


async def test_a_catch_up_that_cannot_be_made_is_told_in_a_plain_sentence(outbox: Outbox, chat: Chat) -> None:
    def broken(messages: Sequence[Message], hold: Hold | None) -> list[str]:
        if messages[0].target == DESK:
            raise ValueError("odd message")
        return chat.roll_up(messages, hold)

    for n in range(3):
        outbox.put(DESK, "alert", f"d{n}", [f"desk {n}"], START)
    outbox.put(OTHER, "alert", "o", ["other"], START)
    chat.now += timedelta(days=2)
    sender = replace(chat.sender(), roll_up=broken)
    for _ in range(4):
        await deliver(outbox, {"chat": sender}, chat.clock)
        chat.now += timedelta(minutes=1)
    assert chat.told() == [plain("3 messages were due here; /search finds what came in.")]
    assert chat.told(OTHER) == ["catch-up: other"]


async def test_a_warning_that_cannot_be_made_keeps_nobody_waiting(outbox: Outbox, chat: Chat) -> None:
    async def broken(target: str, reason: str) -> tuple[str, str] | None:
        raise ValueError("odd target")

    chat.closed.add(DESK)
    outbox.put(DESK, "alert", "d", ["desk"], START)
    outbox.put(OTHER, "alert", "o", ["other"], START)
    await deliver(outbox, {"chat": replace(chat.sender(), warn=broken)}, chat.clock)
    assert [hold.target for hold in outbox.holds.all()] == [DESK]
    assert chat.told(OTHER) == ["other"]
