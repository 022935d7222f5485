"""Which places act: those that stand for who governs from there ("Moscow denied", "accused Ankara").

What is true of news: a country or capital that is the bare subject of an active verb is its government
("Kampala will withdraw"), but for the few verbs that tell what befalls a place ("saw", "suffered"); a town is
one only before verbs of speech. A building is its holder unless somebody stands in, at or before it.
Accepted: "X has" and "X is" are left to the learnt weights.
"""

from __future__ import annotations

from bot.briefs.lexicon import word_set
from bot.briefs.locations.mentions import Mention
from bot.briefs.locations.scene import CLOSING, VERBS, Scene
from bot.briefs.locations.signs import BEING, rank_of
from bot.briefs.locations.units import Units
from bot.briefs.locations.unknown import FIRST_NAMES, LOCATIVE

ACTING = word_set("acting_verbs")
ADDRESSING = word_set("addressing_verbs")
BEFALLING = word_set("befalling_verbs")
GOVERNING_TOWNS = word_set("governing_towns")
WILLING = word_set("willing_words")
ACTORS = ("country", "capital", "state", "continent", "seat")
LOWLY = ("town", "unknown")
GOVERNING = ("country", "capital", "seat")  # whose every act is a government's
AROUND = frozenset(
    {"in", "at", "outside", "near", "around", "inside", "into", "towards", "toward", "across", "within"}
)
UNIONS = frozenset({"European Union", "EU", "E.U."})  # bodies first, lands only to those within
# What one wants another to do: "wants Washington to guarantee it".
WANTING = frozenset(
    {"want", "wants", "wanted", "expects", "expected", "allows", "allowed", "forced", "helped"}
)
GIVING = word_set("handing_verbs")
GIFTS = ("CD", "DT", "JJ", "NN", "NNS", "PRP$", "$")  # as tags: what is given to whom stands before it
BY_WHOM = ("VBN", "VBD", "NN", "NNS")  # as tags, before "by": "overshadowed by Washington", "a cut by Rome"
SURROUNDING = frozenset({"surrounded", "bordered", "flanked", "enclosed", "ringed"})
OF_SOMEBODY = word_set("states_of_mind")
SHARED = frozenset({"each", "both", "all", "also", "jointly"})
MOST_ADVERBS = 3
HARDEST = frozenset({"worst", "hardest", "badly", "worst-hit", "hardest-hit"})
AUXILIARIES = frozenset(
    {"has", "have", "had", "will", "would", "could", "may", "might", "must", "should", "can"}
)
PASSED = frozenset({"likely", "“", '"', "not", "n't"})  # between an auxiliary and its verb, beside adverbs
HAVING = frozenset({"has", "have", "had"})
DOING = frozenset({"do", "does", "did"})
NOT_BEFORE_A_SUBJECT = ("IN", "TO", "POS", "DT", "JJ", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ")  # as tags
ACTIVE = frozenset({"VB", "VBD", "VBN", "VBP", "VBZ"})
VERB_REACH = 5  # words from a subject to its main verb
RELATIVE_REACH = 20  # words of a relative clause between a subject and its verb
CLAUSE_REACH = 4  # words in which a participle still belongs to the verb
TIME_REACH = 5  # words of "late on 4 April" and the verb
TIMES = word_set("time_words") | {"on", "late", "early", "last", "this"}
DEALINGS = word_set("dealings")
FRONTIER_REACH = 6  # words from "border" to "with M."
FRONTIERS = frozenset({"border", "borders", "frontier", "crossing", "crossings"})
PRESSING = frozenset({"call", "calls", "called", "calling", "pressure", "prevail", "prevailed"})
CONJUNCTIONS = frozenset(
    {
        "that",
        "if",
        "as",
        "while",
        "whereas",
        "because",
        "after",
        "before",
        "since",
        "whether",
        "than",
        "although",
    }
    | {"though", "unless", "until", "once", "so", "like"}
)
SAYING = frozenset(
    {"said", "says", "say", "saying", "claims", "believes", "hopes", "means", "insists", "fears"}
)


def is_a_seat(scene: Scene, mention: Mention) -> bool:
    """A building that stands for who sits in it: "the Pentagon", by its article, or "Stormont"; a union."""
    best = mention.known.best
    if mention.text in UNIONS:
        return True
    if best is None or best.feature != "BLDG":
        return False
    return scene.units.before(mention.first) == "the" or mention.text in GOVERNING_TOWNS


def plainly_acts(scene: Scene, mention: Mention) -> bool:
    """Before a verb that only people can do ("Washington says"), or behind one ("accused Ankara")."""
    units = scene.units
    if is_a_seat(scene, mention):
        return units.before(mention.first, 1 + (units.before(mention.first) == "the")) not in AROUND
    first, last = scene.phrase(mention)
    rank = _rank(scene, mention)
    if rank not in ACTORS or last >= units.stops[mention.first]:
        return rank in ACTORS and _is_acted_on(units, first, last, rank)
    if _is_acted_on(units, first, last, rank) or _shares_a_modifier(scene, mention):
        return True
    first = holder(scene, first)
    before = units.before(first - (units.before(first) == "the"))
    if before in LOCATIVE or before == "of":
        return False
    if _is_made_to_act(scene, mention, before):
        return True
    verb = _past_time(units, _past_adverbs(units, _past_apposition(units, last)))
    if _is_followed_by_an_act(units, verb) or (verb != last and _is_somebody(units, verb)):
        return True
    if rank not in GOVERNING or not _is_subject(units, first):
        return False
    chairs = units.word(last) == "," and units.word(last + 1) == "which" and _is_an_act(units, last + 2)
    return chairs or _is_an_act(units, verb)  # "London, which chairs the group, will host it"


def holder(scene: Scene, first: int) -> int:
    """Where the name begins that holds one which begins here: "in Canada's Northwest Territories"."""
    if scene.units.word(first - 1) not in ("'s", "’s") or first - 1 not in scene.ends_at:
        return first
    return scene.ends_at[first - 1].first


def _rank(scene: Scene, mention: Mention) -> str:
    """Its rank; that of a capital for a name that is a capital's too ("Washington"), and for a town that
    governs or acts with one ("Tehran and Erbil spoke").
    """
    rank = rank_of(mention)
    if mention.kind == "name" and any(place.feature == "PPLC" for place in mention.known.readings[:3]):
        return "capital"
    if rank != "town" or mention.text in GOVERNING_TOWNS:
        return "capital" if rank == "town" else rank
    leader = scene.starts_at.get(scene.phrase(mention)[0], mention)
    return "capital" if rank_of(leader) in GOVERNING else rank


def _is_acted_on(units: Units, first: int, last: int, rank: str) -> bool:
    """ "accused Ankara", "its war against Kyiv", "no casualties were given by Cambodia"."""
    at = first - (units.before(first) == "the")
    before = units.before(at)
    if before == "against" and rank in GOVERNING:
        return True
    if before in ("said", "says") and rank in GOVERNING and not units.word(last)[:1].isalnum():
        return True  # "it was ready, said La Paz."
    if before == "with" and rank in GOVERNING and units.tags[at - 2] in ("NN", "NNS"):
        return FRONTIERS.isdisjoint(
            units.words[max(at - FRONTIER_REACH, 0) : at]
        )  # "an agreement with Moscow"
    if before == "between" and rank in GOVERNING and units.before(first, 2) in DEALINGS:
        return True  # "talks between Baku and Yerevan"
    if before == "than" and rank in GOVERNING:
        return True  # "more tanks than Germany"
    if before == "by" and rank != "state":
        return units.tags[at - 2] in BY_WHOM and units.before(at, 2) not in SURROUNDING
    if rank in GOVERNING and _is_given_something(units, before, last):
        return True
    return before in ADDRESSING


def _is_given_something(units: Units, before: str, last: int) -> bool:
    """ "Will lend Warsaw 80%", "pledged 5m and Norway 40m", where the verb is not said again."""
    following = units.tags[last] if last < len(units.tags) else ""
    if before in GIVING:
        return following in GIFTS
    return before == "and" and following == "CD" and units.word(last + 1)[:1].islower()


def _shares_a_modifier(scene: Scene, mention: Mention) -> bool:
    """Is it joined to a people's adjective: "the United States and South Korean trade envoys"?"""
    units, last = scene.units, mention.last
    joined = units.word(last) in ("and", "or") or units.joined[last]
    other = scene.starts_at.get(last + 1 - units.joined[last])
    return joined and rank_of(mention) in GOVERNING and other is not None and other.kind == "nationality"


def _is_subject(units: Units, first: int) -> bool:
    """Can a clause begin here, for no preposition or verb leads the name?"""
    at = first - (units.before(first) == "the")
    if units.opens(at):
        return True
    before, tag = units.before(at), units.tags[at - 1]
    return before in CONJUNCTIONS or before in SAYING or tag not in NOT_BEFORE_A_SUBJECT


def holds_a_place(scene: Scene, mention: Mention) -> bool:
    """ "Russia's Tula and Orel regions", of which the gazetteer says that they may lie there."""
    inner = scene.starts_at.get(mention.last + 1)
    if inner is None or inner.kind != "name" or scene.units.words[inner.first] in FIRST_NAMES:
        return False
    outer = mention.known.best
    if outer is None or outer.country not in inner.known.lands:
        return False
    alone = scene.units.run(inner.first, inner.last) == (inner.first, inner.last)
    return alone and not scene.usage[inner.text.lower()].person


def is_befallen(scene: Scene, mention: Mention) -> bool:
    """Does what befalls a place follow ("Kenya votes"), or behind a town anything but an act?"""
    units, rank = scene.units, _rank(scene, mention)
    first, last = scene.phrase(mention)
    if last >= units.stops[mention.first]:
        return False
    if units.word(last) in HARDEST:
        return True  # "with Clare and Mayo worst hit"
    if units.tags[last] not in VERBS:
        return units.word(last) in BEFALLING and _is_subject(units, first)
    lowly = rank in LOWLY or any(rank_of(other) in LOWLY for other in scene.listed(mention))
    if (lowly and _is_led(units, first)) or (rank == "state" and units.before(first) == "on"):
        return True
    if (rank not in ACTORS and rank != "town") or not _is_subject(units, first):
        return False
    if rank == "town":
        return not _is_followed_by_an_act(units, last)
    has = rank == "state" and units.words[last] in HAVING
    if has and ACTIVE.isdisjoint(units.tags[last + 1 : last + 2]):
        return True  # "the state has 40 mines": as a land
    verb, passive = _main_verb(units, last)
    return verb not in ADDRESSING and verb not in ACTING if passive else verb in BEFALLING


def _is_led(units: Units, first: int) -> bool:
    """Does a preposition of place lead the name or its list: "between B. and D. were halted"?"""
    before = units.before(first)
    return before in LOCATIVE or before in ("on", "of")


def _is_an_act(units: Units, at: int) -> bool:
    """Is here a finite active verb that tells what somebody does, not what befalls a place?"""
    verb, passive = _main_verb(units, at)
    return bool(verb) and not passive and verb not in BEFALLING


def _main_verb(units: Units, at: int) -> tuple[str, bool]:
    """The verb of a clause behind its auxiliaries, if its first word stands here, and whether it is passive.

    "" for "is", "has" and what is no finite verb.
    """
    if units.word(at) == "" or units.tags[at] not in VERBS:
        return "", False
    passive = False
    for step in range(at, min(at + VERB_REACH, units.stops[at])):
        word, tag = units.words[step], units.tags[step]
        if word in BEING or word in ("be", "been", "being"):
            passive = True
        elif not (word in AUXILIARIES or word in PASSED or tag == "RB" or word in DOING):
            if passive:
                return (word, tag != "VBG") if tag in ("VBN", "VBD", "VBG") else ("", False)
            bare = tag == "NN" and units.tags[step - 1] == "MD"  # "would resume payments"
            return (word, False) if tag in ACTIVE or bare else ("", False)
    return "", False


def _is_followed_by_an_act(units: Units, at: int) -> bool:
    """A verb that only people can do, also behind its auxiliary: "had “promised everything”"."""
    word = units.word(at)
    if word in ACTING:
        return True
    if word not in AUXILIARIES:
        return False
    step = at + 1
    while units.word(step) in ("“", '"', "not", "n't", "already", "now", "since", "also"):
        step += 1
    act = units.word(step)
    return act in ACTING or act + "s" in ACTING or act + "es" in ACTING


def _past_apposition(units: Units, at: int) -> int:
    """Behind ", which ...," and ", itself at war,": where the main verb stands."""
    opening = units.word(at + 1)
    if units.word(at) != "," or not opening.islower() or opening in CLOSING:
        return at
    stop = min(at + RELATIVE_REACH, units.stops[at] - 1)
    commas = [comma for comma in range(at + 2, stop) if units.words[comma] == ","]
    for comma in commas:
        if units.tags[_past_adverbs(units, comma + 1)] in VERBS:
            return comma + 1
    return commas[0] + 1 if commas else at


def _past_adverbs(units: Units, at: int) -> int:
    """Behind "nonetheless", "also", "both": where the verb stands."""
    verb, stop = at, min(at + MOST_ADVERBS, units.stops[at - 1] - 1)
    while verb < stop and (units.tags[verb] == "RB" or units.words[verb] in SHARED):
        verb += 1
    return verb


def _past_time(units: Units, at: int) -> int:
    """Behind "on Monday", "late on 4 April", "last week": where the main verb stands."""
    verb, stop = at, min(at + TIME_REACH, units.stops[at - 1])
    while verb < stop and (units.words[verb].lower() in TIMES or units.words[verb].isdecimal()):
        verb += 1
    return verb if verb < stop and units.tags[verb] in VERBS else at


def _is_made_to_act(scene: Scene, mention: Mention, before: str) -> bool:
    """Somebody, not a spot: "for K. to withdraw", "keeps R. from employing", "K. is aiming", "K.'s Kim"."""
    units, first, last = scene.units, mention.first, mention.last
    word, tags = units.words[last], units.tags[last : min(last + CLAUSE_REACH, units.stops[mention.first])]
    following = tags[1] if len(tags) > 1 else ""
    if word == "to":
        if before == "on":
            return following == "VB" and units.before(first, 2) in PRESSING  # "called on T. to end"
        return following == "VB" if before == "for" else before in WANTING and following[:2] in ("VB", "NN")
    if word == "from":
        return following == "VBG"
    if before == "with" and tags[0] == "VBG":
        return True  # "with Berlin paying half"
    if word in BEING and tags[0] != "POS":
        return _is_somebody(units, last)
    if word == "for":
        return units.word(last + 1) == "its"  # "sanctions on Moscow for its war"
    return tags[0] == "POS" and following[:3] == "NNP" and not holds_a_place(scene, mention)


def _is_somebody(units: Units, at: int) -> bool:
    """Is here what only somebody is: "was ready to", "is to sign", "was behind the raid"?"""
    if units.word(at) not in BEING:
        return False
    step = at + 1
    while units.word(step) in PASSED or (step < len(units.tags) and units.tags[step] == "RB"):
        step += 1
    word = units.word(step)
    if word in OF_SOMEBODY:
        return True
    if word in WILLING and units.word(step + 1) == "to":
        return units.word(step + 2) != "be"
    return word == "to" and units.word(step + 1) not in ("be", "host")
