"""Answers and events that are written otherwise than discord.py expects them.

It takes an answer for JSON only where its type is "application/json" to the letter; a proxy on the way may
add the charset that it is in. The type is put right before discord.py looks at it. And it trips over an
event that lacks a field which Discord always sends, however little the field matters to us: such fields
are filled in.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import aiohttp
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context
from multidict import CIMultiDict, CIMultiDictProxy

JSON = "application/json"
# What discord.py cannot do without, by the name under which it stands; lists hold several of a kind.
Parts = dict[str, Any]
USER: Parts = {"username": "", "discriminator": "0", "avatar": None}
MEMBER: Parts = {"roles": [], "flags": 0}
MESSAGE: Parts = {
    "attachments": [], "embeds": [], "components": [], "edited_timestamp": None, "type": 0, "pinned": False,
    "mention_everyone": False, "tts": False, "content": "",
}  # fmt: skip
PLACE: Parts = {"position": 0, "name": "", "permissions": "0"}
FILLINGS: dict[str, Parts] = {
    "user": USER, "users": USER, "author": USER, "member": MEMBER, "members": MEMBER, "message": MESSAGE,
    "messages": MESSAGE, "channel": PLACE, "channels": PLACE,
    "roles": {"name": ""},
    "READY": {"shard": [0, 1], "guilds": []},
    "INTERACTION_CREATE": {"version": 1, "attachment_size_limit": 10 * 1024 * 1024},
    "GUILD_CREATE": {"name": "", "channels": [], "members": [], "roles": []},
}  # fmt: skip
DEEPEST = 6  # levels of an event that discord.py reads


def trace() -> aiohttp.TraceConfig:
    """For the HTTP client: watches what comes back."""
    config = aiohttp.TraceConfig()
    config.on_request_end.append(_name_json)
    return config


async def _name_json(
    session: aiohttp.ClientSession, context: SimpleNamespace, answer: aiohttp.TraceRequestEndParams
) -> None:
    response = answer.response
    if response.content_type == JSON and response.headers.get("Content-Type") != JSON:
        headers = CIMultiDict(response.headers)
        headers["Content-Type"] = JSON
        response._headers = CIMultiDictProxy(headers)
        response._cache.pop("headers", None)


def filled(name: str, data: Any, depth: int = 0) -> Any:
    """An event's data, or a part of it, with what discord.py cannot do without."""
    if depth > DEEPEST:
        return data
    if isinstance(data, list):
        return [filled(name, one, depth + 1) for one in data]
    if not isinstance(data, dict):
        return data
    if data and all(key.isdigit() for key in data):  # several of a kind, by their ids
        return {id: filled(name, one, depth + 1) for id, one in data.items()}
    whole = {key: filled(key, value, depth + 1) for key, value in data.items()}
    return FILLINGS.get(name, {}) | whole if whole or depth == 0 else whole


class Adapter(AsyncWebhookAdapter):
    """The way of answers to interactions, for which no more is needed than that they were accepted."""

    async def request(self, route: Route, session: aiohttp.ClientSession, **about: Any) -> Any:
        answer = await super().request(route, session, **about)
        if route.path.endswith("/callback"):
            told = answer if isinstance(answer, dict) else {}
            return {"interaction": {"id": "0", "type": 2}} | told
        if "/messages/" in route.path or route.method == "POST":
            return {"id": "0"} | filled("message", answer if isinstance(answer, dict) else {})
        return answer


def accept_little() -> None:
    """From here on, in this task and those it begins, an answer that was accepted counts as given."""
    async_context.set(Adapter())  # type: ignore[no-untyped-call]
