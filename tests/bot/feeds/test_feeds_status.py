"""Checklist 3.2: status codes, redirects, errors and how they end."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from datetime import timedelta

import pytest

from bot.feeds.fetch import Hop, Reply
from bot.feeds.headers import retry_after
from bot.feeds.intervals import retry
from bot.feeds.tour import tour
from bot.feeds.visit import permanent_target
from storage.records import Feed, Known
from tests.feed_desk import NOW, FeedDesk, rss, story
from tests.servers.feed_server import answer, in_turn, redirect, slowly, when_validated

HOUR = timedelta(hours=1)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>'
PAGE = "<!doctype html><html><head><title>Welcome</title></head><body>Hello</body></html>"


@pytest.mark.parametrize("status", [301, 308])
async def test_f20_a_permanent_move_is_believed_the_second_time(desk: FeedDesk, status: int) -> None:
    feed = desk.subscribe("/old", redirect("/new", status))
    desk.server.answers["/new"] = answer(200, rss(story(1)))
    await desk.poll(feed)
    assert desk.kept(feed).url == desk.server.url("/old")
    moved = await desk.poll(feed, later=HOUR)
    kept = desk.kept(feed)
    assert (kept.url, kept.asked_url) == (desk.server.url("/new"), desk.server.url("/old"))
    assert moved.note == f"moved for good to {desk.server.url('/new')}"
    assert desk.titles(feed) == ["Ferry 1 leaves the harbour"]


async def test_f20_a_move_onto_a_page_that_is_no_feed_is_not_believed(desk: FeedDesk) -> None:
    feed = desk.subscribe("/old", redirect("/new", 301))
    desk.server.answers["/new"] = answer(200, PAGE, {"Content-Type": "text/html"})
    for _ in range(3):
        await desk.poll(feed, later=HOUR)
    assert desk.kept(feed).url == desk.server.url("/old")


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_f21_a_passing_redirect_never_changes_the_address(desk: FeedDesk, status: int) -> None:
    feed = desk.subscribe("/old", redirect("/new", status))
    desk.server.answers["/new"] = answer(200, rss(story(1)))
    for _ in range(3):
        await desk.poll(feed, later=HOUR)
    assert desk.kept(feed).url == desk.server.url("/old")
    assert desk.titles(feed) == ["Ferry 1 leaves the harbour"]


async def test_f22_only_the_leading_permanent_hops_count(desk: FeedDesk) -> None:
    feed = desk.subscribe("/a", redirect("/b", 301))
    desk.server.answers |= {"/b": redirect("/c", 302), "/c": answer(200, rss(story(1)))}
    await desk.poll(feed)
    await desk.poll(feed, later=HOUR)
    assert desk.kept(feed).url == desk.server.url("/b")


async def test_f22_a_loop_ends_after_five_hops(desk: FeedDesk) -> None:
    feed = desk.subscribe("/a", redirect("/b"))
    desk.server.answers["/b"] = redirect("/a")
    result = await desk.poll(feed)
    assert result.feed.error_kind == "too_many_redirects"
    assert len(desk.server.requests) == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://harbour.example/f", "data:text/xml,<rss/>", "http://["]
)
async def test_f22_a_redirect_leads_to_the_web_or_nowhere(desk: FeedDesk, target: str) -> None:
    feed = desk.subscribe("/a", redirect(target))
    result = await desk.poll(feed)
    assert (result.outcome, result.feed.error_kind) == ("error", "bad_redirect")


@pytest.mark.parametrize("path", ["/account/login", "/consent", "/landing"])
async def test_f23_a_login_or_landing_page_is_no_feed(desk: FeedDesk, path: str) -> None:
    feed = desk.subscribe("/f", redirect(path))
    desk.server.answers[path] = answer(200, PAGE, {"Content-Type": "text/html"})
    result = await desk.poll(feed)
    assert result.feed.url == desk.server.url("/f")
    assert result.feed.errors == 1
    assert result.feed.error_kind == ("not_a_feed" if path == "/landing" else "login_page")


async def test_f24_a_move_onto_a_feed_we_have_joins_them(desk: FeedDesk) -> None:
    desk.server.answers["/new"] = answer(200, rss(story(1), story(2)))
    new = desk.subscribe("/new", tags=("sea",))
    old = desk.subscribe("/old", answer(200, rss(story(2), story(3))), tags=("port",))
    await desk.poll(new)
    await desk.poll(old)
    ids = {entry.title: entry.id for entry in desk.all(old)}
    desk.server.answers["/old"] = redirect("/new", 301)
    desk.server.answers["/new"] = answer(200, rss(story(1), story(2), story(3)))
    await desk.poll(old, later=HOUR)
    await desk.poll(old, later=HOUR)
    again = await desk.poll(new, later=HOUR)
    assert [feed.id for feed in desk.feeds.list()] == [new.id]
    assert desk.kept(new).tags == ("port", "sea")
    assert again.arrivals.new == ()
    assert {entry.title: entry.id for entry in desk.all(new)}["Ferry 3 leaves the harbour"] == ids[
        "Ferry 3 leaves the harbour"
    ]


async def test_f25_gone_ends_the_checks_and_looks_for_the_feed_s_new_place(desk: FeedDesk) -> None:
    alternate = f'<link rel="alternate" type="application/rss+xml" href="{desk.server.url("/new")}">'
    link = f"<html><head>{alternate}</head></html>"
    desk.server.answers["/site"] = answer(200, link, {"Content-Type": "text/html"})
    feed = desk.subscribe("/f", answer(410), site_url=desk.server.url("/site"))
    result = await desk.poll(feed)
    assert (result.outcome, desk.kept(feed).state) == ("gone", "gone")
    assert result.note.endswith(f"its site now offers {desk.server.url('/new')}")
    assert result.notice == f"127.0.0.1: {result.note}"
    assert desk.feeds.due(desk.now + timedelta(days=99)) == []


async def test_f26_not_found_backs_off_and_is_failed_after_a_week(desk: FeedDesk) -> None:
    feed = desk.subscribe("/f", answer(404))
    waits = []
    for _ in range(6):
        result = await desk.poll(feed)
        assert result.feed.next_check_at is not None
        waits.append(round((result.feed.next_check_at - desk.now) / HOUR))
        desk.now = result.feed.next_check_at
    assert waits[:3] == [1, 2, 4]
    assert waits[5] in {22, 23, 24, 25, 26}
    last = await desk.poll(feed, later=timedelta(days=7))
    assert last.feed.state == "failed"
    assert last.note.startswith("127.0.0.1 has no such page (404); check the address or look for a new one")


@pytest.mark.parametrize(
    ("status", "body", "headers", "kind"),
    [
        (401, "", {}, "forbidden"),
        (403, "", {}, "forbidden"),
        (403, "", {"cf-mitigated": "challenge"}, "blocked_by_cloudflare"),
        (
            403,
            "<html><title>Just a moment...</title>",
            {"Content-Type": "text/html"},
            "blocked_by_cloudflare",
        ),
    ],
)
async def test_f27_forbidden_is_told_from_blocked(
    desk: FeedDesk, status: int, body: str, headers: dict[str, str], kind: str
) -> None:
    feed = desk.subscribe("/f", answer(status, body, headers))
    result = await desk.poll(feed)
    assert result.feed.error_kind == kind
    assert result.feed.next_check_at is not None
    assert result.feed.next_check_at - desk.now > timedelta(minutes=53)
    assert (desk.last_request().header("user-agent") or "").startswith("Sitrep/")


@pytest.mark.parametrize("status", [429, 503])
async def test_f28_retry_after_holds_the_whole_host(desk: FeedDesk, status: int) -> None:
    one = desk.subscribe("/1", answer(status, "", {"Retry-After": "3600"}))
    other = desk.subscribe("/2", answer(200, rss(story(1))))
    elsewhere = desk.subscribe("/2", host="127.0.0.2")
    limited = await desk.poll(one)
    assert (limited.feed.error_kind, limited.hold is not None) == ("rate_limited", True)
    assert limited.feed.next_check_at is not None
    assert limited.feed.next_check_at >= desk.now + HOUR
    assert (await desk.poll(other)).outcome == "waiting"
    assert len(desk.server.requests) == 1
    assert [feed.id for feed in desk.feeds.due(desk.now + timedelta(minutes=59))] == [elsewhere.id]
    assert desk.feeds.holds(desk.now) == {"127.0.0.1": desk.now + HOUR}
    assert (await desk.poll(other, later=timedelta(minutes=61))).outcome == "new"


async def test_f28_a_host_is_not_held_for_as_long_as_a_clock_was_ahead(desk: FeedDesk) -> None:
    one = desk.subscribe("/1", answer(429, "", {"Retry-After": "3600"}))
    other = desk.subscribe("/2", answer(200, rss(story(1))))
    await desk.poll(one, later=timedelta(days=365))
    assert (await desk.poll(other)).outcome == "waiting"
    assert (await desk.poll(other, later=timedelta(days=-365))).outcome == "new"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Sun, 01 Mar 1998 00:02:00 GMT", 120),
        ("Sat, 28 Feb 1998 00:00:00 GMT", 600),
        ("-5", 600),
        ("soon", 600),
        ("", 600),
        ("99999999", 24 * 3600),
    ],
)
def test_f28_retry_after_is_read_against_the_server_s_clock(value: str, seconds: int) -> None:
    headers = {"Retry-After": value, "Date": "Sun, 01 Mar 1998 00:00:00 GMT"}
    assert retry_after(headers) == timedelta(seconds=seconds)


async def test_f29_a_server_fault_is_not_retried_at_once_and_feeds_drift_apart(desk: FeedDesk) -> None:
    feed = desk.subscribe("/f", answer(500))
    await desk.poll(feed)
    assert len(desk.server.requests) == 1
    times = {retry(Feed(n, f"https://harbour.example/{n}", ""), "server_error", 2, NOW) for n in range(100)}
    assert len(times) > 95


@pytest.mark.parametrize(("status", "body"), [(200, ""), (200, "  \n "), (204, ""), (205, "")])
async def test_f30_an_empty_answer_is_an_error_and_deletes_nothing(
    desk: FeedDesk, status: int, body: str
) -> None:
    feed = desk.subscribe("/f", in_turn(answer(200, rss(story(1))), answer(status, body)))
    await desk.poll(feed)
    result = await desk.poll(feed, later=HOUR)
    assert (result.outcome, result.feed.error_kind) == ("error", "empty")
    assert desk.titles(feed) == ["Ferry 1 leaves the harbour"]


async def test_f31_a_feed_fails_slowly_is_never_given_up_and_comes_back(desk: FeedDesk) -> None:
    feed = desk.subscribe("/f", answer(500))
    states = []
    for _ in range(4):
        states.append((await desk.poll(feed, later=HOUR)).feed.state)
    assert states == ["ok", "ok", "failing", "failing"]
    failed = await desk.poll(feed, later=timedelta(days=8))
    assert failed.feed.state == "failed"
    assert failed.feed.next_check_at is not None
    assert timedelta(hours=21) < failed.feed.next_check_at - desk.now < timedelta(hours=27)
    fresh = [story(n, published=desk.now) for n in (1, 2)]
    desk.server.answers["/f"] = answer(200, rss(*fresh, story(3)))
    back = await desk.poll(feed, later=timedelta(days=1))
    assert back.feed.state == "ok"
    assert back.note == "3 new, 0 edited; back after 9 d; 2 items missed, in the next digest"


async def test_f31_a_feed_s_keepers_are_told_once_when_it_dies_and_when_it_is_back(desk: FeedDesk) -> None:
    feed = desk.subscribe("/f", answer(500), title="Harbour")
    fault = "127.0.0.1 has a fault of its own (500); nothing to do here"
    notices = []
    for hours in (1, 1, 1, 8 * 24, 24, 24):
        notices.append((await desk.poll(feed, later=hours * HOUR)).notice)
    dead = f"Harbour could not be read for 7 days and is now tried once a day: {fault}"
    assert notices == ["", "", "", dead, "", ""]
    desk.server.answers["/f"] = answer(200, rss(story(1)))
    assert (await desk.poll(feed, later=HOUR)).notice == "Harbour: 1 new, 0 edited; back after 10 d"
    assert (await desk.poll(feed, later=HOUR)).notice == ""


async def test_f31_a_feed_that_was_away_for_hours_comes_back_without_a_notice(desk: FeedDesk) -> None:
    feed = desk.subscribe("/f", answer(500))
    for _ in range(4):
        await desk.poll(feed, later=HOUR)
    assert desk.kept(feed).state == "failing"
    desk.server.answers["/f"] = answer(200, rss(story(1)))
    back = await desk.poll(feed, later=HOUR)
    assert (back.notice, back.note) == (
        "",
        "1 new, 0 edited; back after 4 h; 1 item missed, in the next digest",
    )


async def test_f32_when_nobody_can_be_reached_it_is_us(desk: FeedDesk) -> None:
    feeds = [desk.feeds.add(Feed(0, f"http://127.0.0.{n}:9/f", ""), desk.now) for n in (3, 4, 5)]
    visits = [visit async for visit in tour(feeds, desk.fetcher, desk.entries.known, desk.now)]
    assert [visit.outcome for visit in visits] == ["offline"] * 3
    assert {visit.feed.errors for visit in visits} == {0}
    assert {visit.feed.next_check_at for visit in visits} == {desk.now + timedelta(minutes=5)}


async def test_f32_one_dead_host_among_the_living_is_its_own_fault(desk: FeedDesk) -> None:
    dead = [desk.feeds.add(Feed(0, f"http://127.0.0.{n}:9/f", ""), desk.now) for n in (3, 4)]
    alive = desk.subscribe("/f", when_validated(rss(story(1)), '"1"'))
    visits = [visit async for visit in tour([*dead, alive], desk.fetcher, desk.entries.known, desk.now)]
    assert sorted(visit.outcome for visit in visits) == ["error", "error", "new"]
    assert {visit.feed.error_kind for visit in visits if visit.outcome == "error"} == {"unreachable"}


def test_f20_the_same_address_with_https_is_a_permanent_move() -> None:
    reply = Reply("https://a.example/f", 200, {}, hops=(Hop(302, "https://a.example/f"),))
    assert permanent_target("http://a.example/f", reply) == "https://a.example/f"
    elsewhere = Reply("https://b.example/f", 200, {}, hops=(Hop(302, "https://b.example/f"),))
    assert permanent_target("http://a.example/f", elsewhere) is None


def test_f22_a_redirect_that_gives_up_https_is_flagged() -> None:
    down = Reply(
        "http://a.example/f", 200, {}, asked="https://a.example/f", hops=(Hop(302, "http://a.example/f"),)
    )
    up = Reply(
        "https://a.example/f", 200, {}, asked="http://a.example/f", hops=(Hop(302, "https://a.example/f"),)
    )
    assert (down.downgraded, up.downgraded) == (True, False)


async def test_a_fault_of_the_store_is_raised_where_the_tour_is_made(desk: FeedDesk) -> None:
    feeds = [desk.subscribe(f"/{n}", answer(200, rss(story(n)))) for n in range(3)]

    def broken(*_: object) -> Known:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        async for _ in tour(feeds, desk.fetcher, broken, desk.now):
            pass


async def test_a_tour_that_is_left_early_leaves_no_request_behind(desk: FeedDesk) -> None:
    quick = desk.subscribe("/quick", answer(304))
    slow = [desk.subscribe("/slow", slowly(answer(200, ""), 5.0), host=f"127.0.1.{n}") for n in range(1, 4)]
    async with aclosing(tour([quick, *slow], desk.fetcher, desk.entries.known, desk.now)) as visits:
        async for visit in visits:
            assert visit.feed.id == quick.id
            break
    others = asyncio.all_tasks() - {asyncio.current_task()}
    assert not [task for task in others if "tour" in repr(task)]
