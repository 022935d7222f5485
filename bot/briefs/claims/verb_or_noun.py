"""Is a word a verb or a noun, a plain past or a participle? What a verb of saying was taken for, set right.

What is true of English: no bare verb stands behind a determiner ("the search and rescue agency") or behind a
plural that nothing governs ("his friends feel"); a form in -ed after "and" goes on with the verb before it
("demanded his release and threatened sanctions"); what several people say closes their sentence ("...,
organisers claim."). The tagger weighs neighbours and at times decides against all of them.
"""

from __future__ import annotations

from bot.briefs.claims.cues import VERBS
from bot.briefs.claims.phrases import FINITE
from bot.briefs.claims.third_persons import is_third_person
from bot.briefs.document import Document
from bot.briefs.lexicon import word_set

_ROLES = word_set("roles")
_INFORMS = word_set("informing_nouns")
_AUXILIARIES = word_set("auxiliaries")
_REACH = 14  # tokens before "and demands that" in which the first verb or its auxiliary stands
_PLURALS = frozenset({"NNS", "NNP", "NNPS"})
_SUBJECTS = (["DT"], ["NNS"], ["NNP"], ["NNPS"], ["JJ"])
_BEFORE_PLURAL = frozenset({"DT", "JJ", "NN", "NNP", "POS", "VBG", "VBN", "PRP$", "CD"})
_COUNTED_AS_MANY = frozenset({"data", "police", "media"})
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_OF_PEOPLE = ("ers", "ors", "ists", "ians")
_OF_ONE = frozenset({"accused", "deceased", "condemned"})
_SOME = frozenset({"most", "both", "some", "many", "few", "others", "neither", "all", "several"})
_ENDS = frozenset({".", ",", ":", "''", "CC"})
_CONCEDING = frozenset({"while", "although", "though", "that", "because"})
_CAUSING = word_set("causing_verbs")
_GOVERNING = frozenset({"TO", "MD", "VB"})
_BARE = frozenset({"VB", "VBP"})


def verb_or_noun(document: Document, tags: list[str], k: int) -> str:
    """The tag of a word that can be either."""
    tag, word = tags[k], document.lower[k]
    if tag == "VBD":
        return _past(document, tags, k) if word in VERBS else tag
    if tag in _BARE:
        return _bare(document, tags, k)
    if tag == "VBN":
        if "-" in word:
            return "JJ"  # "Israel-based firm Roe"
        if word in VERBS and document.lower[k - 1] in _SOME and (k == 1 or tags[k - 2] in _ENDS):
            return "VBD"  # "Both told rescuers"
        one = word in _OF_ONE and tags[k + 1 : k + 2] == [","]
        if document.lower[k - 1] == "the" and (one or not FINITE.isdisjoint(tags[k + 1 : k + 2])):
            return "NN" if word in _OF_ONE else "NNS"  # "The accused said", "the displaced are"
        informed = word in VERBS and tags[k + 1 : k + 2] == ["."] and _ends_fronted(tags, k)
        return "VBD" if informed else "VBN"  # ", Collector Anil Varma informed."
    if tag == "RB":  # "Analysts doubt that"
        plural = tags[k - 1] == "NNS" and tags[k + 1 : k + 2] in (["IN"], ["DT"], ["PRP"])
        return "VBP" if plural and word in VERBS else "RB"
    if tag == "JJR":
        return "NN" if word.endswith("maker") else "JJR"  # "toolmaker"
    if word not in VERBS:
        return tag
    if tag == "NN":
        return _noun(document, tags, k)
    if tag == "NNS":
        return "VBZ" if is_third_person(document, tags, k) else "NNS"
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
        if tags[i] in FINITE:
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


def _bare(document: Document, tags: list[str], k: int) -> str:
    """The tag of a word that was taken for a verb's bare form."""
    if tags[k] == "VB":
        if _is_noun_in_place(document, tags, k):
            return "NN"
        if _is_plurals_bare(document, tags, k):
            return "VBP"
        if document.lower[k] in VERBS and (tag := _finite(document, tags, k)):
            return tag
    return "NN" if _is_noun(document, tags, k) else tags[k]


def _is_noun_in_place(document: Document, tags: list[str], k: int) -> bool:
    """ "Mum-of-three", "according to research", "sees salmon prices rising"."""
    researched = document.lower[k - 2 : k] == ["according", "to"]
    return "-" in document.lower[k] or researched or (tags[k - 1] == "VBZ" and tags[k + 1 : k + 2] == ["NNS"])


def _finite(document: Document, tags: list[str], k: int) -> str:
    """The tag of a finite verb of saying that was taken for a bare one, "" where it is bare."""
    before, follows = tags[k - 1], tags[k + 1 : k + 2]
    if document.lower[k] == "say" and before == "," and follows in _SUBJECTS:
        return "VBP"  # ", say some Democrats"
    if follows in (["."], [","], ["PRP"]) and before in _PLURALS:
        return "VBP"  # ", prosecutors believe."
    if before != "CC" or _governed(tags, k):
        return ""
    if document.lower[k] == "put":
        return "VBD"  # "confirmed the raid but put the number of dead at seven"
    return "VBP" if document.lower[k + 1 : k + 2] == ["that"] else ""  # "confirm the cases and warn that"


def _is_noun(document: Document, tags: list[str], k: int) -> bool:
    """Do the neighbours of a bare or present form leave no verb there?"""
    before, follows = tags[k - 1], tags[k + 1 : k + 2]
    titled = before == "DT" or (follows == ["NNP"] and before not in _GOVERNING)
    if titled and document.lower[k] in _ROLES:
        return True  # "the nurse said", "presiding judge Jane Roe"
    if document.lower[k - 1] in {"the", "a", "an"} and follows in ([","], ["IN"], ["."]):
        return True  # "The find, she argues, suggests"
    if tags[k] != "VB":
        return False
    if before in {"DT", "PRP$", "JJ"} and follows in (["NN"], ["NNS"], ["CC"]):
        first = k - 1
        while first and tags[first] == "JJ":
            first -= 1
        if tags[first] in {"DT", "PRP$"}:
            return True  # "the Indonesian search"
    if before != "CC" or follows not in (["NN"], ["NNS"]):
        return False  # "search and rescue agency", "officials and aid workers"
    return tags[k - 2] == "NN" or (tags[k - 2] == "NNS" and not _governed(tags, k))


def _is_plurals_bare(document: Document, tags: list[str], k: int) -> bool:
    """ "His friends feel": no bare form stands behind a plural that nothing governs."""
    before = k - 2 if tags[k - 1] == "``" else k - 1
    plural = tags[before] in {"NNS", "NNPS"} or document.lower[before] in {"they", "we"}
    if before >= 0 and document.lower[before] in _SOME:  # "Most believe it will fail"
        plural = before == 0 or tags[before - 1] in _ENDS or document.lower[before - 1] in _CONCEDING
    if before < 0 or not plural:
        return False
    near = slice(max(0, before - _REACH), before)
    return _GOVERNING.isdisjoint(tags[near]) and _CAUSING.isdisjoint(document.lower[near])


def _governed(tags: list[str], k: int) -> bool:
    """Does "to" or a modal verb stand before, so that the form is bare for its sake?"""
    return not _GOVERNING.isdisjoint(tags[max(0, k - _REACH) : k])
