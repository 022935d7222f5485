"""What is a figure at all, and how much it says."""

from __future__ import annotations

import pytest

from tests.bot.briefs.conftest import figures, told


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


def test_the_dead_are_counted_not_aged() -> None:
    assert told("Hospitals put the number of dead at 12.") == [("12", "dead", "died")]


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
        "She was found in the 1700 block of Harbour Street.",
        "They have been rivals for more than a century.",
    ],
)
def test_codes_blocks_and_manners_of_speaking_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_a_magnitude_may_hang_on_its_hyphen() -> None:
    (figure,) = figures("The magnitude-6.2 quake struck Manado.")
    assert (figure.value, figure.kind, figure.counted) == (6.2, "measure", "magnitude")


def test_a_girl_of_six_has_an_age() -> None:
    figure = figures("Sixteen were hurt, including a girl of six, doctors said.")[1]
    assert (figure.kind, figure.value, figure.counted) == ("age", 6, "girl")


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
        ("The force was cut by 1500 men.", 1500, None, None, None),
        ("There were 12 real threats.", 12, None, None, None),
        ("It cost 12 Brazilian reals.", 12, None, None, "BRL"),
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


@pytest.mark.parametrize(
    "text",
    ["He paid $5 for lunch and left at 3.", "Tickets cost 9 euros, and the office opens from 8 to 5."],
)
def test_an_hour_behind_another_verb_borrows_no_currency(text: str) -> None:
    assert [figure.unit for figure in figures(text)[1:]].count(None) == len(figures(text)) - 1


@pytest.mark.parametrize(
    ("text", "span", "value", "unit"),
    [
        ("Gold was weaker at $1 205,50/oz.", "$1 205,50/oz", 1205.5, "USD/oz"),
        ("Profit climbed to 212,4c.", "212,4c", 212.4, "¢"),
        ("The share edged up R1,25.", "R1,25", 1.25, "ZAR"),
        ("A volume of 3,2-million shares changed hands.", "3,2-million", 3_200_000, None),
        ("It delivered 1,400 MT of maize.", "1,400 MT", 1400, "t"),
        ("Growth was 3\u202f%.", "3\u202f%", 3, "%"),
        ("It used ¾ of the crop.", "¾", 0.75, None),
        ("Temperatures averaged 2.4 C.", "2.4 C", 2.4, "°C"),
        ("Cash flow was negative $134 million.", "negative $134 million", -134e6, "USD"),
        ("Cocoa rose 112 pounds to a high, pounds a ton.", "112 pounds", 112, "GBP"),
        ("It costs 29.5 billion Jamaican dollars.", "29.5 billion Jamaican dollars", 29.5e9, "JMD"),
        ("The fund holds 400 million Ukrainian hryvnias.", "400 million Ukrainian hryvnias", 4e8, "UAH"),
        ("The budget sets aside P14 billion.", "P14 billion", 14e9, "P"),
        ("It bought 2 million quintals of wheat.", "2 million quintals", 2e6, "quintal"),
        ("The dam let out 250,000 cusecs.", "250,000 cusecs", 250_000, "cusec"),
        ("The engine gives 7,600 kilonewtons.", "7,600 kilonewtons", 7600, "kN"),
        ("The port handled 2.1m TEU.", "2.1m TEU", 2.1e6, "TEU"),
        ("The roof measures 230 m2.", "230 m2", 230, "m²"),
        ("A nurse of 51 from Lille is missing.", "51", 51, "yr"),
        ("About nine houses in ten burned.", "About nine houses in ten", 0.9, None),
    ],
)
def test_amounts_as_other_countries_write_them(text: str, span: str, value: float, unit: str | None) -> None:
    (figure,) = figures(text)
    assert (figure.text, figure.value, figure.unit) == (span, value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "By 17.05 the road was shut.",
        "The top 40 lost ground.",
        "Article 5c says so.",
        "It passed the record of 1954.",
        "Seas rise by 2100.",
    ],
)
def test_hours_indices_and_articles_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_few_of_few_is_a_share_but_many_of_many_are_two_numbers() -> None:
    assert [figure.value for figure in figures("Three out of five wells are dry.")] == [0.6]
    assert [figure.value for figure in figures("Some 18 out of 30 wells are dry.")] == [18, 30]


def test_within_bounds_a_distance_but_not_a_time() -> None:
    (figure,) = figures("Fighting came within 12 km of the town.")
    assert (figure.value, figure.high) == (None, 12)
    assert figures("It will leave within 24 hours.")[0].value == 24
