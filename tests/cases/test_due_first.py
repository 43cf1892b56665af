"""What is due next: the day on each row, and an order that has the earliest first."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.cases import actions
from hemicycle.cases.inbox.filters import Asked
from hemicycle.cases.models import Case
from hemicycle.channels.models import Account
from hemicycle.rules.models import ParameterInForce
from tests.cases.arriving import case_from, mailbox_of
from tests.cases.bills import bill
from tests.cases.test_hearings import planned

__all__ = ["bill"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unacknowledged")]
INBOX = reverse("cases:inbox")


@pytest.fixture
def four(office) -> list[Case]:
    """Heard of in this order; the third waits longest, the last for no answer."""
    account = mailbox_of(office)
    cases = [case_from(account, f"{name}@citizen.example", f"It floods at {name}.") for name in "abcd"]
    now = timezone.now()
    for case, days in zip(cases, (2, 1, 3, None), strict=True):
        waits = now - timedelta(days=days) if days is not None else None
        Case.objects.filter(pk=case.pk).update(waiting_since=waits)
        case.refresh_from_db()
    return cases


def asked(clerk: User, **address: str) -> Asked:
    return Asked(User.objects.get(pk=clerk.pk), address)


def listed(client, cases: list[Case], **address: str) -> list[int]:
    shown = client.get(INBOX, address).text
    at = {n: shown.find(f'value="{one.reference}" form="bulk"') for n, one in enumerate(cases)}
    return sorted((n for n, where in at.items() if where >= 0), key=lambda n: at[n])


def test_what_is_due_next_stands_first_and_what_waits_for_nothing_is_left_out(sign_in, clerk, four):
    client = sign_in(clerk)
    assert listed(client, four, order="due") == [2, 0, 1]
    assert listed(client, four, order="due", q="floods") == [2, 0, 1]
    said = client.get(INBOX, {"order": "due"}).text
    assert "Cases that wait for no answer are left out." in said
    assert "whatever sitting comes before: “This week or overdue” finds those." in said
    assert listed(client, four) == [3, 2, 1, 0]


def test_a_snoozed_one_has_its_place_and_a_closed_one_none(sign_in, clerk, four):
    actions.snooze(Case.objects.filter(pk__in=[four[0].pk, four[2].pk]), until=_next_month(), by=clerk)
    actions.close(Case.objects.filter(pk=four[1].pk), triage="", by=clerk)
    client = sign_in(clerk)
    assert listed(client, four, state="snoozed", order="due") == [2, 0]
    assert listed(client, four, state="closed", order="due") == [1]
    assert listed(client, four, state="all", order="due") == listed(client, four, state="all", order="latest")


def test_the_next_case_is_that_which_is_due_next(clerk, four):
    due = asked(clerk, order="due")
    assert list(due.after(four[2])) == [four[0], four[1]]
    assert list(due.after(four[1])) == []
    assert list(due.after(four[3])) == [four[2], four[0], four[1]]


def test_what_lies_behind_the_window_is_reached_by_the_moment_since_when_it_waits(clerk, four):
    due = Asked(User.objects.get(pk=clerk.pk), {"order": "due", "lang": "en"}, columns=1)
    assert (list(due.rows()), due.looked_back_to) == ([four[2]], four[0].waiting_since)
    further = Asked(due.person, {"order": "due", "lang": "en", "until": due.further_back}, columns=1)
    assert list(further.rows()) == [four[0]]


@pytest.mark.parametrize(("lang", "words"), [("en", "due 8 December"), ("fr", "8 décembre"), ("es", "8 de diciembre")])
def test_a_row_says_on_which_day_an_answer_is_due(sign_in, clerk, four, monkeypatch, lang, words):
    ParameterInForce.objects.create(name="answer_within_days", value=7)
    now = datetime(2026, 12, 1, 10, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    Case.objects.update(waiting_since=None)
    Case.objects.filter(pk=four[0].pk).update(waiting_since=now)
    client = sign_in(clerk)
    assert client.get(INBOX, headers={"accept-language": lang}).text.count(words) == 1
    Case.objects.filter(pk=four[0].pk).update(waiting_since=now - timedelta(days=7, hours=1))
    assert "due today" in client.get(INBOX).text
    Case.objects.filter(pk=four[0].pk).update(waiting_since=now - timedelta(days=20))
    assert (
        "Overdue</" in client.get(INBOX).text.partition("inbox-rows")[2] and "due today" not in client.get(INBOX).text
    )


def test_what_is_due_this_week_is_listed_and_what_a_sitting_of_this_week_is_about(
    sign_in, clerk, four, bill, monkeypatch
):
    ParameterInForce.objects.create(name="answer_within_days", value=7)
    # A Tuesday.
    now = datetime(2026, 12, 1, 10, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    for case, days in zip(four[:3], (4, 1, 20), strict=True):
        Case.objects.filter(pk=case.pk).update(waiting_since=now - timedelta(days=days))
    client = sign_in(clerk)
    assert listed(client, four, due="week", order="due") == [2, 0]
    actions.add_subject(four[1], bill, origin="staff", by=clerk)
    sitting = planned(bill, days=9).sitting
    assert listed(client, four, due="week", order="due") == [2, 0]
    sitting.date = now.date() + timedelta(days=3)
    sitting.save()
    assert listed(client, four, due="week", order="due") == [2, 0, 1]
    assert listed(client, four, due="today", order="due") == [2]


def test_a_members_office_owes_no_day(sign_in, member, member_office):
    account: Account = mailbox_of(member_office, "ada@okafor.example")
    case_from(account, "a@citizen.example")
    assert ">due " not in sign_in(member).get(INBOX).text


def _next_month() -> datetime:
    return timezone.now() + timedelta(days=30)
