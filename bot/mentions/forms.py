"""What the form of a mention tells: a command, a verb in the past, a noun."""

from __future__ import annotations

from collections.abc import Sequence

from bot.mentions.lexicon import endings, small_words
from bot.mentions.tokens import Word

PERFECT = frozenset({"has", "have", "had"})
VOWELS = frozenset("aeiouy")


def is_noun(form: str) -> bool:
    """Whether a word is a noun or a gerund by its ending; "bring" has no vowel before it."""
    gerund = form.endswith("ing") and not VOWELS.isdisjoint(form[:-3])
    return gerund or form.endswith(endings("noun_ending"))


def is_bare_verb(form: str) -> bool:
    """Whether a word can be a command: no ending of a past form, a gerund, a plural or a noun."""
    form = form.lower()
    return not (is_noun(form) or form.endswith(("s", *endings("past_ending"))))


def is_past_verb(left: Sequence[Word], form: str) -> bool:
    """Whether a mention is a finite verb in the past, which no article before it makes a noun."""
    before = left[-1].text if left else ""
    if is_noun(form) or before == "being":
        return False
    if before in PERFECT and form.endswith("n"):  # withdrawn, taken, broken
        return True
    return before not in small_words("article") and form.endswith(endings("past_ending"))


def is_over(left: Sequence[Word], form: str) -> bool:
    """Whether a mention tells of what is over: "had withdrawn", "withdrew"."""
    return (bool(left) and left[-1].text in small_words("past_helper")) or is_past_verb(left, form)
