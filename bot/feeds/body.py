"""A response's bytes, decoded as they stream in, never more of them than agreed."""

from __future__ import annotations

import zlib

from bot.feeds.errors import FeedError

ENCODINGS = "gzip, deflate"  # what the standard library decodes, and so all we ask for
RATIO_COUNTS_FROM = 1 << 20  # small bodies may be mostly blanks; a bomb is not small
SNIFFED = (b"<", b"{", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Body:
    """Takes chunks, gives the whole. `cap` and `ratio` bound what comes out, not only what goes in."""

    def __init__(self, encoding: str, cap: int, ratio: int) -> None:
        name = encoding.strip().lower()
        self._encoding = {"x-gzip": "gzip", "identity": ""}.get(name, name)
        if self._encoding not in {"", "gzip", "deflate"}:
            raise FeedError(
                "bad_encoding", f"the server sent {name[:20]!r} encoding, which we did not ask for"
            )
        self._cap = cap
        self._ratio = ratio
        self._taken = 0
        self._size = 0
        self._parts: list[bytes] = []
        self._inflater: zlib._Decompress | None = None
        self._started = False

    def feed(self, chunk: bytes) -> None:
        """Raises FeedError when the decoded whole would outgrow the cap or the ratio."""
        if not chunk:
            return
        if not self._started:
            self._started = True
            self._inflater = self._inflater_for(chunk)
        self._taken += len(chunk)
        if self._inflater is None:
            self._keep(chunk)
            return
        self._inflate(chunk)

    def finish(self) -> bytes:
        """The decoded body. Raises FeedError when the compressed stream broke off."""
        if self._inflater is not None and not self._inflater.eof:
            raise FeedError(
                "truncated", "the compressed answer broke off; it is read again at the next check"
            )
        return b"".join(self._parts)

    def _inflater_for(self, first: bytes) -> zlib._Decompress | None:
        """Servers that say gzip and send plain text are believed by their text, not by their word."""
        if not self._encoding or first.lstrip()[:3].startswith(SNIFFED):
            return None
        if self._encoding == "gzip":
            return zlib.decompressobj(wbits=31)
        wrapped = len(first) > 1 and first[0] & 0x0F == 8 and (first[0] << 8 | first[1]) % 31 == 0
        return zlib.decompressobj(wbits=15 if wrapped else -15)

    def _inflate(self, data: bytes) -> None:
        assert self._inflater is not None
        try:
            while data:
                if self._inflater.eof:  # a gzip file may be several, one after another
                    if self._encoding != "gzip" or not data.startswith(b"\x1f\x8b"):
                        return
                    self._inflater = zlib.decompressobj(wbits=31)
                self._keep(self._inflater.decompress(data, self._cap - self._size + 1))
                data = self._inflater.unconsumed_tail or self._inflater.unused_data
        except zlib.error as error:
            raise FeedError("bad_encoding", "the server's compressed answer is damaged") from error

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._cap:
            raise too_large(self._cap)
        if self._size > RATIO_COUNTS_FROM and self._size > self._ratio * self._taken:
            raise FeedError("too_large", f"the answer unpacks to over {self._ratio} times its size")
        self._parts.append(part)


def too_large(cap: int) -> FeedError:
    return FeedError("too_large", f"the answer is larger than {cap / (1 << 20):g} MiB")
