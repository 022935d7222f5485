"""Mentions -> those that are places, none overlapping, each literal or not."""

from __future__ import annotations

from bot.briefs.document import Document
from bot.briefs.locations.acting import is_a_seat, is_befallen, plainly_acts
from bot.briefs.locations.facilities import find_facilities
from bot.briefs.locations.inside import names_something_else
from bot.briefs.locations.mentions import TITLES, Gazetteer, Mention, find_names
from bot.briefs.locations.roles import (
    is_a_label,
    is_an_opening_word,
    is_at_home,
    is_called_a_place,
    is_in_an_agencys_name,
    is_in_its_state,
    is_listed,
    is_the_well_known,
    is_unmistakable,
    opens_a_line,
    plainly_lies,
    shares_a_dateline,
)
from bot.briefs.locations.scene import Scene, is_a_surname, neighbour_at, set_scene
from bot.briefs.locations.signs import PLACE_QUESTIONS, ROLE_QUESTIONS, place_signs, role_signs
from bot.briefs.locations.units import cut_units
from bot.briefs.locations.unknown import FIRST_NAMES, find_unknown
from bot.briefs.locations.weigh import Weights, total

Rows = list[dict[str, float]]  # the weights of each question's answers

PLACE_ODDS = -0.1  # log odds from which a mention counts as a place; the best of 0 to -0.8 end to end
NATIONALITY_ODDS = 2.0  # an adjective of a country is hardly ever anything else: not worth the weighing
LITERAL_ODDS = -0.3  # a place left off the map is worse than a government on it
SURNAME_ODDS = -6.0  # behind a given name no sign outweighs it: of 3,200 in the news none was a place
LABEL = 4.0  # "Bath: two", "Male: 40": a list's label is a word, not the town of its name
PERSON = 2.0  # titles and given names are sure signs, but a title may also end a phrase before a place
SURE_ODDS = 1.0
DOUBTFUL_ODDS = -3.5
CALLED = 2.0  # "the river Calder", "Bobo river", "neighbouring Anka"
AT_HOME = 1.7  # a town of the article's own country, where towns do not bear English words and surnames
UNMISTAKABLE = 1.2  # "Vladikavkaz opened a school"
LISTED = 1.0  # "Qana and S.": in a list with a sure place of the same country
IN_A_NAME = 1.5  # "the Kyiv Post", "Manchester United": reported, though nothing lies there
DATELINE = 2.5  # "HALLS GAP, Victoria:" on a line of its own
SEAT = 3.5  # "the Pentagon": few buildings are in the gazetteer, all well known
WELL_KNOWN = 3.5  # "the Danube": too rare in the annotated news to be learnt there


def gather(document: Document, gazetteer: Gazetteer) -> Scene:
    """All mentions of a document, set in their scene."""
    units = cut_units(document)
    names = find_names(units, gazetteer)
    facilities = find_facilities(units, gazetteer)
    unknown = find_unknown(units, gazetteer, names + facilities)
    by_span = {(m.start, m.end): m for m in (*names, *unknown, *facilities)}  # a facility says more of itself
    by_span |= {(m.start, m.end): m for m in names if m.level == "C"}  # but no more than "Solomon Islands"
    ordered = sorted(by_span.values(), key=lambda mention: (mention.start, -mention.end))
    return set_scene(units, ordered)


def choose(scene: Scene, tables: dict[str, Weights]) -> list[tuple[Mention, bool]]:
    """The places of a scene in order, each with whether the place itself is meant."""
    place = [tables["place"].get(question, {}) for question in PLACE_QUESTIONS]
    literal = [tables["literal"].get(question, {}) for question in ROLE_QUESTIONS]
    odds = [_odds(scene, mention, place) for mention in scene.mentions]
    _settle_doubts(scene, odds, place)
    scored = [(odd, mention) for odd, mention in zip(odds, scene.mentions, strict=True) if odd > PLACE_ODDS]
    scored.sort(key=lambda item: -item[0])
    chosen: list[tuple[Mention, bool]] = []
    taken: set[int] = set()
    for _, mention in scored:
        cells = range(mention.first, mention.last)
        if taken.isdisjoint(cells):
            taken.update(cells)
            chosen.append((mention, _is_literal(scene, mention, literal)))
    chosen.sort(key=lambda item: item[0].start)
    return chosen


def _settle_doubts(scene: Scene, odds: list[float], rows: Rows) -> None:
    """Weighs doubtful mentions again, once the sure ones have said which countries the article is set in."""
    sure = {
        mention.first: mention
        for odd, mention in zip(odds, scene.mentions, strict=True)
        if odd > SURE_ODDS and mention.known.best and mention.known.best.country
    }
    named = [mention.known.best for mention in sure.values()]
    lands = {place.country for place in named if place and place.country}
    told_more = not lands <= scene.lands
    scene.lands |= lands
    for at, mention in enumerate(scene.mentions):
        if DOUBTFUL_ODDS < odds[at] <= PLACE_ODDS:
            if told_more:
                odds[at] = _odds(scene, mention, rows)
            if is_listed(scene, mention, sure):
                odds[at] += LISTED


def _odds(scene: Scene, mention: Mention, rows: Rows) -> float:
    """The log odds that a mention is a place."""
    if mention.kind == "nationality":
        return NATIONALITY_ODDS
    if _is_a_known_surname(scene, mention) or _is_a_known_body(scene, mention):
        return SURNAME_ODDS
    odds = total(rows, place_signs(scene, mention))
    if _names_a_person(scene, mention):
        odds -= PERSON
    if is_in_an_agencys_name(scene, mention):
        return SURNAME_ODDS
    if is_a_label(scene, mention) or is_an_opening_word(scene, mention):
        odds -= LABEL
    if is_a_seat(scene, mention):
        return odds + SEAT
    if opens_a_line(scene, mention) or shares_a_dateline(scene, mention):
        odds += DATELINE
    if is_at_home(scene, mention):
        odds += AT_HOME
    elif is_unmistakable(scene, mention):
        odds += UNMISTAKABLE
    if is_called_a_place(scene, mention) or is_in_its_state(scene, mention):
        odds += CALLED
    if names_something_else(scene, mention):
        odds += IN_A_NAME
    return odds + WELL_KNOWN if is_the_well_known(scene, mention) else odds


def _names_a_person(scene: Scene, mention: Mention) -> bool:
    """Behind a title ("Senator Jordan Lake"), or a given name before a surname ("Sydney Cole")."""
    units, first, last = scene.units, mention.first, mention.last
    if not units.opens(first) and units.words[first - 1] in TITLES:
        return True
    if _ends_a_persons_name(scene, mention):
        return True
    if units.words[first] not in FIRST_NAMES or last >= units.stops[first] or not units.capital[last]:
        return False
    return last not in scene.starts_at and neighbour_at(units, last) == "Name"


def _ends_a_persons_name(scene: Scene, mention: Mention) -> bool:
    """ "Minister Rolando Pineda Lagos", or "Austin said" where "Lloyd Austin" stands elsewhere."""
    units, first = scene.units, mention.first
    if mention.kind != "name" or not mention.known.rank.startswith("town"):
        return False
    usage = scene.usage[mention.text.lower()]
    if usage.person and not usage.placed:
        return True
    start = units.run(first, mention.last)[0]
    before = range(start, first)
    if len(before) < 2:
        return False
    if any(units.words[at] in TITLES for at in before):
        return True
    return units.words[first - 2] in FIRST_NAMES and not {first, first - 1} & scene.ends_at.keys()


def _is_a_known_surname(scene: Scene, mention: Mention) -> bool:
    """ "Ruth Jordan", and "Jordan" alone where she is named in full and nothing is "in Jordan"."""
    if mention.kind != "name" or mention.last - mention.first > 1:
        return False
    usage = scene.usage[mention.text.lower()]
    return usage.surname > 0 and (not usage.placed or is_a_surname(scene, mention))


def _is_a_known_body(scene: Scene, mention: Mention) -> bool:
    """ "The relief network Nodi", and "Nodi" alone where nothing is "in Nodi"."""
    usage = scene.usage[mention.text.lower()]
    return usage.body > 0 and not usage.placed


def _is_literal(scene: Scene, mention: Mention, rows: Rows) -> bool:
    if mention.kind == "nationality" or plainly_acts(scene, mention):
        return False
    if plainly_lies(scene, mention) or is_befallen(scene, mention):
        return True
    return total(rows, role_signs(scene, mention)) > LITERAL_ODDS
