"""Sets of tags and words that several steps ask for, each under one name.

Tags are those of the Penn Treebank (`bot/briefs/tagger.py`); the words come from `bot/briefs/lexicon/`.
"""

from __future__ import annotations

from bot.briefs.lexicon import columns, word_set

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
NAMES = frozenset({"NNP", "NNPS"})
VERBS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
ENDS = frozenset({".", ",", "CC", ":"})  # what closes a phrase
OPENS_A_NOUN = NOUNS | {"JJ", "JJR", "JJS", "VBN", "VBG", "CD", "$", "``"}

BEING = frozenset({"is", "are", "was", "were", "be", "been", "being"})
CALENDAR = frozenset(row[0] for row in columns("calendar"))
UNIT_WORDS = frozenset(form for row in columns("units") for form in row[2].split("|") if form)

QUALIFYING = frozenset(word for row in columns("qualifiers") for word in row[0].split())

UP, DOWN = word_set("verbs_up"), word_set("verbs_down")
OF_CHANGE = UP | DOWN

FATES: dict[str, str] = dict(columns("predicates"))  # what becomes of people: "kills", "killing" -> killed
FATE_WORDS = frozenset(FATES)
CASUALTIES = frozenset(FATES.values())
