"""A response's bytes, decoded as they stream in, never more of them than agreed."""

from __future__ import annotations

from bot.feeds.decoders import DamagedError, Decoder, decoder, is_known
from bot.feeds.errors import FeedError

RATIO_COUNTS_FROM = 1 << 20  # small bodies may be mostly blanks; a bomb is not small
AT_A_TIME = 1 << 20  # bytes unpacked between two looks at the walls
SNIFFED = (b"<", b"{", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Body:
    """Takes chunks, gives the whole. `cap` and `ratio` bound what comes out, not only what goes in."""

    def __init__(self, encoding: str, cap: int, ratio: int) -> None:
        name = encoding.strip().lower()
        self._encoding = {"x-gzip": "gzip", "identity": ""}.get(name, name)
        if self._encoding and not is_known(self._encoding):
            raise FeedError(
                "bad_encoding", f"the server sent {name[:20]!r} encoding, which we did not ask for"
            )
        self._cap = cap
        self._ratio = ratio
        self._taken = 0
        self._size = 0
        self._parts: list[bytes] = []
        self._decoder: Decoder | None = None
        self._started = False

    def feed(self, chunk: bytes) -> None:
        """Raises FeedError when the decoded whole would outgrow the cap or the ratio."""
        if not chunk:
            return
        if not self._started:
            self._started = True
            self._decoder = self._decoder_for(chunk)
        self._taken += len(chunk)
        if self._taken > self._cap:  # packed parts that are empty have no end of their own
            raise too_large(self._cap)
        if self._decoder is None:
            self._keep(chunk)
            return
        try:
            self._keep(self._decoder.unpack(chunk, AT_A_TIME))
            while self._decoder.has_more:
                self._keep(self._decoder.unpack(b"", AT_A_TIME))
        except DamagedError as error:
            raise FeedError("bad_encoding", "the server's compressed answer is damaged") from error

    def finish(self) -> bytes:
        """The decoded body. Raises FeedError when the compressed stream broke off."""
        if self._decoder is not None and not self._decoder.done:
            raise FeedError(
                "truncated", "the compressed answer broke off; it is read again at the next check"
            )
        return b"".join(self._parts)

    def _decoder_for(self, first: bytes) -> Decoder | None:
        """Servers that say gzip and send plain text are believed by their text, not by their word."""
        start = first if self._encoding == "br" else first.lstrip()  # Brotli may start with a blank's byte
        if not self._encoding or start.startswith(SNIFFED):
            return None
        return decoder(self._encoding, first)

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._cap:
            raise too_large(self._cap)
        if self._size > RATIO_COUNTS_FROM and self._size > self._ratio * self._taken:
            raise FeedError("too_large", f"the answer unpacks to over {self._ratio} times its size")
        self._parts.append(part)


def too_large(cap: int) -> FeedError:
    return FeedError("too_large", f"the answer is larger than {cap / (1 << 20):g} MiB")
