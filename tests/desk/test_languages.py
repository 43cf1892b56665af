"""The languages that the policy asks for: without them nothing is submitted, unless it cannot wait; then they follow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.accounts.models import Notice
from hemicycle.desk import actions
from hemicycle.desk.errors import NotReady
from hemicycle.desk.models import Announcement
from hemicycle.rules.models import ParameterInForce

from .conftest import WORDS

pytestmark = pytest.mark.django_db
ENGLISH = {"en": WORDS["en"]}


def submitted(announcement: Announcement, officer) -> bool:
    try:
        actions.submit(announcement, by=officer)
    except NotReady as refused:
        return refused.reasons != ("missing-language",)
    return True


def released(announcement: Announcement, officer) -> Announcement:
    actions.schedule(announcement, by=officer)
    actions.release(announcement, by=officer)
    return Announcement.objects.get(pk=announcement.pk)


@pytest.fixture
def urgent(approved, officer) -> Announcement:
    """Released in English alone."""
    announcement = approved(texts=ENGLISH, cannot_wait=True)
    return released(announcement, officer)


def test_it_is_submitted_in_the_languages_that_the_policy_names(write, officer):
    """By default in all languages of the site."""
    assert not submitted(write(texts=ENGLISH), officer)
    ParameterInForce.objects.create(name="required_languages", value=["en"])
    assert submitted(write(texts=ENGLISH), officer)


def test_a_language_that_the_policy_names_is_asked_for_whatever_else_blocks(write, officer):
    ParameterInForce.objects.create(name="required_languages", value=["en", "fr"])
    ParameterInForce.objects.create(name="checks_blocking", value=["dead-link"])
    assert not submitted(write(texts=ENGLISH), officer)


def test_what_cannot_wait_is_submitted_and_whoever_approves_it_sees_why(write, officer, editor, sign_in):
    announcement = write(texts=ENGLISH, cannot_wait=True)
    assert submitted(announcement, officer)
    page = sign_in(editor).get(f"/desk/{announcement.address}/").text
    assert "It cannot wait for every language. To follow within 24 hours: French and Spanish." in page


def test_that_it_cannot_wait_is_part_of_what_is_approved(approved, officer):
    announcement = approved()
    actions.change(announcement, edit=announcement.edit, cannot_wait=True, by=officer)
    assert Announcement.objects.get().state == "draft"


def test_it_is_marked_on_the_page_of_the_draft(write, officer, sign_in):
    announcement = write(texts=ENGLISH)
    said = {"purpose": "inform", "sensitivity": "routine", "cannot_wait": "on", "initial-purpose": "inform"}
    sign_in(officer).post(f"/desk/{announcement.address}/write/details/", {**said, "initial-sensitivity": "routine"})
    assert Announcement.objects.get().cannot_wait


def test_its_writer_gets_a_notice_by_when_the_others_follow_and_the_board_says_it(urgent, officer, sign_in):
    client = sign_in(officer)
    assert Notice.objects.filter(kind="desk.languages", about=urgent.pk).exists()
    assert "French and Spanish" in client.get("/account/notices/").text
    for page in ("/desk/", "/desk/all/", f"/desk/{urgent.address}/"):
        assert ": French and Spanish" in client.get(page).text, page


def test_the_delay_that_the_policy_allows_is_counted_from_the_release(urgent, officer, sign_in):
    """By default 24 hours."""
    Announcement.objects.update(released_at=timezone.now() - timedelta(hours=2))
    client = sign_in(officer)
    assert "Overdue since" not in client.get("/desk/").text
    ParameterInForce.objects.create(name="language_delay_hours", value=1)
    assert "Overdue since" in client.get("/desk/").text
    assert urgent.address in client.get("/desk/all/", {"late": "languages"}).text


def test_a_correction_that_has_them_is_how_they_follow(urgent, officer, editor, second_editor, sign_in):
    correction = actions.correct(urgent, reasons={"en": "In all languages"}, by=officer)
    for lang in ("fr", "es"):
        title, body = WORDS[lang]
        actions.write_text(correction, lang=lang, title=title, body=body, edit=None, by=officer)
    correction = Announcement.objects.get(pk=correction.pk)
    actions.submit(correction, by=officer)
    for one in (editor, second_editor):
        actions.approve(correction, digest=correction.digest, by=one)
    released(correction, officer)
    assert "French and Spanish" not in sign_in(officer).get("/desk/").text
    assert not Notice.objects.filter(kind="desk.languages", ended_at=None).exists()
