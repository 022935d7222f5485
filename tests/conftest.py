"""What tests of every room start from: an empty database or store, and the places that Sitrep comes with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from storage.database import Database
from storage.gazetteer import Gazetteer, open_gazetteer
from storage.store import Store
from tests.newsroom import store_in

# The same examples at every run, and no clock: what fails once fails for everybody, on any machine.
settings.register_profile(
    "sitrep", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("sitrep")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "sitrep.db")
    yield database
    database.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = store_in(tmp_path)
    yield store
    store.close()


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[Gazetteer]:
    gazetteer = open_gazetteer()
    yield gazetteer
    gazetteer.close()
