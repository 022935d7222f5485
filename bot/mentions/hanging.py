"""What a mention hangs on: conditions around its clause, what is not known yet, what came of a plan."""

from __future__ import annotations

from itertools import pairwise

from bot.mentions.ahead import END, PAST_BE, dated_ahead
from bot.mentions.forms import is_past_verb
from bot.mentions.governing import REACH
from bot.mentions.lexicon import families, modals, small_words
from bot.mentions.reading import Around, Reading
from bot.mentions.tokens import COMMA, MARKS, Word, is_boundary
from bot.words import key

PASSIVE = 4  # words after a noun in which "was signed" makes its clause past
NEAR = 3  # words before a mention in which its article stands
SUBJECT = 6  # words before "believes" in which its subject is nobody
HELPERS = 3  # words before a verb in which its modal or its negation stands


def dropped_later(right: list[Word]) -> Word | None:
    """ "Plans to deploy the missiles were dropped": the word that says so of what stands before it."""
    apart = small_words("condition") | small_words("subordinate") | small_words("who") | {"that"}
    stops = (n for n, word in enumerate(right) if is_boundary(word) or word.text in apart)
    clause = [word for word in right[: next(stops, len(right))] if not word.text.endswith("ly")]
    passive = (b for a, b in pairwise(clause) if a.text in small_words("finite_be") | {"been"})
    dropped = next((word for word in passive if word.key in families("quash")), None)
    put = (a for a, b in pairwise(clause) if a.text == "on" and b.text in small_words("put_aside"))  # on hold
    ends = small_words("preposition") | small_words("before_only") | {END.text}
    failed = (  # "attempts to evacuate the town failed", "the bill to ban it died in committee"
        word
        for word, following in pairwise([*clause, END])
        if word.key in families("fail") and following.text in ends
    )
    faded = (word for word in clause[-1:] if word.key in families("fade"))  # "hopes of a truce faded"
    return dropped or next(put, None) or next(failed, None) or next(faded, None)


def disbelieved(mention: Around) -> Reading | None:
    """ "Nobody believes that they have left": to believe it not is to believe that it is not so."""
    clause, believing = mention.clause, families("believing")
    place = next((n for n, word in enumerate(clause) if word.key in believing), None)
    if place is None or any(map(is_boundary, clause[place:])):
        return None
    if any(word.text in small_words("definite") or word.text.endswith("'s") for word in clause[-NEAR:]):
        return None  # "does not think the ceasefire will hold": there is one
    word, subject = clause[place], {one.text for one in clause[max(0, place - SUBJECT) : place]}
    nobody = not subject.isdisjoint(small_words("not"))
    return Reading("denied", f'not "{word.text}"', governor=(word.start, word.end)) if nobody else None


def called_false(mention: Around) -> Reading | None:
    """ "Reports that the embassy has closed are wrong": what is told of, and is not so."""
    place = next((n for n, word in enumerate(mention.clause) if word.key in families("hearsay")), None)
    if place is None or any(word.key in families("sayer") for word in mention.clause[place + 1 :]):
        return None  # "the report said the arrest was wrong": not the report
    ends = (n for n, word in enumerate(mention.right) if is_boundary(word))
    clause = [*mention.right[: next(ends, None)], END]
    for a, b, following in zip(clause, clause[1:], clause[2:], strict=False):
        in_part = following.text in small_words("preposition") | {"about"}  # "was wrong about the date"
        if a.text in small_words("finite_be") and b.key in families("false") and not in_part:
            return Reading("denied", f'"{a.text} {b.text}"')
    return None


def undone(mention: Around) -> Reading | None:
    """ "Postponed the vote and then cancelled it", "and it was called off": what came of it in the end."""
    right = mention.right
    for n, word in enumerate(right):
        if word.text in {"it", "they"}:
            by = _undid(right[:n]) or _was_undone(right[n + 1 : n + 1 + PASSIVE])
            if by is not None:
                return Reading("denied", f'"it" is what was {by}')
    return None


def _undid(before: list[Word]) -> str | None:
    """ "Then cancelled it", but not "vowed to cancel it", "has not cancelled it", "may have cancelled it"."""
    verb, helpers = before[-1:], {word.text for word in before[-1 - HELPERS : -1]}
    done = bool(verb) and verb[0].key in families("undo") and verb[0].text.endswith("ed")
    return verb[0].text if done and helpers.isdisjoint(modals()) else None


def _was_undone(behind: list[Word]) -> str | None:
    """ "It was called off", but not "it was not called off", "it is to be called off"."""
    if not behind or behind[0].text not in small_words("finite_be"):
        return None
    for word, following in pairwise([*behind, behind[-1]]):
        if word.text in small_words("not") or word.text == "to":
            return None
        if word.key in families("undo"):
            return word.text
        if word.key == key("call") and following.text == "off":
            return "called off"
    return None


def left_open(left: list[Word]) -> Word | None:
    """ "It is unclear when the force will leave": nobody knows yet."""
    return next((word for word in left[-REACH:] if word.text in small_words("unclear")), None)


def depends_on(left: list[Word], right: list[Word]) -> Word | None:
    """What a clause depends on: "If it rains, they will", "they will unless it rains"."""
    opening = left[:1] if any(word.text == "," for word in left) else []
    behind = next((n for n, word in enumerate(right) if word.text in MARKS), len(right))
    traded = (
        b for a, b in pairwise(right[:behind]) if a.text in {"in", "on"} and b.text in small_words("trade")
    )
    hanging = (word for word in (*opening, *right[:behind]) if word.text in small_words("condition"))
    return next(hanging, None) or next(traded, None)


def under_condition(mention: Around) -> Reading | None:
    """If, unless, whether, until: between the last divider and the mention. "Until it was signed" is past."""
    left, right = mention.left, mention.right
    over = is_past_verb(left, mention.form) or any(
        word.text in PAST_BE for word in (*left[-2:], *right[:PASSIVE])
    )
    clause = mention.phrase
    for n in range(len(clause) - 1, -1, -1):
        word = clause[n]
        until = word.text in small_words("until") and not over and not _is_time(clause[n + 1 : n + 3])
        if word.text == "once" and (dated := dated_ahead(mention)) is not None:
            return dated  # "once the recall starts in August"
        in_case = word.text == "case" and n > 0 and clause[n - 1].text == "in" and clause[n + 1 :]
        if word.text in small_words("if") or until or (in_case and clause[n + 1].text != "of"):
            return Reading("possible", f'after "{word.text}"')
        if word.text in small_words("relative"):
            return None
    return None


def _is_time(following: list[Word]) -> bool:
    """Whether a time follows, not a clause: "until March", "until the spring"."""
    return any(word.key in families("span") or word.text.isdigit() for word in following)


def asked(mention: Around) -> Reading | None:
    """ "Will the troops withdraw?", "had they withdrawn, ...": asked or imagined by the order of words."""
    left, right = mention.left, mention.right
    if not left:
        return None
    first = left[0].text
    question = mention.sentence.text.rstrip("\"'”’ )").endswith("?") and first in small_words("asks")
    unreal = first in {"had", "were"} and any(word.text == "," for word in right)
    return Reading("possible", f'"{first}" before its subject') if question or unreal else None


def forestalled(mention: Around) -> Reading | None:
    """ "Before anyone had to leave", "before he could fire": what was kept from happening."""
    clause = mention.phrase
    place = next((n for n in range(len(clause) - 1, -1, -1) if clause[n].text == "before"), None)
    if place is None:
        return None
    behind = [word.text for word in clause[place + 1 :]]
    kept = bool(behind) and (behind[0] in small_words("anybody") or "could" in behind)
    deed = behind[behind.index("could") + 1 :] if "could" in behind else behind[1:]
    known = not small_words("definite").isdisjoint(deed)  # "before guards could stop the attack"
    return Reading("denied", 'after "before"') if kept and not known else None


def imagined_without(mention: Around) -> Reading | None:
    """ "Without a ceasefire, aid may not get through": what would be, were there none."""
    left, right = mention.left, mention.right
    if not left or left[0].text != "without":
        return None
    if any(word.text in small_words("subordinate") for word in left):  # "without power since the storm"
        return None
    listed = any(word.text in COMMA for word in left)  # the comma ends what there may be none of
    hanging = modals() - small_words("not") - small_words("demanded") | small_words("unsure")
    hangs = any(word.text in hanging for word in (left if listed else (*left, *right)))
    return Reading("possible", 'after "without"') if hangs else None
