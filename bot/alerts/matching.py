"""Which rules an item meets, and where. Thousands of rules cost little more than ten.

Theory: an item has a few hundred word families, and a rule cannot be met without one of a few of them. So
each rule is filed under the rarest thing it cannot do without (a word, a place, a tag), and only rules
filed under something the item has are looked at closely. A rule met gives one hit for each status it is
met with: that a withdrawal is demanded in the lead and denied below are two things to know.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from bot.alerts.finding import asked, hits, stands, wanted
from bot.alerts.page import Page, read_page
from bot.alerts.rules import (
    All,
    Any,
    FigureTest,
    Filter,
    Near,
    Node,
    Not,
    Phrase,
    Rule,
    RuleError,
    Word,
    parse_rule,
)
from storage.records import Alert, Hit, Item

CountryOf = Callable[[str], str | None]  # "Russia" -> "RU"; None for what is no country
Uses = Counter[str]  # how many rules need a feature


@dataclass(frozen=True, slots=True)
class Filed:
    """An alert with its rule read."""

    alert: Alert
    rule: Rule


class RuleSet:
    """The rules of many alerts, none of which keeps another back.

    `broken` tells why of those that cannot be read or that broke at an item, by alert id.
    """

    def __init__(self, alerts: Iterable[Alert], country_of: CountryOf = lambda _: None) -> None:
        self.broken: dict[int, str] = {}
        self._index: dict[str, list[Filed]] = {}
        self._country_of = cache(country_of)
        rules = list(self._read(alerts))
        uses = Counter(
            feature for filed in rules for node in asked(filed.rule.node) for feature in _features(node)
        )
        for filed in rules:
            with self._apart(filed.alert):
                for feature in self._needs(filed.rule.node, uses):
                    self._index.setdefault(feature, []).append(filed)

    def matches(self, item: Item) -> list[tuple[Alert, Hit]]:
        """The alerts an item sets off, each with one hit for each status the rule is met with."""
        page = read_page(item)
        candidates = {
            id(filed): filed
            for feature in page.features & self._index.keys()
            for filed in self._index[feature]
            if _may_see(filed.alert, item)
        }
        met: list[tuple[Alert, Hit]] = []
        for filed in sorted(candidates.values(), key=lambda filed: filed.alert.id):
            with self._apart(filed.alert):
                if self._holds(filed.rule.node, page):
                    met += [(filed.alert, hit) for hit in hits(filed.rule, page)]
        return met

    @contextmanager
    def _apart(self, alert: Alert) -> Iterator[None]:
        """Keeps what breaks at one rule from the others, which may be another team's."""
        try:
            yield
        except Exception as error:
            self.broken[alert.id] = repr(error)

    def _read(self, alerts: Iterable[Alert]) -> Iterator[Filed]:
        for alert in alerts:
            if alert.paused is not None:
                continue
            try:
                yield Filed(alert, parse_rule(alert.rule))
            except RuleError as error:
                self.broken[alert.id] = str(error)

    def _needs(self, node: Node, uses: Uses) -> frozenset[str]:
        """Features of which an item must have one to meet a condition: the fewest, the least used ones."""
        match node:
            case Not():
                return frozenset()
            case All(nodes):
                return self._cheapest([one for one in nodes if not isinstance(one, Not)], uses)
            case Any(nodes):
                return frozenset(need for one in nodes for need in self._needs(one, uses))
            case Filter("place", value, _) if country := self._country_of(value):
                return frozenset({_rarest(_features(node), uses), f"country:{country}"})
            case _:
                return frozenset({_rarest(_features(node), uses)})

    def _cheapest(self, nodes: Sequence[Node], uses: Uses) -> frozenset[str]:
        needs = [needed for needed in (self._needs(one, uses) for one in nodes) if needed]
        return min(needs, key=lambda some: sum(uses[f] + 1 for f in some), default=frozenset())

    def _holds(self, node: Node, page: Page) -> bool:
        """Whether an item meets a condition."""
        match node:
            case Not(inner):
                return not self._holds(inner, page)
            case All(nodes):
                return all(self._holds(one, page) for one in nodes)
            case Any(nodes):
                return any(self._holds(one, page) for one in nodes)
            case Filter():
                return self._is_about(node, page)
            case _:
                return stands(node, page)

    def _is_about(self, asked: Filter, page: Page) -> bool:
        if asked.field == "place" and self._country_of(asked.value) in page.countries:
            return True
        return any(wanted(asked) <= words for words in page.filters[asked.field])


def _may_see(alert: Alert, item: Item) -> bool:
    """An alert sees its owner's feeds and the operator's, and of those the ones with its tags."""
    if item.feed.owner not in {"", alert.owner}:
        return False
    return not alert.tags or bool(set(alert.tags) & set(item.feed.tags))


def _features(node: Node) -> list[str]:
    """Everything an item must have to meet a simple condition."""
    match node:
        case Word(_, keys):
            return list(keys)
        case Phrase(text):
            return [f"raw:{word}" for word in re.findall(r"\w+", text.lower())]
        case Near(left, right, _):
            return [*_features(left), *_features(right)]
        case Filter(field, _, _):
            return [f"{field}:{word}" for word in wanted(node)]
        case FigureTest(counted, _, _):
            return [f"figure:{word}" for word in counted]
        case _:
            return []


def _rarest(features: Sequence[str], uses: Uses) -> str:
    """The feature fewest rules use; of equals the longest, as long words are rare in texts too."""
    return min(features, key=lambda feature: (uses[feature], -len(feature)))
