"""The far end of bench/feeds.py: 2,000 feeds on loopback, with validators and two generations of items.

python -m bench.feeds_server     (prints its port; /generation/2 turns the page)

It does as little as it can for an answer, so that the contenders are measured and not the server.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

ITEMS = 20
WORDS = (
    "The harbour office said the northern lock stays shut while divers look for the chain that broke. " * 4
)


class Pages:
    """What is served now."""

    def __init__(self) -> None:
        self.generation = 1
        self._bodies: dict[int, str] = {}

    def answer(self, head: bytes) -> bytes:
        path = head.split(b" ", 2)[1].decode("latin-1")
        if path.startswith("/generation/"):
            self.generation = int(path.rpartition("/")[2])
            return _response("200 OK", b"", "")
        etag = f'ETag: "{self.generation}"\r\n'
        if f'"{self.generation}"'.encode() in head:
            return _response("304 Not Modified", b"", etag)
        return _response(
            "200 OK", self._body(path.strip("/")), f"{etag}Content-Type: application/rss+xml\r\n"
        )

    def _body(self, name: str) -> bytes:
        body = self._bodies.get(self.generation)
        if body is None:
            body = self._bodies[self.generation] = _document(self.generation)
        return body.replace("@", name).encode()


class Connection(asyncio.Protocol):
    """One request, one answer."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._head = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._head += data
        if self._head.endswith(b"\r\n\r\n"):
            self._transport.write(self._pages.answer(self._head))
            self._transport.close()


def _document(generation: int) -> str:
    start = datetime.now(UTC) - timedelta(hours=20)
    items = []
    for n in range(ITEMS * (generation - 1), ITEMS * generation):
        items.append(
            f'<item><guid isPermaLink="false">@-{n}</guid><title>Lock @ stays shut, day {n}</title>'
            f"<link>http://feed-@.example/story/{n}</link><description>&lt;p&gt;{n} of @. {WORDS}&lt;/p&gt;"
            f"</description><pubDate>{format_datetime(start + timedelta(minutes=n))}</pubDate></item>"
        )
    return f'<rss version="2.0"><channel><title>Feed @</title>{"".join(reversed(items))}</channel></rss>'


def _response(status: str, body: bytes, headers: str) -> bytes:
    length = "" if status.startswith("304") else f"Content-Length: {len(body)}\r\n"
    return f"HTTP/1.1 {status}\r\n{headers}{length}Connection: close\r\n\r\n".encode() + body


async def main() -> None:
    pages = Pages()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(pages), "0.0.0.0", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
