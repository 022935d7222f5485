"""Messages that are right by construction: text is cut to what a part may hold, embeds packed into messages.

Discord documents its limits in characters; we count UTF-16 units, which are never fewer, and stay a little
below, so that no reading of "character" can make a message too long.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.discord_app.escape import units

Embed = dict[str, Any]
Payload = dict[str, Any]

CONTENT = 1900  # of 2,000
TITLE = 240  # of 256
DESCRIPTION = 3900  # of 4,096
AUTHOR = 240  # of 256
TOTAL = 5600  # of 6,000 over all embeds of a message; leaves room for the mark that delivery adds
EMBEDS = 10
ROWS, BUTTONS = 5, 5
OPTIONS, OPTION_LENGTH = 25, 100
LABEL = 80


def size(embed: Embed) -> int:
    """The units that count towards a message's 6,000."""
    texts = [embed.get("title", ""), embed.get("description", "")]
    texts += [embed.get("footer", {}).get("text", ""), embed.get("author", {}).get("name", "")]
    return sum(map(units, texts))


def sections(blocks: Sequence[Sequence[str]], limit: int) -> str:
    """Blocks with a blank line between them, most important first, each of a line or more.

    Lines that do not fit are left out; they are never cut.
    """
    kept: list[str] = []
    room = limit
    for block in blocks:
        fitting: list[str] = []
        for line in block:
            if line.strip() and units(line) + 2 <= room:
                fitting.append(line)
                room -= units(line) + 2
        if fitting:
            kept.append("\n".join(fitting))
    return "\n\n".join(kept)


def lines(head: str, entries: Sequence[str], limit: int, rest: str = "and {} more") -> str:
    """A heading with a line for each entry; what does not fit is counted, not cut."""
    kept: list[str] = []
    room = limit - units(head) - units(rest) - 8
    for entry in entries:
        if units(entry) + 1 > room:
            break
        kept.append(entry)
        room -= units(entry) + 1
    if not kept:
        return ""
    if len(kept) < len(entries):
        kept.append(rest.format(len(entries) - len(kept)))
    return "\n".join([head, *kept] if head else kept)


def joined(label: str, parts: Sequence[str], limit: int) -> str:
    """A label and its parts in one running line; what does not fit is counted, not cut."""
    kept: list[str] = []
    room = limit - units(label) - len(" · +000")
    for part in parts:
        if units(part) + 3 > room:
            break
        kept.append(part)
        room -= units(part) + 3
    if not kept:
        return ""
    rest = len(parts) - len(kept)
    return f"**{label}** " + " · ".join([*kept, f"+{rest}"] if rest else kept)


def pack(embeds: Sequence[Embed], total: int = TOTAL, most: int = EMBEDS) -> list[list[Embed]]:
    """Embeds in order, as few messages as hold them; an embed is never split."""
    messages: list[list[Embed]] = []
    room = 0
    for embed in embeds:
        if not messages or size(embed) > room or len(messages[-1]) == most:
            messages.append([])
            room = total
        messages[-1].append(embed)
        room -= size(embed)
    return messages


def rows(buttons: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Buttons in rows of five; more than five rows do not fit under a message."""
    cut = buttons[: ROWS * BUTTONS]
    chunks = [cut[i : i + BUTTONS] for i in range(0, len(cut), BUTTONS)]
    return [{"type": 1, "components": list(chunk)} for chunk in chunks]


def button(label: str, custom_id: str, style: int = 2) -> dict[str, Any]:
    """A grey button. `custom_id` is ours: short by construction."""
    assert len(custom_id) <= 100
    return {"type": 2, "style": style, "label": label[:LABEL], "custom_id": custom_id}


def select(placeholder: str, custom_id: str, options: Sequence[tuple[str, str, str]], most: int = 1) -> Embed:
    """A row with a list to choose from: (value, label, description) each; `most` may be chosen at once."""
    shown = [
        {"value": value, "label": label[:OPTION_LENGTH] or "?"}
        | ({"description": about[:OPTION_LENGTH]} if about else {})
        for value, label, about in options[:OPTIONS]
    ]
    part = {"type": 3, "custom_id": custom_id, "placeholder": placeholder, "options": shown}
    return {"type": 1, "components": [part | {"min_values": 1, "max_values": min(most, len(shown))}]}
