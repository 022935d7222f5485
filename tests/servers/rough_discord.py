"""A second Discord on loopback, by another hand: small, written from the public documentation, and rough.

It shares no line with `discord_server.py`, so that a mistake in reading the documentation is not made
twice. What it knows: the gateway's opcodes with or without compression, creating, listing and editing
messages with enforced nonces, rate limits in buckets, and slash commands. `mood` decides what goes wrong
with each request, `gateway.mood` what happens to the connection; by default all is well.

    async with RoughDiscord() as rough:
        channel = rough.channel("news")
        ...
        assert rough.texts(channel) == [...]
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from aiohttp import web

from tests.servers.rough_gateway import ALL_RIGHTS, BOT, DATE, GUILD, OWNER, RoughGateway, user

EPOCH_MS = 1420070400000
BUCKET, WINDOW = 5, 2.0  # messages of a channel in so many seconds: tighter than Discord's own
NONCES_KEPT = 180.0
CALLBACK_WITHIN = 3.0

Mood = Literal[
    "well",
    "500 first",
    "502 after",
    "cut first",
    "cut after",
    "slow",
    "429",
    "429 global",
    "429 proxy",
    "520",
]


@dataclass
class Asked:
    """An interaction and what came of it."""

    id: str
    token: str
    at: float
    channel: str
    first: dict[str, Any] | None = None
    took: float = 0.0
    answer: dict[str, Any] | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)


class RoughDiscord:
    """One running; an async context manager."""

    def __init__(self, *, compress: bool = True, ahead: float = 0.0, minimal: bool = False) -> None:
        self.gateway = RoughGateway(compress=compress, minimal=minimal)
        self.channels: dict[str, list[dict[str, Any]]] = {}
        self.names: dict[str, str] = {}
        self.mood: Callable[[str, str], Mood] = lambda method, path: "well"
        self.history = True  # whether the bot may read it
        self.commands: list[dict[str, Any]] = []
        self.asked: dict[str, Asked] = {}
        self.refused: list[str] = []  # what the bot should not have sent
        self.moods: dict[str, int] = defaultdict(int)
        self._ahead = ahead  # seconds by which this Discord's clock is ahead of ours
        self._minimal = minimal
        self._last = 0
        self._nonces: dict[str, tuple[float, dict[str, Any]]] = {}
        self._sent: dict[str, deque[float]] = defaultdict(deque)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/gw", self.gateway.handle)
        app.router.add_route("*", "/api/v10/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}/api/v10"
        self.gateway.url = f"ws://127.0.0.1:{port}/gw"
        self.gateway.channels = lambda: [self._channel(id) for id in self.channels]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.gateway.close()
        await self._runner.cleanup()

    def channel(self, name: str) -> str:
        id = self._snowflake()
        self.channels[id], self.names[id] = [], name
        return id

    def texts(self, channel: str) -> list[str]:
        """What the channel shows, message by message."""
        shown = []
        for message in self.channels[channel]:
            parts = [message.get("content") or ""]
            for embed in message.get("embeds") or []:
                parts += [embed.get("title") or "", embed.get("description") or ""]
            shown.append("\n".join(filter(None, parts)))
        return shown

    def _snowflake(self) -> str:
        now = int((time.time() + self._ahead) * 1000 - EPOCH_MS) << 22
        self._last = max(self._last + 1, now)
        return str(self._last)

    # --- REST -------------------------------------------------------------------------------------------

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        path, body = "/" + request.match_info["path"], await _body(request)
        mood = self.mood(request.method, path)
        self.moods[mood] += 1
        match mood:
            case "500 first":
                return web.Response(status=500, text="<html>oops</html>", content_type="text/html")
            case "520":
                return web.Response(status=520, text="<html>unknown error</html>", content_type="text/html")
            case "cut first":
                return _cut(request)
            case "429":
                return _limited(0.35)
            case "429 global":
                return _limited(0.25, scope="global")
            case "429 proxy":
                return web.Response(status=429, text="error code: 1015", headers={"Retry-After": "1"})
            case "slow":
                await asyncio.sleep(2.5)
        answer = self._carry_out(request, path, body)
        if mood == "502 after":
            return web.Response(status=502, text="<html>bad gateway</html>", content_type="text/html")
        return _cut(request) if mood == "cut after" else answer

    def _carry_out(self, request: web.Request, path: str, body: Any) -> web.Response:
        parts = path.strip("/").split("/")
        match request.method, parts:
            case "GET", ["gateway", "bot"]:
                limit = {"total": 1000, "remaining": 900, "reset_after": 1000, "max_concurrency": 1}
                return _json({"url": self.gateway.url, "shards": 1, "session_start_limit": limit})
            case "GET", ["users", "@me"]:
                return _json(user(BOT, bot=True))
            case "GET", ["oauth2", "applications", "@me"] | ["applications", "@me"]:
                return _json(self._application())
            case "GET", ["applications", _, "commands"]:
                return _json(self.commands)
            case "PUT", ["applications", _, "commands"]:
                self.commands = [command | {"id": self._snowflake()} for command in body]
                return _json(self.commands)
            case "GET", ["channels", id] if id in self.channels:
                return _json(self._channel(id))
            case "POST", ["channels", id, "messages"] if id in self.channels:
                return self._create(id, body)
            case "GET", ["channels", id, "messages"] if id in self.channels:
                return self._list(id, request.query)
            case "PATCH", ["channels", id, "messages", message] if id in self.channels:
                return self._edit(id, message, body)
            case "POST", ["interactions", id, token, "callback"]:
                return self._callback(id, token, body, request)
            case "PATCH", ["webhooks", _, token, "messages", "@original"]:
                return self._answer(token, body)
        self.refused.append(f"{request.method} {path}: unknown")
        return _json({"message": "404: Not Found", "code": 0}, 404)

    def _create(self, channel: str, body: dict[str, Any]) -> web.Response:
        if wrong := _wrong(body):
            self.refused.append(wrong)
            return _json({"code": 50035, "message": "Invalid Form Body", "errors": {"_": wrong}}, 400)
        times, now = self._sent[channel], time.monotonic()
        while times and now - times[0] > WINDOW:
            times.popleft()
        if len(times) >= BUCKET:
            return _limited(WINDOW - (now - times[0]))
        times.append(now)
        nonce = body.get("nonce")
        known = self._nonces.get(str(nonce)) if body.get("enforce_nonce") else None
        if known is not None and now - known[0] < NONCES_KEPT:
            return _json(known[1], headers=self._bucket(channel))
        message = self._message(channel, body)
        self.channels[channel].append(message)
        if nonce is not None:
            self._nonces[str(nonce)] = (now, message)
        return _json(message, headers=self._bucket(channel))

    def _bucket(self, channel: str) -> dict[str, str]:
        times = self._sent[channel]
        left, reset = BUCKET - len(times), WINDOW - (time.monotonic() - times[0])
        return {
            "X-RateLimit-Limit": str(BUCKET),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset": f"{time.time() + self._ahead + reset:.3f}",
            "X-RateLimit-Reset-After": f"{reset:.3f}",
            "X-RateLimit-Bucket": "d721dea6054f6322373d361f98e5c38b",
        }

    def _list(self, channel: str, query: Any) -> web.Response:
        if not self.history:
            return _json({"code": 50001, "message": "Missing Access"}, 403)
        found = self.channels[channel]
        limit = int(query.get("limit", 50))
        if "after" in query:
            found = [m for m in found if int(m["id"]) > int(query["after"])][:limit]
        elif "before" in query:
            found = [m for m in found if int(m["id"]) < int(query["before"])]
        return _json(found[::-1][:limit])

    def _edit(self, channel: str, id: str, body: dict[str, Any]) -> web.Response:
        message = next((m for m in self.channels[channel] if m["id"] == id), None)
        if message is None:
            return _json({"code": 10008, "message": "Unknown Message"}, 404)
        message |= {key: body[key] for key in ("content", "embeds", "components") if key in body}
        return _json(message)

    def _message(self, channel: str, body: dict[str, Any]) -> dict[str, Any]:
        id = self._snowflake()
        told = {key: body[key] for key in ("content", "embeds", "components", "nonce") if key in body}
        return {
            "id": id,
            "channel_id": channel,
            "author": user(BOT, bot=True),
            "content": "",
            "timestamp": "2026-01-01T00:00:00.000000+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [],
            "pinned": False,
            "type": 0,
        } | told

    def _application(self) -> dict[str, Any]:
        return {
            "id": BOT,
            "name": "Sitrep",
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "00",
            "owner": user(OWNER),
            "team": None,
        }

    def _channel(self, id: str) -> dict[str, Any]:
        told = self.channels[id]
        return {
            "id": id,
            "type": 0,
            "guild_id": GUILD,
            "name": self.names[id],
            "position": 0,
            "permission_overwrites": [],
            "last_message_id": told[-1]["id"] if told else None,
        }

    # --- slash commands ---------------------------------------------------------------------------------

    async def slash(self, channel: str, name: str, **options: Any) -> Asked:
        """A person runs a command ("feed list"); ends when it is answered, or was not in time."""
        first, *rest = name.split()
        command = next(command for command in self.commands if command["name"] == first)
        values = [{"name": key, "type": _kind(value), "value": value} for key, value in options.items()]
        for word in reversed(rest):
            values = [{"name": word, "type": 1, "options": values}]
        data = {"id": command["id"], "name": first, "type": 1, "options": values}
        asked = Asked(self._snowflake(), f"tok{self._snowflake()}", time.monotonic(), channel)
        self.asked[asked.token] = asked
        event = {
            "id": asked.id,
            "application_id": BOT,
            "type": 2,
            "token": asked.token,
            "version": 1,
            "guild_id": GUILD,
            "channel_id": channel,
            "channel": {"id": channel, "type": 0},
            "member": {"user": user(OWNER), "roles": [], "permissions": ALL_RIGHTS},
            "data": data,
        }  # fmt: skip
        if not self._minimal:
            event["member"] |= {"joined_at": DATE, "deaf": False, "mute": False, "flags": 0}
            event |= {"app_permissions": ALL_RIGHTS, "locale": "en-GB", "guild_locale": "en-US",
                      "entitlements": [], "authorizing_integration_owners": {"0": GUILD}, "context": 0,
                      "attachment_size_limit": 10485760}  # fmt: skip
        await self.gateway.dispatch("INTERACTION_CREATE", event)
        await asyncio.wait_for(asked.done.wait(), 30)
        return asked

    def _callback(self, id: str, token: str, body: dict[str, Any], request: web.Request) -> web.Response:
        asked = self.asked.get(token)
        if asked is None or asked.id != id:
            return _json({"code": 10062, "message": "Unknown interaction"}, 404)
        if time.monotonic() - asked.at > CALLBACK_WITHIN:
            asked.done.set()  # nothing can come of it any more
            return _json({"code": 10062, "message": "Unknown interaction"}, 404)
        if asked.first is not None:
            return _json({"code": 40060, "message": "Interaction has already been acknowledged."}, 400)
        asked.first, asked.took = body, time.monotonic() - asked.at
        if body["type"] == 4:
            asked.answer = body["data"]
            asked.done.set()
        if self._minimal or "with_response" not in request.query:
            return web.Response(status=204)
        return _json({"interaction": {"id": id, "type": 2, "response_message_loading": True}})

    def _answer(self, token: str, body: Any) -> web.Response:
        asked = self.asked[token]
        asked.answer = body
        asked.done.set()
        message = self._message(asked.channel, body if isinstance(body, dict) else {})
        return _json({"id": message["id"]} if self._minimal else message)


def shaky(seed: int, share: float = 0.3) -> Callable[[str, str], Mood]:
    """Something goes wrong with a share of all messages and of the answers to slash commands."""
    draw = random.Random(seed)
    for_messages: tuple[Mood, ...] = (
        "500 first", "502 after", "cut first", "cut after", "slow", "429", "429 global", "429 proxy", "520",
    )  # fmt: skip

    def mood(method: str, path: str) -> Mood:
        if method == "POST" and path.endswith("/messages") and draw.random() < share:
            return draw.choice(for_messages)
        return "well"

    return mood


def _wrong(body: dict[str, Any]) -> str:
    """What Discord's documentation does not allow in a message."""
    embeds = body.get("embeds") or []
    keys = ("title", "description")
    total = sum(len(embed.get(key) or "") for embed in embeds for key in keys)
    total += sum(len((embed.get("footer") or {}).get("text") or "") for embed in embeds)
    if len(body.get("content") or "") > 2000 or total > 6000 or len(embeds) > 10:
        return f"too long: {len(body.get('content') or '')}, {total}, {len(embeds)}"
    if not (body.get("content") or embeds):
        return "empty"
    if len(str(body.get("nonce", ""))) > 25:
        return f"nonce {body['nonce']}"
    return "" if (body.get("allowed_mentions") or {}).get("parse") == [] else "mentions are parsed"


def _kind(value: Any) -> int:
    return 5 if isinstance(value, bool) else 4 if isinstance(value, int) else 3


def _json(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response(data, status=status, headers=headers)


def _limited(wait: float, scope: str = "user") -> web.Response:
    headers = {"Retry-After": str(int(wait) + 1), "X-RateLimit-Scope": scope}
    headers |= {"X-RateLimit-Global": "true"} if scope == "global" else {}
    body = {"message": "You are being rate limited.", "retry_after": wait, "global": scope == "global"}
    return _json(body, 429, headers)


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _body(request: web.Request) -> Any:
    if request.content_type == "application/json":
        return await request.json()
    if request.content_type.startswith("multipart/"):
        return json.loads((await request.post())["payload_json"])  # type: ignore[arg-type]
    return None
