"""A message that may have arrived is looked for, never simply sent again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery import DeliveryError, deliver
from bot.delivery.forward import DOUBTFUL_TRIES
from storage.database import Database, StorageError
from storage.outbox import Outbox
from storage.records import Message
from tests.bot.delivery.conftest import ADMIN, DESK, START, Chat, rounds


async def test_a_lost_answer_is_looked_for_before_another_try(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["one", "two"], START)
    chat.troubles = ["lost"]
    await rounds(outbox, chat, seconds=2, times=2)
    assert chat.told() == ["one", "two"]
    assert chat.searches == 1


async def test_where_it_cannot_look_the_nonce_drops_the_repeat(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["one", "two"], START)
    chat.troubles, chat.blind = ["lost"], True
    await rounds(outbox, chat, seconds=2, times=2)
    assert chat.told() == ["one", "two"]
    assert chat.told(ADMIN) == []


async def test_where_nobody_can_tell_a_person_is_asked_and_nothing_is_sent_twice(
    outbox: Outbox, chat: Chat
) -> None:
    outbox.put(DESK, "digest", "a", ["one", "two"], START)
    chat.troubles, chat.blind = ["lost"], True
    await rounds(outbox, chat)
    chat.now += timedelta(hours=1)
    await rounds(outbox, chat, seconds=600, times=5)
    assert chat.told() == ["one", "two"], "what follows does not wait, and nothing is repeated"
    assert chat.told(ADMIN) == ["is one there? the history is closed"]
    assert outbox.settle(1, chat.now, arrived=True)
    assert not outbox.settle(1, chat.now, arrived=False), "it is settled once"
    await rounds(outbox, chat)
    assert chat.told() == ["one", "two"]


async def test_what_a_person_did_not_find_is_sent(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "alert", "a", ["one"], START)
    outbox.take(1, START)
    chat.now, chat.blind = START + timedelta(hours=1), True
    await rounds(outbox, chat, times=2)
    assert chat.told() == []
    outbox.settle(1, chat.now, arrived=False)
    await rounds(outbox, chat)
    assert chat.told() == ["one"]


async def test_it_looks_again_once_it_may(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "alert", "a", ["one"], START)
    chat.troubles, chat.blind = ["lost"], True
    await rounds(outbox, chat)
    chat.now += timedelta(hours=1)
    await rounds(outbox, chat)
    chat.blind = False
    outbox.look_again({DESK})
    await rounds(outbox, chat)
    assert chat.told() == ["one"]
    assert outbox.get(1).message_id == "found"  # type: ignore[union-attr]


async def test_what_was_sent_and_could_not_be_noted_is_looked_for(
    outbox: Outbox, chat: Chat, database: Database
) -> None:
    outbox.put(DESK, "digest", "a", ["one", "two"], START)
    database.execute(
        "create trigger full before update of sent_at on outbox begin select raise(abort, 'disk full'); end"
    )
    for _ in range(3):
        with pytest.raises(StorageError, match="disk full"):
            await rounds(outbox, chat)
        chat.now += timedelta(minutes=3)
    database.execute("drop trigger full")
    await rounds(outbox, chat)
    assert chat.told() == ["one", "two"]


async def test_who_is_cut_off_while_asking_asks_again(outbox: Outbox, chat: Chat) -> None:
    async def cut_off(message: Message, reason: str) -> tuple[str, str] | None:
        raise asyncio.CancelledError

    outbox.put(DESK, "digest", "a", ["one"], START)
    outbox.take(1, START)
    chat.blind, chat.now = True, START + timedelta(hours=1)
    with pytest.raises(asyncio.CancelledError):
        await deliver(outbox, {"chat": replace(chat.sender(), ask=cut_off)}, chat.clock)
    await rounds(outbox, chat, seconds=1, times=2)
    assert chat.told(ADMIN) == ["is one there? the history is closed"]
    assert outbox.get(1).state == "unsure"  # type: ignore[union-attr]


async def test_a_question_that_cannot_be_made_keeps_nobody_waiting(outbox: Outbox, chat: Chat) -> None:
    async def broken(message: Message, reason: str) -> tuple[str, str] | None:
        raise ValueError("odd message")

    outbox.put(DESK, "digest", "a", ["one"], START)
    outbox.put(DESK, "digest", "b", ["two"], START)
    outbox.take(1, START)
    chat.blind, chat.now = True, START + timedelta(hours=1)
    await deliver(outbox, {"chat": replace(chat.sender(), ask=broken)}, chat.clock)
    assert chat.told() == ["two"]


async def test_after_a_long_stop_it_looks_before_it_sends_again(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["one"], START)
    chat.troubles = ["lost"]
    await rounds(outbox, chat)
    chat.now += timedelta(hours=1)
    await rounds(outbox, chat)
    assert (chat.told(), chat.searches) == (["one"], 1)
    assert outbox.get(1).message_id == "found"  # type: ignore[union-attr]


async def test_what_is_not_in_the_history_after_a_long_stop_is_sent(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["one"], START)
    outbox.take(1, START)
    chat.now += timedelta(hours=1)
    await rounds(outbox, chat)
    assert (chat.told(), chat.searches) == (["one"], 1)


async def test_doubt_outlives_a_rate_limit(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["one"], START)
    chat.troubles = ["lost", DeliveryError("later", "rate limited", wait=timedelta(minutes=10))]
    await rounds(outbox, chat, seconds=2, times=2)
    chat.now += timedelta(minutes=20)
    await rounds(outbox, chat)
    assert (chat.told(), chat.searches) == (["one"], 1)


async def test_a_clock_that_jumps_back_makes_it_look_first(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["one"], START)
    chat.troubles = ["lost"]
    await rounds(outbox, chat)
    chat.now = START + timedelta(seconds=5) - timedelta(hours=1)
    await rounds(outbox, chat, seconds=3605, times=2)
    assert (chat.told(), chat.searches) == (["one"], 1)


async def test_what_may_have_arrived_is_not_told_again_in_a_catch_up(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["monday"], START)
    outbox.put(DESK, "digest", "b", ["tuesday"], START)
    chat.troubles = ["lost"]
    await rounds(outbox, chat)
    chat.now += timedelta(days=3)
    await rounds(outbox, chat)
    assert chat.told() == ["monday", "catch-up: tuesday"]


async def test_an_outage_in_the_middle_of_a_look_stops_nothing(outbox: Outbox, chat: Chat) -> None:
    """The message was not there, its next try failed, and the look that follows fails as well."""
    outbox.put(DESK, "alert", "a", ["one"], START)
    stumble = DeliveryError("unknown", "502", plain=["plain one"])
    chat.troubles = [stumble] * (DOUBTFUL_TRIES + 1)
    looks = iter([None])

    async def find(message: Message) -> str | None:
        if message.attempts == DOUBTFUL_TRIES and next(looks, "down") == "down":
            raise DeliveryError("unknown", "503")
        return None

    sender = replace(chat.sender(), find=find)
    for _ in range(DOUBTFUL_TRIES + 6):
        await deliver(outbox, {"chat": sender}, chat.clock)
        chat.now += timedelta(minutes=6)
    assert chat.told() in (["one"], ["plain one"])


async def test_what_arrived_by_the_try_before_a_failed_look_is_not_sent_again(
    outbox: Outbox, chat: Chat
) -> None:
    outbox.put(DESK, "alert", "a", ["one"], START)
    for _ in range(DOUBTFUL_TRIES):
        outbox.take(1, START)
    chat.now += timedelta(minutes=10)
    looks = iter([None, DeliveryError("later", "a rate limit")])

    async def find(message: Message) -> str | None:
        answer = next(looks, "over")
        if isinstance(answer, DeliveryError):
            raise answer
        return None if answer is None else await chat.find(message)

    async def send(message: Message) -> str:
        await chat.send(message)
        raise DeliveryError("unknown", "502 after it was taken", plain=["plain one"])

    sender = replace(chat.sender(), find=find, send=send)
    for _ in range(3):
        await deliver(outbox, {"chat": sender}, chat.clock)
        chat.now += timedelta(minutes=6)
    assert chat.told() == ["one"]
    assert [message.state for message in outbox.of_key(DESK, "alert", "a")] == ["sent"]
