"""Four hundred letters of one mailing come by e-mail: they are one campaign in the inbox, and answered once. A call for
help among them is found and answered by itself. Over Postfix and Dovecot."""

import re
from collections import Counter
from collections.abc import Sequence
from email.message import EmailMessage

import pytest

from tests.journeys.campaigns import (
    ANSWER,
    answered_at_the_desk,
    answers_points,
    finds_and_accepts,
    words_of_campaign,
)
from tests.journeys.conftest import BY_LANGUAGE, Arrive, walked
from tests.journeys.demonstration import Demonstration
from tests.journeys.mailings import GREETINGS, inbox_of, mailbox_of_the_house, words_of, write_by_mail
from tests.journeys.person import Person
from tests.verification.peers import Mail

pytestmark = [
    pytest.mark.browser,
    # What a mailbox gets is the same at every width; the other campaigns' stories are walked on a telephone too.
    walked(BY_LANGUAGE["en"]),
]

LETTERS = 400
POINTS = {
    7: "My school takes sixty pupils to the seal colony every May, and the day boat is the only one that waits.",
    12: "As a midwife I have to cross at night four times a month, whatever the timetable says.",
}
HELP = "Also, I have been waiting for my disability payment for six months and they will evict me, please help me."
IN_NEED = 15
ON_POINTS = "Boats for schools and for midwives are ordered by the county, and stay."
TO_HELP = "Our casework desk calls the pensions office today and writes to you by Friday."


def test_four_hundred_letters_are_one_campaign_and_answered_once(
    arrive: Arrive, demonstration: Demonstration, mail: Mail
) -> None:
    name = demonstration.new_name("ferries")
    with mailbox_of_the_house(arrive("editor", name="editor with the mailbox"), mail, name) as house:
        senders = mail.box("islander")
        write_by_mail(mail, letters(words_of_campaign(name), senders), to=house)
        # Each is acknowledged once.
        assert most(inbox_of(mail, senders, at_least=LETTERS)) == 1

        clerk = arrive("second.editor")
        finds_and_accepts(clerk, name, letters=LETTERS)
        campaign = clerk.page.url
        answers_points(clerk, ON_POINTS, re.compile("sixty pupils"), re.compile("midwife"))
        answers_whoever_is_in_need(clerk)
        answered_at_the_desk(arrive, campaign, name)

        got = inbox_of(mail, senders, at_least=2 * LETTERS)
        answers = [one for one in got if ANSWER.search(words_of(one))]
        assert (len(answers), most(answers)) == (LETTERS - 1, 1)
        assert sum(ON_POINTS in words_of(one) for one in answers) == len(POINTS)
        (helped,) = [one for one in got if TO_HELP in words_of(one)]
        assert f"+{IN_NEED}@" in helped["To"]
        clerk.opens(campaign)
        clerk.waits_for(re.compile(rf"{LETTERS - 1}\D+{LETTERS - 1}"))


def letters(words: str, box: str) -> list[tuple[str, str]]:
    """From as many addresses, all of which end in one mailbox."""
    name, _, domain = box.partition("@")
    greeted = [f"{GREETINGS[n % len(GREETINGS)]}\n\n{words}" for n in range(LETTERS)]
    own = POINTS | {IN_NEED: HELP}
    texts = ["\n\n".join(filter(None, (one, own.get(n), f"Islander {n}"))) for n, one in enumerate(greeted)]
    return [(f"{name}+{n}@{domain}", text) for n, text in enumerate(texts)]


def most(got: Sequence[EmailMessage]) -> int:
    """Of these messages, how many anybody got."""
    return max(Counter(str(one["To"]) for one in got).values())


def answers_whoever_is_in_need(clerk: Person) -> None:
    apart = clerk.page.get_by_role("region", name=clerk.reads("Answer these by themselves"))
    clerk.follows(re.compile(""), within=apart)
    clerk.sees(re.compile("disability payment"))
    clerk.writes("Answer", TO_HELP)
    clerk.presses("Send the answer")
    clerk.sees(TO_HELP)
