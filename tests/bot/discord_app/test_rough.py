"""The bot against the second Discord, which shares nothing with the first and is rough with everybody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.discord_app.client import SitrepClient
from storage.store import Store
from tests.bot.discord_app.conftest import FakeDesk
from tests.chaos.rough import lives
from tests.servers.rough_discord import RoughDiscord
from tests.service import TOKEN


@asynccontextmanager
async def online(rough: RoughDiscord, store: Store) -> AsyncIterator[SitrepClient]:
    client = SitrepClient(FakeDesk().desk(store), rough.url, ready_timeout=0.05)
    running = asyncio.create_task(client.run_until_closed(TOKEN))
    async with asyncio.timeout(30):
        while not (rough.gateway.online and rough.commands):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    try:
        yield client
    finally:
        await client.close()
        await running


@pytest.mark.parametrize("minimal", [True, False], ids=["as little as can be", "all"])
@pytest.mark.parametrize("compress", [True, False], ids=["compressed", "plain"])
async def test_commands_are_answered_however_little_is_told(
    store: Store, minimal: bool, compress: bool
) -> None:
    async with RoughDiscord(minimal=minimal, compress=compress) as rough:
        channel = rough.channel("news")
        async with online(rough, store):
            asked = await rough.slash(channel, "figures", about="people")
            assert asked.answer is not None
            assert asked.answer["embeds"]
            assert rough.refused == []


async def test_killed_on_a_bad_day_it_tells_each_item_once(tmp_path: Path) -> None:
    account = await lives(2, tmp_path, seed=5, feeds=1, unrest=0.05)
    assert account.clean, f"{account}\n{(tmp_path / 'log').read_text(encoding='utf-8', errors='replace')}"
    assert len(account.answered_in) == 2, "commands are answered within the three seconds that Discord waits"
