"""What a figure counts."""

from __future__ import annotations

import pytest

from tests.bot.briefs.conftest import figures, told


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("PEMBA - The number of cholera cases on the coast has risen to 318.", "cholera cases"),
        ("IQUITOS, Peru - The river Nanay fell to 9.4 metres.", "river Nanay"),
        ("OSAKA (Harbour Wire) — Exports of steel rose 6%.", "Exports of steel"),
        ("The number of people injured in the landslide at Pasto has risen to 44.", "people injured"),
        ("A count kept by the port put the number of ships at 31.", "ships"),
        ("The ministry put the losses at 900 hectares.", "losses"),
        ("Consumer prices rose 1.4% month on month.", "Consumer prices"),
        ("The blockade holds up Chilean copper worth about $70m.", "Chilean copper"),
        ("The ferry line made a profit of NZ$12m in the same period.", "profit"),
        ("The mercury touched 47.2 degrees in Churu.", "mercury"),
    ],
)
def test_a_number_behind_its_noun_counts_that_noun(text: str, counted: str) -> None:
    (figure,) = figures(text)
    assert figure.counted == counted


@pytest.mark.parametrize(
    "text",
    [
        "The death toll from the sinking of the ferry off Mindoro rose to eight.",
        "The death toll from the flooding in the north has risen to 17.",
        "The death toll stands at 17.",
    ],
)
def test_a_toll_counts_people_killed_in_its_own_words(text: str) -> None:
    (figure,) = figures(text)
    assert (figure.counted, figure.predicate) == ("death toll", "killed")


def test_a_bare_number_that_is_reported_counts_what_was_counted_before() -> None:
    text = "At least 33 heatstroke deaths were reported. Of these, 17 were in Bihar. Odisha reported nine."
    assert [counted for _, counted, _ in told(text)] == ["heatstroke deaths"] * 3


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("She took 41.8% of the vote and her rival, an engineer, 33.5%.", ["vote", "vote"]),
        ("They asked for 11% of the revenues instead of 3%.", ["revenues", "revenues"]),
        ("The river fell to 78 cm, 30 cm below the flood mark.", ["river", "river"]),
        (
            "At least five gold diggers died. Eleven were pulled out alive.",
            ["gold diggers died", "gold diggers"],
        ),
        ("The trucks carried about a third less cargo.", ["cargo"]),
        ("The quake struck 14 km below the town.", ["depth"]),
        ("The camp lies 6,000 feet above sea level.", ["height"]),
        ("The wildfire has spread to 4,100 hectares.", ["wildfire"]),
    ],
)
def test_what_was_said_is_not_said_again(text: str, counted: list[str]) -> None:
    assert [figure.counted for figure in figures(text)] == counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Insurers estimate losses at between €3.5bn and €4bn.", "losses"),
        ("The council estimates the damage at £3m to £4m.", "damage"),
        ("The sale would value the ground at nearly €320m.", "ground"),
        ("The government says the protests cost 380m soles.", "protests"),
        ("The clerk named a deadline of eight days.", "deadline"),
    ],
)
def test_what_is_valued_or_lasts_is_counted(text: str, counted: str) -> None:
    (figure,) = figures(text)
    assert figure.counted == counted


def test_a_fine_is_what_it_costs() -> None:
    assert told("He was given a $1,000 fine.")[0][1] == "fine"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nine soldiers and 14 rebels were killed in the clash.",
            [("Nine", "soldiers killed", "killed"), ("14", "rebels killed", "killed")],
        ),
        ("The quake left 2,000 people homeless.", [("2,000", "people homeless", "homeless")]),
        (
            "The number of displaced people doubled to 1.1 million.",
            [("1.1 million", "displaced people", None)],
        ),
        ("Winds of 210 km/h tore at the roofs.", [("210 km/h", "Winds", None)]),
        (
            "The party won 112 seats, up from 87 four years ago.",
            [("112", "seats", "won"), ("87", "seats", "won"), ("four years", None, None)],
        ),
    ],
)
def test_two_subjects_share_their_verb_and_a_measure_its_noun(
    text: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    found = told(text)
    assert found == expected[: len(found)]


@pytest.mark.parametrize(
    ("text", "counted", "predicate"),
    [
        ("The mission needs $41m.", "mission", "needed"),
        ("Harrow Rovers lost £11.8m last season.", "Harrow Rovers", "lost"),
        ("The court fined his company 60 million rand.", "company", "fined"),
        ("The ministry set aside €40m for repairs.", "repairs", "set aside"),
        ("The harbour office promised 500 pesos.", None, "promised"),
        ("Bullet trains stopped for about 90 minutes.", "Bullet trains", "stopped"),
        ("He was banned for six months.", None, "banned"),
        ("A trial that lasted 26 months ended.", "trial", "lasted"),
        ("The incubation period is 12 days.", "incubation period", None),
        ("Wheat stocks would last four months.", "Wheat stocks", "lasted"),
        ("It was the lowest close in 14 months.", "lowest close", None),
        ("Ships that go round Africa add 14 days.", "Ships", "added"),
        ("The area planted grew 12%.", "area", "grown"),
        ("The bank sees the economy growing by 0.8 per cent.", "economy", None),
        ("Two guilders fell and tolls earned $3.9bn.", "tolls", "earned"),
    ],
)
def test_an_amount_belongs_to_what_its_verb_tells(
    text: str, counted: str | None, predicate: str | None
) -> None:
    amount = figures(text)[-1]
    assert (amount.counted, amount.predicate) == (counted, predicate)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("It plugs a deficit of 4.5% of gross domestic product.", "deficit"),
        ("A gap equal to 3.1% of output opened.", "gap"),
        ("Bad loans stood at 6.1% of the total.", "Bad loans"),
        ("Inflation, at 4.1%, is a worry.", "Inflation"),
        ("Waves as high as six metres hit the coast.", "Waves"),
        ("A storm surge of three metres is possible.", "storm surge"),
        ("A swarm 30 kilometres wide came.", "width of swarm"),
        ("The mayor wants a 3 per cent rise in rents.", "rents"),
        ("He asked for a 3 per cent raise.", "raise"),
        ("He held his 85% stake.", "stake"),
        ("The board left its rate at 6.5%.", "rate"),
    ],
)
def test_the_noun_beside_an_amount_says_more_than_what_it_is_a_share_of(text: str, counted: str) -> None:
    (amount,) = figures(text)
    assert amount.counted == counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Uvira reported 204 new cases, Kamituga 143 and Nyangezi 77.", ["new cases"] * 3),
        ("It has room for 80 passengers; 278 were on board.", ["passengers", "passengers"]),
        ("New cases this week: 57 (last week: 83).", ["New cases", "New cases"]),
        ("Needs: tarpaulins (600), hygiene kits (1,200).", ["tarpaulins", "hygiene kits"]),
        ("Camps built for 20,000 now hold 55,000.", ["people", "people"]),
        ("That brings to 868,000 the number of people who have fled.", ["people"]),
        ("It helps half of the 19.5 million who are in need.", ["people", "people"]),
        ("A family of seven gets flour.", ["family members"]),
        ("A convoy of 34 trucks came.", ["trucks"]),
        ("She appealed for aircraft. Two are on loan.", ["aircraft"]),
        ("Soldiers and volunteers, about 400 in all, are digging.", ["Soldiers and volunteers"]),
        ("In Gera it is 68 per cent of homes. In Jena it is 82 per cent.", ["homes", "homes"]),
        ("Wheat is forecast at 780 tonnes and maize at 290.", ["Wheat", "maize"]),
        ("The rate was 7.1 per cent, down 1.3 percentage points.", ["rate", "rate"]),
        ("It carried 2,315 people in 58 buses, compared with 4,900 before.", ["people", "buses", "people"]),
    ],
)
def test_a_number_without_a_noun_means_what_was_said_before(text: str, counted: list[str]) -> None:
    assert [figure.counted for figure in figures(text)] == counted


def test_who_is_forced_from_home_is_people() -> None:
    assert told("Flooding has forced 220,000 from their homes.") == [("220,000", "people", "displaced")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It shot down 14 of 17 drones launched from the east.",
            [("14", "drones", "shot down"), ("17", "drones", "launched")],
        ),
        ("At least 50 dead, 12 missing off Mindoro", [("50", "dead", "died"), ("12", "missing", "missing")]),
        (
            "Power was cut to 230,000 homes and 41 roads were closed.",
            [("230,000", "homes", None), ("41", "roads", "closed")],
        ),
        (
            "Some 200 homes, 14 shops and a school were damaged.",
            [("200", "homes", "damaged"), ("14", "shops", "damaged")],
        ),
        ("A survey of 6,200 households found that rents had risen.", [("6,200", "households", None)]),
        ("The squadron shot down 23 drones.", [("23", "drones", "shot down")]),
        ("The officials put the number of missing at 170.", [("170", "missing", "missing")]),
        (
            "Police used tear gas on a crowd of about 3,000; 57 were detained.",
            [("3,000", "people", None), ("57", "people detained", "detained")],
        ),
        ("They will spend 4.2 billion euros on 35 frigates.", [("4.2", "frigates", "spent")]),
        ("The operator will pay $65m for 40 per cent of the port.", [("65", "port", "paid")]),
        ("The provinces hold 440 kg of uranium enriched to 60 per cent.", [("60", "uranium", "enriched")]),
        ("Of whom 12 were children, the oldest nine.", [("12", "children", None)]),
        ("The new cases bring the total to 8,614.", [("8,614", "new cases", None)]),
        ("GDP per head is $2,300.", [("2,300", "GDP per head", None)]),
        (
            "She took 52.4% of the vote to 41.9% for the mayor.",
            [("52.4", "vote", "taken"), ("41.9", "vote", "taken")],
        ),
        ("Organisers counted 80,000 marchers; the police spoke of 14,000.", [("14,000", "marchers", None)]),
        (
            "Homes without power: 48,000 in Galway, 31,000 in Mayo and 9,500 in Sligo.",
            [("31,000", "Homes without power", None), ("9,500", "Homes without power", None)],
        ),
        (
            "The toll was 19. The toll from a similar crash in May had risen to 31.",
            [("31", "toll", "killed")],
        ),
        ("The rate is 3.7%, above the 1% that the agency allows.", [("1%", "rate", None)]),
        ("The battery stores 200 megawatt-hours.", [("200", "battery", "stored")]),
        ("The town has flour for six weeks and needs $63 million.", [("63", "town", "needed")]),
        (
            "The boat sank with three times as many passengers as allowed.",
            [("three", "passengers", "allowed")],
        ),
        ("The ship's owner flooded two of the ship's five holds.", [("two", "holds", "flooded")]),
    ],
)
def test_each_number_of_a_sentence_counts_its_own(
    text: str, expected: list[tuple[str, str, str | None]]
) -> None:
    found = figures(text)
    for words, counted, predicate in expected:
        (figure,) = [figure for figure in found if words in figure.text]
        assert (figure.counted, figure.predicate) == (counted, predicate), figure.text
