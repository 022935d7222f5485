"""The digest that the tests of reports show in every form: a disputed count and drones that do not add up."""

from __future__ import annotations

import pytest

from bot.digests import make_digest
from storage.records import Digest
from tests.desk import NOW, YESTERDAY, ZONE, drones, troops


@pytest.fixture
def digest() -> Digest:
    first, one = troops()
    second, two = drones()
    return make_digest(
        first + second, YESTERDAY, NOW, ZONE, None, stories=8, title="World desk",
        ledgers={1: one, 2: two}, notes=("2 alerts kept back",),
    )  # fmt: skip
