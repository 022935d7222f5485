"""What Discord refuses in the body of a message or of the commands; the limits its documentation states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from tests.servers.discord_.world import FORUM, Channel

MESSAGE_KEYS = {
    "content",
    "embeds",
    "components",
    "flags",
    "allowed_mentions",
    "nonce",
    "enforce_nonce",
    "tts",
    "attachments",
    "message_reference",
    "poll",
    "sticker_ids",
}
POST_KEYS = {"name", "auto_archive_duration", "applied_tags", "message"}
CHANNEL_ONLY = {"nonce", "enforce_nonce", "message_reference", "sticker_ids"}
EPHEMERAL, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, COMPONENTS_V2 = 1 << 6, 1 << 2, 1 << 12, 1 << 15
FILE_SIZE = 10 * 1024 * 1024


def message_problems(body: dict[str, Any], where: str, files: int = 0) -> list[str]:
    """All that Discord would refuse, each as `path: what is wrong`. `where`: channel, edit or interaction."""
    found = [f"{key}: unknown key" for key in body if key not in MESSAGE_KEYS]
    if where != "channel":
        found += [f"{key}: only in a channel message" for key in CHANNEL_ONLY & body.keys()]
    found += _content(body) + _nonce(body) + list(_mentions(body.get("allowed_mentions")))
    found += list(_embeds(body.get("embeds") or []))
    found += list(_components(body.get("components") or []))
    flags = body.get("flags") or 0
    if where == "channel" and flags & ~(SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2):
        found.append(f"flags: {flags} not allowed here")
    found += list(_attachments(body.get("attachments") or [], files))
    return found


def is_empty(body: dict[str, Any], files: int = 0) -> bool:
    """Code 50006: nothing to show."""
    return not ((body.get("content") or "").strip() or body.get("embeds") or body.get("components") or files)


def _content(body: dict[str, Any]) -> list[str]:
    content = body.get("content")
    if content is None:
        return []
    if not isinstance(content, str):
        return ["content: not a string"]
    return [f"content: {len(content)} characters, 2000 allowed"] if len(content) > 2000 else []


def _nonce(body: dict[str, Any]) -> list[str]:
    nonce = body.get("nonce")
    if nonce is None:
        return ["enforce_nonce: without a nonce"] if body.get("enforce_nonce") else []
    if not isinstance(nonce, str | int) or len(str(nonce)) > 25 or not str(nonce):
        return [f"nonce: {nonce!r} is not 1 to 25 characters"]
    return []


def _mentions(allowed: dict[str, Any] | None) -> Iterator[str]:
    if allowed is None:
        return
    parse = allowed.get("parse", [])
    for kind in ("roles", "users"):
        ids = allowed.get(kind, [])
        if len(ids) > 100:
            yield f"allowed_mentions.{kind}: more than 100"
        if ids and kind in parse:
            yield f"allowed_mentions.{kind}: both listed and parsed"
    if not set(parse) <= {"roles", "users", "everyone"}:
        yield f"allowed_mentions.parse: {parse}"


def _text(path: str, value: Any, limit: int) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{path}: not a string"
    elif not value.strip():
        yield f"{path}: empty"
    elif len(value) > limit:
        yield f"{path}: {len(value)} characters, {limit} allowed"


def _url(path: str, value: Any, limit: int = 2048) -> Iterator[str]:
    if not isinstance(value, str) or len(value) > limit:
        yield f"{path}: too long or no string"
        return
    try:
        parts = urlsplit(value)
    except ValueError:
        yield f"{path}: no URL"
        return
    if parts.scheme not in {"http", "https", "attachment"} or not parts.netloc or re.search(r"\s", value):
        yield f"{path}: not a well-formed http(s) URL: {value!r}"


def _embeds(embeds: list[dict[str, Any]]) -> Iterator[str]:
    if len(embeds) > 10:
        yield f"embeds: {len(embeds)}, 10 allowed"
    urls = [embed["url"] for embed in embeds if embed.get("url")]
    if len(urls) != len(set(urls)):
        yield "embeds: two with the same url, only the first would show"
    total = sum(map(size, embeds))
    if total > 6000:
        yield f"embeds: {total} characters over all, 6000 allowed"
    for number, embed in enumerate(embeds):
        yield from _embed(f"embeds[{number}]", embed)


def size(embed: dict[str, Any]) -> int:
    """The characters that count towards the 6,000 of a message."""
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or []:
        texts += [field.get("name"), field.get("value")]
    return sum(len(text) for text in texts if text)


def _embed(path: str, embed: dict[str, Any]) -> Iterator[str]:
    known = {"title", "description", "url", "timestamp", "color", "footer", "image", "thumbnail"}
    known |= {"author", "fields", "type", "flags"}
    yield from (f"{path}.{key}: unknown key" for key in embed if key not in known)
    if not size(embed) and not embed.get("image"):
        yield f"{path}: empty"
    for key, limit in (("title", 256), ("description", 4096)):
        if embed.get(key) is not None:
            yield from _text(f"{path}.{key}", embed[key], limit)
    if embed.get("url") is not None:
        yield from _url(f"{path}.url", embed["url"])
    for key, inner, limit in (("footer", "text", 2048), ("author", "name", 256)):
        if embed.get(key) is not None:
            yield from _text(f"{path}.{key}.{inner}", embed[key].get(inner), limit)
    for key in ("image", "thumbnail"):
        if embed.get(key) is not None:
            yield from _url(f"{path}.{key}.url", embed[key].get("url"))
    color = embed.get("color")
    if color is not None and not (isinstance(color, int) and 0 <= color <= 0xFFFFFF):
        yield f"{path}.color: {color!r}"
    fields = embed.get("fields") or []
    if len(fields) > 25:
        yield f"{path}.fields: {len(fields)}, 25 allowed"
    for number, field in enumerate(fields):
        yield from _text(f"{path}.fields[{number}].name", field.get("name"), 256)
        yield from _text(f"{path}.fields[{number}].value", field.get("value"), 1024)


def _components(rows: list[dict[str, Any]]) -> Iterator[str]:
    if len(rows) > 5:
        yield f"components: {len(rows)} rows, 5 allowed"
    ids: list[str] = []
    for number, row in enumerate(rows):
        path = f"components[{number}]"
        parts = row.get("components") or []
        if row.get("type") != 1:
            yield f"{path}: type {row.get('type')} is no row"
        if not 1 <= len(parts) <= 5:
            yield f"{path}: {len(parts)} parts, 1 to 5 allowed"
        for place, part in enumerate(parts):
            yield from _component(f"{path}.components[{place}]", part)
            ids += [part["custom_id"]] if part.get("custom_id") else []
    if len(ids) != len(set(ids)):
        yield "components: a custom_id twice"


def _component(path: str, part: dict[str, Any]) -> Iterator[str]:
    if part.get("type") == 2:
        if not part.get("emoji") or part.get("label"):
            yield from _text(f"{path}.label", part.get("label"), 80)
        if part.get("style") == 5:
            yield from _url(f"{path}.url", part.get("url"), 512)
            return
    elif part.get("type") == 3:
        options = part.get("options") or []
        if not 1 <= len(options) <= 25:
            yield f"{path}.options: {len(options)}, 1 to 25 allowed"
        for number, option in enumerate(options):
            for key in ("label", "value"):
                yield from _text(f"{path}.options[{number}].{key}", option.get(key), 100)
        if len(part.get("placeholder") or "") > 150:
            yield f"{path}.placeholder: over 150 characters"
    else:
        yield f"{path}: type {part.get('type')}"
    yield from _text(f"{path}.custom_id", part.get("custom_id"), 100)


def _attachments(attachments: list[dict[str, Any]], files: int) -> Iterator[str]:
    if files > 10 or len(attachments) > 10:
        yield "attachments: more than 10"
    for number, attachment in enumerate(attachments):
        if len(attachment.get("description") or "") > 1024:
            yield f"attachments[{number}].description: over 1024 characters"


NAME = re.compile(r"[-_'\w]{1,32}")


def command_problems(commands: list[dict[str, Any]]) -> list[str]:
    """What Discord refuses in a bulk overwrite of an application's commands."""
    found: list[str] = []
    slash = [c for c in commands if c.get("type", 1) == 1]
    if len(slash) > 100 or len(commands) - len(slash) > 30:
        found.append("commands: too many")
    keys = [(c.get("type", 1), c["name"]) for c in commands]
    if len(keys) != len(set(keys)):
        found.append("commands: a name twice")
    for command in commands:
        found += _command(command)
    return found


def _command(command: dict[str, Any]) -> Iterator[str]:
    path = command["name"]
    if command.get("type", 1) != 1:
        yield from _text(path, command["name"], 32)
        if command.get("description"):
            yield f"{path}: a menu command has no description"
        return
    if _characters(command) > 8000:
        yield f"{path}: {_characters(command)} characters in all, 8000 allowed"
    yield from _described(path, command)
    yield from _options(path, command.get("options") or [], 0)


def _described(path: str, thing: dict[str, Any]) -> Iterator[str]:
    if not NAME.fullmatch(thing["name"]) or thing["name"] != thing["name"].lower():
        yield f"{path}: name {thing['name']!r}"
    yield from _text(f"{path}.description", thing.get("description"), 100)


def _options(path: str, options: list[dict[str, Any]], depth: int) -> Iterator[str]:
    if len(options) > 25:
        yield f"{path}.options: {len(options)}, 25 allowed"
    optional_seen = False
    for option in options:
        here = f"{path} {option['name']}"
        yield from _described(here, option)
        if option["type"] in {1, 2}:
            if depth > 1 or (option["type"] == 2 and depth):
                yield f"{here}: groups nested too deep"
            yield from _options(here, option.get("options") or [], depth + 1)
            continue
        if option.get("required") and optional_seen:
            yield f"{here}: required after an optional one"
        optional_seen = optional_seen or not option.get("required")
        choices = option.get("choices") or []
        if choices and option.get("autocomplete"):
            yield f"{here}: choices and autocomplete"
        yield from choice_problems(choices, here)


def choice_problems(choices: list[dict[str, Any]], path: str = "choices") -> Iterator[str]:
    """What Discord refuses in choices, those of autocomplete too."""
    if len(choices) > 25:
        yield f"{path}: {len(choices)} choices, 25 allowed"
    for choice in choices:
        yield from _text(f"{path}.name", choice.get("name"), 100)
        if isinstance(choice.get("value"), str):
            yield from _text(f"{path}.value", choice["value"], 100)


def _characters(thing: dict[str, Any]) -> int:
    own = len(thing.get("name", "")) + len(thing.get("description", ""))
    values = sum(len(c["name"]) + len(str(c["value"])) for c in thing.get("choices") or [])
    return own + values + sum(map(_characters, thing.get("options") or []))


def post_problems(body: dict[str, Any], forum: Channel) -> list[str]:
    """What Discord would refuse in a new post of a forum, its first message apart."""
    if forum.kind != FORUM:
        return [f"type: {forum.kind} is no forum"]
    found = [f"{key}: unknown key" for key in body.keys() - POST_KEYS]
    found += list(_text("name", body.get("name"), 100))
    if body.get("auto_archive_duration", 60) not in {60, 1440, 4320, 10080}:
        found.append(f"auto_archive_duration: {body['auto_archive_duration']}")
    tags = body.get("applied_tags") or []
    if len(tags) > 5 or {int(tag) for tag in tags} - forum.tags.keys():
        found.append(f"applied_tags: {tags}")
    if forum.needs_tag and not tags:
        found.append("applied_tags: a tag is required to create a forum post in this channel")
    return found
