"""The gateway: HELLO, IDENTIFY or RESUME, heartbeats, events; drops and invalid sessions on demand."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.servers.discord_.world import APPLICATION, BOT, World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15  # members, presences, message content
ZLIB_END = b"\x00\x00\xff\xff"

_session_numbers = itertools.count(1)


@dataclass
class Session:
    id: str
    events: list[dict[str, Any]] = field(default_factory=list)
    socket: Socket | None = None


class Socket:
    """One connection, compressed as the client asked."""

    def __init__(self, raw: web.WebSocketResponse, compressed: bool) -> None:
        self.raw = raw
        self._compressor = zlib.compressobj() if compressed else None

    async def send(self, message: dict[str, Any]) -> None:
        text = json.dumps(message)
        if self._compressor is None:
            await self.raw.send_str(text)
            return
        data = self._compressor.compress(text.encode()) + self._compressor.flush(zlib.Z_SYNC_FLUSH)
        assert data.endswith(ZLIB_END)
        await self.raw.send_bytes(data)


class Gateway:
    """Sessions of the bot and what they received."""

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.token = token
        self.url = ""
        self.heartbeat_interval = 41.25
        self.sessions: dict[str, Session] = {}
        self.log: list[str] = []
        self.intents: list[int] = []
        self.heartbeats: list[float] = []
        self.lateness: list[float] = []  # seconds by which each heartbeat came after its time
        self.refuse_with: int | None = None  # a close code with which each IDENTIFY is answered
        self.compress = True  # where the client asks for it
        self.change: Callable[[dict[str, Any]], dict[str, Any]] = lambda data: data  # of each event's data
        self._due: float | None = None

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        raw = web.WebSocketResponse(max_msg_size=1 << 20)
        await raw.prepare(request)
        socket = Socket(raw, self.compress and request.query.get("compress") == "zlib-stream")
        await socket.send({"op": HELLO, "d": {"heartbeat_interval": int(self.heartbeat_interval * 1000)}})
        self._due = None
        session: Session | None = None
        async for frame in raw:
            if frame.type != WSMsgType.TEXT:
                break
            session = await self._receive(json.loads(frame.data), socket, session)
            if raw.closed:
                break
        if session is not None and session.socket is socket:
            session.socket = None
        self.log.append("closed")
        return raw

    async def _receive(
        self, frame: dict[str, Any], socket: Socket, session: Session | None
    ) -> Session | None:
        match frame["op"]:
            case op if op == HEARTBEAT:
                self._note_heartbeat()
                await socket.send({"op": ACK})
            case op if op == IDENTIFY:
                return await self._identify(frame["d"], socket)
            case op if op == RESUME:
                return await self._resume(frame["d"], socket)
            case op:
                self.log.append(f"op {op}")
        return session

    def _note_heartbeat(self) -> None:
        now = time.monotonic()
        self.heartbeats.append(now)
        if self._due is not None:
            self.lateness.append(now - self._due)
        self._due = now + self.heartbeat_interval

    async def _identify(self, data: dict[str, Any], socket: Socket) -> Session | None:
        self.log.append("identify")
        self.intents.append(data["intents"])
        if self.refuse_with is not None:
            await socket.raw.close(code=self.refuse_with)
            return None
        if data["token"] != self.token:
            await socket.raw.close(code=4004)
            return None
        if data["intents"] & PRIVILEGED:
            await socket.raw.close(code=4014)
            return None
        session = Session(f"session-{next(_session_numbers)}", socket=socket)
        self.sessions[session.id] = session
        guilds = [{"id": str(id), "unavailable": True} for id in self.world.guilds]
        await self._event(
            session,
            "READY",
            {
                "v": 10,
                "user": self.world.users[BOT].user(),
                "guilds": guilds,
                "session_id": session.id,
                "resume_gateway_url": self.url,
                "shard": data.get("shard", [0, 1]),
                "application": {"id": str(APPLICATION), "flags": 0},
            },
        )
        for guild in list(self.world.guilds.values()):
            await self._event(session, "GUILD_CREATE", guild.json())
        return session

    async def _resume(self, data: dict[str, Any], socket: Socket) -> Session | None:
        session = self.sessions.get(data["session_id"])
        if session is None:
            self.log.append("resume refused")
            await socket.send({"op": INVALID_SESSION, "d": False})
            return None
        self.log.append("resume")
        session.socket = socket
        for event in session.events[data["seq"] or 0 :]:
            await socket.send(event)
        await self._event(session, "RESUMED", {"_trace": []})
        return session

    async def _event(self, session: Session, name: str, data: dict[str, Any]) -> None:
        event = {"op": DISPATCH, "t": name, "s": len(session.events) + 1, "d": self.change(data)}
        session.events.append(event)
        if session.socket is not None and not session.socket.raw.closed:
            with suppress(ConnectionError):  # the wire is cut: it comes when the session is resumed
                await session.socket.send(event)

    async def dispatch(self, name: str, data: dict[str, Any]) -> None:
        """An event to every session; one whose socket is gone gets it when it resumes."""
        for session in list(self.sessions.values()):
            await self._event(session, name, data)

    @property
    def connected(self) -> bool:
        return any(session.socket is not None for session in self.sessions.values())

    async def drop(self) -> None:
        """Cut the wire, without a closing handshake."""
        for session in self.sessions.values():
            if session.socket is not None:
                transport = session.socket.raw._req.transport  # type: ignore[union-attr]
                if transport is not None:
                    transport.abort()
        await asyncio.sleep(0)

    async def ask_to_reconnect(self) -> None:
        await self._to_all({"op": RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool) -> None:
        """INVALID_SESSION; what is not resumable is forgotten."""
        await self._to_all({"op": INVALID_SESSION, "d": resumable})
        if not resumable:
            self.sessions.clear()

    async def _to_all(self, frame: dict[str, Any]) -> None:
        for session in list(self.sessions.values()):
            if session.socket is not None:
                await session.socket.send(frame)

    async def close(self) -> None:
        for session in list(self.sessions.values()):
            if session.socket is not None:
                await session.socket.raw.close(code=1001)
