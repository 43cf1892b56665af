"""The workbench in a real browser: within the policy of the pages, accessible, by keyboard, wide and narrow."""

import pytest
from django.urls import reverse

from hemicycle.record import actions
from hemicycle.record.models import Attribution, Contribution, Organization, Person
from hemicycle.record.papers import Known, PersonPaper
from tests.browser import DESK, PHONE, assert_accessible, assert_no_sideways_scrolling, follow, reach
from tests.record import chamber

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def put_sitting(*names: str, words: str = "Hear, hear.") -> None:
    speeches = (
        chamber.speech(f"u{number}", chamber.text("en", words), labels={"en": name}, roles={"en": "Member"})
        for number, name in enumerate(names)
    )
    counted = chamber.vote(chamber.BallotPaper("yes", chamber.ALDA))
    chamber.sitting(*speeches, counted)


@pytest.fixture
def queues() -> None:
    """Something on each: a name, one decided, two who may be one, a text that changed, a vote without voters."""
    chamber.whole()
    actions.put_person(PersonPaper("Celia Ångström", (Known("popolo", "celia"),)), by="test")
    actions.propose_matches(by="test")
    put_sitting("Ms. Ångström (Northport)", "A Guest of the House")
    put_sitting("Ms. Ångström (Northport)", "A Guest of the House", words="Hear.")
    body = Organization.objects.get(kind="chamber")
    actions.attribute({"en": "A Guest of the House"}, body=body, person=None, until=chamber.DAY, by="test")


@pytest.mark.parametrize(("width", "scheme"), [(DESK, "light"), (PHONE, "dark")])
def test_its_pages_are_accessible_and_keep_the_policy(visit, clerk, queues, width, scheme):
    unknown = Contribution.objects.unmatched().get().address
    lists = ["workbench", "matches", "speakers", "changed", "votes"]
    addresses = [*map(reverse, (f"record:{name}" for name in lists)), reverse("record:speakers") + "?state=decided"]
    for address in (*addresses, reverse("record:speaker", args=[unknown])):
        page = visit(address, by=clerk, width=width, scheme=scheme)
        assert page.locator(".empty").count() == 0, address
        assert_accessible(page)
        assert_no_sideways_scrolling(page)


def test_who_it_is_is_said_by_keyboard_alone(visit, clerk, queues):
    page = visit(reverse("record:speakers"), by=clerk)
    follow(page, "th a")
    reach(page, "input[type=radio]")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.locator("input[value=another]").is_checked()
    reach(page, "#id_person + .select2-container .select2-selection")
    page.keyboard.press("Enter")
    page.keyboard.type("alda")
    page.wait_for_selector(".select2-results__option--highlighted:not(.loading-results)")
    assert_accessible(page)
    page.keyboard.press("Enter")
    reach(page, "main form .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/speakers/")
    assert Attribution.objects.get(person__isnull=False).person == Person.objects.get(name="Alda Ferrer")


def test_the_next_page_is_reached_by_keyboard(visit, clerk):
    chamber.whole()
    put_sitting(*(f"Guest number {number}" for number in range(51)))
    page = visit(reverse("record:speakers"), by=clerk)
    follow(page, "a[rel=next]")
    assert page.locator("tbody tr").count() == 1
    follow(page, "a[rel=prev]")
    assert page.locator("tbody tr").count() == 50
