"""Where what a figure counts is, as the names of a place and of all that it lies in."""

from __future__ import annotations

from storage.records import Brief, Figure, Location

LEAD = 400  # characters in which an item says where it all happens


def location_of(figure: Figure, brief: Brief, sentence: tuple[int, int]) -> Location | None:
    """Where: the figure's own place, else the sentence's; if it is known.

    What stands behind a part ("19 died, two of them near the bridge") is where the part is.
    """
    first_part = min((part.start for part in _parts(figure, brief)), default=None)
    located = [p for p in _located(brief) if first_part is None or not figure.start < first_part < p.start]
    if figure.place is not None:
        return next((p for p in located if figure.place in {p.name, p.text}), None)
    start, end = sentence
    near = [place for place in located if start <= place.start < end]
    return min(near, key=lambda place: abs(place.start - figure.start), default=None)


def lead_place(brief: Brief) -> frozenset[str]:
    """The one place that the head of an item names; none where it names several or none."""
    lead = [place for place in _located(brief) if place.start < LEAD]
    return names_of(lead[0]) if len({place.name for place in lead}) == 1 else frozenset()


def _located(brief: Brief) -> list[Location]:
    return [place for place in brief.locations if place.role == "place" and place.country is not None]


def _parts(figure: Figure, brief: Brief) -> list[Figure]:
    """The figures of a brief that are parts of one of its figures."""
    return [
        part
        for part in brief.figures
        if part.part_of is not None
        and part.part_of < len(brief.figures)
        and brief.figures[part.part_of] is figure
    ]


def region_of(place: Location) -> str | None:
    """An island or a region that no division of its country is: what lies in it cannot be told by names."""
    lone = place.country is not None and place.admin1 is None and place.geoname_id is None
    return place.name.lower() if lone and place.precision == "exact" else None


def names_of(place: Location) -> frozenset[str]:
    """A place's name and those of the division and country it lies in; a part has more than its whole."""
    if place.country is not None and place.admin1 is None:
        return frozenset({place.country.lower()})
    names = {place.name.lower(), (place.admin1 or "").lower(), (place.country or "").lower()}
    return frozenset(names - {""})
