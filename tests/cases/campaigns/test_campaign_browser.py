"""The pages of campaigns in a browser: staff, public, organiser; three languages, a phone's width, no complaint of axe."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from hemicycle.cases import addresses
from hemicycle.cases.actions import campaigns
from hemicycle.cases.jobs.campaigns import reply_due
from hemicycle.cases.models import Campaign, Case, Urgency
from hemicycle.channels import actions as channels
from tests.browser import PHONE, assert_accessible, assert_no_sideways_scrolling, settle
from tests.cases.campaigns.conftest import TEXT


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "light", 1440), ("fr", "dark", PHONE), ("es", "light", PHONE)]
)
def test_campaigns_are_for_everybody(
    visit, client, clerk, officer, office, by_mail, campaign, write, language, scheme, width
):
    type(clerk).objects.filter(pk=clerk.pk).update(language=language)
    write(own="My school visits the weir every May.")
    urgent = write(own="The bailiffs come on Monday.")
    Case.objects.filter(pk=urgent.pk).update(urgency=Urgency.CASEWORK)
    flood = {"cases": 120, "since": "2026-11-30T12:00:00+00:00", "until": "2026-11-30T12:09:00+00:00"}
    contact = channels.contact_of(office=office, channel="email", address="ora@ramblers.example", lang=language)
    Campaign.objects.filter(pk=campaign.pk).update(
        flood=flood, organiser=contact, organiser_confirmed_at=campaign.opened_at
    )
    campaigns.describe(campaign, titles={"en": "Keep the river path open"}, bill=campaign.bill, by=clerk)
    found = searched(office)
    tab = visit(reverse("cases:campaigns"), by=clerk, scheme=scheme, width=width)
    for address in (
        reverse("cases:campaigns"), reverse("cases:campaign", args=[campaign.address]), reverse("cases:inbox"),
        reverse("cases:campaign", args=[found.address]), addresses.campaigns(), addresses.campaign(campaign.address),
        addresses.announce_campaign(), addresses.organiser_page(campaign.address, campaign.key),
        addresses.write_in_campaign(campaign.address), reverse("cases:new_campaign"),
    ):  # fmt: skip
        tab.goto(address)
        assert_accessible(tab)
        assert_no_sideways_scrolling(tab)


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, PHONE])
def test_what_is_filled_in_for_a_letter_by_post_is_nobodys_writing_until_it_is_changed(
    visit, clerk, campaign, by_post, release, width
):
    letter = by_post(own="My school visits the weir every May.")
    release(campaign)
    cache.clear()
    reply_due("worker", lambda: False)
    page = reverse("cases:case", args=[letter.reference])
    tab = visit(page, by=clerk, width=width)
    settle(tab)
    text, writing = tab.locator("form.inbox-answer #id_text"), tab.locator("#writing")
    expect(text).to_have_value(re.compile("three metres"))
    expect(writing).to_have_value("")
    assert_accessible(tab)
    assert_no_sideways_scrolling(tab)
    text.fill("Schools may go on.")
    expect(writing).to_have_value("1")
    tab.goto(reverse("cases:inbox"))
    tab.goto(page)
    settle(tab)
    expect(text).to_have_value("Schools may go on.")


def searched(office) -> Campaign:
    """As the software suggests one, with parts that not all letters have."""
    parts = [{"text": TEXT[:120], "share": 100}, {"text": TEXT[120:], "share": 60}]
    return Campaign.objects.create(
        office=office,
        state="proposed",
        origin="software",
        text=TEXT,
        template=parts,
        lang="en",
        titles={"en": "Moorings"},
    )
