"""Checklist 3.1: conditional requests and caching."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.feeds.headers import fresh_for, validators
from bot.feeds.intervals import interval, next_check
from bot.feeds.visit import visit
from storage.records import Feed, Known
from tests.feed_desk import NOW, FeedDesk, rss, story
from tests.servers.feed_server import answer, in_turn, when_validated

MODIFIED = "Sun, 1 Mar 2026 7:05:00 GMT"  # not as we would write it: one digit where two are usual
HALF_HOUR = timedelta(minutes=30)
SY = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'


async def test_f01_validators_go_back_byte_for_byte(desk: FeedDesk) -> None:
    feed = desk.subscribe("/f", when_validated(rss(story(1)), 'W/"a b,c"', MODIFIED))
    await desk.poll(feed)
    await desk.poll(feed, later=HALF_HOUR)
    assert desk.last_request().header("if-none-match") == 'W/"a b,c"'
    assert desk.last_request().header("if-modified-since") == MODIFIED


async def test_f02_not_modified_is_a_success_and_brings_new_validators(desk: FeedDesk) -> None:
    feed = desk.subscribe(
        "/f",
        in_turn(
            answer(200, rss(story(1)), {"ETag": '"1"', "Last-Modified": MODIFIED}),
            answer(500),
            answer(304, b"", {"ETag": '"2"'}),
        ),
    )
    await desk.poll(feed)
    assert (await desk.poll(feed, later=HALF_HOUR)).feed.errors == 1
    unchanged = await desk.poll(feed, later=HALF_HOUR)
    kept = desk.kept(feed)
    assert unchanged.outcome == "unchanged"
    assert (kept.errors, kept.checked_at, kept.succeeded_at) == (0, desk.now, desk.now)
    assert (kept.etag, kept.last_modified) == ('"2"', MODIFIED)
    assert desk.titles(feed) == ["Ferry 1 leaves the harbour"]


async def test_f03_not_modified_without_a_question_is_an_error(desk: FeedDesk) -> None:
    feed = desk.subscribe("/f", answer(304, b"", {"ETag": '"x"'}))
    first = await desk.poll(feed)
    assert (first.outcome, first.feed.error_kind, first.feed.etag) == ("error", "not_modified_unasked", None)
    await desk.poll(feed, later=HALF_HOUR)
    assert desk.last_request().header("if-none-match") is None


async def test_f04_a_new_etag_is_read_though_the_date_is_the_same(desk: FeedDesk) -> None:
    feed = desk.subscribe(
        "/f",
        in_turn(
            answer(200, rss(story(1)), {"ETag": '"1"', "Last-Modified": MODIFIED}),
            answer(200, rss(story(2), story(1)), {"ETag": '"2"', "Last-Modified": MODIFIED}),
        ),
    )
    await desk.poll(feed)
    await desk.poll(feed, later=HALF_HOUR)
    assert desk.titles(feed) == ["Ferry 1 leaves the harbour", "Ferry 2 leaves the harbour"]


async def test_f05_the_same_body_is_not_read_again_but_its_new_validators_are_kept(desk: FeedDesk) -> None:
    feed = desk.subscribe(
        "/f",
        in_turn(answer(200, rss(story(1)), {"ETag": '"1"'}), answer(200, rss(story(1)), {"ETag": '"2"'})),
    )
    await desk.poll(feed)
    again = await visit(desk.kept(feed), desk.fetcher, _must_not_look, desk.now)
    assert (again.outcome, again.feed.etag) == ("unchanged", '"2"')


def _must_not_look(*_: object) -> Known:
    raise AssertionError("an identical body was read again")


async def test_f06_an_etag_that_is_gone_is_forgotten(desk: FeedDesk) -> None:
    feed = desk.subscribe(
        "/f", in_turn(answer(200, rss(story(1)), {"ETag": '"1"'}), answer(200, rss(story(2))))
    )
    await desk.poll(feed)
    await desk.poll(feed, later=HALF_HOUR)
    assert desk.kept(feed).etag is None
    await desk.poll(feed, later=HALF_HOUR)
    assert desk.last_request().header("if-none-match") is None


@pytest.mark.parametrize("date", ["Fri, 01 Jan 2038 00:00:00 GMT", "Mon, 02 Mar 2026 13:00:00 GMT"])
def test_f07_a_date_in_the_future_is_not_stored(date: str) -> None:
    assert validators({"ETag": '"1"', "Last-Modified": date}, NOW) == ('"1"', None)
    assert validators({"Last-Modified": "Mon, 02 Mar 2026 11:00:00 GMT"}, NOW) == (
        None,
        "Mon, 02 Mar 2026 11:00:00 GMT",
    )


async def test_f08_after_eight_days_of_not_modified_one_request_a_day_is_unconditional(
    desk: FeedDesk,
) -> None:
    feed = desk.subscribe(
        "/f",
        in_turn(
            answer(200, rss(story(1)), {"ETag": '"1"'}), answer(304), answer(304), answer(500), answer(304)
        ),
    )
    await desk.poll(feed)
    await desk.poll(feed, later=timedelta(days=7))
    assert desk.last_request().header("if-none-match") == '"1"'
    await desk.poll(feed, later=timedelta(days=1))
    assert desk.last_request().header("if-none-match") is None
    await desk.poll(feed, later=timedelta(hours=2))
    assert desk.last_request().header("if-none-match") == '"1"'
    await desk.poll(feed, later=timedelta(hours=23))
    assert desk.last_request().header("if-none-match") is None


async def test_f09_an_error_s_etag_is_not_stored(desk: FeedDesk) -> None:
    feed = desk.subscribe(
        "/f", in_turn(answer(200, rss(story(1)), {"ETag": '"good"'}), answer(500, "oops", {"ETag": '"bad"'}))
    )
    await desk.poll(feed)
    await desk.poll(feed, later=HALF_HOUR)
    assert desk.kept(feed).etag == '"good"'


async def test_f10_validators_stay_when_reading_or_keeping_fails(
    desk: FeedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = "<rss version='2.0'><channel><title>x</title><item><title>ha"
    feed = desk.subscribe(
        "/f",
        in_turn(
            answer(200, rss(story(1)), {"ETag": '"1"'}),
            answer(200, broken, {"ETag": '"2"'}),
            answer(200, rss(story(2)), {"ETag": '"3"'}),
        ),
    )
    await desk.poll(feed)
    unread = await desk.poll(feed, later=HALF_HOUR)
    assert (unread.outcome, desk.kept(feed).etag) == ("error", '"1"')

    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(desk.entries._feeds, "save", full)
    with pytest.raises(OSError, match="disk full"):
        await desk.poll(feed, later=HALF_HOUR)
    monkeypatch.undo()
    assert desk.kept(feed).etag == '"1"'
    assert desk.titles(feed) == ["Ferry 1 leaves the harbour"]
    await desk.poll(feed, later=HALF_HOUR)
    assert desk.titles(feed)[-1] == "Ferry 2 leaves the harbour"


@pytest.mark.parametrize(
    ("headers", "hours"),
    [
        ({"Cache-Control": "max-age=7200"}, 2),
        ({"Cache-Control": "public, max-age=7200, s-maxage=9"}, 2),
        ({"Cache-Control": "s-maxage=7200"}, 0),
        ({"Cache-Control": "max-age=999999999"}, 24),
        ({"Cache-Control": "no-cache, max-age=7200"}, 0),
        ({"Cache-Control": "no-store"}, 0),
        ({"Cache-Control": "max-age=0", "Expires": "Mon, 02 Mar 2026 20:00:00 GMT"}, 0),
        ({"Expires": "Sun, 01 Mar 1998 03:00:00 GMT", "Date": "Sun, 01 Mar 1998 00:00:00 GMT"}, 3),
        ({"Expires": "Sun, 01 Mar 1998 03:00:00 GMT", "Date": "Sun, 01 Mar 1998 04:00:00 GMT"}, 0),
        ({"Expires": "0", "Date": "Sun, 01 Mar 1998 04:00:00 GMT"}, 0),
        ({}, 0),
    ],
)
def test_f11_cache_headers_say_how_long_to_wait(headers: dict[str, str], hours: int) -> None:
    assert fresh_for(headers) == timedelta(hours=hours)


async def test_f11_no_feed_is_due_while_its_answer_is_fresh(desk: FeedDesk) -> None:
    feed = desk.subscribe("/f", answer(200, rss(story(1)), {"Cache-Control": "max-age=7200"}))
    await desk.poll(feed)
    assert desk.feeds.due(desk.now + timedelta(minutes=107)) == []
    assert [f.id for f in desk.feeds.due(desk.now + timedelta(minutes=133))] == [feed.id]


@pytest.mark.parametrize(
    ("channel", "minutes"),
    [
        ("<ttl>90</ttl>", 90),
        ("<ttl>999999999</ttl>", 24 * 60),
        ("<ttl>0</ttl>", 30),
        ("<ttl>-5</ttl>", 30),
        ("<ttl>abc</ttl>", 30),
        (f"<sy:updatePeriod {SY}>daily</sy:updatePeriod>"
         f"<sy:updateFrequency {SY}>12</sy:updateFrequency>", 120),
    ],
)  # fmt: skip
async def test_f12_a_feed_s_own_wish_lengthens_the_interval(
    desk: FeedDesk, channel: str, minutes: int
) -> None:
    feed = desk.subscribe("/f", answer(200, rss(story(1), channel=channel)))
    await desk.poll(feed)
    assert interval(desk.kept(feed)) == timedelta(minutes=minutes)


async def test_f13_hours_and_days_to_skip_are_kept(desk: FeedDesk) -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(12, 24))
    channel = f"<skipHours>{hours}</skipHours><skipDays><day>Tuesday</day></skipDays>"
    feed = desk.subscribe("/f", answer(200, rss(story(1), channel=channel)))
    await desk.poll(feed)
    kept = desk.kept(feed)
    assert (kept.skip_hours, kept.skip_days) == (tuple(range(12, 24)), (2,))
    assert kept.next_check_at is not None
    assert (kept.next_check_at.isoweekday(), kept.next_check_at.hour) == (3, 0)


async def test_f14_a_slow_feed_is_asked_seldom_and_a_busy_one_often(desk: FeedDesk) -> None:
    weekly = rss(*(story(n, published=NOW - timedelta(days=7 * n)) for n in range(1, 5)))
    busy = rss(*(story(n, published=NOW - timedelta(minutes=2 * n)) for n in range(1, 30)))
    slow, fast = desk.subscribe("/slow", answer(200, weekly)), desk.subscribe("/busy", answer(200, busy))
    await desk.poll(slow)
    await desk.poll(fast)
    assert interval(desk.kept(slow)) == timedelta(hours=24)
    assert interval(desk.kept(fast)) == timedelta(minutes=10)
    for wish in (timedelta(minutes=1), timedelta(hours=2), timedelta(days=7)):
        asked = Feed(1, "https://harbour.example/f", "", interval=wish, pace=timedelta(days=2))
        assert interval(asked) == wish, "what the team asks for holds as it is written"
        assert interval(asked, fresh_for=timedelta(hours=3)) == max(wish, timedelta(hours=3))
        assert interval(replace(asked, ttl=timedelta(days=30))) == max(wish, timedelta(days=1))


def test_f14_each_interval_is_spread_by_a_tenth() -> None:
    waits = {
        (next_check(Feed(n, f"https://harbour.example/{n}", ""), NOW) - NOW).total_seconds()
        for n in range(500)
    }
    assert 27 * 60 <= min(waits) < 28 * 60
    assert 32 * 60 < max(waits) <= 33 * 60
    assert len(waits) > 490


async def test_f01_bytes_that_are_no_text_go_back_as_they_came(desk: FeedDesk) -> None:
    etag = b'"\xff\xfe\xc3\xa9"'.decode("latin-1")
    feed = desk.subscribe("/f", answer(200, rss(story(1)), {"ETag": etag}))
    desk.entries.take_all([await visit(feed, desk.fetcher, desk.entries.known, desk.now)], desk.now)
    await desk.poll(feed, later=timedelta(hours=1))
    assert desk.last_request().header("if-none-match") == etag
