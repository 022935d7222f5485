"""Where visits wait to be kept."""

from __future__ import annotations

import asyncio

from bot.feeds import mailbox
from bot.feeds.mailbox import Mailbox


async def test_what_was_put_comes_out_together_in_order() -> None:
    box: Mailbox[str] = Mailbox(len)
    for word in ("one", "two", "three"):
        await box.put(word)
    assert await box.take(3) == ["one", "two", "three"]


async def test_the_last_are_not_made_to_wait_for_more() -> None:
    box: Mailbox[str] = Mailbox(len)
    await box.put("one")
    taking = asyncio.create_task(box.take(2))
    await asyncio.sleep(0)
    await box.put("two")
    assert await taking == ["one", "two"]


async def test_whoever_brings_too_much_waits_until_it_is_taken() -> None:
    box: Mailbox[str] = Mailbox(lambda _: mailbox.HEAVIEST)
    await box.put("an archive")
    second = asyncio.create_task(box.put("another"))
    await asyncio.sleep(0)
    assert not second.done()
    assert await box.take(2) == ["an archive"]
    await second
    assert await box.take(1) == ["another"]


async def test_there_is_an_end_to_how_many_wait() -> None:
    box: Mailbox[int] = Mailbox(lambda _: 0)
    putting = [asyncio.create_task(box.put(n)) for n in range(mailbox.MOST)]
    await asyncio.gather(*putting)
    late = asyncio.create_task(box.put(-1))
    await asyncio.sleep(0)
    assert not late.done()
    assert len(await box.take(mailbox.MOST + 1)) == mailbox.MOST
    await late
