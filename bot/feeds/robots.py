"""robots.txt as RFC 9309 tells it: which paths of a host we may read pages from. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from urllib.parse import quote, unquote, urlsplit

AGENT = "sitrep"
READ_AT_MOST = 500 * 1024  # bytes; the RFC's own bound
RULES_AT_MOST = 2_000
RULES_LENGTH = 100_000  # characters; no host may take more of our memory


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for us on one host. `rules` are (pattern, allowed); `closed`: nothing may be read now."""

    rules: tuple[tuple[str, bool], ...] = ()
    closed: bool = False
    reason: str = ""  # why it is closed, where the host itself is at fault
    until: datetime | None = None  # read again after this

    def allows(self, url: str) -> bool:
        """The longest matching rule decides; where two are as long, the one that allows."""
        if self.closed:
            return False
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        best, allowed = -1, True
        for pattern, allow in self.rules:
            if _matches(pattern, path) and (len(pattern) > best or (len(pattern) == best and allow)):
                best, allowed = len(pattern), allow
        return allowed


def read_robots(text: str) -> Robots:
    """The group for us, else the one for everybody."""
    ours: list[tuple[str, bool]] = []
    theirs: list[tuple[str, bool]] = []
    named = False
    agents: set[str] = set()
    in_rules = False
    for line in text[:READ_AT_MOST].splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            agents = (set() if in_rules else agents) | {value.lower()}
            in_rules = False
            named = named or value.lower() == AGENT
        elif name in {"allow", "disallow"}:
            in_rules = True
            rule = (_normal(value), name == "allow")
            if value and AGENT in agents:
                ours.append(rule)
            if value and "*" in agents:
                theirs.append(rule)
    return Robots(rules=_bounded(ours if named else theirs))


def _bounded(rules: list[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    """The rules from the top, as many as we keep of one host."""
    lengths = accumulate(len(pattern) for pattern, _ in rules[:RULES_AT_MOST])
    return tuple(rule for rule, length in zip(rules, lengths, strict=False) if length <= RULES_LENGTH)


def _normal(path: str) -> str:
    return quote(unquote(path), safe="/*$?=&;,:@!'()+~-._")


def _matches(pattern: str, path: str) -> bool:
    """`*` stands for anything, a final `$` for the end. Piece by piece, so that no pattern can stall us."""
    anchored = pattern.endswith("$")
    pieces = re.split(r"\*+", pattern[:-1] if anchored else pattern)
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if not anchored or at == len(path):
        return True
    return (
        len(pieces) > 1 and path.endswith(pieces[-1]) and len(path) - len(pieces[-1]) >= at - len(pieces[-1])
    )
