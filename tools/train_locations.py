"""Learns the weights of bot/briefs/locations/weigh.py from annotated news.

    python -m tools.train_locations GOLD ... [--folds 5] [--write]

A gold file is a .jsonl (an article a line, with `text` and `gold.toponyms`: `start`, `end`, `kind`: literal,
associative or null), a .txt as tests/quality/locations.txt, or a folder as tests/quality/articles. Without
--write it cross-validates over articles and prints exact-span F1 for each file. The signs hold no place's
name, so that what is learnt is how places are written about. Method: logistic regression by AdaGrad.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from math import exp, sqrt
from pathlib import Path

from bot.briefs.document import read
from bot.briefs.locations.decide import choose, gather
from bot.briefs.locations.signs import PLACE_QUESTIONS, ROLE_QUESTIONS, place_signs, role_signs
from bot.briefs.locations.weigh import Weights
from storage.gazetteer import open_gazetteer
from tests.quality import gold_articles, gold_lines

OUT = Path(__file__).parent.parent / "bot" / "briefs" / "lexicon" / "location_weights.json"
EPOCHS = 14
AVERAGED_FROM = 3  # the mean over the later epochs wavers less with what the last examples happened to be
RATE = 0.25
L2 = 2e-2
ROLE_L2 = 1e-2  # fewer examples: trust them less
LEAST = 3  # a sign seen less often says nothing
LEAST_WORDS = 5  # of signs that hold a word of the text
LITERAL = ("place", "dateline")  # roles of our own gold by which the place itself is meant
OPEN_QUESTIONS = ("left", "right", "right2", "leftrank", "hyphen")
Sign = tuple[str, str]  # a question and its answer
Example = tuple[list[Sign], int]


def learn(examples: list[Example], l2: float, seed: int = 1) -> Weights:
    counts = Counter(sign for signs, _ in examples for sign in signs)
    table = {
        sign: 0.0
        for sign, count in counts.items()
        if count >= (LEAST_WORDS if sign[0] in OPEN_QUESTIONS else LEAST)
    }
    squares = dict.fromkeys(table, 1e-6)
    rows = [([sign for sign in signs if sign in table], right) for signs, right in examples]
    order = random.Random(seed)
    whole = dict.fromkeys(table, 0.0)
    for epoch in range(EPOCHS):
        order.shuffle(rows)
        for signs, right in rows:
            score = sum(table[sign] for sign in signs)
            error = right - 1 / (1 + exp(-max(-30.0, min(30.0, score))))
            for sign in signs:
                slope = error - l2 * table[sign]
                squares[sign] += slope * slope
                table[sign] += RATE * slope / sqrt(squares[sign])
        if epoch >= AVERAGED_FROM:
            for sign, weight in table.items():
                whole[sign] += weight / (EPOCHS - AVERAGED_FROM)
    return nested({sign: round(weight, 3) for sign, weight in whole.items() if abs(weight) > 0.01})


def nested(table: dict[Sign, float]) -> Weights:
    """Question -> answer -> weight, in order, as the file keeps it."""
    rows: Weights = defaultdict(dict)
    for (question, answer), weight in sorted(table.items()):
        rows[question][answer] = weight
    return rows


def answered(questions: tuple[str, ...], answers: list[str]) -> list[Sign]:
    return list(zip(questions, answers, strict=True))


Gold = dict[tuple[int, int], str | None]  # a toponym's span -> what is meant by it


def read_gold(path: Path) -> list[tuple[str, Gold]]:
    """Text and toponyms of each article of a file or folder."""
    if path.is_dir():
        return [(a.text, _meant(a.places)) for a in gold_articles.load(path)]
    if path.suffix == ".txt":
        return [(text, _meant(places)) for _, text, places in gold_lines.load(path)]
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return [
        (row["text"], {(t["start"], t["end"]): t.get("kind") for t in row["gold"]["toponyms"]})
        for row in rows
    ]


def _meant(places: Iterable[gold_articles.GoldPlace | gold_lines.Gold]) -> Gold:
    return {(p.start, p.end): "literal" if p.role in LITERAL else "associative" for p in places}


class Article:
    def __init__(self, text: str, gold: Gold, gazetteer, source: str) -> None:
        self.source = source
        document = read(text)
        self.scene = gather(document, gazetteer)
        self.signs = [
            answered(PLACE_QUESTIONS, place_signs(self.scene, mention)) for mention in self.scene.mentions
        ]
        self.gold = gold

    def place_examples(self) -> list[Example]:
        spans = [(m.start, m.end) for m in self.scene.mentions]
        return [
            (signs, int(span in self.gold))
            for mention, span, signs in zip(self.scene.mentions, spans, self.signs, strict=True)
            if mention.kind != "nationality"
        ]

    def literal_examples(self) -> list[Example]:
        return [
            (answered(ROLE_QUESTIONS, role_signs(self.scene, m)), int(self.gold[m.start, m.end] == "literal"))
            for m in self.scene.mentions
            if m.kind != "nationality" and self.gold.get((m.start, m.end))
        ]


def train(articles: list[Article]) -> dict[str, Weights]:
    return {
        "place": learn([e for a in articles for e in a.place_examples()], L2),
        "literal": learn([e for a in articles for e in a.literal_examples()], ROLE_L2),
    }


def validate(articles: list[Article], folds: int) -> None:
    hits: Counter[str] = Counter()
    for fold in range(folds):
        tables = train([a for i, a in enumerate(articles) if i % folds != fold])
        for article in articles[fold::folds]:
            s = article.source
            chosen = choose(article.scene, tables)
            hits[s, "gold"] += len(article.gold)
            hits[s, "found"] += len(chosen)
            for mention, literal in chosen:
                kind = article.gold.get((mention.start, mention.end), "no")
                hits[s, "right"] += kind != "no"
                if kind in ("literal", "associative"):
                    hits[s, "roles"] += 1
                    hits[s, "role right"] += literal == (kind == "literal")
    for source in sorted({a.source for a in articles}):
        right, found, gold = (hits[source, k] for k in ("right", "found", "gold"))
        p, r = right / max(found, 1), right / gold
        roles = (
            f"  role {hits[source, 'role right'] / hits[source, 'roles']:.3f}"
            if hits[source, "roles"]
            else ""
        )
        print(f"{source:12} P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f}{roles}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    gazetteer = open_gazetteer()
    articles = [
        Article(text, gold, gazetteer, path.stem) for path in args.gold for text, gold in read_gold(path)
    ]
    random.Random(7).shuffle(articles)
    if args.write:
        OUT.write_text(
            json.dumps(train(articles), ensure_ascii=False, separators=(",", ":")),
            encoding="utf-8",
        )
        print(f"{OUT}: {OUT.stat().st_size / 1000:.0f} kB")
    else:
        validate(articles, args.folds)


if __name__ == "__main__":
    main()
