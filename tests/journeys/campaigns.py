"""What staff do about a campaign in more than one story: it is found and accepted, its points are answered, and its one
answer goes through the desk."""

import re
from random import Random

from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.desk import LANGUAGES, approve, language, releases
from tests.journeys.person import Person
from tests.journeys.test_a_text_message_answered import REFERENCE

# Of each column a campaign has some, so that no two are alike.
WHO = (
    "The fishermen of the bay", "Every teacher on the islands", "Whoever lives by the water", "The village council",
    "Our district nurse", "A family with three children", "The harbour master", "My neighbours across the road",
    "The last boat builder of the coast", "Half of the young people", "The postwoman", "Our choir",
)  # fmt: skip
DOES = (
    "cannot do without", "was never asked about", "pays twice for", "has to wait for", "depends on", "would soon lose",
    "has fought for years for", "cannot understand the end of", "keeps asking for", "knows the worth of",
    "would give a lot for", "speaks each evening about",
)  # fmt: skip
WHAT = (
    "the late ferry from the mainland", "a doctor within the hour", "the market on Saturdays", "lamps along the pier",
    "a fair price for the crossing", "the school beyond the sound", "the old slipway", "clean water in the harbour",
    "the lighthouse and its keeper", "a bridge that was promised", "the winter timetable", "room for nets and crates",
)  # fmt: skip
THOUGH = (
    "before the storms of February come", "as long as nobody publishes the sums", "however the vote may go",
    "when the fog comes down", "while the money goes elsewhere", "and the bill does not say one word of it",
    "which an amendment could set right", "because there is no other way to work", "until the children are grown",
    "for that is what brings people here", "although the capital is far away", "so that nobody has to move away",
)  # fmt: skip
ANSWER = "The committee keeps the last boat of the evening in its text."


def words_of_campaign(name: str) -> str:
    """What all who take part send."""
    chance = Random(name)
    columns = (chance.sample(column, 6) for column in (WHO, DOES, WHAT, THOUGH))
    return " ".join(f"{' '.join(sentence)}." for sentence in zip(*columns, strict=True))


def text_the_same(demonstration: Demonstration, words: str, *, telephones: int = 3) -> dict[str, str]:
    """From as many telephones as make a campaign; the reference that each of them gets, by its number."""
    numbers = list[str]()
    while len(numbers) < telephones:
        number = demonstration.new_number()
        demonstration.text_from(number, words)
        demonstration.text_to(number, after=0)
        numbers.append(number)
    return {number: REFERENCE.findall(demonstration.texts_to(number)[0])[0] for number in numbers}


def finds_and_accepts(clerk: Person, name: str, *, letters: int) -> None:
    """As soon as the letters in the same words stand there as one."""
    looks_for_campaigns(clerk)
    clerk.opens("/inbox/campaigns/?state=decide")
    row = re.compile(rf"(?<!\d){letters}(?!\d)")
    clerk.waits_for(row)
    clerk.opens_row(row)
    clerk.writes(re.compile(r"\((English|anglais|inglés)\)"), name)
    clerk.presses("Accept")
    clerk.sees("Its letters are handled as one campaign from now on.", re.compile(name))


def looks_for_campaigns(clerk: Person) -> None:
    clerk.goes_to("Inbox")
    clerk.follows("Campaigns", within=clerk.page.locator("main"))
    clerk.presses("Look for new ones now")


def answers_points(clerk: Person, answer: str, *points: re.Pattern[str]) -> None:
    """All at once."""
    table = clerk.page.get_by_role("table").filter(has_text=clerk.reads("What its sender added"))
    clerk.sees(*points, within=table)
    for box in table.get_by_role("checkbox").all():
        box.check()
    clerk.writes("Answer to the ticked points", answer)
    clerk.presses("Save the answer for the ticked letters")
    clerk.sees(re.compile(re.escape(answer)))


def answered_at_the_desk(arrive: Arrive, campaign: str, name: str) -> None:
    """Written by an officer, approved by two editors, released: its title has the name of the campaign in it."""
    officer = arrive("officer")
    officer.opens(campaign)
    officer.presses("Write the answer")
    officer.follows("Write")
    for lang, called in LANGUAGES.items():
        officer.presses(re.compile(rf"^{called}"), within=officer.page.locator("main"))
        officer.writes("Text", ANSWER, within=language(officer, lang))
    officer.waits_until_saved()
    officer.presses("Submit for review")
    approve(name, arrive("editor"), arrive("second.editor", name="second editor"))
    releases(officer, name)
