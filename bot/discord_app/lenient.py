"""Answers whose type is written otherwise than Discord writes it.

discord.py takes an answer for JSON only where its type is "application/json" to the letter; a proxy on the
way may add the charset that it is in. The type is put right before discord.py looks at it.
"""

from __future__ import annotations

from types import SimpleNamespace

import aiohttp
from multidict import CIMultiDict, CIMultiDictProxy

JSON = "application/json"


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
