"""What stands behind a noun says of it: "the withdrawal will begin", "was ruled out", "set for May"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.mentions.ahead import RIGHT, apposed
from bot.mentions.governing import governor_at
from bot.mentions.lexicon import Governor, families, modals, small_words
from bot.mentions.reading import Reading
from bot.mentions.tokens import MARKS, Word

NEAR = 3  # words before a noun in which "the third" or "the strongest" stands
RANKED = small_words("ranked") | {"worst", "only"}
PREDICATE = 4  # words from "is" to the noun it says something is: "is now a real prospect"


def behind(right: list[Word], left: Sequence[Word] = ()) -> Reading | None:
    """The modal or verb after a noun: "the withdrawal will begin", "was ruled out", "plan"."""
    if right and right[0].text == ",":
        return apposed(right[1:])
    if [word.text for word in right[:2]] in (["is", "to"], ["are", "to"]):
        return Reading("planned", f'before "{right[0].text} to"')
    comes = (
        [word.text for word in right[:1]] == ["to"] and right[1:2] and right[1].text in small_words("happens")
    )
    if comes and not _is_one_of_those(left):
        return Reading("planned", f'before "to {right[1].text}"')  # "Tube strike to go ahead"
    for n, word in enumerate(right[:RIGHT]):
        if word.text in MARKS or word.text in small_words("relative"):
            return None
        if word.text in {"is", "are"} and [w.text for w in right[n + 1 : n + 3]] == ["to", "be"]:
            return Reading("planned", f'before "{word.text} to be"')
        if word.text in {"is", "are"} and _is_called_off(right[n + 1 : n + 3]):
            return Reading("denied", f'before "{word.text} off"')
        a_will = word.text == "will" and n > 0 and right[n - 1].text in small_words("whose_will")
        modal = None if a_will else modal_of(word, right[n + 1 : n + 5])  # "of his own will"
        if modal is not None:
            return modal
        open_end = right[n + 1 : n + 2] and right[n + 1].text == "to"  # "is due to begin"
        governor = (governor_at(right, n, "to") if open_end else None) or (
            governor_at(right, n, "np") or governor_at(right, n, "after")
        )
        verb = next((w for w in reversed(right[:n]) if not _is_adverb(w)), None)
        passive = (verb is not None and verb.text in small_words("be")) or _is_predicate(right, n)
        settled = not (passive and governor is not None)
        if n and settled and apposed(right[n : n + 2]) and not any(w.text.endswith("ed") for w in right[:n]):
            return Reading("planned", f'before "{word.text}"')  # "launch of a probe set for May"
        if governor is None or governor.status == "reported":
            continue
        beside = n == 0 and (governor.where == "after" or word.text not in small_words("before_only"))
        if passive or (beside and not _acts(right)) or _is_headline(governor, right, n):
            return Reading(governor.status, f'before "{word.text}"', governor=(word.start, word.end))
    return None


def _is_headline(governor: Governor, right: list[Word], place: int) -> bool:
    """ "Deployment of reservists ruled out": a headline leaves out "is", and ends with what was done."""
    end = place + 1 + len(governor.rest)
    done = right[place].text.endswith("ed") and right[place].key not in families("fail")
    closed = end >= len(right) or right[end].text in MARKS
    return done and closed and right[0].text in small_words("preposition")


def _is_one_of_those(left: Sequence[Word]) -> bool:
    """ "The third strike to hit the airline", "strongest quake to hit Lima": no headline of what comes."""
    near = [word.text for word in left[-NEAR:]]
    return any(text in small_words("article") | RANKED or text.endswith("est") for text in near)


def _is_called_off(following: Sequence[Word]) -> bool:
    """ "The strike is off", but not "off to a slow start", "off the coast"."""
    texts = [word.text for word in following]
    return texts[:1] == ["off"] and (len(texts) == 1 or texts[1] in MARKS | small_words("because_of"))


def _is_predicate(right: list[Word], place: int) -> bool:
    """ "Impeachment is now a real prospect": "is", an article and an adjective before a noun that ends it.

    "The blast was a planned detonation" has another noun, "the raid is a threat to the truce" is one.
    """
    after = right[place + 1].text if len(right) > place + 1 else ","
    if after not in MARKS | small_words("because_of") | small_words("before_only"):
        return False
    near = [word.text for word in right[max(0, place - PREDICATE) : place]]
    be = next((n for n in range(len(near) - 1, -1, -1) if near[n] in small_words("finite_be")), None)
    return be is not None and not {"a", "an", "one", "another"}.isdisjoint(near[be + 1 : be + 3])


def modal_of(word: Word, following: list[Word]) -> Reading | None:
    """What a modal or a negation after a noun says of it."""
    if word.text not in modals():
        return None
    reason = f'before "{word.text}"'
    if _is_of_what_is(word, following):
        return None
    following = following[:2]
    if any(w.key in families("open_end") for w in following):  # "cannot be ruled out"
        open_still = word.text in small_words("not") | small_words("possible")
        return Reading("possible", reason) if open_still else None
    if word.text in small_words("not") and any(w.key in families("untold") for w in following):
        return None  # "the cause of the blast is not known"
    negated = any(w.text in small_words("not") for w in following)
    if word.text in small_words("possible") | small_words("conditional"):
        return Reading("possible", reason)
    if word.text in small_words("planned"):
        return Reading("denied" if negated else "planned", reason)
    if word.text in small_words("demanded"):
        return Reading("demanded", reason)
    return Reading("denied", reason) if word.text in small_words("not") else None


def _is_of_what_is(word: Word, following: Sequence[Word]) -> bool:
    """ "The crash may have been caused by ice", "the quake was not felt", "the raids will continue"."""
    texts = [one.text for one in following]
    if word.text in small_words("not") and following[:1] and following[0].key in families("effect"):
        return True  # "the quake did not cause damage"
    told = word.text in small_words("not") or texts[:1] == ["have"]
    return texts[:1] != [] and (
        texts[0] in small_words("going_on") or (told and not small_words("of_what_is").isdisjoint(texts))
    )


def _acts(right: list[Word]) -> bool:
    """ "The ceasefire allowed bakers to": the noun does it, where an object follows, not "by"."""
    following = right[1].text if len(right) > 1 else ","
    closing = small_words("preposition") | small_words("before_only") | small_words("relative") | MARKS
    return right[0].key in families("enabling") and right[0].text.endswith("ed") and following not in closing


def _is_adverb(word: Word) -> bool:
    return word.text.endswith("ly") or word.text in small_words("adverb")
