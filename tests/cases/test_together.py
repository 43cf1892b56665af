"""Two people at one case know of each other, and nobody sends a second answer unawares."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.cases.actions import merge
from hemicycle.cases.models import Case, Presence
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Answer
from tests.cases.arriving import case_from, mailbox_of
from tests.cast import Role, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(office) -> Case:
    return case_from(mailbox_of(office), "ada@citizen.example")


@pytest.fixture
def colleague(office):
    return person("Cora Clerk", Role.CLERK, office=office)


def page(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.reference])


def said(text: str = "We came to look.", **more) -> dict[str, str]:
    return {"text": text, "lang": "en", "key": "k1", "seen": "1", **more}


def test_each_of_two_sees_that_the_other_has_it_open_and_that_they_write(sign_in, clerk, colleague, case):
    one, other = sign_in(clerk), sign_in(colleague)
    assert "open too" not in one.get(page("case", case)).text
    assert "Clara Clerk has this case open too." in other.get(page("case", case)).text
    assert "Cora Clerk has this case open too." in one.post(page("present", case)).text
    other.post(page("present", case), {"writing": "1"})
    assert "Cora Clerk is writing an answer to this case." in one.post(page("present", case)).text


def test_whoever_left_is_not_there_any_more(sign_in, clerk, colleague, case):
    sign_in(colleague).get(page("case", case))
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert "open too" not in sign_in(clerk).get(page("case", case)).text


def test_who_may_not_read_it_does_not_see_who_does(sign_in, clerk, officer, member, case):
    sign_in(clerk).get(page("case", case))
    assert "open too" not in sign_in(officer).get(page("case", case)).text
    assert sign_in(officer).post(page("present", case)).status_code == 403
    assert sign_in(member).post(page("present", case)).status_code == 404
    assert Presence.objects.count() == 1


def test_an_answer_given_meanwhile_is_shown_before_a_second_one_is_sent_which_leaves_if_they_insist(
    sign_in, clerk, colleague, case
):
    channels.give_answer(case.latest, text="An engineer comes.", lang="en", key="other", by=colleague)
    client = sign_in(clerk)
    refused = client.post(page("answer", case), said())
    assert refused.status_code == 409
    assert "Cora Clerk answered it meanwhile" in refused.text
    assert "An engineer comes." in refused.text and "We came to look." in refused.text
    assert Answer.objects.count() == 1
    seen = refused.text.partition('name="seen" value="')[2].partition('"')[0]
    client.post(page("answer", case), said(seen=seen))
    assert Answer.objects.count() == 2


def test_what_they_wrote_meanwhile_is_shown_before_an_answer_leaves(sign_in, clerk, case):
    more = f"It is worse now. Reference {case}"
    assert case_from(case.account, "ada@citizen.example", more) == case
    refused = sign_in(clerk).post(page("answer", case), said())
    assert "They wrote again meanwhile" in refused.text and "It is worse now." in refused.text
    assert not Answer.objects.exists()


def test_a_second_click_is_the_same_answer_and_no_conflict(sign_in, clerk, case):
    client = sign_in(clerk)
    for _click in range(2):
        assert client.post(page("answer", case), said()).status_code == 302
    assert Answer.objects.count() == 1


def test_the_open_page_says_that_something_came_since(sign_in, clerk, colleague, case):
    client = sign_in(clerk)
    assert "since you opened it" not in client.post(page("present", case), {"seen": "1"}).text
    channels.give_answer(case.latest, text="An engineer comes.", lang="en", key="other", by=colleague)
    assert "since you opened it" in client.post(page("present", case), {"seen": "1"}).text


def test_a_page_that_is_open_of_a_case_merged_meanwhile_goes_on_asking(sign_in, clerk, case):
    other = case_from(case.account, "ada@citizen.example", "And my cellar.")
    merge(case, into=other, by=clerk)
    assert sign_in(clerk).post(page("present", case), {"seen": "1"}).status_code == 200
