"""An alert as a Discord message: what happened, or was only said, in one glance."""

from __future__ import annotations

from bot.discord_app.escape import escape, link
from bot.discord_app.limits import DESCRIPTION, TITLE, Embed, Payload, button, rows, sections
from bot.discord_app.looks import CHANGED, CONFLICT, NEW, QUIET, stamp
from bot.wording import alert_subject, count, shorten
from storage.records import Alert, Entry, Hit, Status

# A demand is not an event: the first words of an alert say which of the two it is.
STATUS_WORDS: dict[Status, str] = {
    "reported": "REPORTED",
    "claimed": "CLAIMED, not confirmed",
    "denied": "DENIED",
    "demanded": "DEMANDED, not reported as happening",
    "planned": "PLANNED, has not happened yet",
    "possible": "POSSIBLE, not reported as happening",
}
STATUS_COLOURS: dict[Status, int] = {
    "reported": NEW,
    "claimed": CHANGED,
    "denied": CONFLICT,
    "demanded": QUIET,
    "planned": QUIET,
    "possible": QUIET,
}
SENTENCE_LENGTH = 900
RULE_LENGTH = 120


def alert_message(
    alert: Alert,
    hit: Hit,
    entry: Entry,
    feed: str,
    *,
    story: tuple[int, str] | None = None,
    more_sources: int = 0,
    note: str = "",
) -> Payload:
    """The message for a hit. `story` is the id and headline it belongs to; a role is woken, nobody else.

    The same with more sources is the new form of a message already sent: an edit wakes nobody.
    """
    buttons = [button("Story", f"story:{story[0]}")] if story else []
    buttons += [button("Mute 24 h", f"mute:{alert.id}"), button("Why?", f"why:{alert.id}:{entry.id}")]
    headline = story[1] if story else entry.title
    subject = alert_subject(hit)
    formula = ":" in subject  # nothing but conditions, such as figure:killed>=1: no heading for people
    about = [link(entry.url, feed), stamp(entry.when, "f")]
    about += [f"rule: {escape(hit.rule, RULE_LENGTH)}"] if formula else []
    about += [f"story: {escape(headline, 120)}"] if story and not formula else []
    about += [f"+{count(more_sources, 'source')}"] if more_sources else []
    embed: Embed = {
        "title": escape(
            f"{shorten(headline if formula else subject, RULE_LENGTH)} · {STATUS_WORDS[hit.status]}", TITLE
        ),
        "description": sections(
            [[_by(hit) + sentence_with_match(hit)], [" · ".join(about), escape(note, 300)]], DESCRIPTION
        ),
        "color": STATUS_COLOURS[hit.status],
        "footer": {"text": "Sitrep"},
    }
    payload: Payload = {"embeds": [embed], "components": rows(buttons), "allowed_mentions": {"parse": []}}
    if alert.mention:
        payload["content"] = f"<@&{int(alert.mention)}>"
        payload["allowed_mentions"] = {"parse": [], "roles": [str(int(alert.mention))]}
    return payload


def sentence_with_match(hit: Hit) -> str:
    """The sentence with what the rule found in bold."""
    start, end = hit.start - hit.sentence.start, hit.end - hit.sentence.start
    text = hit.sentence.text
    if not 0 <= start < end <= len(text):
        return escape(text, SENTENCE_LENGTH)
    before, match, after = text[:start], text[start:end], text[end:]
    shown = escape(before, SENTENCE_LENGTH // 2)
    gap_before = " " if before[-1:].isspace() and shown else ""
    gap_after = " " if after[:1].isspace() else ""
    return f"{shown}{gap_before}**{escape(match, 200)}**{gap_after}{escape(after, SENTENCE_LENGTH // 2)}"


def _by(hit: Hit) -> str:
    """Who says so, unless the sentence itself names them."""
    if not hit.by or hit.by.lower() in hit.sentence.text.lower():
        return ""
    return f"**{escape(hit.by, 80)}** · "


def caught_lines(caught: list[tuple[Hit, str]], limit: int = DESCRIPTION) -> str:
    """What a rule would have caught: status, sentence, link; one line each."""
    entries = [
        f"{STATUS_WORDS[hit.status].partition(',')[0]} · {sentence_with_match(hit)} {where}"
        for hit, where in caught
    ]
    return sections([[entry] for entry in entries], limit)
