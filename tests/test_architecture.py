"""The floors of docs/architecture.md, read from the imports."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

FLOORS: dict[str, int] = {
    "bot.__main__": 6,
    "bot.cli": 5,
    "bot.service": 4,
    "bot.demo": 4,
    "bot.discord_app": 3,
    "bot.schedule": 3,
    "bot.pipeline": 3,
    "bot.answers": 2,
    "bot.telling": 2,
    "bot.keepers": 2,
    "bot.delivery": 2,
    "bot.config": 1,
    "bot.feeds": 1,
    "bot.briefs": 1,
    "bot.stories": 1,
    "bot.ledger": 1,
    "bot.digests": 1,
    "bot.alerts": 1,
    "bot.reports": 1,
    "bot.lookups": 1,
    "storage": 1,
    "storage.records": -1,
    "bot.words": -1,
    "bot.wording": 0,
    "bot.mentions": 0,
    "bot.units": 0,
    "bot.periods": 0,
    "bot.spelling": 0,
    "bot.logs": 0,
    "bot.limits": 0,
    "bot.faults": 0,
}

# Each library has one home.
HOMES: dict[str, tuple[str, ...]] = {
    "discord": ("bot/discord_app/",),
    "sqlite3": ("storage/",),
    "sqlite_utils": ("storage/",),
    "feedparser": ("bot/feeds/parse.py",),
    "aiohttp": ("bot/feeds/", "bot/demo/", "bot/discord_app/"),
    "ruamel": ("bot/config/",),
    "apscheduler": ("bot/schedule.py",),
    "matplotlib": ("bot/reports/",),
    "trafilatura": ("bot/feeds/article.py",),
}


def modules() -> list[Path]:
    return sorted(p for top in ("bot", "storage") for p in (ROOT / top).rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str | None:
    """The longest known room that the module lies in."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        room = ".".join(parts[:length])
        if room in FLOORS:
            return room
    return None


def imports_of(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: say where it lies: `from bot.x import y`"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_room_imports_only_from_lower_floors(path: Path) -> None:
    module = name_of(path)
    room = room_of(module)
    if room is None:
        assert module == "bot", f"{module} stands on no floor: give it one here and in docs/architecture.md"
        return
    for imported in imports_of(path):
        if imported.split(".")[0] not in {"bot", "storage"}:
            continue
        other = room_of(imported)
        assert other is not None, f"{module} imports {imported}, which stands on no floor"
        assert other == room or FLOORS[other] < FLOORS[room], f"{module} must not know {imported}"


@pytest.mark.parametrize("top", ["bot", "storage"])
def test_the_drawing_names_every_room(top: str) -> None:
    drawing = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = [path.name for path in (ROOT / top).glob("[a-z]*.py")]
    rooms += [f"{path.parent.name}/" for path in (ROOT / top).glob("*/__init__.py")]
    assert [room for room in rooms if not re.search(rf"\b{re.escape(room)}", drawing)] == []


def test_the_drawing_has_the_floors_that_are_held_here() -> None:
    drawing = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn = {
        room: int(floor)
        for floor, rooms in re.findall(r"^(-?\d) +((?:bot|storage)\b.*)$", drawing, re.MULTILINE)
        for room in re.findall(r"(?:bot|storage)\b[.\w]*", rooms)
    }
    assert drawn == FLOORS


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_library_is_imported_at_its_home_only(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    for imported in imports_of(path):
        homes = HOMES.get(imported.split(".")[0])
        assert homes is None or place.startswith(homes), f"{place} imports {imported}; its home is {homes}"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_pure_room_touches_no_clock_log_or_network(path: Path) -> None:
    pure = (
        "bot/briefs/",
        "bot/stories/",
        "bot/ledger/",
        "bot/digests/",
        "bot/alerts/",
        "bot/words/",
        "bot/wording/",
        "bot/mentions/",
    )
    if not path.relative_to(ROOT).as_posix().startswith(pure):
        return
    forbidden = {"logging", "socket", "asyncio", "time", "random", "threading", "urllib.request"}
    assert not forbidden & {name.rpartition(".")[0] or name for name in imports_of(path)}
    assert "datetime.now" not in path.read_text(encoding="utf-8")
