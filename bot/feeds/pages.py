"""The full text of the page behind a link, or the reason why there is none."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from bot.feeds.charset import decode
from bot.feeds.document import Extract
from bot.feeds.errors import FeedError
from bot.feeds.fetch import ACCEPT_PAGE, Fetcher, Reply
from bot.feeds.robots import READ_AT_MOST, Robots, read_robots
from bot.feeds.statuses import is_login
from storage.records import Page

ROBOTS_FRESH = timedelta(hours=24)
ROBOTS_RETRY = timedelta(hours=1)
ROBOTS_HOSTS = 500  # remembered at a time
PASSING = frozenset({"dns", "unreachable", "timeout", "closed", "held", "rate_limited", "server_error"})
NOTES = {
    "paywall": "the page is for subscribers; the feed's own text stays",
    "consent": "the page asks for consent before it shows the article",
    "login": "the page asks to log in",
    "short": "the page gives less than an article",
    "not_html": "the link leads to something that is no web page",
    "other": "the page says that there is no such article",
    "robots": "robots.txt asks not to read this page",
}


async def fetch_page(url: str, fetcher: Fetcher) -> Page:
    """Read the page behind a link, if robots.txt permits. What goes wrong there is an outcome."""
    try:
        refusal = await _robots_refusal(url, fetcher)
        if refusal is not None:
            return refusal
        reply = await fetcher.get(url, accept=ACCEPT_PAGE, cap=fetcher.limits.page)
        refusal = await _robots_refusal(reply.url, fetcher) if reply.hops else None
        return refusal or await _read(url, reply, fetcher)
    except FeedError as error:
        passing = error.kind in PASSING
        return Page(url, "error", note=error.message, retry=passing, retry_at=error.retry_at)


async def _read(url: str, reply: Reply, fetcher: Fetcher) -> Page:
    refused = _refused(url, reply)
    if refused is not None:
        return refused
    kind = reply.headers.get("Content-Type", "text/html").partition(";")[0].strip().lower()
    if kind not in {"text/html", "application/xhtml+xml", "text/plain", ""}:
        return Page(reply.url, "not_html", note=f"{NOTES['not_html']} ({kind[:40]})")
    arguments = {"body": reply.body, "content_type": reply.headers.get("Content-Type")}
    found = await fetcher.workers.run("extract", arguments, Extract, fetcher.limits.extract)
    page = Page(
        reply.url,
        found.kind,
        text=found.text,
        title=found.title,
        note=NOTES.get(found.kind, ""),
        published=found.published,
    )
    if page.kind in {"short", "article"} and reply.hops and is_login(reply.url):
        return replace(page, kind="login", text="", note=NOTES["login"])
    return page


def _refused(url: str, reply: Reply) -> Page | None:
    status = reply.status
    if status == 402:
        return Page(url, "paywall", note=NOTES["paywall"])
    if status == 401:
        return Page(url, "login", note=NOTES["login"])
    if status != 200:
        passing = status == 429 or status >= 500
        return Page(url, "error", note=f"the page answers with status {status}", retry=passing)
    if reply.hops and urlsplit(reply.url).path in {"", "/"} and urlsplit(url).path not in {"", "/"}:
        return Page(url, "other", note="the link leads to the site's front page; the article is gone")
    return None


async def _robots_refusal(url: str, fetcher: Fetcher) -> Page | None:
    """Why robots.txt keeps us from a page, or None. Raises FeedError for what is no address of a page."""
    fetcher.guard.check_url(url)
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    robots, now = fetcher.robots.get(origin), fetcher.clock()
    if robots is None or (robots.until is not None and not now < robots.until <= now + ROBOTS_FRESH):
        if len(fetcher.robots) >= ROBOTS_HOSTS:
            fetcher.robots.clear()
        robots = fetcher.robots[origin] = await _robots_of(origin, fetcher)
    if robots.allows(url):
        return None
    if robots.reason:
        return Page(url, "error", note=robots.reason, retry=True)
    note = f"robots.txt of {parts.hostname} cannot be read now, so its pages are left alone for an hour"
    return Page(url, "robots", note=note if robots.closed else NOTES["robots"], retry=robots.closed)


async def _robots_of(origin: str, fetcher: Fetcher) -> Robots:
    """No robots.txt (4xx) permits everything; one that cannot be had now (5xx) nothing, for an hour."""
    now = fetcher.clock()
    try:
        reply = await fetcher.get(f"{origin}/robots.txt", accept="text/plain, */*;q=.1", cap=READ_AT_MOST * 4)
    except FeedError as error:
        if error.kind in {"refused_address", "held"}:
            raise
        return Robots(closed=True, until=now + ROBOTS_RETRY, reason=error.message)
    if reply.status == 429 or reply.status >= 500:
        return Robots(closed=True, until=now + ROBOTS_RETRY)
    if reply.status != 200 or re.match(rb"\s*<", reply.body):
        return Robots(until=now + ROBOTS_FRESH)
    return replace(read_robots(decode(reply.body)), until=now + ROBOTS_FRESH)
