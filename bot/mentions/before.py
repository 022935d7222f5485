"""What stands before a mention says of it: "to" and what it hangs on, helping verbs, the nearest governor.

A governor may itself be governed ("may call for", "failed to avert", "threw out a plan for"): what governs it
then decides, as the outer word tells how real the inner one is.
"""

from __future__ import annotations

from itertools import pairwise

from bot.mentions.forms import is_noun
from bot.mentions.governing import REACH, nearest
from bot.mentions.lexicon import Governor, families, small_words
from bot.mentions.reading import Around, Reading
from bot.mentions.tokens import MARKS, Word, since_divider
from bot.words import key
from storage.records import Status

SUBJECT = 5  # words of a subject in which "no" makes it nobody
GERUND = 3  # words from "consider" or "threat of" to the gerund it governs
QUASHED = 5  # words before a demand, a plan or a rumour in which it is rejected
NEGATED = 3  # words before a governor in which its negation stands
CALLED = 4  # words from "call" to what is called: "called a 48-hour strike"
CALLS_NOTHING = small_words("definite") | small_words("preposition") | {"off"}  # "called the strike illegal"
NOBODY = frozenset({"no", "none", "neither"})
NOT_ONE = frozenset({("not", "one"), ("not", "a")})
OPEN = frozenset({"planned", "possible", "demanded"})  # what a governor leaves to be done


def infinitive(left: list[Word], form: str, *, said: bool = True) -> Reading | None:
    """ "to withdraw", "to be released": what stands before "to" decides; on its own it tells of a plan."""
    place = next((n for n in (1, 2, 3) if len(left) >= n and left[-n].text == "to"), None)
    if place is None:
        return None
    if not form[:1].isalpha() or form in small_words("amount"):  # "rose to 14", "rose to at least nine"
        return None
    between = [word.text for word in left[len(left) - place + 1 :]]
    if any(text not in small_words("helper") and not text.endswith("ly") for text in between):
        return None
    if (is_noun(form) or form.endswith(("s", "ed"))) and "be" not in between:  # "in response to attacks"
        return None
    before = left[: len(left) - place]
    if before and not between and before[-1].key in families("toward"):  # "lead to war"
        return None
    if before and before[-1].text in small_words("not"):
        return Reading("denied", f'after "{before[-1].text} to"')
    return governed_by(before, "to", said=said) or Reading("planned", 'after "to"')


def helpers(left: list[Word], *, said: bool) -> Reading | None:
    """The helping verbs right before the mention: modals and negation."""
    chain: list[Word] = []
    for word in reversed(left):
        if not _is_helper(word):
            break
        chain.append(word)
    texts = {word.text for word in chain}
    negated = not texts.isdisjoint(small_words("not")) or _no_one(left[: len(left) - len(chain)])
    if not texts.isdisjoint(small_words("possible")):
        impossible = negated and not texts.isdisjoint({"could", "can", "cannot"})
        return Reading("denied" if impossible else "possible", _of(chain))
    if negated:
        return Reading("denied", _of(chain) if chain else 'after "no"')
    if not texts.isdisjoint(small_words("demanded")) and "have" not in texts:
        return Reading("demanded", _of(chain))
    if not texts.isdisjoint(small_words("planned")):
        return Reading("planned", _of(chain))
    if not texts.isdisjoint(small_words("conditional")):
        conditional = not said or "have" in texts or any(w.text in small_words("if") for w in left)
        return Reading("possible" if conditional else "planned", _of(chain))
    if not texts.isdisjoint(small_words("claims")):
        return Reading("claimed", _of(chain))
    return None


def called(mention: Around) -> Reading | None:
    """ "Bakers have called a strike", "calls a snap election": what is called is still to be held."""
    if key(mention.form) not in families("callable"):
        return None
    left, said = mention.left, mention.said
    for n in range(len(left) - 1, max(-1, len(left) - 1 - CALLED), -1):
        word = left[n]
        if word.key == key("call"):
            outer = infinitive(left[:n], word.text, said=said) or helpers(left[:n], said=said)
            return outer or Reading("planned", f'after "{word.text}"', governor=(word.start, word.end))
        if word.text in CALLS_NOTHING or word.text in MARKS:
            return None
    return None


def governed_by(before: list[Word], where: str, reach: int = REACH, *, said: bool = True) -> Reading | None:
    """What the nearest governor before a mention says of it."""
    found = nearest(before, where, reach)
    return None if found is None else _verdict(found[0], before, found[1], said=said)


def _verdict(governor: Governor, before: list[Word], place: int, *, said: bool) -> Reading:
    """What a governor says; one that only tells how a thing goes on leaves the word to what governs it."""
    word, earlier = before[place], before[:place]
    stands = (word.start, word.end)
    if any(w.text in small_words("not") or w.text == "no" for w in earlier[-NEGATED:]):
        return Reading(_negated(governor, word), f'governed by "not {governor.phrase}"', governor=stands)
    if governor.status == "denied" and (twice := _denied_again(governor, earlier, word, said=said)):
        return Reading(twice, f'governed by "{governor.phrase}"', governor=stands)
    if word.key in families("evade") and before[-1].text in small_words("definite"):  # "to escape the ban"
        return Reading("reported", f'governed by "{governor.phrase}"', governor=stands)
    purpose = (
        earlier[-1:] and earlier[-1].text == "to"
    )  # "refused to demand", but not "blocked a road to demand"
    near = earlier[-2:-1] if purpose else since_divider(earlier[-QUASHED:])
    quashed = next((w for w in near if w.key in families("quash")), None)
    if quashed is not None and governor.status not in {"reported", "denied"}:
        return Reading("denied", f'"{quashed.text} … {governor.phrase}"', governor=stands)
    over = nearest(earlier, "np", QUASHED) if governor.status in OPEN else None
    if over is not None and over[0].status == "denied" and over[0].rest:  # "threw out a plan for"
        return Reading("denied", f'"{over[0].phrase} … {governor.phrase}"', governor=stands)
    if over is not None and over[0].status == "possible" and _is_gerund_of(earlier, over[1], word):
        return Reading("possible", f'"{over[0].phrase} … {governor.phrase}"', governor=stands)
    outer = None
    if governor.status in {"reported", "planned", "demanded"}:
        outer = infinitive(earlier, word.text, said=said) or helpers(earlier, said=said)
    if governor.status == "reported" and outer is None and word.text == "having":
        outer = governed_by(earlier, "np", said=said)  # "the possibility of having to leave"
    if word.key in families("undo"):
        outer = infinitive(earlier, word.text, said=said) or helpers(
            earlier, said=said
        )  # "promised to scrap it"
    elif word.key in families("standby") and outer is not None and outer.status == "demanded":
        outer = Reading("possible", f'"{word.text}"', governor=stands)  # "told to be ready to leave"
    elif word.key in families("undecided") and outer is not None and outer.status == "planned":
        outer = Reading("possible", f'"{word.text}"', governor=stands)  # "will meet to decide on a strike"
    elif governor.status == "demanded" and outer is not None and outer.status != "possible":
        outer = None  # "will have to leave" is a demand; "may call for it" is none yet
    elif governor.status == "planned" and outer is not None and outer.status not in {"denied", "possible"}:
        outer = None  # "failed to agree on" is no plan; "wants to agree on" is one
    return outer or Reading(governor.status, f'governed by "{governor.phrase}"', governor=stands)


def _is_gerund_of(earlier: list[Word], place: int, word: Word) -> bool:
    """ "Considering ordering a recall": a demand that is only the object of the word right before it."""
    return word.text.endswith("ing") and len(earlier) - place <= GERUND


def _negated(governor: Governor, word: Word) -> Status:
    """What "not" makes of a governor: "did not avert the strike" tells of one, "not agreed" of none."""
    if governor.status == "denied" and word.key in families("kept_from"):
        return "reported"
    if word.key in families("decree") or word.text in small_words("disposed"):
        return "denied"
    undecided = word.key in families("undecided") or word.key in families("untold")
    return "possible" if undecided or governor.status in OPEN - {"planned"} | {"denied"} else "denied"


def _denied_again(governor: Governor, earlier: list[Word], word: Word, *, said: bool) -> Status | None:
    """ "Failed to avert the strike" (there is one), "met to avert it", "refused to rule it out" (may be)."""
    outer = infinitive(earlier, word.text, said=said) or helpers(earlier, said=said)
    if outer is None or governor.phrase.startswith("no "):
        return None
    if word.key not in families("kept_from"):
        return "possible" if outer.status == "denied" else None
    return "reported" if outer.status == "denied" else "possible" if outer.status in OPEN else None


def _no_one(left: list[Word]) -> bool:
    """ "No soldiers were", "none of its ships has", "not one soldier": a subject that is nobody."""
    clause = [word.text for word in since_divider(left[-SUBJECT:], MARKS)]
    clause = [a for a, b in pairwise([*clause, ""]) if a != "no" or b not in small_words("fewer")]
    return not NOBODY.isdisjoint(clause) or any(pair in NOT_ONE for pair in pairwise(clause))


def _is_helper(word: Word) -> bool:
    kinds = ("helper", "not", "planned", "possible", "demanded", "conditional", "claims")
    return any(word.text in small_words(kind) for kind in kinds) or word.text.endswith("ly")


def _of(chain: list[Word]) -> str:
    return '"' + " ".join(word.text for word in reversed(chain)) + '"'
