"""What a verb takes for granted: "urged the chief to condemn the attack" tells of an attack all the same.

Theory: whoever condemns, avenges, investigates or ends a known thing has something to condemn or end; that
the condemning is only demanded, denied or feared changes nothing about the thing. So a definite noun ("the
attack", "his arrest") right in the object of such a verb is real. Accepted to miss: things still to come that
are known already ("welcomed the withdrawal planned for May").
"""

from __future__ import annotations

from bot.mentions.governing import NOUN_REACH, nearest
from bot.mentions.lexicon import families, small_words
from bot.mentions.reading import Around, Reading
from bot.words import key


def presupposed(mention: Around) -> Reading | None:
    """What stands as a known thing in the object of a verb that takes it for granted."""
    left = mention.left
    if left and left[-1].key in families("flout") and key(mention.form) in families("in_force"):
        verb = left[-1]  # "fined for dodging sanctions": nobody dodges what is not in force
        return Reading("reported", f'known to "{verb.text}"', known=True, governor=(verb.start, verb.end))
    if len(left) > 1 and left[-2].key in families("naming") and left[-1].text in small_words("definite"):
        verb = left[-2]  # "called the strike illegal"
        return Reading("reported", f'known to "{verb.text}"', known=True, governor=(verb.start, verb.end))
    near = mention.phrase[-NOUN_REACH:]
    place = next((n for n in range(len(near) - 1, -1, -1) if near[n].key in families("factive")), None)
    if place is None:
        return None
    between = near[place + 1 :]
    if near[place].text == "end" and between and between[0].text == "to":  # "an end to the blockade"
        between = between[1:]
    texts = [word.text for word in between]
    definite = any(text in small_words("definite") or text.endswith("'s") for text in texts)
    if not definite or "to" in texts or "that" in texts:
        return None
    closer = nearest(between, "np")
    if closer is not None and closer[0].status != "reported":
        return None
    verb = near[place]
    return Reading("reported", f'known to "{verb.text}"', known=True, governor=(verb.start, verb.end))
