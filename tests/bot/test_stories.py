"""Stories of a stream: follow-ups join, look-alikes stay apart, copies are told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import words
from bot.stories import Grouper, place, read, read_item
from bot.stories.copies import containment, sketch
from bot.stories.dates import days_in, weekdays_in, years_in
from bot.stories.kinds import MARK, kinds_in, words_of_kinds
from bot.stories.sequels import LEXICON, continued_by
from bot.stories.towns import country_of, is_small
from storage.records import Brief, Candidate, Candidates, Entry, Feed, Fingerprint, Item, Member

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_follow_ups_join_across_outlets_and_days() -> None:
    grouper = Grouper()
    first = grouper.place(
        "Boat capsizes on Lake Kivu",
        "An overloaded ferry capsized on Lake Kivu near Goma; at least 34 bodies were recovered.",
        NOON,
    )
    second = grouper.place(
        "Toll of Kivu ferry disaster rises to 51",
        "The toll from a ferry that capsized on Lake Kivu reached 51, officials in Goma said.",
        NOON + timedelta(hours=9),
    )
    third = grouper.place(
        "Goma buries victims of the ferry",
        "Families in Goma buried victims of the ferry that capsized on Lake Kivu a week ago.",
        NOON + timedelta(days=7),
    )
    assert first == second == third == 1


LOOK_ALIKES = [
    (
        (
            "Quake shakes Ishikawa",
            "A magnitude 5.8 earthquake struck off the Noto peninsula in Ishikawa on Monday.",
        ),
        ("Quake shakes Hokkaido", "A magnitude 6.4 earthquake struck off Kushiro in Hokkaido on Wednesday."),
    ),
    (
        ("Zambia votes", "Voters queued in Lusaka and Ndola on Monday for Zambia's presidential election."),
        (
            "Malawi votes",
            "Voters queued in Lilongwe and Blantyre on Tuesday for Malawi's presidential election.",
        ),
    ),
    (
        ("Antwerp port strike: day 2", "The dockers' strike at the port of Antwerp entered its second day."),
        (
            "Rotterdam port strike: day 21",
            "The lashers' strike at the port of Rotterdam entered its fourth week.",
        ),
    ),
    (
        (
            "Pupils abducted in Kaduna",
            "Gunmen seized 60 pupils from a school in Nigeria's Kaduna state, police said.",
        ),
        (
            "Worshippers abducted in Zamfara",
            "Gunmen seized 22 people from a mosque in Nigeria's Zamfara state.",
        ),
    ),
    (
        (
            "Shots at a mall in Turku",
            "A gunman wounded four people in a shopping centre in Turku, police said.",
        ),
        ("Knife attack in Turku", "A student was stabbed to death in a park in Turku, police said."),
    ),
    (
        (
            "Flats burn in Split",
            "Two people died when a fire swept through a tower block in Split on Monday.",
        ),
        (
            "Warehouse fire in Split",
            "Fire destroyed a warehouse full of tyres in Split on Thursday; no one was hurt.",
        ),
    ),
    (
        (
            "Small plane crashes in Jomsom",
            "A small plane crashed in Jomsom, Nepal, on Monday, killing nine people.",
        ),
        (
            "Helicopter lost near Lukla",
            "A helicopter crashed near Lukla, Nepal, on Wednesday, killing four tourists.",
        ),
    ),
]


LOOK_ALIKE_KINDS = ["quakes", "elections", "strikes", "abductions", "weapons", "fires", "aircraft"]


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES, ids=LOOK_ALIKE_KINDS)
def test_look_alikes_stay_apart(one: tuple[str, str], other: tuple[str, str]) -> None:
    for first, second in ((one, other), (other, one)):
        grouper = Grouper()
        assert grouper.place(*first, NOON) != grouper.place(*second, NOON + timedelta(days=1))


OTHER_WORDS = [
    (
        (
            "Passenger jet skids off runway in Tartu",
            "A jet with 90 people on board left the runway in Tartu on Sunday.",
        ),
        (
            "Recorders of Tartu flight found",
            "Investigators have the recorders of the plane that skidded in Tartu on Sunday.",
        ),
    ),
    (
        (
            "Blaze in Plovdiv hotel kills four",
            "A blaze tore through a hotel in Plovdiv on Monday and killed four guests.",
        ),
        (
            "Plovdiv owner held over fire",
            "The owner of the hotel in Plovdiv where four people died in a fire was detained.",
        ),
    ),
    (
        (
            "Gunman attacks market in Ghent",
            "A gunman killed two people at a market in Ghent on Friday, police said.",
        ),
        (
            "Ghent mourns after shooting",
            "Hundreds lit candles in Ghent on Saturday for the two people shot at a market.",
        ),
    ),
    (
        ("Gambians vote for a president", "Polls opened in Gambia on Sunday in a presidential election."),
        (
            "Loser in Gambia wants a recount",
            "The opposition in Banjul spoke of rigging and asked for a recount.",
        ),
    ),
    (
        ("Airline Vestair grounds jets", "The Maltese airline Vestair cancelled half of its flights."),
        ("Vestair stops flying", "Vestair told 9,000 customers to look elsewhere."),
    ),
]


@pytest.mark.parametrize(("first", "later"), OTHER_WORDS, ids=["plane", "fire", "shooting", "vote", "firm"])
def test_a_follow_up_in_other_words_joins(first: tuple[str, str], later: tuple[str, str]) -> None:
    grouper = Grouper()
    assert grouper.place(*first, NOON) == grouper.place(*later, NOON + timedelta(days=1))


def test_a_word_goes_on_with_every_kind_of_event_it_follows() -> None:
    assert continued_by([words.key("recount"), words.key("appeal"), words.key("goat")]) == {
        "~election": 1,
        "~referendum": 1,
        "~trial": 1,
        "~sentence": 1,
        "~lawsuit": 1,
    }


def test_every_kind_that_goes_on_is_a_kind() -> None:
    lines = LEXICON.read_text("utf-8").splitlines()
    named = {kind for line in lines if not line.startswith("#") for kind in line.split("\t")[0].split()}
    assert {MARK + kind for kind in named} <= set(words_of_kinds().values())


def test_a_town_lies_in_its_country() -> None:
    assert country_of()[words.key("Maputo")] == words.key("Mozambique")


def test_words_of_one_kind_are_one_term_and_compounds_another() -> None:
    assert {
        kind for _, kind in kinds_in(words.keys("A blaze near the tower block; gunfire, a cable car"))
    } == {
        "~fire",
        "~home",
        "~shooting",
        "~cablecar",
    }


def test_a_weekday_is_the_last_one_before_the_item_appeared() -> None:
    assert weekdays_in("On Monday, or last Friday", NOON) == (
        date(2026, 2, 27).toordinal(),
        date(2026, 3, 2).toordinal(),
    )


def test_the_same_words_months_apart_are_another_event() -> None:
    title, text = "Drones hit Odesa port", "Drones damaged a warehouse in the port of Odesa; nobody was hurt."
    grouper = Grouper()
    assert grouper.place(title, text, NOON) != grouper.place(title, text, NOON + timedelta(days=90))


def test_a_late_arrival_from_within_a_storys_days_joins_it() -> None:
    title, text = "Drones hit Odesa port", "Drones damaged a warehouse in the port of Odesa; nobody was hurt."
    grouper = Grouper()
    for days in (0, 6, 12, 18):
        assert grouper.place(title, text, NOON + timedelta(days=days)) == 1
    assert grouper.place(title, text, NOON + timedelta(days=1)) == 1


def test_a_stream_of_one_kind_of_news_does_not_chain_into_a_giant() -> None:
    towns = ["Turku", "Oulu", "Lahti", "Kotka", "Rauma", "Vaasa", "Espoo", "Hanko"]
    towns += ["Pori", "Kemi", "Salo", "Joensuu", "Kuopio", "Mikkeli", "Imatra"]
    grouper = Grouper()
    for day, town in enumerate(towns):
        grouper.place(
            f"Fire in {town}",
            f"A fire damaged a warehouse in {town} overnight, the rescue service in {town} said.",
            NOON + timedelta(days=day),
        )
    last = grouper.place("Fire in Lohja", "A fire damaged a warehouse in Lohja overnight.", NOON)
    assert last >= len(towns)


def test_items_with_nothing_to_go_by_are_stories_of_their_own() -> None:
    grouper = Grouper()
    assert [grouper.place("", ""), grouper.place("", ""), grouper.place("The", "of the")] == [1, 2, 3]


WIRE = " ".join(f"word{n}" for n in range(200))


def test_a_copy_cut_from_the_end_is_told_from_an_independent_report() -> None:
    whole, cut = sketch(WIRE), sketch(" ".join(WIRE.split()[:90]))
    assert containment(*whole, *cut) > 0.8
    assert containment(*whole, *sketch(" ".join(f"other{n}" for n in range(200)))) == 0.0
    assert containment(*whole, *sketch("too short")) == 0.0


@given(st.text(max_size=300), st.text(max_size=300))
def test_containment_is_a_share_and_the_same_both_ways(a: str, b: str) -> None:
    forth, back = containment(*sketch(a), *sketch(b)), containment(*sketch(b), *sketch(a))
    assert 0.0 <= forth == back <= 1.0


def test_a_copy_of_a_copy_names_the_original_and_a_feed_never_copies_itself() -> None:
    original = fingerprint(feed=1)
    placed = place(original, Candidates())
    copies = (
        Member(7, 1, original.sketch, original.length),
        Member(8, 2, original.sketch, original.length, 7),
    )
    candidates = Candidates(
        stories=(Candidate(3, placed.profile, copies),), known={}, total=1, alone=1, items=1
    )
    assert place(fingerprint(feed=3), candidates).copy_of == 7
    own = Candidates(stories=(Candidate(3, placed.profile, copies[:1]),), total=1, alone=1, items=1)
    assert place(fingerprint(feed=1), own).copy_of is None
    assert place(fingerprint(feed=1), own).story_id == 3


def fingerprint(feed: int) -> Fingerprint:
    title = "Ferry sinks off Basilan"
    text = (
        "A passenger ferry went down in rough seas off Basilan in the southern Philippines. The coast guard"
        " said 18 people were missing and that two naval vessels had been sent to look for them."
    )
    entry = Entry(feed, feed, title, "guid", title, None, text, NOON, published=NOON)
    return read_item(Item(entry, Feed(feed, f"https://outlet{feed}.example", f"Outlet {feed}"), Brief(title)))


def test_names_are_told_from_words_that_only_stand_where_capitals_do() -> None:
    found = read(
        "Fire Kills Seven in Mosul Hospital", "Police in Mosul said the fire began in Ward Four.", NOON
    )
    assert "mosul" in found.names
    assert not {"fire", "kill", "police", "seven"} & set(found.names)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("July 28, 2004", date(2004, 7, 28)),
        ("28 July 2004", date(2004, 7, 28)),
        ("Posted: 7/28/2004", date(2004, 7, 28)),
        ("28. 07. 2004", date(2004, 7, 28)),
        ("2004-07-28", date(2004, 7, 28)),
    ],
)
def test_dates_written_at_the_head_are_read(text: str, day: date) -> None:
    assert days_in(text) == (day.toordinal(),)


def test_impossible_dates_are_none() -> None:
    assert days_in("version 31.31.2004, February 30, 2004") == ()
    assert years_in("In 2004 and 2012, not 20041") == (2004, 2012)


def test_one_name_in_common_makes_no_story() -> None:
    grouper = Grouper()
    rate = grouper.place(
        "Ghana's central bank cuts its key rate",
        "The Bank of Ghana lowered its policy rate to 21.5% as inflation slowed, more than expected.",
    )
    power = grouper.place(
        "Power cuts in Lome after a line from Ghana fails", "A line from Ghana failed and left Lome dark."
    )
    assert power != rate


def test_what_names_nobody_and_nothing_founds_a_story_of_its_own() -> None:
    grouper = Grouper()
    aleppo = grouper.place("", "The mayor said 30 people were killed in Aleppo.")
    assert grouper.place("", "The mayor said 3 men died.") != aleppo


@pytest.mark.parametrize(
    ("text", "introduces"),
    [
        ("A ferry sank off Samar on Monday.", True),
        ("LIMA, Peru (Wire) - A bus left the road.", True),
        ("The ferry that sank off Samar was overloaded.", False),
        ("Divers reached the ferry.", False),
        ("A. Ruiz was charged.", False),
    ],
)
def test_a_first_report_is_told_by_how_it_opens(text: str, introduces: bool) -> None:
    assert read("Ferry", text, NOON).introduces is introduces


def test_a_village_is_small_and_a_capital_is_not() -> None:
    small = {name for name in ("Lima", "Peru", "Pataz", "Seattle", "Jumla") if is_small(words.key(name))}
    assert small == {"Pataz", "Jumla"}


def test_a_second_strike_on_one_town_is_another_story_if_it_opens_like_one() -> None:
    grouper = Grouper()
    first = grouper.place(
        "Drones hit heating plant in Sumy",
        "Drones struck a heating plant in Sumy before dawn on Monday, leaving 20,000 homes cold.",
        NOON,
    )
    mended = grouper.place(
        "Sumy: heating back in half of homes",
        "Engineers restored heat to 11,000 flats after the strike on a boiler house.",
        NOON + timedelta(hours=9),
    )
    second = grouper.place(
        "Drone kills two at Sumy market",
        "A drone fell on a market in Sumy on Thursday, killing two stallholders.",
        NOON + timedelta(days=3, hours=1),
    )
    assert second != first == mended
