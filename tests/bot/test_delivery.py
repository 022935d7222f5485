"""Each message once, in order, whatever the chat does: the outbox against a chat of our own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.delivery import (
    DOUBTFUL_TRIES,
    HELD_FOR,
    MOST_WAITING,
    DeliveryError,
    Sender,
    deliver,
    nonce,
    plain,
    plain_text,
    terminal,
)
from storage.database import Database
from storage.outbox import Outbox
from storage.records import Hold, Message, MessageKind

START = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
DESK, OTHER, ADMIN = "chat:100", "chat:200", "chat:900"


@dataclass
class Chat:
    """A chat with a memory: nonces for five minutes, a history, and troubles in store."""

    now: datetime = START
    troubles: list[DeliveryError | str] = field(default_factory=list)
    history: list[tuple[str, str]] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    nonces: dict[str, datetime] = field(default_factory=dict)
    searches: int = 0
    blind: bool = False  # its history cannot be looked into
    poison: str | None = None  # a payload that is answered by an error, whenever it comes

    def clock(self) -> datetime:
        return self.now

    def sender(self) -> Sender:
        return Sender(self.send, self.find, self.admit, self.roll_up, self.warn, self.ask)

    async def send(self, message: Message) -> str:
        await asyncio.sleep(0)
        trouble = self.troubles.pop(0) if self.troubles else None
        if isinstance(trouble, DeliveryError):
            raise trouble
        if message.target in self.closed:
            raise DeliveryError("refused", "Missing Permissions")
        if message.payload == self.poison:
            raise DeliveryError("unknown", "500 Internal Server Error")
        known = self.nonces.get(nonce("x", message))
        if known is None or self.now - known > timedelta(minutes=5):
            self.history.append((message.target, message.payload))
            self.nonces[nonce("x", message)] = self.now
        if trouble == "lost":
            raise DeliveryError("unknown", "the connection broke after it was sent")
        return f"{message.target}/{message.payload}"

    async def ask(self, message: Message, reason: str) -> tuple[str, str] | None:
        return ADMIN, f"is {message.payload} there? {reason}"

    async def find(self, message: Message) -> str | None:
        self.searches += 1
        if self.blind:
            raise DeliveryError("unsure", "the history is closed")
        return "found" if (message.target, message.payload) in self.history else None

    async def admit(self, target: str) -> None:
        if target in self.closed:
            raise DeliveryError("refused", "Missing Permissions")

    def roll_up(self, messages: Sequence[Message], hold: Hold | None) -> list[str]:
        return ["catch-up: " + " + ".join(m.payload for m in messages)]

    async def warn(self, target: str, reason: str) -> tuple[str, str] | None:
        return ADMIN, f"cannot post to {target}: {reason}"

    def told(self, target: str = DESK) -> list[str]:
        return [payload for where, payload in self.history if where == target]


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    database = Database(tmp_path / "sitrep.db")
    yield Outbox(database)
    database.close()


@pytest.fixture
def chat() -> Chat:
    return Chat()


async def rounds(outbox: Outbox, chat: Chat, *, seconds: float = 0.0, times: int = 1) -> int:
    sent = 0
    for _ in range(times):
        sent += await deliver(outbox, {"chat": chat.sender()}, chat.clock)
        chat.now += timedelta(seconds=seconds)
    return sent


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


async def test_a_refusing_target_is_held_and_an_admin_told_once(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["one"], START)
    chat.closed = {DESK}
    await rounds(outbox, chat, seconds=60, times=30)
    assert chat.told(ADMIN) == ["cannot post to chat:100: Missing Permissions"]
    assert chat.told() == []
    (hold,) = outbox.holds()
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


async def test_what_may_have_arrived_is_not_told_again_in_a_catch_up(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["monday"], START)
    outbox.put(DESK, "digest", "b", ["tuesday"], START)
    chat.troubles = ["lost"]
    await rounds(outbox, chat)
    chat.now += timedelta(days=3)
    await rounds(outbox, chat)
    assert chat.told() == ["monday", "catch-up: tuesday"]


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


async def test_a_wrong_token_stops_delivery_and_loses_nothing(outbox: Outbox, chat: Chat) -> None:
    outbox.put(DESK, "digest", "a", ["one"], START)
    chat.troubles = [DeliveryError("fatal", "the token is wrong")]
    with pytest.raises(DeliveryError, match="the token is wrong"):
        await rounds(outbox, chat)
    chat.now += timedelta(minutes=1)
    await rounds(outbox, chat)
    assert chat.told() == ["one"]


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
            await asyncio.wait_for(other_done.wait(), 5)
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
    assert [hold.target for hold in outbox.holds()] == [DESK]
    assert chat.told(OTHER) == ["other"]
