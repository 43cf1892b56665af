"""Taking part by the form: the text stands in it, one's own words have a field of their own, and the answer is found."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from hemicycle.cases import actions, addresses
from hemicycle.cases.jobs.campaigns import reply_due
from hemicycle.cases.models import Campaign, Case, OwnPoint
from hemicycle.channels.jobs.sending import send_account
from hemicycle.site.writing.forms import new_stamp
from tests.cases.campaigns.conftest import TEXT

pytestmark = pytest.mark.django_db

ANN = "ann@valmora.example"


def send(campaign: Campaign, **more) -> Case:
    said = {"text": "", "address": ANN, "lang": "en", "stamp": new_stamp(at=time.time() - 60), **more}
    answer = Client().post(addresses.write_in_campaign(campaign.address), said)
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.get(key=answer.url.strip("/").rpartition("/")[2])


def test_the_form_has_the_text_and_a_field_for_ones_own_words(client, campaign, by_mail):
    shown = client.get(addresses.write_in_campaign(campaign.address)).text
    assert "eleven kilometres" in shown
    assert "Your own words" in shown
    assert "Your own words" not in client.get("/write/").text


def test_whoever_sends_it_is_in_the_campaign_from_the_start(campaign, by_mail, river):
    case = send(campaign, own="My school visits the weir every May.")
    assert case.campaign == campaign
    assert case.latest.text == f"{TEXT}\n\nMy school visits the weir every May."
    assert (case.own_words, case.own_point) == ("My school visits the weir every May.", OwnPoint.FOUND)
    assert case.subjects.get().bill == river


def test_the_text_is_sent_as_it_is_whatever_comes_in_its_field(campaign, by_mail):
    assert send(campaign, text="Something else").latest.text == TEXT


def test_it_counts_once_the_address_is_confirmed(client, campaign, by_mail):
    case = send(campaign)
    page = addresses.campaign(campaign.address)
    assert Case.objects.filter(campaign=campaign).confirmed().count() == 0
    actions.confirm(case, by="citizen")
    assert Case.objects.filter(campaign=campaign).confirmed().count() == 1
    assert client.get(page).status_code == 200


def assert_closed(client: Client, campaign: Campaign, why: str) -> None:
    """Its page says why nobody takes part any more, and so does the form."""
    form = addresses.write_in_campaign(campaign.address)
    shown = client.get(addresses.campaign(campaign.address)).text
    assert why in shown and form not in shown
    for answer in (client.get(form), client.post(form, {"address": ANN, "lang": "en"})):
        assert answer.status_code == 410 and why in answer.text
    assert not Case.objects.filter(channel="web").exists()


def test_after_the_last_day_and_for_what_is_none_there_is_no_form(client, campaign, by_mail):
    Campaign.objects.filter(pk=campaign.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert_closed(client, campaign, "its last day has passed")
    assert client.get(addresses.write_in_campaign("nothing")).status_code == 404


def test_once_it_is_answered_nobody_takes_part_any_more(client, campaign, by_mail, release):
    release(campaign)
    cache.clear()
    reply_due("worker", lambda: False)
    assert_closed(client, campaign, "it has been answered")


def test_once_the_house_has_finished_with_its_bill_nobody_takes_part_any_more(client, campaign, river, by_mail):
    river.steps.filter(stage="second_reading").update(stage="rejected")
    assert_closed(client, campaign, "the House has finished with the bill")


def test_who_reads_another_language_reads_in_which_the_text_is(client, campaign):
    page = addresses.campaign(campaign.address)
    assert "El texto está en inglés" in client.get(page, headers={"accept-language": "es"}).text
    assert "The text is in" not in client.get(page, headers={"accept-language": "en"}).text


def test_the_page_of_a_letter_and_the_question_name_its_campaign(client, campaign, by_mail):
    case = send(campaign)
    shown = client.get(addresses.letter(case.key)).text
    assert addresses.campaign(campaign.address) in shown and "Being looked at" not in shown
    once = "Part of a campaign that is answered once, for all who take part"
    # Whoever has the reference alone learns nothing of it.
    by_reference = client.post(addresses.status(), {"reference": case.reference}).text
    assert once in shown and once not in by_reference and "Being looked at" in by_reference
    asked = client.get(addresses.confirmation(case.confirmation.key)).text
    assert "It takes part in the campaign “Keep the river path open”." in asked


def test_the_list_of_campaigns_is_found_from_the_first_page(client, db):
    assert client.get("/").text.count(f'href="{addresses.campaigns()}"') == 2


def test_the_list_of_one_bill_is_headed_by_it_and_announces_about_it(client, campaign, river):
    path = f"{addresses.campaigns()}?bill={river.address}"
    announce = addresses.announce_campaign(bill=river.address)
    shown = client.get(path).text
    for words in (f'href="{river.get_absolute_url()}">{river.name} · {river.titles.here}', f'href="{announce}"'):
        assert words in shown and words not in client.get(addresses.campaigns()).text
    campaign.delete()
    assert "No campaign about this bill" in client.get(path).text
    river.steps.filter(stage="second_reading").update(stage="rejected")
    shown = client.get(path).text
    assert f"The House has finished with {river.name}: it takes no campaigns" in shown and announce not in shown
    assert client.get(f"{addresses.campaigns()}?bill=nothing").status_code == 404


def test_the_form_of_a_letter_about_a_finished_bill_says_first_what_becomes_of_it(client, river, by_mail):
    path, said = addresses.write("bill", river.address), "What you write is read all the same."
    assert said not in client.get(path).text
    river.steps.filter(stage="second_reading").update(stage="rejected")
    above = client.get(path).text.partition("<textarea")[0]
    assert f"The House has finished with {river.name}. {said}" in above


def test_the_answer_stands_on_the_page_of_the_letter_and_comes_once_it_is_confirmed(
    client, campaign, by_mail, mail, release
):
    case = send(campaign)
    release(campaign)
    cache.clear()
    reply_due("worker", lambda: False)
    page = client.get(addresses.letter(case.key)).text
    assert "strip of three metres" in page and "Answered" in page
    actions.confirm(case, by="citizen")
    cache.clear()
    assert reply_due("worker", lambda: False) == 1
    send_account(by_mail, worker="worker")
    answers = [message for message in mail.got if "strip of three metres" in message.content["text"]]
    assert [message.to for message in answers] == [ANN]
