"""Which offices a letter may be passed on to, and the place on which that depends, said where it is passed on."""

import re

import pytest

from hemicycle.accounts.actions import open_office
from hemicycle.accounts.models import Office
from hemicycle.accounts.roles import Role
from hemicycle.cases import actions, addresses
from hemicycle.cases.models import Case, PassingOn
from hemicycle.channels.models import Outbound
from tests.cases.arriving import mailbox_of
from tests.cast import person

from .test_passing_on import ask, hills, letter, page, river, theirs

__all__ = ["hills", "letter", "river", "theirs"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unacknowledged")]


@pytest.mark.parametrize(
    ("agreed", "why", "words"),
    [
        (None, "asked, not answered yet", "has not answered yet"),
        (False, "they said no", "does not want it to go to Office of Ada Okafor"),
        (True, "has it already", "Office of Ada Okafor has it already"),
    ],
)
def test_an_office_that_was_asked_about_is_not_offered_again_and_nothing_is_said_to_be_asked(
    sign_in, clerk, letter, member_office, theirs, agreed, why, words
):
    client = sign_in(clerk)
    assert f'value="{member_office.pk}" checked>' in client.get(page("pass_on", letter)).text
    row = ask(client, letter, member_office)
    if agreed is not None:
        actions.answer_passing_on(row, agreed=agreed)
    shown = client.get(page("pass_on", letter)).text
    assert re.search(f"disabled>[^/]*Office of Ada Okafor <span[^>]*>{why}", shown)
    assert "Ask whoever wrote it" not in shown
    said = client.post(page("pass_on", letter), {"to": member_office.pk}, follow=True).text
    assert words in said and "Whoever wrote it is asked." not in said
    assert PassingOn.objects.count() == Outbound.objects.count() == 1


@pytest.mark.parametrize("then", ["", "pass-on"])
def test_a_place_that_is_none_stays_in_its_field_with_the_reason(sign_in, clerk, letter, hills, then):
    client = sign_in(clerk)
    actions.set_area(letter, None, by="test")
    shown = client.post(page("set_area", letter), {"where": "Hilltop & co", "then": then})
    assert shown.status_code == 422
    assert "No constituency matches “Hilltop &amp; co”." in shown.text and 'value="Hilltop &amp; co"' in shown.text
    assert bool(then) == ('class="inbox-area"' not in shown.text) and '<details class="inbox-area">' not in shown.text
    assert Case.objects.get(pk=letter.pk).area is None


@pytest.mark.parametrize("then", ["", "pass-on"])
def test_an_empty_field_removes_no_place_its_own_button_does_and_it_is_undone(
    sign_in, clerk, letter, river, member_office, theirs, then
):
    client, office = sign_in(clerk), f'value="{member_office.pk}" checked>'
    shown = client.post(page("set_area", letter), {"where": " ", "then": then})
    assert shown.status_code == 422
    assert "Enter a postcode or place, or press “Not known” to remove it." in shown.text
    assert Case.objects.get(pk=letter.pk).area == river
    said = client.post(page("set_area", letter), {"unknown": "1", "where": "", "then": then}, follow=True)
    assert "Removed." in said.text and 'name="unknown"' not in said.text
    assert Case.objects.get(pk=letter.pk).area is None and office not in client.get(page("pass_on", letter)).text
    shown = client.post(page("set_area", letter), {"where": "", "then": then})
    assert "Enter a postcode or place." in shown.text and "to remove it" not in shown.text
    undone = client.post(re.search(r'action="(/[^"]*undo[^"]*)"', said.text)[1], follow=True)
    assert "Undone." in undone.text and undone.redirect_chain[-1][0] == said.redirect_chain[-1][0]
    assert Case.objects.get(pk=letter.pk).area == river and office in client.get(page("pass_on", letter)).text


def test_a_place_that_somebody_else_said_since_is_not_undone(sign_in, clerk, letter, river, hills):
    client = sign_in(clerk)
    said = client.post(page("set_area", letter), {"unknown": "1"}, follow=True)
    actions.set_area(letter, hills, by="test")
    undone = client.post(re.search(r'action="(/[^"]*undo[^"]*)"', said.text)[1], follow=True)
    assert "cannot be undone" in undone.text and Case.objects.get(pk=letter.pk).area == hills


def test_the_place_is_said_where_the_letter_is_passed_on_and_the_office_offered_at_once(
    sign_in, clerk, letter, river, member_office, theirs
):
    client = sign_in(clerk)
    actions.set_area(letter, None, by="test")
    shown = client.get(page("pass_on", letter)).text
    assert 'name="where"' in shown and "Office of Ada Okafor" not in shown
    said = client.post(f"{page('set_area', letter)}?whose=mine", {"where": "4020", "then": "pass-on"})
    assert said.url == f"{page('pass_on', letter)}?whose=mine"
    shown = client.get(said.url).text
    assert "River" in shown and f'value="{member_office.pk}" checked>' in shown
    assert client.post(page("set_area", letter), {"where": "River", "then": "pass-on"}).url == page("pass_on", letter)


def test_a_place_for_which_nobody_takes_letters_says_so(sign_in, clerk, letter, hills):
    client, said = sign_in(clerk), "No member who sits for it takes letters here."
    assert said not in client.get(page("pass_on", letter)).text
    actions.set_area(letter, hills, by="test")
    assert said in client.get(page("pass_on", letter)).text


def test_who_may_read_and_not_answer_comes_to_no_page_that_passes_on(sign_in, researcher, letter):
    assert sign_in(researcher).post(page("set_area", letter), {"where": "x", "then": "pass-on"}).status_code == 403


def test_another_office_of_the_house_that_answers_letters_is_offered_and_no_other_members(
    sign_in, clerk, other_clerk, office, other_office, letter, member_office, theirs, client
):
    for slug, name, role in (("tours", "Tours", Role.OFFICER), ("member-b", "Office of Ben Bell", Role.MEMBER)):
        kind = Office.Kind.MEMBER if role == Role.MEMBER else Office.Kind.INSTITUTION
        person(name, role, office=open_office(slug=slug, name=name, kind=kind, by="test"))
    mailbox_of(other_office, "enquiries@house.example")
    shown = sign_in(clerk).get(page("pass_on", letter)).text
    assert "Enquiry service" in shown and "Office of Ada Okafor" in shown
    assert "Tours" not in shown and "Office of Ben Bell" not in shown and " checked>" not in shown
    row = ask(sign_in(clerk), letter, other_office)
    assert sign_in(other_clerk).get(page("case", letter)).status_code == 404
    client.post(addresses.passing_on(row.key), {"say": "yes"})
    there = Case.objects.get(office=other_office)
    assert letter.latest.text in sign_in(other_clerk).get(page("case", there)).text
    assert sign_in(clerk).get(page("case", there)).status_code == 404
