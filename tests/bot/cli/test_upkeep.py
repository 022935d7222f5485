"""The operator's commands: feeds, database, doctor."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from storage.records import Feed, Fingerprint, KeyRow, Placement, Profile
from storage.store import Store
from tests.bot.cli.conftest import Sitrep, one_line
from tests.newsroom import NOW, add_entry, add_feed, figure, put_figures, store_in

OPML = """<?xml version="1.0"?><opml version="2.0"><body><outline text="asia">
<outline type="rss" text="Hill Post" xmlUrl="https://hill.example/rss"/></outline>
<outline type="rss" text="Coast" xmlUrl="https://coast.example/feed"/></body></opml>"""


def test_feeds_are_listed_with_how_they_are(sitrep: Sitrep) -> None:
    table = sitrep("feeds", "list").stdout
    told = "1 feed none read yet new Coast world not read yet, due now https://coast.example/feed"
    assert " ".join(table.split()) == told
    (row,) = json.loads(sitrep("feeds", "list", "--format", "json").stdout)
    assert (row["url"], row["tags"], row["state"]) == ("https://coast.example/feed", ["world"], "ok")


@pytest.mark.parametrize(
    "command",
    [("feeds", "list"), ("feeds", "export"), ("feeds", "check"), ("doctor",), ("doctor", "--offline")],
)
def test_who_asks_about_feeds_changes_nothing(
    sitrep: Sitrep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    deaf = [f"http://127.0.0.{n}:9/f" for n in (3, 4)]
    monkeypatch.setenv("SITREP_ALLOW_PRIVATE_FEEDS", "1")
    (tmp_path / "feeds.yaml").write_text("feeds:\n" + "".join(f"  - url: {url}\n" for url in deaf))
    sitrep(*command)
    assert not (tmp_path / "data").exists(), "no database is made"

    (tmp_path / "data").mkdir()
    store = store_in(tmp_path / "data")
    add_feed(store, "hill")
    store.close()
    kept = (tmp_path / "data" / "sitrep.db").read_bytes()
    told = sitrep(*command).output
    assert (tmp_path / "data" / "sitrep.db").read_bytes() == kept
    if command[0] == "feeds":
        assert all(url in told or command[1] == "check" for url in [*deaf, "https://hill.example/feed"])


def test_feeds_are_listed_as_the_file_says_now(sitrep: Sitrep, store: Store, tmp_path: Path) -> None:
    listed = [Feed(0, f"https://{name}.example/feed", name.title(), ("sea",)) for name in ("coast", "gone")]
    store.feeds.sync(listed, NOW)
    add_feed(store, "hill", owner="discord:7")
    (tmp_path / "feeds.yaml").write_text(
        "feeds:\n  - url: https://new.example/feed\n  - url: https://COAST.example/feed\n    tags: [world]\n"
    )
    rows = json.loads(sitrep("feeds", "list", "--format", "json").stdout)
    assert [(row["title"], row["url"], row["tags"]) for row in rows] == [
        ("Coast", "https://coast.example/feed", ["world"]),
        ("Hill", "https://hill.example/feed", ["world"]),
        ("", "https://new.example/feed", []),
    ]
    assert [feed.title for feed in store.feeds.list()] == ["Coast", "Gone", "Hill"]


def test_opml_brings_new_feeds_and_takes_them_along(sitrep: Sitrep, tmp_path: Path) -> None:
    (tmp_path / "in.opml").write_text(OPML)
    assert sitrep("feeds", "import", "in.opml").stdout == (
        "added 1 feed\n1 feed of the file is read already\n"
    )
    assert sitrep("feeds", "import", "in.opml").stdout == (
        "added 0 feeds\n2 feeds of the file are read already\n"
    )
    rows = json.loads(sitrep("feeds", "list", "--format", "json").stdout)
    assert [(row["title"], row["tags"], row["configured"]) for row in rows] == [
        ("Coast", ["world"], True),
        ("Hill Post", ["asia"], False),
    ]
    assert "https://hill.example/rss" in sitrep("feeds", "export").stdout
    sitrep("feeds", "export", "out.opml")
    assert "https://coast.example/feed" in (tmp_path / "out.opml").read_text()


def test_a_file_that_is_no_opml(sitrep: Sitrep, tmp_path: Path) -> None:
    (tmp_path / "in.opml").write_text("hello")
    assert "the file is not OPML" in one_line(sitrep("feeds", "import", "in.opml"), 1)


def test_a_feed_of_the_file_is_taken_out_there_and_another_by_command(sitrep: Sitrep, store: Store) -> None:
    add_feed(store, "hill")
    told = one_line(sitrep("feeds", "remove", "https://coast.example/feed"), 1)
    assert told.endswith("https://coast.example/feed is listed in feeds.yaml; take it out there")
    assert sitrep("feeds", "remove", "https://hill.example/feed").stdout == "removed Hill\n"
    assert "hill" not in sitrep("feeds", "list").stdout


def test_feeds_that_cannot_be_read_are_told_and_fail_the_check(sitrep: Sitrep, store: Store) -> None:
    store.feeds.add(Feed(0, "http://127.0.0.1:9/feed", "Nowhere"), NOW)
    result = sitrep("feeds", "check", "http://127.0.0.1:9/feed")
    assert result.exit_code == 1
    assert "SITREP_ALLOW_PRIVATE_FEEDS=1" in result.stdout
    assert "1 of 1 feed cannot be read; see above" in result.stderr
    assert store.feeds.list()[0].errors == 0, "a check changes nothing"


def test_feeds_of_a_site_that_cannot_be_reached(sitrep: Sitrep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITREP_ALLOW_PRIVATE_FEEDS", "1")
    told = one_line(sitrep("feeds", "add", "http://127.0.0.1:9/"), 1)
    assert told == "sitrep: 127.0.0.1 refuses connections or cannot be reached"


def test_a_backup_is_made_once(sitrep: Sitrep, store: Store, tmp_path: Path) -> None:
    assert sitrep("db", "backup", "copy.db").stdout == "copied to copy.db\n"
    assert (tmp_path / "copy.db").stat().st_size > 0
    assert "copy.db exists already; name a new file" in one_line(sitrep("db", "backup", "copy.db"), 1)


def test_an_older_database_is_brought_up_to_date_by_one_command(sitrep: Sitrep, store: Store) -> None:
    store._database.execute("delete from _sqlite_migrations where name = 'editions_of_owners'")
    assert "`sitrep db upgrade` brings it up to date" in one_line(sitrep("figures", "dead"), 1)
    assert sitrep("db", "upgrade").stdout == "data/sitrep.db: up to date\n"
    assert sitrep("figures", "dead").exit_code == 0


def test_stats_count_what_is_stored(sitrep: Sitrep, store: Store) -> None:
    add_feed(store)
    counts = json.loads(sitrep("db", "stats", "--format", "json").stdout)
    assert (counts["feeds"], counts["entries"]) == (1, 0)
    assert "feeds                 1" in sitrep("db", "stats").stdout


def test_a_sound_database_passes_its_check_and_a_damaged_one_does_not(
    sitrep: Sitrep, store: Store, tmp_path: Path
) -> None:
    assert "no problem found" in sitrep("db", "check").stdout
    add_feed(store)
    store._database.execute("pragma wal_checkpoint(truncate)")
    store.close()
    data = bytearray(store.path.read_bytes())
    data[4096 * 3 : 4096 * 6] = b"\xff" * 4096 * 3
    store.path.write_bytes(data)
    result = sitrep("db", "check")
    assert result.exit_code == 1
    assert "restore" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_archive_lets_go_of_what_is_old_when_told_to(sitrep: Sitrep, store: Store) -> None:
    entry = add_entry(store, add_feed(store, "hill"), "Seven people died.")
    put_figures(store, entry, (figure("Seven people died.", "Seven", 7), KeyRow()))
    store.stories.put(entry, Fingerprint({}), Placement(None, Profile(1), (), 0.0, ""), NOW)
    store.alerts.seen(entry.id, NOW)
    prune = ("db", "prune", "--older-than", "180d")
    with time_machine.travel(NOW + timedelta(days=179)):
        assert sitrep(*prune).stdout == "there is nothing to let go of from before 23 Nov 2026\n"
    with time_machine.travel(NOW + timedelta(days=181)):
        asked = sitrep(*prune)
        assert asked.stdout == (
            "would let go of 1 story, 1 item, 1 figure, 0 claims, 0 places, 0 old digests"
            " from before 25 Nov 2026\n"
        )
        assert asked.stderr.startswith("sitrep: nothing was changed; --yes does it")
        assert store.stats()["figures"] == 1
        done = sitrep(*prune, "--yes", "--shrink")
        assert done.stdout.startswith("let go of 1 story, 1 item, 1 figure")
        assert sitrep(*prune).stdout == "there is nothing to let go of from before 25 Nov 2026\n"
    assert (store.stats()["figures"], store.stats()["entries"]) == (0, 1)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--older-than", "29d"), "--older-than: at least 30d: a younger story may still go on"),
        (("--older-than", "soon"), "--older-than: expected a period such as 30m, 2h, 7d or 4w, got 'soon'"),
        (("--older-than", "100000w"), "--older-than: '100000w' lies before all news"),
        (("--older-than", "999999w"), "--older-than: '999999w' lies before all dates"),
        (("--older-than", "99w", "--shrink"), "--shrink goes with --yes"),
        ((), "Missing option '--older-than'"),
    ],
)
def test_letting_go_asks_for_a_period(sitrep: Sitrep, args: tuple[str, ...], told: str) -> None:
    assert told in one_line(sitrep("db", "prune", *args), 2)


def test_the_doctor_looks_at_everything_and_says_how_to_mend_it(sitrep: Sitrep, tmp_path: Path) -> None:
    well = sitrep("doctor", "--offline")
    assert well.exit_code == 0
    assert "ok    Configuration  feeds.yaml: 1 feed, 1 digest, 1 alert" in well.stdout
    assert "DISCORD_TOKEN is not set" in well.stdout

    (tmp_path / "feeds.yaml").write_text("feeds:\n  - url: here\n")
    ill = sitrep("doctor", "--offline")
    assert ill.exit_code == 1
    assert "bad   Configuration  feeds.yaml line 2: feeds[0].url: expected an address" in ill.stdout
    assert ill.stderr.count("\n") == 1


def test_the_doctor_takes_a_machine_without_a_network_for_one_fault(
    sitrep: Sitrep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITREP_ALLOW_PRIVATE_FEEDS", "1")
    deaf = "".join(f"  - url: http://127.0.0.{n}:9/f\n" for n in (3, 4, 5))
    (tmp_path / "feeds.yaml").write_text("feeds:\n" + deaf)
    told = sitrep("doctor")
    assert "bad   Network        no way out: none of 3 feeds could be reached; check" in told.stdout
    assert "127.0.0" not in told.stdout
    assert told.stderr.startswith("sitrep: 1 of ")


def test_the_doctor_tells_a_database_that_cannot_be_written(sitrep: Sitrep, tmp_path: Path) -> None:
    assert "data/sitrep.db: none yet; `sitrep run` makes it" in sitrep("doctor", "--offline").stdout
    (tmp_path / "data").write_text("a file where the folder should be")
    told = sitrep("doctor", "--offline")
    assert "bad   Database       cannot be written, as `sitrep run` must" in told.stdout
    assert told.exit_code == 1


def test_the_doctor_knows_a_service_that_does_not_work(sitrep: Sitrep, store: Store) -> None:
    assert "the service was not at work" in one_line(sitrep("doctor", "--alive"), 1)


def test_places_of_a_teams_own_are_found_from_then_on(sitrep: Sitrep, tmp_path: Path) -> None:
    name = "Novaya Zastava"
    cells = [
        "9900001",
        name,
        name,
        "",
        "51.2",
        "35.1",
        "P",
        "PPL",
        "UA",
        "",
        "21",
        "",
        "",
        "",
        "40",
        "",
        "150",
    ]
    row = "\t".join([*cells, "Europe/Kyiv", "2026-01-01"])
    (tmp_path / "UA.txt").write_text(row + "\n", encoding="utf-8")
    before = json.loads(
        sitrep("brief", "--format", "json", stdin="Shells hit Novaya Zastava on Monday.").stdout
    )
    assert sitrep("gazetteer", "import", "UA.txt").stdout == "1 place in data/gazetteer.sqlite\n"
    after = json.loads(
        sitrep("brief", "--format", "json", stdin="Shells hit Novaya Zastava on Monday.").stdout
    )
    assert 9900001 not in [place["geoname_id"] for place in before["locations"]]
    assert 9900001 in [place["geoname_id"] for place in after["locations"]]


def test_a_dump_that_is_missing(sitrep: Sitrep) -> None:
    assert "UA.txt" in one_line(sitrep("gazetteer", "import", "UA.txt"), 1)


def test_the_doctor_doubts_a_tag_that_no_feed_has(sitrep: Sitrep, tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text(
        "feeds:\n  - url: https://a.example/\n    tags: [world]\n"
        "digests:\n  - time: '07:00'\n    tags: [wrold]\nalerts:\n  - rule: flood\n    tags: [world]\n"
    )
    told = sitrep("doctor", "--offline").stdout
    assert "digests[0].tags: no feed here has the tag 'wrold'" in told
    assert "alerts[0]" not in told
