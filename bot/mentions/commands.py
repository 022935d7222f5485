"""Commands without a quotation mark: "Bring the ships home and withdraw the marines, the senator told them".

Theory: a clause of English opens with its subject, an adverb or a preposition; a bare verb in that place,
with its object or "now" right behind it, is a command, and so is a bare verb that "and" adds to one. Accepted
to miss: commands whose object has no article ("Withdraw troops"), which headlines write of what happened.
"""

from __future__ import annotations

from bot.mentions.forms import is_bare_verb
from bot.mentions.lexicon import families, small_words
from bot.mentions.reading import Around, Reading
from bot.mentions.tokens import COMMA, MARKS, Word

OBJECT = 5  # words from a command to the noun that is its object
QUOTES = frozenset("\"“”‘’'")
ADDED = frozenset({"and", "then", "or"})
AT_ONCE = frozenset({"immediately", "or"})  # "withdraw or face"; "strike now in its third week" is no command


def commanded(mention: Around) -> Reading | None:
    """What a clause that opens with a command says of a mention in it."""
    left, form = mention.left, mention.form
    polite = bool(left) and left[0].text == "please"
    left = mention.clause[polite:]
    if not left:
        return Reading("demanded", "a command") if polite or _is_called_out(mention) else None
    if not _is_command(left):
        return None
    added = left[-1].text in ADDED and is_bare_verb(form)
    made = left[0].key in families("make") and len(left) <= OBJECT
    same_clause = made and not any(word.text in COMMA | ADDED for word in left)
    return Reading("demanded", f'after the command "{left[0].text}"') if added or same_clause else None


def _is_called_out(mention: Around) -> bool:
    """ "Withdraw the marines", "Resign!", "Ceasefire now, chant the crowds"."""
    following = [word.text for word in mention.right[:2]]
    if not is_bare_verb(mention.form):
        return False
    if not following:
        return mention.sentence.text.rstrip(" \"'”’").endswith("!")
    slogan = following[0] == "now" and (following[1:] or [","])[0] in MARKS
    return slogan or following[0] in small_words("definite") | small_words("told_to") | AT_ONCE


def shouted(mention: Around) -> Reading | None:
    """ "Resign!" chanted the crowd, chants of "resign": a bare verb alone between quotation marks."""
    sentence = mention.sentence
    start, end = mention.start - sentence.start, mention.end - sentence.start
    if start == 0 or QUOTES.isdisjoint(sentence.text[start - 1 : start]):
        return None
    if QUOTES.isdisjoint(sentence.text[end:].lstrip("!.,")[:1]):
        return None
    introduced = sentence.text[: start - 1].rstrip()
    said = not introduced or introduced.endswith((" of", ":", ","))  # not a noun in doubt: the "recall"
    verb = is_bare_verb(sentence.text[start:end])
    return Reading("demanded", "shouted") if said and verb else None


def _is_command(clause: list[Word]) -> bool:
    """Whether a clause opens with a bare verb and its object: "leave the", "withdraw now"."""
    first, second = clause[0].text, clause[1:2]
    if first in small_words("not_a_command") or not is_bare_verb(first):
        return False
    objects = small_words("article") | small_words("definite") | small_words("command_follows")
    answering = first in small_words("command_to") and [word.text for word in second] == ["to"]
    return answering or (bool(second) and second[0].text in objects)
