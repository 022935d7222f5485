"""The far end of bench/feeds.py: 2,000 feeds on loopback, with validators and two generations of items.

python -m bench.feeds_server     (prints its port; /generation/2 turns the page)
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

ITEMS = 20
WORDS = (
    "The harbour office said the northern lock stays shut while divers look for the chain that broke. " * 4
)


class Server:
    def __init__(self) -> None:
        self.generation = 1
        self._bodies: dict[int, str] = {}

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            path = head.split(" ", 2)[1]
            if path.startswith("/generation/"):
                self.generation = int(path.rpartition("/")[2])
                writer.write(_response("200 OK", b"", ""))
            elif f'"{self.generation}"' in head:
                writer.write(_response("304 Not Modified", b"", f'ETag: "{self.generation}"\r\n'))
            else:
                kind = f'ETag: "{self.generation}"\r\nContent-Type: application/rss+xml\r\n'
                writer.write(_response("200 OK", self._body(path.strip("/")), kind))
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    def _body(self, name: str) -> bytes:
        body = self._bodies.get(self.generation)
        if body is None:
            body = self._bodies[self.generation] = _document(self.generation)
        return body.replace("@", name).encode()


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
    server = await asyncio.start_server(Server().answer, "0.0.0.0", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
