"""One switch stops everything, everybody sees it, and who may let it go again does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.roles import Role
from hemicycle.channels import actions
from hemicycle.channels.jobs.sending import send_due
from hemicycle.channels.models import Outbound, Pause
from hemicycle.rules.models import AuditEntry
from tests.browser import PHONE, assert_accessible, assert_no_sideways_scrolling
from tests.cast import person

pytestmark = pytest.mark.django_db

WHY = "A false vote result went out at ten"


def stop(client, why: str = WHY):
    return client.post(reverse("channels:pause"), {"reason": why}, follow=True)


def test_whoever_works_at_the_desk_stops_everything_and_says_why(sign_in, officer, account, put):
    put(account, to=3)
    client = sign_in(officer)
    assert "3 messages of your offices wait to go out." in client.get(reverse("channels:pause")).text
    assert "Nothing is sent until someone resumes it." in stop(client).text
    assert Pause.objects.in_force().get().reason == WHY
    assert AuditEntry.objects.get(action="channels.pause").actor == officer.audit_label
    send_due("worker", lambda: False)
    assert Outbound.objects.waiting().count() == 3


def test_nothing_stops_without_a_reason(sign_in, officer):
    answer = stop(sign_in(officer), " ")
    assert (answer.status_code, Pause.objects.count()) == (422, 0)


def test_a_second_pause_leaves_the_first_as_it_is(sign_in, officer, editor):
    stop(sign_in(officer))
    assert "paused already" in stop(sign_in(editor), "Something else").text
    assert Pause.objects.get().reason == WHY


@pytest.mark.parametrize("name", ["clerk", "researcher", "member", "outsider", "superuser"])
def test_nobody_else_stops_or_resumes(request, sign_in, name):
    client = sign_in(request.getfixturevalue(name))
    assert stop(client).status_code == 403
    assert client.post(reverse("channels:resume")).status_code == 403
    assert not Pause.objects.exists()


def test_an_officer_stops_and_an_editor_lets_go(sign_in, officer, editor, account, put):
    put(account)
    stop(sign_in(officer))
    assert sign_in(officer).post(reverse("channels:resume")).status_code == 403
    assert Pause.objects.in_force().exists()
    page = sign_in(editor).post(reverse("channels:resume"), follow=True).text
    assert "goes out again" in page
    assert not Pause.objects.in_force().exists()
    send_due("worker", lambda: False)
    assert Outbound.objects.get().state == "sent"


def test_who_resumes_sees_what_has_become_too_old(sign_in, editor, account, put):
    put(account, to=2, not_after=timezone.now() - timedelta(minutes=1))
    put(account, "Another text")
    actions.pause(reason=WHY, by=editor)
    client = sign_in(editor)
    page = client.get(reverse("channels:pause")).text
    assert "3 messages of your offices wait." in page
    assert "2 of them have become too old" in page
    said = client.post(reverse("channels:resume"), follow=True).text
    assert "2 messages of your offices became too old meanwhile and are not sent." in said


def test_the_numbers_are_those_of_ones_own_offices(sign_in, account, put, other_office):
    put(account, to=3)
    stranger = person("Emma Editor", Role.EDITOR, office=other_office)
    assert "0 messages of your offices wait to go out." in sign_in(stranger).get(reverse("channels:pause")).text


@pytest.mark.parametrize("name", ["officer", "clerk", "member", "outsider"])
def test_while_it_lasts_every_page_of_the_staff_says_so(request, sign_in, editor, name):
    client = sign_in(request.getfixturevalue(name))
    assert "paused" not in client.get(reverse("account")).text
    actions.pause(reason=WHY, by=editor)
    page = client.get(reverse("account")).text
    assert WHY in page
    assert (reverse("channels:pause") in page.partition("<main")[0].partition('class="banners"')[2]) is (
        name == "officer"
    )
    actions.resume(by=editor)
    assert WHY not in client.get(reverse("account")).text


def test_the_public_does_not_see_it(client, editor):
    actions.pause(reason=WHY, by=editor)
    assert WHY not in client.get(reverse("site:home")).text


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", PHONE)])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_page_is_for_everybody(visit, editor, language, scheme, width):
    type(editor).objects.filter(pk=editor.pk).update(language=language)
    page = visit(reverse("channels:pause"), by=editor, scheme=scheme, width=width)
    for _turn in ("before", "paused"):
        assert page.get_attribute("html", "lang") == language
        assert_accessible(page)
        assert_no_sideways_scrolling(page)
        if not Pause.objects.exists():
            page.fill("#id_reason", WHY)
            page.keyboard.press("Enter")
            page.wait_for_selector(".banners")
