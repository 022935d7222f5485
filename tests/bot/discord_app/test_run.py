"""`sitrep run` as an operator starts it, in a process of its own, against the stand-in."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from tests.chaos.matrix import feed_server, told
from tests.servers.discord_server import TOKEN, Channel, DiscordServer
from tests.service import ROOT, running

OWNER = 50


def settings(feed: str, channel: Channel) -> str:
    return (
        f"feeds:\n  - url: {feed}\n    title: Chaos Wire\n    full_text: false\n"
        f'alerts:\n  - rule: "figure:killed>=1"\n    channel: "{channel.id}"\n'
    )


def said(folder: Path) -> str:
    """What the service wrote to its log."""
    return (folder / "log").read_text(encoding="utf-8")


async def test_it_tells_answers_survives_a_kill_and_ends_when_asked(
    discord: DiscordServer, tmp_path: Path
) -> None:
    guild = discord.world.add_guild("Desk", OWNER)
    channel = discord.world.add_channel(guild, "alerts")
    async with feed_server() as feed:
        (tmp_path / "feeds.yaml").write_text(settings(feed, channel), encoding="utf-8")
        async with running(discord.url, tmp_path, TOKEN) as first:
            await discord.until(lambda: channel.messages, 60)
            first.send_signal(signal.SIGKILL)
            await first.wait()
        async with running(discord.url, tmp_path, TOKEN) as second:
            await discord.until(lambda: len(channel.messages) >= 5, 60)
            await discord.until(lambda: discord.gateway.connected, 60)
            answer = await discord.slash("figures", channel, OWNER, about="killed")
            assert "miners killed in Oslo" in answer.seen["embeds"][0]["description"]
            second.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(second.wait(), 60) == 0, said(tmp_path)
    alerts = told(channel)
    assert len(alerts) == len(set(alerts))
    assert discord.interactions.errors == []
    assert TOKEN not in said(tmp_path)


async def test_asked_to_stop_before_it_is_up_it_ends_as_asked(discord: DiscordServer, tmp_path: Path) -> None:
    feeds = "feeds:\n  - url: https://danube-daily.example/feed\n"
    (tmp_path / "feeds.yaml").write_text(feeds, encoding="utf-8")
    database = tmp_path / "sitrep.db"
    async with running(discord.url, tmp_path, TOKEN) as process:
        await discord.until(database.exists, 60)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 60) == 0, said(tmp_path)
    assert "Traceback" not in said(tmp_path)


async def test_from_its_first_steps_it_ends_when_asked() -> None:
    program = (
        "import time\nfrom bot.service.stopping import ending_when_asked\n"
        "with ending_when_asked():\n    print('up', flush=True)\n    time.sleep(60)\n"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 60) == b"up\n"
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 60) == 0
