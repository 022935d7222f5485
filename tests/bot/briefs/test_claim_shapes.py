"""Claims whose speaker, end or verb stands where it is easily missed: each row is one shape."""

from __future__ import annotations

import pytest

from bot.briefs.claims import find_claims
from bot.briefs.document import read
from tests.bot.briefs.told import Told, told


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Retired postman G. C. Hale (74), from Corby, said his mother had kept the letters.",
            ("G. C. Hale", "said", "his mother had kept the letters"),
        ),
        ("The accused, Jan Roe, denied the charge.", ("Jan Roe", "denied", "the charge")),
        (
            "The army claimed that 12 lives were lost in the raid.",
            ("The army", "claimed", "12 lives were lost in the raid"),
        ),
        ("The state premier, Jan Roe, said roads were shut.", ("Jan Roe", "said", "roads were shut")),
        ("The firm claimed the land was its own.", ("The firm", "claimed", "the land was its own")),
        (
            "The union described the new rules as a disgrace.",
            ("The union", "described", "the new rules as a disgrace"),
        ),
        (
            "Fighting spread on Thursday, killing at least 17 civilians, officials and aid workers said.",
            (
                "officials and aid workers",
                "said",
                "Fighting spread on Thursday, killing at least 17 civilians",
            ),
        ),
        ("A doctor there said that 30 people had died.", ("A doctor", "said", "30 people had died")),
        (
            "A study they published last year found that the dam was weak.",
            ("A study", "found", "the dam was weak"),
        ),
        ("Most believe it will fail.", ("Most", "believe", "it will fail")),
        (
            "Both told rescuers that they had set out from Tobruk.",
            ("Both", "told", "they had set out from Tobruk"),
        ),
        (
            "Analysts doubt that the group wants to seize the capital.",
            ("Analysts", "doubt", "the group wants to seize the capital"),
        ),
        (
            "The attack came at dawn, acting provincial police commander Noel Kipa said.",
            ("Noel Kipa", "said", "The attack came at dawn"),
        ),
        (
            "Turkey, through whose straits the tankers pass, has warned all sides against attacks.",
            ("Turkey", "has warned", "attacks"),
        ),
        (
            "Chitral, whose bishop, Omar Sadiq, appealed for food, was cut off.",
            ("Omar Sadiq", "appealed for", "food"),
        ),
        (
            "The operator, Puertos del Litoral, has offered 9.5%.",
            ("Puertos del Litoral", "has offered", "9.5%"),
        ),
        (
            "The union demands that nobody be dismissed and that wages rise by 14%.",
            ("The union", "demands", "nobody be dismissed and that wages rise by 14%"),
        ),
        (
            "The president took to social media to accuse the operator of greed.",
            ("The president", "to accuse", "the operator of greed"),
        ),
        ("Dhaka rejected what it called interference.", ("Dhaka", "rejected", "what it called interference")),
        ("Police put the number of missing at 170.", ("Police", "put", "the number of missing at 170")),
        (
            "It put the number of voters who had not received cards at 7.6 million.",
            ("It", "put", "the number of voters who had not received cards at 7.6 million"),
        ),
        (
            "The bridge opened after a delay that lawmakers of both parties have criticised.",
            ("lawmakers of both parties", "have criticised", "a delay"),
        ),
        (
            "Owner Judy Wask said after some difficult years, her company seems to be well.",
            ("Judy Wask", "said", "her company seems to be well"),
        ),
        (
            "The association, whose chairman, the Reverend Luke Bell, visited the school, said pay was low.",
            ("The association", "said", "pay was low"),
        ),
        (
            "Dean Hale, a salesman from Sumter, South Carolina, says the deal is off.",
            ("Dean Hale", "says", "the deal is off"),
        ),
    ],
)
def test_speakers_come_in_many_shapes(text: str, wanted: Told) -> None:
    assert told(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The mayor said 35 townships were planned, but he gave no date.", "35 townships were planned"),
        ("He said the vote was rigged, without offering evidence.", "the vote was rigged"),
        (
            "An owner who told his crew to sail on despite a broken hatch has been found guilty.",
            "his crew to sail on despite a broken hatch",
        ),
        ("The EU condemned the raid, and Norway and Switzerland did so too.", "the raid"),
        ("France and Spain have backed the plan, and in Brussels ministers met.", "the plan"),
        ("He announced the blockade after the authorities banned the march.", "the blockade"),
        ("The government, promising land to the returnees, closed the camp.", "land to the returnees"),
        (
            "“The door stays shut,” Mara Ilves told supporters in Minsk, although it was open.",
            "“The door stays shut,”",
        ),
    ],
)
def test_what_was_said_ends_where_the_reporter_goes_on(text: str, wanted: str) -> None:
    assert [content for _, _, content in told(text)] == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor called an emergency meeting for Monday.",
        "Both claim ancient temples on the border.",
        "Denmark stopped processing asylum requests from North Africa for three months.",
        "The plant exceeds what the WHO considers the limit for an outbreak.",
    ],
)
def test_deeds_and_thoughts_by_the_way_are_no_claims(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "stance", "hedged"),
    [
        ("The mayor blamed the strike for the piles of rubbish.", "asserts", False),
        ("He said the report was rubbish.", "denies", False),
        ("The governor says he has not ruled out an evacuation.", "asserts", True),
        ("Mediators want to know if a ceasefire could be policed.", "asks", False),
        ("The ministry said no weather service could have predicted it.", "asserts", False),
        ("The mining firm said work at its plant would continue.", "promises", False),
    ],
)
def test_a_word_means_what_its_neighbours_leave_it(text: str, stance: str, hedged: bool) -> None:
    assert [(claim.stance, claim.hedged) for claim in find_claims(read(text))] == [(stance, hedged)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Police put the crowd at 12,000 and organisers at 30,000.",
            [("Police", "put", "the crowd at 12,000"), ("organisers", "put", "30,000")],
        ),
        ("Asked whether the dam was safe, Jan Roe said no.", []),
        ("The firm offered nurses 5% and doctors 3%.", [("The firm", "offered", "nurses 5% and doctors 3%")]),
        (
            "The ministry reported 40 cases in Kano and Lagos 20.",
            [("The ministry", "reported", "40 cases in Kano and Lagos 20")],
        ),
        (
            "Officials put the toll in Kano at 12 and Lagos at 30.",  # where, not who
            [("Officials", "put", "the toll in Kano at 12 and Lagos at 30")],
        ),
        (
            "The ministry put losses at $12m for the army and police at $5m.",
            [("The ministry", "put", "losses at $12m for the army and police at $5m")],
        ),
        (
            "Germany pledged €40m for Ukraine and Norway €20m.",
            [("Germany", "pledged", "€40m for Ukraine"), ("Norway", "pledged", "€20m")],
        ),
        (
            "Police counted 12,000, the organisers 30,000.",
            [("Police", "counted", "12,000"), ("the organisers", "counted", "30,000")],
        ),
        (
            "Germany pledged €40m and Norway €20m.",
            [("Germany", "pledged", "€40m"), ("Norway", "pledged", "€20m")],
        ),
        (
            "Police counted 12,000; the organisers said 30,000.",
            [("Police", "counted", "12,000"), ("the organisers", "said", "30,000")],
        ),
        (
            "The ministry put the dead at 40 and the injured at 120.",
            [("The ministry", "put", "the dead at 40 and the injured at 120")],
        ),
    ],
)
def test_a_verb_left_out_the_second_time_tells_a_second_claim(text: str, wanted: list[Told]) -> None:
    assert told(text) == wanted
