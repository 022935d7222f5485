"""Alert rules and digests on a made-up day of news.

    python -m bench alerts [--items 3000] [--rules 5000]

Items a second against 10 rules, then against 5,000 (the rest of the cost of a rule set is what the ratio
tells), next to what a feed bot does instead: a case-blind search for each keyword in each text. Then word
families a second, and a digest of 10,000 items of one day. Seconds are of one core's time.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.alerts import RuleSet
from bot.briefs.claims import find_claims
from bot.briefs.document import read
from bot.digests import make_digest
from bot.ledger import make_ledger
from bot.words import keys
from storage.records import Alert, Brief, Entry, Feed, Figure, Item, Ledger, Location, Span

T = TypeVar("T")

NOW = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
OUTLETS = 40
ITEMS_A_STORY = 4
PLACES = ("Odesa", "Goma", "Herat", "Mersin", "Lagos", "Quito", "Izmir", "Sumy", "Aleppo", "Manila")
ACTORS = (
    "the army",
    "the governor",
    "the rebels",
    "a spokeswoman",
    "the ministry",
    "the mayor",
    "aid workers",
)
ACTS = (
    "withdrew from", "called for a ceasefire in", "denied shelling", "plans to evacuate", "attacked",
    "may leave", "deployed engineers to", "released hostages in", "closed the port of", "struck a bridge in",
)  # fmt: skip
ENDINGS = (
    "after a night of heavy rain", "despite protests by residents", "{speaker} said on Monday",
    "and left {n} people injured", "while {n} families fled", "as prices rose by {n} per cent",
    "for the third time this year", "before the talks resume", "killing {n} people", "according to {speaker}",
)  # fmt: skip
WORDS = (
    "withdrawal", "ceasefire", "evacuation", "attack", "deployment", "hostage", "release", "strike",
    "flood", "storm", "earthquake", "election", "resign", "protest", "blackout", "refugees",
    "famine", "cholera", "vaccine", "sanctions", "missile", "drone", "airport", "bridge", "port",
    "railway", "border", "convoy", "militia", "coup", "parliament", "budget", "inflation", "tariff",
    "treaty", "summit", "embassy", "spy", "trial", "verdict", "prison", "wildfire", "drought",
    "landslide", "volcano", "ferry", "crash", "derailment", "pipeline", "refinery", "harvest",
    "wheat", "grain", "fishing", "shipping", "pirates",
)  # fmt: skip


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench alerts")
    parser.add_argument("--items", type=int, default=3_000)
    parser.add_argument("--rules", type=int, default=5_000)
    chosen = parser.parse_args(arguments)
    dice = random.Random(7)
    items = [item(n, dice) for n in range(chosen.items)]
    words = sum(len(i.entry.text.split()) for i in items)
    print(f"{chosen.items:,} items, {words / chosen.items:.0f} words each")
    report_words([i.entry.text for i in items])
    few = report_rules(items, [rule(dice) for _ in range(10)])
    many = report_rules(items, [rule(dice) for _ in range(chosen.rules)])
    print(f"{chosen.rules:,} rules cost {few / many:.2f} times what 10 cost")
    report_keywords(items, chosen.rules, dice)
    report_digest([item(n, dice) for n in range(10_000)])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


def report_words(texts: Sequence[str]) -> None:
    sum(len(keys(text)) for text in texts[:200])
    found, seconds = timed(lambda: sum(len(keys(text)) for text in texts))
    print(f"word families: {found / seconds:,.0f} words/s")


def report_rules(items: Sequence[Item], rules: Sequence[str]) -> float:
    alerts = [Alert(n, text, "terminal") for n, text in enumerate(rules)]
    rule_set, building = timed(lambda: RuleSet(alerts))
    hits, seconds = timed(lambda: sum(len(rule_set.matches(i)) for i in items))
    speed = len(items) / seconds
    print(f"{len(rules):>6,} rules: {speed:,.0f} items/s, {hits:,} hits, built in {building * 1000:.0f} ms")
    return speed


def report_keywords(items: Sequence[Item], rules: int, dice: random.Random) -> None:
    """What a feed bot's keyword filter does: every keyword sought in every text."""
    wanted = [f"{dice.choice(WORDS)}{n % 97}" for n in range(rules)]
    some = items[:200]
    _, seconds = timed(
        lambda: [[w for w in wanted if w in text.lower()] for text in (i.entry.text for i in some)]
    )
    print(f"{rules:>6,} plain keywords, sought one by one: {len(some) / seconds:,.0f} items/s")


def report_digest(items: Sequence[Item]) -> None:
    """A day of 10,000 items; ledgers are made for the stories that are told, as the service does."""
    ledgers = _Ledgers(items)
    since = NOW - timedelta(days=1)
    digest, seconds = timed(
        lambda: make_digest(items, since, NOW, "Europe/Kyiv", None, stories=8, title="", ledgers=ledgers)
    )
    print(f"digest of {len(items):,} items of a day, {len(digest.stories)} stories told: {seconds:.2f} s")


class _Ledgers(dict[int, Ledger]):
    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__()
        self._items: dict[int, list[Item]] = {}
        for i in items:
            self._items.setdefault(i.story_id or 0, []).append(i)

    def get(self, key: int, default: object = None) -> Ledger:  # type: ignore[override]
        return make_ledger(self._items[key])


def item(number: int, dice: random.Random) -> Item:
    """An item of some 25 sentences with claims as the extractor finds them."""
    story = number // ITEMS_A_STORY
    place = PLACES[story % len(PLACES)]
    text = " ".join(sentence(place, dice) for _ in range(25))
    outlet = f"Outlet {dice.randrange(OUTLETS)}"
    feed = Feed(
        id=number,
        url=f"https://{outlet.replace(' ', '').lower()}.example/feed",
        title=outlet,
        tags=("world",),
    )
    when = NOW - timedelta(minutes=dice.randrange(1_400))
    entry = Entry(
        number, number, str(number), "guid", f"{place}: {sentence(place, dice)}", None, text, when, when
    )
    first = text.partition(". ")[0] + "."
    start = text.find("people")
    figure = Figure(
        max(0, start),
        start + 6,
        text[max(0, start) : start + 6],
        "count",
        9.0,
        None,
        None,
        False,
        None,
        "people",
    )
    where = Location(0, len(place), place, place, "place", 1.0, 2.0, "UA", place, story % 10 + 1)
    claims = tuple(find_claims(read(text), []))
    return Item(
        entry, feed, Brief(entry.title, (Span(0, len(first), first),), claims, (figure,), (where,)), story + 1
    )


def sentence(place: str, dice: random.Random) -> str:
    ending = dice.choice(ENDINGS).format(speaker=dice.choice(ACTORS), n=dice.randrange(2, 90))
    return f"{dice.choice(ACTORS).capitalize()} {dice.choice(ACTS)} {place} {ending}."


def rule(dice: random.Random) -> str:
    """A rule as people write them: an event and a name, a place, an exception; one in a hundred is broad."""
    one, other, place = dice.choice(WORDS), dice.choice(WORDS), dice.choice(PLACES)
    name = f"company{dice.randrange(10_000)}"
    broad = (
        f"{one} NOT {place}",
        f"{one} place:{place}",
        f"{one} OR {other}",
        f"figure:people>=5 place:{place}",
    )
    narrow = (
        f"{one} AND {name}", f"{name} place:{place}", f"({one} OR {other}) {name}", f"{one} NEAR/5 {name}",
        f'"{name} {other}"', f"by:{name} {one}", f"figure:killed>=10 {name}", f"{name} NOT {one}",
    )  # fmt: skip
    return dice.choice(broad if dice.random() < 0.01 else narrow)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    result = work()
    return result, time.process_time() - start
