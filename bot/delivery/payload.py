"""What every chat understands, and the mark by which it drops a repeat."""

from __future__ import annotations

import base64
import hashlib
import json

from storage.records import Message

NONCE_LENGTH = 25  # the longest that Discord takes


def nonce(install: str, message: Message) -> str:
    """The same for every try of a message, different for any two messages; 25 characters.

    The target is part of it, as a chat may tell nonces apart by author only, not by channel.
    """
    seed = f"{install}:{message.id}:{message.target}:{message.part}"
    return base64.b32encode(hashlib.sha256(seed.encode()).digest()).decode()[:NONCE_LENGTH]


def plain(text: str) -> str:
    """A payload that every chat understands: text without any mark-up."""
    return json.dumps({"text": text}, ensure_ascii=False)


def plain_text(payload: str) -> str | None:
    """The text of a plain payload; None for any other."""
    try:
        body = json.loads(payload)
    except ValueError:
        return None
    return body["text"] if isinstance(body, dict) and set(body) == {"text"} else None
