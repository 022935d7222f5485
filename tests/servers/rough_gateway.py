"""The gateway of the rough Discord: HELLO, IDENTIFY, RESUME, heartbeats, and what may happen at each."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable
from typing import Any, Literal

from aiohttp import WSMsgType, web

GUILD, BOT, OWNER, EVERYBODY = "700", "600", "500", "700"
ALL_RIGHTS = str((1 << 50) - 1)
DATE = "2026-01-01T00:00:00.000000+00:00"

GatewayMood = Literal["well", "silent", "reconnect", "invalid", "resumable", "cut"]


class RoughGateway:
    """Its sessions. `minimal`: it tells no more than it must, and of no server."""

    def __init__(self, *, compress: bool, minimal: bool) -> None:
        self.url = ""
        self.channels: Callable[[], list[dict[str, Any]]] = list
        self.mood: Callable[[], GatewayMood] = lambda: "well"
        self.identified = self.resumed = 0
        self._compress = compress
        self._minimal = minimal
        self._sockets: set[_Socket] = set()
        self._sessions: dict[str, list[dict[str, Any]]] = {}

    async def close(self) -> None:
        for socket in list(self._sockets):
            await socket.raw.close()

    @property
    def online(self) -> bool:
        return any(socket.session and not socket.raw.closed for socket in self._sockets)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        raw = web.WebSocketResponse(heartbeat=None)
        await raw.prepare(request)
        socket = _Socket(raw, self._compress and request.query.get("compress") == "zlib-stream")
        self._sockets.add(socket)
        await socket.send(
            {"op": 10, "d": {"heartbeat_interval": 1500, "_trace": ["x"]}, "s": None, "t": None}
        )
        async for frame in raw:
            if frame.type is not WSMsgType.TEXT:
                break
            await self._heard(socket, json.loads(frame.data))
        self._sockets.discard(socket)
        return raw

    async def _heard(self, socket: _Socket, frame: dict[str, Any]) -> None:
        match frame["op"]:
            case 1:
                await self._beat(socket)
            case 2:
                await self._identify(socket)
            case 6:
                await self._resume(socket, frame["d"])

    async def _beat(self, socket: _Socket) -> None:
        match self.mood():
            case "well":
                await socket.send({"op": 11})
            case "reconnect":
                await socket.send({"op": 7, "d": None})
            case "resumable":
                await socket.send({"op": 9, "d": True})
            case "invalid":
                self._sessions.pop(socket.session, None)
                await socket.send({"op": 9, "d": False})
            case "cut":
                if socket.raw._req is not None and socket.raw._req.transport is not None:
                    socket.raw._req.transport.abort()

    async def _identify(self, socket: _Socket) -> None:
        self.identified += 1
        socket.session = f"s{self.identified}"
        self._sessions[socket.session] = []
        ready = {
            "v": 10,
            "user": user(BOT, bot=True),
            "guilds": [{"id": GUILD, "unavailable": True}],
            "session_id": socket.session,
            "resume_gateway_url": self.url,
            "application": {"id": BOT, "flags": 0},
        }
        await self._event(socket, "READY", ready)
        if not self._minimal:
            await self._event(socket, "GUILD_CREATE", self._guild())

    def _guild(self) -> dict[str, Any]:
        everybody = {"id": EVERYBODY, "name": "@everyone", "color": 0, "hoist": False, "position": 0,
                     "permissions": ALL_RIGHTS, "managed": False, "mentionable": False}  # fmt: skip
        me = {"user": user(BOT, bot=True), "roles": [], "joined_at": DATE, "deaf": False, "mute": False}
        return {
            "id": GUILD,
            "name": "Rough desk",
            "owner_id": OWNER,
            "roles": [everybody],
            "emojis": [],
            "features": [],
            "channels": self.channels(),
            "members": [me],
            "threads": [],
            "preferred_locale": "en-US",
            "large": False,
            "unavailable": False,
        }

    async def _resume(self, socket: _Socket, told: dict[str, Any]) -> None:
        events = self._sessions.get(told["session_id"])
        if events is None:
            await socket.send({"op": 9, "d": False})
            return
        self.resumed += 1
        socket.session = told["session_id"]
        for missed in [event for event in events if event["s"] > (told["seq"] or 0)]:
            await socket.send(missed)
        await self._event(socket, "RESUMED", {})

    async def dispatch(self, name: str, data: dict[str, Any]) -> None:
        for socket in [socket for socket in self._sockets if socket.session and not socket.raw.closed]:
            await self._event(socket, name, data)

    async def _event(self, socket: _Socket, name: str, data: dict[str, Any]) -> None:
        events = self._sessions.setdefault(socket.session, [])
        events.append({"op": 0, "t": name, "s": len(events) + 1, "d": data})
        await socket.send(events[-1])


class _Socket:
    def __init__(self, raw: web.WebSocketResponse, compressed: bool) -> None:
        self.raw, self.session = raw, ""
        self._deflate = zlib.compressobj() if compressed else None

    async def send(self, frame: dict[str, Any]) -> None:
        text = json.dumps(frame)
        try:
            if self._deflate is None:
                await self.raw.send_str(text)
            else:
                data = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                await self.raw.send_bytes(data)
        except (ConnectionError, RuntimeError):
            self.session = ""


def restless(seed: int, share: float = 0.4) -> Callable[[], GatewayMood]:
    """Something happens to the connection at a share of its heartbeats."""
    draw = random.Random(seed)
    moods: tuple[GatewayMood, ...] = ("silent", "reconnect", "invalid", "resumable", "cut")
    return lambda: draw.choice(moods) if draw.random() < share else "well"


def user(id: str, *, bot: bool = False) -> dict[str, Any]:
    return {"id": id, "username": f"user{id}", "discriminator": "0", "avatar": None, "bot": bot}
