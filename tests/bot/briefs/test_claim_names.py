"""Whom a speaker's phrase means: the fullest name in the article, whoever was quoted before."""

from __future__ import annotations

import pytest

from bot.briefs.claims import find_claims
from bot.briefs.document import read

BODIES = [
    ("The World Health Organization sent a team. The WHO said 40 were ill.", "The World Health Organization"),
    ("The World Food Programme (WFP) halted flights. WFP said fuel ran out.", "The World Food Programme"),
    ("Médecins Sans Frontières runs the clinic. MSF said it was full.", "Médecins Sans Frontières"),
    ("The International Organization for Migration left. IOM said why.",
     "The International Organization for Migration"),
    ("Nurses sent the Federal Emergency Management Agency a list. FEMA said it came late.",
     "the Federal Emergency Management Agency"),
    ("The Ministry of Irrigation shut it. The ministry said the dam was safe.", "The Ministry of Irrigation"),
    ("The European Medicines Agency met. The agency said it was safe.", "The European Medicines Agency"),
    ("Steppe Coal Ltd owns the pit. The company said two men were missing.", "Steppe Coal Ltd"),
    ("Lumis, a Dutch toolmaker, cut jobs. The company said orders had dried up.", "Lumis"),
    ("He met the European Commission. The Commission said talks went well.", "the European Commission"),
    ("The African Union sent observers. The bloc praised the vote.", "The African Union"),
    ("Amnesty International wrote to the court. Amnesty said the trial was unfair.", "Amnesty International"),
    ("The European Union met. The Electricians Union (EU) struck. The EU said pay was low.",
     "The Electricians Union"),
    ("Roke & Sons said sales fell.", "Roke & Sons"),
    ("The daily El Faro reported the raid. The daily said 12 people were held.", "The daily El Faro"),
    ("The Harbour Trust met. The charity Safe Seas counted 40 dead. It called for calm.",
     "The charity Safe Seas"),
    ("The league met. The league's refereeing committee sat. The league said it would rule.", "The league"),
]  # fmt: skip

PEOPLE = [
    ("North Korea's envoy, Kim Chol-su, spoke. South Korea's minister, Kim Min-jae, replied. "
     "“We have none,” the North Korean Kim said.", "Kim Chol-su"),
    ("Ahmed Yusuf, the mayor, and Hassan Yusuf, the police chief, met. "
     "Mayor Yusuf said it was open.", "Ahmed Yusuf"),
    ("Ahmed Yusuf, the mayor, and Hassan Yusuf, the police chief, met. "
     "Yusuf, the police chief, said it was shut.", "Hassan Yusuf"),
    ("Keel spoke for an hour.\n\n“The bridge is safe,” he said.", "Keel"),
    ("Keel, the harbour master, spoke for an hour. “The bridge is safe,” he said.", "Keel"),
    ("“It is over,” said captain Sean Doyle. The Irishman said the knee had gone.", "Sean Doyle"),
    ("The club paid striker Jan Roke well. “I am happy here,” the player said.", "Jan Roke"),
    ("French President Jean Roche spoke in Lyon. The French president said it was late.", "Jean Roche"),
    ("Jane Roke leads the council. Council leader Roke said it was lost. The leader said it twice.",
     "Jane Roke"),
    ("President Jan Roke met French President Jean Roche. The president said it was late.", "The president"),
    ("President Jan Roke met reporters. President Roke smiled. The president said it was late.",
     "Jan Roke"),
    ("Ann Roke and her brother Tom Roke saw it. “We were scared,” Roke said.", "Roke"),
    ("Ann Roke saw it. Ms Roke stayed. “We were scared,” Roke said.", "Ann Roke"),
    ("Ana Ruiz, president of the council, blamed rain. The U.S. president endorsed her rival.",
     "The U.S. president"),
    ("Minister of Defence, Brigadier General Musa D. Ali (rtd) spoke. The Minister, who was the guest, "
     "praised the troops.", "Musa D. Ali"),
    ("The man, law student Nuno Bea, dismissed the charge.", "Nuno Bea"),
    ("The minister, Jane Roe, met the bank's chief, John Doe. He said rates would fall.", "John Doe"),
    ("Jan Brandt himself, giving evidence, insisted that it was true.", "Jan Brandt"),
    ("Omar Sadiq spoke. Police questioned a man; his lawyer said he had lit no fire.", "his lawyer"),
    ("The premier cancelled a visit. He flew home. On the radio he said the dam was weak.", "The premier"),
    ("A baker, Omar Sadiq, was charged. His lawyer said he had lit no fire.", "Omar Sadiq’s lawyer"),
    ("Mayor Ana Ruiz opened the meeting.\n\nTreasurer Peter Hagen read the budget. “It is empty,” he said.",
     "Peter Hagen"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), BODIES)
def test_an_institution_is_named_in_full(text: str, name: str) -> None:
    assert speaker_at_the_end(text) == name


@pytest.mark.parametrize(("text", "name"), PEOPLE)
def test_a_person_is_told_by_office_people_or_what_came_before(text: str, name: str) -> None:
    assert speaker_at_the_end(text) == name


def test_a_trade_of_which_another_was_spoken_stays_as_it_is() -> None:
    text = "A farmer waited outside. Mayor Ana Ruiz said it was late. The farmer said he would go home."
    assert speaker_at_the_end(text) == "The farmer"


def speaker_at_the_end(text: str) -> str | None:
    speaker = find_claims(read(text))[-1].speaker
    return speaker.name if speaker else None
