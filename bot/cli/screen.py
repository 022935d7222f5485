"""What answers are set for: the terminal's width and colours, the reader's local time."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.reports.layout import Page

WIDEST = 120  # columns; longer lines are hard to follow


def page(now: datetime) -> Page:
    """The terminal as a page, or a plain one of 100 columns where there is no terminal."""
    from bot.reports.layout import Ink, Page

    width = min(shutil.get_terminal_size((100, 24)).columns, WIDEST)
    return Page(width=width, zone=local_zone(), ink=Ink(use_colour()), now=now)


def use_colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def local_zone() -> str:
    """The machine's time zone by its name; UTC where it has none that can be told."""
    from zoneinfo import ZoneInfo

    for name in (os.environ.get("TZ", ""), *_linked()):
        try:
            return ZoneInfo(name).key
        except (OSError, ValueError, LookupError):
            continue
    return "UTC"


def _linked() -> list[str]:
    """What /etc/localtime points to: .../zoneinfo/Europe/Berlin."""
    target = Path("/etc/localtime").resolve().as_posix()
    return [target.partition("zoneinfo/")[2]] if "zoneinfo/" in target else []


def write(text: str) -> None:
    """An answer to standard output, ended by one line break, in UTF-8 whatever the locale."""
    sys.stdout.buffer.write(text.rstrip("\n").encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def write_json(value: Any, *, pretty: bool = True) -> None:
    import msgspec

    data = msgspec.json.encode(value)
    write((msgspec.json.format(data, indent=2) if pretty else data).decode())
