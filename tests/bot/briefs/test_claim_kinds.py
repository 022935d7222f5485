"""Claims by the ways English has of telling them: each row is one way, with what must be found."""

from __future__ import annotations

import pytest

from bot.briefs.claims import find_claims
from bot.briefs.document import read
from tests.bot.briefs.told import Told, told


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Some 4,000 people crossed into Adre on Friday, the relief office said.",
            ("the relief office", "said", "Some 4,000 people crossed into Adre on Friday"),
        ),
        (
            "Cases have risen to 612, the health ministry said on Monday as a campaign began in the city.",
            ("the health ministry", "said", "Cases have risen to 612"),
        ),
        (
            "The wells are dry, herders told the radio station.",
            ("herders", "told", "The wells are dry"),
        ),
        (
            "“Nobody warned us,” one resident, Hasan Demir, 61, told the Anka Post by phone.",
            ("Hasan Demir", "told", "“Nobody warned us,”"),
        ),
    ],
)
def test_what_was_said_stands_before_its_speaker(text: str, wanted: Told) -> None:
    assert told(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The police command in Gusau put the figure at ten.", "the figure at ten"),
        ("The council estimates the damage at £3m to £4m.", "the damage at £3m to £4m"),
        ("A relief agency counted at least 17 deaths.", "at least 17 deaths"),
        ("Local media have reported at least seven deaths.", "at least seven deaths"),
        ("Earlier, the clinic had given a toll of 11 dead.", "11 dead"),
        ("The commission asked donors for $38m.", "for $38m"),
        ("They put the fall at 6.5 per cent.", "the fall at 6.5 per cent"),
        ("She pegs the harvest at 12 to 14 million tonnes.", "the harvest at 12 to 14 million tonnes"),
    ],
)
def test_a_number_is_reported_without_a_clause(text: str, wanted: str) -> None:
    assert [content for _, _, content in told(text)] == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "A shepherd who asked not to be named said the men came at night.",
            ("A shepherd", "said", "the men came at night"),
        ),
        (
            "A soldier reached by phone in Pemba said the camp was empty.",
            ("A soldier", "said", "the camp was empty"),
        ),
        (
            "The herders in the hills east of Ansongo said gunmen had burned their barns.",
            ("The herders in the hills", "said", "gunmen had burned their barns"),
        ),
        (
            "A porter who heard the engines told the Dawn Post the ferry had turned back.",
            ("A porter", "told", "the ferry had turned back"),
        ),
        (
            "Hale, who was not involved in the work, cautions that the sites were few.",
            ("Hale", "cautions", "the sites were few"),
        ),
        (
            "Tour operators, who run small boats, insist most sites are healthy.",
            ("Tour operators", "insist", "most sites are healthy"),
        ),
        (
            "She did, however, rule out a share issue.",
            ("She", "did, however, rule out", "a share issue"),
        ),
        (
            "The minister dismissed as “groundless” a report that ships had been asked for.",
            ("The minister", "dismissed", "a report that ships had been asked for"),
        ),
        (
            "Shelter: Partners estimate that 600 tents are required.",
            ("Partners", "estimate", "600 tents are required"),
        ),
        (
            "Some 200 were hurt, the Office of Civil Care (OCC) reports.",
            ("the Office of Civil Care", "reports", "Some 200 were hurt"),
        ),
        ("The mission says it escorted three convoys.", ("The mission", "says", "it escorted three convoys")),
        ("It was 19.4 °C. Nobody slept, the nurse said.", ("the nurse", "said", "Nobody slept")),
        ("The centre put it at 120 ships a day.", ("The centre", "put", "it at 120 ships a day")),
        (
            "Forty were moved, Collector Anil Varma informed.",
            ("Collector Anil Varma", "informed", "Forty were moved"),
        ),
        ("They note, however, that it is smaller now.", ("They", "note", "it is smaller now")),
        (
            "Jane Roe — a teacher from Ordu — says he left late.",
            ("Jane Roe", "says", "he left late"),
        ),
        (
            "Retired Gen. John Roke, who led forces in Mali, said on Sunday that troops were in danger.",
            ("John Roke", "said", "troops were in danger"),
        ),
        (
            "Overall, she said, a number of groups are leaving the party.",
            ("she", "said", "Overall ... a number of groups are leaving the party"),
        ),
        (
            "The chair says the plan -- a bridge and a road -- is too dear.",
            ("The chair", "says", "the plan -- a bridge and a road -- is too dear"),
        ),
        (
            "He wrote:\n\n“In all these years it was like a monastery. You cut off ties.”",
            ("He", "wrote:", "“In all these years it was like a monastery. You cut off ties.”"),
        ),
    ],
)
def test_a_long_subject_is_the_speaker(text: str, wanted: Told) -> None:
    assert told(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Residents demanded a water main that was promised four years ago.",
            ["a water main that was promised four years ago"],
        ),
        (
            "The union blamed “years of drift”, and its president, Ines Tolley, predicted a strike.",
            ["“years of drift”", "a strike"],
        ),
        (
            "Relief groups dispute the figure and say the real number is higher.",
            ["the figure", "the real number is higher"],
        ),
        (
            "Police said they had arrested four men but gave no details.",
            ["they had arrested four men"],
        ),
        (
            "The army, which counted 26 drones, denied that any had reached the port.",
            ["26 drones", "any had reached the port"],
        ),
        (
            "The army says it shot down 14 drones; Kyiv says only nine were lost.",
            ["it shot down 14 drones", "nine were lost"],
        ),
        (
            "“The road is closed,” Lena Vogt said, adding: “Nobody should drive there.”",
            ["“The road is closed,”", "“Nobody should drive there.”"],
        ),
        (
            "The mayor called on them to stop the dig, but workers were already leaving.",
            ["them to stop the dig"],
        ),
        ("Roe says he is “glad where we stand” as he faces a test.", ["he is “glad where we stand”"]),
        ("He said the race “is dead,” which only helps his rival.", ["the race “is dead,”"]),
        ("The club backed her because it had no choice.", ["her"]),
        ("He denounced the deal, which would slash his tax.", ["the deal"]),
        ("She questioned that resolve, waging a campaign of her own.", ["that resolve"]),
        ("The mayor called for calm, he has since left the city.", ["calm"]),
        ("The chair urged them to leave before it rains.", ["them to leave before it rains"]),
    ],
)
def test_what_was_said_ends_where_the_reporter_or_another_speaks(text: str, wanted: list[str]) -> None:
    assert [content for _, _, content in told(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The mayor's claim that the bridge was safe angered residents.",
            ("The mayor", "claim", "the bridge was safe"),
        ),
        (
            "Allegations that the army shelled the market are being investigated.",
            (None, "Allegations", "the army shelled the market"),
        ),
        (
            "Criticism of the law by the bar association has grown.",
            ("the bar association", "Criticism of", "the law"),
        ),
        ("The union's call for a strike was ignored.", ("The union", "call for", "a strike")),
        (
            "The president's promise to build 500 homes has not been kept.",
            ("The president", "promise", "to build 500 homes"),
        ),
        (
            "A report by the ombudsman found that 40 people had been held without charge.",
            ("A report by the ombudsman", "found", "40 people had been held without charge"),
        ),
    ],
)
def test_a_noun_tells_a_claim(text: str, wanted: Told) -> None:
    assert told(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Bernadette Holm: “It is not a radical idea”",
            ("Bernadette Holm", ":", "“It is not a radical idea”"),
        ),
        ("Report: Dam operator used faulty gauges", ("Report", ":", "Dam operator used faulty gauges")),
        (
            "ANNA HOLM: This is a weak bill. It will fail.",
            ("ANNA HOLM", ":", "This is a weak bill. It will fail"),
        ),
        ("Another said: “I lost all.”", ("Another", "said:", "“I lost all.”")),
    ],
)
def test_a_colon_parts_the_speaker_from_what_was_said(text: str, wanted: Told) -> None:
    assert told(text) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "The result: a new road and two bridges.",
        "Read more: how the dam was built",
        "The textile museum opened in May. It shows cotton that is 5,000 years old.",
        "It is clear that spring has come.",
        "The clinics saw at least 33 suspected heatstroke deaths.",
        "Typhoid: 96 suspected cases, no confirmed deaths.",
        "The directorate counts only 31 clinics in the capital.",
        "Scientists have described a new species of frog.",
        "I've seen the bridge, and I think it will fall.",
        "Ottawa can ask for a review of the price.",
        "A man who charged tourists up to $900 a head was sentenced on Friday.",
        "The defendant showed no emotion as the sentence was read.",
        "Measles: 40 cases have been notified in the camp.",
        "Kenya: bus falls into river, ten on board dead",
        "The embassy has drawn up contingency plans to evacuate its staff.",
        "Sierra Leone: tanker explodes near Bo, 20 of 31 dead",
    ],
)
def test_a_label_a_show_and_an_adjective_claim_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The army denied the report. “No aircraft was hit,” it said in a statement.", "The army"),
        (
            "The World Food Programme warns of hunger. The agency says it needs $41m.",
            "the World Food Programme",
        ),
        (
            "The aid office in Gao said trucks were stuck. The office did not say why.",
            "the aid office in Gao",
        ),
        (
            "Governor Efraín Quispe said the road was open. Yola Quispe shut it. “No,” said Ms Quispe.",
            "Yola Quispe",
        ),
        ("Prosecutors allege the mayor took bribes. He denies wrongdoing.", "the mayor"),
    ],
)
def test_the_last_speaker_has_the_name_of_who_is_meant(text: str, name: str) -> None:
    assert (told(text)[-1][0] or "").lower() == name.lower()


@pytest.mark.parametrize(
    ("text", "stance", "hedged"),
    [
        ("The government offered to send 600 more soldiers.", "promises", False),
        ("“Crews worked all night. We will inspect every bridge,” a spokesman said.", "promises", False),
        ("“We stay here,” Mbewe told supporters. “Do not wait.”", "demands", False),
        ("Teachers said they had not been paid for five months.", "asserts", False),
        ("The minister repeated her demand for their withdrawal.", "demands", False),
        ("The governor said he could not confirm the reports.", "asserts", False),
        ("Insurers estimate losses at €4bn.", "asserts", False),
        ("The governor said the dam could fail.", "asserts", True),
        ("The company said it plans to close two plants.", "promises", False),
        ("The ministry said it has agreed to pay $4m.", "promises", False),
        ("The two sides agreed to meet again in May.", "promises", False),
        ("The minister said the government will not raise taxes.", "promises", False),
        ("Analysts said the government would fall.", "asserts", False),
        ("“I would not put money on it,” the trainer said.", "asserts", False),
        ("“Please stay at home,” the mayor said.", "demands", False),
        ("Police said they believed the man had left the country.", "asserts", True),
    ],
)
def test_how_a_claim_is_meant(text: str, stance: str, hedged: bool) -> None:
    claim = find_claims(read(text))[0]
    assert (claim.stance, claim.hedged) == (stance, hedged)


def test_the_channel_belongs_to_the_cue() -> None:
    ((_, cue, content),) = told("The bank said in a statement that it would cut rates in June.")
    assert (cue, content) == ("said in a statement", "it would cut rates in June")
