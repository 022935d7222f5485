"""Staying connected: how often to log in at the gateway, what an odd event may do, when to stop trying.

Theory: Discord allows some 1,000 sessions a day and takes the token away from a bot that begins more; it
says itself how many are left. A service that breaks and restarts in a loop, and a gateway that declares
each session invalid, must both run into a pause long before that. What one event holds is never a reason
to lose the connection: it is logged, and the next one is read.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import discord
import yarl
from discord import gateway
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import Route

from bot.discord_app.errors import in_words
from bot.discord_app.lenient import filled

log = logging.getLogger(__name__)

SCARCE = 0.1  # of a day's sessions: when fewer are left, they are spread over the rest of the day
BETWEEN_SESSIONS = 5.0  # seconds; Discord asks for as much
SESSIONS_AT_ONCE, LONGEST_PAUSE = 20, 300.0  # sessions within an hour before the pauses grow, and how far
HOUR = 3600.0
# Close codes after which another try would end the same: the token, the shards, the version, the intents.
TOKEN_WRONG = 4004
FATAL = {4010, 4011, 4012, 4013, 4014}
RETRY_DOUBLINGS = 6  # discord.py would wait up to 17 minutes after an outage; so it is one at most

APPLICATION = {
    "name": "", "description": "", "icon": None, "bot_public": False, "bot_require_code_grant": False,
    "verify_key": "",
}  # fmt: skip


class Sessions:
    """When sessions were begun, and how long the next has to wait."""

    def __init__(self) -> None:
        self._begun: deque[float] = deque()

    def pause(self, now: float, *, first: bool) -> float:
        """Seconds to wait before beginning one more, which is taken for begun."""
        while self._begun and now - self._begun[0] > HOUR:
            self._begun.popleft()
        self._begun.append(now)
        over = len(self._begun) - SESSIONS_AT_ONCE
        if over > 0:
            return min(BETWEEN_SESSIONS * 2.0 ** min(over, 10), LONGEST_PAUSE)
        return 0.0 if first else BETWEEN_SESSIONS


def pause_before_start(limit: dict[str, Any]) -> float:
    """Seconds to wait before the first session, by what Discord says of a day's sessions."""
    total, left = float(limit.get("total", 0)), float(limit.get("remaining", 1))
    if left >= total * SCARCE:
        return 0.0
    return float(limit.get("reset_after", 0)) / 1000 / max(1.0, left + 1)


async def find_gateway(client: discord.AutoShardedClient) -> tuple[yarl.URL, float]:
    """Where the gateway is, and how long to wait before going there; tells the client how many shards."""
    told = await client.http.request(Route("GET", "/gateway/bot"))
    client.shard_count = int(told.get("shards") or 1)
    address = yarl.URL(told["url"])
    # discord.py begins there, and falls back on it when a session cannot be resumed
    DiscordWebSocket.DEFAULT_GATEWAY = address
    return address, pause_before_start(told.get("session_start_limit") or {})


async def about_application(client: discord.Client) -> discord.AppInfo:
    """What Discord tells about our application, with as little taken for granted as can be."""
    assert client.user is not None
    told: dict[str, Any] = dict(await client.http.application_info())
    someone = {"id": "0", "username": "", "discriminator": "0", "avatar": None}
    filled = APPLICATION | {"id": str(client.user.id), "owner": someone} | told
    return discord.AppInfo(client._connection, filled)  # type: ignore[arg-type]


class Heartbeats(KeepAliveHandler):
    """Heartbeats whose lag is counted from before one is sent.

    discord.py counts from after that, in another thread: an answer that is quicker than the thread is
    taken for one to the heartbeat before, and told as 41 s late.
    """

    def get_payload(self) -> dict[str, Any]:
        self._last_send = time.perf_counter()
        return super().get_payload()


def count_lag_rightly() -> None:
    gateway.KeepAliveHandler = Heartbeats  # type: ignore[misc]


def guard(client: discord.AutoShardedClient) -> None:
    """An event that cannot be read is logged and left out; the connection goes on."""
    parsers = client._connection.parsers
    for name, parse in list(parsers.items()):
        parsers[name] = _guarded(name, parse)


def _guarded(name: str, parse: Callable[[Any], None]) -> Callable[[Any], None]:
    def read(data: Any) -> None:
        try:
            parse(filled(name, data))
        except Exception as error:
            log.warning("an event %s could not be read and is left out: %r", name, error)
            log.debug("its traceback", exc_info=error)

    return read


def spare_tracebacks() -> None:
    """discord.py tells each try that failed with its traceback; the line before it is enough."""
    for name in ("discord.shard", "discord.client", "discord.gateway"):
        logger = logging.getLogger(name)
        if _in_one_line not in logger.filters:
            logger.addFilter(_in_one_line)


def _in_one_line(record: logging.LogRecord) -> bool:
    if record.exc_info and record.exc_info[1] is not None and not log.isEnabledFor(logging.DEBUG):
        error = record.exc_info[1]
        record.msg = f"{record.getMessage()} ({in_words(error)})"
        record.args, record.exc_info, record.exc_text = (), None, None
    return True


async def start_over(client: discord.AutoShardedClient) -> None:
    """After a connection broke beyond mending: as if the client had just been made. Its buttons stay."""
    await discord.AutoShardedClient.close(client)
    client._closing_task = None
    client._connection.clear(views=False)
    client.http.clear()
    client.http.connector = discord.utils.MISSING  # closed with the session; log-in makes a new one
    ready = client._ready  # whoever waits for it goes on waiting
    await client._async_setup_hook()
    client._ready = ready
    ready.clear()
