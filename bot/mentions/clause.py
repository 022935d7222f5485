"""What the clause around a mention says of it: modals, governors, negation, conditions.

The form of the mention says where to look. A verb after "to" hangs on what stands before "to"; a verb with
helpers before it ("has not been", "may") on those; a noun or gerund on the verb, noun or preposition before
it, and on the modal after it ("the withdrawal will begin"). A plain past verb happened, unless a condition
or a that-clause it stands in says otherwise.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import pairwise
from operator import attrgetter

from bot.mentions.ahead import PAST_BE, apposed, dated_ahead, modified_by_time
from bot.mentions.before import GERUND, SUBJECT, called, governed_by, helpers, infinitive
from bot.mentions.commands import commanded, shouted
from bot.mentions.forms import is_over, is_past_verb
from bot.mentions.governing import REACH
from bot.mentions.hanging import (
    asked,
    called_false,
    depends_on,
    disbelieved,
    dropped_later,
    forestalled,
    imagined_without,
    left_open,
    under_condition,
    undone,
)
from bot.mentions.lexicon import families, small_words
from bot.mentions.nouns import ADJACENT, governed_noun, last_that
from bot.mentions.presupposed import presupposed
from bot.mentions.reading import Around, Reading
from bot.mentions.renamed import apposition, counted
from bot.mentions.tokens import COMMA, MARKS, Word, since_divider, words
from storage.records import Span

INSERTED = 9  # words between commas behind a noun
WANTED = 6  # words from "want" to what is to be done
START, END = attrgetter("start"), attrgetter("end")

Judge = Callable[[Around], Reading | None]


def read_clause(sentence: Span, start: int, end: int, floor: int, *, said: bool) -> Reading:
    """What the words of a sentence say of the mention at `start`..`end`; nothing before `floor` counts.

    `said`: it stands in somebody's claim, where "would" is a plan told later; elsewhere it is a condition.
    """
    mention = _around(sentence, start, end, floor, said=said)
    for judge in JUDGES:
        reading = judge(mention)
        if reading is not None:
            return reading
    over = is_over(mention.left, mention.form) or _is_past_noun(mention.right)
    return Reading("reported", "said as a fact", past=over)


def read_cue(sentence: Span, cue: Span) -> Reading | None:
    """What the words before a claim's cue say of it: "may call for", "stopped short of ordering"."""
    found = words(sentence)
    left = list(found[: bisect_left(found, cue.start, key=START)])
    form = cue.text.lower().split()[0]
    governed = governed_by(left, "np", reach=GERUND + 1) if form.endswith("ing") else None
    return infinitive(left, form) or helpers(left, said=False) or governed


def _around(sentence: Span, start: int, end: int, floor: int, *, said: bool) -> Around:
    found = words(sentence)
    left = list(found[bisect_left(found, floor, key=START) : bisect_right(found, start, key=END)])
    right = list(found[bisect_left(found, end, key=START) :])
    form = "".join(sentence.text[start - sentence.start : end - sentence.start].lower().split()[:1])
    clause = since_divider(left)
    phrase = since_divider(clause, COMMA)
    return Around(sentence, start, end, left, _past_insertion(left, right), form, said, clause, phrase)


def _past_insertion(left: list[Word], right: list[Word]) -> list[Word]:
    """ "The deployment, agreed in March, begins on Monday": what is behind a noun, less what commas insert.

    Where the sentence opens with "after" or "in", the comma ends that phrase and inserts nothing.
    """
    if (
        not left
        or not right
        or apposed(right[1:]) is not None
        or right[0].text != ","
        or left[0].text not in small_words("article")
    ):
        return right
    close = next((n for n, word in enumerate(right[1:], 1) if word.text in MARKS), None)
    if close is None or close > INSERTED or right[close].text != "," or len(left) > SUBJECT:
        return right
    return right[close + 1 :]


def _governed_verb(mention: Around) -> Reading | None:
    """A verb's own reading, unless the clause is worth less: rumours that it will, it will if."""
    left, right, said = mention.left, mention.right, mention.said
    inner = infinitive(left, mention.form, said=said) or helpers(left, said=said)
    if inner is None or inner.status not in {"planned", "possible"}:
        return inner
    if (dropped := dropped_later(right)) is not None:
        return Reading("denied", f'"{dropped.text}"')
    if inner.status == "possible":
        return inner
    that = last_that(left)
    outer = None if that is None else governed_by(left[:that], "that", reach=ADJACENT)
    if outer is not None and outer.status in {"denied", "possible"}:
        return outer
    condition = depends_on(left, right) or left_open(left)
    return inner if condition is None else Reading("possible", f'after "{condition.text}"', hangs=True)


def _wanted(mention: Around) -> Reading | None:
    """ "want the pesticide banned": what somebody wants done has a past form and is not done."""
    left, form = mention.left, mention.form
    if not form.endswith("ed") or not is_past_verb(left, form):
        return None
    near = mention.phrase[-WANTED:]
    place = next((n for n, word in enumerate(near) if word.key in families("wanting")), None)
    if place is None or any(word.text in small_words("relative") for word in near[place:]):
        return None
    return Reading("demanded", f'after "{near[place].text}"', governor=(near[place].start, near[place].end))


def _overdue(mention: Around) -> Reading | None:
    """ "It is time the troops withdrew": the past of what has not been done."""
    near = mention.phrase[-WANTED:]
    due = any(a.text in small_words("due_time") and b.text == "time" for a, b in pairwise(near))
    return Reading("demanded", 'after "time"') if due and is_past_verb(near, mention.form) else None


def _made_to(mention: Around) -> Reading | None:
    """ "Pressed him to have the minister arrested": what somebody has done is as real as the having."""
    left = mention.left
    if not mention.form.endswith(("ed", "n")):
        return None
    near = mention.phrase[-WANTED:]
    place = next((n for n, word in enumerate(near) if word.text in small_words("causative")), None)
    if place is None or near[place + 1 : place + 2] == [] or near[place + 1].text in small_words("helper"):
        return None
    if any(word.text in small_words("relative") | small_words("subordinate") for word in near[place:]):
        return None  # "did not have insurance when the flood destroyed their homes"
    before = left[: len(left) - len(near) + place]
    return infinitive(before, near[place].text) or helpers(before, said=mention.said)


def _hearsay(mention: Around) -> Reading | None:
    """Reportedly, allegedly; "the group says it ..."; "..., two residents told the paper".

    What the brief has as a claim is read there; this is for the claims it missed.
    """
    left, right = mention.left, mention.right
    if mention.said:
        return None
    for word in (*left[-REACH:], *right[:REACH]):
        if word.text in small_words("claims"):
            return Reading("claimed", f'"{word.text}"')
    tail = since_divider(right, MARKS)
    trailing = tail if len(tail) < len(right) and tail and tail[0].text not in small_words("relative") else []
    for word in (*mention.phrase, *trailing[:REACH]):
        if word.key in families("sayer"):
            return Reading("claimed", f'by "{word.text}"', governor=(word.start, word.end))
    return None


def _is_past_noun(right: list[Word]) -> bool:
    """Whether the verb right after a noun tells of what is over: "the blast was caused"."""
    return bool(right) and right[0].text in PAST_BE


# The first that knows decides. First what holds whatever governs the mention: it is taken for granted,
# commanded, asked, imagined. Then what governs a verb, then a noun. Last what stands farther off: a time to
# come, what it names again, who says so.
JUDGES: tuple[Judge, ...] = (
    presupposed,
    commanded,
    shouted,
    under_condition,
    imagined_without,
    disbelieved,
    called_false,
    undone,
    asked,
    forestalled,
    _governed_verb,
    _wanted,
    _overdue,
    _made_to,
    called,
    modified_by_time,
    governed_noun,
    dated_ahead,
    apposition,
    counted,
    _hearsay,
)
