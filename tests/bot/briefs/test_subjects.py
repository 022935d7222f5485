"""Whose amount it is where the noun stands further off: subjects, asides, lists."""

from __future__ import annotations

import pytest

from tests.bot.briefs.conftest import figures


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Last year's strike at the plant, the first since 1992, lasted 17 days.", "Last year's strike"),
        ("The day ticket in Pitlochry and Aberfeldy rises 15 per cent.", "day ticket"),
        ("Wages and prices rose 5 per cent.", "Wages and prices"),
        ("Growth slowed in spring, and prices rose 5 per cent.", "prices"),
        ("She said that identifying the victims could take three weeks.", "identifying the victims"),
        ("Overcrowding in jails stood at 34.2%.", "Overcrowding"),
        ("The main wheat contract on the Chicago exchange (CBOT) was up 1.9%.", "main wheat contract"),
        ("Headline prices fell 0.6% year-on-year.", "Headline prices"),
        ("The council must close a gap of £13.6m in its next budget.", "gap"),
        ("The new terminal, costing S$10bn, will open soon.", "new terminal"),
        ("The maize harvest, 3 million tonnes, was a record.", "maize harvest"),
        ("It blamed weak demand, 30% lower than in spring.", "weak demand"),
        ("It sees growth at 6.7%.", "growth"),
        ("They expect such summers to return every five years.", "such summers"),
    ],
)
def test_an_amount_finds_its_noun_past_what_hangs_on_it(text: str, counted: str) -> None:
    assert figures(text)[0].counted == counted


def test_what_takes_place_takes_nothing() -> None:
    (figure,) = figures("The hunt will take place over five weeks.")
    assert (figure.counted, figure.predicate) == ("hunt", "taken place")


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Half of the voters backed it. Four in ten said they did not care.", ["voters", "voters"]),
        (
            "Floods hit 470,000 people in 900 villages. Over 52,000 have moved.",
            ["people", "villages", "people"],
        ),
        ("The port took 16 million passengers. Quito handled 15 million.", ["passengers", "passengers"]),
        ("The carrier has 96 staff. It was fined 50,000 lari.", ["staff", "carrier"]),
        ("The talks broke off. It was cold, 12 degrees.", [None]),
        ("He allotted K9.2 billion to schools and K85 million to roads.", ["schools", "roads"]),
        ("The minister set spending at R2.5bn.", ["spending"]),
    ],
)
def test_a_bare_number_goes_on_with_what_was_told(text: str, counted: list[str | None]) -> None:
    assert [figure.counted for figure in figures(text)] == counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("The number of people killed in floods and landslides has risen to 31.", ["people killed"]),
        ("The court doubled bail to RM600,000.", ["bail"]),
        ("She pegged the deficit at 2.98% of the gross domestic product.", ["deficit"]),
        ("It had kept its policy rate at 3.5 per cent.", ["policy rate"]),
        ("The court sentenced him to four years.", [None]),
        ("Sterling fell 0.3% to $1.2645.", ["Sterling", "Sterling"]),
        ("Wheat futures gained 7-1/4 cents to $5.62.", ["Wheat futures", "Wheat futures"]),
        ("Shares were down 45.6 points, or 0.6%, at 7,512.34.", ["Shares", "Shares", "Shares"]),
        ("The Nikkei lost 84 points to close at 8,012.", ["Nikkei", "Nikkei"]),
        ("Labour won 38 seats; the Greens took 11.", ["seats", "seats"]),
        ("Of the dead, 15 were in Kano and nine in Jos.", ["dead", "dead"]),
        ("More than 400 attended a vigil.", ["people"]),
        ("Two men, aged 29 and 41, were held.", ["men", "men", "men"]),
        ("Police seized 2 tonnes of cocaine worth €18m.", ["cocaine", "cocaine"]),
        ("The 13km Lido dyke broke.", ["Lido"]),  # the tagger takes "dyke" for an adjective
        ("The dispute, citing unpaid bills of $11bn, went to court.", ["unpaid bills"]),
        ("One voter in six stayed at home.", ["voter"]),
        ("POLICE SAY 12 DEAD, 30 HURT", ["dead", "injured"]),
        ("Ms Berg had 53 percent. Some 59 percent of those surveyed agreed.", ["Ms Berg", "people surveyed"]),
        ("She told of a meeting with Ruth Berg that lasted three hours.", ["meeting"]),
        ("A donor in Ohio who has given $400,000 left.", ["donor"]),
        ("The plan protects land, including 37,771 acres in the Bridger forest.", [None]),
        ("Gunmen Kill 12, Abduct 28", ["killed", "abducted"]),
    ],
)
def test_what_is_counted_where_tags_or_order_mislead(text: str, counted: list[str | None]) -> None:
    assert [figure.counted for figure in figures(text)] == counted


@pytest.mark.parametrize(
    ("text", "predicates"),
    [
        ("The budget is 9% more than last fiscal’s ₹3 crore.", [None, None]),
        ("A truce between the two parties was planned.", [None]),
        ("The two sides each handed over 185 prisoners.", [None, "handed over"]),
        ("It gave the ruling party 43 per cent of the vote.", ["given"]),
        ("The slide wiped $3bn off its value, wiping out 4 funds.", ["wiped", "wiped out"]),
    ],
)
def test_predicates_are_verbs_of_the_figure(text: str, predicates: list[str | None]) -> None:
    assert [figure.predicate for figure in figures(text)] == predicates


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Casualties by district: Gorkha 18, Dhading 11, Rasuwa 7.", ["Casualties"] * 3),
        ("Rain to noon: Perth 213mm, Albany 187mm.", ["Rain"] * 2),
        ("Vehicle sales for May: Maruti 206,434, up 4%; Tata 82,682, flat.", ["Vehicle sales"] * 3),
        ("Breaking: Flight 370 is lost.", []),
        ("Result: Arsenal 3, Chelsea 1.", []),
    ],
)
def test_a_list_counts_what_its_heading_names(text: str, counted: list[str]) -> None:
    assert [figure.counted for figure in figures(text)] == counted


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        ("The pipeline has been bombed 14 times.", [("pipeline", "bombed")]),
        (
            "Shares jumped 11% before easing to trade 6.2% higher.",
            [("Shares", "jumped"), ("Shares", "traded")],
        ),
        ("Gold hit $2,790, having gained 12% since May.", [("Gold", "hit"), ("Gold", None)]),
        ("Dengue put 63,165 in hospital.", [("people", None)]),
        (
            "The port lifted 124 lakh tonnes of paddy, of which agencies lifted 61 lakh.",
            [("paddy", "lifted"), ("paddy", "lifted")],
        ),
        ("Wheat rose by 4% and maize by 6%.", [("Wheat", None), ("maize", None)]),
        (
            "Nine people, six of them children, have drowned.",
            [("people drowned", "drowned"), ("children", "drowned")],
        ),
        ("Some 27 ships were now waiting.", [("ships", "waiting")]),
        ("All but three of the 12 miners have been freed.", [("miners", None), ("miners freed", "freed")]),
        ("The 17 of 20 drones launched were shot down.", [("drones", "shot down"), ("drones", "launched")]),
        (
            "Some 10,000 troops and up to 2,100 vehicles were deployed.",
            [("troops", "deployed"), ("vehicles", "deployed")],
        ),
        ("Only a third had left by evening.", [(None, None)]),
        ("The dam is full. Downstream 31,000 have moved to schools.", [("people", "moved")]),
        (
            "Clashes left 37 dead; 15 were held. They put the toll at 60.",
            [("dead", "died"), ("people", "held"), ("dead", "died")],
        ),
        ("The ferry was 13 years old.", [("ferry", None)]),
        ("Seven guests died and 30 fell ill.", [("guests died", "died"), ("guests", "fallen ill")]),
        ("Ms Roe took over ten days after the vote.", [("Ms Roe", "taken over")]),
        ("It has received 265,000 doses, enough for 132,500.", [("doses", "received"), ("people", None)]),
    ],
)
def test_what_is_told_of_a_figure_by_the_verbs_around_it(
    text: str, told_of: list[tuple[str | None, str | None]]
) -> None:
    assert [(figure.counted, figure.predicate) for figure in figures(text)] == told_of
