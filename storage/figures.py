"""Figures by what they count, where, who says so and how large they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storage.database import Database
from storage.lookups import brief_of, find, found, free_id, key_columns
from storage.records import Entry, Figure, KeyRow, LedgerRow, Lookup


class Figures:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, lookup: Lookup) -> list[LedgerRow]:
        """Figures a look-up asks for, newest first."""
        conditions, values = _size(lookup)
        rows = find(self._database, "figures", lookup, conditions, values)
        return [
            LedgerRow(brief_of(row["data"]).figures[row["n"]], row["sentence"], **found(row)) for row in rows
        ]


def add(database: Database, entry: Entry, figures: Sequence[Figure], keys: Sequence[KeyRow]) -> None:
    """Makes an entry's figures findable; `keys` has one row for each of them."""
    first = free_id(database, "figures", entry.when)
    database.execute_many(
        """
        insert into figures (
            id, entry_id, n, kind, low, high, unit, base_low, base_high, base_unit,
            keys, places, speaker, sentence_start, sentence_end
        )
        values (
            :id, :entry_id, :n, :kind, :low, :high, :unit, :base_low, :base_high, :base_unit,
            :keys, :places, :speaker, :sentence_start, :sentence_end
        )
        """,
        [
            _row(figure, key) | {"id": first + n, "entry_id": entry.id, "n": n}
            for n, (figure, key) in enumerate(zip(figures, keys, strict=True))
        ],
    )


def _row(figure: Figure, key: KeyRow) -> dict[str, Any]:
    low = figure.low if figure.value is None else figure.value
    high = figure.high if figure.value is None else figure.value
    base_low, base_high, base_unit = key.base or (low, high, figure.unit)
    return {
        "kind": figure.kind,
        "low": low,
        "high": high,
        "unit": figure.unit,
        "base_low": base_low,
        "base_high": base_high,
        "base_unit": base_unit,
        **key_columns(key),
    }


def _size(lookup: Lookup) -> tuple[list[str], dict[str, Any]]:
    """Bounds as conditions on the numbers that figures name, as alerts take them: "at least eight" names 8.

    Its true value may be ten, but so may that of every toll that is not yet final; who asks for ten and
    more is not helped by all of these. A figure that names no number meets no bound.
    """
    prefix = "" if lookup.unit is None else "base_"
    low, high = f"t.{prefix}low", f"t.{prefix}high"
    equal = "=" if lookup.inclusive else ""
    conditions = []
    if lookup.unit is not None:
        conditions.append("t.base_unit = :unit")
    if lookup.above is not None:
        conditions.append(f"coalesce({high}, {low}) >{equal} :above")
    if lookup.below is not None:
        conditions.append(f"coalesce({low}, {high}) <{equal} :below")
    return conditions, {"unit": lookup.unit, "above": lookup.above, "below": lookup.below}
