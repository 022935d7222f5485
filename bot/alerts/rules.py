"""The rule language: text -> a tree of conditions, or an error that says where and what to write instead.

    withdrawal AND (troops OR soldiers) NOT exercise
    "red line" NEAR/5 crossed        place:Sudan figure:killed>=10 by:"Lena Orlova" source:wire tag:africa

A word stands for its whole family; words side by side must all occur.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import eq, ge, gt, le, lt
from typing import Literal

from bot.faults import MistakeError
from bot.words import is_function_word, keys_asked

Field = Literal["place", "by", "source", "tag"]
FIELDS: tuple[Field, ...] = ("place", "by", "source", "tag")

TOKEN = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\))|(?P<near>NEAR(?:/(?P<distance>\d+))?(?=[\s(\"“]|$))"
    r"|(?P<figure>figure:(?P<counted>[^\s<>=()]*)\s*(?P<size>(?:[<>]=?|=)\s*[^\s()]*)?)"
    r"|(?P<field>[A-Za-z]+):(?P<value>[\"“][^\"”]*[\"”]|[^\s()\"“]*)(?P<unclosed>[\"“])?"
    r"|(?P<bare>(?:[<>]=?|=)\s*\d\S*)"
    r"|[\"“](?P<phrase>[^\"”]*)[\"”]|(?P<broken>[\"“])|(?P<word>[^\s()\"“”:<>=]+)|(?P<odd>\S))",
    re.IGNORECASE,
)
SIZE = re.compile(
    r"(?P<test>[<>]=?|=)\s*[$€£]?(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>k|m|bn)?%?$", re.IGNORECASE
)
SCALES = {"k": 1e3, "m": 1e6, "bn": 1e9}
TESTS: dict[str, Callable[[float, float], bool]] = {">=": ge, ">": gt, "<=": le, "<": lt, "=": eq}
FARTHEST = 50  # words; NEAR beyond that is AND
MEANT = {"&": "AND", "&&": "AND", "+": "AND", "|": "OR", "||": "OR", "!": "NOT", "AND/OR": "OR"}
KNOWN = 10_000  # rules kept as read: a rule set is made anew for each batch of items
LONGEST = 1_000  # characters; a rule is typed by a person
DEEPEST = 20  # brackets
MOST_PAIRS = 100  # of words on both sides of one NEAR


class RuleError(MistakeError, ValueError):
    """A rule that cannot be read; `position` counts characters from 1."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"position {position}: {message}")
        self.position = position


@dataclass(frozen=True, slots=True)
class Word:
    """A word family; more than one key must stand side by side ("US": united states)."""

    text: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words exactly as they stand, case aside."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    left: Word | Phrase
    right: Word | Phrase
    distance: int


@dataclass(frozen=True, slots=True)
class Filter:
    """What the item is about rather than what it says: its places, speakers, outlet, tags."""

    field: Field
    value: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureTest:
    """A figure that counts something, and how large it must be."""

    counted: tuple[str, ...]
    test: str
    number: float


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


@dataclass(frozen=True, slots=True)
class All:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    nodes: tuple[Node, ...]


Node = Word | Phrase | Near | Filter | FigureTest | Not | All | Any


@dataclass(frozen=True, slots=True)
class Rule:
    text: str
    node: Node


@lru_cache(maxsize=KNOWN)
def parse_rule(rule: str) -> Rule:
    """The conditions a rule states. Raises RuleError."""
    if not rule.strip():
        raise RuleError('the rule is empty; write a word, such as withdrawal, or a "phrase"', 1)
    if len(rule) > LONGEST:
        raise RuleError(f"the rule is longer than {LONGEST:,} characters; make it two rules", LONGEST)
    parser = _Parser(list(TOKEN.finditer(rule.rstrip())), len(rule.rstrip()) + 1)
    node = parser.whole()
    if not _asks(node):
        raise RuleError("the rule only says what must not be there; add a word to look for", 1)
    return Rule(rule.strip(), node)


class _Parser:
    """Recursive descent: OR binds loosest, then AND (or nothing), then NOT, then NEAR."""

    def __init__(self, tokens: list[re.Match[str]], end: int) -> None:
        self._tokens = tokens
        self._end = end
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._any()
        if self._token is not None:
            raise RuleError('")" has no "("; remove it', self._position)
        return node

    def _any(self) -> Node:
        nodes = [self._all()]
        while self._takes("OR"):
            nodes.append(self._all())
        return nodes[0] if len(nodes) == 1 else Any(tuple(nodes))

    def _all(self) -> Node:
        nodes = [self._not()]
        while True:
            if self._takes("AND"):
                nodes.append(self._not())
            elif self._token is None or self._token["close"] or self._is("OR"):
                break
            else:
                nodes.append(self._not())
        return nodes[0] if len(nodes) == 1 else All(tuple(nodes))

    def _not(self) -> Node:
        if self._takes("NOT"):
            return Not(self._not())
        return self._near()

    def _near(self) -> Node:
        place = self._position
        left = self._primary()
        token = self._token
        if token is None or not token["near"]:
            return left
        if token["distance"] is None:
            raise RuleError("NEAR needs a distance in words; write NEAR/5", self._position)
        distance = int(token["distance"])
        if not 1 <= distance <= FARTHEST:
            raise RuleError(f"NEAR reaches 1 to {FARTHEST} words; write NEAR/5, or AND", self._position)
        self._at += 1
        beyond = self._position
        right = self._primary()
        sides = _sides(left, place), _sides(right, beyond)
        if len(sides[0]) * len(sides[1]) > MOST_PAIRS:
            raise RuleError(f"NEAR has more than {MOST_PAIRS} pairs here; make it two rules", place)
        pairs = [Near(a, b, distance) for a in sides[0] for b in sides[1]]
        return pairs[0] if len(pairs) == 1 else Any(tuple(pairs))

    def _primary(self) -> Node:
        token, place = self._token, self._position
        if token is None:
            raise RuleError("something is missing at the end; add a word, or remove the last operator", place)
        self._at += 1
        if token["open"]:
            return self._group(place)
        if token["close"]:
            raise RuleError('")" stands where a word should be; add a word before it, or remove it', place)
        if token["broken"]:
            raise RuleError('the quotation mark is never closed; add a second "', place)
        if token["phrase"] is not None:
            return _phrase(token["phrase"], place)
        if token["figure"]:
            return _figure(token, place)
        if token["bare"]:
            raise RuleError(f"{token['bare']} of what? write {self._as_figure(token['bare'])}", place)
        if token["unclosed"] and not token["value"]:
            raise RuleError(
                'the quotation mark is never closed; add a second "', place + len(token["field"]) + 1
            )
        if token["field"]:
            return _filter(token["field"].lower(), token["value"].strip('"“”'), place)
        if token["word"] and token["word"].upper() not in {"AND", "OR", "NOT"} and not token["near"]:
            return _word(token["word"], place)
        raise RuleError(f"{token.group().strip()} stands where a word should be; add one before it", place)

    def _group(self, place: int) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise RuleError(f"more than {DEEPEST} brackets inside each other; make it two rules", place)
        node = self._any()
        if self._token is None or not self._token["close"]:
            raise RuleError('the bracket is never closed; add a ")"', place)
        self._at += 1
        self._depth -= 1
        return node

    def _as_figure(self, size: str) -> str:
        """How a bare size is written as a test of what the word before it counts."""
        before = self._tokens[self._at - 2]["word"] if self._at > 1 else None
        return f"figure:{before or 'killed'}{''.join(size.split())}"

    def _takes(self, operator: str) -> bool:
        if self._is(operator):
            self._at += 1
            return True
        return False

    def _is(self, operator: str) -> bool:
        return self._token is not None and (self._token["word"] or "").upper() == operator

    @property
    def _token(self) -> re.Match[str] | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    @property
    def _position(self) -> int:
        """Where the next token starts, counted from 1."""
        if self._token is None:
            return self._end
        text = self._token.group()
        return self._token.start() + len(text) - len(text.lstrip()) + 1


def _sides(node: Node, place: int) -> list[Word | Phrase]:
    """What may stand on a side of NEAR: a word, a phrase, or several of them with OR between."""
    nodes = node.nodes if isinstance(node, Any) else (node,)
    sides = [one for one in nodes if isinstance(one, Word | Phrase)]
    if len(sides) < len(nodes):
        raise RuleError('NEAR stands between words, "phrases" or (one OR another) only', place)
    return sides


def _word(text: str, place: int) -> Word:
    if text.startswith("-") and len(text) > 1:
        raise RuleError(f'"{text}" does not leave a word out; write NOT {text[1:]}', place)
    stem = text.rstrip("*")
    if stem and stem != text:
        raise RuleError(f"a word stands for its whole family already; write {stem}", place)
    if is_function_word(text):
        raise RuleError(f'"{text}" is in every text; leave it out, or put it in a "phrase"', place)
    if text in MEANT:
        raise RuleError(f'"{text}" is no operator; write {MEANT[text]}', place)
    keys = keys_asked(text)
    if not keys:
        raise RuleError(f'"{text}" is no word; write one, or a "phrase"', place)
    return Word(text, keys)


def _phrase(text: str, place: int) -> Phrase:
    if not re.search(r"\w", text):
        raise RuleError('there are no words between the quotation marks; write "exact words"', place)
    return Phrase(" ".join(text.split()))


def _filter(name: str, value: str, place: int) -> Filter:
    field = next((known for known in FIELDS if known == name), None)
    if field is None:
        known = ", ".join(f"{known}:" for known in FIELDS)
        raise RuleError(f'there is no "{name}:"; write one of {known} or figure:killed>=10', place)
    if not value.strip():
        raise RuleError(f'{name}: needs a value; write {name}:name or {name}:"two words"', place)
    return Filter(field, value, keys_asked(value))


def _figure(token: re.Match[str], place: int) -> FigureTest:
    size = SIZE.match((token["size"] or "").strip())
    if not token["counted"] or size is None:
        raise RuleError("a figure needs what is counted and how many; write figure:killed>=10", place)
    number = float(size["number"].replace(",", "")) * SCALES.get((size["scale"] or "").lower(), 1)
    return FigureTest(keys_asked(token["counted"]), size["test"], number)


def _asks(node: Node) -> bool:
    """Whether a condition asks for something that must be there, on every way it can be met."""
    match node:
        case Not():
            return False
        case All(nodes):
            return any(_asks(one) for one in nodes)
        case Any(nodes):
            return all(_asks(one) for one in nodes)
        case _:
            return True
