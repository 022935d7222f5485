"""Long work in short transactions, and its manners: others get to write in between.

Theory: who waits for SQLite's lock looks again after 100 ms at the latest, and nobody queues. Work that
begins its next transaction as soon as one ends is in nearly every time somebody looks, and can keep others
waiting for seconds. So after some work it stands aside for longer than any of them sleeps.
"""

from __future__ import annotations

import time

WORK_S = 0.3
PAUSE_S = 0.12


class Turns:
    """Call `give_way` between two transactions: most times it does nothing."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def give_way(self) -> None:
        if time.monotonic() - self._since >= WORK_S:
            time.sleep(PAUSE_S)
            self._since = time.monotonic()
