"""What the items of one story say between them: sources, places, claims, denials, demands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from bot.mentions import sentence_at
from bot.wording import place_called, points_at, same_speaker, size
from bot.words import fate_after, is_function_word, key, keys
from storage.records import Cited, Claim, Figure, Item, Ledger, LedgerRow, Location, Source, Span, Stance

SAME_CONTENT = 0.6  # share of words two claims of one speaker have in common when they say the same
ALL_OF_IT = 0.75  # share of a claim's words that its figures have said
CLAIMS = 6  # more than a reader takes in; all of them are a look-up away
POINTING = ("that ", "this ", "those ", "these ")  # "rejected that figure": told in the sentence before
POINTED = 320  # characters of two sentences; more is no longer read
COUNTING = frozenset(map(key, ("number", "total", "toll")))  # "put the number of dead at 14"
OF_ANOTHER = frozenset({"he", "she", "his", "her"})
PRONOUNS = frozenset({"he", "she", "they", "it", "who"})


def outlet(item: Item) -> str:
    """The name an item's outlet goes by."""
    return item.feed.name


def originals(items: Iterable[Item]) -> list[Item]:
    """Items that are no syndicated copy of another."""
    return [item for item in items if item.copy_of is None]


def independent(items: Iterable[Item]) -> int:
    """How many outlets report it with words of their own."""
    return len({outlet(item) for item in originals(items)})


def sources(items: Sequence[Item]) -> tuple[Source, ...]:
    """The items as sources, newest first; copies are counted with what they copy."""
    copies = Counter(item.copy_of for item in items if item.copy_of is not None)
    return tuple(
        Source(
            feed=outlet(item),
            title=item.entry.title,
            url=item.entry.url,
            when=item.entry.as_of,
            reliability=item.feed.reliability,
            copies=copies[item.entry.id],
            entry_id=item.entry.id,
        )
        for item in sorted(originals(items) or items[:1], key=lambda item: item.entry.as_of, reverse=True)
    )


def locations(items: Sequence[Item]) -> tuple[Location, ...]:
    """Where it happens, the place most outlets name first. Capitals that stand for governments are none.

    Of its mentions the one that stands for a place bears the name most of them give it.
    """
    mentions: dict[object, list[Location]] = {}
    outlets: dict[object, set[str]] = {}
    for item in originals(items):
        for place in item.brief.locations:
            if place.role in {"place", "dateline"}:
                identity = place.geoname_id or place.name.lower()
                mentions.setdefault(identity, []).append(place)
                outlets.setdefault(identity, set()).add(outlet(item))
    ranked = sorted(mentions, key=lambda one: -len(outlets[one]))
    return tuple(_called_as_most_do(mentions[one]) for one in ranked)


def _called_as_most_do(mentions: Sequence[Location]) -> Location:
    called = place_called(mentions)
    return next((mention for mention in mentions if mention.text == called), mentions[0])


def telling(text: str) -> frozenset[str]:
    """The keys of the words of a text that carry meaning."""
    return frozenset(key for start, end, key in keys(text) if not is_function_word(text[start:end]))


def cited(item: Item, claim: Claim) -> Cited:
    """A claim's words; the whole sentence where they only point at something: "the figure".

    Where that sentence points on ("rejected that figure"), the one before it says at what, as it says of whom
    somebody's lawyer denies that "he had lit a fire".
    """
    points = points_at(claim) or _is_of_another(claim)
    span = _pointing(item.entry.text, claim) if points else claim.content
    return Cited(span, item.entry.id, outlet(item), item.entry.url, item.entry.as_of, claim)


def _pointing(text: str, claim: Claim) -> Span:
    sentence = sentence_at(text, claim.content.start)
    before = sentence_at(text, max(0, sentence.start - 2)) if sentence.start else sentence
    begins = (
        claim.speaker is not None and claim.speaker.start == sentence.start
    )  # no room for whom it is about
    points_on = claim.content.text.lower().startswith(POINTING) or (begins and _is_of_another(claim))
    near = "\n" not in text[before.end : sentence.start] and sentence.end - before.start <= POINTED
    if not (points_on and near):
        return sentence
    return Span(before.start, sentence.end, text[before.start : sentence.end])


def _is_of_another(claim: Claim) -> bool:
    """Whether a claim opens with a pronoun for somebody whom its speaker speaks for: "His lawyer: he had"."""
    first = claim.content.text.lower().split(None, 1)[:1]
    last = claim.speaker.text.lower().split()[-1:] if claim.speaker is not None else []
    return bool(first and last) and first[0] in OF_ANOTHER and last[0] in _listed("speaks_for.txt")


def claims_of(
    items: Sequence[Item], stances: frozenset[Stance], but: Sequence[Cited] = (), ledger: Ledger | None = None
) -> tuple[Cited, ...]:
    """The claims of some stances, the weightiest first, each speaker's same words once.

    What `but` says already is left out, and where something is said, what does no more than give a figure:
    figures are told on their own. So is what gives a number that the ledger has a later one for.
    """
    past = former(ledger) if ledger else frozenset()
    told = [telling(one.span.text) for one in but]
    found = [
        cited(item, claim)
        for item in originals(items)
        for claim in item.brief.claims
        if claim.stance in stances and not claim.negated and claim.speaker is not None
        if not (but and _is_a_figure(claim, item))
        if past.isdisjoint(_given(claim, item))
    ]
    chosen: list[Cited] = []
    said: dict[str, list[frozenset[str]]] = {}
    for one in sorted(found, key=_weight, reverse=True):
        name, words = same_speaker(speaker(one)), telling(one.span.text)
        if any(_same(words, other) for other in (*said.get(name, []), *told)):
            continue
        said.setdefault(name, []).append(words)
        chosen.append(one)
    return tuple(_in_turn(chosen)[:CLAIMS])


def former(ledger: Ledger) -> frozenset[tuple[int, int]]:
    """The figures (entry, start) whose place another has taken: their speaker's newer one, a higher toll."""
    return frozenset(
        (row.entry_id, row.figure.start)
        for measure in ledger.measures
        for row in measure.rows
        for later in measure.rows
        if later.when > row.when
        and size(later.figure) != size(row.figure)
        and (measure.verdict == "revised" or _voice(later) == _voice(row))
    )


def _voice(row: LedgerRow) -> str:
    return same_speaker(row.figure.according_to or row.feed)


def _given(claim: Claim, item: Item) -> frozenset[tuple[int, int]]:
    """The figures (entry, start) that a claim gives."""
    return frozenset(
        (item.entry.id, item.brief.figures[n].start) for n in claim.figures if n < len(item.brief.figures)
    )


def _is_a_figure(claim: Claim, item: Item) -> bool:
    """Whether a claim says no more than a figure of it does: "four soldiers were wounded"."""
    figures = [item.brief.figures[n] for n in claim.figures if n < len(item.brief.figures)]
    known = {key for one in figures for key in telling(_in_words(one, item.entry.text))}
    words = telling(claim.content.text) - COUNTING
    return bool(words) and len(words & known) / len(words) >= ALL_OF_IT


def _in_words(figure: Figure, text: str) -> str:
    """What a figure says, with what several words tell of those counted: "27 ships were waiting"."""
    fate = fate_after(text, figure.end) if figure.predicate is None else None
    told = figure.predicate or (fate[1] if fate else "")
    return f"{figure.text} {figure.counted or ''} {told}"


def _in_turn(claims: Sequence[Cited]) -> list[Cited]:
    """Each speaker's weightiest claim before anybody's second one."""
    turns: Counter[str] = Counter()
    placed = []
    for order, one in enumerate(claims):
        name = same_speaker(speaker(one))
        turns[name] += 1
        placed.append((turns[name], order, one))
    return [one for _, _, one in sorted(placed, key=lambda place: place[:2])]


def speaker(one: Cited) -> str:
    """Who says it, by the fullest name known."""
    return one.claim.speaker.name if one.claim and one.claim.speaker else ""


def voices(items: Iterable[Item]) -> tuple[str, ...]:
    """Everybody whom some items quote by name, whether there is room for the words or not."""
    named = (
        claim.speaker.name
        for item in items
        for claim in item.brief.claims
        if claim.speaker is not None and is_named(claim.speaker.name)
    )
    return tuple(dict.fromkeys(named))


def is_named(name: str | None) -> bool:
    """Whether a speaker can be held to it: a name, not "officials" or "he"."""
    return name is not None and name != name.lower() and name.lower() not in PRONOUNS | _listed("unnamed.txt")


def names(claims: Sequence[Cited]) -> list[str]:
    """Who makes some claims, each once; a pronoun that stands for nobody known is left out."""
    found: dict[str, str] = {}
    for one in claims:
        name = speaker(one)
        if name and name.lower() not in PRONOUNS:
            found.setdefault(same_speaker(name), name)
    return list(found.values())


@cache
def _listed(name: str) -> frozenset[str]:
    """The words of a list."""
    text = (Path(__file__).parent / "lexicon" / name).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _weight(one: Cited) -> tuple[int, int, int, float]:
    """Named speakers first, then direct speech, then what the figures do not say already, then the newest."""
    claim = one.claim
    assert claim is not None
    return (
        is_named(speaker(one)),
        claim.quote != "indirect",
        not claim.figures,
        one.when.timestamp(),
    )


def _same(some: frozenset[str], others: frozenset[str]) -> bool:
    shorter = min(len(some), len(others)) or 1
    return len(some & others) / shorter >= SAME_CONTENT
