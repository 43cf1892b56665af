"""What staff do about a campaign in more than one story: it is found and accepted, its points are answered, and its one
answer goes through the desk."""

import re
from itertools import islice
from random import Random

from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.desk import LANGUAGES, approve, language, releases
from tests.journeys.letters import REFERENCE
from tests.journeys.person import Person

# Each campaign has some of them, in an order of its own, so that no two are alike.
MATTERS = (
    "ferry", "school", "quay", "lighthouse", "market", "doctor", "bridge", "timetable", "slipway", "choir", "harbour",
    "winter road", "fishing boat", "seal colony", "county", "pharmacy", "breakwater", "storm", "teacher", "grocer",
    "post office", "orchard", "sheep", "peat", "library", "chapel", "windmill", "telephone line", "well", "cemetery",
    "football field", "midwife", "nurse", "ice house", "smithy", "rope walk", "customs house", "museum", "dance hall",
    "bakery", "dairy", "mill pond", "footpath", "bird island", "tide gauge", "pilot", "dredger", "cable", "net loft",
    "fog horn", "bus", "ticket office", "crane", "tank", "mooring", "dune", "salt marsh", "oyster bed", "kiln", "inn",
)  # fmt: skip
SENTENCES = (
    "We ask you for the {}, the {} and the {}.", "Without the {} neither the {} nor the {} lasts a year.",
    "The {} and the {} cost less than the {}.", "Nobody of the {} was asked about the {} or the {}.",
    "Where the {} was, the {} is, and soon the {}.", "Keep the {}, mend the {}, and leave the {} alone.",
    "A {} is no {}, and a {} even less.", "Ask the {}: the {} comes before the {}.",
)  # fmt: skip
ANSWERS = {
    "en": "The committee keeps the last boat of the evening in its text.",
    "fr": "La commission maintient dans son texte le dernier bateau du soir.",
    "es": "La comisión mantiene en su texto el último barco de la noche.",
}
# What the fields of its name are called; it has one already in the language of its letters.
TITLES = {"en": re.compile(r"\(English\)"), "fr": re.compile(r"\(Français\)"), "es": re.compile(r"\(Español\)")}
# In whichever language somebody got it.
ANSWER = re.compile("|".join(map(re.escape, ANSWERS.values())))


def words_of_campaign(name: str) -> str:
    """What all who take part send."""
    chance = Random(name)
    matters = iter(chance.sample(MATTERS, 3 * len(SENTENCES)))
    return " ".join(one.format(*islice(matters, 3)) for one in chance.sample(SENTENCES, len(SENTENCES)))


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
    """As soon as so many letters in the same words stand there as one, which is called by a sentence of theirs."""
    looks_for_campaigns(clerk)
    clerk.opens("/inbox/campaigns/?state=decide")
    # The last one is called without its full stop, as the others are.
    sentence = re.compile("|".join(map(re.escape, words_of_campaign(name).rstrip(".").split(". "))))
    clerk.waits_for(sentence)
    clerk.opens_row(sentence)
    clerk.waits_for(re.compile(rf"^\s*{letters}\s*$"))
    for title in dict.fromkeys((TITLES["en"], TITLES[clerk.language])):
        clerk.writes(title, name)
    clerk.presses("Accept")
    clerk.sees("Its letters are handled as one campaign from now on.", re.compile(name))


def looks_for_campaigns(clerk: Person) -> None:
    clerk.goes_to("Inbox")
    clerk.follows("Campaigns", within=clerk.page.locator("main"))
    clerk.presses("Look for new ones now")


def answers_points(clerk: Person, answer: str, *points: re.Pattern[str]) -> None:
    """All at once."""
    table = clerk.page.locator("main table").filter(has_text=clerk.reads("What its sender added"))
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
    for lang, called in LANGUAGES.items():
        officer.presses(re.compile(rf"^{called}"), within=officer.page.locator("main"))
        officer.writes("Text", ANSWERS[lang], within=language(officer, lang))
    officer.waits_until_saved()
    officer.presses("Submit for review")
    approve(name, arrive("editor"), arrive("second.editor", name="second editor"))
    releases(officer, name)
