"""A loopback web server that plays all the sample outlets, each under its own host name."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from types import TracebackType
from xml.sax.saxutils import escape, quoteattr

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.demo.samples import Outlet, Sample

CONTENT_TYPES = {
    "rss2": "application/rss+xml",
    "rss1": "application/rdf+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}


class SampleServer:
    """Serves every outlet's feed at /feed and its articles at /<slug>, as of `clock`."""

    def __init__(self, outlets: Sequence[Outlet], clock: datetime) -> None:
        self.clock = clock
        self.requests = 0
        self._outlets = {outlet.host: outlet for outlet in outlets}
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def __aenter__(self) -> SampleServer:
        application = web.Application()
        application.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def resolver(self) -> AbstractResolver:
        """Finds every host here, so that the samples keep addresses a reader would recognise."""
        return _Here(self.port)

    async def _answer(self, request: web.Request) -> web.Response:
        self.requests += 1
        outlet = self._outlets.get(request.host.partition(":")[0])
        if outlet is None:
            raise web.HTTPNotFound
        published = outlet.published(self.clock)
        path = request.match_info["path"]
        if path == "feed":
            return _conditional(request, render_feed(outlet, published), CONTENT_TYPES[outlet.format])
        for sample in published:
            if sample.slug == path:
                return web.Response(text=render_page(outlet, sample), content_type="text/html")
        raise web.HTTPNotFound


class _Here(AbstractResolver):
    def __init__(self, port: int) -> None:
        self._port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host, host="127.0.0.1", port=self._port, family=socket.AF_INET, proto=0, flags=0
            )
        ]

    async def close(self) -> None:
        """Nothing is held open."""


def _conditional(request: web.Request, body: str, content_type: str) -> web.Response:
    tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == tag:
        return web.Response(status=304, headers={"ETag": tag})
    return web.Response(text=body, content_type=content_type, charset="utf-8", headers={"ETag": tag})


def render_feed(outlet: Outlet, samples: Sequence[Sample]) -> str:
    """The outlet's feed in its own format."""
    render = {"rss2": _rss2, "rss1": _rss1, "atom": _atom, "json": _json}[outlet.format]
    return render(outlet, samples)


def render_page(outlet: Outlet, sample: Sample) -> str:
    """An article as a site shows it: with navigation, a caption, links to more, a footer."""
    paragraphs = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in sample.body.split("\n\n"))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(sample.title)} - {escape(outlet.name)}</title>
<meta property="og:title" content={quoteattr(sample.title)}>
<link rel="alternate" type="{CONTENT_TYPES[outlet.format]}" href="/feed"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav>
<main><article><h1>{escape(sample.title)}</h1>
<figure><img src="/photo.jpg" alt=""><figcaption>File photo [{escape(outlet.name)}]</figcaption></figure>
{paragraphs}
</article></main>
<aside><h2>Most read</h2><ul><li><a href="/quiz">Our weekly quiz</a></li></ul></aside>
<footer><p>Sign up for our newsletter. All rights reserved.</p></footer></body></html>
"""


def _content(outlet: Outlet, sample: Sample) -> str:
    """What the feed says of an article, as HTML."""
    text = sample.body if outlet.full else sample.teaser
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.split("\n\n"))


def _link(outlet: Outlet, sample: Sample) -> str:
    return f"http://{outlet.host}/{sample.slug}"


def _rss2(outlet: Outlet, samples: Sequence[Sample]) -> str:
    items = "".join(
        f"<item><title>{escape(sample.title)}</title><link>{_link(outlet, sample)}</link>"
        f'<guid isPermaLink="false">{outlet.host}:{sample.slug}</guid>'
        f"<pubDate>{format_datetime(sample.at)}</pubDate>"
        f"<description>{escape(_content(outlet, sample))}</description></item>\n"
        for sample in samples
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(outlet.name)}</title><link>http://{outlet.host}/</link>"
        f"<description>Sample feed</description>\n{items}</channel></rss>\n"
    )


def _rss1(outlet: Outlet, samples: Sequence[Sample]) -> str:
    links = "".join(f'<rdf:li rdf:resource="{_link(outlet, sample)}"/>' for sample in samples)
    items = "".join(
        f'<item rdf:about="{_link(outlet, sample)}"><title>{escape(sample.title)}</title>'
        f"<link>{_link(outlet, sample)}</link><dc:date>{sample.at.isoformat()}</dc:date>"
        f"<description>{escape(_content(outlet, sample))}</description></item>\n"
        for sample in samples
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="http://{outlet.host}/"><title>{escape(outlet.name)}</title>'
        f"<link>http://{outlet.host}/</link><description>Sample feed</description>"
        f"<items><rdf:Seq>{links}</rdf:Seq></items></channel>\n{items}</rdf:RDF>\n"
    )


def _atom(outlet: Outlet, samples: Sequence[Sample]) -> str:
    entries = "".join(
        f"<entry><title>{escape(sample.title)}</title><id>tag:{outlet.host},2026:{sample.slug}</id>"
        f'<link rel="alternate" href="{_link(outlet, sample)}"/><updated>{sample.at.isoformat()}</updated>'
        f'<published>{sample.at.isoformat()}</published><summary type="html">'
        f"{escape(_content(outlet, sample))}</summary></entry>\n"
        for sample in samples
    )
    newest = samples[0].at.isoformat() if samples else "2026-01-01T00:00:00+00:00"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(outlet.name)}</title><id>tag:{outlet.host},2026:feed</id>"
        f'<link rel="alternate" href="http://{outlet.host}/"/><updated>{newest}</updated>\n{entries}</feed>\n'
    )


def _json(outlet: Outlet, samples: Sequence[Sample]) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": f"http://{outlet.host}/",
        "items": [
            {
                "id": f"{outlet.host}:{sample.slug}",
                "url": _link(outlet, sample),
                "title": sample.title,
                "content_html": _content(outlet, sample),
                "date_published": sample.at.isoformat(),
            }
            for sample in samples
        ],
    }
    return json.dumps(feed, ensure_ascii=False)
