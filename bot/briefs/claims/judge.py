"""Is a draft a claim? A small linear model over what is known of it.

What is true of news text: "said" before a clause always attributes; "supports" before a noun phrase
seldom does; an infinitive, a condition ("if he says"), a gerund or a verb inside what another said make
it less likely. Each fact about a draft is a feature; tools/train_cues.py learnt their weights on
annotated news by logistic regression and checks them by cross-validation over articles. What another is
said to have said is a claim of its own where its verb is one of telling and its speaker is named.
"""

from __future__ import annotations

import json
from functools import cache

from bot.briefs.claims.drafts import Draft
from bot.briefs.claims.phrases import FINITE
from bot.briefs.document import Document
from bot.briefs.lexicon import binary, word_set

NEIGHBOURS = 20  # drafts on either side among which one may lie in another's content
_TELLING = word_set("telling_verbs")
_INFORMS = word_set("informing_nouns")
_READ = 300  # tokens of a part in which a finite verb is looked for
_OPENING = 6  # tokens of a speaker's phrase in which its own noun stands
_TELLING_NOUNS = word_set("telling_nouns")
_FINDING = frozenset({"find", "show", "reveal", "indicate"})
_CONDITIONS = frozenset({"if", "unless", "whether"})
_PRIVATE = frozenset({"see", "hear", "believe", "think", "guess", "know", "say"})
_POSSIBLE = frozenset({"can", "could", "may", "might"})
_WITHHELD = frozenset(
    {"disclose", "reveal", "specify", "confirm", "verify", "explain", "identify", "reply", "respond"}
)
_NAMES = frozenset({"NNP", "NNPS"})


def keep_claims(document: Document, drafts: list[Draft]) -> list[Draft]:
    """The drafts of one stretch that are claims."""
    weights = _weights()
    threshold = weights["threshold"]
    kept = []
    for k, draft in enumerate(drafts):
        near = drafts[max(0, k - NEIGHBOURS) : k + NEIGHBOURS]
        if (
            _conditional(document, draft)
            or _is_refusal_to_tell(draft, near)
            or _is_no_finding(document, draft)
            or _is_anothers_verb(draft, near)
            or _is_own_aim(document, draft, near)
            or _is_writers(document, draft, near)
            or _might_ask(document, draft)
        ):
            continue
        if draft.frame == "relative" or _is_told(document, draft, near) or _is_purpose(document, draft):
            kept.append(draft)  # the commonest claims, for which no weights need be added up
        elif sum([weights.get(feature, 0.0) for feature in features(document, draft, near)]) >= threshold:
            kept.append(draft)
    return kept


def _is_no_finding(document: Document, draft: Draft) -> bool:
    """ "Police found two bodies": only a study or a record finds and shows things by telling of them."""
    if draft.cue.verb.lemma not in _FINDING:
        return False
    gerund = draft.frame == "c" and document.tags[draft.cue.at] == "VBG"  # "finding streets filled with mud"
    nothing = document.lower[draft.parts[0][0]] == "no"  # "showed no emotion as"
    return (draft.frame == "n" or gerund or nothing) and speaker_kind(document, draft) != "document"


def _is_anothers_verb(draft: Draft, others: list[Draft]) -> bool:
    """In "The find, she argues, suggests that" the verb that goes on is part of what she argues."""
    return len(others) > 1 and any(
        other.frame in {"left", "according"}
        and len(other.parts) > 1
        and other.parts[1][0] == draft.group.first
        for other in others
    )


def _is_own_aim(document: Document, draft: Draft, others: list[Draft]) -> bool:
    """In "the ministry said it intends to appeal" who speaks and who intends is one.

    What another is said to intend is that other's claim only where a verb of telling has it.
    """
    undecided = draft.group.negated and draft.cue.verb.lemma == "rule"  # "says he has not ruled out"
    if draft.speaker is None or (_tells(draft) and not undecided):
        return False
    if document.tags[draft.speaker[0]] != "PRP":
        return draft.frame == "i" and is_nested(draft, others)
    return any(other is not draft and other.parts[0][0] == draft.speaker[0] for other in others)


def _might_ask(document: Document, draft: Draft) -> bool:
    """ "Ottawa can ask for a review" demands nothing yet."""
    group = draft.group
    asks = group.modal and (draft.cue.verb.stance == "demands" or draft.cue.verb.lemma == "ask")
    return asks and not _POSSIBLE.isdisjoint(document.lower[group.first : draft.cue.at])


def _is_writers(document: Document, draft: Draft, others: list[Draft]) -> bool:
    """ "I've seen it", "I've said so": the writer's own, or of an answer that has its speaker already."""
    speaker = draft.speaker
    if speaker is None or document.words[speaker[0]] != "I":
        return False
    return draft.cue.verb.lemma in _PRIVATE or is_nested(draft, others)


def _is_refusal_to_tell(draft: Draft, others: list[Draft]) -> bool:
    """In "declined to say how" the verb of the claim is "say"; "declined" only denies it."""
    at = draft.cue.at
    return draft.frame == "i" and any(
        other.group.negated and other.group.controlled and other.group.first <= at < other.cue.at
        for other in others
    )


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads(binary("cue_weights.json"))
    return weights


def features(document: Document, draft: Draft, others: list[Draft]) -> list[str]:
    """What is known of a draft, by name; `others` are the drafts of its stretch."""
    tags = document.tags
    at = draft.cue.at
    who = speaker_kind(document, draft)
    length = sum(b - a for a, b in draft.parts)
    quoted = any(draft.stretch.quotations_in(a, b) for a, b in draft.parts)
    clause = not all(FINITE.isdisjoint(tags[a : min(b, a + _READ)]) for a, b in draft.parts)
    found = [
        "bias",
        "verb " + draft.cue.verb.name,
        "frame " + draft.frame,
        "form " + tags[at],
        "speaker " + who,
        "frame " + draft.frame + " speaker " + who,
        "frame " + draft.frame + " form " + tags[at],
        f"length {min(length, 4) if length < 5 else min(5 + (length - 5) // 8, 8)}",
        "quoted " + draft.frame if quoted else "unquoted " + draft.frame,
        "clause" if clause else "no clause",
    ]
    group = draft.group
    before = _word_before(document, draft)
    for flag, name in (
        (group.negated, "negated"),
        (group.modal, "modal"),
        (group.controlled, "controlled"),
        (draft.carried, "carried"),
        (document.words[draft.stretch.last - 1] == "?", "question"),
        (before == "when", "when"),
        (before == "as", "as"),
        (document.tags[at - 1] == "TO" if at else False, "to"),
    ):
        if flag:
            found.append(name)
    if is_nested(draft, others):
        found += ["nested", "nested " + who, "nested telling" if _tells(draft) else "nested other"]
    return found


def speaker_kind(document: Document, draft: Draft) -> str:
    """Pronoun, name, plural, definite or indefinite description."""
    if draft.speaker is None:
        return "none"
    first, last = draft.speaker
    word, tag = document.lower[first], document.tags[last - 1]
    if last - first == 1 and document.tags[first] in {"PRP", "WP", "WDT", "DT"}:
        return word
    if document.lower[last - 1] in {"who", "which", "that"}:
        return "who"
    if not _INFORMS.isdisjoint(document.lower[first : min(last, first + _OPENING)]):
        return "document"
    if not _NAMES.isdisjoint(document.tags[first:last]):
        return "name"
    if tag == "NNS":
        return "plural"
    return "definite" if word in {"the", "his", "her", "its", "their"} else "other"


def is_nested(draft: Draft, others: list[Draft]) -> bool:
    """Does the verb stand within what another said?"""
    if len(others) < 2:
        return False
    at = draft.cue.at
    return any(other is not draft and any(a <= at < b for a, b in other.parts) for other in others)


def _tells(draft: Draft) -> bool:
    return draft.cue.verb.name in _TELLING


def _is_told(document: Document, draft: Draft, near: list[Draft]) -> bool:
    """A plain past or present of a verb of telling, with somebody who is named; or a refusal to tell."""
    withheld = draft.cue.verb.lemma in _WITHHELD and draft.frame in {"n", "w"} and not is_nested(draft, near)
    first = draft.parts[0][0]
    if document.tags[first] == "PRP" and is_nested(draft, near):
        return False  # "it had the reports but was unable to verify them"
    if draft.group.negated and (draft.group.controlled or (withheld and draft.speaker is not None)):
        return True
    if draft.frame.startswith("noun"):
        if draft.cue.verb.lemma not in _TELLING_NOUNS or is_nested(draft, near):
            return False
        unnamed = draft.frame == "noun that" and draft.cue.verb.lemma.startswith(("alleg", "accus"))
        return not draft.group.negated and (draft.speaker is not None or unnamed)
    if draft.frame == "colon":
        return (
            speaker_kind(document, draft) == "name"
            and draft.stretch.quotation_over(draft.parts[0][0]) is not None
        )
    return (
        (_tells(draft) or (draft.frame == "left" and document.tags[draft.cue.at] in FINITE))
        and draft.frame in {"t", "c", "q", "o", "w", "n", "i", "left"}
        and document.tags[draft.cue.at] in FINITE | {"VBN"}
        and not (draft.group.modal or draft.group.controlled)
        and (_is_aside(draft) or _is_somebody(document, draft, near))
        and not _conditional(document, draft)
    )


def _is_purpose(document: Document, draft: Draft) -> bool:
    """ "The army went on state television to announce": where `teller_of` looked for who went there."""
    at = draft.cue.at
    return draft.carried and document.tags[at] == "VB" and document.lower[at - 1] == "to" and _tells(draft)


def _is_somebody(document: Document, draft: Draft, near: list[Draft]) -> bool:
    """Is the speaker named or described, or a pronoun that says a clause to nobody else?"""
    kind = speaker_kind(document, draft)
    if kind in {"name", "plural", "definite", "other"}:
        return True
    before = [other for other in near if other.cue.at <= draft.cue.at]
    return kind in {"he", "she", "they"} and draft.frame in {"t", "c"} and not is_nested(draft, before)


def _is_aside(draft: Draft) -> bool:
    """ "Not one of the trials, they point out, has ended"."""
    return draft.frame == "left" and len(draft.parts) > 1 and _tells(draft)


def _conditional(document: Document, draft: Draft) -> bool:
    """Does a condition open the clause that the speaker stands in?"""
    return _word_before(document, draft) in _CONDITIONS


def _word_before(document: Document, draft: Draft) -> str:
    first = draft.speaker[0] if draft.speaker and not draft.carried else draft.cue.at
    return document.lower[first - 1] if first else ""
