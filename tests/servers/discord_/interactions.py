"""Interactions: what a person does reaches the bot, what the bot answers becomes what the person sees."""

from __future__ import annotations

import asyncio
import copy
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.servers.discord_ import rules
from tests.servers.discord_.faults import RefusalError
from tests.servers.discord_.world import (
    ALL,
    APPLICATION,
    BOT,
    Channel,
    World,
    pings,
    snowflake,
)

if TYPE_CHECKING:
    from tests.servers.discord_.rest import Request

ACKNOWLEDGE_WITHIN = 3.0  # seconds, Discord's own
COMMAND, COMPONENT, AUTOCOMPLETE = 2, 3, 4
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES = 4, 5, 6, 7, 8

_tokens = itertools.count(1)


class NotOfferedError(Exception):
    """Discord's own window would not let this person do this here."""


@dataclass
class Exchange:
    """One thing a person did and all that came of it.

    `message` is the answer as they see it, `follow_ups` what came after, `choices` an autocomplete's.
    """

    id: int
    token: str
    channel: Channel
    kind: int
    started: float
    source: dict[str, Any] | None = None
    acknowledged_after: float | None = None
    late: bool = False
    deferred: bool = False
    ephemeral: bool = False
    message: dict[str, Any] | None = None
    follow_ups: list[dict[str, Any]] = field(default_factory=list)
    choices: list[dict[str, Any]] | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    user_installed: bool = False

    @property
    def answered(self) -> bool:
        """Whether there is something to see: the answer, the update, or a follow-up."""
        return (
            self.choices is not None
            or (self.message is not None and not self.deferred)
            or bool(self.follow_ups)
        )

    async def settled(self, within: float = 30.0) -> Exchange:
        """Wait until the answer is there."""
        async with asyncio.timeout(within):
            while not self.answered:
                self.changed.clear()
                await self.changed.wait()
        return self

    @property
    def seen(self) -> dict[str, Any]:
        """The message the person looks at: the answer, or else the first follow-up."""
        if self.message is not None and not self.deferred:
            return self.message
        return self.follow_ups[0]


class Interactions:
    """Sends interactions over the gateway and takes the bot's answers."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.exchanges: dict[str, Exchange] = {}
        self.pings: list[str] = []
        self.errors: list[str] = []  # refusals, late and double answers among them
        self.dispatch: Callable[[str, dict[str, Any]], Awaitable[None]]
        self.clock: Callable[[], float] = lambda: asyncio.get_running_loop().time()
        self.messages: dict[str, dict[str, Any]] = {}

    async def begin(
        self,
        kind: int,
        data: dict[str, Any],
        channel: Channel,
        user: int,
        source: dict[str, Any] | None = None,
    ) -> Exchange:
        """Let a person do something; returns at once."""
        exchange = Exchange(snowflake(), f"token-{next(_tokens)}", channel, kind, self.clock(), source)
        self.exchanges[exchange.token] = exchange
        payload = {
            "id": str(exchange.id),
            "application_id": str(APPLICATION),
            "type": kind,
            "token": exchange.token,
            "version": 1,
            "data": data,
            "channel_id": str(channel.id),
            "channel": channel.json(),
            "locale": "en-GB",
            "entitlements": [],
            "authorizing_integration_owners": {},
            "context": 0,
            "attachment_size_limit": 10_485_760,
        } | self._who(channel, user, exchange)
        if source is not None:
            payload["message"] = source
        await self.dispatch("INTERACTION_CREATE", payload)
        return exchange

    def _who(self, channel: Channel, user: int, exchange: Exchange) -> dict[str, Any]:
        known = self.world.users.get(user)
        person = known.user() if known else {"id": str(user), "username": f"u{user}", "discriminator": "0"}
        guild = self.world.guilds.get(channel.guild) if channel.guild else None
        if guild is None:
            return {
                "user": person | {"avatar": None, "global_name": None},
                "context": 1,
                "app_permissions": str(ALL),
                "authorizing_integration_owners": {"1": str(user)},
            }
        member = guild.members[user].json() | {"permissions": str(guild.permissions(user, channel))}
        exchange.user_installed = BOT not in guild.members
        owners = {"1": str(user)} if exchange.user_installed else {"0": str(guild.id)}
        return {
            "member": member,
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "app_permissions": str(guild.permissions(BOT, channel)),
            "authorizing_integration_owners": owners,
        }

    async def callback(self, request: Request, id: str, token: str) -> Any:
        exchange = self._known(token)
        after = self.clock() - exchange.started
        if exchange.acknowledged_after is not None:
            self._refuse(400, 40060)
        if after > ACKNOWLEDGE_WITHIN:
            exchange.late = True
            self._refuse(404, 10062)
        kind, data = request.body["type"], request.body.get("data") or {}
        if kind not in self._fitting(exchange.kind):
            self._refuse(400, 50035, [f"type: {kind} does not answer an interaction of type {exchange.kind}"])
        if kind in {MESSAGE, UPDATE}:
            self._judge(data, len(request.files), empty_ok=kind == UPDATE)
        if kind == CHOICES and (problems := list(rules.choice_problems(data.get("choices") or []))):
            self._refuse(400, 50035, problems)
        exchange.acknowledged_after = after
        self._apply(exchange, kind, data, request.files)
        exchange.changed.set()
        if request.query.get("with_response") not in {"1", "true", "True"}:
            return None
        return self._callback_response(exchange, kind)

    def _fitting(self, kind: int) -> set[int]:
        if kind == AUTOCOMPLETE:
            return {CHOICES}
        return {MESSAGE, DEFERRED} | ({DEFERRED_UPDATE, UPDATE} if kind == COMPONENT else set())

    def _apply(self, exchange: Exchange, kind: int, data: dict[str, Any], files: dict[str, bytes]) -> None:
        if kind == CHOICES:
            exchange.choices = data.get("choices") or []
            return
        if kind in {UPDATE, DEFERRED_UPDATE}:
            assert exchange.source is not None
            exchange.message = exchange.source
            exchange.deferred = kind == DEFERRED_UPDATE
            if kind == UPDATE:
                _merge(exchange.source, data)
            return
        exchange.ephemeral = bool((data.get("flags") or 0) & rules.EPHEMERAL)
        exchange.deferred = kind == DEFERRED
        exchange.message = self.message(exchange.channel, data, files)
        if kind == MESSAGE and not exchange.ephemeral:
            self._post(exchange.channel, exchange.message, data)

    def _post(self, channel: Channel, message: dict[str, Any], body: dict[str, Any]) -> None:
        channel.messages.append(message)
        self.pings += pings(body.get("content") or "", body.get("allowed_mentions"))

    def _callback_response(self, exchange: Exchange, kind: int) -> dict[str, Any]:
        about = {"id": str(exchange.id), "type": exchange.kind}
        resource: dict[str, Any] = {"type": kind}
        if exchange.message is not None:
            resource["message"] = exchange.message
            about |= {
                "response_message_id": exchange.message["id"],
                "response_message_ephemeral": exchange.ephemeral,
                "response_message_loading": exchange.deferred,
            }
        return {"interaction": about, "resource": resource}

    async def follow_up(self, request: Request, token: str) -> Any:
        exchange = self._acknowledged(token)
        self._judge(request.body, len(request.files))
        if exchange.user_installed and len(exchange.follow_ups) >= 5:
            self._refuse(400, 40094)
        message = self.message(exchange.channel, request.body, request.files)
        ephemeral = bool((request.body.get("flags") or 0) & rules.EPHEMERAL)
        if exchange.deferred and not exchange.follow_ups and exchange.kind != COMPONENT:
            # the first follow-up takes the place of "thinking ...", with the privacy chosen then
            ephemeral = exchange.ephemeral
        if not ephemeral:
            self._post(exchange.channel, message, request.body)
        message["_ephemeral"] = ephemeral
        exchange.follow_ups.append(message)
        exchange.changed.set()
        return _public(message)

    async def get(self, request: Request, token: str, id: str) -> Any:
        return _public(self._message_of(self._acknowledged(token), id))

    async def edit(self, request: Request, token: str, id: str) -> Any:
        exchange = self._acknowledged(token)
        message = self._message_of(exchange, id)
        self._judge(request.body, len(request.files), empty_ok=True)
        _merge(message, request.body)
        if request.files:
            message["_files"] = request.files
            message["attachments"] = _attachments(request.body, request.files)
        if exchange.deferred and id == "@original":
            exchange.deferred = False
            if not exchange.ephemeral and exchange.source is None:
                self._post(exchange.channel, message, request.body)
        exchange.changed.set()
        return _public(message)

    async def delete(self, request: Request, token: str, id: str) -> None:
        exchange = self._acknowledged(token)
        message = self._message_of(exchange, id)
        if message in exchange.channel.messages:
            exchange.channel.messages.remove(message)
        exchange.message = None
        exchange.changed.set()

    def _message_of(self, exchange: Exchange, id: str) -> dict[str, Any]:
        if id == "@original":
            if exchange.message is None:
                self._refuse(404, 10008)
            assert exchange.message is not None
            return exchange.message
        known = [message for message in (exchange.message, *exchange.follow_ups) if message is not None]
        found = next((message for message in known if message["id"] == id), None)
        if found is None:
            self._refuse(404, 10008)
        assert found is not None
        return found

    def _judge(self, body: dict[str, Any], files: int, *, empty_ok: bool = False) -> None:
        if problems := rules.message_problems(body, "interaction", files):
            self._refuse(400, 50035, problems)
        if not empty_ok and rules.is_empty(body, files):
            self._refuse(400, 50006)

    def _known(self, token: str) -> Exchange:
        exchange = self.exchanges.get(token)
        if exchange is None:
            self._refuse(404, 10062)
        assert exchange is not None
        return exchange

    def _acknowledged(self, token: str) -> Exchange:
        exchange = self.exchanges.get(token)
        if exchange is None or exchange.acknowledged_after is None:
            self._refuse(404, 10015)
        assert exchange is not None
        return exchange

    def _refuse(self, status: int, code: int, problems: list[str] | None = None) -> None:
        self.errors.append(f"{status} {code} {problems or ''}".strip())
        raise RefusalError(status, code, problems)

    def message(self, channel: Channel, body: dict[str, Any], files: dict[str, bytes]) -> dict[str, Any]:
        """A message of the bot as Discord gives it back."""
        message = {
            "id": str(snowflake()),
            "channel_id": str(channel.id),
            "type": 0,
            "author": self.world.users[BOT].user(),
            "content": body.get("content") or "",
            "embeds": [{"type": "rich"} | copy.deepcopy(embed) for embed in body.get("embeds") or []],
            "components": copy.deepcopy(body.get("components") or []),
            "attachments": _attachments(body, files),
            "mentions": [],
            "mention_roles": [],
            "mention_everyone": False,
            "pinned": False,
            "tts": False,
            "timestamp": "2026-01-01T00:00:00+00:00",
            "edited_timestamp": None,
            "flags": body.get("flags") or 0,
        }
        if body.get("nonce") is not None:
            message["nonce"] = body["nonce"]
        if files:
            message["_files"] = files
        return message


def _public(message: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in message.items() if not key.startswith("_")}


def _merge(message: dict[str, Any], body: dict[str, Any]) -> None:
    for key in ("content", "embeds", "components", "flags"):
        if key in body:
            message[key] = (
                copy.deepcopy(body[key]) if body[key] is not None else ([] if key != "content" else "")
            )


def _attachments(body: dict[str, Any], files: dict[str, bytes]) -> list[dict[str, Any]]:
    stated = {str(a["id"]): a for a in body.get("attachments") or []}
    found = []
    for number, (_, data) in enumerate(files.items()):
        about = stated.get(str(number), {})
        found.append(
            {
                "id": str(snowflake()),
                "filename": about.get("filename", f"file{number}"),
                "description": about.get("description"),
                "size": len(data),
                "url": f"https://cdn.discordapp.com/attachments/{number}",
                "proxy_url": f"https://media.discordapp.net/attachments/{number}",
            }
        )
    return found
