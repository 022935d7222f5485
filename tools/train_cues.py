"""Learn how likely a draft of a claim is one.

    python -m tools.train_cues GOLD.jsonl                # ten folds: what each threshold costs and brings
    python -m tools.train_cues GOLD.jsonl --out bot/briefs/lexicon/cue_weights.json [--threshold -1.2]

GOLD has an article a line: `text` and `gold.attributions`, each with `source`, `cue` and `content` as lists
of [start, end]. A draft is right when its content covers the gold's (F1 of characters at least a half) and
cue and speaker overlap. Logistic regression with a ridge; ten folds over articles tell what the threshold
costs and brings, and the weights of all articles are written where `--out` says.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from itertools import groupby
from pathlib import Path

import numpy as np

from bot.briefs.claims.drafts import Draft
from bot.briefs.claims.find import draft_claims
from bot.briefs.claims.judge import NEIGHBOURS, features
from bot.briefs.claims.mending import mended
from bot.briefs.document import Document, read

RIDGE = 4.0
FOLDS = 10
SEEN = 4  # a feature of fewer drafts teaches nothing
SMALLEST = 0.02

Example = tuple[list[str], bool]


def examples_of(text: str, attributions: list[dict[str, list[list[int]]]]) -> list[Example]:
    """Each draft of an article as its features, and whether the annotators have it."""
    document = mended(read(text))
    drafts = draft_claims(document, lambda _, drafts: drafts)
    right = matched(document, drafts, attributions)
    rows: list[Example] = []
    for _, together in groupby(enumerate(drafts), key=lambda pair: id(pair[1].stretch)):
        group = list(together)
        for k, (n, draft) in enumerate(group):
            near = [other for _, other in group[max(0, k - NEIGHBOURS) : k + NEIGHBOURS]]
            rows.append((features(document, draft, near), n in right))
    return rows


def matched(
    document: Document, drafts: list[Draft], attributions: list[dict[str, list[list[int]]]]
) -> set[int]:
    """The drafts that match an attribution, one to one, best content first."""
    pairs = []
    for g, gold in enumerate(attributions):
        wanted = {part: characters(gold[part]) for part in ("source", "cue", "content")}
        for d, draft in enumerate(drafts):
            content = characters([spans(document, *part) for part in draft.parts])
            common = 2 * len(content & wanted["content"]) / (len(content) + len(wanted["content"]))
            if common >= 0.5 and agrees(document, draft, wanted):
                pairs.append((common, g, d))
    golds: set[int] = set()
    found: set[int] = set()
    for _, g, d in sorted(pairs, reverse=True):
        if g not in golds and d not in found:
            golds.add(g)
            found.add(d)
    return found


def agrees(document: Document, draft: Draft, wanted: dict[str, set[int]]) -> bool:
    cue = characters([spans(document, *draft.cue_range)])
    speaker = characters([spans(document, *draft.speaker)]) if draft.speaker else set()
    same_speaker = bool(speaker & wanted["source"]) if wanted["source"] else not speaker
    return same_speaker and bool(cue & wanted["cue"])


def spans(document: Document, first: int, last: int) -> list[int]:
    return [document.starts[first], document.ends[last - 1]]


def characters(parts: list[list[int]]) -> set[int]:
    return {k for start, end in parts for k in range(start, end)}


def fit(rows: list[Example]) -> dict[str, float]:
    """Weights by Newton's method."""
    counts = Counter(feature for row, _ in rows for feature in row)
    names = {feature: k for k, feature in enumerate(sorted(f for f, n in counts.items() if n >= SEEN))}
    table = np.zeros((len(rows), len(names)))
    for k, (row, _) in enumerate(rows):
        table[k, [names[feature] for feature in row if feature in names]] = 1
    wanted = np.array([right for _, right in rows], float)
    ridge = np.full(len(names), RIDGE)
    ridge[names["bias"]] = 0.01
    weights = np.zeros(len(names))
    for _ in range(12):
        likely = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (likely - wanted) + ridge * weights
        bend = (table * (likely * (1 - likely))[:, None]).T @ table + np.diag(ridge)
        weights -= np.linalg.solve(bend, slope)
    return {feature: float(weights[k]) for feature, k in names.items()}


def check(articles: list[list[Example]], wanted: int) -> None:
    """Print precision, recall and F1 by threshold, each article scored by weights that never saw it."""
    scored: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        weights = fit([row for k, rows in enumerate(articles) if k % FOLDS != fold for row in rows])
        for rows in articles[fold::FOLDS]:
            scored += [(sum(weights.get(f, 0.0) for f in row), right) for row, right in rows]
    for threshold in (-2.0, -1.6, -1.2, -0.8, -0.4, 0.0):
        kept = [right for score, right in scored if score >= threshold]
        precision, recall = sum(kept) / len(kept), sum(kept) / wanted
        print(f"{threshold:5} P {precision:.3f} R {recall:.3f} F1 {2 * sum(kept) / (len(kept) + wanted):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--threshold", type=float, default=-1.2)
    parser.add_argument("--out", type=Path, help="where the weights go; without it none are learnt")
    args = parser.parse_args()
    lines = args.gold.read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    articles = [examples_of(row["text"], row["gold"]["attributions"]) for row in rows]
    check(articles, sum(len(row["gold"]["attributions"]) for row in rows))
    if args.out is None:
        return
    weights = fit([example for article in articles for example in article])
    kept = {feature: round(weight, 3) for feature, weight in weights.items() if abs(weight) >= SMALLEST}
    args.out.write_text(json.dumps({**kept, "threshold": args.threshold}, indent=0, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
