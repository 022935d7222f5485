"""A strict stand-in for Discord on loopback: REST and gateway, for the real discord.py client to talk to.

    async with DiscordServer() as discord:
        guild = discord.world.add_guild("Desk", owner=50)
        ...
        answer = await discord.slash("figures", guild, channel, user, about="troops")
        assert answer.seen["embeds"]

It refuses what Discord refuses, keeps a log of all it received, and misbehaves on demand (`faults`,
`gateway.drop()`, `gateway.invalidate()`).
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any, Self

from aiohttp import web

from tests.servers.discord_.faults import Fault, Faults
from tests.servers.discord_.gateway import Gateway
from tests.servers.discord_.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    Exchange,
    Interactions,
    NotOfferedError,
)
from tests.servers.discord_.rest import BASE, Request, Rest
from tests.servers.discord_.world import Channel, Guild, Member, World

__all__ = [
    "TOKEN",
    "Channel",
    "DiscordServer",
    "Exchange",
    "Fault",
    "Guild",
    "Member",
    "NotOfferedError",
    "Request",
]

TOKEN = "MQ.stand-in.token"
ROLE, SELECT = 8, 3


class DiscordServer:
    """One running stand-in; an async context manager."""

    def __init__(self, token: str = TOKEN, port: int = 0) -> None:
        self.world = World()
        self.interactions = Interactions(self.world)
        self.gateway = Gateway(self.world, token)
        self.rest = Rest(self.world, token, self.interactions)
        self.interactions.dispatch = self.gateway.dispatch
        self._port = port

    @property
    def faults(self) -> Faults:
        return self.rest.faults

    @property
    def log(self) -> list[Request]:
        return self.rest.log

    @property
    def pings(self) -> list[str]:
        """Whom the bot's messages woke."""
        return self.rest.pings + self.interactions.pings

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=30 * 1024 * 1024)
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_route("*", BASE + "/{tail:.*}", self.rest.handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        listening = socket.create_server(("127.0.0.1", self._port))
        self._port = listening.getsockname()[1]
        await web.SockSite(self._runner, listening).start()
        self.url = f"http://127.0.0.1:{self._port}{BASE}"
        self.rest.gateway_url = self.gateway.url = f"ws://127.0.0.1:{self._port}/gateway/"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.gateway.close()
        await self._runner.cleanup()

    def requests(self, method: str, path: str = "") -> list[Request]:
        """What was received, by method and a part of the path."""
        return [request for request in self.log if request.method == method and path in request.path]

    async def until(self, condition: Callable[[], object], within: float = 30.0) -> None:
        """Wait for something to come true."""
        async with asyncio.timeout(within):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    # --- what people do -----------------------------------------------------------------------------

    async def slash(
        self, command: str, channel: Channel, user: int, /, *, override: bool = False, **options: Any
    ) -> Exchange:
        """A person runs a slash command ("digest schedule") and waits for the answer."""
        data = self._command_data(command.split(), 1, channel, user, override=override)
        self._fill(data, command.split(), options, check=True)
        exchange = await self.interactions.begin(COMMAND, data, channel, user)
        return await exchange.settled()

    async def autocomplete(
        self, command: str, channel: Channel, user: int, focused: str, typed: str, /, **options: Any
    ) -> list[dict[str, Any]]:
        """The choices offered while a person types."""
        data = self._command_data(command.split(), 1, channel, user, override=False)
        self._fill(data, command.split(), options | {focused: typed}, check=False, focused=focused)
        exchange = await (await self.interactions.begin(AUTOCOMPLETE, data, channel, user)).settled()
        assert exchange.choices is not None
        return exchange.choices

    async def menu(self, command: str, channel: Channel, user: int, target: dict[str, Any]) -> Exchange:
        """A person picks a command from a message's menu."""
        data = self._command_data([command], 3, channel, user, override=False)
        data |= {"target_id": target["id"], "resolved": {"messages": {target["id"]: target}}}
        exchange = await self.interactions.begin(COMMAND, data, channel, user)
        return await exchange.settled()

    async def press(
        self, message: dict[str, Any], label: str, channel: Channel, user: int, *, wait: bool = True
    ) -> Exchange:
        """A person presses the button with a label under a message."""
        parts = [part for row in message["components"] for part in row["components"]]
        button = next((part for part in parts if part.get("label") == label), None)
        if button is None or button.get("disabled"):
            raise NotOfferedError(f"no button {label!r}; there are {[part.get('label') for part in parts]}")
        data = {"component_type": button["type"], "custom_id": button["custom_id"]}
        exchange = await self.interactions.begin(COMPONENT, data, channel, user, source=message)
        return await exchange.settled() if wait else exchange

    async def choose(
        self, message: dict[str, Any], values: list[str], channel: Channel, user: int, /
    ) -> Exchange:
        """A person chooses from the list under a message, by the labels that are seen."""
        parts = [part for row in message["components"] for part in row["components"]]
        menu = next((part for part in parts if part["type"] == SELECT), None)
        if menu is None:
            raise NotOfferedError("no list to choose from")
        by_label = {option["label"]: option["value"] for option in menu["options"]}
        if not menu.get("min_values", 1) <= len(values) <= menu.get("max_values", 1):
            raise NotOfferedError(f"{len(values)} chosen")
        data = {"component_type": SELECT, "custom_id": menu["custom_id"]}
        data["values"] = [by_label[value] for value in values]
        exchange = await self.interactions.begin(COMPONENT, data, channel, user, source=message)
        return await exchange.settled()

    def _command_data(
        self, path: list[str], kind: int, channel: Channel, user: int, *, override: bool
    ) -> dict[str, Any]:
        name = path[0] if kind == 1 else " ".join(path)
        command = next((c for c in self.rest.commands if c["name"] == name and c["type"] == kind), None)
        if command is None:
            raise NotOfferedError(f"no command {name!r}; there are {[c['name'] for c in self.rest.commands]}")
        guild = self.world.guilds.get(channel.guild) if channel.guild else None
        context = 0 if guild else 1
        if command["contexts"] is not None and context not in command["contexts"]:
            raise NotOfferedError(f"/{name} is not offered here")
        needed = command["default_member_permissions"]
        if guild and needed and not override and int(needed) & ~guild.permissions(user, channel):
            raise NotOfferedError(f"/{name} is not offered to {user}")
        data = {"id": command["id"], "name": command["name"], "type": kind}
        return data | ({"guild_id": str(guild.id)} if guild else {})

    def _fill(
        self,
        data: dict[str, Any],
        path: list[str],
        options: dict[str, Any],
        *,
        check: bool,
        focused: str = "",
    ) -> None:
        """Put options into a command's data as Discord does, checked against what was registered."""
        schema = next(c for c in self.rest.commands if c["name"] == path[0] and c["type"] == 1)
        inner = data
        for name in path[1:]:
            schema = next(option for option in schema["options"] if option["name"] == name)
            inner["options"] = [{"name": name, "type": schema["type"]}]
            inner = inner["options"][0]
        known = {option["name"]: option for option in schema.get("options") or []}
        if unknown := options.keys() - known.keys():
            raise NotOfferedError(f"no option {unknown}; there are {list(known)}")
        missing = [o["name"] for o in known.values() if o.get("required") and o["name"] not in options]
        if check and missing:
            raise NotOfferedError(f"required: {missing}")
        resolved: dict[str, Any] = {}
        inner["options"] = [
            self._option(known[name], value, resolved, focused=name == focused)
            for name, value in options.items()
        ]
        if resolved:
            data["resolved"] = resolved

    def _option(
        self, option: dict[str, Any], value: Any, resolved: dict[str, Any], *, focused: bool
    ) -> dict[str, Any]:
        kind = option["type"]
        if isinstance(value, Channel):
            guild = self.world.guilds[value.guild or 0]
            about = value.json() | {"permissions": str(guild.permissions(guild.owner, value))}
            resolved.setdefault("channels", {})[str(value.id)] = about
            value = str(value.id)
        elif kind == ROLE:
            resolved.setdefault("roles", {})[str(value.id)] = value.json()
            value = str(value.id)
        if option.get("choices") and value not in [choice["value"] for choice in option["choices"]]:
            raise NotOfferedError(f"{option['name']}: {value!r} is not among the choices")
        if not focused and "min_value" in option and not option["min_value"] <= value <= option["max_value"]:
            raise NotOfferedError(f"{option['name']}: {value} out of range")
        filled = {"name": option["name"], "type": kind, "value": value}
        return filled | ({"focused": True} if focused else {})
