"""Of a large inbox the newest of each office are looked through, and what lies behind them is never passed over in
silence."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.roles import Role
from hemicycle.cases import actions
from hemicycle.cases.inbox import window
from hemicycle.cases.inbox.filters import Asked
from hemicycle.cases.inbox.shelf import shelf_of
from hemicycle.cases.models import Case
from hemicycle.channels import actions as channels

pytestmark = pytest.mark.django_db

INBOX = reverse("cases:inbox")


@pytest.fixture
def both(clerk, mailbox, writes) -> list[str]:
    """The references of three letters to each of two offices, in which one person works; the newest first."""
    second = accounts.open_office(slug="second", name="Second", by="test")
    accounts.assign(clerk, office=second, role=Role.CLERK, by="test")
    theirs = channels.open_account(
        office=second, kind="email", name="Theirs", address="m@h.example", settings=dict(mailbox.settings),
        by="test",
    )  # fmt: skip
    found = [
        writes(to, f"My street floods {n}", f"ada{n}@citizen.example", lang="en")
        for n in range(3)
        for to in (mailbox, theirs)
    ]
    return [one.reference for one in reversed(found)]


def references(person, *, columns: int = window.COLUMNS, **address: str) -> list[str]:
    return list(Asked(person, address, columns=columns).rows().values_list("reference", flat=True))


def test_of_each_office_the_newest_are_looked_through(clerk, both):
    assert references(clerk, lang="en") == both
    assert references(clerk, lang="en", columns=2) == both[:4]
    assert references(clerk, lang="en", columns=2, order="oldest") == both[:1:-1]
    asked = Asked(clerk, {"lang": "en"}, columns=2)
    assert set(asked.behind().values_list("reference", flat=True)) == set(both[4:])
    assert not Asked(clerk, {"lang": "en"}).behind().exists()


def test_what_cannot_wait_is_first_however_old_it_is_unless_another_order_is_asked_for(clerk, both):
    Case.objects.filter(reference=both[5]).update(urgency="casework")
    assert references(clerk) == [both[5], *both[:5]]
    assert references(clerk, columns=1) == [both[5], *both[:2]]
    assert references(clerk, order="latest") == both
    asked = Asked(clerk, {})
    first, last = Case.objects.get(reference=both[5]), Case.objects.get(reference=both[4])
    assert list(asked.after(first).values_list("reference", flat=True)) == both[:5]
    assert not asked.after(last).exists()


@pytest.mark.skipif("sqlite" not in connection.vendor, reason="PostgreSQL chooses by what it has counted")
@pytest.mark.parametrize(
    ("order", "index"),
    [
        ("latest", "cases_case_newest (office_id=? AND state=?"),
        ("oldest", "cases_case_newest (office_id=? AND state=?"),
        ("", "cases_case_urgent_first (office_id=? AND state=?"),
    ],
)
def test_neither_a_list_nor_what_follows_in_it_is_sorted(clerk, mailbox, writes, order, index):
    asked = Asked(clerk, {"order": order})
    plans = [asked.rows().explain(), asked.after(writes(mailbox, "My street floods", "ada@citizen.example")).explain()]
    assert all(index in one and "ORDER BY" not in one for one in plans)
    assert re.search(r"heard_at[<>]\?", plans[1])


@pytest.mark.skipif("sqlite" not in connection.vendor, reason="PostgreSQL chooses by what it has counted")
def test_what_cannot_wait_is_found_by_its_index(clerk, mailbox):
    assert "cases_case_urgent (office_id=? AND state=? AND urgency_order=?)" in (
        Asked(clerk, {"urgency": "any"}).rows().explain()
    )


def test_no_window_hides_what_cannot_wait(clerk, both):
    Case.objects.filter(reference=both[5]).update(urgency="threat")
    assert references(clerk, urgency="any", columns=1) == [both[5]]
    assert not Asked(clerk, {"urgency": "any"}, columns=1).behind().exists()


def test_how_many_cannot_wait_stands_above_the_list_and_leads_to_them(sign_in, clerk, both):
    assert "cannot wait</strong>" not in sign_in(clerk).get(INBOX).text
    Case.objects.filter(reference__in=both[4:]).update(urgency="danger")
    assert '<a href="/inbox/?urgency=any"><strong>2 cannot wait</strong></a>' in sign_in(clerk).get(INBOX).text
    first = sign_in(clerk).get(INBOX).context["rows"][:2]
    assert [one.case.reference for one in first] == [both[5], both[4]]


def test_the_gravest_stands_first_then_the_nearest_day_then_what_came_first(clerk, both):
    grave, later, sooner, newer, older, ordinary = both
    for reference, urgency, due in (
        (grave, "danger", ""),
        (later, "time_limit", "2026-12-11"),
        (sooner, "time_limit", "2026-12-04"),
        (newer, "casework", ""),
        (older, "casework", ""),
    ):
        Case.objects.filter(reference=reference).update(urgency=urgency, evidence={"due": due} if due else {})
    expected = [grave, sooner, later, older, newer, ordinary]
    assert references(clerk) == [*references(clerk, urgency="any"), ordinary] == expected
    for number, reference in enumerate(expected):
        following = Asked(clerk, {}).after(Case.objects.get(reference=reference))
        assert list(following.values_list("reference", flat=True)) == expected[number + 1 :]


def test_a_reference_is_found_behind_what_was_looked_through(clerk, both):
    assert references(clerk, q=both[5], columns=1) == [both[5]]
    assert references(clerk, q="floods 0", columns=1) == []


def test_a_number_beside_a_view_says_when_there_may_be_more(clerk, office, both, monkeypatch):
    actions.save_view(office=office, name="English", query="lang=en", is_shared=False, by=clerk)
    assert [one.number for one in shelf_of(clerk, Asked(clerk, {}), "")] == ["6"]
    monkeypatch.setattr(window, "SHELF", 2)
    assert [one.number for one in shelf_of(clerk, Asked(clerk, {}), "")] == ["4+"]
