"""An item as grouping sees it: its terms, kinds and names, the days it speaks of, a sketch of its wording.

Theory: news is written with the most important first, so the headline and the lead say which event an
item is about, and what comes after two or three hundred words is background that look-alikes share.
A name is a word written with a capital where the sentence does not ask for one; in a headline that
capitalises everything, a word that news at large writes with a capital.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot import words
from bot.stories.background import articles_with, is_proper
from bot.stories.copies import SKETCHED, sketch
from bot.stories.dates import days_in, weekdays_in, years_in
from bot.stories.kinds import kinds_in
from bot.stories.towns import peoples
from storage.records import Fingerprint, Item

TITLE_WEIGHT = 2.0  # a headline's word counts as two of the body's
LEAD_WORDS = 40
LEAD_WEIGHT = 2.0
BODY_WORDS = 200  # the rest is background, which look-alikes share
HEAD = 600  # characters in which a date is the item's own, not history's
LEAD = 400  # characters in which a weekday is the event's
LEAD_AS_WRITTEN, BODY_AS_WRITTEN = 65, 330  # LEAD_WORDS and BODY_WORDS with function words among them
READ = 3_000  # characters: more than BODY_WORDS words with any amount of function words between
KEPT_TERMS = 160
IN_TITLE, IN_LEAD, IN_BODY = 3.0, 2.0, 0.5  # how much an item turns on a name, by where it stands
CALENDAR = frozenset(
    words.key(name)
    for name in (Path(__file__).parent / "lexicon" / "calendar.txt").read_text("utf-8").split()
)  # days and months: written with a capital, no names of anything an item turns on
LOCATED = re.compile(r"\b(?:in|near|off|outside|from|across|around|at|to)\s+(?:the\s+)?$", re.IGNORECASE)
INTRODUCING = re.compile(r"\s*(?:[^\n]{2,60} [-–—] )?(?:An?|One) [a-z0-9]")  # a dateline may stand before it
CAPITALISED_LINE = 0.7  # share of capitals above which a line is a title-case headline
SENTENCE_END = re.compile(r"[.!?:…]['\"”’)\]]*\s+['\"“‘(\[]*$|[\n|–—-]\s*['\"“‘(\[]*$|^\s*['\"“‘(\[]*$")


def read_item(item: Item) -> Fingerprint:
    """What grouping keeps of an item of the store, its sketch included."""
    entry = item.entry
    hashes, length = sketch(f"{entry.title}\n{_body(entry.title, entry.text)}"[:SKETCHED])
    found = read(entry.title, entry.text, entry.when)
    return replace(found, feed_id=item.feed.id, sketch=hashes, length=length)


def read(title: str, text: str, when: datetime | None = None) -> Fingerprint:
    """What grouping keeps of a headline and its text; `when` is the time of publication, if known."""
    body = _body(title, text)
    capitals: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    counts: dict[str, float] = defaultdict(float)
    salience: dict[str, float] = defaultdict(float)
    title_keys, body_keys = words.keys(title[:READ]), words.keys(body[:READ])
    title_terms = _terms(title[:READ], title_keys)
    body_terms = _terms(body[:READ], body_keys)
    title_weight = TITLE_WEIGHT if body_terms else 1.0
    for n, (term, name) in enumerate(title_terms + body_terms):
        place = n - len(title_terms)
        counts[term] += title_weight if place < 0 else LEAD_WEIGHT if place < LEAD_WORDS else 1.0
        capitals[term] += name
        seen[term] += 1
        salience[term] += IN_TITLE if place < 0 else IN_LEAD if place < LEAD_WORDS else IN_BODY
    for _, kind in kinds_in(title_keys):
        counts[kind] += title_weight
    for n, kind in kinds_in(body_keys[:BODY_AS_WRITTEN]):
        counts[kind] += LEAD_WEIGHT if n < LEAD_AS_WRITTEN else 1.0
    kept = sorted(counts, key=lambda term: -counts[term] / (1 + articles_with(term)))[:KEPT_TERMS]
    names = {t: salience[t] for t in kept if capitals[t] * 2 > seen[t] and t not in CALENDAR}
    places = _places(title, title_keys, names) | _places(body, body_keys[:BODY_AS_WRITTEN], names)
    head = (title + "\n" + body)[:HEAD]
    named = weekdays_in(head[:LEAD], when) if when is not None else ()
    return Fingerprint(
        counts={term: counts[term] for term in kept},
        names=names,
        days=tuple(sorted({*days_in(head), *named})),
        years=years_in(head),
        when=when,
        places=tuple(name for name in names if name in places),
        introduces=INTRODUCING.match(body) is not None,
        headline=tuple(dict.fromkeys(term for term, _ in title_terms)),
    )


def _body(title: str, text: str) -> str:
    """The text without the headline that some outlets begin it with."""
    return text[len(title) :] if text.startswith(title) else text


def _places(text: str, keys: list[tuple[int, int, str]], names: Iterable[str]) -> set[str]:
    """Those of the names that are countries or that this text says something is in, near or from."""
    countries = peoples()
    found = {name for name in names if name in countries}
    sought = set(names) - found
    for start, _, key in keys:
        if key in sought and LOCATED.search(text, max(0, start - 16), start):
            found.add(key)
            sought.discard(key)
    return found


def _terms(text: str, keys: list[tuple[int, int, str]]) -> list[tuple[str, bool]]:
    """The first BODY_WORDS telling words of a text in order, each with whether it is a name here."""
    shouting, countries = _is_title_case(text, keys), peoples()
    found: list[tuple[str, bool]] = []
    for start, end, key in keys:
        surface = text[start:end]
        if (len(key) < 2 and not key.isdigit()) or words.is_function_word(surface):
            continue
        if not surface[0].isupper():
            found.append((key, False))
        elif key in countries:
            found.append((countries[key], True))
        elif shouting or SENTENCE_END.search(text, max(0, start - 8), start):
            found.append((key, is_proper(key)))
        else:
            found.append((key, True))
        if len(found) == BODY_WORDS:
            break
    return found


def _is_title_case(text: str, keys: list[tuple[int, int, str]]) -> bool:
    """Whether a line writes most of its longer words with capitals."""
    if "\n" in text.strip() or len(text) > 300:
        return False
    long = [text[start].isupper() for start, end, _ in keys if end - start > 3 and text[start].isalpha()]
    return bool(long) and sum(long) > CAPITALISED_LINE * len(long)
