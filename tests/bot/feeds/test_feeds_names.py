"""Names are looked up where those that nobody answers keep nothing else waiting."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any

import pytest

from bot.feeds.names import AT_ONCE, Names

HERE = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.7", 80))]


class Servers:
    """Name servers of which some never answer, as long as `silence` lasts."""

    def __init__(self) -> None:
        self.silence = threading.Event()

    def __call__(self, host: str, *_: Any) -> list[tuple[Any, ...]]:
        if host.startswith("silent"):
            self.silence.wait()
        if host.startswith("unknown"):
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return list(HERE)


async def test_names_that_nobody_answers_keep_no_other_waiting() -> None:
    servers = Servers()
    names = Names(servers)
    waiting = [asyncio.create_task(names.resolve(f"silent{n}.example", 80)) for n in range(AT_ONCE - 1)]
    await asyncio.sleep(0)
    (found,) = await names.resolve("good.example", 80)
    assert (found["host"], found["port"], found["hostname"]) == ("192.0.2.7", 80, "good.example")
    assert await asyncio.to_thread(lambda: "the store goes on") == "the store goes on"
    assert not any(task.done() for task in waiting)
    servers.silence.set()
    assert len(await asyncio.gather(*waiting)) == AT_ONCE - 1


async def test_who_gives_up_on_a_name_is_told_nothing_later() -> None:
    servers = Servers()
    names = Names(servers)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await names.resolve("silent.example", 80)
    servers.silence.set()
    assert await names.resolve("good.example", 80)


async def test_an_unknown_name_is_an_error_of_the_name() -> None:
    with pytest.raises(socket.gaierror, match="no such name"):
        await Names(Servers()).resolve("unknown.example", 80)


async def test_the_system_knows_this_machine() -> None:
    found = await Names().resolve("localhost", 8080, socket.AF_INET)
    assert {(one["host"], one["port"]) for one in found} == {("127.0.0.1", 8080)}
