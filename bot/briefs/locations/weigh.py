"""Is this mention a place, and is the place itself meant or somebody connected with it?

What is true of news: whether "Jordan", "Reading" or "Police" is a place shows in the words beside it ("in",
"Mr", "said", "Lake"), in what kind of place bears the name (a country, a hamlet), and in how the rest of
the article uses it. Each such sign (see `signs`) has a weight, learnt by tools/train_locations.py from
annotated news. Two sums decide: place or not, and "literal" (the place itself: "near Paris") or not (those
connected with it: "Paris says", "Paris police"). Method: logistic regression. Accepted: a bare name without
context is judged by its kind alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from itertools import repeat

from bot.briefs.lexicon import binary

Weights = dict[str, dict[str, float]]  # question -> answer -> weight


@cache
def weights() -> dict[str, Weights]:
    """The learnt weights: "place" and "literal"."""
    data: dict[str, Weights] = json.loads(binary("location_weights.json"))
    return data


def total(rows: Sequence[dict[str, float]], answers: Sequence[str]) -> float:
    """The sum of the weights of all answers, a row of the table for each question: the log odds."""
    return sum(map(dict.get, rows, answers, repeat(0.0)))
