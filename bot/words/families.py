"""The key of one word: the same for all members of its family.

Theory: a lemmatiser (simplemma) undoes irregular inflection ("withdrew"), a stemmer (Snowball) regular
derivation ("deployment"); neither knows that an invasion is what invaders do, nor that "important" has
nothing to do with imports. `families.tsv` says so. Spelling follows American use (mobilize, labor), and
what is made by "-ize" stays apart from what it is made of: to nationalize is nothing national. Accepted to
miss: derivations that are in neither.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from bot.words.lexicon import lines

CACHE = 65_536  # a week of a busy desk's news has about 60,000 word forms
# not "anti" and "pre": what is anti-war is of war
PREFIXES = frozenset({"co", "counter", "de", "mis", "non", "over", "re", "under", "un"})
POSSESSIVE = re.compile(r"['’]s?$")
MADE = re.compile(r"([a-z]{4,})i[sz](?:e|ation)")  # nationalise, nationalization
SHORTEST_ISE = 6  # stems: "mobilis", but not "ris", "pris", "wis"
SHORTEST_OUR = 5  # stems: "labour", but not "hour", "four", "tour"


@lru_cache(maxsize=CACHE)
def word_key(word: str) -> str:
    """The family key of a single word, hyphens and case aside."""
    form = POSSESSIVE.sub("", word).lower().replace("’", "'")
    if not form.isalpha() and "-" not in form and "'" not in form:
        return form
    families = _families()
    if form in families:
        return families[form]
    lemma = _lemma(form).lower()
    return families.get(lemma) or _stem(lemma)


@lru_cache(maxsize=CACHE)
def keys_of(token: str) -> tuple[str, ...]:
    """All keys of a token: more than one for a compound ("airstrike" is a strike) or an abbreviation."""
    bare = POSSESSIVE.sub("", token)
    compounds = _compounds()
    known = compounds.get(bare) or compounds.get(bare.lower())
    if known is None:
        own = word_key(token)
        lemma = bare.lower() if own == bare.lower() else _lemma(bare.lower()).lower()
        known = compounds.get(lemma, (own,))
    return known


@lru_cache(maxsize=CACHE)
def is_one_word(token: str) -> bool:
    """Whether a hyphenated token is one word ("cease-fire") or several ("Iran-backed")."""
    form = POSSESSIVE.sub("", token).lower()
    if form in _families() or form in _compounds() or token.partition("-")[0] in PREFIXES:
        return True
    return form in _hyphenated_phrases() or "-" not in _lemma(form)


def _stem(lemma: str) -> str:
    made = MADE.fullmatch(lemma)
    if made:
        return made[1] + "iz"
    stem = str(_stemmer().stemWord(lemma.replace("-", "").replace("'", "")))
    if len(stem) >= SHORTEST_ISE and stem.endswith(("is", "ys")):
        return stem[:-1] + "z"
    if len(stem) >= SHORTEST_OUR and stem.endswith("our"):
        return stem[:-2] + "r"
    return stem


def _lemma(form: str) -> str:
    # Not at the top: both packages load all of their languages, a tenth of the start of `sitrep brief`.
    from simplemma import lemmatize  # noqa: PLC0415

    return str(lemmatize(form, lang="en"))


@cache
def _stemmer() -> Any:
    from snowballstemmer import stemmer  # noqa: PLC0415

    return stemmer("english")


@cache
def _families() -> dict[str, str]:
    """Member -> key, for the members of `families.tsv`."""
    found: dict[str, str] = {}
    for head, *members in lines("families.tsv"):
        apart = head.startswith("=")
        word = head.lstrip("=")
        key = word if apart else _stem(word)
        for member in (word, *" ".join(members).split()):
            found[member] = key
    return found


@cache
def _compounds() -> dict[str, tuple[str, ...]]:
    """Compound or abbreviation -> the keys of the words it is made of."""
    return {row[0]: tuple(word_key(word) for word in row[1].split()) for row in lines("compounds.tsv")}


@cache
def _hyphenated_phrases() -> frozenset[str]:
    return frozenset(row[1] for row in lines("phrases.tsv") if "-" in row[1])
