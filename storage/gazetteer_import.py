"""A GeoNames dump -> a gazetteer file of a team's own, for those who want every village.

GeoNames publishes `allCountries.zip` and one `XX.zip` a country: tab-separated, 19 columns, one place a
line (https://download.geonames.org/export/dump/readme.txt). Places, divisions, waters, heights and airports
are kept; roads, buildings and undersea features are not.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from storage.database import StorageError
from storage.gazetteer_file import GazetteerWriter
from storage.records import GazetteerPlace
from storage.toponyms import ROMANISED

COLUMNS = 19
KEPT_CLASSES = frozenset("APHTL")  # divisions, places, waters, heights, areas
KEPT_SPOTS = frozenset({"AIRP", "AIRB", "MILB", "PRT", "DAM", "NUC"})  # of the class of buildings
REPORT_EVERY = 50_000
LAST_LATIN = 0x250

Progress = Callable[[int], None]


def import_dump(dump: Path, into: Path, progress: Progress = lambda count: None) -> int:
    """Writes the places of a GeoNames dump (.txt or .zip) to the gazetteer file `into`; their number.

    `progress` is told the count as it grows. The old file stays until the new one is whole. Raises
    StorageError, with what to do, on a file that is no dump.
    """
    part = into.with_name(into.name + ".part")
    into.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    try:
        with _opened(dump) as lines, GazetteerWriter(part) as writer:
            admin1 = _division_names(dump)
            for place, names in _places(lines, dump, admin1):
                writer.add(place, names, romanised=place.country in ROMANISED)
                count += 1
                if count % REPORT_EVERY == 0:
                    progress(count)
        if count == 0:
            raise StorageError(f"{dump}: holds no places; give a file from download.geonames.org/export/dump")
        part.replace(into)
    finally:
        part.unlink(missing_ok=True)
    progress(count)
    return count


@contextmanager
def _opened(dump: Path) -> Iterator[IO[str]]:
    """The lines of a dump, unpacked while they are read."""
    try:
        if not zipfile.is_zipfile(dump):
            with dump.open(encoding="utf-8", newline="\n") as lines:
                yield lines
            return
        with zipfile.ZipFile(dump) as archive:
            names = [n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()]
            if not names:
                raise StorageError(
                    f"{dump}: holds no .txt file; give a file from download.geonames.org/export/dump"
                )
            with archive.open(names[0]) as raw:
                yield io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
    except FileNotFoundError as error:
        raise StorageError(f"{dump}: there is no such file") from error
    except UnicodeDecodeError as error:
        raise StorageError(f"{dump}: is no text; a GeoNames dump is tab-separated text in UTF-8") from error
    except (OSError, zipfile.BadZipFile) as error:
        raise StorageError(f"{dump}: cannot be read as a GeoNames dump: {error}") from error


def _division_names(dump: Path) -> dict[str, str]:
    """Names of first order divisions by "UA.07"; a first pass, for a division may follow its villages."""
    found: dict[str, str] = {}
    with _opened(dump) as lines:
        for line in lines:
            if "\tADM1\t" in line:
                cells = line.rstrip("\n").split("\t")
                if len(cells) == COLUMNS:
                    found[f"{cells[8]}.{cells[10]}"] = cells[2] or cells[1]
    return found


def _places(lines: IO[str], dump: Path, admin1: dict[str, str]) -> Iterator[tuple[GazetteerPlace, list[str]]]:
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\n").split("\t")
        if len(cells) != COLUMNS:
            raise StorageError(
                f"{dump}, line {number}: has {len(cells)} columns, a GeoNames dump has {COLUMNS}"
            )
        if cells[6] not in KEPT_CLASSES and cells[7] not in KEPT_SPOTS:
            continue
        try:
            place = GazetteerPlace(
                geoname_id=int(cells[0]),
                name=cells[1],
                lat=float(cells[4]),
                lon=float(cells[5]),
                country=cells[8] or None,
                admin1=admin1.get(f"{cells[8]}.{cells[10]}"),
                feature=cells[7],
                population=int(cells[14] or 0),
            )
        except ValueError as error:
            raise StorageError(f"{dump}, line {number}: {error}") from error
        names = [cells[2], *cells[3].split(",")]
        yield place, [name for name in names if name and _is_latin(name)]


def _is_latin(name: str) -> bool:
    return all(ord(letter) < LAST_LATIN for letter in name)
