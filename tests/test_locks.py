"""The locks hold all that is installed, so that no new release of anything breaks an installation."""

from __future__ import annotations

import re
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKED = re.compile(
    r"^(?P<name>[\w.-]+)(?:\[(?P<extras>[\w,.-]+)\])?==[^ ;]+(?: ; (?P<where>[^\\]+))? \\$", re.MULTILINE
)


def locked() -> dict[str, set[str]]:
    """What the locks install here, each with the extras that they name."""
    found: dict[str, set[str]] = {}
    for name in ("requirements.lock", "requirements-dev.lock"):
        for line in LOCKED.finditer((ROOT / name).read_text(encoding="utf-8")):
            there = Requirement(f"{line['name']} ; {line['where']}").marker if line["where"] else None
            if there is None or there.evaluate():
                extras = set((line["extras"] or "").split(",")) - {""}
                found.setdefault(canonicalize_name(line["name"]), set()).update(extras)
    return found


@pytest.mark.parametrize("name", sorted(locked()))
def test_what_a_locked_package_asks_for_is_locked_with_its_extras(name: str) -> None:
    known = locked()
    here = [default_environment() | {"extra": extra} for extra in ("", *known[name])]
    for asked in map(Requirement, requires(name) or ()):
        if asked.marker is None or any(asked.marker.evaluate(dict(place)) for place in here):
            assert asked.extras <= known.get(canonicalize_name(asked.name), set()), (
                f"{name} asks for {asked}: pip looks for its newest release unless the lock names the extra"
            )
            assert canonicalize_name(asked.name) in known, f"{name} asks for {asked}, which no lock holds"
