"""Tags that the sentence leaves one reading for, mended before claims are looked for.

What is true of English: "ministry" is no verb; "said" is a participle only behind a form of "be" or
"have"; a word that may be a verb of saying, after a singular noun and before a determiner, a pronoun or
the sentence's end, is that verb ("the union demands a rise", ", a rights group estimates."); no bare
verb stands behind a determiner ("the search and rescue agency"); the surname of somebody named in full is
a name at the head of a sentence as well. The tagger weighs neighbours and at times decides against all of
them. Accepted: "the price demands that" as nouns.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import compress

from bot.briefs.claims.cues import VERBS
from bot.briefs.document import Document
from bot.briefs.lexicon import columns, word_set

_INSTITUTIONS = word_set("institution_nouns")
_ROLES = word_set("roles")
_INFORMS = word_set("informing_nouns")
_AUXILIARIES = word_set("auxiliaries")
_NEAR = 4  # tokens before a participle in which its auxiliary stands
_REACH = 14  # tokens before "and demands that" in which the first verb or its auxiliary stands
_OBJECT = frozenset({"DT", "PRP", "PRP$", "CD", "WP", "$"})
_SUBJECT = frozenset({"NN", "NNP", "NNPS", "PRP"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PLURALS = frozenset({"NNS", "NNP", "NNPS"})
_BEFORE_PLURAL = frozenset({"DT", "JJ", "NN", "NNP", "POS", "VBG", "VBN", "PRP$", "CD"})
_COUNTED_AS_MANY = frozenset({"data", "police", "media"})
_LONGEST_TITLE = 30  # tokens
_PAUSES = frozenset({",", "CC"})
_SMALL_WORD = 4  # letters of words that titles write small
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_TAKEN_FOR = frozenset({"NNP", "RB", "VB", "VBD"})  # what a surname never seen is tagged behind a first name
_APOSTROPHES = frozenset("'’")
_IN_CAPITALS = frozenset({"WHO", "US"})
_OF_PEOPLE = ("ers", "ors", "ists", "ians")
_CAUSING = word_set("causing_verbs")
_GOVERNING = frozenset({"TO", "MD", "VB"})
_BARE = frozenset({"VB", "VBP"})
_DOUBTFUL = frozenset({"VB", "VBP", "VBN", "JJR", "JJS", "POS"})
_NO_HEADS = _NAME_TAGS | frozenset(
    {"DT", "PRP", "PRP$", "IN", "CC", "EX", "WRB", "WP", "TO", "CD", "MD", "WDT"}
)
_PEOPLES = frozenset(
    part for _, names in columns("nationalities") for name in names.split(";") for part in name.split()
)
_SPECIAL = (
    _INSTITUTIONS
    | _APOSTROPHES
    | frozenset(name.lower() for name in _PEOPLES)
    | frozenset({"said", "who", "us", "its", "retired", "back"})
)
_ENDS = frozenset({".", "''"})
_SPECIAL_TAGS = frozenset({"POS", "JJS"})
_MENDABLE = _SPECIAL | frozenset(VERBS)
_SAYINGS = word_set("present_sayings") - {"claims", "estimates"}  # forms that are no nouns
_OPEN = frozenset(
    {"JJ", "VB", "VBP", "VBD", "VBN", "NN", "NNS", "JJR"}
)  # tags that the rules for verbs may change


def mended(document: Document) -> Document:
    """The document with the tags set right that claims depend on."""
    tags, lower = list(document.tags), list(document.lower)
    _name_surnames(document, tags)
    _find_verbs_of_titles(document, tags)
    count = range(len(tags))
    doubtful = set(compress(count, map(_MENDABLE.__contains__, lower)))
    doubtful.update(compress(count, map(_DOUBTFUL.__contains__, tags)))
    for k in sorted(doubtful):
        if tags[k] == "VB" and tags[k + 1 : k + 3] == ["NN", "NNP"] and (k == 0 or tags[k - 1] in _ENDS):
            tags[k] = "NN"  # "Transport convener Jane Roe"
        elif lower[k] in _SPECIAL or tags[k] in _SPECIAL_TAGS:
            _mend_special(document, tags, lower, k)
        elif k and tags[k] in _OPEN:
            tags[k] = _verb_or_noun(document, tags, k)
    return replace(document, tags=tags, lower=lower)


def _mend_special(document: Document, tags: list[str], lower: list[str], k: int) -> None:
    """Set the tag of a word right that has its own rule: peoples, institutions, apostrophes, "said"."""
    word, follows = lower[k], tags[k + 1 : k + 2]
    if document.words[k] in _IN_CAPITALS:
        if not _shouts(document.words, k):
            tags[k] = "NNP"
            lower[k] = "WHO" if word == "who" else word  # "the WHO warned" has no relative pronoun
    elif document.words[k] in _PEOPLES:
        if tags[k][0] in "VR":  # "Dutch appeal judges", "South Africans"
            tags[k] = "NNPS" if word.endswith("ns") else "JJ"
    elif tags[k] == "POS" and len(word) > 2:
        tags[k] = "NNS"  # "Doctors at two clinics"
    elif word in _INSTITUTIONS:
        tags[k] = "NN" if tags[k][0] == "V" else tags[k]
    elif word in _APOSTROPHES:
        if k and _is_possessive(document, k):
            tags[k] = "POS"  # "the herders' leaders"
            tags[k - 1] = "NNS" if tags[k - 1] == "VBZ" else tags[k - 1]
    elif word == "retired":
        tags[k] = "JJ" if follows == ["NNP"] else tags[k]  # "And retired Gen. John Roe"
    elif word == "back" and k:
        backed = tags[k - 1] in {"NNP", "NNS"} and follows in (["DT"], ["PRP$"])
        tags[k] = "VBP" if backed else tags[k]  # "Brazil and India back the plan"
    elif word == "its":
        tags[k] = "PRP$"
    elif word == "said" and tags[k] == "VBN":
        if _AUXILIARIES.isdisjoint(lower[max(0, k - _NEAR) : k]):
            tags[k] = "VBD"
    elif tags[k] == "JJS":
        if document.words[k][0].isupper() and follows in (["VBZ"], ["VBD"]):
            tags[k] = "NNP"  # "Budapest has said"
    elif k:
        tags[k] = _verb_or_noun(document, tags, k)


def _verb_or_noun(document: Document, tags: list[str], k: int) -> str:
    """The tag of a word that can be either."""
    tag, word = tags[k], document.lower[k]
    if tag == "VBD":
        return _past(document, tags, k) if word in VERBS else tag
    if tag in _BARE:
        return _bare(document, tags, k)
    if tag == "VBN":
        if "-" in word:
            return "JJ"  # "Israel-based firm Roe"
        informed = word in VERBS and tags[k + 1 : k + 2] == ["."] and _ends_fronted(tags, k)
        return "VBD" if informed else "VBN"  # ", Collector Anil Varma informed."
    if tag == "JJR":
        return "NN" if word.endswith("maker") else "JJR"  # "toolmaker"
    if word not in VERBS:
        return tag
    if tag == "NN":
        return _noun(document, tags, k)
    if tag == "NNS":
        return "VBZ" if _is_verb_there(document, tags, k) else "NNS"
    if (
        tag == "JJ"
        and tags[k - 1] == "CC"
        and word.endswith("ed")
        and tags[k + 1 : k + 2] in (["IN"], ["TO"])
    ):
        told = "VBD" in tags[max(0, k - _REACH) : k]
        return "VBD" if told else "JJ"  # "described it as long and appealed for donors"
    return tag


def _past(document: Document, tags: list[str], k: int) -> str:
    """The tag of a past form that was taken for a verb, and of the word before it."""
    if tags[k - 1] == "VBZ" and document.lower[k - 1] not in _AUXILIARIES:
        tags[k - 1] = "NNS"  # "strategists said": no finite verb stands behind another
    elif document.lower[k - 1] == "no":
        return "JJ"  # "no confirmed deaths": nobody is called "no"
    return "VBD"


def _noun(document: Document, tags: list[str], k: int) -> str:
    """The tag of a form of a verb of saying that was taken for a noun."""
    word = document.lower[k]
    if word.endswith("ed") or document.lower[k + 1 : k + 2] == ["back"]:
        return "VBD"  # "demanded his release and threatened sanctions", "Roe shot back"
    if word.endswith("ing"):
        urging = document.lower[k - 1] in _INFORMS and tags[k + 1 : k + 2] in (["DT"], ["NNP"], ["NNS"])
        return "VBG" if urging else "NN"  # "a joint statement urging both sides"
    return "VBP" if _is_plurals_verb(document, tags, k) else "NN"


def _is_plurals_verb(document: Document, tags: list[str], k: int) -> bool:
    """Is a word taken for a noun what several people say: ", organisers claim.", "they point out"?"""
    before, word, follows = tags[k - 1], document.lower[k - 1], document.lower[k + 1 : k + 2]
    if word in {"they", "we", "i"}:
        return True
    if before == "NNS" and tags[k - 2] in {",", "DT"} and follows == ["."]:
        return tags[k - 2] == ","
    if before == "NNS" and tags[k - 2] == "DT" and tags[k + 1 : k + 2] == ["IN"]:
        return word.endswith(_OF_PEOPLE)  # "the researchers report in"
    if word in _COUNTED_AS_MANY and follows == ["."]:
        return True  # ", police data show."
    if follows == ["that"]:
        return _opens_plural(document, tags, k - 1)  # "Partners estimate that"
    if follows == ["in"]:
        return _are_people(document, tags, k)  # ", researchers from Graz and Bern report in a paper"
    return before == "," and _closes_relative(tags, k)  # "operators, who fear cancellations, insist"


def _are_people(document: Document, tags: list[str], k: int) -> bool:
    """Does the phrase before token `k` begin with several people, right behind a comma?"""
    for i in range(k - 1, max(1, k - _REACH), -1):
        if tags[i] in _FINITE:
            return False
        if tags[i] == ",":
            return document.lower[i + 1].endswith(_OF_PEOPLE) and tags[i + 1] == "NNS"
    return False


def _ends_fronted(tags: list[str], k: int) -> bool:
    """Is all between a comma and token `k` a name, an adverb behind it at most?"""
    end = first = k - (tags[k - 1] == "RB")
    while first and tags[first - 1] in _NAME_TAGS:
        first -= 1
    first -= first < end and tags[first - 1] == "NN"
    return 0 < first < end and tags[first - 1] == ","


def _opens_plural(document: Document, tags: list[str], k: int) -> bool:
    """Does token `k` end a plural phrase that opens the sentence or what stands behind its colon?"""
    if tags[k] not in _PLURALS or not document.lower[k].endswith("s"):
        return False
    first = k
    while first and tags[first - 1] in _BEFORE_PLURAL:
        first -= 1
    return first == 0 or tags[first - 1] in {".", ":", "''", ","}


def _closes_relative(tags: list[str], k: int) -> bool:
    """Does the comma before token `k` close a relative clause about several people?"""
    for i in range(k - 2, max(1, k - _REACH), -1):
        if tags[i] in {"WP", "WDT"}:
            return tags[i - 1] == "," and tags[i - 2] in {"NNS", "NNPS"}
        if tags[i] in {",", "."}:
            return False
    return False


def _shouts(words: list[str], k: int) -> bool:
    """Is a neighbour of the word in capitals too?"""
    return any(word.isupper() for word in words[max(0, k - 1) : k] + words[k + 1 : k + 2])


def _find_verbs_of_titles(document: Document, tags: list[str]) -> None:
    """ "Widow Jane Roe Defends Dam": a title in capitals, all names to the tagger, has a verb of saying."""
    words, lower = document.words, document.lower
    for sentence in document.sentences:
        first, last = sentence.first, sentence.last
        if last - first > _LONGEST_TITLE or tags[first] not in _NAME_TAGS:
            continue
        if not _FINITE.isdisjoint(tags[first:last]):
            continue
        if any(len(word) > _SMALL_WORD and word[0].islower() for word in words[first:last]):
            continue
        before = _NAME_TAGS
        for k in range(first + 1, last - 1):
            if tags[k - 1] in before and lower[k] in VERBS and lower[k].endswith(("s", "ed", "said")):
                tags[k] = "VBZ" if lower[k].endswith("s") else "VBD"
                before = _PAUSES  # "Backs Roe And Denounces Poe"


def _name_surnames(document: Document, tags: list[str]) -> None:
    """The surnames of people named in full are names at the head of a sentence too ("Moberly put")."""
    words = document.words
    heads: dict[str, list[int]] = {}
    for sentence in document.sentences:
        k = sentence.first
        if tags[k] not in _NO_HEADS and len(words[k]) > 3 and words[k].istitle():
            heads.setdefault(words[k], []).append(k)
    for at in list(compress(range(len(words)), map(heads.__contains__, words))) if heads else ():
        word = words[at]
        if word in heads and at and tags[at - 1] == "NNP" and tags[at] in _TAKEN_FOR:
            for k in heads.pop(word):
                tags[k] = "NNP"
                if tags[k + 1 : k + 2] == ["VB"] and document.lower[k + 1] in VERBS:
                    tags[k + 1] = "VBD"


def _is_possessive(document: Document, k: int) -> bool:
    """An apostrophe right behind an "s", a space after it, where no quotation ends."""
    text, end = document.text, document.ends[k]
    return (
        document.tags[k] != "POS"
        and document.lower[k - 1].endswith("s")
        and document.ends[k - 1] == document.starts[k]
        and text[end : end + 1] == " "
        and not any(closed == end for _, closed in _near(document.quotes, end))
    )


def _near(quotes: list[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    k = bisect_left(quotes, end, key=lambda quote: quote[1])
    return quotes[k : k + 1]


def _bare(document: Document, tags: list[str], k: int) -> str:
    """The tag of a word that was taken for a verb's bare form."""
    before, follows = tags[k - 1], tags[k + 1 : k + 2]
    if tags[k] == "VB":
        if "-" in document.lower[k]:
            return "NN"  # "mum-of-three Jane Roe"
        researched = document.lower[k - 2 : k] == ["according", "to"]  # "according to research published"
        if researched or (before == "VBZ" and follows == ["NNS"]):  # "sees salmon prices rising"
            return "NN"
    if tags[k] == "VB" and _is_plurals_bare(document, tags, k):
        return "VBP"
    if tags[k] == "VB" and document.lower[k] in VERBS:
        if (
            document.lower[k] == "say"
            and before == ","
            and follows in (["DT"], ["NNS"], ["NNP"], ["NNPS"], ["JJ"])
        ):
            return "VBP"  # ", say some Democrats"
        if follows in (["."], [","], ["PRP"]) and before in {"NNS", "NNP", "NNPS"}:
            return "VBP"  # ", prosecutors believe."
        if before == "CC" and document.lower[k] == "put" and not _governed(tags, k):
            return "VBD"  # "confirmed the raid but put the number of dead at seven"
        if before == "CC" and document.lower[k + 1 : k + 2] == ["that"] and not _governed(tags, k):
            return "VBP"  # "partners confirm the cases and warn that"
    if document.lower[k] in _ROLES and before == "DT":
        return "NN"  # "the nurse said"
    if document.lower[k] in _ROLES and follows == ["NNP"] and before not in {"TO", "MD", "VB"}:
        return "NN"  # "presiding judge Jane Roe"
    if document.lower[k - 1] in {"the", "a", "an"} and follows in ([","], ["IN"], ["."]):
        return "NN"  # "The find, she argues, suggests"
    if tags[k] == "VB" and before in {"DT", "PRP$", "JJ"} and follows in (["NN"], ["NNS"], ["CC"]):
        first = k - 1
        while first and tags[first] == "JJ":
            first -= 1
        if tags[first] in {"DT", "PRP$"}:
            return "NN"  # "the Indonesian search"
    if tags[k] == "VB" and before == "CC" and tags[k - 2] == "NN" and follows in (["NN"], ["NNS"]):
        return "NN"  # "search and rescue agency"
    return tags[k]


def _is_plurals_bare(document: Document, tags: list[str], k: int) -> bool:
    """ "His friends feel": no bare form stands behind a plural that nothing governs."""
    before = k - 2 if tags[k - 1] == "``" else k - 1
    if before < 0 or not (tags[before] in {"NNS", "NNPS"} or document.lower[before] in {"they", "we"}):
        return False
    near = slice(max(0, before - _REACH), before)
    return _GOVERNING.isdisjoint(tags[near]) and _CAUSING.isdisjoint(document.lower[near])


def _governed(tags: list[str], k: int) -> bool:
    """Does "to" or a modal verb stand before, so that the form is bare for its sake?"""
    return not _GOVERNING.isdisjoint(tags[max(0, k - _REACH) : k])


def _is_verb_there(document: Document, tags: list[str], k: int) -> bool:
    """After a singular noun that opens the clause, with an object or the end of the sentence behind."""
    if k + 1 >= len(tags):
        return False
    if document.lower[k + 1 : k + 3] == ["out", "that"] and tags[k - 1] == "CC":
        return "VBZ" in tags[max(0, k - _REACH) : k]  # "denies it and points out that"
    if tags[k - 1] == "CC" and document.lower[k] in _SAYINGS and tags[k + 1] in {"IN", "DT", "PRP", "TO"}:
        return "VBZ" in tags[max(0, k - _REACH) : k]  # "forecasts heavy rain and warns of floods"
    if tags[k - 1] == "CC" and document.lower[k] == "calls" and document.lower[k + 1] in {"on", "for"}:
        return "VBZ" in tags[max(0, k - _REACH) : k] and tags[k - 2] not in _SUBJECT | {"NNS"}
    if tags[k - 1] == "CC" and tags[k + 1 : k + 3] == ["TO", "VB"]:
        return "VBZ" in tags[max(0, k - _REACH) : k]  # "sees sales of $6bn and plans to cut"
    if document.lower[k + 1] == "that" and k + 2 < len(tags) and tags[k + 2] not in _FINITE:
        if document.lower[k - 1] in {"another", "neither"}:
            return True  # "Another claims that"
        if tags[k - 1] == "CC":  # "calls it unlawful and demands that it stop"
            return tags[k - 2] != "NNS" and "VBZ" in tags[max(0, k - _REACH) : k]
        if tags[k - 1] in {"NNP", ","}:  # "Jane Roe, the owner, fears that"
            return not _has_verb_before(document, tags, k)
    if tags[k - 1] == "," and tags[k + 1] == "PRP":
        return not _has_verb_before(document, tags, k)  # "Ghana, the second producer, insists it will"
    if tags[k - 1] == "," and tags[k + 1] == "NNP":  # "..., cautions Jane Roe, an ecologist"
        return _has_verb_before(document, tags, k) and any("q" in v.frames for v in VERBS[document.lower[k]])
    if document.lower[k - 1] in {"he", "she", "it"}:
        return True  # "she points out that"
    if tags[k - 1] in {"NN", "NNP"} and tags[k + 1 : k + 3] == ["TO", "VB"]:
        first = k - 1
        while first and tags[first - 1] in {"DT", "JJ", "NN", "NNS", "NNP", "PRP$", "POS"}:
            first -= 1
        opens = first == 0 or tags[first - 1] in {",", "IN", "."} or document.lower[first - 1] in VERBS
        return opens and _FINITE.isdisjoint(tags[k + 3 : k + 3 + _REACH])  # "said the company plans to hire"
    first = k - 1
    if tags[first] == "-RRB-":  # "the Department of Disaster Management (DDM) reports."
        first = next((i - 1 for i in range(first, max(1, first - 4), -1) if tags[i] == "-LRB-"), first)
    if tags[first] not in _SUBJECT:
        return False
    if tags[k + 1] == "PRP":
        return True
    if tags[k + 1] in _OBJECT:
        return not any(tag in {"VBD", "VBZ", "MD"} for tag in tags[k + 1 : k + 7])
    while first and (
        tags[first - 1] in {"DT", "JJ", "NN", "NNS", "NNP", "PRP$"}
        or document.lower[first - 1] in {"of", "for"}
    ):
        first -= 1
    if first == 0 or tags[first - 1] == ".":
        return tags[k + 1] in {"IN", "TO"} and _is_alone(tags, k)  # "The industry points to bird flu:"
    placed = document.lower[k + 1] in {"in", "from"} and _is_alone(tags, k)
    return tags[first - 1] == "," and (tags[k + 1] == "." or placed)  # ", the team reports in a journal"


def _is_alone(tags: list[str], k: int) -> bool:
    """Is there no finite verb before the next pause?"""
    pause = next((i for i in range(k, min(len(tags), k + 2 * _REACH)) if tags[i] in {",", ".", ":"}), k)
    return pause > k and _FINITE.isdisjoint(tags[k:pause])


def _has_verb_before(document: Document, tags: list[str], k: int) -> bool:
    """Is there a finite verb in the few words before, back to the head of the sentence?"""
    found = False
    for i in range(k - 1, max(-1, k - _REACH - 1), -1):
        if document.words[i] in {".", "?", "!", "”", '"'}:
            break
        if tags[i] in {"WP", "WDT"} and tags[i - 1] == ",":
            found = False  # "Hale, who was not involved, cautions that"
        found = found or tags[i] in _FINITE
    return found
