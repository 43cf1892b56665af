"""An election comes between what people wrote and what became of it. Whoever asked is answered, as the policy of this
House lets answers go on, a campaign too; the message about the outcome waits, its page says so, and goes when the
period is over."""

import re
from pathlib import Path

import pytest

from tests.journeys.campaigns import (
    ANSWER,
    answered_at_the_desk,
    finds_and_accepts,
    text_the_same,
    words_of_campaign,
)
from tests.journeys.conftest import Arrive, Way
from tests.journeys.demonstration import Demonstration
from tests.journeys.desk import approve, releases
from tests.journeys.letters import REFERENCE, answers
from tests.journeys.outcomes import MONTH, TODAY, announces, passes, printed
from tests.journeys.test_a_text_message_answered import KEYWORDS
from tests.journeys.test_an_election_period import asks_to_end_it, begins_an_election, ends_it

pytestmark = pytest.mark.browser


def test_a_campaign_is_answered_in_an_election_period(arrive: Arrive, demonstration: Demonstration) -> None:
    name = demonstration.new_name("slipway")
    references = text_the_same(demonstration, words_of_campaign(name))
    clerk, secretary = arrive("second.editor"), arrive("secretary")
    finds_and_accepts(clerk, name, letters=len(references))
    campaign = clerk.page.url
    begins_an_election(secretary)
    heard = {number: len(demonstration.texts_to(number)) for number in references}
    answered_at_the_desk(arrive, campaign, name)
    for number in references:
        assert ANSWER.search(demonstration.text_to(number, after=heard[number]))
    asks_to_end_it(secretary)
    ends_it(arrive("second.secretary"))


def test_what_became_of_a_bill_waits_for_the_end_of_an_election_period(
    arrive: Arrive, demonstration: Demonstration, way: Way, tmp_path: Path
) -> None:
    number = demonstration.new_bill()
    demonstration.imports(printed(tmp_path / "introduced.xml", number, fee="ten", day=TODAY - MONTH))
    telephone, keyword = demonstration.new_number(), KEYWORDS[way.language][0]
    (question,) = REFERENCE.findall(demonstration.answer_to(telephone, f"{keyword} {number} Are lamps lit?"))[:1]
    clerk, secretary, officer = arrive("second.editor"), arrive("secretary"), arrive("officer")
    answers(clerk, question, "Yes. Ja. Sí.")
    demonstration.text_to(telephone, after=1)
    begins_an_election(secretary)

    demonstration.imports(printed(tmp_path / "amended.xml", number, fee="five", day=TODAY))
    passes(clerk, number)
    title = announces(officer, number)
    approve(title, arrive("editor"), clerk)
    releases(officer, title)
    officer.goes_to("Inbox")
    officer.follows("Outcomes", within=officer.page.locator("main"))
    officer.follows(re.compile(f"Harbour Lamps Bill {number}"))
    officer.waits_for("Held back by a sensitive period")
    assert len(demonstration.texts_to(telephone)) == 2

    asks_to_end_it(secretary)
    ends_it(arrive("second.secretary"))
    assert question in demonstration.text_to(telephone, after=2)
