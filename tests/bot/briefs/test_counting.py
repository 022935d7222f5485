"""What figures count in the sentences news is made of: tolls, parts, moves, flight."""

from __future__ import annotations

import pytest

from bot.briefs.calendar import find_expressions
from bot.briefs.document import read
from bot.briefs.figures import find_figures
from storage.records import Figure


def figures(text: str) -> list[Figure]:
    document = read(text)
    return find_figures(document, find_expressions(document))


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(figure.text, figure.counted, figure.predicate) for figure in figures(text)]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The number of ships offshore rose to 19 from 11.", [("19", "ships"), ("11", "ships")]),
        ("The toll rose to 14 on Friday, up from nine.", [("14", "toll"), ("nine", "toll")]),
        (
            "The bank cut its policy rate by 150 basis points to 21.5%.",
            [("150 basis points", "policy rate"), ("21.5%", "policy rate")],
        ),
        ("Prices rose 31.2%, down from 32.9% a month before.", [("31.2%", "Prices"), ("32.9%", "Prices")]),
        (
            "Exports of steel rose 18% from a year earlier to $4.6 billion in the first 20 days of May.",
            [("18%", "Exports of steel"), ("$4.6 billion", "Exports of steel")],
        ),
    ],
)
def test_both_ends_of_a_move_count_the_same(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(figure.text, figure.counted) for figure in figures(text)][:2] == expected


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        (
            "The army said 26 drones were launched, of which 17 were shot down and five were jammed.",
            [None, 0, 0],
        ),
        ("Of the 120 people aboard, 97 were rescued and 14 are still missing.", [None, 0, 0]),
        ("At least 19 people died, two of them in a boat accident.", [None, 0]),
        ("Two soldiers were wounded, one of them seriously.", [None, 0]),
        ("The raiders killed 53 people, 35 of them in Kano and 18 in Jos.", [None, 0, 0]),
        ("The blast injured 22 people, including nine children.", [None, 0]),
        ("In all 12 of the 19 members voted for the plan.", [1, None]),
    ],
)
def test_a_part_knows_its_whole(text: str, wholes: list[int | None]) -> None:
    assert [figure.part_of for figure in figures(text)] == wholes


def test_parts_of_one_list_share_what_befell_them() -> None:
    text = "The raiders killed 53 people, 35 of them in Kano and 18 in Jos."
    assert told(text)[1:] == [("35", "people killed", "killed"), ("18", "people killed", "killed")]


def test_a_part_told_by_its_own_noun_keeps_it() -> None:
    assert told("Of 80,000 people in the camps, roughly 44,000 of them children, most arrived in May.")[
        1
    ] == (
        "roughly 44,000",
        "children",
        None,
    )
    assert told("Six of the dead were children.") == [("Six", "children died", "died")]


def test_a_bare_number_that_is_reported_counts_what_was_counted_before() -> None:
    text = "At least 33 heatstroke deaths were reported. Of these, 17 were in Bihar. Odisha reported nine."
    assert [counted for _, counted, _ in told(text)] == ["heatstroke deaths"] * 3


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Gunners shot down 20 drones.", "shot down"),
        ("Six people had been brought in with shrapnel wounds.", "brought in"),
        ("Nine trucks were turned back at a checkpoint.", "turned back"),
        ("About 40,000 people have left their homes since the rain began.", "left"),
        ("The fire forced 1,200 people to leave their homes.", "left"),
        ("More than 3,000 people were forced from their homes.", "displaced"),
        ("Some 9,000 residents fled their villages.", "fled"),
        ("In the crush 27 people, most of them women, have died.", "died"),
    ],
)
def test_the_event_is_the_verb_with_all_that_changes_it(text: str, predicate: str) -> None:
    assert figures(text)[0].predicate == predicate


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("The strike holds up Turkish goods worth about $90m.", None),
        ("The storm cut power to 22,000 homes.", None),
        ("The firm cut its staff to 5,000 people.", "down"),
        ("Shares were up 4%.", "up"),
    ],
)
def test_a_particle_or_a_severed_supply_is_no_change(text: str, change: str | None) -> None:
    assert figures(text)[0].change == change


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Situation note 14 – Flood in the east.", []),
        ("The train left at 8.20 with 300 people.", ["300"]),
        ("The shares closed at 8.20 on Monday.", ["8.20"]),
        ("He would not do it a fourth.", []),
        ("The line reported a half-year loss of $3m.", ["$3m"]),
    ],
)
def test_notes_hours_and_terms_are_no_figures(text: str, found: list[str]) -> None:
    assert [figure.text for figure in figures(text)] == found


def test_a_share_compared_with_a_share_is_a_share() -> None:
    found = figures("Education led at 91.6 per cent, while transport was lowest, at 26.")
    assert [(figure.value, figure.unit) for figure in found] == [(91.6, "%"), (26, "%")]


def test_the_dead_are_counted_not_aged() -> None:
    assert told("Hospitals put the number of dead at 12.") == [("12", "dead", "died")]


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


def test_a_part_without_a_verb_shares_what_befell_the_whole() -> None:
    assert told("Two Thai soldiers were wounded, one of them seriously.")[1][1:] == (
        "Thai soldiers wounded",
        "wounded",
    )


def test_what_is_expected_is_more_of_the_same() -> None:
    text = "The agency said 12,700 people fled in May; it expects 20,000 by June."
    assert [figure.counted for figure in figures(text)] == ["people", "people"]


@pytest.mark.parametrize(
    ("text", "span", "low", "high", "unit"),
    [
        ("The wall fell in less than a minute.", "less than a minute", None, 1, "min"),
        ("The camp lies less than a mile from the border.", "less than a mile", None, 1, "mi"),
        ("It was between -16 and -23 degrees on the ice.", "between -16 and -23 degrees", -23, -16, "°"),
    ],
)
def test_bounds_of_articles_and_of_frost(
    text: str, span: str, low: float | None, high: float | None, unit: str
) -> None:
    (figure,) = figures(text)
    assert (figure.text, figure.low, figure.high, figure.unit) == (span, low, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        "The note is filed as 661196115484643328 in the archive.",
        "She was found in the 3200 block of West Broad Street.",
        "They have been rivals for more than a century.",
    ],
)
def test_codes_blocks_and_manners_of_speaking_are_no_figures(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("The party has said four of its members will resign.", None),
        ("The list holds 14 per cent of the vote compared to its rival.", "held"),
        ("He left college owing $90,000.", "owed"),
    ],
)
def test_what_says_nothing_of_them_is_no_event(text: str, predicate: str | None) -> None:
    assert figures(text)[0].predicate == predicate


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


def test_a_part_of_a_sum_of_money_knows_its_whole() -> None:
    found = figures("The fund approved a loan of $2.4bn, of which $800m will be paid at once.")
    assert [figure.part_of for figure in found] == [None, 0]


def test_struck_targets_are_no_plan() -> None:
    found = figures("The army struck more than 100 targets and killed 20 fighters.")
    assert [figure.aggregation for figure in found] == ["total", "total"]


def test_a_magnitude_may_hang_on_its_hyphen() -> None:
    (figure,) = figures("The magnitude-6.2 quake struck Manado.")
    assert (figure.value, figure.kind, figure.counted) == (6.2, "measure", "magnitude")


def test_a_toll_that_is_lowered_moves_down() -> None:
    figure = figures("Officials lowered the toll from 34 to 31 after a recount.")[0]
    assert (figure.value, figure.counted, figure.predicate, figure.change) == (31, "toll", "killed", "down")


def test_deaths_that_are_recorded_are_deaths() -> None:
    assert told("The office recorded 1,020 civilian deaths.") == [("1,020", "civilian deaths", "died")]


def test_a_girl_of_six_has_an_age() -> None:
    figure = figures("Sixteen were hurt, including a girl of six, doctors said.")[1]
    assert (figure.kind, figure.value, figure.counted) == ("age", 6, "girl")


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
        ("A family of seven gets flour.", ["family"]),
        ("A convoy of 34 trucks came.", ["trucks"]),
        ("She appealed for aircraft. Two are on loan.", ["aircraft"]),
        ("Soldiers and volunteers, about 400 in all, are digging.", ["Soldiers"]),
        ("In Gera it is 68 per cent of homes. In Jena it is 82 per cent.", ["homes", "homes"]),
        ("Wheat is forecast at 780 tonnes and maize at 290.", ["Wheat", "maize"]),
        ("The rate was 7.1 per cent, down 1.3 percentage points.", ["rate", "rate"]),
        ("It carried 2,315 people in 58 buses, compared with 4,900 before.", ["people", "buses", "people"]),
    ],
)
def test_a_number_without_a_noun_means_what_was_said_before(text: str, counted: list[str]) -> None:
    assert [figure.counted for figure in figures(text)] == counted


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Nine workers at the plant were injured.", ["injured"]),
        ("Air defences downed 97 drones and four missiles.", ["downed", "downed"]),
        ("The dead include 14 children.", ["died"]),
        ("Police arrested 23 men on Monday and another 17 on Tuesday.", ["arrested", "arrested"]),
        ("Officials told 3,000 to leave and 500 told to wait.", ["told", "told"]),
        ("More than 3,800 men crossed into Chad.", ["crossed"]),
        ("A further dozen are thought to be missing.", ["missing"]),
        ("Some 33,500 homes lost power.", [None]),
        ("Two men got suspended sentences.", [None]),
        ("Some 500 soldiers retook two wings.", [None, "retaken"]),
        ("A storm left 61,000 customers without power.", [None]),
    ],
)
def test_what_befell_those_counted_is_told_around_them(text: str, events: list[str | None]) -> None:
    assert [figure.predicate for figure in figures(text)] == events


def test_bombs_that_hit_are_not_those_they_wounded() -> None:
    bombs, wounded = figures("In Izium two guided bombs hit a block, wounding 34.")
    assert (bombs.counted, wounded.counted) == ("guided bombs", "wounded")


@pytest.mark.parametrize(
    "text",
    [
        "The ratio is 3:1, read Hebrews 11:1 and verses 1-4.",
        "She lives at 221B Baker Street and is 5'11\" tall.",
        "In phase two, on day three of the trial, at half past six, by 11 in the morning.",
        "Shoes of size 42, question 3, option 1, note no. 9, invoice 4471.",
        "The ship lay at 52 degrees north.",
        "It was over in one morning.",
        "He was jailed over 1985 murders.",
    ],
)
def test_labels_in_words_ratios_and_bearings_are_no_figures(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "unit"),
    [
        ("It took an hour and a half.", 1.5, None, None, "h"),
        ("Some hid two or three hundred men.", None, 200, 300, None),
        ("Between two and three dozen came.", None, 24, 36, None),
        ("They serve those aged 65 and over.", None, 65, None, "yr"),
        ("Yields fell 0.5 of a percentage point.", 0.5, None, None, "pp"),
        ("He drank 12 at most.", None, None, 12, None),
        ("Power costs $2,400 per megawatt hour.", 2400, None, None, "USD/MWh"),
        ("They won losses over five seasons.", 5, None, None, None),
        ("It pays 40,000 plus a lump sum.", 40000, None, None, None),
        ("The ratio fell to 16.8, against a minimum of 15 per cent.", 15, None, None, "%"),
        ("A ticket costs 3,000 krónur (20 euros).", 3000, None, None, "ISK"),
        ("Asha Menon, 34: “We left.”", 34, None, None, "yr"),
        ("A suspect, 31, was held.", 31, None, None, "yr"),
        ("“It sank,” 20 to 25 minutes later.", None, 20, 25, "min"),
        ("A statement of 23 points came.", 23, None, None, None),
        ("They burnt homes over five villages.", 5, None, None, None),
        ("Over 2000 people came.", None, 2000, None, None),
    ],
)
def test_amounts_in_their_many_spellings(
    text: str, value: float | None, low: float | None, high: float | None, unit: str | None
) -> None:
    amount = figures(text)[-1]
    assert (amount.value, amount.low, amount.high, amount.unit) == (value, low, high, unit)


def test_a_lent_name_of_money_is_one_figure_of_its_own() -> None:
    loss, share = figures("Net loss widened to $212 million, or 87 cents a share.")
    assert (loss.unit, share.unit, share.counted) == ("USD", "¢/share", "Net loss")


def test_a_weekly_number_that_grows_is_two_figures() -> None:
    before, after = figures("Arrivals went from 200 a week to about 350.")
    assert (before.value, before.aggregation, after.value) == (200, "rate", 350)


def test_a_headline_is_no_label_and_its_injured_are_no_buildings() -> None:
    assert told("Malatya quake: 31 injured, 140 buildings unsafe") == [
        ("31", "injured", "injured"),
        ("140", "buildings", None),
    ]


def test_who_is_forced_from_home_is_people() -> None:
    assert told("Flooding has forced 220,000 from their homes.") == [("220,000", "people", "displaced")]


def test_a_change_told_between_commas_is_still_a_change() -> None:
    by, to = figures("Sales fell for a fourth straight quarter, by 3.1%, to $11.8bn.")
    assert (by.counted, by.change, to.counted) == ("Sales", "down", "Sales")
