"""An account through which nothing leaves says so where it is chosen and before it is approved."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, Pause
from hemicycle.desk import actions
from tests.desk.test_pages import here, shown

pytestmark = pytest.mark.django_db

UNLINKED = "Not linked yet: nothing goes out through it until"


@pytest.fixture
def mastodon(office) -> Account:
    settings = {"server": "https://social.example"}
    return channels.open_account(
        office=office,
        kind="mastodon",
        name="On Mastodon",
        address="@house@social.example",
        settings=settings,
        by="test",
    )


@pytest.fixture
def page_of(mastodon):
    return reverse("channels:account", args=[mastodon.pk])


def test_who_writes_reads_that_it_is_not_linked_and_who_can_link_it(write, mastodon, page_of, officer, sign_in):
    announcement = write()
    said = shown(sign_in(officer), here("compose", announcement))
    assert f"{UNLINKED} an editor or an administrator of Research service links it." in said
    assert f'aria-describedby="blocker-{mastodon.pk}"' in said
    assert page_of not in said


def test_who_may_link_it_is_led_there_before_they_approve(write, mastodon, page_of, officer, editor, sign_in):
    announcement = write(accounts=[mastodon])
    actions.submit(announcement, by=officer)
    said = shown(sign_in(editor), here("announcement", announcement))
    assert f"{UNLINKED} you link it." in said
    assert f'<a href="{page_of}">Link it</a>' in said


def test_one_that_is_linked_and_well_says_nothing(write, mastodon, officer, sign_in):
    channels.change_account(mastodon, secret={"token": "t"}, by="test")
    said = shown(sign_in(officer), here("compose", write()))
    assert mastodon.name in said
    assert "blocker" not in said


def test_one_that_rests_says_until_when_and_why(write, site, officer, sign_in):
    until = timezone.now() + timedelta(hours=1)
    Account.objects.failed(site.pk, trouble="network-down", rests_until=until)
    said = shown(sign_in(officer), here("compose", write()))
    assert "It failed and is suspended until" in said
    assert "The network could not be used." in said
    assert reverse("channels:account", args=[site.pk]) in said


def test_one_that_was_closed_after_it_was_chosen_stays_in_sight(write, site, feed, officer, sign_in):
    announcement = write()
    channels.close_account(feed, by="test")
    client = sign_in(officer)
    said = shown(client, here("compose", announcement))
    assert "This account is closed: nothing goes out through it." in said
    assert f'id="account-{feed.pk}"' not in said
    client.post(here("channels", announcement), {"accounts": [site.pk]})
    assert "This account is closed" not in shown(client, here("compose", announcement))


def test_the_last_question_before_it_leaves_says_what_will_not(approved, site, officer, sign_in):
    announcement = approved()
    Account.objects.failed(site.pk, trouble="network-down", rests_until=timezone.now() + timedelta(hours=1))
    assert "Our site: It failed and is suspended until" in shown(sign_in(officer), here("schedule", announcement))


def test_a_pause_stands_above_everything_and_at_no_account(write, site, officer, sign_in):
    Pause.objects.create(reason="A false report goes around", began_by="test")
    said = shown(sign_in(officer), here("compose", write()))
    assert "All sending has been paused since" in said
    assert "blocker" not in said
