"""`sitrep brief`: files, pages, streams."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bot.cli.conftest import Sitrep, one_line
from tests.bot.cli.test_faults import sitrep_process

TEXT = "The relief office said that some 4,000 people had crossed into Adre. They had walked for two days."
PAGE = f"""<!doctype html><html><head><title>Thousands cross into Chad</title></head><body><article>
<h1>Thousands cross into Chad</h1><p>{TEXT}</p><p>{"The office counts every night at the bridge. " * 8}</p>
</article></body></html>"""


def briefs(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_a_text_file_becomes_a_brief_with_its_spans(sitrep: Sitrep, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    brief = json.loads(sitrep("brief", "a.txt", "--format", "json").stdout)
    assert brief["id"] == "a.txt"
    figure = next(figure for figure in brief["figures"] if figure["value"] == 4000)
    assert (figure["approximate"], TEXT[figure["start"] : figure["end"]]) == (True, figure["text"])
    assert brief["claims"][0]["speaker"]["name"].endswith("relief office")
    assert [place["country"] for place in brief["locations"]] == ["TD"]


def test_standard_input_is_read_when_nothing_is_named(sitrep: Sitrep) -> None:
    assert "4,000" in sitrep("brief", stdin=TEXT).stdout


@pytest.mark.parametrize("before", ["", "\ufeff", '<?xml version="1.0"?>\n', "<!-- saved today -->\n"])
def test_a_page_gives_its_article_alone(sitrep: Sitrep, tmp_path: Path, before: str) -> None:
    (tmp_path / "a.html").write_text(before + PAGE, encoding="utf-8")
    brief = json.loads(sitrep("brief", "a.html", "--format", "json").stdout)
    assert brief["headline"] == "Thousands cross into Chad"
    assert [figure["value"] for figure in brief["figures"]][:1] == [4000]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "a.txt: there is nothing in it to brief"),
        (b"  \n ", "a.txt: there is nothing in it to brief"),
        (b"caf\xe9", "a.txt: not UTF-8 text; save it as UTF-8"),
        (b"<html><body>x</body></html>", "a.txt: no article found on this page"),
    ],
)
def test_a_source_without_an_article(sitrep: Sitrep, tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    assert one_line(sitrep("brief", "a.txt"), 1) == f"sitrep: {told}"


def test_a_link_into_the_house_is_refused(sitrep: Sitrep) -> None:
    told = one_line(sitrep("brief", "http://127.0.0.1:8080/story"), 1)
    assert told.startswith("sitrep: http://127.0.0.1:8080/story: ")


def test_each_line_is_answered_in_order_and_a_bad_one_in_its_place(sitrep: Sitrep) -> None:
    lines = [
        json.dumps(
            {"id": "a", "title": "T", "text": TEXT, "published": "2026-11-20T10:00:00Z", "lang": "en"}
        ),
        "{broken",
        json.dumps({"id": "b"}),
        "",
        json.dumps({"id": "c", "text": "Nothing.", "published": "tomorrow"}),
        json.dumps({"id": 7, "text": "Nothing.", "published": None, "url": None, "extra": [1]}),
        "[" * 100_000,
    ]
    result = sitrep("brief", "--jsonl", "-", stdin="\n".join(lines) + "\n")
    found = briefs(result.stdout)
    assert result.exit_code == 0
    assert [record["id"] for record in found] == ["a", None, "b", None, "c", 7, None]
    assert [list(record) for record in found if "error" in record] == [["id", "error"]] * 5
    assert list(found[0]) == ["id", "headline", "summary", "claims", "figures", "locations", "keywords"]


@pytest.mark.parametrize(
    ("line", "record"),
    [
        (b"\n", {"id": None, "error": "the line is empty; expected an article as a JSON object"}),
        (
            b'{"id": "b", "text": "x", "published": "0001-01-01T00:00:00+05:00"}',
            {"id": "b", "error": "published: '0001-01-01T00:00:00+05:00' lies outside of all dates"},
        ),
        (
            b'{"id": "c", "text": "not \xff UTF-8"}',
            {"id": "c", "error": "'utf-8' codec can't decode byte 0xff in position 4: invalid start byte"},
        ),
    ],
)
def test_a_line_that_cannot_be_read_says_why(sitrep: Sitrep, line: bytes, record: dict[str, Any]) -> None:
    assert briefs(sitrep("brief", "--jsonl", "-", stdin=line).stdout) == [record]


def test_what_nobody_sees_parts_no_word_and_moves_no_span(sitrep: Sitrep) -> None:
    for part, with_unseen in (
        ("relief", "re\u00adlief"),
        ("4,000 people", "4,\x1b[31m000\x1b[0m peo\u200bple"),
        ("crossed", "cros\u200esed\0"),
        ("Adre", "\ufeffAd\u00adre"),
    ):
        given = TEXT.replace(part, with_unseen)
        lines = "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate((TEXT, given)))
        plain, brief = briefs(sitrep("brief", "--jsonl", stdin=lines).stdout)
        assert shown(brief, given) == shown(plain, TEXT)
        assert (brief["headline"], brief["keywords"]) == (plain["headline"], plain["keywords"])


def shown(brief: dict[str, Any], text: str) -> list[str]:
    """What each span of a brief shows to a reader, after a look that it stands where it says."""
    found = []
    parts = [brief[name] for name in ("summary", "claims", "figures", "locations")]
    while parts:
        part = parts.pop()
        parts += part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
        if isinstance(part, dict) and "text" in part:
            assert text[part["start"] : part["end"]] == part["text"]
            found.append(re.sub("\x1b\\[\\d+m|[\0\u00ad\u200b\u200e\ufeff]", "", part["text"]))
    return found


def test_a_lone_return_ends_a_line(sitrep: Sitrep, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Flood in Adre\r\rThe river rose, the mayor said.\r")
    assert json.loads(sitrep("brief", "a.txt", "--format", "json").stdout)["headline"] == "Flood in Adre"


def test_half_a_character_moves_nothing(sitrep: Sitrep) -> None:
    line = r'{"id": "cut \ud83d", "text": "Cut off: \ud83d, and 12 people died in Adre."}'.replace(
        "\\\\", "\\"
    )
    (brief,) = briefs(sitrep("brief", "--jsonl", "-", stdin=line).stdout)
    assert brief["id"] == "cut \ufffd"
    assert [(figure["value"], figure["start"]) for figure in brief["figures"]] == [(12, 16)]


def test_an_article_that_breaks_an_extractor_does_not_end_the_stream(
    sitrep: Sitrep, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(article: Any, gazetteer: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("bot.briefs.make_brief", broken)
    result = sitrep("brief", "--jsonl", "-", stdin='{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n')
    assert briefs(result.stdout) == [{"id": "a", "error": "too deep"}, {"id": "b", "error": "too deep"}]


def test_an_answer_comes_before_the_next_line_is_asked(tmp_path: Path) -> None:
    process = sitrep_process(
        "brief", "--jsonl", "-", folder=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for id in ("a", "b"):
        process.stdin.write(json.dumps({"id": id, "text": TEXT}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == id
    process.stdin.close()
    process.stdout.close()
    assert process.wait(30) == 0


def test_briefs_need_none_of_the_heavy_rooms() -> None:
    heavy = ("discord", "trafilatura", "matplotlib", "aiohttp", "ruamel", "sqlite_utils", "apscheduler")
    asked = (
        "import sys, io; from bot.cli import main; sys.stdin = io.TextIOWrapper(io.BytesIO(b'{}\\n'))\n"
        "try: main(['brief', '--jsonl', '-'])\n"
        f"except SystemExit: print([name for name in {heavy!r} if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[-1] == "[]"


def test_articles_are_grouped_as_they_come(sitrep: Sitrep) -> None:
    ferry = "The ferry Santa Elvira sank off Mindoro on Sunday with 120 people aboard, the coast guard said."
    fire = (
        "A wildfire on the Greek island of Evia burned 4,500 hectares of pine forest, the fire brigade said."
    )
    lines = [
        {"id": "1", "title": "Ferry sinks off Mindoro", "text": ferry},
        {"id": "2", "title": "Wildfire burns on Evia", "text": fire},
        {"id": "3", "title": "Mindoro ferry: 97 rescued", "text": ferry + " By evening 97 had been rescued."},
    ]
    result = sitrep("stories", "--jsonl", "-", stdin="".join(json.dumps(line) + "\n" for line in lines))
    found = briefs(result.stdout)
    assert [record["id"] for record in found] == ["1", "2", "3"]
    assert found[0]["story"] == found[2]["story"] != found[1]["story"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7 ...", "this is a PDF; give its text"),
        (b"\x89PNG\r\n", "this is a picture"),
        (b"PK\x03\x04", "this is an archive or an office document"),
    ],
)
def test_what_is_no_text_is_called_by_its_name(
    sitrep: Sitrep, tmp_path: Path, data: bytes, told: str
) -> None:
    (tmp_path / "file").write_bytes(data)
    assert told in one_line(sitrep("brief", "file"), 1)


def test_a_text_of_an_editor_that_writes_utf_16_is_read(sitrep: Sitrep, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-16")
    assert "4,000" in sitrep("brief", "a.txt").stdout


@pytest.mark.parametrize(
    ("text", "english"),
    [
        (TEXT, True),
        ("Floods kill nine", True),
        ("Le bureau a compté trois cents personnes près du pont jeudi matin, selon son chef.", False),
        ("Чиновники сообщили, что мост закрыт.", False),
        ("当局は木曜日に橋が閉鎖されたと発表した。", False),
    ],
)
def test_another_language_is_told(sitrep: Sitrep, text: str, english: bool) -> None:
    result = sitrep("brief", stdin=text.encode())
    assert ("does not look like English" not in result.stderr) is english
    assert result.exit_code == 0


@pytest.mark.parametrize("address", ["http://", "https://[::1", "https:///story"])
def test_an_address_that_is_none(sitrep: Sitrep, address: str) -> None:
    assert "no address of a page" in one_line(sitrep("brief", address), 2)


@pytest.mark.parametrize(
    "page", [f"<html><body><article><h1>Adre</h1><p>{TEXT}</p></article></body></html>", f"<p>{TEXT}</p>"]
)
def test_a_page_too_short_to_tell_its_article_is_read_whole(
    sitrep: Sitrep, tmp_path: Path, page: str
) -> None:
    (tmp_path / "short.html").write_text(page, encoding="utf-8")
    result = sitrep("brief", "short.html")
    assert "4,000" in result.stdout
    assert "<p>" not in result.stdout
