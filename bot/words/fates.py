"""What befell those whom a number counts, told by several words behind it: "were still in shelters"."""

from __future__ import annotations

import re
from functools import cache

from bot.words.lexicon import lines

FAR = 120  # characters behind a number in which its clause tells what befell those counted


def fate_after(text: str, end: int) -> tuple[str, str] | None:
    """(the fate, the words that tell it) behind a number that ends at `end`; None where none is told."""
    for name, wording in _fates():
        found = wording.match(text, end, end + FAR)
        if found is not None:
            return name, found.group()
    return None


@cache
def _fates() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Fates, and how a clause goes on that tells them."""
    return tuple(
        (name, re.compile(rf"[^.;,]{{0,40}}?\b(?:{wording})\b", re.IGNORECASE))
        for name, wording in lines("fates.tsv")
    )
