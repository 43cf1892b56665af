"""What the House heard and what it did, for everybody; and what people asked, on other sites."""

import pytest
from django.utils.html import escape
from django.utils.translation import override

from hemicycle.cases import addresses
from hemicycle.cases.actions import facts_of
from hemicycle.cases.actions import heard as actions
from hemicycle.cases.heard.reading import asked_about, page_of
from hemicycle.cases.inbox.informing import message_to
from hemicycle.cases.models import Heard, Outcome, Subject
from hemicycle.cases.models.subject import Origin
from hemicycle.cases.outcomes.hearing import coming_up
from hemicycle.desk import actions as desk
from hemicycle.record.templatetags.phrases import language_name
from hemicycle.rules.classification import Classification
from hemicycle.rules.site_address import absolute
from tests.cases.arriving import case_from, mailbox_of
from tests.cases.bills import bill, publish, second_editor
from tests.cases.test_heard import SAID, dossier, heard, inquiry
from tests.cases.test_hearings import planned

__all__ = ["bill", "dossier", "heard", "inquiry", "publish", "second_editor"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def released(heard, officer, publish):
    publish(actions.draft_heard(heard, by=officer))
    heard.refresh_from_db()
    return heard


def test_everybody_reads_what_was_said_and_what_the_committee_did(released, client):
    page = client.get(addresses.heard(released.bill))
    assert page.status_code == 200
    quotation = next(q for one in page_of(released).clauses for q in one.quotations)
    for words in (SAID["en"], "Thank you for your letters.", "Who could not be heard", "do not say what the public"):
        assert words in page.text
    assert escape(quotation.text) in page.text
    french = client.get(addresses.heard(released.bill), headers={"accept-language": "fr"})
    for words in (SAID["fr"], "Qui n’a pas pu être entendu"):
        assert words in french.text
    said_by_the_software = french.text.partition('class="dossier reading"')[2].partition("</article>")[0]
    assert 'lang="fr"' in said_by_the_software and "no message" not in said_by_the_software


def test_texts_that_several_people_sent_are_not_counted_as_the_campaigns_that_the_house_answers(released, client):
    page = client.get(addresses.heard(released.bill)).text
    assert page_of(released).counts["campaigns"]["n"] and "<dt>Texts that several people sent</dt>" in page
    assert "even where the House does not answer it as a campaign" in page and "campaigns." not in page
    assert f'<a href="{addresses.campaigns()}?bill={released.bill.address}">Campaigns about this bill</a>' in page


def test_before_its_release_it_is_there_for_its_office_alone(heard, client, sign_in, clerk, outsider):
    address = addresses.heard(heard.bill)
    assert client.get(address).status_code == 404
    for reader in (client, sign_in(outsider)):
        assert reader.get(f"{address}?version=1").status_code == 404
    preview = sign_in(clerk).get(f"{address}?version=1")
    assert SAID["en"] in preview.text
    assert "A preview" in preview.text
    assert sign_in(clerk).get(f"{address}?version=x").status_code == 404


def test_what_is_withdrawn_says_so_and_shows_nothing(released, client, officer, second_editor):
    announcement = released.announcement
    desk.ask_withdrawal(announcement, reasons={"en": "A wrong number."}, by=officer)
    desk.confirm_withdrawal(announcement, by=second_editor)
    page = client.get(addresses.heard(released.bill))
    assert "A wrong number." in page.text
    assert SAID["en"] not in page.text
    assert addresses.heard(released.bill) not in client.get(released.bill.get_absolute_url()).text


def test_the_page_of_a_bill_leads_to_it_and_says_what_people_asked(released, client):
    page = client.get(released.bill.get_absolute_url())
    assert addresses.heard(released.bill) in page.text
    assert "Most spoken of:" in page.text


def test_the_page_leads_to_what_people_asked_and_gives_the_line_that_shows_it_elsewhere(released, client):
    assert f'href="{addresses.asked(released.bill)}"' in client.get(released.bill.get_absolute_url()).text
    page = client.get(addresses.heard(released.bill)).text
    assert f'&lt;iframe src="{absolute(addresses.asked(released.bill))}"' in page


def test_quotations_are_marked_and_name_their_language_where_it_is_another(released, client):
    lang = next(quote.lang for one in page_of(released).clauses for quote in one.quotations)
    spanish = client.get(addresses.heard(released.bill), headers={"accept-language": "es"}).text
    assert f'<blockquote lang="{lang}" dir="auto"><q>' in spanish
    with override("es"):
        label = f'<p class="about"><span>{language_name(lang)}</span></p>'
    assert label in spanish


def test_a_clause_of_which_the_committee_says_nothing_says_what_became_of_it(released):
    shown = {one.eid: one.change for one in page_of(released).clauses if one.eid and not one.response}
    assert shown and not any(shown.values())
    eid = next(iter(shown))
    Outcome.objects.create(
        office=released.office, bill=released.bill, stage="report", on=released.opened_at.date(),
        clauses=[[eid, eid]], announcement=released.announcement,
    )  # fmt: skip
    shown = {one.eid: one.change for one in page_of(released).clauses if one.eid and not one.response}
    assert shown.pop(eid) == "It was changed."
    assert set(shown.values()) <= {"No change"}


def test_what_people_asked_is_shown_in_the_frame_of_another_site(released, client):
    page = client.get(addresses.asked(released.bill))
    assert "Section 1 Harbour fees" in page.text
    quoted = [one.quotation for one in asked_about(released.bill).clauses if one.quotation is not None]
    assert quoted and len({one.digest for one in quoted}) == len(quoted)
    assert all(escape(one.text) in page.text for one in quoted)
    assert "X-Frame-Options" not in page.headers
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"]
    assert "script" not in page.text
    assert "frame-ancestors 'none'" in client.get(addresses.heard(released.bill)).headers["Content-Security-Policy"]


def test_what_no_dossier_says_is_embedded_nowhere(bill, client, inquiry):
    assert client.get(addresses.asked(bill)).status_code == 404


def test_of_a_bill_that_is_internal_nothing_is_shown(released, client):
    type(released.bill).objects.update(classification=Classification.INTERNAL)
    for address in (addresses.heard(released.bill), addresses.asked(released.bill)):
        assert client.get(address).status_code == 404


def test_a_bill_has_one_page_whichever_office_was_written_to(released, other_office):
    case = case_from(mailbox_of(other_office), "ada@citizen.example")
    Subject.objects.create(case=case, bill=released.bill, origin=Origin.SENDER)
    planned(released.bill, days=4)
    (coming,) = coming_up([other_office], days=30)
    assert coming.is_reported


def test_whoever_is_informed_is_led_to_it_once_it_is_released(released, office):
    letter = case_from(mailbox_of(office), "ada@citizen.example")
    Subject.objects.create(case=letter, bill=released.bill, origin=Origin.STAFF)
    assert absolute(addresses.heard(released.bill)) in message_to(letter, facts_of(letter.subjects.all()), "en")
    Heard.objects.update(announcement=None)
    assert "/heard/" not in message_to(letter, facts_of(letter.subjects.all()), "en")
