"""Briefs against the gold articles: figures with all bounds, claims with speaker, places with point.

    python -m tests.quality.article_scores [FOLDER]     scores, then each error on a line of its own

Each finding counts once. What answers an optional gold line, and a figure without any bound ("scores
of"), counts neither for nor against.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import asin, cos, isclose, radians, sin, sqrt
from pathlib import Path
from typing import TypeVar

from bot.briefs import make_brief
from storage.gazetteer import open_gazetteer
from storage.records import Article, Brief, Claim, Figure, Location
from tests.quality.gold_articles import GoldArticle, GoldClaim, GoldFigure, GoldPlace, load

ARTICLES = Path(__file__).parent / "articles"
HARD_ARTICLES = Path(__file__).parent / "hard_articles"  # by offices, blogs, other Englishes
SAME_CONTENT = 0.5  # token F1 from which two contents are the same claim
SAME_PLACE_KM = 161  # 100 miles, the measure of the toponym literature
ON_THE_MAP = ("place", "dateline")
HOURS = {"min": 1 / 60, "h": 1, "d": 24, "wk": 168}  # so that three weeks are twenty-one days
PARTS = re.compile(r",| of | in | at | for | from | on | who | whose | which | with | by ")
ARTICLE = re.compile(r"(?i)^(?:the|an?)\s+")
CENTS = {"¢": "cent", "c": "cent"}

LEADING_THE = re.compile(r"(?i)the\s+")
KIND = re.compile(r" (region|province|district|town|river|valley|peninsula|harbour)$")

G = TypeVar("G", GoldClaim, GoldFigure, GoldPlace)
F = TypeVar("F", Claim, Figure, Location)


@dataclass
class Tally:
    """Counts of one measure; `errors` are lines for the reader."""

    right: int = 0
    found: int = 0
    gold: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


@dataclass
class Sheet:
    """All measures over a set of articles."""

    figures: Tally = field(default_factory=Tally)
    claims: Tally = field(default_factory=Tally)
    places: Tally = field(default_factory=Tally)
    recognised: Tally = field(default_factory=Tally)
    contents: Tally = field(default_factory=Tally)
    traits: dict[str, list[bool]] = field(default_factory=dict)

    def note(self, trait: str, is_right: bool) -> None:
        self.traits.setdefault(trait, []).append(is_right)

    def scores(self) -> dict[str, float]:
        scores = {
            "articles figures F1": self.figures.f1,
            "articles claims F1": self.claims.f1,
            "articles places F1": self.places.f1,
            "articles places recognised F1": self.recognised.f1,
            "articles claim contents F1": self.contents.f1,
        }
        return scores | {
            f"articles {trait}": sum(marks) / len(marks) for trait, marks in sorted(self.traits.items())
        }


def measure(folder: Path = ARTICLES) -> Sheet:
    """Read each article of the folder and hold its brief against the gold."""
    sheet, gazetteer = Sheet(), open_gazetteer()
    for gold in load(folder):
        brief = make_brief(Article(id=gold.id, title="", text=gold.text), gazetteer)
        judge_figures(sheet, gold, brief)
        judge_claims(sheet, gold, brief)
        judge_places(sheet, gold, brief)
    return sheet


# --- figures ----------------------------------------------------------------------------------------


def judge_figures(sheet: Sheet, article: GoldArticle, brief: Brief) -> None:
    found = [
        figure for figure in brief.figures if has_bounds(figure) or overlaps_any(figure, article.figures)
    ]
    pairs = pair(
        article.figures, found, lambda gold, figure: overlap(gold, figure) + same_bounds(gold, figure)
    )
    for gold, figure in _tally(sheet.figures, article, pairs, article.figures, found, same_bounds):
        if not same_bounds(gold, figure):
            continue
        sheet.note("figures approximate", gold.approximate == figure.approximate)
        if gold.counted:
            sheet.note(
                "figures counted", bool(stems(gold.counted) & stems(f"{figure.counted} {figure.predicate}"))
            )
        sheet.note("figures according to", same_speaker(gold.according_to, figure.according_to))


def has_bounds(figure: Figure) -> bool:
    return any(bound is not None for bound in (figure.value, figure.low, figure.high))


def same_bounds(gold: GoldFigure, figure: Figure) -> bool:
    pairs = ((gold.value, figure.value), (gold.low, figure.low), (gold.high, figure.high))
    return same_unit(gold.unit, figure.unit) and all(
        same_number(scaled(one, gold.unit), scaled(other, figure.unit)) for one, other in pairs
    )


def same_unit(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one == other
    if one in HOURS and other in HOURS:
        return True
    first, second = (CENTS.get(unit, unit) for unit in (one.split("/")[0], other.split("/")[0]))
    return first == second or {one, other} == {"°", "°C"}


def scaled(number: float | None, unit: str | None) -> float | None:
    return None if number is None else number * HOURS.get(unit or "", 1)


def same_number(one: float | None, other: float | None) -> bool:
    return one is other if one is None or other is None else isclose(one, other, rel_tol=1e-5)


def stems(phrase: str) -> set[str]:
    return {word[:4].lower() for word in re.findall(r"\w{3,}", phrase)} - {"none"}


# --- claims -----------------------------------------------------------------------------------------


def judge_claims(sheet: Sheet, article: GoldArticle, brief: Brief) -> None:
    def alike(gold: GoldClaim, claim: Claim) -> float:
        shared = token_f1(article.text[gold.start : gold.end], said(claim))
        return shared + same_speaker(gold.name, name_of(claim)) if shared >= SAME_CONTENT else 0

    def is_right(gold: GoldClaim, claim: Claim) -> bool:
        return same_speaker(gold.name, name_of(claim))

    pairs = pair(article.claims, brief.claims, alike)
    matched = _tally(sheet.claims, article, pairs, article.claims, brief.claims, is_right)
    sheet.contents.right += len(matched)
    sheet.contents.gold += sum(not gold.optional for gold in article.claims)
    sheet.contents.found += len(brief.claims) - sum(gold.optional for gold, _ in pairs)
    for gold, claim in matched:
        if not is_right(gold, claim):
            continue
        sheet.note("claims stance", claim.stance in gold.stances)
        sheet.note("claims hedged", gold.hedged == claim.hedged)
        sheet.note("claims negated", gold.negated == claim.negated)
        if claim.stance not in gold.stances:
            meant = "/".join(gold.stances)
            sheet.claims.errors.append(
                f"{article.id}: stance {claim.stance}, not {meant}: {claim.content.text!r}"
            )
        if gold.hedged != claim.hedged or gold.negated != claim.negated:
            flags = f"hedged {claim.hedged}, negated {claim.negated}"
            sheet.claims.errors.append(f"{article.id}: {flags}: {claim.content.text!r}")


def name_of(claim: Claim) -> str | None:
    return claim.speaker.name if claim.speaker else None


def said(claim: Claim) -> str:
    return " ".join(part.text for part in claim.parts) if claim.parts else claim.content.text


def token_f1(one: str, other: str) -> float:
    first, second = (Counter(re.findall(r"\w+", text.lower())) for text in (one, other))
    shared = (first & second).total()
    return 2 * shared / (first.total() + second.total()) if shared else 0.0


def same_speaker(one: str | None, other: str | None) -> bool:
    """Do two names mean the same speaker?

    Yes when one goes on where the other ends ("a soldier", "a soldier reached by phone"), or when the
    last words of a part agree ("its spokesman, Curro Medina": spokesman, medina) and the given names
    before them do not differ.
    """
    if one is None or other is None:
        return one == other
    first, second = (ARTICLE.sub("", name).lower().split() for name in (one, other))
    if all(a == b for a, b in zip(first, second, strict=False)):
        return True
    shared = heads(one).keys() & heads(other).keys()
    return any(not differ(heads(one)[head], heads(other)[head]) for head in shared)


def heads(name: str) -> dict[str, str]:
    """The last word of each part of a name, with the word before it."""
    found: dict[str, str] = {}
    for part in PARTS.split(name):
        words = re.sub(r"['’]s?(?=\s|$)", "", part).split()
        if words:
            found[words[-1].lower()] = words[-2] if len(words) > 1 else ""
    return found


def differ(one: str, other: str) -> bool:
    """Two given names that are not the same tell two people apart."""
    return one[:1].isupper() and other[:1].isupper() and one != other and "The" not in {one, other}


# --- places -----------------------------------------------------------------------------------------


def judge_places(sheet: Sheet, article: GoldArticle, brief: Brief) -> None:
    def same_span(gold: GoldPlace, place: Location) -> float:
        return float(bare(article.text, gold) == bare(article.text, place))

    pairs = pair(article.places, brief.locations, same_span)
    for gold, place in _tally(
        sheet.recognised, article, pairs, article.places, brief.locations, lambda *_: True
    ):
        sheet.note("places roles", gold.role == place.role)
        if gold.role != place.role:
            sheet.recognised.errors.append(
                f"{article.id}: role {place.role}, not {gold.role}: {place.text!r}"
            )
    mapped = [gold for gold in article.places if gold.role in ON_THE_MAP]
    unsure = {place for gold, place in pairs if gold.optional}
    shown = [place for place in brief.locations if place.role in ON_THE_MAP and place not in unsure]
    _tally(sheet.places, article, pair(mapped, shown, same_span), mapped, shown, is_there)


def bare(text: str, span: GoldPlace | Location) -> tuple[int, int]:
    """The span without a leading "the" and a lower-case kind: guidelines differ on "Kursk [region]"."""
    name = text[span.start : span.end]
    the, kind = LEADING_THE.match(name), KIND.search(name)
    return span.start + (the.end() if the else 0), span.start + kind.start() if kind else span.end


def is_there(gold: GoldPlace, place: Location) -> bool:
    if gold.country is not None and gold.country != place.country:
        return False
    if gold.point is None:
        return True
    return (
        place.lat is not None
        and place.lon is not None
        and kilometres(gold.point, (place.lat, place.lon)) <= SAME_PLACE_KM
    )


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    (a, b), (c, d) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


# --- matching ---------------------------------------------------------------------------------------


def pair(golds: Sequence[G], found: Sequence[F], alike: Callable[[G, F], float]) -> list[tuple[G, F]]:
    """Gold and findings one to one, the most alike first; what is not alike at all stays alone."""
    weighed = sorted(
        ((alike(gold, finding), -i, -j) for i, gold in enumerate(golds) for j, finding in enumerate(found)),
        reverse=True,
    )
    left, right, pairs = set(range(len(golds))), set(range(len(found))), []
    for weight, i, j in weighed:
        if weight > 0 and -i in left and -j in right:
            left.remove(-i)
            right.remove(-j)
            pairs.append((golds[-i], found[-j]))
    return pairs


def overlap(gold: GoldFigure, figure: Figure) -> float:
    return max(0, min(gold.end, figure.end) - max(gold.start, figure.start)) / (gold.end - gold.start)


def overlaps_any(figure: Figure, golds: Iterable[GoldFigure]) -> bool:
    return any(overlap(gold, figure) for gold in golds)


def _tally(  # noqa: PLR0917 - what is counted, in the order of counting
    tally: Tally,
    article: GoldArticle,
    pairs: list[tuple[G, F]],
    golds: Sequence[G],
    found: Sequence[F],
    is_right: Callable[[G, F], bool],
) -> list[tuple[G, F]]:
    """Count, note the errors, and give the pairs that are asked for."""
    wanted = [(gold, finding) for gold, finding in pairs if not gold.optional]
    answered = {id(gold) for gold, _ in pairs}
    used = {id(finding) for _, finding in pairs}
    tally.gold += sum(not gold.optional for gold in golds)
    tally.found += len(found) - (len(pairs) - len(wanted))
    tally.right += sum(is_right(gold, finding) for gold, finding in wanted)
    tally.errors += [
        f"{article.id}: {shown(finding)}, not {shown(gold)}: {article.text[gold.start : gold.end]!r}"
        for gold, finding in wanted
        if not is_right(gold, finding)
    ]
    tally.errors += [
        f"{article.id}: missed {shown(gold)}: {article.text[gold.start : gold.end]!r}"
        for gold in golds
        if not gold.optional and id(gold) not in answered
    ]
    tally.errors += [
        f"{article.id}: invented {shown(finding)}: {article.text[finding.start : finding.end]!r}"
        for finding in found
        if id(finding) not in used
    ]
    return wanted


def shown(item: GoldClaim | GoldFigure | GoldPlace | Claim | Figure | Location) -> str:
    """What an error line says of an item."""
    if isinstance(item, GoldClaim):
        return f"{item.name} ({'/'.join(item.stances)})"
    if isinstance(item, Claim):
        return f"{name_of(item)} [{item.cue.text if item.cue else '-'}] {item.content.text!r}"
    if isinstance(item, GoldFigure | Figure):
        return f"{item.value} {item.low}..{item.high} {item.unit or ''} {item.counted}"
    return f"{item.role} {item.country}"


def main() -> None:
    sheet = measure(Path(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
    for name, score in sheet.scores().items():
        print(f"{score:.3f}  {name}")
    for heading in ("figures", "claims", "places", "recognised"):
        tally: Tally = getattr(sheet, heading)
        print(f"\n{heading}: {tally.right} right, {tally.found} found, {tally.gold} gold")
        print(*tally.errors, sep="\n")


if __name__ == "__main__":
    main()
