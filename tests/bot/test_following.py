"""feeds.yaml as it is edited beside a running service: replaced, empty, gone, while it starts."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.config import load_settings
from bot.service.following import Following, apply_settings
from storage.store import Store
from tests.newsroom import NOW

FEEDS = "feeds:\n  - url: https://a.example/feed\n"
MORE = FEEDS + "  - url: https://b.example/feed\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.yaml"
    path.write_text(FEEDS)
    return path


def followed(path: Path, store: Store) -> Following:
    settings = load_settings(path)
    apply_settings(settings, store, NOW)
    return Following(settings, store)


def looks(following: Following, times: int = 3) -> int:
    """How often a few looks take the file over."""
    return sum(following.look(NOW) for _ in range(times))


def urls(store: Store) -> list[str]:
    return [feed.url for feed in store.feeds.list()]


def test_what_is_edited_while_the_service_starts_is_taken_over(path: Path, store: Store) -> None:
    settings = load_settings(path)
    apply_settings(settings, store, NOW)
    path.write_text(MORE)  # a database is brought up to date meanwhile
    assert looks(Following(settings, store)) == 1
    assert urls(store) == ["https://a.example/feed", "https://b.example/feed"]


def test_a_file_is_taken_over_once_and_not_before_it_keeps_still(path: Path, store: Store) -> None:
    following = followed(path, store)
    assert looks(following) == 0
    path.write_text(MORE)
    assert [following.look(NOW) for _ in range(3)] == [False, True, False]
    fresh = path.with_suffix(".new")
    fresh.write_text(FEEDS)
    fresh.replace(path)  # as many editors do
    assert looks(following) == 1
    assert urls(store) == ["https://a.example/feed"]


def test_a_file_that_is_gone_or_empty_takes_nothing_away(
    path: Path, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    following = followed(path, store)
    looks(following)
    with caplog.at_level(logging.WARNING):
        path.unlink()
        looks(following)
        path.write_text("")
        looks(following)
    assert [record.message.count("until that is mended") for record in caplog.records] == [1, 1]
    assert urls(store) == ["https://a.example/feed"]
    path.write_text(FEEDS)
    assert looks(following) == 1
