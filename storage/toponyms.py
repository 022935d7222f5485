"""Spellings of place names -> the keys under which the gazetteer keeps them.

What is true of place names: accents, case, full stops, apostrophes and hyphens come and go ("Düsseldorf",
"Dusseldorf"; "Al-Hasakah", "al Hasakah"), "Saint" and "Mount" are cut short, and names from other scripts
are spelt as the writer hears them ("Kruhlyakivka", "Kruhliakivka"; "Hudaydah", "Hodeida"). `fold` takes
away the first kind of difference, `rough` the second: it is asked only when the first finds nothing.
"""

from __future__ import annotations

import re
import unicodedata

# Countries whose names reach English through a romanisation: their places are also kept by their sound.
ROMANISED = frozenset(
    {
        "UA",
        "RU",
        "BY",
        "KZ",
        "KG",
        "UZ",
        "TJ",
        "TM",
        "AZ",
        "GE",
        "AM",
        "BG",
        "MK",
        "RS",
        "BA",
        "MN",
        "SY",
        "IQ",
    }
    | {
        "SA",
        "YE",
        "EG",
        "LY",
        "DZ",
        "MA",
        "TN",
        "SD",
        "PS",
        "JO",
        "LB",
        "KW",
        "QA",
        "BH",
        "AE",
        "OM",
        "MR",
        "SO",
        "SS",
    }
    | {
        "IR",
        "AF",
        "PK",
        "IN",
        "BD",
        "NP",
        "LK",
        "IL",
        "CN",
        "KR",
        "KP",
        "TW",
        "JP",
        "TH",
        "MM",
        "ET",
        "ER",
        "TD",
    }
    | {"DJ"}
)
_SHORT_FOR = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point"}
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i"}
)
_DROPPED = re.compile(r"[.'’‘ʻʼʹʽ`´]")
_NOT_WORD = re.compile(r"[^\w&]+|_+")

_ARTICLE = re.compile(r"^(?:a[dlnrstz]|ash|el|the) ")
# Letters that romanisations exchange for one another, in this order.
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"shch|sch"), "sh"),
    (re.compile(r"tch|tj"), "ch"),
    (re.compile(r"kh|gh"), "h"),
    (re.compile(r"zh|dj|dzh|dz"), "j"),
    (re.compile(r"ts|tz"), "c"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck|q"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"oo|ou"), "u"),
    (re.compile(r"ee|ie|y"), "i"),
    (re.compile(r"ei"), "ai"),
    (re.compile(r"j(?=[aeou])"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=[aeiou])h\b"), ""),
)
SHORTEST_ROUGH = 5  # shorter keys are one another's neighbours by accident


def fold(name: str) -> str:
    """A name without case, accents and marks: "St. John's" -> "saint johns"."""
    if name.isascii() and name.isalpha():
        return name.lower()  # most names, and most words that might be one
    if name.isascii() and name.replace(" ", "").isalpha():
        words = name.lower().split()  # most of the others
    else:
        words = _NOT_WORD.sub(" ", _without_marks(name)).split()
    if len(words) > 1 and words[0] in _SHORT_FOR:
        words[0] = _SHORT_FOR[words[0]]
    return " ".join(words)


def _without_marks(name: str) -> str:
    text = _DROPPED.sub("", name).lower()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def rough(key: str) -> str | None:
    """What romanisations of one name have in common, from its folded key; None where that says too little."""
    text = _ARTICLE.sub("", key)
    for pattern, plain in _SOUNDS:
        text = pattern.sub(plain, text)
    text = text.replace(" ", "")
    return text if len(text) >= SHORTEST_ROUGH else None
