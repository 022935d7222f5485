"""The gazetteer: which places bear a name, from the shipped file and from a dump that a team imports."""

from __future__ import annotations

import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.database import StorageError
from storage.gazetteer import SHIPPED, Gazetteer, open_gazetteer
from storage.gazetteer_import import import_dump
from storage.toponyms import fold, rough


def dump_line(ident: int, name: str, kind: str, lat: float, lon: float, *, others: str = "") -> str:
    """A line of a GeoNames dump; `kind` is class and code, "P.PPL"."""
    group, code = kind.split(".")
    cells = [str(ident), name, name, others, str(lat), str(lon), group, code, "UA", "", "07"]
    cells += ["", "", "", "120", "", "101", "Europe/Kyiv", "2024-01-01"]
    return "\t".join(cells)


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "UA.txt"
    rows = [
        dump_line(1, "Mala Vovcha", "P.PPL", 50.271, 37.142, others="Малая Волчья,Malaya Volchya"),
        dump_line(2, "Kharkiv Oblast", "A.ADM1", 49.5, 36.5),
        dump_line(3, "Vokzalna Street", "R.ST", 50, 36),
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_the_shipped_file_is_small_and_credited() -> None:
    assert SHIPPED.stat().st_size < 30_000_000
    assert "GeoNames" in (SHIPPED.parent / "LICENSE-gazetteer.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Kharkiv", "UA", 49.8, 36.4),
        ("Kiev", "UA", 50.5, 30.5),
        ("zürich", "CH", 47.4, 8.7),
        ("ZURICH", "CH", 47.4, 8.7),
        ("St. Petersburg", "RU", 60.0, 30.2),
        ("DPRK", "KP", 40.0, 127.0),
        ("Ivory Coast", "CI", 8.0, -5.0),
        ("Burma", "MM", 21.0, 96.0),
        ("Licking County", "US", 40.0, -82.5),
        ("Borno State", "NG", 12.2, 13.3),
        ("the Pentagon", "US", 38.9, -77.1),
    ],
)
def test_the_best_known_place_of_a_name_comes_first(
    gazetteer: Gazetteer, name: str, country: str, lat: float, lon: float
) -> None:
    place = gazetteer.named(name)[0]
    assert (place.country, round(place.lat, 1), round(place.lon, 1)) == (country, lat, lon)


def test_a_common_name_has_all_its_readings(gazetteer: Gazetteer) -> None:
    states = {place.admin1 for place in gazetteer.named("Springfield") if place.country == "US"}
    assert {"Illinois", "Massachusetts", "Missouri", "Ohio"} <= states


def test_seas_rivers_and_ranges_belong_to_no_country(gazetteer: Gazetteer) -> None:
    assert [place.country for place in gazetteer.named("Black Sea")] == [None]
    assert "STM" in {place.feature for place in gazetteer.named("Danube")}


def test_a_word_that_is_no_place_has_no_readings(gazetteer: Gazetteer) -> None:
    assert gazetteer.named("chairmanship") == ()
    assert gazetteer.named("") == ()
    assert gazetteer.named("…") == ()


def test_a_spelling_by_ear_is_found_by_its_sound(gazetteer: Gazetteer) -> None:
    assert gazetteer.named("Salqeen") == ()
    assert gazetteer.sounding_like("Salqeen")[0].name == "Salqīn"
    assert gazetteer.sounding_like("Kruhlyakivka")[0].name == "Kruhliakivka"


def test_spellings_share_their_keys() -> None:
    assert fold("Düsseldorf") == fold("DUSSELDORF") == "dusseldorf"
    assert fold("St. John's") == fold("Saint John’s") == "saint johns"
    assert rough(fold("Kruhlyakivka")) == rough(fold("Kruhliakivka"))
    assert rough(fold("Al-Hudaydah")) == rough(fold("Hudaida"))
    assert rough("oslo") is None


def test_threads_may_share_a_gazetteer(gazetteer: Gazetteer) -> None:
    names = ["Paris", "Lagos", "Lima", "Oslo", "Perth", "Cairo"] * 50
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda name: gazetteer.named(name)[0].country, names))
    assert found[:6] == ["FR", "NG", "PE", "NO", "AU", "EG"]


def test_an_imported_dump_adds_its_villages(dump: Path, tmp_path: Path) -> None:
    told: list[int] = []
    added = tmp_path / "data" / "gazetteer.sqlite"
    assert import_dump(dump, added, told.append) == 2
    assert told == [2]
    gazetteer = open_gazetteer(added)
    village = gazetteer.named("Malaya Volchya")[0]
    assert (village.name, village.country, village.admin1) == ("Mala Vovcha", "UA", "Kharkiv Oblast")
    assert gazetteer.named("Vokzalna Street") == ()
    assert gazetteer.named("Kharkiv")[0].country == "UA"
    gazetteer.close()


def test_a_zipped_dump_is_read_as_it_is(dump: Path, tmp_path: Path) -> None:
    packed = tmp_path / "UA.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "about")
        archive.write(dump, "UA.txt")
    assert import_dump(packed, tmp_path / "own.sqlite") == 2


def test_a_file_that_is_no_dump_is_refused_and_the_old_one_kept(dump: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.sqlite"
    import_dump(dump, own)
    before = own.read_bytes()
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("name,lat\nKyiv,50\n", encoding="utf-8")
    with pytest.raises(StorageError, match="line 1: has 1 columns"):
        import_dump(wrong, own)
    with pytest.raises(StorageError, match="no such file"):
        import_dump(tmp_path / "absent.zip", own)
    assert own.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_a_file_that_is_no_gazetteer_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "own.sqlite"
    wrong.write_bytes(b"not a database at all")
    with pytest.raises(StorageError, match=r"own\.sqlite: is not a gazetteer"):
        open_gazetteer(wrong)


def test_a_hyphen_may_be_missing_in_the_sources() -> None:
    gazetteer = open_gazetteer()
    try:
        assert [place.country for place in gazetteer.named("Pétion-Ville")] == ["HT"]
        assert gazetteer.named("Not-A-Place-At-All") == ()
    finally:
        gazetteer.close()
