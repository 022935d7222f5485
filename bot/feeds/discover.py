"""A site's address -> its feeds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

from bot.feeds.document import ParsedFeed
from bot.feeds.errors import ErrorKind, FeedError, shown
from bot.feeds.fetch import Fetcher, Reply
from bot.feeds.identity import decide
from bot.feeds.links import FeedLink, PageLinks, is_comments
from bot.feeds.statuses import error_of
from storage.records import Feed, Known, ParsedEntry

GITHUB = re.compile(r"/([\w.-]+)/([\w.-]+)/?(?:releases|tags|commits)?/?")
# Nobody speaks https there. A bad certificate is not among them: who has one must not be asked without.
NO_HTTPS: frozenset[ErrorKind] = frozenset({"not_https", "unreachable", "timeout", "closed"})
YOUTUBE_CHANNEL = re.compile(r"/channel/(UC[\w-]{10,40})")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed found for an address. Where its document is at hand, `parsed` and `reply` hold it:
    give `reply` to `visit`, and the feed needs no second request."""

    url: str
    title: str = ""
    parsed: ParsedFeed | None = None
    reply: Reply | None = None


async def discover(url: str, fetcher: Fetcher) -> list[Candidate]:
    """The feeds of an address, best first: itself, the site's known rule, what the page names, usual places.

    One request where the address is a feed or its page names some. An address without a scheme is tried
    with https, then, where nobody speaks that, with http. Raises FeedError when the address
    cannot be read, or has no feed.
    """
    if "://" in url:
        return await _discovered(url, fetcher)
    try:
        return await _discovered(f"https://{url}", fetcher)
    except FeedError as error:
        if error.kind not in NO_HTTPS:
            raise
        refused = error
    try:
        return await _discovered(f"http://{url}", fetcher)
    except FeedError as error:
        if error.kind not in NO_HTTPS:
            raise
        raise refused from error


async def _discovered(url: str, fetcher: Fetcher) -> list[Candidate]:
    fetcher.guard.check_url(url)
    by_rule = _by_host(url)
    if by_rule is not None:
        return [await _read(by_rule.url, fetcher)]
    reply = await fetcher.get(url)
    refusal = error_of(reply, fetcher.clock())
    if refusal is not None:
        raise refusal
    try:
        return [await _parsed(reply, url, fetcher)]
    except FeedError as error:
        if error.kind not in {"not_a_feed", "broken"}:
            raise
    links = await _links(reply, fetcher)
    by_rule = _by_host(links.canonical or "")
    if by_rule is not None:  # "/@handle" calls itself "/channel/UC...", which the site's rule knows
        return [await _read(by_rule.url, fetcher)]
    named = _named(links, fetcher) or await _of_canonical(reply.url, links, fetcher)
    if not named:
        named = await _usual_places(reply.url, fetcher)
    if not named:
        raise FeedError(
            "not_a_feed", f"no feed was found at {shown(url)}; look on the site for its RSS address"
        )
    return named


def _named(links: PageLinks, fetcher: Fetcher) -> list[Candidate]:
    return [Candidate(link.url, link.title) for link in links.feeds if _reachable(link.url, fetcher)]


async def _of_canonical(url: str, links: PageLinks, fetcher: Fetcher) -> list[Candidate]:
    """The feeds of the page that this one calls its true form: AMP and mobile pages name none themselves."""
    own = links.canonical
    if own is None or own == url or not _reachable(own, fetcher):
        return []
    try:
        reply = await fetcher.get(own)
        return [] if error_of(reply, fetcher.clock()) else _named(await _links(reply, fetcher), fetcher)
    except FeedError:
        return []  # the usual places are still to be tried


def choices(found: Sequence[Candidate]) -> list[Candidate]:
    """The feeds that somebody may have meant; those of comments only where there are no others."""
    return [one for one in found if not is_comments(FeedLink(one.url, one.title))] or list(found)


async def with_document(candidate: Candidate, fetcher: Fetcher) -> Candidate:
    """The candidate with its document at hand: one request, or none. Raises FeedError when it is no feed."""
    if candidate.reply is not None:
        return candidate
    read = await _read(candidate.url, fetcher)
    return replace(read, title=read.title or candidate.title)


def preview(candidate: Candidate, now: datetime) -> tuple[ParsedEntry, ...]:
    """What the next digest could take from a feed if it were added now, newest first."""
    if candidate.parsed is None:
        return ()
    arrivals = decide(candidate.parsed, Known(), Feed(0, candidate.url, candidate.title), now)
    return tuple(arrival.entry for arrival in reversed(arrivals.new) if arrival.announce)


async def _links(reply: Reply, fetcher: Fetcher) -> PageLinks:
    arguments = {"body": reply.body, "url": reply.url, "content_type": reply.headers.get("Content-Type")}
    return await fetcher.workers.run("links", arguments, PageLinks, fetcher.limits.parse)


async def _usual_places(url: str, fetcher: Fetcher) -> list[Candidate]:
    """The first of the well-known paths that holds a feed; redirects there are a front page's welcome."""
    paths = (Path(__file__).parent / "lexicon" / "feed_paths.txt").read_text(encoding="utf-8").split()
    for path in paths:
        try:
            return [await _read(urljoin(url, path), fetcher, hops=0)]
        except FeedError as error:
            if error.kind in {"held", "refused_address", "dns", "unreachable", "timeout"}:
                raise
    return []


async def _read(url: str, fetcher: Fetcher, hops: int | None = None) -> Candidate:
    reply = await fetcher.get(url, hops=hops)
    error = error_of(reply, fetcher.clock())
    if error is not None:
        raise error
    return await _parsed(reply, url, fetcher)


async def _parsed(reply: Reply, url: str, fetcher: Fetcher) -> Candidate:
    arguments = {"body": reply.body, "url": reply.url, "content_type": reply.headers.get("Content-Type")}
    parsed = await fetcher.workers.run("parse", arguments, ParsedFeed, fetcher.limits.parse)
    return Candidate(url, parsed.title, parsed, reply)


def _reachable(url: str, fetcher: Fetcher) -> bool:
    try:
        fetcher.guard.check_url(url)
    except FeedError:
        return False
    return True


def _by_host(url: str) -> FeedLink | None:
    """Sites whose pages do not name their feeds, or name them late."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host == "youtube.com":
        channel = YOUTUBE_CHANNEL.match(parts.path)
        if channel:
            return FeedLink(f"https://www.youtube.com/feeds/videos.xml?channel_id={channel.group(1)}")
        playlist = parse_qs(parts.query).get("list", [""])[0]
        if playlist:
            return FeedLink(f"https://www.youtube.com/feeds/videos.xml?playlist_id={playlist}")
    if host == "github.com" and (found := GITHUB.fullmatch(parts.path)):
        return FeedLink(f"https://github.com/{found.group(1)}/{found.group(2)}/releases.atom")
    return None
