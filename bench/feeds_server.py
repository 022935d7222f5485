"""The far end of bench/feeds.py: 2,000 feeds on loopback, with validators and two generations of items.

python -m bench.feeds_server     (prints its port; /generation/2 turns the page)

It does as little as it can for an answer, so that the contenders are measured and not the server: plain
blocking sockets, woken by the kernel only when a request has come, in two processes of which one answers
while the other is being scheduled. Nothing in it knows who asks.
"""

from __future__ import annotations

import mmap
import os
import signal
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

PROCESSES = 2
BACKLOG = 1024
ITEMS = 20
WORDS = (
    "The harbour office said the northern lock stays shut while divers look for the chain that broke. " * 4
)


class Pages:
    """What is served now; the generation lies in memory that all processes share."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 1)
        self._shared[0] = 1
        self._documents = {generation: _document(generation) for generation in (1, 2)}

    def answer(self, head: bytes) -> bytes:
        path = head.split(b" ", 2)[1]
        if path.startswith(b"/generation/"):
            self._shared[0] = int(path.rpartition(b"/")[2])
            return _response("200 OK", b"", "")
        generation = self._shared[0]
        etag = f'ETag: "{generation}"\r\n'
        if f'"{generation}"'.encode() in head:
            return _response("304 Not Modified", b"", etag)
        body = self._documents[generation].replace(b"@", path.strip(b"/"))
        return _response("200 OK", body, f"{etag}Content-Type: application/rss+xml\r\n")


def serve(listener: socket.socket, pages: Pages) -> None:
    """One connection after the other: one request, one answer."""
    while True:
        connection, _ = listener.accept()
        with connection:
            head = b""
            while not head.endswith(b"\r\n\r\n") and (data := connection.recv(4_096)):
                head += data
            if head:
                connection.sendall(pages.answer(head))


def _document(generation: int) -> bytes:
    start = datetime.now(UTC) - timedelta(hours=20)
    items = []
    for n in range(ITEMS * (generation - 1), ITEMS * generation):
        items.append(
            f'<item><guid isPermaLink="false">@-{n}</guid><title>Lock @ stays shut, day {n}</title>'
            f"<link>http://feed-@.example/story/{n}</link><description>&lt;p&gt;{n} of @. {WORDS}&lt;/p&gt;"
            f"</description><pubDate>{format_datetime(start + timedelta(minutes=n))}</pubDate></item>"
        )
    feed = f'<rss version="2.0"><channel><title>Feed @</title>{"".join(reversed(items))}</channel></rss>'
    return feed.encode()


def _response(status: str, body: bytes, headers: str) -> bytes:
    length = "" if status.startswith("304") else f"Content-Length: {len(body)}\r\n"
    return f"HTTP/1.1 {status}\r\n{headers}{length}Connection: close\r\n\r\n".encode() + body


def main() -> None:
    pages = Pages()
    with socket.create_server(("0.0.0.0", 0), backlog=BACKLOG) as listener:
        if hasattr(socket, "TCP_DEFER_ACCEPT"):
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)
        helpers = [_forked(listener, pages) for _ in range(PROCESSES - 1)]
        print(listener.getsockname()[1], flush=True)
        signal.signal(signal.SIGTERM, lambda *_: _end(helpers))
        serve(listener, pages)


def _forked(listener: socket.socket, pages: Pages) -> int:
    helper = os.fork()
    if helper == 0:
        serve(listener, pages)
    return helper


def _end(helpers: list[int]) -> None:
    for helper in helpers:
        os.kill(helper, signal.SIGTERM)
    os._exit(0)


if __name__ == "__main__":
    main()
