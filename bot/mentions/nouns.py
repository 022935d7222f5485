"""What governs a noun, a gerund or a that-clause: the nearest governor before it, else what stands behind."""

from __future__ import annotations

from itertools import pairwise

from bot.mentions.ahead import dated_ahead
from bot.mentions.before import OPEN, governed_by
from bot.mentions.behind import behind, modal_of
from bot.mentions.forms import is_past_verb
from bot.mentions.governing import REACH
from bot.mentions.hanging import depends_on, dropped_later
from bot.mentions.lexicon import families, small_words
from bot.mentions.reading import Around, Reading
from bot.mentions.tokens import COMMA, MARKS, STOP, Word, is_boundary, since_divider
from bot.words import key

ADJACENT = 4  # words before "that" in which its governor stands
OBJECT = 6  # words from a modal to the object of its verb
DEFINITE = 3  # words before a noun in which its article stands
LISTED = 5  # words after a comma within which a noun is another one of a list


def governed_noun(mention: Around) -> Reading | None:
    """What governs a noun, and what a day or a condition makes of that.

    "Starts vaccinating next week" is planned, "plan it unless" is open.
    """
    governed = _governed(mention)
    if governed is None or governed.status not in {"reported", "planned"}:
        return governed
    if governed.status == "reported":
        return dated_ahead(mention) or governed
    condition = depends_on(mention.left, mention.right)
    if condition is None:
        return governed
    return Reading("possible", f'after "{condition.text}"', hangs=True)


def _governed(mention: Around) -> Reading | None:
    """The verdict of what stands before a noun, unless what stands behind it says more."""
    left, right = mention.left, mention.right
    that = last_that(left)
    governed = _before(mention, that)
    if governed is not None and _is_braced_for(governed, left, mention.form):
        return Reading("possible", governed.reason, governor=governed.governor)
    if governed is not None and _is_saved_from(governed, left, mention.form):
        return Reading("reported", governed.reason, governor=governed.governor)
    if governed is not None and (
        _is_assertion(governed, left, right) or _is_circumstance(governed, left, mention.form)
    ):
        governed = None
    if governed is not None and governed.status in {"denied", "demanded"}:
        return governed
    if (kept := _not_to(left)) is not None:
        return kept
    after = behind(right, left)
    left_open = next((one for one in (governed, after) if one is not None and one.status in OPEN), None)
    if left_open is not None and (dropped := dropped_later(right)) is not None:
        return Reading("denied", f'"{dropped.text}"')
    if mention.said and _would_be_done(left, right):
        after = Reading("planned", f'before "{right[0].text}"')
    if governed is not None and after is not None and after.status == "planned":
        # "doubt that the withdrawal will be complete"; "after the sanctions were announced"
        return governed if that is not None or governed.status == "reported" else after
    return after or governed


def last_that(left: list[Word]) -> int | None:
    """Where the last "that" before a mention stands."""
    return next((n for n in range(len(left) - 1, -1, -1) if left[n].text == "that"), None)


def _before(mention: Around, that: int | None) -> Reading | None:
    """What governs the that-clause a noun stands in, or the noun itself."""
    left, said = mention.left, mention.said
    governed = None
    if that is not None and len(left) - that <= REACH:
        governed = governed_by(left[:that], "that", reach=ADJACENT, said=said)
    if governed is None and not is_past_verb(left, mention.form):
        governed = governed_by(_noun_phrase_before(left), "np", said=said) or _indefinite(left)
    return governed


def _is_braced_for(governed: Reading, left: list[Word], form: str) -> bool:
    """ "Preparing for an invasion": whoever prepares for a harm does not plan it."""
    if governed.status != "planned" or key(form) not in families("harm"):
        return False
    near = pairwise(left[-OBJECT:])
    return any(a.key in families("prepare") and b.text == "for" for a, b in near)


def _is_saved_from(governed: Reading, left: list[Word], form: str) -> bool:
    """ "Saved ten people from the flood": there is one; who was "saved from closure" was not closed."""
    if governed.status != "denied" or not any(
        word.key in families("saving") and governed.governor == (word.start, word.end) for word in left
    ):
        return False
    return key(form) in families("calamity") or left[-1].text in small_words("definite")


def _is_circumstance(governed: Reading, left: list[Word], form: str) -> bool:
    """ "No one was hurt in the explosion": that there is "no" concerns others, not what is known."""
    about = small_words("circumstance")
    if key(form) in families("calamity"):
        about = about | {"for", "of"}  # "no cause was given for the fire", but "no date for the withdrawal"
    near = [word.text for word in left[-DEFINITE:]]
    place = next((n for n in range(len(near) - 1, -1, -1) if near[n] in about), None)
    if place is None or governed.reason != 'governed by "no"':
        return False
    return any(text in small_words("definite") or text.endswith("'s") for text in near[place + 1 :])


def _not_to(left: list[Word]) -> Reading | None:
    """ "agreed not to impose tariffs": what is not to be done to it."""
    near = [word.text for word in since_divider(left[-OBJECT:], MARKS)]
    found = any(pair == ("not", "to") for pair in pairwise(near))
    return Reading("denied", 'after "not to"') if found else None


def _would_be_done(left: list[Word], right: list[Word]) -> bool:
    """ "said the withdrawal would be finished": a plan told later; "a withdrawal would" only imagines one."""
    definite = any(word.text in small_words("definite") for word in left[-DEFINITE:])
    return definite and bool(right) and right[0].text in small_words("conditional")


def _is_assertion(governed: Reading, left: list[Word], right: list[Word]) -> bool:
    """ "insisted that the withdrawal was complete": a demand has no "was"."""
    place = next((n for n, word in enumerate(left) if governed.governor == (word.start, word.end)), None)
    if place is None or left[place].key not in families("sayer"):
        return False
    return any(word.text in small_words("finite_be") for word in (*left[place + 1 :], *right[:2]))


def _noun_phrase_before(left: list[Word]) -> list[Word]:
    """The words that can govern a noun: a comma close before it divides a list, a far one two clauses."""
    clause = since_divider(left, STOP)
    last = since_divider(clause, COMMA)
    return clause if len(last) <= LISTED else last


def _indefinite(left: list[Word]) -> Reading | None:
    """ "will impose sanctions": a modal reaches the object of its verb, unless "the" says that it exists."""
    near = [word.text for word in left[-DEFINITE:]]
    phrase = next((n for n in range(len(near) - 1, -1, -1) if near[n] in small_words("preposition")), -1)
    near = near[phrase + 1 :]  # "tip the country into recession"
    made = any(word.key in families("make") for word in left[-OBJECT:])  # "will adopt the sanctions"
    known = not small_words("definite").isdisjoint(near) or any(text.endswith("'s") for text in near)
    if known and not made:  # "the president will visit the victims of Monday's attack"
        return None
    for n in range(len(left) - 1, max(-1, len(left) - 1 - OBJECT), -1):
        if is_boundary(left[n]) or left[n].text == ",":
            return None
        modal = modal_of(left[n], left[n + 1 : n + 2])
        if modal is not None:
            return Reading(modal.status, f'after "{left[n].text}"')
        if left[n].text == "to" and left[n + 1 : n + 2] and left[n + 1].key in families("make"):
            return Reading("planned", 'after "to"')  # "EU to impose sanctions"; what governs "to" was sought
    return None
