"""Bytes -> text, whatever the labels say. Pure.

Valid UTF-8 is UTF-8: no other encoding's text decodes as UTF-8 by chance. Only then do the labels count,
the XML declaration before the header, because servers add charsets to files they have not read.
"""

from __future__ import annotations

import codecs
import re

DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE)
META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
UNMARKED = (
    (b"<\x00\x00\x00", "utf-32-le"), (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"),
)  # fmt: skip
EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm" as mainframes write it; their code pages agree on ASCII letters
LATIN = {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "iso8859-1"}


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text. Bytes that fit no encoding become U+FFFD; it never fails."""
    for mark, name in (*BOMS, *UNMARKED):
        if body.startswith(mark):
            return body.decode(name, "replace").lstrip("\ufeff")
    if body.startswith(EBCDIC):
        return _mainframe(body)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass  # then it is what its labels say, or nearly UTF-8
    if len(body) > 100 and _nearly_utf8(body):
        return body.decode("utf-8", "replace")
    for label in _labels(body, content_type):
        try:
            return body.decode(label)
        except (LookupError, UnicodeError, ValueError):
            continue
    return body.decode("cp1252", "replace")


def _mainframe(body: bytes) -> str:
    declared = DECLARED.search(body[:200].decode("cp037", "replace").encode("ascii", "replace"))
    try:
        return body.decode(declared.group(1).decode() if declared else "cp037", "replace")
    except LookupError:
        return body.decode("cp037", "replace")


def _nearly_utf8(body: bytes) -> bool:
    """One broken character in a UTF-8 text (cut in the middle, mostly) does not make it Latin-1."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    multibyte = sum(1 for c in text[:200_000] if ord(c) > 127 and c != "\ufffd")
    return broken * 20 <= multibyte


def _labels(body: bytes, content_type: str | None) -> list[str]:
    """Encodings as labelled. Who says Latin-1 on the web means windows-1252."""
    head = body[:4_096]
    found = [m.group(1).decode("ascii", "ignore") for m in (DECLARED.search(head), META.search(head)) if m]
    header = HEADER.search(content_type or "")
    if header:
        found.append(header.group(1))
    names = ["cp1252" if name.lower() in LATIN else name for name in found]
    return [name for name in names if not name.lower().replace("_", "-").startswith("utf-8")]
