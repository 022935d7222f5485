"""What Discord's errors mean: for a message in the outbox, and for a person waiting for an answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

import aiohttp
import discord

from bot.delivery import DeliveryError

UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, UNKNOWN_INTERACTION, ALREADY_ANSWERED = 10003, 10008, 10062, 40060
TOKEN_EXPIRED = {10015, 50027}  # an interaction's token, after 15 minutes
SLOW_DOWN = {20016, 20022, 20028, 30046, 40062}
TOO_MUCH = {40005, 50006, 50035}  # our payload is at fault: a plainer one may do
ARCHIVED, LOCKED, TOO_MANY_THREADS = 50083, 160005, 160006
WRONG_KIND = {50008, 50024}  # a channel that takes no messages at all
CLOSED = {
    ARCHIVED,
    LOCKED,
    TOO_MANY_THREADS,
    *WRONG_KIND,
}  # somebody has to open the place, whatever the status
BLOCKED = {200000, 200001}  # a moderation rule of the server; saying it plainer is blocked as well
REASON_LENGTH = 300
DEFAULT_WAIT = timedelta(seconds=5)  # for a rate limit that does not say how long
TOKEN_HELP = "Discord refuses the token; copy it anew from the Bot page of the developer portal"  # noqa: S105


class TokenRefusedError(Exception):
    """The token is not that of a bot."""


def in_words(error: BaseException) -> str:
    """What went wrong on the way to Discord, in one line: no page of HTML, nothing of the library's."""
    if isinstance(error, discord.HTTPException):
        return f"it answers {_answer(error)}"
    if isinstance(error, aiohttp.ClientConnectorError):
        refused = isinstance(error.os_error, ConnectionRefusedError)
        what = "refuses connections" if refused else f"cannot be connected to ({error.os_error.strerror})"
        return f"{error.host} {what}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return " ".join(f"{type(error).__name__} {error}".split())[:REASON_LENGTH]


def _answer(error: discord.HTTPException) -> str:
    """Its status and Discord's own words; what is no Discord may send a page of HTML."""
    text = " ".join(error.text.split()).removeprefix(f"{error.status}: ")[:REASON_LENGTH]
    if text.startswith("<"):
        return f"{error.status} with a web page"
    return f"{error.status} ({error.code}): {text}" if error.code else f"{error.status} {text}".rstrip()


def trouble(error: Exception, plain: Sequence[str] = ()) -> DeliveryError:
    """What an error met while sending means. `plain` is the message as texts, for a payload at fault."""
    if isinstance(error, discord.RateLimited):
        return DeliveryError("later", "rate limited", wait=timedelta(seconds=error.retry_after))
    if isinstance(error, discord.HTTPException):
        return _answered(error, plain)
    if isinstance(error, aiohttp.ClientConnectorError):
        return DeliveryError("later", f"Discord cannot be reached: {error}")
    return DeliveryError("unknown", f"no answer: {type(error).__name__} {error}".strip())


def _answered(error: discord.HTTPException, plain: Sequence[str]) -> DeliveryError:
    reason = f"Discord says {_answer(error)}"
    if error.status == 401:
        return DeliveryError("fatal", TOKEN_HELP)
    if error.status == 429:
        return DeliveryError("later", "rate limited", wait=_retry_after(error))
    if error.status >= 500:
        return DeliveryError("unknown", reason, plain=plain)
    if error.code == UNKNOWN_MESSAGE:
        return DeliveryError("gone", reason)
    if error.code in SLOW_DOWN:
        return DeliveryError("later", reason, wait=timedelta(minutes=1))
    if error.code in BLOCKED:
        return DeliveryError("payload", reason)
    if error.code in CLOSED:
        return DeliveryError("refused", reason)
    if error.code in TOO_MUCH or error.status in {400, 413}:
        return DeliveryError("payload", reason, plain=plain)
    return DeliveryError("refused", reason)


def _retry_after(error: discord.HTTPException) -> timedelta:
    """Discord's own figure where there is one: a proxy in front of it may answer without."""
    stated = error.response.headers.get("Retry-After", "")
    try:
        body = json.loads(error.text) if error.text.startswith("{") else {}
        return timedelta(seconds=float(body.get("retry_after", stated)))
    except (ValueError, TypeError):
        return DEFAULT_WAIT


def is_too_late(error: BaseException) -> bool:
    """Whether an interaction is past answering: expired, or answered already. Nobody waits any more."""
    cause = getattr(error, "original", error)
    codes = {UNKNOWN_INTERACTION, ALREADY_ANSWERED, *TOKEN_EXPIRED}
    return isinstance(cause, discord.HTTPException) and cause.code in codes
