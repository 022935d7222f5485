"""Whether a mention of an event says that it happened, or only that it is claimed, denied, demanded, feared.

Theory: news mentions far more events than happen. A "withdrawal" is called for, ruled out, promised and
feared before anybody withdraws, and what tells these apart stands in the same clause: a modal ("may
withdraw"), a governing verb or noun ("called for", "no sign of", "plans to"), a negation, a condition; or
around it, in who says so and how (the brief's claims: asserts, denies, demands, promises, warns). So the
clause is read first, and the claim around it decides what a plain clause is worth: what somebody says
happened is claimed, not reported. Accepted to miss: irony, and governors that are in no list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.mentions.clause import read_clause, read_cue
from bot.mentions.forms import is_bare_verb
from bot.mentions.lexicon import endings, families, small_words
from bot.mentions.reading import Reading
from bot.mentions.sentence import sentence_at, sentences
from bot.words import key
from storage.records import Claim, Span, Status

__all__ = ["Mention", "read_mention", "sentence_at", "sentences"]


@dataclass(frozen=True, slots=True)
class Mention:
    """What a text says of an event at one place, who says so, and what tells it."""

    status: Status
    by: str | None
    reason: str
    sentence: Span


def read_mention(
    text: str, start: int, end: int, claims: Sequence[Claim] = (), sentence: Span | None = None
) -> Mention:
    """What a text says of the event named at `text[start:end]`; `claims` are the brief's.

    Who knows the sentence around it says so; else it is sought.
    """
    sentence = sentence or sentence_at(text, start)
    claim = _around(claims, start, end)
    reading = read_clause(sentence, start, end, _floor(claim, sentence), said=claim is not None)
    if claim is not None and _is_command(claim, text, start, end):
        return Mention("demanded", _name(claim), f"{_name(claim) or 'somebody'} commands it", sentence)
    if claim is None or (reading.known and _is_taken_for_granted(claim, reading)):
        return Mention(reading.status, _speaker(claims, reading), reading.reason, sentence)
    unsaid = _unsaid(claim, sentence)
    given = _is_given(claim, text[claim.content.start : start], text[start:end])
    status, reason = _weigh(claim, reading, given) if unsaid is None else (unsaid.status, unsaid.reason)
    return Mention(status, _name(claim), reason, sentence)


def _is_taken_for_granted(claim: Claim, reading: Reading) -> bool:
    """Whether what is known is so whatever a claim makes of it: "urged him to condemn the attack"."""
    own_verb = (
        claim.cue is not None
        and reading.governor is not None
        and claim.cue.start < reading.governor[1]
        and reading.governor[0] < claim.cue.end
    )
    return claim.stance != "asserts" or claim.negated or own_verb


def _is_by(claim: Claim, kind: str) -> bool:
    """Whether a claim is made by a verb of a kind."""
    return claim.cue is not None and any(key(word) in families(kind) for word in claim.cue.text.split())


def _floor(claim: Claim | None, sentence: Span) -> int:
    """Where the clause around a mention may begin: inside a claim, with the claim's cue or content."""
    if claim is None:
        return sentence.start
    cue_first = claim.cue is not None and claim.cue.start < claim.content.start
    return claim.cue.start if claim.cue is not None and cue_first else claim.content.start


def _is_command(claim: Claim, text: str, start: int, end: int) -> bool:
    """ "Withdraw now," she said: direct speech that opens with the bare verb."""
    if claim.quote == "indirect" or not is_bare_verb(text[start:end]):
        return False
    part = next(one for one in claim.parts or (claim.content,) if one.start <= start < one.end)
    return not text[part.start : start].strip(" \"'“‘")


def _unsaid(claim: Claim, sentence: Span) -> Reading | None:
    """ "May call for", "stopped short of ordering": how real a demand is, where it is not yet made."""
    cue = claim.cue
    if (
        claim.stance != "demands"
        or claim.negated
        or cue is None
        or not sentence.start <= cue.start < sentence.end
    ):
        return None
    reading = read_cue(sentence, cue)
    return reading if reading is not None and reading.status in {"denied", "possible"} else None


def _is_given(claim: Claim, before: str, form: str) -> bool:
    """ "Do not believe the blast was deliberate", "not named the man who was killed": there was one."""
    near = before.lower().replace("’", "'").split()
    if any(word in small_words("who") for word in near[1:]):
        return True
    if not _is_by(claim, "supposing"):  # "has not confirmed the attack"
        return False
    known = any(word in small_words("definite") or word.endswith("'s") for word in near[-2:])
    verb = form.lower().endswith(endings("past_ending")) or any(
        word in small_words("helper") for word in near[-1:]
    )
    return known and not verb


def _weigh(claim: Claim, reading: Reading, given: bool) -> tuple[Status, str]:
    """What a clause is worth inside somebody's claim."""
    said = f"{_name(claim) or 'somebody'} {claim.stance}"
    if claim.negated:  # what nobody plans or believes will not happen; what nobody said may have
        if given and reading.status in {"reported", "claimed"}:
            return "claimed", f"taken for granted: {said}"
        never = claim.stance == "promises" or reading.status == "denied" or _is_by(claim, "believing")
        return "denied" if never else "possible", f"not said: {said}"
    if claim.stance == "denies":
        return "denied", said
    if reading.status == "planned" and claim.stance in {"warns", "asks"}:  # "we will, unless"; "who will?"
        return "possible", said
    if reading.status != "reported" and claim.stance in {"asserts", "warns", "asks"}:
        return reading.status, f"{said}: {reading.reason}"
    if reading.status == "denied":  # urged them not to; vowed never to
        return "denied", f"{said}: {reading.reason}"
    if claim.stance == "demands":
        return "demanded", said
    if claim.stance == "promises":  # "ready to leave if the lava comes" hangs on that
        return "possible" if reading.hangs else "planned", said
    if reading.past and claim.stance != "asks":  # what is left open lies elsewhere in the claim
        return "claimed", said
    if claim.hedged or claim.stance in {"asks", "warns"}:
        return "possible", f"{said}, leaving it open" if claim.hedged else said
    return "claimed", said


def _around(claims: Sequence[Claim], start: int, end: int) -> Claim | None:
    """The innermost claim whose content holds the mention."""
    holding = [
        claim
        for claim in claims
        if any(part.start <= start and end <= part.end for part in claim.parts or (claim.content,))
    ]
    return min(holding, key=lambda claim: claim.content.end - claim.content.start, default=None)


def _speaker(claims: Sequence[Claim], reading: Reading) -> str | None:
    """Who demands, denies, plans: the speaker of the claim whose cue is what governs the mention."""
    if reading.governor is None:
        return None
    start, end = reading.governor
    for claim in claims:
        if claim.cue is not None and claim.cue.start < end and start < claim.cue.end:
            return _name(claim)
    return None


def _name(claim: Claim) -> str | None:
    return claim.speaker.name if claim.speaker else None
