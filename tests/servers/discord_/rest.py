"""The REST side: every request logged, judged, and carried out on the world."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.servers.discord_ import openapi, rules
from tests.servers.discord_.faults import Fault, Faults, RefusalError
from tests.servers.discord_.interactions import Interactions
from tests.servers.discord_.world import (
    APPLICATION,
    BOT,
    EMBED,
    FORUM,
    HISTORY,
    NEWS,
    OPERATOR,
    SEND,
    SEND_IN_THREADS,
    VIEW,
    Channel,
    World,
    pings,
    snowflake,
)

BASE = "/api/v10"
THREADS = {10, 11, 12}
NONCE_MEMORY = 300.0  # seconds; Discord says "the past few minutes"


@dataclass
class Request:
    """What a client sent and what it got."""

    method: str
    path: str
    body: Any
    files: dict[str, bytes]
    headers: dict[str, str]
    at: float
    status: int = 0
    query: dict[str, str] = field(default_factory=dict)


class Rest:
    """Answers requests as Discord does. `log` keeps them all, `spec_problems` what breaks the description."""

    def __init__(self, world: World, token: str, interactions: Interactions) -> None:
        self.world = world
        self.token = token
        self.interactions = interactions
        self.faults = Faults()
        self.log: list[Request] = []
        self.spec_problems: list[str] = []
        self.pings: list[str] = []
        self.gateway_url = ""
        self.commands: list[dict[str, Any]] = []
        self.clock: Callable[[], float] = lambda: asyncio.get_running_loop().time()
        self.on_message: Callable[[dict[str, Any]], None] = lambda message: None
        self.change: Callable[[dict[str, Any]], dict[str, Any]] = lambda answer: answer  # before it leaves
        self.rate_limit_headers = True
        self.content_type = "application/json"
        self._nonces: dict[str, tuple[float, dict[str, Any] | None]] = {}
        self._routes: list[tuple[str, re.Pattern[str], Callable[..., Awaitable[Any]]]] = [
            (method, re.compile(path), handler)
            for method, path, handler in (
                ("GET", r"/users/@me", self._me),
                ("GET", r"/oauth2/applications/@me", self._application),
                ("GET", r"/gateway/bot", self._gateway),
                ("POST", r"/users/@me/channels", self._open_dm),
                ("GET", r"/applications/(\d+)/commands", self._list_commands),
                ("PUT", r"/applications/(\d+)/commands", self._put_commands),
                ("GET", r"/channels/(\d+)", self._channel),
                ("GET", r"/guilds/(\d+)", self._guild),
                ("GET", r"/guilds/(\d+)/roles", self._roles),
                ("GET", r"/guilds/(\d+)/members/(\d+)", self._member),
                ("GET", r"/channels/(\d+)/messages", self._history),
                ("POST", r"/channels/(\d+)/messages", self._create),
                ("GET", r"/channels/(\d+)/messages/(\d+)", self._message),
                ("PATCH", r"/channels/(\d+)/messages/(\d+)", self._edit),
                ("DELETE", r"/channels/(\d+)/messages/(\d+)", self._delete),
                ("POST", r"/channels/(\d+)/messages/(\d+)/crosspost", self._crosspost),
                ("POST", r"/channels/(\d+)/threads", self._open_post),
                ("PATCH", r"/channels/(\d+)", self._change),
                ("GET", r"/guilds/(\d+)/threads/active", self._active),
                ("POST", r"/interactions/(\d+)/([^/]+)/callback", self.interactions.callback),
                ("POST", r"/webhooks/\d+/([^/]+)", self.interactions.follow_up),
                ("GET", r"/webhooks/\d+/([^/]+)/messages/([^/]+)", self.interactions.get),
                ("PATCH", r"/webhooks/\d+/([^/]+)/messages/([^/]+)", self.interactions.edit),
                ("DELETE", r"/webhooks/\d+/([^/]+)/messages/([^/]+)", self.interactions.delete),
            )
        ]

    async def handle(self, raw: web.Request) -> web.StreamResponse:
        request = await self._read(raw)
        self.log.append(request)
        fault = self.faults.next(request.method, request.path) or Fault()
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.drop == "before":
            return _cut(raw)
        response = await self._answer(request, fault)
        if response.headers.get("Content-Type") == "application/json":
            response.headers["Content-Type"] = self.content_type
        request.status = response.status
        return _cut(raw) if fault.drop == "after" else response

    async def _read(self, raw: web.Request) -> Request:
        path = raw.path.removeprefix(BASE)
        files: dict[str, bytes] = {}
        body: Any = None
        if raw.content_type == "multipart/form-data":
            form = await raw.post()
            body = json.loads(str(form["payload_json"]))
            for name, value in form.items():
                if isinstance(value, web.FileField):
                    files[name] = value.file.read()
        elif raw.can_read_body:
            body = await raw.json()
        at = self.clock()
        return Request(raw.method, path, body, files, dict(raw.headers), at, query=dict(raw.query))

    async def _answer(self, request: Request, fault: Fault) -> web.Response:
        if fault.status == 429:
            return _too_many(fault)
        if fault.status >= 400:
            if fault.status >= 500:
                return web.Response(status=fault.status, text="upstream error")
            return _json(RefusalError(fault.status, fault.code).json(), fault.status)
        try:
            answer = await self._carry_out(request)
        except RefusalError as refusal:
            return _json(refusal.json(), refusal.status)
        headers = {
            "X-RateLimit-Bucket": re.sub(r"\d{5,}", "id", request.path)[:40],
            "X-RateLimit-Limit": "1000",
            "X-RateLimit-Remaining": "999",
            "X-RateLimit-Reset-After": "0.1",
        }
        if not self.rate_limit_headers:
            headers = {}
        if answer is None:
            return web.Response(status=204, headers=headers)
        return _json(self.change(answer) if isinstance(answer, dict) else answer, 200, headers)

    async def _carry_out(self, request: Request) -> Any:
        anonymous = request.path.startswith(("/interactions/", "/webhooks/"))
        if not anonymous and request.headers.get("Authorization") != f"Bot {self.token}":
            raise RefusalError(401, 0)
        self.spec_problems += openapi.problems(request.method, request.path, request.body)
        for method, pattern, handler in self._routes:
            if method == request.method and (match := pattern.fullmatch(request.path)):
                return await handler(request, *match.groups())
        raise RefusalError(404, 0, [f"no route {request.method} {request.path}"])

    async def _me(self, request: Request) -> Any:
        return self.world.users[BOT].user() | {"verified": True, "mfa_enabled": False, "email": None}

    async def _application(self, request: Request) -> Any:
        owner = {"id": str(OPERATOR), "username": "operator", "discriminator": "0", "avatar": None}
        return {
            "id": str(APPLICATION),
            "name": "Sitrep",
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": owner | {"global_name": None},
            "team": None,
            "summary": "",
            "verify_key": "0" * 64,
            "flags": 0,
        }

    async def _gateway(self, request: Request) -> Any:
        limit = {"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1}
        return {"url": self.gateway_url, "shards": 1, "session_start_limit": limit}

    async def _open_dm(self, request: Request) -> Any:
        user = int(request.body["recipient_id"])
        channel = self.world.dm(user)
        member = self.world.users.get(user)
        recipient = member.user() if member else {"id": str(user), "username": "someone"}
        return channel.json() | {"recipients": [recipient | {"discriminator": "0", "avatar": None}]}

    async def _list_commands(self, request: Request, application: str) -> Any:
        return self.commands

    async def _put_commands(self, request: Request, application: str) -> Any:
        if problems := rules.command_problems(request.body):
            raise RefusalError(400, 50035, problems)
        self.commands = [_command(command) for command in request.body]
        return self.commands

    async def _channel(self, request: Request, id: str) -> Any:
        return self._allowed(id, VIEW).json()

    async def _guild(self, request: Request, id: str) -> Any:
        return self._known_guild(id).json()

    async def _roles(self, request: Request, id: str) -> Any:
        return [role.json() for role in self._known_guild(id).roles.values()]

    async def _member(self, request: Request, id: str, user: str) -> Any:
        member = self._known_guild(id).members.get(int(user))
        if member is None:
            raise RefusalError(404, 10007)
        return member.json()

    def _known_guild(self, id: str) -> Any:
        guild = self.world.guilds.get(int(id))
        if guild is None:
            raise RefusalError(404, 10004)
        return guild

    async def _history(self, request: Request, id: str) -> Any:
        channel = self._allowed(id, VIEW | HISTORY)
        limit = int(request.query.get("limit", "50"))
        after = request.query.get("after")
        later = [m for m in channel.messages if after is None or int(m["id"]) > int(after)]
        page = later[-limit:] if after is None else later[:limit]
        return [{k: v for k, v in m.items() if k != "nonce"} for m in reversed(page)]

    async def _create(self, request: Request, id: str) -> Any:
        body = request.body
        channel = self._allowed(id, VIEW)
        self._allowed(id, VIEW | (SEND_IN_THREADS if channel.kind in THREADS else SEND))
        if body.get("embeds"):
            self._allowed(id, VIEW | EMBED)
        if channel.kind == FORUM:
            raise RefusalError(400, 50008)
        if channel.locked or channel.archived:
            raise RefusalError(403 if channel.locked else 400, 160005 if channel.locked else 50083)
        self._judge(body, "channel", len(request.files))
        if (known := self._sent_with(body)) is not None:
            if known not in channel.messages:
                raise RefusalError(404, 10008)
            return known
        message = self.interactions.message(channel, body, request.files)
        channel.messages.append(message)
        self.pings += pings(body.get("content") or "", body.get("allowed_mentions"))
        if body.get("nonce"):
            self._nonces[str(body["nonce"])] = (self.clock(), message)
        self.on_message(message)
        return message

    async def _open_post(self, request: Request, id: str) -> Any:
        """A new post in a forum; a repeat is a second post, as no nonce is taken here."""
        forum, body = self._allowed(id, VIEW | SEND), request.body
        if problems := rules.post_problems(body, forum):
            raise RefusalError(400, 50035, problems)
        self._judge(body["message"], "post", len(request.files))
        thread = self.world.add_thread(forum, body["name"])
        thread.applied = body.get("applied_tags") or []
        message = self.interactions.message(thread, body["message"], request.files) | {"id": str(thread.id)}
        thread.messages.append(message)
        return thread.json() | {"message": message}

    async def _active(self, request: Request, id: str) -> Any:
        channels = self._known_guild(id).channels.values()
        threads = [c.json() for c in channels if c.parent is not None and not c.archived]
        return {"threads": threads, "members": []}

    async def _change(self, request: Request, id: str) -> Any:
        thread = self._allowed(id, VIEW)
        if thread.locked:
            raise RefusalError(403, 160005)
        thread.archived = request.body.get("archived", thread.archived)
        return thread.json()

    async def _crosspost(self, request: Request, id: str, message: str) -> Any:
        channel = self._allowed(id, VIEW | SEND)
        found = self._own(channel, message)
        if channel.kind != NEWS or found["flags"] & 1:
            raise RefusalError(400, 50024 if channel.kind != NEWS else 40033)
        found["flags"] |= 1
        return found

    def _sent_with(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """The message sent with the same nonce a short while ago, by the same author anywhere."""
        sent_at, message = self._nonces.get(str(body.get("nonce")), (0.0, None))
        fresh = self.clock() - sent_at <= NONCE_MEMORY
        return message if body.get("enforce_nonce") and fresh else None

    def _judge(self, body: dict[str, Any], where: str, files: int) -> None:
        if problems := rules.message_problems(body, where, files):
            raise RefusalError(400, 50035, problems)
        if where == "channel" and rules.is_empty(body, files):
            raise RefusalError(400, 50006)

    async def _message(self, request: Request, id: str, message: str) -> Any:
        return self._own(self._allowed(id, VIEW | HISTORY), message)

    async def _edit(self, request: Request, id: str, message: str) -> Any:
        found = self._own(self._allowed(id, VIEW), message)
        self._judge(request.body, "edit", len(request.files))
        found.update({k: v for k, v in request.body.items() if k in {"content", "embeds", "components"}})
        found["edited_timestamp"] = "2026-01-01T00:00:00+00:00"
        self.pings += pings(request.body.get("content") or "", request.body.get("allowed_mentions"))
        return found

    async def _delete(self, request: Request, id: str, message: str) -> None:
        channel = self._allowed(id, VIEW)
        channel.messages.remove(self._own(channel, message))

    def _own(self, channel: Channel, id: str) -> dict[str, Any]:
        message = next((m for m in channel.messages if m["id"] == id), None)
        if message is None:
            raise RefusalError(404, 10008)
        return message

    def _allowed(self, id: str, needed: int) -> Channel:
        channel = self.world.channel(int(id))
        if channel is None:
            raise RefusalError(404, 10003)
        if channel.guild is None:
            return channel
        may = self.world.guilds[channel.guild].permissions(BOT, channel)
        if not may & VIEW:
            raise RefusalError(403, 50001)
        if needed & ~may:
            raise RefusalError(403, 50013)
        return channel


def _command(command: dict[str, Any]) -> dict[str, Any]:
    """A command as Discord gives it back: with an id and the defaults filled in."""
    defaults = {
        "type": 1,
        "nsfw": False,
        "default_member_permissions": None,
        "contexts": None,
        "integration_types": [0],
        "description": "",
        "options": [],
    }
    own = {"id": str(snowflake()), "application_id": str(APPLICATION), "version": str(snowflake())}
    return defaults | command | own


def _too_many(fault: Fault) -> web.Response:
    wait = fault.retry_after or 0.0
    headers = {
        "Retry-After": str(wait),
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset-After": str(wait),
        "X-RateLimit-Bucket": "messages",
        "X-RateLimit-Scope": "global" if fault.is_global else "user",
    }
    if fault.via:
        headers["Via"] = "1.1 google"
    body = {"message": "You are being rate limited.", "retry_after": wait, "global": fault.is_global}
    return _json(body, 429, headers)


def _json(answer: Any, status: int, headers: dict[str, str] | None = None) -> web.Response:
    """JSON as Discord sends it: discord.py reads it only where the type has no charset."""
    about = (headers or {}) | {"Content-Type": "application/json"}
    return web.Response(status=status, body=json.dumps(answer).encode(), headers=about)


def _cut(raw: web.Request) -> web.Response:
    """End the connection without an answer."""
    if raw.transport is not None:
        raw.transport.abort()
    return web.Response(status=500)
