"""A backlog as one message: what was due while a channel was closed to us, the newest digest in full."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby

from bot.delivery import plain_text
from bot.discord_app.embeds import UNCHANGED
from bot.discord_app.escape import escape, units
from bot.discord_app.limits import Embed, Payload, pack, sections
from bot.discord_app.looks import QUIET, stamp
from bot.wording import count
from storage.records import Hold, Message

LENGTH = 3800
HEADLINES = 6


def catch_up(messages: Sequence[Message], hold: Hold | None) -> list[str]:
    """Payloads that take the place of a backlog: an account of all of it, then the last digest as it was."""
    groups = [list(group) for _, group in groupby(messages, key=lambda m: (m.kind, m.key))]
    digests = [group for group in groups if group[0].kind == "digest"]
    latest = digests[-1] if digests else []
    earlier = [group for group in groups if group is not latest and group[0].kind != "alert_edit"]
    payloads: list[Payload] = [_account(earlier, messages, hold)] if earlier or hold else []
    payloads += [_body(message) for message in latest]
    return [json.dumps(payload, ensure_ascii=False) for payload in payloads or [_account([], messages, hold)]]


def _account(groups: Sequence[Sequence[Message]], messages: Sequence[Message], hold: Hold | None) -> Payload:
    since = min((m.created_at for m in messages if m.created_at), default=hold.since if hold else None)
    why = "While I could not post here" if hold else "While I was away"
    facts = [f"since {stamp(since, 'f')}"] if since else []
    facts += [escape(hold.reason, 200)] if hold else []
    digests = sum(group[0].kind == "digest" for group in groups)
    alerts = sum(group[0].kind == "alert" for group in groups)
    facts += [count(digests, "earlier digest")] if digests else []
    facts += [count(alerts, "alert")] if alerts else []
    entries = [entry for group in groups if (entry := _entry(group))]
    embed: Embed = {
        "title": why,
        "description": sections([[" · ".join(facts)], *([entry] for entry in entries)], LENGTH)
        or "Nothing was due.",
        "color": QUIET,
        "footer": {"text": "Sitrep"},
    }
    return {"embeds": pack([embed])[0], "components": [], "allowed_mentions": {"parse": []}}


def _entry(group: Sequence[Message]) -> str:
    """One line for a message of the backlog: its title, and for a digest the headlines."""
    embeds = [embed for message in group for embed in _body(message).get("embeds", [])]
    titles = [str(embed["title"]) for embed in embeds if embed.get("title")]
    if not titles:
        return ""
    when = stamp(group[0].created_at, "f") if group[0].created_at else ""
    if group[0].kind == "alert":
        first_line = str(embeds[0].get("description", "")).partition("\n")[0]
        return f"{when} **{titles[0]}** {first_line if units(first_line) <= 500 else ''}".strip()
    told = [title for title in titles[1:] if title != UNCHANGED]
    return f"{when} **{titles[0]}** " + " · ".join(told[:HEADLINES])


def _body(message: Message) -> Payload:
    """A stored payload; a plain one as an embed of its text."""
    text = plain_text(message.payload)
    if text is not None:
        return {"embeds": [{"title": escape(text, 240) or "Notice", "color": QUIET}]}
    body: Payload = json.loads(message.payload)
    return body
