"""The demo: five days of sample news through the real pipeline, once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest

from bot.cli.work import program_name
from bot.demo import Told, play
from bot.demo.samples import load_outlets
from bot.demo.server import render_feed
from bot.reports.layout import Page
from bot.service.render import Renderer
from storage.gazetteer import open_gazetteer
from storage.store import open_store

NOW = datetime(2026, 6, 12, 7, 20, tzinfo=UTC)


def run(path: Path, now: datetime) -> tuple[Told, list[str]]:
    store, shown = open_store(f"sqlite:///{path}"), []
    renderer = Renderer(discord=False)
    gazetteer = open_gazetteer()
    try:
        renderers = (renderer.digest, renderer.alert)
        work = play(store, gazetteer, renderers, page=Page(now=now), show=shown.append, now=now)
        return asyncio.run(work), shown
    finally:
        gazetteer.close()
        store.close()


def test_a_second_run_adds_nothing_and_tells_nothing_twice(tmp_path: Path) -> None:
    told, shown = run(tmp_path / "demo.db", NOW)
    assert told.new == 61
    assert sum(text.startswith("Sitrep · World desk") for day in told.messages for text in day) == 5
    assert any("Sylhet" in text for text in told.messages[-1])

    again, shown_again = run(tmp_path / "demo.db", NOW + timedelta(hours=3))
    assert (again.read, again.unchanged, again.new, again.sent) == (7, 7, 0, 0)
    assert "as it was sent before" in shown_again[0]
    assert shown_again[1] == next(text for text in shown if text.startswith("Sitrep · World desk"))


def test_the_samples_are_seven_outlets_in_four_formats_over_five_days() -> None:
    outlets = load_outlets(NOW)
    samples = [sample for outlet in outlets for sample in outlet.samples]
    assert {outlet.format for outlet in outlets} == {"rss2", "rss1", "atom", "json"}
    assert len(outlets) == 7
    assert len({sample.slug for sample in samples}) >= 60
    assert min(sample.at for sample in samples) <= NOW - timedelta(days=4)
    assert not any("{" in sample.title + sample.teaser + sample.body for sample in samples)


def test_an_item_that_was_updated_shows_its_later_version() -> None:
    dispatch = next(outlet for outlet in load_outlets(NOW) if outlet.host.startswith("pacific"))
    before = {sample.slug: sample.title for sample in dispatch.published(NOW - timedelta(hours=11))}
    after = {sample.slug: sample.title for sample in dispatch.published(NOW)}
    assert before["mindoro-ferry-2"].endswith("eight, 15 still missing")
    assert after["mindoro-ferry-2"].endswith("nine, 14 still missing")


@pytest.mark.parametrize("outlet", load_outlets(NOW), ids=lambda outlet: outlet.host)
def test_every_sample_feed_is_well_formed(outlet) -> None:
    published = outlet.published(NOW)
    body = render_feed(outlet, published)
    if outlet.format == "json":
        assert body.startswith('{"version": "https://jsonfeed.org/version/1.1"')
        return
    parsed = feedparser.parse(body.encode(), response_headers={"content-type": "text/xml; charset=utf-8"})
    assert not parsed.bozo
    assert [entry.title for entry in parsed.entries] == [sample.title for sample in published]


def shown_in_readme() -> list[str]:
    """The lines of the two samples in README.md that say what the demo prints."""
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    blocks = text.partition("What it prints looks like this")[2].split("```")
    return [line for block in (blocks[1], blocks[3]) for line in block.splitlines() if line.strip()]


def test_the_readme_shows_what_the_demo_prints(tmp_path: Path) -> None:
    _, shown = run(tmp_path / "demo.db", datetime(2026, 11, 24, 8, 20, tzinfo=UTC))
    printed = {line.rstrip() for text in shown for line in text.splitlines()}
    assert [line for line in shown_in_readme() if line not in printed] == []


def test_what_to_type_next_is_what_the_shell_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program_name(".venv/bin/sitrep") == ".venv/bin/sitrep"
    assert program_name("/a/checkout/bot/__main__.py") == "python -m bot"
    (tmp_path / "sitrep").touch(mode=0o755)
    assert program_name(".venv/bin/sitrep") == "sitrep"
