"""Where a letter comes from, and passing it on with the consent of whoever wrote it: nothing crosses before their yes."""

import io
import re

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from hemicycle.accounts.models import Office
from hemicycle.cases import actions, addresses
from hemicycle.cases.errors import CannotPassOn
from hemicycle.cases.models import Case, InternalNote, Origin, PassingOn, State
from hemicycle.channels.actions import give_answer, suppress
from hemicycle.channels.models import Account, Attachment, Contact, Inbound, Outbound
from hemicycle.record import actions as record
from hemicycle.record.models import Area, Document, Locality, Membership, Organization, Person
from hemicycle.rules.models import AuditEntry
from tests.cases.arriving import case_from, mailbox_of
from tests.record import chamber

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unacknowledged")]

INBOX = reverse("cases:inbox")


@pytest.fixture
def river(member_office, member) -> Area:
    """Where Alda Ferrer sits, whose office is that of the cast's member; the postcode 4020 lies there."""
    chamber.whole()
    alda = Person.objects.get(name="Alda Ferrer")
    record.seat_in_office(alda, office=member_office, by="test")
    area = Area.objects.create(names={"en": "River"})
    Membership.objects.mandates().filter(person=alda).update(area=area, until="")
    Locality.objects.create(area=area, postcode="4020", postcode_key="4020")
    return area


@pytest.fixture
def hills() -> Area:
    return Area.objects.create(names={"en": "Hills"})


@pytest.fixture
def theirs(member_office) -> Account:
    return mailbox_of(member_office, "ada@okafor.example")


@pytest.fixture
def letter(office, river) -> Case:
    case = case_from(mailbox_of(office), "ada@citizen.example", "My street in 4020 floods.")
    Attachment.objects.create(inbound=case.latest, name="street.png", kind="image/png", size=3, content=b"PNG")
    actions.set_area(case, river, by="test")
    case.refresh_from_db()
    return case


def page(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.reference])


def ask(client, case: Case, to: Office) -> PassingOn:
    assert client.post(page("pass_on", case), {"to": to.pk}).status_code == 302
    return PassingOn.objects.get(case=case)


def test_staff_say_where_a_letter_comes_from_by_postcode_or_name(sign_in, clerk, letter, hills):
    client = sign_in(clerk)
    for words, area in (("Hills", hills), ("4020", letter.area), ("Nowhere", letter.area), ("", letter.area)):
        client.post(page("set_area", letter), {"where": words})
        assert Case.objects.get(pk=letter.pk).area == area, words


def test_a_members_office_finds_what_comes_from_elsewhere(sign_in, member, theirs, river, hills):
    near, far, unknown = (case_from(theirs, f"{name}@citizen.example") for name in "abc")
    actions.set_area(near, river, by="test")
    actions.set_area(far, hills, by="test")
    client = sign_in(member)
    for query, found in (("out", far), ("in", near), ("unknown", unknown)):
        listed = client.get(INBOX, {"area": query}).text
        assert [one for one in (near, far, unknown) if f'value="{one.reference}" form="bulk"' in listed] == [found]
    assert "Out of area" in client.get(page("case", far)).text.partition('class="inbox-area"')[2]


def from_the_form(office, river) -> Case:
    mailbox_of(office)
    written = actions.write(
        office=office, text="My street in 4020 floods.", channel="email", address="ada@citizen.example", lang="en",
        area=river, form="f1",
    )  # fmt: skip
    return Case.objects.get(pk=written.pk)


def test_a_letter_from_the_form_is_passed_on_once_its_address_is_confirmed(
    office, river, member_office, theirs, clerk
):
    letter = from_the_form(office, river)
    with pytest.raises(CannotPassOn):
        actions.ask_to_pass_on(letter, to=member_office, by=clerk)
    Case.objects.filter(pk=letter.pk).update(confirmed_at=timezone.now())
    row = actions.ask_to_pass_on(Case.objects.get(pk=letter.pk), to=member_office, by=clerk)
    assert actions.answer_passing_on(row, agreed=True)
    there = Case.objects.get(office=member_office)
    assert (there.latest.text, there.contact.address) == ("My street in 4020 floods.", "ada@citizen.example")
    assert there.account == theirs


def test_whoever_left_no_address_is_asked_on_the_page_of_their_letter_and_led_to_the_one_there(
    sign_in, clerk, member, office, river, member_office
):
    letter = actions.write(office=office, text="My street in 4020 floods.", lang="en", area=river, form="f1")
    writer, own = Client(enforce_csrf_checks=True), addresses.letter(letter.key)
    assert "May we pass on your letter?" not in writer.get(own).text
    assert "on the page of their letter" in sign_in(clerk).get(page("pass_on", letter)).text
    row = ask(sign_in(clerk), letter, member_office)
    asked = writer.get(own).text
    assert addresses.passing_on(row.key) in asked and "and your address" not in asked
    assert not Outbound.objects.exists() and not Case.objects.filter(office=member_office).exists()
    passed = writer.post(addresses.passing_on(row.key), {"say": "yes"}, follow=True)
    there = Case.objects.get(office=member_office)
    assert addresses.letter(there.key) in passed.text and there.written_reference in passed.text
    assert addresses.letter(there.key) in writer.get(f"{own}take-back/").text
    assert "Passed on to another office" in passed.text and "Closed without an answer" not in passed.text
    assert (there.contact, there.account, there.confirmed_at) == (None, None, None)
    actions.write_again(there, text="It floods again.", form="f2")
    answer = give_answer(there.latest, text="We come on Friday.", lang="en", key="k", by=member)
    assert answer.outbound is None
    assert "We come on Friday." in writer.get(addresses.letter(there.key)).text
    assert addresses.letter(there.key) in writer.get(own).text


def test_a_no_on_the_page_of_the_letter_leaves_it_where_it_is(sign_in, clerk, client, office, river, member_office):
    letter = actions.write(office=office, text="My street in 4020 floods.", lang="en", area=river, form="f1")
    row = ask(sign_in(clerk), letter, member_office)
    said = client.post(addresses.passing_on(row.key), {"say": "no"}, follow=True).text
    assert "Your letter stays with Research service." in said
    assert not Case.objects.filter(office=member_office).exists()


def test_whoever_wrote_it_is_asked_and_nothing_crosses_before_their_yes(
    sign_in, clerk, member, letter, member_office, theirs
):
    row = ask(sign_in(clerk), letter, member_office)
    sent = Outbound.objects.get()
    assert sent.contact == letter.contact and sent.content.account == letter.account
    assert row.key in str(sent.content.content) + str(sent.content.parts)
    assert not Case.objects.filter(office=member_office).exists()
    assert not Inbound.objects.filter(office=member_office).exists()
    assert sign_in(member).get(page("case", letter)).status_code == 404
    letter.refresh_from_db()
    assert letter.state == State.OPEN


def test_after_a_yes_it_is_a_case_there_with_what_they_wrote_and_no_word_of_ours(
    sign_in, clerk, member, letter, member_office, theirs
):
    # The mail is opened in a browser without a cookie of ours.
    client = Client(enforce_csrf_checks=True)
    actions.write_note(letter, text="A regular", by=clerk)
    row = ask(sign_in(clerk), letter, member_office)
    assert "pass it on" in client.get(addresses.passing_on(row.key)).text
    said = client.post(addresses.passing_on(row.key), {"say": "yes"}, follow=True).text
    assert "has your letter now" in said
    there = Case.objects.get(office=member_office)
    assert there.latest.text == letter.latest.text and there.reference != letter.reference
    assert there.contact.office == member_office and there.sender != letter.sender
    assert bytes(there.latest.attachments.get().content) == b"PNG"
    assert InternalNote.objects.get().case == letter
    letter.refresh_from_db()
    assert (letter.state, letter.triage) == (State.CLOSED, "inform")
    assert "Passed on to Office of Ada Okafor" in sign_in(clerk).get(page("case", letter)).text
    assert sign_in(clerk).get(page("case", there)).status_code == 404
    assert letter.latest.text in sign_in(member).get(page("case", there)).text


def test_whoever_takes_it_back_reads_which_other_office_has_it(client, clerk, letter, member_office, theirs):
    row = actions.ask_to_pass_on(letter, to=member_office, by=clerk)
    there = f"{addresses.letter(letter.key)}take-back/"
    assert "has it too" not in client.get(there).text
    actions.answer_passing_on(row, agreed=True)
    shown = client.get(there).text
    assert "Office of Ada Okafor has it too, as you agreed" in shown
    # Who holds the key of the one letter need not hold that of the other, which went to the address.
    assert Case.objects.get(office=member_office).key not in shown


def test_whoever_typed_in_the_address_of_another_is_not_led_to_what_that_person_passed_on(
    client, clerk, office, letter, member_office, theirs
):
    typed = actions.write(
        office=office, text="It floods.", channel="email", address="eva@citizen.example", lang="en", form="f1"
    )  # fmt: skip
    actions.confirm(typed, by="test")
    typed.refresh_from_db()
    row = actions.ask_to_pass_on(typed, to=member_office, by=clerk)
    actions.answer_passing_on(row, agreed=True)
    actions.dispute(typed, by="test")
    shown = client.get(f"{addresses.letter(typed.key)}take-back/").text
    assert "has it too, as you agreed" in shown and Case.objects.get(office=member_office).key not in shown


def test_it_is_about_the_same_there_as_far_as_its_writer_said_it(clerk, office, river, member_office, theirs):
    letter = case_from(mailbox_of(office), "ada@citizen.example", "Please vote against Bill 12.")
    bill, committee, (alda, other) = Document.objects.get(), Organization.objects.all()[0], Person.objects.all()[:2]
    actions.add_subject(letter, committee, origin=Origin.SENDER, by="test")
    actions.add_subject(letter, alda, origin=Origin.STAFF, by=clerk)
    actions.add_subject(letter, other, origin=Origin.SOFTWARE, by="test")
    actions.add_subject(letter, bill, eid="sec_1", origin=Origin.NAMED, by="test")
    row = actions.ask_to_pass_on(letter, to=member_office, by=clerk)
    actions.answer_passing_on(row, agreed=True)
    there = Case.objects.get(office=member_office)
    found = {(one.row, one.eid, one.origin) for one in there.subjects.all()}
    assert found == {(committee, "", "sender"), (bill, "", "named"), (bill, "sec_1", "named")}


def test_a_bill_that_is_named_further_on_is_found_there(clerk, letter, member_office, theirs):
    again = case_from(letter.account, "ada@citizen.example", f"Reference {letter}: it is about Bill 12.")
    assert again == letter and not letter.subjects.exists()
    actions.answer_passing_on(actions.ask_to_pass_on(again, to=member_office, by=clerk), agreed=True)
    found = Case.objects.get(office=member_office).subjects.get()
    assert (found.bill, found.origin) == (Document.objects.get(), "named")


def test_a_bill_that_staff_chose_and_the_clauses_found_by_it_stay_behind(clerk, letter, member_office, theirs):
    bill = Document.objects.get()
    actions.add_subject(letter, bill, origin=Origin.STAFF, by=clerk)
    actions.add_subject(letter, bill, eid="sec_1", origin=Origin.NAMED, by="test")
    row = actions.ask_to_pass_on(letter, to=member_office, by=clerk)
    actions.answer_passing_on(row, agreed=True)
    assert not Case.objects.get(office=member_office).subjects.exists()


@pytest.mark.parametrize(
    ("written", "chosen", "found", "asked"),
    [
        ("de", "", "de", "en"),
        ("", "", "", "en"),
        ("fr-CA", "", "", "fr"),
        ("", "es", "fr", "es"),
        ("", "", "es", "es"),
    ],
)
def test_it_is_asked_in_their_language_where_the_site_has_it_else_in_that_of_the_house(
    clerk, letter, member_office, theirs, written, chosen, found, asked
):
    Inbound.objects.filter(pk=letter.latest_id).update(lang=written)
    Contact.objects.filter(pk=letter.contact_id).update(lang=chosen)
    Case.objects.filter(pk=letter.pk).update(lang=found)
    with translation.override("fr" if asked == "en" else "en"):
        actions.ask_to_pass_on(Case.objects.get(pk=letter.pk), to=member_office, by=clerk)
    content = Outbound.objects.get().content
    with translation.override(asked):
        words = translation.gettext("May we pass on your letter?")
    assert content.lang == asked and words[:15] in str(content.content) + str(content.parts)


def test_a_no_leaves_it_where_it_is_and_a_second_answer_changes_nothing(
    sign_in, clerk, letter, member_office, theirs, client
):
    row = ask(sign_in(clerk), letter, member_office)
    client.post(addresses.passing_on(row.key), {"say": "no"})
    client.post(addresses.passing_on(row.key), {"say": "yes"})
    assert not Case.objects.filter(office=member_office).exists()
    assert AuditEntry.objects.get(action="cases.passing_on_answered").facts == {"agreed": False}
    assert client.get(addresses.passing_on("nonsense")).status_code == 404


def test_from_a_members_office_it_goes_to_the_house_and_not_to_who_does_not_answer_letters(
    sign_in, member, clerk, office, other_office, theirs, river, client
):
    mailbox_of(office)
    case = case_from(theirs, "ada@citizen.example")
    shown = sign_in(member).get(page("pass_on", case)).text
    assert "Research service" in shown and "Enquiry service" not in shown
    row = ask(sign_in(member), case, office)
    assert sign_in(clerk).get(page("case", case)).status_code == 404
    client.post(addresses.passing_on(row.key), {"say": "yes"})
    there = Case.objects.get(office=office)
    assert case.latest.text in sign_in(clerk).get(page("case", there)).text
    assert sign_in(member).get(page("case", there)).status_code == 404


def test_asked_twice_is_one_question_and_an_office_that_cannot_be_written_from_gets_none(
    sign_in, clerk, letter, member_office
):
    client = sign_in(clerk)
    assert re.search(
        r"disabled>[^/]*Office of Ada Okafor <span[^>]*>has no account", client.get(page("pass_on", letter)).text
    )
    said = client.post(page("pass_on", letter), {"to": member_office.pk}, follow=True).text
    assert "Office of Ada Okafor has no account by which it could answer." in said
    mailbox_of(member_office, "ada@okafor.example")
    for words in ("Whoever wrote it is asked.", "has not answered yet"):
        assert words in client.post(page("pass_on", letter), {"to": member_office.pk}, follow=True).text
    assert PassingOn.objects.count() == Outbound.objects.count() == 1


def test_a_question_that_is_withdrawn_is_answered_by_nobody_and_its_mail_does_not_leave(
    sign_in, clerk, client, letter, member_office, theirs
):
    row = ask(sign_in(clerk), letter, member_office)
    withdrawn = sign_in(clerk).post(page("pass_on", letter), {"withdraw": row.pk}, follow=True).text
    assert "The question is withdrawn. The case stays here." in withdrawn
    assert Outbound.objects.get().state == "cancelled"
    assert "withdrawn" in sign_in(clerk).get(page("pass_on", letter)).text
    assert "You need not answer any more" in client.get(addresses.passing_on(row.key)).text
    client.post(addresses.passing_on(row.key), {"say": "yes"})
    with pytest.raises(CannotPassOn):
        actions.answer_passing_on(row, agreed=True)
    assert not Case.objects.filter(office=member_office).exists()
    entry = AuditEntry.objects.get(action="cases.withdraw_passing_on")
    assert entry.facts == {"to": member_office.name}


def test_who_is_asked_anew_answers_the_new_question_alone(sign_in, clerk, client, letter, member_office, theirs):
    first = ask(sign_in(clerk), letter, member_office)
    actions.withdraw_question(first, by=clerk)
    sign_in(clerk).post(page("pass_on", letter), {"to": member_office.pk})
    second = PassingOn.objects.unanswered().get()
    assert first.key != second.key and Outbound.objects.count() == 2
    client.post(addresses.passing_on(first.key), {"say": "yes"})
    assert not Case.objects.filter(office=member_office).exists()
    client.post(addresses.passing_on(second.key), {"say": "yes"})
    assert Case.objects.filter(office=member_office).exists()


def test_on_the_page_of_a_letter_a_question_that_is_withdrawn_is_gone(
    sign_in, clerk, client, office, river, member_office
):
    letter = actions.write(office=office, text="My street in 4020 floods.", lang="en", area=river, form="f1")
    row = ask(sign_in(clerk), letter, member_office)
    assert "May we pass on your letter?" in client.get(addresses.letter(letter.key)).text
    actions.withdraw_question(row, by=clerk)
    assert "May we pass on your letter?" not in client.get(addresses.letter(letter.key)).text


def test_what_was_answered_is_not_withdrawn_and_nobody_else_withdraws(
    sign_in, clerk, letter, officer, member, other_clerk, member_office, theirs
):
    row = ask(sign_in(clerk), letter, member_office)
    for who in (officer, member, other_clerk):
        assert sign_in(who).post(page("pass_on", letter), {"withdraw": row.pk}).status_code in (403, 404)
    for number in ("x", "9" * 30, str(row.pk + 1)):
        assert sign_in(clerk).post(page("pass_on", letter), {"withdraw": number}).status_code == 404
    actions.answer_passing_on(row, agreed=False)
    said = sign_in(clerk).post(page("pass_on", letter), {"withdraw": row.pk}, follow=True).text
    assert "answered or withdrawn meanwhile" in said
    assert PassingOn.objects.get().withdrawn_at is None


def by_post(office, area, sender: str = "Ada Field\n7 Mill Lane\n4020 River") -> Case:
    return actions.add_letter(
        office=office, sender=sender, text="My street floods.", subject="Floods", lang="en", area=area,
        received_at=timezone.now(), form="f1", by="test",
    )  # fmt: skip


def test_whoever_wrote_by_post_is_asked_on_paper_and_their_recorded_yes_passes_it_on(
    sign_in, clerk, member, office, river, member_office
):
    letter, client = by_post(office, river), sign_in(clerk)
    row = ask(client, letter, member_office)
    assert "Print the question" in client.get(page("pass_on", letter)).text
    printed = client.post(page("pass_on", letter), {"print": row.pk}).content
    said = " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(printed)).pages)
    for words in (row.key, letter.written_reference, "7 Mill Lane", "Yes, pass it on", "Date and signature"):
        assert words in said
    assert "May we pass on your letter?" in client.get(addresses.passing_on(row.key.upper())).text
    assert "Say how their answer came." in client.post(page("pass_on", letter), {"record": row.pk, "say": "yes"}).text
    assert not Case.objects.filter(office=member_office).exists()
    scan = SimpleUploadedFile("yes.pdf", b"%PDF-1.7 yes", "application/pdf")
    recorded = {"record": row.pk, "say": "yes", "came_by": "post", "scan": scan}
    assert "has the letter now" in client.post(page("pass_on", letter), recorded, follow=True).text
    entry = AuditEntry.objects.get(action="cases.passing_on_answered")
    assert entry.facts == {"agreed": True, "came_by": "post"} and entry.actor == f"user:{clerk.pk}"
    assert "recorded by" in client.get(page("pass_on", letter)).text
    assert [one.name for one in letter.latest.attachments.all()] == ["yes.pdf"]
    there = Case.objects.get(office=member_office)
    assert not there.latest.attachments.exists() and there.contact.address.startswith("Ada Field")
    assert there.contact.office == member_office and there.account is None
    reader = sign_in(member)
    assert "7 Mill Lane" in reader.get(page("case", there)).text
    answer = give_answer(there.latest, text="We come.", lang="en", key="k", by=member)
    assert reader.post(reverse("cases:answer_letter", args=[answer.pk])).headers["Content-Type"] == "application/pdf"


def test_a_no_by_telephone_leaves_it_here_and_is_recorded_once(sign_in, clerk, office, river, member_office):
    letter, client = by_post(office, river), sign_in(clerk)
    row = ask(client, letter, member_office)
    said = {"record": row.pk, "say": "no", "came_by": "telephone"}
    assert "The letter stays here." in client.post(page("pass_on", letter), said, follow=True).text
    assert "withdrawn meanwhile" in client.post(page("pass_on", letter), {**said, "say": "yes"}, follow=True).text
    row.refresh_from_db()
    assert (row.agreed, row.recorded_by, row.came_by) == (False, clerk, "telephone")
    assert not Case.objects.filter(office=member_office).exists()


def test_staff_record_no_answer_of_whoever_is_asked_by_mail(
    sign_in, clerk, other_clerk, letter, office, river, member_office, theirs
):
    row = ask(sign_in(clerk), letter, member_office)
    said = {"record": row.pk, "say": "yes", "came_by": "post"}
    sign_in(clerk).post(page("pass_on", letter), said)
    assert sign_in(clerk).post(page("pass_on", letter), {"print": row.pk}).status_code == 404
    paper = by_post(office, river)
    other = actions.ask_to_pass_on(paper, to=member_office, by=clerk)
    assert sign_in(other_clerk).post(page("pass_on", paper), {**said, "record": other.pk}).status_code in (403, 404)
    assert not Case.objects.filter(office=member_office).exists()


def test_a_letter_by_post_without_an_address_says_what_to_do(sign_in, clerk, office, river, member_office):
    letter, client = by_post(office, river, sender=""), sign_in(clerk)
    words = "It came by post without a postal address"
    assert words in client.get(page("case", letter)).text
    assert words in client.post(page("pass_on", letter), {"to": member_office.pk}, follow=True).text
    assert not PassingOn.objects.exists()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("without an address", "it came without an address"),
        ("stopped", "asked for no more messages"),
        ("closed", "the account it came to is closed"),
        ("not confirmed", "the address is not confirmed"),
    ],
)
def test_where_nobody_can_be_asked_the_case_says_why_and_offers_nothing(
    sign_in, clerk, office, letter, river, theirs, member_office, state, words
):
    client = sign_in(clerk)
    assert page("pass_on", letter) in client.get(page("case", letter)).text
    if state == "without an address":
        Case.objects.filter(pk=letter.pk).update(contact=None)
    elif state == "stopped":
        suppress(letter.contact, why="asked", by="test")
    elif state == "closed":
        Account.objects.filter(pk=letter.account_id).update(is_open=False, closed_at=timezone.now())
    else:
        letter = actions.write(
            office=office, text="It floods.", channel="email", address="eva@citizen.example", lang="en", area=river,
            form="f1",
        )  # fmt: skip
    shown = client.get(page("case", letter)).text
    assert words in shown and page("pass_on", letter) not in shown
    assert words in client.get(page("pass_on", letter)).text
    assert words in client.post(page("pass_on", letter), {"to": member_office.pk}, follow=True).text
    assert not PassingOn.objects.exists()


def test_nobody_else_asks_and_no_office_is_chosen_that_was_not_offered(
    sign_in, letter, officer, member, researcher, other_clerk, clerk, theirs, member_office
):
    nobodys = Office.objects.create(slug="nobodys", name="Nobody answers here")
    for who in (officer, researcher, member, other_clerk):
        assert sign_in(who).post(page("pass_on", letter), {"to": member_office.pk}).status_code in (403, 404)
    assert sign_in(clerk).post(page("pass_on", letter), {"to": nobodys.pk}).status_code == 422
    assert not PassingOn.objects.exists()
