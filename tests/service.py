"""`sitrep run` as a process of its own, with Discord's place taken by a server of ours."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOKEN = "MQ.service.token"


@asynccontextmanager
async def running(api: str, folder: Path, token: str = TOKEN) -> AsyncIterator[asyncio.subprocess.Process]:
    """The service on the feeds.yaml and the database of a folder, its log in `log` there.

    It is killed on leaving, if it still runs.
    """
    environment = os.environ | {
        "DISCORD_TOKEN": token,
        "DISCORD_API_URL": api,
        "SITREP_CONFIG": str(folder / "feeds.yaml"),
        "SITREP_DATABASE": f"sqlite:///{folder}/sitrep.db",
        "SITREP_ALLOW_PRIVATE_FEEDS": "1",
    }
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
