"""What a time to come says of a mention: "leaders meet next week", "tomorrow's strike".

Theory: a verb of schedules in the present ("opens", "votes") with a day, or anything in the present with
"next week", is still to come; a text that told of what is over would have put its verb in the past.
Accepted to miss: the bare "the fair opens", and headlines, which tell the past in the present but seldom
give its day.
"""

from __future__ import annotations

from itertools import pairwise

from bot.mentions.forms import is_past_verb
from bot.mentions.lexicon import families, small_words
from bot.mentions.reading import Around, Reading
from bot.mentions.tokens import MARKS, Word
from storage.records import Status

RIGHT = 8  # words to the right in which a noun's modal is sought
END = Word(0, 0, "", "")  # behind the last word of a clause
PAST_BE = frozenset({"was", "were", "had"})
APPOSED = 3  # words behind a comma in which ", now set for May" tells of the noun before it
TO_COME = frozenset({"next", "coming", "by", "from"})  # before a week, a day, a month
ON_A_DAY = frozenset({"on", "in", "from", "at"})  # ... where the verb is one of schedules, in the present
TIMES = frozenset({"for", "on", "in", "at", "to"})


def dated_ahead(mention: Around) -> Reading | None:
    """What stands in the present with a time to come."""
    left, right, form = mention.left, mention.right, mention.form
    done = is_past_verb(left, form)
    if done and not (left and left[-1].text in {"is", "are"}):
        return None
    behind = next((n for n, word in enumerate(right[:RIGHT]) if word.text in MARKS), RIGHT)
    clause = [*mention.phrase, *right[:behind]]
    texts = {form, *(word.text for word in clause)}
    if not texts.isdisjoint(PAST_BE | small_words("past_helper") | small_words("past")):
        return None
    # "two are arrested on Monday as the trial opens": the verb of schedules is another's
    dated = TO_COME if done or texts.isdisjoint(small_words("scheduled")) else TO_COME | ON_A_DAY
    for word, following in pairwise([*clause, END]):
        whose = following.text.endswith("'s")  # "from Friday's raid"
        a_time = (following.key in families("span") and not whose) or (
            following.text.isdigit() and word.text in ON_A_DAY
        )
        if (word.text in dated and a_time) or word.text in small_words("ahead"):
            status: Status = "planned" if texts.isdisjoint(small_words("possible")) else "possible"
            return Reading(status, f'"{word.text} {following.text}"'.replace(' "', '"'))
    return None


def modified_by_time(mention: Around) -> Reading | None:
    """ "next month's election", "tomorrow's strike", "the unions' next strike is on Friday"."""
    left, right = mention.left, mention.right
    if left and left[-1].text in {"next", "upcoming"} and right and right[0].text in {"is", "are", "will"}:
        return Reading("planned", f'after "{left[-1].text}"')
    if left and left[-1].text.endswith("'s"):
        dated = left[-1].text == "tomorrow's" or (len(left) > 1 and left[-2].text in {"next", "coming"})
        if dated and (left[-1].text == "tomorrow's" or left[-1].key in families("span")):
            return Reading("planned", f'"{left[-1].text}"')
    return None


def apposed(right: list[Word]) -> Reading | None:
    """What a comma adds to a noun: "the launch, now set for 3 May", "the strike, to begin on Monday"."""
    if len(right) > 1 and right[0].text == "to" and right[1].text in small_words("scheduled"):
        return Reading("planned", f'before "to {right[1].text}"')
    for n, word in enumerate(right[:APPOSED]):
        if word.text in small_words("timed") and right[n + 1 : n + 2] and right[n + 1].text in TIMES:
            return Reading("planned", f'before "{word.text}"')
    return None
