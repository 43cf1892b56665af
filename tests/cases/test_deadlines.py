"""The day by which answers are due: who is notified when it comes, and who when it is long over."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.models import Notice, Office, User
from hemicycle.accounts.notices.presenting import shown
from hemicycle.accounts.roles import Role
from hemicycle.cases import actions as cases
from hemicycle.cases.actions import notices
from hemicycle.cases.jobs.deadlines import note_deadlines
from hemicycle.cases.models import Case
from hemicycle.channels import actions as channels
from hemicycle.rules.models import AuditEntry, ParameterInForce
from hemicycle.rules.parameters.hearing import WEEKDAYS
from tests.cast import person

pytestmark = pytest.mark.django_db

WITHIN = 10
"""The default of `answer_within_days`."""


@pytest.fixture(autouse=True)
def _every_hour_is_attended(db) -> None:
    ParameterInForce.objects.create(name="attended_from", value="00:00")
    ParameterInForce.objects.create(name="attended_until", value="23:59")
    ParameterInForce.objects.create(name="attended_days", value=[])


@pytest.fixture
def colleague(office) -> User:
    return person("Cora Clerk", Role.CLERK, office=office)


@pytest.fixture
def letter(mailbox, writes):
    """`letter(days=0)` is a case whose answer is due today, with `days=2` it was two days ago."""
    number = 0

    def wrote(*, days: int, account=mailbox, assignee: User | None = None) -> Case:
        nonlocal number
        number += 1
        case = writes(account, f"Letter {number}", f"ada{number}@citizen.example")
        assert waits(case, days=days)
        Case.objects.filter(pk=case.pk).update(assignee=assignee)
        return case

    return wrote


def waits(case: Case, *, days: int) -> int:
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    return Case.objects.filter(pk=case.pk).update(waiting_since=noon - timedelta(days=WITHIN + days))


def an_hour_later() -> int:
    cache.delete("cases.deadlines")
    return note_deadlines("worker")


def notified(kind: str) -> dict[User, int]:
    """Of how many letters each person is notified."""
    return {one.person: one.times for one in Notice.objects.filter(kind=kind).select_related("person")}


def test_when_its_day_comes_whoever_has_a_letter_is_notified_and_where_it_is_nobodys_those_who_may_answer_it(
    letter, clerk, colleague, researcher, officer, office, writes
):
    letter(days=0, assignee=colleague)
    letter(days=0, assignee=researcher)
    letter(days=0)
    letter(days=3)
    letter(days=-1)
    fediverse = channels.open_account(office=office, kind="activitypub", name="F", address="house", by="test")
    waits(writes(fediverse, "Who may write?", "https://social.example/users/ana", lang="en"), days=0)
    assert an_hour_later() == 5
    assert notified("cases.due") == {colleague: 4, researcher: 1, clerk: 3, officer: 1}
    assert AuditEntry.objects.get(action="cases.note_due").facts == {"cases": 5}


def test_each_letter_is_counted_once_and_an_office_gets_one_notice_a_day(letter, clerk):
    first = letter(days=0)
    assert an_hour_later() == 1 and an_hour_later() == 0
    letter(days=0)
    assert an_hour_later() == 0 and notified("cases.due") == {clerk: 1}
    Notice.objects.update(at=timezone.now() - timedelta(days=1))
    assert an_hour_later() == 1 and notified("cases.due") == {clerk: 2}
    # They wrote again, and wait anew.
    Notice.objects.update(at=timezone.now() - timedelta(days=1))
    waits(first, days=1)
    assert an_hour_later() == 1 and notified("cases.due") == {clerk: 3}


def test_deadlines_are_looked_at_once_an_hour_by_one_worker(letter, clerk):
    assert note_deadlines("first") == 0
    letter(days=0)
    assert note_deadlines("second") == 0 and not Notice.objects.filter(kind="cases.due").exists()
    assert an_hour_later() == 1


def test_on_a_day_on_which_nobody_reads_messages_nobody_is_notified(letter, clerk):
    letter(days=9)
    tomorrow = list(WEEKDAYS)[(timezone.localdate().weekday() + 1) % len(WEEKDAYS)]
    ParameterInForce.objects.filter(name="attended_days").update(value=[tomorrow])
    assert an_hour_later() == 0 and not Notice.objects.filter(kind="cases.due").exists()


def test_of_what_is_closed_nobody_is_notified(letter, clerk):
    case = letter(days=0)
    cases.close(Case.objects.filter(pk=case.pk), by=clerk)
    assert an_hour_later() == 0


@pytest.mark.parametrize(("days", "overdue", "expected"), [(2, 3, True), (2, 1, False), (0, 30, False)])
def test_those_who_lead_the_office_are_notified_after_the_working_days_that_the_policy_says(
    letter, clerk, editor, days, overdue, expected
):
    ParameterInForce.objects.create(name="overdue_escalation_days", value=days)
    letter(days=overdue)
    letter(days=overdue)
    an_hour_later()
    an_hour_later()
    assert notified("cases.overdue") == ({editor: 2} if expected else {})


def test_where_nobody_leads_all_who_answer_are_notified_as_in_a_members_office(
    letter, clerk, colleague, researcher, member, member_office
):
    letter(days=8)
    an_hour_later()
    assert notified("cases.overdue") == {clerk: 1, colleague: 1}
    assert AuditEntry.objects.get(action="cases.note_overdue").facts == {"cases": 1}
    notices.note_overdue(member_office, 2, by="test")
    assert notified("cases.overdue")[member] == 2


def test_the_policy_sets_members_offices_no_day_and_nobody_is_notified_of_any(letter, member, member_office):
    folder = {"transport": "folder", "folder": "outbox"}
    theirs = channels.open_account(
        office=member_office, kind="email", name="Ada", address="ada@h.example", settings=folder, by="test"
    )
    letter(days=30, account=theirs)
    assert an_hour_later() == 0 and member_office.kind == Office.Kind.MEMBER


@pytest.mark.parametrize(("kind", "said"), [
    ("cases.due", "2 answers are due today or overdue."),
    ("cases.overdue", "1 answer was due days ago, and nobody has given it."),
])  # fmt: skip
def test_a_notice_says_how_many_and_leads_to_them(letter, clerk, sign_in, kind, said):
    today, long_ago, tomorrow = letter(days=0), letter(days=9), letter(days=-1)
    cases.snooze(Case.objects.filter(pk=long_ago.pk), until=timezone.now() + timedelta(days=2), by=clerk)
    an_hour_later()
    (found,) = shown(clerk, Notice.objects.filter(kind=kind))
    assert found.sentence == said
    listed = sign_in(clerk).get(found.described.url).text
    expected = {today: kind == "cases.due", long_ago: True, tomorrow: False}
    for case, is_there in expected.items():
        assert (f'value="{case.reference}" form="bulk"' in listed) is is_there


def test_the_list_of_what_is_due_today_can_be_saved_as_a_view(letter, clerk, office, sign_in):
    letter(days=0)
    query = sign_in(clerk).get(f"{reverse('cases:inbox')}?due=today").context["query"]
    assert cases.save_view(office=office, name="Today", query=query, is_shared=False, by=clerk).query == "due=today"
