"""How numbers, figures, names and quotations are put into words, everywhere the same. Pure."""

from __future__ import annotations

from bot.wording.lexicon import words_of
from bot.wording.names import inside, one_speaker, opening, place_called, places_of, same_speaker
from bot.wording.numbers import SIGNS, amount, count, listing, number, size
from bot.wording.quotes import claim_words, copied, deed, points_at, quoted, said, shorten, spoken, tells_who
from bot.wording.subjects import (
    LIGHT,
    alert_subject,
    figure_phrase,
    figure_subject,
    is_former,
    measure_subject,
    sized,
    subject,
    tells_what_was,
)

__all__ = [
    "LIGHT",
    "SIGNS",
    "alert_subject",
    "amount",
    "claim_words",
    "copied",
    "count",
    "deed",
    "figure_phrase",
    "figure_subject",
    "inside",
    "is_former",
    "listing",
    "measure_subject",
    "number",
    "one_speaker",
    "opening",
    "place_called",
    "places_of",
    "points_at",
    "quoted",
    "said",
    "same_speaker",
    "shorten",
    "size",
    "sized",
    "spoken",
    "subject",
    "tells_what_was",
    "tells_who",
    "words_of",
]
