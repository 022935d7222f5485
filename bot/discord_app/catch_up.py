"""A backlog as one message: what was due while a channel was closed to us, the newest digest in full.

Nothing of it vanishes: each message has its entry, those of an earlier catch-up too. Where they are many,
entries keep to their titles; what even so does not fit is counted, and /search finds it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby

from bot.delivery import plain_text
from bot.discord_app.embeds import UNCHANGED
from bot.discord_app.escape import escape, units
from bot.discord_app.limits import TOTAL, Embed, Payload, pack, sections
from bot.discord_app.looks import QUIET, stamp
from bot.wording import count
from storage.records import Hold, Message

LENGTH = 3800  # of one embed
ENTRY = 900  # an alert's sentence and its source; longer ones are told by their title
MOST_MESSAGES = 4  # that one scrolls through; beyond, entries are told by their titles alone
HEADLINES = 6
AWAY, CLOSED = "While I was away", "While I could not post here"


def catch_up(messages: Sequence[Message], hold: Hold | None) -> list[str]:
    """Payloads that take the place of a backlog: an account of all of it, then the last digest as it was."""
    groups = [list(group) for _, group in groupby(messages, key=lambda m: (m.kind, m.key))]
    digests = [group for group in groups if group[0].kind == "digest" and not _is_catch_up(group)]
    latest = digests[-1] if digests else []
    earlier = [group for group in groups if group is not latest]
    payloads = _account(earlier, messages, hold) if earlier or hold or not latest else []
    payloads += [_body(message) for message in latest]
    return [json.dumps(payload, ensure_ascii=False) for payload in payloads]


def _account(
    groups: Sequence[Sequence[Message]], messages: Sequence[Message], hold: Hold | None
) -> list[Payload]:
    entries = [entry for group in groups for entry in _entries(group)]
    embeds = _embeds([_facts(groups, messages, hold), *entries], CLOSED if hold else AWAY)
    if len(pack(embeds)) > MOST_MESSAGES:
        short = [entry.partition("\n")[0] for entry in entries]
        embeds = _embeds([_facts(groups, messages, hold), *short], CLOSED if hold else AWAY)
    kept = pack(embeds)[:MOST_MESSAGES]
    left_out = sum(map(_paragraphs, embeds)) - sum(_paragraphs(embed) for group in kept for embed in group)
    if left_out:
        kept[-1][-1] = kept[-1][-1] | {"footer": {"text": f"Sitrep · {left_out} more: /search finds them"}}
    return [{"embeds": group, "components": [], "allowed_mentions": {"parse": []}} for group in kept]


def _embeds(paragraphs: Sequence[str], title: str) -> list[Embed]:
    """As many embeds as hold the paragraphs, none of which is cut."""
    embeds: list[Embed] = []
    here: list[str] = []
    for paragraph in [*(p for p in paragraphs if p), ""]:
        if here and (not paragraph or units("\n\n".join([*here, paragraph])) > LENGTH):
            text = sections([[one] for one in here], LENGTH + 100)
            embeds.append({"description": text, "color": QUIET, "footer": {"text": "Sitrep"}})
            here = []
        here += [paragraph] if paragraph else []
    embeds = embeds or [{"description": "Nothing was due.", "color": QUIET, "footer": {"text": "Sitrep"}}]
    embeds[0] = {"title": title} | embeds[0]
    return embeds


def _paragraphs(embed: Embed) -> int:
    return str(embed["description"]).count("\n\n") + 1


def _facts(groups: Sequence[Sequence[Message]], messages: Sequence[Message], hold: Hold | None) -> str:
    since = min((m.created_at for m in messages if m.created_at), default=hold.since if hold else None)
    if hold is not None and since is not None:
        since = min(since, hold.since)
    facts = [f"since {stamp(since, 'f')}"] if since else []
    facts += [escape(hold.reason, 200)] if hold else []
    kinds = [group[0].kind for group in groups if not _is_catch_up(group)]
    facts += [count(kinds.count("digest"), "earlier digest")] if "digest" in kinds else []
    facts += [count(kinds.count("alert"), "alert")] if "alert" in kinds else []
    return " · ".join(facts)


def _is_catch_up(group: Sequence[Message]) -> bool:
    return group[0].key.startswith("catch-up:")


def _entries(group: Sequence[Message]) -> list[str]:
    """A message of the backlog in a paragraph, its first line enough to know it by."""
    bodies = [_body(message) for message in group]
    if _is_catch_up(group):
        told = [str(embed.get("description", "")) for body in bodies for embed in body.get("embeds", [])]
        return [part for text in told for part in text.split("\n\n") if part.strip()]
    when = stamp(group[0].created_at, "f") if group[0].created_at else ""
    embeds = [embed for body in bodies for embed in body.get("embeds", [])]
    titles = [str(embed["title"]) for embed in embeds if embed.get("title")]
    if not titles:
        text = " ".join(str(body.get("content", "")) for body in bodies)
        return [f"{when} {text[:ENTRY]}".strip()] if text.strip() else []
    head = f"{when} **{titles[0]}**".strip()
    if group[0].kind == "digest":
        return [f"{head} " + " · ".join([title for title in titles[1:] if title != UNCHANGED][:HEADLINES])]
    text = str(embeds[0].get("description", "")).replace("\n\n", "\n")
    return [f"{head}\n{text}" if text and units(text) <= ENTRY else head]


def _body(message: Message) -> Payload:
    """A stored payload; a plain one as a message of its text."""
    text = plain_text(message.payload)
    if text is not None:
        return {"content": escape(text, TOTAL // 4)}
    body: Payload = json.loads(message.payload)
    return body
