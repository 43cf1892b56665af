"""Whoever writes gets an answer in time: what is overdue is marked, counted and found; the policy sets the days."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.cases import actions as cases
from hemicycle.cases.models import Case, overdue_now
from hemicycle.channels import actions
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import Account, Inbound
from hemicycle.rules.models import ParameterInForce
from tests.cases import pages
from tests.cases.pages import case_of, just

pytestmark = pytest.mark.django_db
INBOX = reverse("cases:inbox")


@pytest.fixture
def fediverse(office) -> Account:
    return actions.open_account(office=office, kind="activitypub", name="Fediverse", address="house", by="test")


def receive(account: Account, name: str, *, days_ago: int, **more) -> Inbound:
    news = InboundMessage(name, f"Question {name}", sender=f"https://one.example/users/{name}", **more)
    actions.store_incoming(news, account=account, by="test")
    found = Case.objects.filter(messages__inbound__external_id=name)
    found.exclude(waiting_since=None).update(waiting_since=timezone.now() - timedelta(days=days_ago))
    found.update(heard_at=timezone.now() - timedelta(days=days_ago))
    return Inbound.objects.get(external_id=name)


def page(message: Inbound) -> str:
    return pages.page("case", message)


def test_an_answer_is_due_within_the_days_that_the_policy_says(sign_in, officer, fediverse):
    message, client = receive(fediverse, "a", days_ago=8), sign_in(officer)
    assert "Answer due by" in client.get(page(message)).text
    assert "Overdue</span>" not in client.get(INBOX).text
    ParameterInForce.objects.create(name="answer_within_days", value=3)
    assert "Answer overdue since" in client.get(page(message)).text
    assert "Overdue</span>" in client.get(INBOX).text


def test_what_is_overdue_is_counted_and_found_in_the_order_of_arrival(sign_in, officer, fediverse):
    old, older, new = (receive(fediverse, name, days_ago=days) for name, days in (("b", 30), ("c", 40), ("d", 1)))
    client = sign_in(officer)
    assert "2 overdue" in client.get(INBOX).text
    found = client.get(INBOX, {"due": "overdue", "order": "oldest"}).text
    assert page(new) not in found
    assert found.index(f"{page(older)}?") < found.index(f"{page(old)}?")


def test_what_is_closed_is_not_overdue_and_what_is_snoozed_is(sign_in, officer, fediverse):
    closed, snoozed = receive(fediverse, "e", days_ago=30), receive(fediverse, "f", days_ago=30)
    cases.close(just(closed), by=officer)
    cases.snooze(just(snoozed), until=timezone.now() + timedelta(days=3), by=officer)
    assert list(Case.objects.filter(overdue_now())) == [case_of(snoozed)]
    assert "Answer overdue" not in sign_in(officer).get(page(closed)).text


def test_nobody_owes_a_machine_an_answer_and_the_policy_sets_members_no_deadline(fediverse, member_office):
    receive(fediverse, "g", days_ago=30, automatic=True)
    theirs = actions.open_account(office=member_office, kind="activitypub", name="Ada", address="ada", by="test")
    message = receive(theirs, "h", days_ago=30)
    assert not Case.objects.filter(overdue_now()).exists()
    assert case_of(message).answer_due_at is None
