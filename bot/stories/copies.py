"""Which items are one agency text in several outlets.

Theory: outlets cut a wire story from the end, add a line, change a word; what stays are long runs of
words. So we hash every run of five words and keep the smallest hashes: two such sketches tell, without
the texts, which share of the shorter text stands in the longer one (Broder 1997, containment from
bottom-k sketches). Accepted to miss: a copy rewritten throughout, and texts of a dozen words, where
two outlets may well choose the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

from storage.records import Member

RUN = 5  # words: a shorter run is a stock phrase
SKETCH = 64  # hashes kept: an error of about 6 points at one half
SKETCHED = 6_000  # characters read: a wire story's own length
SHORTEST = 12  # runs: below, agreement says nothing
COPIED = 0.6  # of the shorter text; independent reports that quote the same statement stay under 0.3

WORD = re.compile(r"\w+")


def sketch(text: str) -> tuple[tuple[int, ...], int]:
    """(the smallest hashes of a text's runs of words in rising order, how many runs it has)."""
    found = WORD.findall(text.casefold())
    runs = {crc32(" ".join(found[n : n + RUN]).encode()) for n in range(len(found) - RUN + 1)}
    return tuple(sorted(runs)[:SKETCH]), len(runs)


def containment(a: Sequence[int], a_runs: int, b: Sequence[int], b_runs: int) -> float:
    """Which share of the shorter of two texts stands in the other, 0 to 1, estimated."""
    if not a or not b:
        return 0.0
    complete = [hashes[-1] for hashes, runs in ((a, a_runs), (b, b_runs)) if runs > len(hashes)]
    border = min(complete, default=max(a[-1], b[-1]))
    seen_a = {h for h in a if h <= border}
    seen_b = {h for h in b if h <= border}
    shorter = min(len(seen_a), len(seen_b))
    return len(seen_a & seen_b) / shorter if shorter else 0.0


def copied_from(hashes: Sequence[int], runs: int, feed_id: int, members: Sequence[Member]) -> int | None:
    """The entry an item is a syndicated copy of, the first one of its kind; None for a text of its own.

    A feed's own later version is not a copy: the outlet counts once anyhow.
    """
    if runs < SHORTEST:
        return None
    for member in members:
        if member.feed_id == feed_id or member.length < SHORTEST:
            continue
        if containment(hashes, runs, member.sketch, member.length) >= COPIED:
            return member.copy_of or member.entry_id
    return None
