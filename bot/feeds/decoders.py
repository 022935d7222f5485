"""Compressed streams unpacked piece by piece, never more at a time than asked for.

gzip and deflate come with Python. Brotli and Zstandard are asked for only where their packages are
installed (`pip install sitrep[compression]`, or Python 3.14, which brings Zstandard along).
"""

from __future__ import annotations

import importlib
import re
import zlib
from functools import cache
from typing import Any, Protocol

ZSTD_HOMES = ("compression.zstd", "backports.zstd")  # Python 3.14's own, and the same for those before it
GZIP_START = b"\x1f\x8b"
ZSTD_START = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")  # a frame, or one to be skipped
MOST_FRAMES = 1_000  # of one answer; each costs as much work as kilobytes of content, and may hold nothing


class DamagedError(Exception):
    """The stream is not what its label says, or broke on the way."""


class Decoder(Protocol):
    """Takes packed bytes, gives at most `most` unpacked ones; asked with b"" it goes on with what it has."""

    @property
    def done(self) -> bool:
        """Whether the stream has come to its end."""

    @property
    def has_more(self) -> bool:
        """Whether it can give more without being given more."""

    def unpack(self, data: bytes, most: int) -> bytes: ...


@cache
def encodings() -> str:
    """What we can unpack, as Accept-Encoding says it."""
    return ", ".join(["gzip", "deflate", *(["br"] if _brotli() else []), *(["zstd"] if _zstd() else [])])


def is_known(encoding: str) -> bool:
    return encoding in encodings().split(", ")


def decoder(encoding: str, first: bytes) -> Decoder:
    """For a stream under this label that starts with `first`."""
    if encoding == "br":
        return _Brotli()
    if encoding == "zstd":
        return _Zstd()
    return _Inflater(encoding == "gzip", first)


class _Inflater:
    """gzip, of which several may follow one another, and deflate, with its wrapping or without."""

    def __init__(self, gzip: bool, first: bytes) -> None:
        self._gzip = gzip
        wrapped = len(first) > 1 and first[0] & 0x0F == 8 and (first[0] << 8 | first[1]) % 31 == 0
        self._zlib = zlib.decompressobj(wbits=31 if gzip else 15 if wrapped else -15)
        self._rest = b""
        self._members = 1

    @property
    def done(self) -> bool:
        return self._zlib.eof

    @property
    def has_more(self) -> bool:
        return bool(self._rest) and not self._cut_off(self._rest)

    def _cut_off(self, data: bytes) -> bool:
        """Whether nothing but the first byte of another member is there yet."""
        return self._gzip and self._zlib.eof and data == GZIP_START[:1]

    def unpack(self, data: bytes, most: int) -> bytes:
        data = self._rest + data
        if self._cut_off(data):
            self._rest = data
            return b""
        if self._zlib.eof:
            if not self._gzip or not data.startswith(GZIP_START):
                self._rest = b""  # padding
                return b""
            self._members += 1
            if self._members > MOST_FRAMES:
                raise DamagedError
            self._zlib = zlib.decompressobj(wbits=31)
        try:
            unpacked = self._zlib.decompress(data, most)
        except zlib.error as error:
            raise DamagedError from error
        self._rest = self._zlib.unconsumed_tail or self._zlib.unused_data
        return unpacked


class _Brotli:
    def __init__(self) -> None:
        self._brotli = _brotli()
        self._stream = self._brotli.Decompressor()

    @property
    def done(self) -> bool:
        return bool(self._stream.is_finished())

    @property
    def has_more(self) -> bool:
        return not self._stream.can_accept_more_data()

    def unpack(self, data: bytes, most: int) -> bytes:
        if self.done:
            return b""
        try:
            return bytes(self._stream.process(data, output_buffer_limit=most))
        except self._brotli.error as error:
            raise DamagedError from error


class _Zstd:
    """Frames, of which several may follow one another, some of them to be skipped."""

    def __init__(self) -> None:
        self._zstd = _zstd()
        self._frames = 0
        self._stream = self._frame()
        self._rest = b""

    @property
    def done(self) -> bool:
        return bool(self._stream.eof)

    @property
    def has_more(self) -> bool:
        return len(self._rest) >= 4 if self._stream.eof else not self._stream.needs_input

    def unpack(self, data: bytes, most: int) -> bytes:
        if self.done:
            data, self._rest = self._rest + data, b""
            if len(data) < 4:
                self._rest = data
                return b""
            if not ZSTD_START.match(data):
                return b""  # padding
            self._stream = self._frame()
        try:
            unpacked = bytes(self._stream.decompress(data, max_length=most))
        except self._zstd.ZstdError as error:
            raise DamagedError from error
        self._rest = self._stream.unused_data
        return unpacked

    def _frame(self) -> Any:
        self._frames += 1
        if self._frames > MOST_FRAMES:
            raise DamagedError
        # 8 MiB of window, the most that the format's own document (RFC 8878) lets a server expect of us
        return self._zstd.ZstdDecompressor(options={self._zstd.DecompressionParameter.window_log_max: 23})


@cache
def _brotli() -> Any:
    """The module, or None. Before 1.2 it had no way to stop a bomb."""
    module = _found("brotli")
    return module if hasattr(getattr(module, "Decompressor", None), "can_accept_more_data") else None


@cache
def _zstd() -> Any:
    return next((module for name in ZSTD_HOMES if (module := _found(name)) is not None), None)


def _found(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
