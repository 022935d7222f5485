"""Places a look-up found, each once with all its reports: the same in the terminal and in Discord."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.wording import place_called
from storage.records import Location, PlaceRow


@dataclass(frozen=True, slots=True)
class PlaceBoard:
    """A place with the reports of what happened there, the newest first."""

    place: Location
    reports: tuple[PlaceRow, ...]

    @property
    def shown(self) -> PlaceRow:
        """The newest report that tells of the place; a dateline tells where it was written."""
        told = (report for report in self.reports if report.location.role != "dateline")
        return next(told, self.reports[0])


def place_boards(rows: Sequence[PlaceRow]) -> list[PlaceBoard]:
    """The places of some rows, the one with most reports first; an item that names a place twice is one."""
    found: dict[object, dict[int, PlaceRow]] = {}
    for row in rows:
        place = row.location
        identity = place.geoname_id or (place.name.casefold(), place.country)
        found.setdefault(identity, {}).setdefault(row.entry_id, row)
    boards = [PlaceBoard(_best(list(of.values())), tuple(of.values())) for of in found.values()]
    return sorted(boards, key=lambda board: -len(board.reports))


def _best(reports: Sequence[PlaceRow]) -> Location:
    """The reading that stands for a place, one known exactly where there is one; named as the reports do."""
    places = [row.location for row in reports]
    best = next((place for place in places if place.precision == "exact"), places[0])
    return replace(best, name=place_called(places))
