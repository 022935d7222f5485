"""The verdict on the clause around a mention."""

from __future__ import annotations

from dataclasses import dataclass, field

from storage.records import Status


@dataclass(frozen=True, slots=True)
class Reading:
    """A clause's verdict. `past` says that the verb tells of what is over; `governor` is where it stands;
    `hangs` that it depends on a condition; `known` that it is taken for granted, whatever is said around it.
    """

    status: Status
    reason: str
    past: bool = False
    hangs: bool = False
    known: bool = False
    governor: tuple[int, int] | None = field(default=None)
