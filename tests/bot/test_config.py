"""feeds.yaml and the environment: what they may say, and how a mistake is told."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.config import ConfigError, load_settings, read_environment
from bot.service.fetcher import make_fetcher

ROOT = Path(__file__).parents[2]

GOOD = """\
# What the night desk reads.
feeds:
  # the wire
  - url: https://wire.example/feed.xml
    title: Harbour Wire
    tags: [wire, world]
    interval: 30m
    reliability: B
  - url: https://coast.example/atom
    full_text: false
    lang: no

# When it is told.
digests:
  - name: Morning
    channel: 123456789012345678
    time: 07:30
    zone: Europe/Berlin
    days: mon-fri
    tags: [wire]
    stories: 5
alerts:
  - rule: withdrawal AND place:Sudan
    statuses: [reported, claimed]
    mention: "223456789012345678"
    quiet: 22:00-06:30
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "feeds.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def fault(tmp_path: Path, text: str) -> str:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_settings(path)
    message = str(caught.value)
    assert "\n" not in message
    return message.replace(str(path), "feeds.yaml")


def test_a_file_becomes_feeds_digests_and_alerts(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, GOOD))

    wire, coast = settings.feeds
    assert (wire.url, wire.title, wire.tags) == (
        "https://wire.example/feed.xml",
        "Harbour Wire",
        ("wire", "world"),
    )
    assert (wire.interval, wire.reliability, wire.full_text) == (timedelta(minutes=30), "B", True)
    assert (coast.full_text, coast.lang, coast.interval, coast.reliability) == (False, "no", None, "F")
    (morning,) = settings.digests
    assert (morning.target, morning.at, morning.zone) == (
        "discord:123456789012345678",
        time(7, 30),
        "Europe/Berlin",
    )
    assert (morning.days, morning.tags, morning.stories) == ((1, 2, 3, 4, 5), ("wire",), 5)
    (alert,) = settings.alerts
    assert (alert.rule, alert.target, alert.statuses) == (
        "withdrawal AND place:Sudan",
        "terminal",
        ("reported", "claimed"),
    )
    assert (alert.mention, alert.quiet) == ("223456789012345678", (time(22, 0), time(6, 30)))


def test_what_is_kept_is_kept_for_good_unless_the_file_says_for_how_long(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, GOOD)).keep is None
    assert load_settings(written(tmp_path, GOOD + "keep: 26w\n")).keep == timedelta(weeks=26)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            "interval: 30m",
            "interval: soon",
            "line 7: feeds[0].interval: expected a period from 1m to 7d such as 30m or 2h, got 'soon'",
        ),
        (
            "interval: 30m",
            "intervall: 30m",
            "line 7: feeds[0].intervall: unknown key; did you mean 'interval'?",
        ),
        (
            "Europe/Berlin",
            "Europe/Berlni",
            "line 18: digests[0].zone: expected a time zone such as Europe/Berlin or UTC,"
            " got 'Europe/Berlni'; did you mean 'Europe/Berlin'?",
        ),
        (
            "mon-fri",
            "mon-fry",
            "line 19: digests[0].days: expected weekdays such as [mon, wed] or mon-fri, got 'mon-fry'",
        ),
        (
            "07:30",
            "24:30",
            "line 17: digests[0].time: expected a time of day in quotes such as \"07:00\", got '24:30'",
        ),
        (
            "channel: 123456789012345678",
            'channel: "#news"',
            "line 16: digests[0].channel: expected a channel's id (a number) or the word terminal,"
            " got '#news'",
        ),
        (
            "[reported, claimed]",
            "[reprted]",
            "line 24: alerts[0].statuses[0]: expected a list of reported, claimed, denied, demanded, planned,"
            " possible, got 'reprted'",
        ),
        (
            "https://coast.example/atom",
            "coast.example/atom",
            "line 9: feeds[1].url: expected an address that starts with http(s)://, got 'coast.example/atom'",
        ),
        (
            "https://coast.example/atom",
            "https://wire.example/feed.xml",
            "line 9: feeds[1].url: this address is listed already on line 4; keep one",
        ),
        (
            "alerts:",
            "alerts:\n  - rule: withdrawal AND place:Sudan",
            "line 24: alerts[1].rule: this rule for this channel is listed already on line 23; keep one,"
            " or part them in the rule, as in ... AND tag:asia",
        ),
        (
            "alerts:",
            '  - {name: Morning, channel: 123456789012345678, time: "07:30"}\nalerts:',
            "line 22: digests[1].time: a digest of this name, channel and time is listed already on line 17;"
            " keep one",
        ),
        (
            "reliability: B",
            "reliability: 1",
            "line 8: feeds[0].reliability: expected a letter from A (always right so far) to F (not known),"
            " got 1",
        ),
        (
            "full_text: false",
            "full_text: maybe",
            "line 10: feeds[1].full_text: expected true (read the linked page too) or false, got 'maybe'",
        ),
        ("    title: Harbour", "\ttitle: Harbour", "line 5: indented with a tab; YAML wants spaces"),
        (
            "    title: Harbour",
            "   title: Harbour",
            "line 5: this line does not line up with those above it; check the indentation, colons and quotes"
            " around here",
        ),
        (
            "    title: Harbour",
            "    url: https://twice.example/",
            "line 5: 'url' stands here a second time; keep one of them",
        ),
        ("digests:", "digest:", "line 14: digest: unknown key; did you mean 'digests'?"),
        (
            "alerts:",
            "keep: 7d\nalerts:",
            "line 22: keep: expected a period from 30d on, such as 180d or 52w, got '7d'",
        ),
        ("stories: 5", "stories: 90", "line 21: digests[0].stories: expected a number from 1 to 25, got 90"),
    ],
)
def test_a_mistake_names_its_line_and_what_was_expected(
    tmp_path: Path, right: str, wrong: str, told: str
) -> None:
    assert right in GOOD
    assert fault(tmp_path, GOOD.replace(right, wrong, 1)) == f"feeds.yaml {told}"


def test_several_mistakes_are_counted(tmp_path: Path) -> None:
    text = GOOD.replace("30m", "soon").replace("mon-fri", "never")
    assert fault(tmp_path, text).endswith("got 'soon' (and 1 more)")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "feeds.yaml: the file is empty; expected `feeds:` with a list of feeds under it"),
        ("# nothing\n", "feeds.yaml: the file is empty; expected `feeds:` with a list of feeds under it"),
        ("- one\n- two\n", "feeds.yaml line 1: expected `feeds:` with a list of feeds under it"),
        ("feeds: []\n", "feeds.yaml line 1: feeds: expected a list of at least one feed, got an empty list"),
        (
            "feeds: !!python/tuple [a]\n",
            "feeds.yaml line 1: feeds[0]: expected `key: value` lines, got 'a'",
        ),
        (
            "feeds:\n  - url: http://a.example/x: y\n",
            "feeds.yaml line 2: mapping values are not allowed here;"
            " check the indentation, colons and quotes around here",
        ),
        (
            "feeds:\n  - title: Coast\n",
            "feeds.yaml line 2: feeds[0].url: missing; expected an address that starts with http(s)://",
        ),
        ("feeds:\n  - coast\n", "feeds.yaml line 2: feeds[0]: expected `key: value` lines, got 'coast'"),
    ],
)
def test_a_file_that_is_no_list_of_feeds_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    assert fault(tmp_path, text) == told


def test_a_missing_file_says_where_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file; copy the feeds"):
        load_settings(tmp_path / "feeds.yaml")


def test_the_token_is_read_and_never_shown() -> None:
    environment = read_environment({"DISCORD_TOKEN": " very.secret.token "})
    assert environment.discord_token is not None
    assert environment.discord_token.get_secret_value() == "very.secret.token"
    assert "very.secret" not in repr(environment)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DISCORD_API_URL", "discord.com", "DISCORD_API_URL: expected an address such as"),
        ("SITREP_ALLOW_PRIVATE_FEEDS", "maybe", "SITREP_ALLOW_PRIVATE_FEEDS: expected 1 or 0, got 'maybe'"),
        ("SITREP_OPEN_NETWORKS", "10.1.0.0/40", "expected networks such as 10.1.0.0/16, got '10.1.0.0/40'"),
        ("SITREP_OPEN_NETWORKS", "10.1.0.1/16", "expected networks such as 10.1.0.0/16, got '10.1.0.1/16'"),
        ("SITREP_UNVERIFIED_HOSTS", "https://a.example/", "expected hosts such as news.example, got"),
        ("SITREP_CONTACT", "me)\r\nX: 1", "expected an address of the web or of mail, got"),
    ],
)
def test_a_wrong_variable_is_told_in_one_line(name: str, value: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        read_environment({name: value})


def test_the_feeds_that_ship_are_in_order_and_cover_the_world() -> None:
    settings = load_settings(ROOT / "feeds.yaml")
    tags = {tag for feed in settings.feeds for tag in feed.tags}
    assert {"un", "world", "asia", "europe", "africa", "americas", "middle-east"} <= tags
    assert all(feed.title and feed.url.startswith("https://") for feed in settings.feeds)


def test_how_to_read_comes_from_the_environment() -> None:
    environment = read_environment(
        {
            "SITREP_OPEN_NETWORKS": "10.1.0.0/16, fd00::/8",
            "SITREP_UNVERIFIED_HOSTS": "News.example wire.example",
            "SITREP_CONTACT": "https://team.example/about",
        }
    )
    assert [str(network) for network in environment.open_networks] == ["10.1.0.0/16", "fd00::/8"]
    assert environment.unverified_hosts == ("news.example", "wire.example")
    assert environment.contact == "https://team.example/about"
    fetcher = make_fetcher(environment)
    assert fetcher.user_agent.endswith("(+https://team.example/about; feed reader)")
    assert fetcher.guard.check_url("http://10.1.2.3:9000/feed").host == "10.1.2.3"
