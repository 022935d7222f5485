"""Each message once and in order, whatever goes on beside it."""

from __future__ import annotations

import asyncio
import errno
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery import DeliveryError, deliver, nonce, plain, plain_text, terminal
from storage.outbox import Outbox
from storage.records import Message
from tests.bot.delivery.conftest import DESK, OTHER, START, Chat, rounds


async def test_messages_arrive_once_and_in_order(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["one", "two"], START)
    outbox.put(OTHER, "digest", "a", ["other"], START)
    outbox.put(DESK, "alert", "b", ["three"], START)
    assert await rounds(outbox, chat) == 4
    assert await rounds(outbox, chat) == 0
    assert chat.told() == ["one", "two", "three"]
    assert chat.told(OTHER) == ["other"]


async def test_a_digest_that_breaks_off_goes_on_where_it_broke(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["1/4", "2/4", "3/4", "4/4"], START)
    chat.troubles = ["", "", DeliveryError("later", "rate limited", wait=timedelta(seconds=30))]
    await rounds(outbox, chat, seconds=10)
    assert chat.told() == ["1/4", "2/4"]
    await rounds(outbox, chat, seconds=20)
    assert chat.told() == ["1/4", "2/4"]
    await rounds(outbox, chat)
    assert chat.told() == ["1/4", "2/4", "3/4", "4/4"]


async def test_an_edit_waits_for_what_it_edits_and_gets_its_id(outbox: Outbox, chat: Chat) -> None:
    (alert,) = outbox.put(DESK, "alert", "a", ["alert"], START)
    outbox.edit(alert, "a+1", "alert, 2 sources", START)
    seen: list[str | None] = []

    async def send(message: Message) -> str:
        seen.append(message.message_id)
        return "77"

    sender = chat.sender()
    await deliver(outbox, {"chat": replace(sender, send=send)}, chat.clock)
    assert seen == [None, "77"]


async def test_an_edit_of_what_never_arrived_is_given_up(outbox: Outbox, chat: Chat) -> None:
    (alert,) = outbox.put(DESK, "alert", "a", ["alert"], START)
    outbox.edit(alert, "a+1", "alert, 2 sources", START)
    chat.troubles = [DeliveryError("payload", "blocked")]
    await rounds(outbox, chat)
    assert chat.told() == []
    assert outbox.waiting(chat.now) == ()


async def test_messages_for_a_chat_without_a_sender_wait(outbox: Outbox, chat: Chat) -> None:
    outbox.put("matrix:1", "digest", "a", ["one"], START)
    assert await rounds(outbox, chat) == 0
    assert len(outbox.waiting(START)) == 1


async def test_one_slow_target_keeps_no_other_waiting(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["slow"], START)
    outbox.put(OTHER, "digest", "a", ["quick"], START)
    order: list[str] = []
    other_done = asyncio.Event()

    async def send(message: Message) -> str:
        if message.target == DESK:
            await asyncio.wait_for(other_done.wait(), 30)
        order.append(message.payload)
        other_done.set()
        return "1"

    sender = chat.sender()
    await deliver(outbox, {"chat": replace(sender, send=send)}, chat.clock)
    assert order == ["quick", "slow"]


async def test_the_terminal_prints_once_and_says_so_when_in_doubt(outbox: Outbox) -> None:
    printed: list[str] = []
    outbox.put("terminal", "digest", "a", [plain("the digest")], START)
    outbox.put("terminal", "digest", "b", [plain("the next")], START)
    outbox.take(1, START)  # printed perhaps, then a crash
    for _ in range(2):
        await deliver(outbox, {"terminal": terminal(printed.append)}, lambda: START + timedelta(seconds=5))
    assert printed == ["(perhaps for the second time, after a crash)\nthe digest", "the next"]


async def test_a_terminal_whose_reader_went_away_loses_nothing(outbox: Outbox) -> None:
    def gone(text: str) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    printed: list[str] = []
    outbox.put("terminal", "digest", "a", [plain("the digest")], START)
    await deliver(outbox, {"terminal": terminal(gone)}, lambda: START)
    (message,) = outbox.backlog("terminal")
    assert (message.state, message.error) == ("pending", "nothing can be printed (Broken pipe)")
    await deliver(outbox, {"terminal": terminal(printed.append)}, lambda: START + timedelta(minutes=1))
    assert printed == ["(perhaps for the second time, after a crash)\nthe digest"]


def test_a_nonce_is_short_and_its_messages_own() -> None:
    first = Message(1, DESK, "digest", "a", 1, 2, "x")
    second = Message(1, DESK, "digest", "a", 2, 2, "x")
    elsewhere = Message(1, OTHER, "digest", "a", 1, 2, "x")
    nonces = [nonce("install", m) for m in (first, second, elsewhere)] + [nonce("another", first)]
    assert len(set(nonces)) == 4
    assert all(len(n) == 25 for n in nonces)
    assert nonce("install", first) == nonces[0]


@pytest.mark.parametrize("payload", ["no json", '{"embeds": []}', "[]", '{"text": "a", "more": 1}'])
def test_only_a_plain_payload_has_a_plain_text(payload: str) -> None:
    assert plain_text(payload) is None
    assert plain_text(plain("a “b”")) == "a “b”"
