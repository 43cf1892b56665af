"""Whoever said yes to passing a letter on has the new reference in hand: on the page, and by what the office sends."""

import pytest
from django.utils import formats, timezone, translation

from hemicycle.cases import actions, addresses
from hemicycle.cases.messages import text_message
from hemicycle.cases.models import Case, PassingOn
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Contact, Inbound, Outbound
from hemicycle.channels.sms import gsm
from tests.cases.arriving import case_from

from .test_passing_on import ask, by_post, letter, page, river, theirs

__all__ = ["letter", "river", "theirs"]

pytestmark = pytest.mark.django_db


def acknowledgements(case: Case) -> list[Outbound]:
    return list(Outbound.objects.filter(content__source=actions.source_of(case, "ack")))


def test_the_page_of_a_yes_and_one_mail_of_the_office_there_have_the_new_reference(
    sign_in, clerk, member, client, letter, member_office, theirs
):
    row = ask(sign_in(clerk), letter, member_office)
    said = client.post(addresses.passing_on(row.key), {"say": "yes"}, follow=True).text
    there = Case.objects.get(office=member_office)
    assert there.written_reference in said and addresses.letter(there.key) in said
    (sent,) = acknowledgements(there)
    words = str(sent.content.parts[0])
    assert sent.contact == there.contact and sent.content.account == theirs
    assert there.written_reference in words and f"{letter.office} (reference {letter.written_reference})" in words
    assert addresses.letter(there.key) in words and "floods" not in words and "/not-mine/" not in words
    assert "None was sent" not in sign_in(member).get(page("case", there)).text


def test_it_is_acknowledged_there_in_the_language_that_was_found_in_it(clerk, letter, member_office, theirs):
    row = actions.ask_to_pass_on(letter, to=member_office, by=clerk)
    for table, one in ((Case, letter), (Inbound, letter.latest), (Contact, letter.contact)):
        table.objects.filter(pk=one.pk).update(lang="es" if table is Case else "")
    actions.answer_passing_on(PassingOn.objects.get(pk=row.pk), agreed=True)
    (sent,) = acknowledgements(Case.objects.get(office=member_office))
    assert sent.content.lang == "es"


def test_the_page_of_the_first_letter_says_who_reads_it_now_and_leads_there_for_nobody(
    client, clerk, letter, member_office, theirs
):
    row = actions.ask_to_pass_on(letter, to=member_office, by=clerk)
    own = addresses.letter(letter.key)
    assert f"<dt>Read by</dt><dd>{letter.office}</dd>" in client.get(own).text
    actions.answer_passing_on(row, agreed=True)
    shown, there = client.get(own).text, Case.objects.get(office=member_office)
    assert "<dt>Read by</dt><dd>Office of Ada Okafor</dd>" in shown
    assert f"To Office of Ada Okafor on {formats.date_format(timezone.localdate(), 'DATE_FORMAT')}" in shown
    assert there.key not in shown and there.written_reference not in shown


def test_the_same_words_that_the_office_had_before_are_acknowledged_again_once_passed_on(
    clerk, member, letter, member_office, theirs, sign_in
):
    before = case_from(theirs, "ada@citizen.example", letter.latest.text)
    assert len(acknowledgements(before)) == 1
    actions.answer_passing_on(actions.ask_to_pass_on(letter, to=member_office, by=clerk), agreed=True)
    there = Case.objects.filter(office=member_office).latest("pk")
    assert there != before and len(acknowledgements(there)) == 1
    assert not actions.acknowledge(there, by="test")


def test_where_none_could_be_sent_the_reason_is_not_that_the_same_was_written_before(
    clerk, member, letter, member_office, theirs, sign_in
):
    row = actions.ask_to_pass_on(letter, to=member_office, by=clerk)
    contact = channels.contact_of(office=member_office, channel="email", address="ada@citizen.example", lang="en")
    channels.suppress(contact, why="asked", by="test")
    actions.answer_passing_on(row, agreed=True)
    there = Case.objects.get(office=member_office)
    shown = sign_in(member).get(page("case", there)).text
    assert not acknowledgements(there)
    assert "None was sent when it was passed on to this office." in shown and "written before" not in shown


def test_a_key_that_staff_printed_leads_to_no_case_of_another_office(
    client, clerk, office, river, member_office, member
):
    row = actions.ask_to_pass_on(by_post(office, river), to=member_office, by=clerk)
    actions.record_passing_on(row, agreed=True, came_by="post", by=clerk)
    shown, there = client.get(addresses.passing_on(row.key)).text, Case.objects.get(office=member_office)
    assert "has your letter now" in shown
    assert there.key not in shown and there.written_reference not in shown


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_by_text_message_it_says_so_in_two_segments(lang, clerk, letter, member_office, theirs):
    actions.answer_passing_on(actions.ask_to_pass_on(letter, to=member_office, by=clerk), agreed=True)
    there = Case.objects.get(office=member_office)
    with translation.override(lang):
        said = text_message(there, lang).body
        cut = gsm.cut(said)
    assert "Office of Ada Okafor" in said and there.written_reference in said
    assert (cut.encoding, len(cut.parts) <= 2) == (gsm.GSM_7, True)


@pytest.mark.parametrize(
    ("lang", "word"), [("en", "2 December"), ("fr", "le 2 décembre"), ("es", "el 2 de diciembre")]
)
def test_staff_read_on_which_day_it_was_passed_on(lang, word, sign_in, clerk, letter, member_office, theirs):
    row = ask(sign_in(clerk), letter, member_office)
    PassingOn.objects.filter(pk=row.pk).update(asked_at=timezone.now().replace(year=2026, month=12, day=2, hour=12))
    client = sign_in(clerk)
    shown = client.get(page("pass_on", letter), headers={"accept-language": lang}).text
    assert f'<span class="soft">{word}' in shown


def test_in_spanish_the_question_the_button_and_the_thanks_use_one_word(client, clerk, letter, member_office, theirs):
    row = actions.ask_to_pass_on(letter, to=member_office, by=clerk)
    spanish = {"headers": {"accept-language": "es"}}
    asked = client.get(addresses.passing_on(row.key), **spanish).text
    assert "¿Podemos trasladar su carta?" in asked and "Sí, trasladar" in asked and "traspas" not in asked
    assert "Otra oficina puede ayudarle mejor: Office of Ada Okafor." in asked
    thanks = client.post(addresses.passing_on(row.key), {"say": "yes"}, follow=True, **spanish).text
    assert "Su carta está ahora en otra oficina, que le responderá: Office of Ada Okafor." in thanks
