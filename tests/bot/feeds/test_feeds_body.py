"""What compressed streams may look like besides the usual."""

from __future__ import annotations

import gzip
import sys
import zlib

import pytest

from bot.feeds.body import Body
from bot.feeds.errors import FeedError

MIB = 1 << 20
SKIPPED = b"\x50\x2a\x4d\x18\x04\x00\x00\x00note"  # a zstd frame that holds nothing of the content


def unpacked(encoding: str, packed: bytes, at_a_time: int = 1 << 16) -> bytes:
    body = Body(encoding, cap=MIB, ratio=100)
    for start in range(0, len(packed), at_a_time):
        body.feed(packed[start : start + at_a_time])
    return body.finish()


def test_brotli_that_starts_with_the_byte_of_a_blank_is_brotli_still() -> None:
    brotli = pytest.importorskip("brotli")
    content = b"<rss>" + bytes(range(256)) * 60
    starts = set()
    for length in range(13_500, 13_630):  # the second byte tells the length: "<" and "{" are among them
        stream = brotli.Compressor()
        packed = stream.process(content[:length]) + stream.flush() + stream.finish()
        starts.add(packed[:2])
        assert unpacked("br", packed) == content[:length]
    assert any(start in starts for start in (b"\x0b<", b"\x0b{"))


@pytest.mark.parametrize("at_a_time", [1, 3, 1000])
def test_zstd_frames_may_follow_one_another(at_a_time: int) -> None:
    zstd = pytest.importorskip("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    packed = SKIPPED + zstd.compress(b"<rss>one") + SKIPPED + zstd.compress(b"two</rss>")
    assert unpacked("zstd", packed, at_a_time) == b"<rss>onetwo</rss>"
    assert unpacked("zstd", packed + b"\0" * 100, at_a_time) == b"<rss>onetwo</rss>"
    with pytest.raises(FeedError, match="broke off"):
        unpacked("zstd", packed[:-3], at_a_time)
    with pytest.raises(FeedError, match="damaged"):
        unpacked("zstd", SKIPPED * 2_000)


@pytest.mark.parametrize("at_a_time", [1, 3, 1000])
def test_gzip_members_may_follow_one_another_wherever_they_are_cut(at_a_time: int) -> None:
    packed = gzip.compress(b"<rss>one") + gzip.compress(b"two</rss>")
    assert unpacked("gzip", packed, at_a_time) == b"<rss>onetwo</rss>"
    assert unpacked("gzip", packed + b"\x1f", at_a_time) == b"<rss>onetwo</rss>"


def test_gzip_members_without_content_come_to_an_end_too() -> None:
    assert unpacked("gzip", gzip.compress(b"") * 500 + gzip.compress(b"<rss>")) == b"<rss>"
    with pytest.raises(FeedError, match="damaged"):
        unpacked("gzip", gzip.compress(b"") * 2_000)


def test_what_is_packed_has_the_same_cap_as_what_comes_out() -> None:
    with pytest.raises(FeedError, match="larger than 1 MiB"):
        unpacked("deflate", zlib.compress(b"<rss>") + b" " * MIB)
