"""A mention that only names again what the words around it tell of: an apposition, one of a count.

Theory: "the walkout, the first strike in a decade, is planned" tells of the strike by the verb behind the
commas; "will walk out in the first of four strikes" by the verb before the count. Accepted to miss: what is
named again in another sentence.
"""

from __future__ import annotations

from bot.mentions.before import OPEN
from bot.mentions.behind import behind, modal_of
from bot.mentions.lexicon import modals, small_words
from bot.mentions.reading import Around, Reading
from bot.mentions.tokens import MARKS, Word, since_divider

APPOSITION = 7  # words from a comma to the noun that says again what stands before it


def apposition(mention: Around) -> Reading | None:
    """A mention between commas that only names something again.

    "Troops will go in May, the largest deployment in years", "jobs will be cut, with layoffs starting in
    March": the clause before it tells.
    """
    left, right = mention.left, mention.right
    last = next((n for n in range(len(left) - 1, -1, -1) if left[n].text == ","), None)
    renaming = small_words("article") | {"with"}
    if last is None or len(left) - last > APPOSITION or left[last + 1 : last + 2] == []:
        return None
    if left[last + 1].text not in renaming:
        return None
    close = next((n for n, word in enumerate(right) if word.text in MARKS), None)
    inner = right[: len(right) if close is None else close]
    if any(word.text in small_words("finite_be") or word.text in modals() for word in inner):
        return None
    if close is not None and right[close].text == ",":
        return behind(right[close + 1 :])
    return _left_open(left[:last])


def counted(mention: Around) -> Reading | None:
    """ "Will walk out in the first of four strikes": a count or a superlative names what the clause tells."""
    left = mention.left
    near = mention.phrase[-APPOSITION:]
    place = next((n for n, word in enumerate(near) if word.text in small_words("ranked")), None)
    return None if place is None else _left_open(left[: len(left) - len(near) + place])


def _left_open(before: list[Word]) -> Reading | None:
    """What a clause with a modal leaves to be done."""
    clause = since_divider(before, MARKS)
    modal = next((m for n, w in enumerate(clause) if (m := modal_of(w, clause[n + 1 : n + 3]))), None)
    return modal if modal is not None and modal.status in OPEN else None
