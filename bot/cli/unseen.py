"""Characters that nobody sees in a text, left out for reading and put back into the offsets.

Theory: soft hyphens, zero-width spaces, marks of direction and a terminal's escapes part words for a
program and not for a reader. A brief is made of the text as it is seen; its spans then count the
characters of the text as it was given, and show them as they stand there.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from typing import Any

# U+200C and U+200D stay: Persian words and emoji are written with them. A lone return ends a line.
UNSEEN = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])"
    r"|[\x00-\x08\x0b\x0e-\x1f\x7f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
LONE_RETURN = re.compile(r"\r(?!\n)")


def visible(text: str) -> tuple[str, Sequence[int] | None]:
    """The text as it is seen, and where each of its characters stands in the given one; None: there too."""
    if "\r" in text:
        text = LONE_RETURN.sub("\n", text)
    if text.replace("\n", "").isprintable() or UNSEEN.search(text) is None:  # the first look is the quicker
        return text, None
    pieces, positions, at = [], array("q"), 0
    for found in UNSEEN.finditer(text):
        pieces.append(text[at : found.start()])
        positions.extend(range(at, found.start()))
        at = found.end()
    pieces.append(text[at:])
    positions.extend(range(at, len(text)))
    return "".join(pieces), positions


def as_given(record: Any, text: str, positions: Sequence[int]) -> Any:
    """A record whose spans count the characters of the text as it was given."""
    if isinstance(record, list):
        return [as_given(part, text, positions) for part in record]
    if not isinstance(record, dict):
        return record
    made = {name: as_given(part, text, positions) for name, part in record.items()}
    if isinstance(made.get("start"), int) and made["end"] > made["start"]:
        made["start"], made["end"] = positions[made["start"]], positions[made["end"] - 1] + 1
        if "text" in made:
            made["text"] = text[made["start"] : made["end"]]
    return made
