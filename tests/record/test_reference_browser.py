"""The admin in a real browser: within the policy of the pages, accessible, by keyboard, wide and narrow."""

import pytest
from django.urls import reverse

from hemicycle.record.models import Membership, Person
from tests.browser import DESK, PHONE, assert_accessible, assert_no_sideways_scrolling, reach
from tests.record import chamber

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scheme"), [(DESK, "light"), (PHONE, "dark")])
def test_its_pages_are_accessible_and_keep_the_policy(visit, clerk, width, scheme):
    chamber.whole()
    person = Person.objects.get(name="Alda Ferrer")
    for name, key in (("changelist", []), ("change", [person.pk]), ("history", [person.pk]), ("delete", [person.pk])):
        page = visit(reverse(f"admin:record_person_{name}", args=key), by=clerk, width=width, scheme=scheme)
        assert_accessible(page)
        assert_no_sideways_scrolling(page)


def test_a_membership_is_entered_by_keyboard_alone(visit, clerk):
    chamber.whole()
    page = visit(reverse("admin:record_membership_add"), by=clerk)
    for field, typed in (("person", "celia"), ("organization", "rivers")):
        reach(
            page, f"[aria-controls=select2-id_{field}-container], #id_{field} + .select2-container .select2-selection"
        )
        page.keyboard.press("Enter")
        # It opens first and takes the focus then.
        page.wait_for_selector(".select2-container--open .select2-search__field:focus")
        page.keyboard.type(typed)
        # Before what was typed is looked for, the first of all is offered.
        page.wait_for_selector(f".select2-results__option--highlighted:not(.loading-results):has-text('{typed}')")
        page.keyboard.press("Enter")
        page.wait_for_selector(".select2-container--open", state="detached")
    reach(page, "[name=_save]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/membership/")
    assert "Celia Ångström · Member · Committee on Rivers" in map(str, Membership.objects.all())
