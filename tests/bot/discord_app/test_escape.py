"""What a feed writes is shown, never obeyed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_app.escape import address, clean, code, domain, escape, link, units


@pytest.mark.parametrize(
    ("outside", "posted"),
    [
        ("@everyone look", "@\u200beveryone look"),
        ("@here", "@\u200bhere"),
        ("<@123> and <@&456>", r"\<@123> and \<@&456>"),
        ("<#789>", r"\<#789>"),
        ("[win](http://evil.example)", r"\[win\](http\://evil.example)"),
        ("# Heading", r"\# Heading"),
        ("-# small", r"\-\# small"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        (">>> quoted", r"\>\>\> quoted"),
        ("||spoiler||", r"\|\|spoiler\|\|"),
        ("```code```", r"\`\`\`code\`\`\`"),
        ("<t:1:R>", r"\<t:1:R>"),
        ("<:e:1> <a:e:1>", r"\<:e:1> \<a:e:1>"),
        ("</figures:1>", r"\</figures:1>"),
        ("**bold** _it_ ~~no~~", r"\*\*bold\*\* \_it\_ \~\~no\~\~"),
        (r"back\slash", r"back\\slash"),
        ("https://example.org/a", r"https\://example.org/a"),
        ("two\n\n# lines", "two # lines"),
        ("right\u202eto left", "rightto left"),
        ("half \ud800 a pair", "half a pair"),
        ("a -5 and #1 in mid-line", "a -5 and #1 in mid-line"),
        ("#1 of 5", "#1 of 5"),
        ("", ""),
    ],
)
def test_mark_up_from_outside_is_shown_as_it_reads(outside: str, posted: str) -> None:
    assert escape(outside) == posted


def test_a_cut_never_leaves_a_lone_backslash() -> None:
    assert escape("ab*cd", 4) == "ab…"
    assert escape("ab*cd", 5) == r"ab\*…"
    assert escape("😀😀😀", 5) == "😀😀…"


@given(st.text(max_size=300), st.integers(1, 120))
def test_a_limit_holds_for_any_text(text: str, limit: int) -> None:
    cut = escape(text, limit)
    assert units(cut) <= limit
    stripped = cut.rstrip("…")
    assert (len(stripped) - len(stripped.rstrip("\\"))) % 2 == 0


@given(st.text(max_size=300))
def test_unescaping_gives_back_what_was_seen(text: str) -> None:
    shown = escape(text).replace("@\u200b", "@")
    plain, escaped = [], False
    for character in shown:
        if character == "\\" and not escaped:
            escaped = True
            continue
        plain.append(character)
        escaped = False
    assert "".join(plain) == clean(text)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a_(b) c", "https://example.org/a_%28b%29%20c"),
        ("https://example.org/?q=<x>&r=1#f", "https://example.org/?q=%3Cx%3E&r=1#f"),
        ("javascript:alert(1)", None),
        ("ftp://example.org/", None),
        ("https://localhost/", None),
        ("http://[broken", None),
        ("https://example.org/" + "a" * 2000, None),
        (None, None),
    ],
)
def test_an_address_cannot_break_out_of_its_link(url: str | None, safe: str | None) -> None:
    assert address(url) == safe


def test_a_link_shows_the_host_it_leads_to() -> None:
    assert link("https://www.example.org/x", "The Example") == "[example.org](https://www.example.org/x)"
    assert link(None, "The *Example*") == r"The \*Example\*"
    assert domain("https://bücher.example/x") == "xn--bcher-kva.example"
    assert domain("https://trusted.example@evil.example/") == "evil.example"


def test_a_backtick_cannot_end_a_piece_of_code() -> None:
    assert code("up to `12`") == "up to ˋ12ˋ"
