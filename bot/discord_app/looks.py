"""Colours with a meaning, and times that every reader sees in their own zone."""

from __future__ import annotations

from datetime import datetime

# Quiet colours, each with one meaning.
CONFLICT = 0xB4534A  # brick: sources contradict each other, or somebody denies it
CHANGED = 0xC2963B  # ochre: there is something new in a story told before
NEW = 0x4A78A6  # blue: not told before
QUIET = 0x80868F  # grey: stands as it was; and everything that is only a frame


def stamp(when: datetime, style: str = "t") -> str:
    """Styles: t time, d date, f both, F with the day of the week, R how long ago."""
    return f"<t:{int(when.timestamp())}:{style}>"
