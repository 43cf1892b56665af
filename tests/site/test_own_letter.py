"""The page of a letter: where the code went, when it may be taken back, and that an answer stands there once it left."""

import re
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hemicycle.cases import actions, addresses
from hemicycle.cases.actions.judging import SOFTWARE, STAFF
from hemicycle.cases.jobs.taking_back import take_back_due
from hemicycle.cases.models import Case, Confirmation, Triage, Urgency
from hemicycle.cases.models.confirmation import CONFIRM_WITHIN, MOST_ATTEMPTS
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import ANSWER_SOURCE, Inbound, Outbound
from hemicycle.record.models import Document, MemberOffice, Organization, Person
from hemicycle.rules.models import AuditEntry, ParameterInForce
from hemicycle.site.writing.forms import new_stamp
from hemicycle.site.writing.limits import MOST_AGAIN
from hemicycle.site.writing.status import MOST_AN_HOUR
from tests.record import chamber

from .test_writing import ADA, ask, get, mailbox, phone, post, river, said, text, written

__all__ = ["mailbox", "phone", "river"]
pytestmark = pytest.mark.django_db


def page(case: Case) -> str:
    return addresses.letter(case.key)


def readdress(case: Case, address: str = "") -> object:
    return Client().post(f"{page(case)}address/", {"address": address})


def test_what_the_software_takes_for_danger_is_kept_until_somebody_has_seen_to_it(office):
    case = written()
    Case.objects.update(urgency=Urgency.DANGER, evidence={"by": SOFTWARE})
    shown = text(get(page(case)))
    assert "Is somebody in danger now?" in shown and "call the emergency services" in shown
    assert "cannot be taken back yet" in shown and f'href="{page(case)}take-back/"' not in shown
    assert Client().post(f"{page(case)}take-back/").status_code == 409
    Case.objects.update(state="closed", closed_at=timezone.now(), answered_at=timezone.now())
    assert f'href="{page(case)}take-back/"' in text(get(page(case)))
    assert "is erased" in text(Client().post(f"{page(case)}take-back/"))


def test_who_may_not_take_it_back_yet_asks_once_and_it_is_erased_when_somebody_has_seen_to_it(office, clerk):
    case, path = written(), "take-back/"
    Case.objects.update(urgency=Urgency.DANGER, evidence={"by": SOFTWARE})
    for later, said_now in (("1", "you asked to take this letter back"), ("", "cannot be taken back yet"), ("1", "")):
        shown = Client().post(f"{page(case)}{path}", {"later": later}, follow=True)
        assert said_now in text(shown)
    take_back_due("worker")
    assert Case.objects.filter(pk=case.pk).exists()
    assert AuditEntry.objects.filter(action="cases.ask_to_take_back").count() == 3
    channels.give_answer(case.latest, text="We come.", lang="en", key="k", by=clerk)
    take_back_due("worker")
    assert Case.objects.filter(pk=case.pk).exists()
    shown = text(get(page(case)))
    assert "you asked to take this letter back" in shown and "Do not erase it" in shown
    Case.objects.update(answered_at=timezone.now() - timedelta(days=1, minutes=1))
    take_back_due("worker")
    assert not Case.objects.exists() and not Inbound.objects.exists()


def test_the_same_letter_once_more_is_another_where_the_first_is_to_be_erased(office):
    case = written()
    Case.objects.update(urgency=Urgency.DANGER, evidence={"by": SOFTWARE})
    Client().post(f"{page(case)}take-back/", {"later": "1"})
    assert written().merged_into is None and Case.objects.count() == 2


def test_who_asks_for_later_when_it_was_answered_meanwhile_loses_neither_letter_nor_answer_at_once(office, clerk):
    case = written()
    Case.objects.update(urgency=Urgency.DANGER, evidence={"by": SOFTWARE})
    channels.give_answer(case.latest, text="We come.", lang="en", key="k", by=clerk)
    shown = Client().post(f"{page(case)}take-back/", {"later": "1"}, follow=True)
    assert "you asked to take this letter back" in text(shown) and Inbound.objects.exists()
    take_back_due("worker")
    assert Case.objects.get() == case


def test_nobody_asks_in_advance_to_erase_what_is_known_to_be_dangerous(office):
    case = written()
    Case.objects.update(urgency=Urgency.THREAT, evidence={"by": STAFF})
    assert Client().post(f"{page(case)}take-back/", {"later": "1"}).status_code == 409
    assert Case.objects.get().take_back_asked_at is None


def test_confirmed_danger_is_kept_after_the_answer_too(office):
    case = written()
    Case.objects.update(urgency=Urgency.THREAT, evidence={"by": STAFF}, answered_at=timezone.now())
    shown = text(get(page(case)))
    assert "has to keep it for now" in shown and "take-back/" not in shown
    assert Client().post(f"{page(case)}take-back/").status_code == 409


def test_a_mistyped_address_is_seen_masked_and_changed_while_nobody_confirmed_it(office):
    case = written()
    shown = text(get(page(case)))
    assert "a…@citizen.example" in shown and ADA not in shown and "Not right?" in shown
    for words in ("Look in the spam folder", "check the address above", "correct it below, or have the message sent"):
        assert words in shown
    old = Confirmation.objects.get().key
    answer = readdress(case, "bob@citizen.example")
    # Whole for who has just typed it, in this answer alone.
    assert answer.status_code == 200 and "We use this address now: <bdi>bob@citizen.example</bdi>" in text(answer)
    assert answer.headers["Cache-Control"] == "no-store, private" and "b…@" not in text(answer)
    assert "b…@citizen.example" in text(get(page(case))) and "bob@" not in text(get(page(case)))
    case.refresh_from_db()
    assert case.contact.address == case.latest.contact.address == "bob@citizen.example"
    first, second = Outbound.objects.order_by("pk")
    assert (first.state, second.state) == ("cancelled", "waiting") and second.contact == case.contact
    assert get(addresses.confirmation(old)).status_code == 410
    (entry,) = AuditEntry.objects.filter(action="cases.readdress")
    assert "citizen.example" not in str(entry.facts)
    actions.confirm(case, by="citizen")
    readdress(case, "eve@citizen.example")
    case.refresh_from_db()
    assert case.contact.address == "bob@citizen.example" and "Not right?" not in text(get(page(case)))


def test_an_address_that_is_none_is_refused_where_the_focus_goes(office):
    answer = readdress(written(), "ada")
    assert answer.status_code == 422 and 'class="error-summary"' in text(answer)
    assert text(answer).index('class="error-summary"') > text(answer).index('<details class="write-more" open>')


def test_until_its_owner_confirms_it_a_letter_that_came_twice_looks_like_one_that_came_once(river):
    about, own = addresses.write("bill", river.address), r"[A-Z0-9]{4}-[A-Z0-9]{2}|value=\"[^\"]+\"|[an]…@"
    first, other = written(about), written(about, address="new@citizen.example")
    copy = written(about)
    assert copy.merged_into == first
    # Its key goes first: it may hold what looks like a reference.
    pages = [re.sub(own, "", text(get(page(one))).replace(one.key, "")) for one in (first, other, copy)]
    assert pages[0] == pages[1] == pages[2]
    found = re.search(r"\b\d{6}\b", Outbound.objects.order_by("pk")[0].content.parts[0])
    assert found is not None
    Client().post(f"{page(copy)}code/", {"code": found[0]})
    shown = text(get(page(copy)))
    assert "it is the same letter" in shown and "it is the same letter" not in text(get(page(first)))


def test_what_is_added_to_a_letter_that_came_twice_is_read_with_it_alone(office):
    first, copy = written(), written()
    for _click in range(2):
        said = {"text": "And the school", "stamp": new_stamp(at=time.time() - 60)}
        assert Client().post(f"{page(copy)}add/", said).status_code == 302
    copy.refresh_from_db()
    assert (copy.state, copy.merged_into, copy.messages.count()) == ("open", None, 3)
    assert first.messages.count() == 1
    assert Confirmation.objects.count() == Outbound.objects.filter(state="waiting").count() == 2


@pytest.mark.parametrize("changed", ["first", "copy"])
def test_the_address_of_a_letter_that_came_twice_is_corrected_and_that_of_the_other_stays(office, changed):
    cases = {"first": written(), "copy": written()}
    assert "We use this address now" in text(readdress(cases[changed], "bob@citizen.example"))
    for name, one in cases.items():
        one.refresh_from_db()
        assert (one.state, one.merged_into) == ("open", None)
        assert one.contact.address == ("bob@citizen.example" if name == changed else ADA)
        assert one.confirmation.takes_code


def test_the_page_says_the_same_of_a_new_address_that_wants_no_messages(office):
    quiet = channels.contact_of(office=office, channel="email", address="bob@citizen.example", lang="en")
    channels.suppress(quiet, why="asked", by="test")
    case, said = written(), "We use this address now: <bdi>%s</bdi>.</strong> If it may get one more message today"
    for address in ("bob@citizen.example", "eve@citizen.example"):
        assert said % address in text(readdress(case, address))
    assert [one.contact.address for one in Outbound.objects.filter(state="waiting")] == ["eve@citizen.example"]


def test_an_address_that_so_many_letters_named_today_is_taken_and_asked_nothing(office):
    ParameterInForce.objects.create(name="letters_a_day", value=1)
    written(address="bob@citizen.example")
    case = written()
    answer = readdress(case, "bob@citizen.example")
    assert answer.status_code == 200 and "We use this address now: <bdi>bob@citizen.example</bdi>" in text(answer)
    assert Outbound.objects.filter(state="waiting").count() == 1
    assert readdress(case).status_code == 302 and Outbound.objects.filter(state="waiting").count() == 1


def test_of_a_number_the_page_speaks_of_a_number(office, phone):
    case = written(address="+999600201")
    for language, words in (("en", "Change the number"), ("fr", "Pas le bon numéro"), ("es", "Cambie el número")):
        shown = text(get(page(case), language))
        assert words in shown and "dirección, o pida" not in shown and "Pas la bonne adresse" not in shown
    assert "We use this number now: <bdi>+999600202</bdi>" in text(readdress(case, "+999600202"))


def test_the_message_is_sent_again_only_so_often_and_its_link_goes_on_working(office):
    case, key = written(), Confirmation.objects.get().key
    answers = [readdress(case).status_code for _time in range(MOST_AGAIN + 1)]
    assert answers == [302] * MOST_AGAIN + [429]
    assert Confirmation.objects.get().key == key and Outbound.objects.filter(state="waiting").count() == 1
    assert readdress(written(text="Other"), "no address").status_code == 422


def test_too_many_wrong_codes_are_said(office):
    case = written()
    for _try in range(MOST_ATTEMPTS + 1):
        answer = Client().post(f"{page(case)}code/", {"code": "12"})
    assert "Too many wrong codes. The link in the message still works." in text(answer)


def test_while_an_answer_can_be_undone_it_is_being_looked_at(office, clerk):
    case = written()
    actions.confirm(case, by="citizen")
    case.latest.refresh_from_db()
    channels.give_answer(case.latest, text="We looked.", lang="en", key="k", by=clerk)
    shown = text(get(page(case)))
    assert "Being looked at" in shown and "Answered" not in shown and "We looked." not in shown
    assert "Being looked at" in text(ask(case.reference))
    Outbound.objects.update(state="sent", sent_at=timezone.now())
    shown = text(get(page(case)))
    assert "Answered" in shown and "We looked." in shown


def test_a_question_by_text_message_is_in_the_alphabet_of_phones(office, phone):
    office.__class__.objects.filter(pk=office.pk).update(name="Assembly – Letters")
    case = written(address="+999600201")
    content = Outbound.objects.get().content
    assert "–" not in content.parts[0] and "gave this number" in content.parts[0] and len(content.parts) == 1
    shown = text(get(page(case)))
    assert "spam" not in shown and "… 201" in shown


def test_who_asked_too_often_reads_for_how_long(office):
    for _look in range(MOST_AN_HOUR + 1):
        answer = ask("7K3M-Q2")
    assert "minute" in text(answer) and "always works" in text(answer)


def test_the_form_is_headed_by_what_one_writes_about(office, member, member_office):
    chamber.whole()
    bill, committee = Document.objects.bills().get(), Organization.objects.committees().get()
    assert f"Write about {bill.name}</h1>" in text(get(addresses.write("bill", bill.address)))
    assert f"Write to the {committee}</h1>" in text(get(addresses.write("committee", committee.address)))
    alda = Person.objects.get(name="Alda Ferrer")
    MemberOffice.objects.create(office=member_office, person=alda)
    shown = text(get(addresses.write("member", alda.address)))
    assert "Write to Alda Ferrer</h1>" in shown and "may be published" not in shown
    assert "neither counts nor publishes" in shown


def test_files_that_are_too_large_are_answered_without_an_empty_form(office):
    answer = Client().post("/write/", said(), CONTENT_LENGTH=str(100 * 1024 * 1024))
    assert answer.status_code == 413 and "<textarea" not in text(answer) and "25.0" in text(answer)
    assert post().status_code == 302


def test_a_letter_by_mail_that_nothing_vouches_for_is_confirmed_from_its_page(office, mailbox):
    channels.store_incoming(InboundMessage("m1", "The bridge floods.", sender=ADA), account=mailbox, by="test")
    case = Case.objects.get()
    shown, link = text(get(page(case))), addresses.confirmation(case.confirmation.key)
    assert "Was it you?" in shown and link in shown
    assert "Until you confirm, nothing else is sent" not in shown and 'name="code"' not in shown
    Confirmation.objects.update(sent_at=timezone.now() - CONFIRM_WITHIN)
    late = text(get(page(case)))
    assert link not in late and "The time to confirm it has passed." in late
    Confirmation.objects.update(sent_at=timezone.now())
    Client().post(link)
    case.refresh_from_db()
    assert case.confirmed_at is not None and "Was it you?" not in text(get(page(case)))


def test_a_view_that_asks_for_nothing_was_read_and_counted_by_the_house_alone(office, clerk, member_office):
    case = written()
    actions.close(Case.objects.all(), triage=Triage.INFORM, by=clerk)
    assert "Read and counted, without an answer" in text(get(page(case)))
    Case.objects.update(triage=Triage.LEAVE)
    assert "Closed without an answer" in text(get(page(case)))
    Case.objects.update(triage=Triage.INFORM, office=member_office)
    assert "Read and counted" not in text(get(page(case)))


def test_who_is_informed_reads_the_message_on_the_page_which_says_so_and_calls_it_no_answer(office, clerk):
    case = written()
    key = channels.new_key(informs=True)
    channels.give_answer(case.latest, text="What you wrote was read.", lang="en", key=key, by=clerk)
    shown = text(get(page(case)))
    assert "Read and counted, with a message to you" in shown and "What you wrote was read." in shown
    assert "Our message of" in shown and "Answer of" not in shown


def test_the_page_names_no_bill_that_not_everybody_reads_and_none_that_the_software_suggests(office, clerk):
    case, bill = written(), Document.objects.create(kind="bill", number="12", titles={"en": "Harbour Bill"})
    row = actions.add_subject(case, bill, origin="software", by="test")
    assert row is not None and "Harbour Bill" not in text(get(page(case)))
    actions.add_subject(case, bill, origin="staff", by=clerk)
    assert "Harbour Bill" in text(get(page(case)))
    Document.objects.update(classification="internal")
    assert "Harbour Bill" not in text(get(page(case)))


def test_an_answer_that_waited_for_the_address_leaves_what_was_written_since_to_do(office, clerk, mailbox):
    case = written()
    channels.give_answer(case.latest, text="We come.", lang="en", key="k", by=clerk)
    actions.write_again(case, text="And my cellar floods too.", form="f1")
    actions.confirm(case, by="citizen")
    case.refresh_from_db()
    assert Outbound.objects.filter(content__source__startswith=ANSWER_SOURCE).exists()
    assert case.is_open and case.waiting_since == case.latest.received_at
