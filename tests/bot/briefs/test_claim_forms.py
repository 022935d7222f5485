"""Claims that articles of all kinds tell in their own ways, and what looks like a claim and is none."""

from __future__ import annotations

import pytest

from bot.briefs.claims import find_claims
from bot.briefs.document import read
from storage.records import Claim
from tests.bot.briefs.conftest import claims_in

Told = tuple[str | None, str]  # speaker's name, content


def told(text: str) -> list[Told]:
    return [(claim.speaker and claim.speaker.name, _content(claim)) for claim in claims_in(text)]


def _content(claim: Claim) -> str:
    return " ... ".join(part.text for part in claim.parts) or claim.content.text


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The ministry on Monday said it would act.", "The ministry"),
        ("The judge late on Tuesday evening ruled that the sale was void.", "The judge"),
        ("A bulletin issued on Saturday had warned of high waves.", "A bulletin"),
        ("Chile and Peru each pledged $2m.", "Chile and Peru"),
        ("The company, however, put the number of jobs at 1,200.", "The company"),
        ("Mr Kaya, who calls himself a fixer, said the road had been open.", "Mr Kaya"),
        ("One of them, who gave his name as Karim, told me the guards had fled.", "Karim"),
        ("The operator, Laut, insisted that its list was correct.", "Laut"),
        ("His barrister, Owen Priestley KC, said he was tired.", "Owen Priestley"),
        ("Cases are rising fast in the south, the WHO warned last week.", "the WHO"),
        ("The herders’ leaders say the wells are dry.", "The herders’ leaders"),
        ("The Kano search and rescue agency said the boat was full.", "The Kano search and rescue agency"),
        ("Local radio quoted a nurse as saying that beds had run out.", "a nurse"),
        ("Ana Ruiz, 34: “We lost everything.”", "Ana Ruiz"),
        ("Her office would not say whom she would meet.", "Her office"),
        ("Norway, which in 2018 closed the pit, said it was safe.", "Norway"),
        ("Riga has in the past accused courts of bias.", "Riga"),
        ("Both Cole and Ferrara criticized the mayor.", "Cole and Ferrara"),
        ("The state's independent MP for Maitland, Gordon Petty, said it leaked.", "Gordon Petty"),
        ("Officials who spoke with The Coastal Post said the wall was cracked.", "Officials"),
        ("The army went on state television to announce the coup.", "The army"),
        ("Police asked anyone who saw a white van to come forward.", "Police"),
        ("Transport convener Moira Lund said nobody wanted the toll.", "Moira Lund"),
    ],
)
def test_a_speaker_is_the_whole_phrase_and_nothing_more(text: str, speaker: str) -> None:
    assert [name for name, _ in told(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The toll, which the ministry put at 40, is rising.", [("the ministry", "The toll ... at 40")]),
        ("The loss, according to estimates, exceeds €4m.", [("estimates", "The loss ... exceeds €4m")]),
        ("Critics see the move as a retreat.", [("Critics", "the move as a retreat")]),
        ("Both men pleaded not guilty.", [("Both men", "not guilty")]),
        (
            "The power company said the strike cut electricity to Bari.",
            [
                ("The power company", "the strike cut electricity to Bari"),
            ],
        ),
        ("The union issued a statement condemning the arrests.", [("The union", "the arrests")]),
        ("It spread, with officials saying that nobody was hurt.", [("officials", "nobody was hurt")]),
        ("He says he is proud of it and expects to win.", [("He", "he is proud of it and expects to win")]),
        ("The firm recalled 20,000 vehicles.", []),
        ("The Dax added 1.3% and the Ibex gained 0.4%.", []),
        ("Guards denied them water for 30 hours.", []),
    ],
)
def test_a_claim_is_told_by_how_its_verb_is_built_in(text: str, wanted: list[Told]) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Moscow said its forces had seized a depot and denied that any bakery was touched.",
            [
                ("Moscow", "its forces had seized a depot"),
                ("Moscow", "any bakery was touched"),
            ],
        ),
        (
            "Monitors say that both sides have executed civilians, which the government has always denied.",
            [
                ("Monitors", "both sides have executed civilians"),
                ("the government", "both sides have executed civilians"),
            ],
        ),
        (
            "Shells killed 17 people, the mayor said, a figure the army rejected as “a fabrication”.",
            [("the mayor", "Shells killed 17 people"), ("the army", "“a fabrication”")],
        ),
        (
            "They took 3,000 hostages, an allegation denied by Kigali.",
            [("Kigali", "They took 3,000 hostages")],
        ),
        (
            "The board put the toll at 97; eight of them, the mayor said, are children.",
            [("The board", "the toll at 97"), ("the mayor", "eight of them ... are children")],
        ),
        (
            "Partners have confirmed 212 cases of cholera and warn that the number is higher.",
            [
                ("Partners", "212 cases of cholera"),
                ("Partners", "the number is higher"),
            ],
        ),
        (
            "It says 40 sailings are off, and the pier, it adds, will stay closed.",
            [("It", "40 sailings are off"), ("It", "the pier ... will stay closed")],
        ),
        (
            "Exit polls showed Roe ahead, but his main rival refused to concede and alleged fraud.",
            [
                ("Exit polls", "Roe ahead"),
                ("his main rival", "to concede"),
                ("his main rival", "fraud"),
            ],
        ),
        (
            "She said she was hopeful, although people close to the talks told the paper that all was lost.",
            [
                ("She", "she was hopeful"),
                ("people close to the talks", "all was lost"),
            ],
        ),
        (
            "He said he would write to the league, which did not reply to a request for comment.",
            [("He", "he would write to the league"), ("the league", "a request for comment")],
        ),
    ],
)
def test_two_claims_in_one_sentence_are_told_apart(text: str, wanted: list[Told]) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Police said the crowd numbered about 9,000.", "the crowd numbered about 9,000"),
        ("The network Nodi said at least 19 people had died.", "at least 19 people had died"),
        ("About 4,000 people joined the march, organisers claim.", "About 4,000 people joined the march"),
        ("The rules, according to the ministry, will not change.", "The rules ... will not change"),
        ("According to the ministry of health of Chad, beds in Mao are full.", "beds in Mao are full"),
        ("The road is shut, its chair announced late on Sunday, after a bridge fell.", "The road is shut"),
        ("The mayor branded the plan “a disgrace” after the vote.", "the plan “a disgrace”"),
        ("The group claimed the attack in a video that could not be verified.", "the attack"),
        ("Officials gave the number on board as 52.", "the number on board as 52"),
        ("The ministry raised the toll to 34.", "the toll to 34"),
        (
            "Ruiz put the number of houses lost at “fewer than 30”.",
            "the number of houses lost at “fewer than 30”",
        ),
        ("She conceded, however, that figures had been entered twice.", "figures had been entered twice"),
        ("The minister told local television that lorries block the road.", "lorries block the road"),
        ("Paris called on the junta to “open the roads”.", "the junta to “open the roads”"),
        ("14:05 Police say the bridge is open again.", "the bridge is open again"),
        (
            "HALLS GAP, Victoria: The fire doubled in size overnight, police said.",
            "The fire doubled in size overnight",
        ),
        ("- Some 41,000 people have fled, the office said.", "Some 41,000 people have fled"),
        (
            "The governor said on Monday that, if it rained, the dam might fail.",
            "if it rained, the dam might fail",
        ),
        ("The president said that was a pity.", "that was a pity"),
        ("The bank sees growth of 3% next year.", "growth of 3% next year"),
        ("The chair said the firm intends to hire 300 people.", "the firm intends to hire 300 people"),
    ],
)
def test_what_was_said_begins_and_ends_where_it_does(text: str, content: str) -> None:
    assert [found for _, found in told(text)] == [content]


@pytest.mark.parametrize(
    "text",
    [
        "Measles: 212 cases",
        "The blast claimed 23 lives in 2013.",
        "Baler recorded 312 mm of rain on Sunday.",
        "The rebels attacked the town at dawn.",
        "Hundreds of them sought shelter in a school.",
        "Wildfire crosses lake, 3,000 told",
    ],
)
def test_what_only_looks_like_a_claim_is_none(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Doctors at two clinics tested 40 men. They found that none had a fever.", "Doctors at two clinics"),
        ("A mediator has been called in. Talks, he said, could take weeks.", "A mediator"),
        ("The rent is low, its chair said. The club's chair, Ana Ruiz, was there.", "its chair"),
        (
            "Ana Ruiz spoke first. Her predecessor, Arne Solli, was silent. “He is a friend,” she said.",
            "Ana Ruiz",
        ),
        ("Dutch toolmaker Lumis said sales fell. The company expects better.", "Dutch toolmaker Lumis"),
    ],
)
def test_a_pronoun_or_a_short_phrase_means_who_was_named_before(text: str, name: str) -> None:
    assert name in [found for found, _ in told(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The minister declined to be drawn on the sale.",
        "A spokeswoman declined to elaborate.",
        "The firm neither confirmed nor denied the report.",
        "The owner has yet to respond to questions.",
        "The post could not verify the figure.",
        "The minister left without saying whether he would resign.",
        "The firm would not disclose the price.",
        "The ministry would neither confirm nor deny the report.",
    ],
)
def test_what_somebody_did_not_say_is_negated(text: str) -> None:
    assert [claim.negated for claim in claims_in(text)][:1] == [True]


@pytest.mark.parametrize(
    ("text", "stance", "hedged"),
    [
        ("Experts say the troops are likely aiming for the border.", "asserts", True),
        ("She believes that the peak has passed.", "asserts", False),
        ("The ship is believed to have sunk, the navy said.", "asserts", True),
        ("Analysts put the possible cost at €2bn.", "asserts", False),
        ("“The figures don't lie,” said Ana Ruiz.", "asserts", False),
        ("He said he had not had a day off since March.", "asserts", False),
        ("“Ask me later,” the minister told reporters.", "asserts", False),
        ("Rain should ease worries about the crop, forecasters say.", "asserts", False),
        ("The coach suggested that the match should be replayed.", "demands", False),
    ],
)
def test_how_a_claim_is_meant(text: str, stance: str, hedged: bool) -> None:
    claim = claims_in(text)[0]
    assert (claim.stance, claim.hedged) == (stance, hedged)


def test_a_line_that_opens_with_words_of_somebody_is_no_caption() -> None:
    text = "“We stay,” said Ana Ruiz. “Not today.” [Photo: A. Lee/Nile News Photo]The council voted 7-2."
    assert told(text) == [("Ana Ruiz", "“We stay,” ... “Not today.”")]


def test_words_of_another_day_go_on_without_a_verb() -> None:
    claims = find_claims(read("Ana Ruiz said on Thursday: “We will stay.” And on Friday: “We are leaving.”"))
    assert [claim.speaker and claim.speaker.name for claim in claims] == ["Ana Ruiz", "Ana Ruiz"]
    assert claims[1].content.text == "“We are leaving.”"


def test_a_quotation_alone_goes_on_what_its_speaker_said_before() -> None:
    text = "The mayor said the road was closed. “We are stuck here.”"
    assert told(text) == [("The mayor", "the road was closed"), ("The mayor", "“We are stuck here.”")]
