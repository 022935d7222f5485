"""A short form of the kill matrix; `make chaos` runs the long one."""

from __future__ import annotations

from pathlib import Path

from tests.chaos.__main__ import account
from tests.chaos.matrix import matrix


async def test_nothing_is_lost_or_told_twice_however_often_it_is_killed(tmp_path: Path) -> None:
    result = await matrix(kills=5, folder=tmp_path)
    assert result.clean, account(result, 0)
    assert result.kills >= 5
    assert result.messages >= 10
