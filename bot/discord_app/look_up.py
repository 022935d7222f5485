"""Look-ups as questions that can be asked again: for the first answer, for each page, after a restart."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, cast

from bot.discord_app.answers import claim_entries, figure_entries, page_of, place_entries, search_entries
from bot.discord_app.desk import Ask, Desk, DeskError
from bot.discord_app.embeds import digest_messages
from bot.discord_app.limits import BUTTONS, ROWS, Payload, button
from bot.discord_app.standing import LISTS, list_page
from bot.periods import parse_moment
from bot.reports.places import place_boards
from storage.records import LedgerRow, Question, Stance

DEFAULT_PERIOD = {"digest": "24h"}
USUAL_PERIOD = "7d"
ID_LENGTH = 13
FOUND_AT_MOST = 100


def question(desk: Desk, owner: str, asker: int, noun: str, **wanted: Any) -> Question:
    """A look-up with its period made absolute, kept for its buttons. Raises DeskError for a bad period."""
    now = desk.clock()
    period = str(wanted.pop("since", None) or DEFAULT_PERIOD.get(noun, USUAL_PERIOD))
    try:
        since = parse_moment(period, now)
    except ValueError as error:
        raise DeskError(f"Period: {error}") from error
    told = {key: str(value) for key, value in wanted.items() if value not in {None, ""}}
    told |= {"since": since.isoformat(), "until": now.isoformat(), "period": period}
    return keep(desk, owner, asker, noun, told)


def keep(desk: Desk, owner: str, asker: int, noun: str, wanted: dict[str, str]) -> Question:
    """What somebody asked or began, under an id short enough for a button."""
    seed = f"{owner}:{asker}:{noun}:{sorted(wanted.items())}"
    id = base64.b32encode(hashlib.sha256(seed.encode()).digest()).decode()[:ID_LENGTH].lower()
    asked = Question(id, owner, str(asker), noun, wanted, desk.clock())
    desk.store.questions.keep(asked)
    return asked


def recall(desk: Desk, id: str, owner: str, asker: int) -> Question:
    """A question asked before, by somebody of the same server; outside of one, by the same person.

    Raises DeskError.
    """
    asked = desk.store.questions.get(id)
    if asked is None or asked.owner != owner or (not owner and asked.asker != str(asker)):
        raise DeskError("I no longer know what was asked here. Please ask again.")
    return asked


def answer(desk: Desk, asked: Question, page: int = 0) -> Payload:
    """A page of the answer to a question."""
    match asked.noun:
        case "figures":
            return _found(desk, asked, desk.figures, figure_entries, page)
        case "claims":
            return _found(desk, asked, desk.claims, claim_entries, page)
        case "places":
            return _found(desk, asked, lambda ask: place_boards(desk.places(ask)), place_entries, page)
        case "search":
            return _found(desk, asked, desk.search, search_entries, page)
        case noun if noun in LISTS:
            return list_page(desk, asked, page)
        case _:
            return _digest_page(asked, digest_pages(desk, asked), page)


def _found(
    desk: Desk,
    asked: Question,
    find: Callable[[Ask], Sequence[Any]],
    entries: Callable[[Any], list[str]],
    page: int,
) -> Payload:
    """A page of what a look-up finds; of one that finds nothing, how else it could be spelt."""
    ask = _ask(asked)
    rows = find(ask)
    respelt = None if rows else desk.respelt(asked.noun, ask)
    other = "" if respelt is None else _words(respelt.words, respelt.place, respelt.by)
    return page_of(_title(asked), rows, entries, page, asked.id, extras=asked.noun == "figures", other=other)


def figures(desk: Desk, asked: Question) -> Sequence[LedgerRow]:
    """The figures a question asks for, all of them: for a chart or a table."""
    return desk.figures(_ask(asked))


def digest_pages(desk: Desk, asked: Question) -> list[Payload]:
    """The messages of a digest asked for by hand."""
    tags = tuple(filter(None, asked.wanted.get("tags", "").split(",")))
    stories = int(asked.wanted.get("stories", "8"))
    return digest_messages(desk.digest(asked.owner, _since(asked), _until(asked), tags, stories))


def shared(desk: Desk, asked: Question, page: int) -> list[Payload]:
    """What everybody in the channel sees of an answer: a digest as a whole, of a look-up the page."""
    payloads = digest_pages(desk, asked) if asked.noun == "digest" else [answer(desk, asked, page)]
    return [payload | {"components": _for_everybody(payload["components"])} for payload in payloads]


def _digest_page(asked: Question, messages: list[Payload], page: int) -> Payload:
    page = min(max(page, 0), len(messages) - 1)
    turns = [button("Previous", f"page:{asked.id}:{page - 1}")] if page > 0 else []
    turns += [button("Next", f"page:{asked.id}:{page + 1}")] if page + 1 < len(messages) else []
    turns.append(button("Share", f"share:{asked.id}:{page}"))
    stories = messages[page]["components"][: ROWS - 1]
    return messages[page] | {"components": [*stories, {"type": 1, "components": turns[:BUTTONS]}]}


def _for_everybody(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Buttons that answer whoever presses them; pages are turned by the one who asked."""
    kept = [[b for b in row["components"] if b["custom_id"].startswith("story:")] for row in rows]
    return [{"type": 1, "components": buttons} for buttons in kept if buttons]


def _title(asked: Question) -> str:
    wanted = asked.wanted
    stance = f"({wanted['stance']})" if wanted.get("stance") else ""
    about = " ".join(filter(None, (subject(asked), stance)))
    return ": ".join(filter(None, (asked.noun.capitalize(), about))) + f", since {wanted['period']}"


def subject(asked: Question) -> str:
    """What a look-up is about, where, and by whom."""
    return _words(*(asked.wanted.get(part, "") for part in ("words", "place", "by")))


def _words(words: str, place: str, by: str) -> str:
    parts = (words, f"in {place}" if place else "", f"by {by}" if by else "")
    return " ".join(filter(None, parts))


def _ask(asked: Question) -> Ask:
    wanted = asked.wanted
    return Ask(
        owner=asked.owner,
        words=wanted.get("words", ""),
        since=_since(asked),
        until=_until(asked),
        place=wanted.get("place", ""),
        by=wanted.get("by", ""),
        stance=cast("Stance | None", wanted.get("stance")),
        limit=FOUND_AT_MOST,
    )


def _since(asked: Question) -> datetime:
    return datetime.fromisoformat(asked.wanted["since"])


def _until(asked: Question) -> datetime:
    return datetime.fromisoformat(asked.wanted["until"])
