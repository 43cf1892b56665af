"""Letters on paper in a campaign: their answer is printed and posted by staff, and until then they stay open."""

import io

import pypdf
import pytest
from django.core.cache import cache
from django.urls import reverse

from hemicycle.cases import addresses
from hemicycle.cases.actions import campaigns
from hemicycle.cases.actions.campaigns import searching
from hemicycle.cases.campaigns.by_post import filled_in
from hemicycle.cases.campaigns.counts import counts_of, counts_of_many
from hemicycle.cases.inbox.filters import Asked
from hemicycle.cases.jobs.campaigns import reply_due
from hemicycle.cases.models import CampaignReply, Case, OwnPoint, State, Urgency
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Answer
from hemicycle.desk import actions as desk
from hemicycle.rules.models import ParameterInForce

pytestmark = pytest.mark.django_db

INBOX = reverse("cases:inbox")
OWN = "My school visits the weir every May."


def run() -> int:
    cache.clear()
    return reply_due("worker", lambda: False)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def page(case: Case) -> str:
    return reverse("cases:case", args=[case.reference])


def post_answer(browser, case: Case) -> Answer:
    """As staff do it: what is filled in is prepared as it is, and posted."""
    form = browser.get(page(case)).context["answer_form"]
    words = {name: form[name].value() for name in ("text", "lang", "key")}
    browser.post(reverse("cases:answer", args=[case.reference]), words)
    given = Answer.objects.get(key=words["key"])
    browser.post(reverse("cases:answer_posted", args=[given.pk]))
    return given


def test_a_letter_by_post_is_not_closed_with_the_others_for_its_writer_has_nothing_yet(
    by_post, write, release, campaign
):
    letter, mail = by_post(), write("ann")
    release(campaign)
    assert (run(), run()) == (2, 0)
    assert CampaignReply.objects.get(case=letter).why_not == "post"
    assert (fresh(letter).state, fresh(letter).answered_at) == (State.OPEN, None)
    assert fresh(letter).waiting_since is not None
    assert fresh(mail).state == State.CLOSED


def test_its_answer_is_filled_in_in_its_language_and_printed(by_post, release, campaign, sign_in, clerk):
    letter, browser = by_post(lang="fr"), sign_in(clerk)
    assert browser.get(page(letter)).context["filled_in"] is None
    release(campaign)
    run()
    shown = browser.get(page(letter))
    assert "The answer to the campaign is filled in." in shown.text and "Prepare the answer" in shown.text
    form = shown.context["answer_form"]
    assert form["lang"].value() == "fr"
    assert "three metres (fr)" in form["text"].value() and addresses.campaign(campaign.address) in form["text"].value()
    given = post_answer(browser, letter)
    printed = browser.post(reverse("cases:answer_letter", args=[given.pk])).content
    said = "\n".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(printed)).pages)
    assert "three metres (fr)" in said and "Ada Field" in said and letter.written_reference in said


def test_once_it_is_posted_the_case_is_answered_and_nothing_is_filled_in_any_more(
    by_post, release, campaign, sign_in, clerk
):
    letter, browser = by_post(), sign_in(clerk)
    release(campaign)
    run()
    post_answer(browser, letter)
    assert fresh(letter).state == State.CLOSED and fresh(letter).answered_at is not None
    assert filled_in(fresh(letter)) is None
    shown = browser.get(reverse("cases:campaign", args=[campaign.address])).text
    assert "1 of 1 letters have the answer" in shown and "to be answered on paper" not in shown


def test_where_a_colleague_approves_it_first_it_is_filled_in_once(by_post, release, campaign, sign_in, clerk):
    ParameterInForce.objects.create(name="answers_approved", value="all")
    letter, browser = by_post(), sign_in(clerk)
    release(campaign)
    run()
    form = browser.get(page(letter)).context["answer_form"]
    words = {name: form[name].value() for name in ("text", "lang", "key")}
    assert words["text"] and "It waits" in browser.post(f"{page(letter)}answer/", words, follow=True).text
    assert filled_in(fresh(letter)) is None


def test_marked_as_posted_by_mistake_it_waits_again(by_post, release, campaign, sign_in, clerk):
    letter, browser = by_post(own=OWN), sign_in(clerk)
    release(campaign)
    run()
    given = post_answer(browser, letter)
    browser.post(reverse("cases:answer_not_posted", args=[given.pk]))
    found = fresh(letter)
    assert (found.state, found.answered_at, found.own_point) == (State.OPEN, None, OwnPoint.CONFIRMED)
    assert "0 of 1 letters have the answer" in browser.get(reverse("cases:campaign", args=[campaign.address])).text


def test_the_page_of_the_campaign_says_how_many_wait_and_leads_to_them(
    by_post, write, release, campaign, sign_in, clerk
):
    letters, mail, browser = [by_post(), by_post()], write("ann"), sign_in(clerk)
    running = browser.get(reverse("cases:campaign", args=[campaign.address])).text
    assert "to be answered on paper" not in running
    release(campaign)
    run()
    shown = browser.get(reverse("cases:campaign", args=[campaign.address])).text
    assert "1 of 3 letters have the answer" in shown
    assert "2 wrote by post: their answers are printed and posted" in shown
    assert "2 letters by post wait to be answered on paper" in shown
    assert f'href="{INBOX}?campaign={campaign.address}&amp;medium=letter"' in shown
    listed = browser.get(INBOX, {"campaign": campaign.address, "medium": "letter", "state": "all"}).text
    assert all(str(one) in listed for one in letters) and str(mail) not in listed


def test_whoever_writes_the_answer_reads_first_how_many_get_it_on_paper(by_post, campaign, sign_in, officer):
    by_post()
    shown = sign_in(officer).get(reverse("cases:campaign", args=[campaign.address])).text
    assert "1 letter came by post and waits" in shown


def test_the_draft_of_the_answer_counts_them_too(by_post, write, campaign, officer):
    write("ann")
    by_post()
    by_post()
    body = campaigns.draft_answer(campaign, by=officer).texts.get(lang="en").body
    assert "1 person with a confirmed address" in body and "2 letters in these words came by post." in body


def test_one_by_post_is_found_among_more_letters_than_are_looked_through(by_post, write, campaign, clerk):
    letter = by_post()
    write()
    write()
    asked = Asked(clerk, {"campaign": campaign.address, "medium": "letter"}, columns=1)
    assert list(asked.rows()) == [letter]


def test_letters_by_post_are_a_number_of_their_own_on_every_page(by_post, write, campaign, sign_in, clerk, client):
    write("ann")
    write("bob", confirmed=False)
    staff = [reverse("cases:campaign", args=[campaign.address]), reverse("cases:campaigns")]
    public = [addresses.campaign(campaign.address), addresses.campaigns()]
    browser = sign_in(clerk)
    assert all("By post" not in browser.get(one).text for one in staff)
    assert all("Letters by post" not in client.get(one).text for one in public)
    by_post()
    for counts in (counts_of(campaign), counts_of_many([campaign])[campaign.pk]):
        assert (counts.confirmed, counts.unconfirmed, counts.by_post) == (1, 1, 1)
    assert all("By post" in browser.get(one).text for one in staff)
    assert all("Letters by post" in client.get(one).text for one in public)


def test_the_post_of_one_day_is_no_flood(by_post, write, campaign, monkeypatch):
    monkeypatch.setattr(searching, "FLOOD", 2)
    by_post()
    by_post()
    assert searching.flood_of(campaign, joining=[]) == {}
    write(confirmed=False)
    write(confirmed=False)
    assert searching.flood_of(campaign, joining=[])["cases"] == 2


def test_without_an_address_or_after_stop_there_is_nobody_to_post_it_to(by_post, release, campaign):
    nobody, stopped = by_post(sender=""), by_post()
    channels.suppress(stopped.contact, why="stop", by="test")
    release(campaign)
    run()
    assert [CampaignReply.objects.get(case=one).why_not for one in (nobody, stopped)] == ["nobody", "stopped"]
    assert fresh(nobody).state == fresh(stopped).state == State.CLOSED


def test_a_point_of_ones_own_is_answered_in_the_same_letter(by_post, release, campaign, sign_in, clerk):
    letter, browser = by_post(own=OWN), sign_in(clerk)
    release(campaign)
    run()
    assert "a point of their own that has no answer yet" in browser.get(page(letter)).text
    written = {"rows": [letter.pk], "text": "School visits stay free.", "lang": "en", "do": "answer"}
    browser.post(reverse("cases:campaign_points", args=[campaign.address]), written)
    shown = browser.get(page(letter))
    assert "School visits stay free." in shown.context["answer_form"]["text"].value()
    assert "a point of their own that has no answer yet" not in shown.text
    post_answer(browser, letter)
    assert fresh(letter).own_point == OwnPoint.ANSWERED
    assert counts_of(campaign).open_points == 0


def test_what_cannot_wait_is_answered_by_itself(by_post, release, campaign):
    letter = by_post()
    release(campaign)
    run()
    assert filled_in(fresh(letter)) is not None
    Case.objects.filter(pk=letter.pk).update(urgency=Urgency.CASEWORK)
    assert filled_in(fresh(letter)) is None


def test_an_answer_that_is_being_withdrawn_is_filled_in_nowhere(by_post, release, campaign, officer):
    letter = by_post()
    answer = release(campaign)
    run()
    desk.ask_withdrawal(answer, reasons={"en": "It was wrong."}, by=officer)
    assert filled_in(fresh(letter)) is None
