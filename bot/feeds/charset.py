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
# Without a mark at the front, two letters of markup or JSON tell by where their zeros stand.
UNMARKED = (
    (re.compile(rb"(?:\s\x00{3})*[<{]\x00{3}"), "utf-32-le"),
    (re.compile(rb"(?:\x00{3}\s)*\x00{3}[<{]"), "utf-32-be"),
    (re.compile(rb"(?:\s\x00)*[<{]\x00[^\x00]\x00"), "utf-16-le"),
    (re.compile(rb"(?:\x00\s)*\x00[<{]\x00[^\x00]"), "utf-16-be"),
)
HALVES = re.compile("[\ud800-\udfff]")  # some codecs of Python's are escapes, and make what no text can hold
EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm" as mainframes write it; their code pages agree on ASCII letters
# What a label means on the web (the Encoding standard): the larger set that grew out of the one it names.
MEANT = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "iso8859-1": "cp1252", "iso-8859-9": "cp1254", "latin5": "cp1254", "iso-8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949", "ksc5601": "cp949", "big5": "big5hkscs", "x-x-big5": "big5hkscs",
}  # fmt: skip


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text. Bytes that fit no encoding become U+FFFD; it never fails."""
    for mark, name in BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace").lstrip("\ufeff")
    for start, name in UNMARKED:
        if start.match(body):
            return body.decode(name, "replace")
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
            text = body.decode(label, "replace")
        except (LookupError, UnicodeError, ValueError):
            continue
        if _mostly_right(text) and not HALVES.search(text):
            return text
    return body.decode("cp1252", "replace")


def _mainframe(body: bytes) -> str:
    declared = DECLARED.search(body[:200].decode("cp037", "replace").encode("ascii", "replace"))
    try:
        return body.decode(declared.group(1).decode() if declared else "cp037", "replace")
    except LookupError:
        return body.decode("cp037", "replace")


def _nearly_utf8(body: bytes) -> bool:
    """One broken character in a UTF-8 text (cut in the middle, mostly) does not make it Latin-1."""
    return _mostly_right(body.decode("utf-8", "replace"))


def _mostly_right(text: str) -> bool:
    """Whether next to none of the characters beyond ASCII are broken."""
    broken = text.count("\ufffd")
    multibyte = sum(1 for c in text[:200_000] if ord(c) > 127 and c != "\ufffd")
    return broken * 20 <= multibyte


def _labels(body: bytes, content_type: str | None) -> list[str]:
    """Encodings as labelled, and as they are meant."""
    head = body[:4_096]
    found = [m.group(1).decode("ascii", "ignore") for m in (DECLARED.search(head), META.search(head)) if m]
    header = HEADER.search(content_type or "")
    if header:
        found.append(header.group(1))
    names = [MEANT.get(name.lower(), name) for name in found]
    return [name for name in names if not name.lower().replace("_", "-").startswith("utf-8")]
