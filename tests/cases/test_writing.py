"""A letter from the form: it reaches one office, its address is proved by its owner, and it is answered there."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from hemicycle.accounts.models import Notice
from hemicycle.cases import actions, addresses
from hemicycle.cases.actions.confirming import WHAT
from hemicycle.cases.errors import CannotMerge, MayNotTakeBack, WrongCode
from hemicycle.cases.models import Case, Confirmation, State, Subject, Urgency
from hemicycle.cases.models.confirmation import CONFIRM_WITHIN, MOST_ATTEMPTS
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import AttachedFile, InboundMessage, OutgoingText
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.files.attachments import checked
from hemicycle.channels.jobs import sending
from hemicycle.channels.models import Account, Answer, Attachment, Inbound, Outbound
from hemicycle.listening.actions.collecting import Wanted, waiting
from hemicycle.listening.models import Inquiry
from hemicycle.record.models import Document
from hemicycle.rules.models import AuditEntry, ParameterInForce
from tests.record import chamber

pytestmark = pytest.mark.django_db
ADA, PHONE = "ada@citizen.example", "+999600201"
TEXT = "The bridge on my street floods each spring."


@pytest.fixture(autouse=True)
def mailbox(office, settings, tmp_path) -> Account:
    settings.HOME = tmp_path
    folder = {"transport": "folder", "folder": "outbox"}
    return channels.open_account(
        office=office, kind="email", name="Letters", address="house@h.example", settings=folder, by="test"
    )


@pytest.fixture(autouse=True)
def phone(office) -> Account:
    return channels.open_account(
        office=office, kind="gammu", name="Phone", address="+999600100", settings={"folder": "out"}, by="test"
    )


def write(office, text: str = TEXT, *, form: str = "f1", **more) -> Case:
    said = {"channel": "email", "address": ADA, "lang": "en", **more}
    return actions.write(office=office, text=text, form=form, **said)


def test_letters_without_an_address_ring_the_bell_of_those_who_read_them_and_one_on_paper_nobodys(
    office, officer, clerk
):
    for form in ("f1", "f2"):
        write(office, form=form, channel="", address="")
    (notice,) = Notice.objects.unread()
    assert (notice.kind, notice.person, notice.times) == ("cases.letter", clerk, 2)
    actions.add_letter(
        office=office, sender="Ada", text=TEXT, subject="", lang="en", received_at=timezone.now(), form="f3", by=clerk
    )
    assert Notice.objects.count() == 1


def questions() -> list[Outbound]:
    rows = Outbound.objects.filter(content__source__endswith=f":{WHAT}").select_related("content", "contact")
    return list(rows.order_by("pk"))


def code_in(sent: Outbound) -> str:
    found = re.search(r"\b\d{6}\b", sent.content.parts[0].replace(PHONE, ""))
    assert found is not None
    return found[0]


def just(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_letter_opens_a_case_with_what_it_is_about_and_asks_its_address_once(office):
    chamber.people()
    chamber.bill()
    bill = Document.objects.get()
    files = checked([AttachedFile("a.png", "image/png", b"\x89PNG\r\n\x1a\n"), AttachedFile("b.exe", "x/y", b"MZ")])
    case = write(office, about=bill, title="Bill 12", files=files)
    assert (case.channel, case.direct, case.state, case.account.kind) == ("web", True, State.OPEN, "email")
    assert not case.is_public and case.confirmed_at is None
    assert Subject.objects.get(case=case).origin == "sender"
    assert [one.refused for one in Attachment.objects.order_by("pk")] == ["", "kind"]
    (asked,) = questions()
    assert asked.contact.address == ADA and case.written_reference in asked.content.parts[0]
    assert TEXT not in str(asked.content.content)


def test_one_form_sent_twice_is_one_letter_and_other_words_are_another(office):
    first = write(office)
    assert write(office) == first
    assert write(office, "Other words") != first
    assert Inbound.objects.count() == 2


def test_the_same_words_with_the_same_address_within_minutes_are_one_letter_under_two_references(office):
    first = write(office)
    second = write(office, form="f2")
    assert (second.state, second.merged_into) == (State.MERGED, first)
    assert second.key != first.key and len(questions()) == 1
    with pytest.raises(WrongCode):
        actions.confirm_by_code(second, code="1")
    assert actions.confirm_by_code(second, code=code_in(questions()[0]))
    assert just(first).confirmed_at and just(second).confirmed_at
    Case.objects.update(heard_at=timezone.now() - timedelta(hours=1))
    assert write(office, form="f3").state == State.OPEN


def files_of(content: bytes = b"%PDF-1.7"):
    return checked([AttachedFile("plan.pdf", "application/pdf", content)])


def test_the_same_words_with_a_file_that_was_forgotten_are_read_with_it(office):
    write(office)
    again = write(office, form="f2", files=files_of())
    assert (again.state, again.merged_into) == (State.OPEN, None)
    assert Attachment.objects.get().inbound == again.latest


def test_a_form_that_is_sent_again_with_a_file_or_another_address_loses_neither(office):
    first = write(office)
    with_file = write(office, files=files_of())
    corrected = write(office, address="bob@citizen.example")
    assert len({first, with_file, corrected}) == 3 and corrected.contact.address == "bob@citizen.example"
    assert write(office, files=files_of()) == with_file != write(office, files=files_of(b"%PDF-1.4"))


def test_a_letter_without_an_address_is_followed_by_its_reference_alone(office, clerk):
    case = write(office, channel="", address="")
    assert (case.account, case.contact, case.sender) == (None, None, "")
    assert not Outbound.objects.exists() and not Confirmation.objects.exists()
    answer = channels.give_answer(case.latest, text="We looked.", lang="en", key="k", by=clerk)
    assert answer.outbound is None and just(case).state == State.CLOSED


def test_an_address_gets_so_many_questions_a_day_and_one_that_wants_none_gets_none(office):
    ParameterInForce.objects.create(name="follow_messages_a_day", value=2)
    for number in range(4):
        write(office, f"Letter {number}", form=f"f{number}")
    assert len(questions()) == 2 and Case.objects.count() == 4
    channels.suppress(channels.contact_of(office=office, channel="email", address="no@x.example"), why="asked", by="t")
    write(office, "More", form="g", address="no@x.example")
    assert len(questions()) == 2


def test_the_house_pays_for_so_many_text_messages_to_strangers(office):
    ParameterInForce.objects.create(name="follow_texts_a_day", value=1)
    for number in range(3):
        write(office, f"Letter {number}", form=f"f{number}", channel="sms", address=f"+99960020{number}")
    assert len(questions()) == 1


def test_an_answer_before_the_address_is_proved_stands_on_the_page_and_leaves_afterwards(office, clerk):
    case = write(office)
    given = channels.give_answer(case.latest, text="We looked.", lang="en", key="k", by=clerk)
    assert given.outbound is None and Outbound.objects.count() == 1
    assert actions.confirm(case, by="citizen")
    sent = Answer.objects.get().outbound
    assert sent.contact.address == ADA and "We looked." in sent.content.parts[0]
    assert not actions.confirm(case, by="citizen") and Outbound.objects.count() == 2


def test_a_proved_letter_is_answered_by_mail_that_says_to_what_and_leads_to_its_page(office, clerk):
    case = write(office, title="Bill 12")
    actions.confirm(case, by="citizen")
    actions.write_again(just(case), text="And the school.", form="f2")
    given = channels.give_answer(just(case).latest, text="Nous avons vu.", lang="fr", key="k", by=clerk)
    assert given.outbound.content.content["subject"] == f"Réponse à votre lettre {case.written_reference}"
    sent = given.outbound.content.parts[0]
    assert sent.startswith("Nous avons vu.\n") and addresses.letter(case.key) in sent
    assert f"{office}, en réponse à votre lettre {case.written_reference} du " in sent
    assert given.outbound.contact.address == ADA and just(case).state == State.CLOSED
    Outbound.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    sending.send_account(case.account, worker="worker")
    given.outbound.refresh_from_db()
    assert (given.outbound.state, given.outbound.code) == ("sent", "")


def test_a_proved_letter_is_answered_by_text_message_and_not_at_night(office, clerk, monkeypatch):
    case = write(office, channel="sms", address=PHONE)
    actions.confirm(case, by="citizen")
    message = just(case).latest
    assert channels.leaves_at(message) <= timezone.now()
    for name, value in (("quiet_from", "00:00"), ("quiet_until", "23:59")):
        ParameterInForce.objects.create(name=name, value=value)
    assert channels.leaves_at(message) > timezone.now()
    with pytest.raises(CannotAnswer, match="too-long"):
        channels.give_answer(message, text="漢" * 2000, lang="en", key="k", by=clerk)
    given = channels.give_answer(message, text="We looked.", lang="en", key="k", by=clerk)
    assert given.outbound.account.kind == "gammu"


def test_a_wrong_code_counts_and_after_five_the_right_one_opens_nothing(office):
    case = write(office)
    code = code_in(questions()[0])
    for _attempt in range(MOST_ATTEMPTS):
        with pytest.raises(WrongCode):
            actions.confirm_by_code(case, code="000000" if code != "000000" else "111111")
    with pytest.raises(WrongCode):
        actions.confirm_by_code(case, code=code)


def test_a_code_is_too_old_after_a_week(office):
    case = write(office)
    Confirmation.objects.update(sent_at=timezone.now() - CONFIRM_WITHIN - timedelta(minutes=1))
    with pytest.raises(WrongCode):
        actions.confirm_by_code(case, code=code_in(questions()[0]))


def answer_by_text(phone: Account, text: str, sender: str = PHONE) -> Inbound:
    Outbound.objects.update(state="sent", sent_at=timezone.now())
    message = channels.store_incoming(InboundMessage("", text, sender=sender), account=phone, by="test")
    assert message is not None
    return message


def test_the_code_sent_back_by_text_proves_the_number_and_asks_nothing_of_staff(office, phone):
    case = write(office, channel="sms", address=PHONE)
    message = answer_by_text(phone, f"{code_in(questions()[0])}.")
    assert just(case).confirmed_at is not None and message.keyword == "code"
    assert just(case).latest != message and case.messages.count() == 2


def test_the_code_proves_its_letter_whatever_was_sent_to_the_number_since(office, phone):
    first = write(office, channel="sms", address=PHONE)
    second = write(office, "Other words", form="f2", channel="sms", address=PHONE)
    contact = channels.contact_of(office=office, channel="sms", address=PHONE)
    notice = channels.render(phone, OutgoingText("", "The House votes at seven.", "en"))
    channels.queue(channels.prepare(phone, source="news", lang="en", rendered=notice), to=contact, by="test")
    for case, asked in ((first, questions()[0]), (second, questions()[1])):
        message = answer_by_text(phone, code_in(asked))
        assert just(case).confirmed_at is not None and message.keyword == "code"
    assert not Confirmation.objects.exclude(attempts=0).exists()


def test_of_no_letter_more_codes_are_tried_by_text_than_of_one_that_stands_alone(office, phone):
    for form in ("f1", "f2"):
        write(office, f"Letter {form}", form=form, channel="sms", address=PHONE)
    codes = [code_in(one) for one in questions()]
    wrong = next(one for one in ("000000", "111111", "222222") if one not in codes)
    for number in range(MOST_ATTEMPTS):
        answer_by_text(phone, f"{wrong}{'.' * number}")
    for code in codes:
        assert answer_by_text(phone, code).keyword == ""
    assert not Case.objects.exclude(confirmed_at=None).exists()


def test_another_number_proves_nothing_and_other_words_are_one_more_message(office, phone):
    case = write(office, channel="sms", address=PHONE)
    answer_by_text(phone, code_in(questions()[0]), sender="+999600333")
    answer_by_text(phone, "And the school floods too")
    assert just(case).confirmed_at is None and case.messages.count() == 2


def test_whoever_did_not_write_it_hears_nothing_more_about_it(office, clerk):
    case = write(office)
    actions.dispute(case, by="citizen")
    assert questions()[0].state == "cancelled" and not actions.confirm(just(case), by="citizen")
    held = just(case)
    assert (held.latest.contact, held.latest.sender) == (None, "")
    assert (held.contact, held.sender, held.is_open) == (None, "", True) and held.disputed_at
    given = channels.give_answer(held.latest, text="We looked.", lang="en", key="k", by=clerk)
    assert given.outbound is None
    assert AuditEntry.objects.get(action="cases.dispute").actor == "citizen"


def test_whoever_did_not_write_it_is_named_by_no_copy_of_it_either(office):
    first, second = write(office), write(office, form="f2")
    assert second.merged_into == first
    actions.dispute(first, by="citizen")
    held = just(second)
    assert (held.contact, held.sender, held.latest.contact, held.latest.sender) == (None, "", None, "")
    assert held.disputed_at and not held.confirmed_at


def test_an_answer_that_waits_is_not_sent_to_whoever_did_not_write(office, clerk):
    case = write(office)
    actions.confirm(case, by="citizen")
    given = channels.give_answer(just(case).latest, text="We looked.", lang="en", key="k", by=clerk)
    actions.dispute(just(case), by="citizen")
    given.outbound.refresh_from_db()
    assert given.outbound.state == "cancelled" and just(case).latest.is_authenticated is False


def test_who_has_the_key_adds_to_the_letter_which_is_to_do_again(office, clerk):
    case = write(office)
    actions.confirm(case, by="citizen")
    channels.give_answer(just(case).latest, text="We looked.", lang="en", key="k", by=clerk)
    added = actions.write_again(just(case), text="And now?", form="g1")
    assert actions.write_again(just(case), text="And now?", form="g1") == added
    assert (just(case).state, just(case).latest, added.is_authenticated) == (State.OPEN, added, True)


@pytest.mark.parametrize("adds", [False, True])
def test_of_two_clicks_at_once_the_second_finds_what_the_first_stored(office, adds):
    case = write(office)
    clicks = []

    def click():
        return actions.write_again(just(case), text="And?", form="g") if adds else write(office, "And?", form="g")

    def other_click(execute, sql, params, many, context):
        """It stores its letter once this one has looked for it, and found none."""
        found = execute(sql, params, many, context)
        if not clicks and "channels_inbound" in sql and "g:" in str(params):
            clicks.append(None)
            clicks[0] = click()
        return found

    with connection.execute_wrapper(other_click):
        assert click() == clicks[0]
    assert Inbound.objects.count() == 2


def test_a_letter_that_is_taken_back_is_gone_with_all_that_belongs_to_it(office, clerk):
    case = write(office)
    write(office, form="f2")
    channels.give_answer(case.latest, text="We looked.", lang="en", key="k", by=clerk)
    actions.take_back(case)
    for table in (Case, Inbound, Answer, Confirmation, Subject):
        assert not table.objects.exists()


def test_what_speaks_of_danger_is_not_taken_back(office):
    case = write(office)
    Case.objects.update(urgency=Urgency.THREAT)
    with pytest.raises(MayNotTakeBack):
        actions.take_back(case)
    assert Case.objects.exists()


def test_whoever_sends_the_words_of_another_takes_nothing_of_theirs_back(office):
    first = write(office)
    second = write(office, form="f2")
    actions.take_back(second)
    assert list(Case.objects.all()) == [first] and first.messages.exists()


def test_a_letter_of_which_anybody_could_have_named_the_address_is_merged_with_no_other(office, clerk):
    first, second = write(office), write(office, "Other words", form="f2")
    for confirmed in (None, first):
        if confirmed is not None:
            actions.confirm(confirmed, by="citizen")
        with pytest.raises(CannotMerge):
            actions.merge(just(second), into=just(first), by=clerk)
    actions.confirm(second, by="citizen")
    assert actions.merge(just(second), into=just(first), by=clerk) == first


def test_a_confirmed_letter_is_collected_into_an_inquiry_like_one_that_came_by_mail(office, clerk):
    case = write(office)
    inquiry = Inquiry(office=office)
    inquiry.save()
    assert not waiting(inquiry, Wanted()).exists()
    actions.confirm(case, by="citizen")
    assert list(waiting(inquiry, Wanted())) == [case.latest]


def test_a_row_begins_with_the_words_of_the_letter_and_names_the_bill_beside_them(office, clerk, sign_in):
    chamber.people()
    chamber.bill()
    bill = Document.objects.get()
    write(office, about=bill, title=f"{bill.name} · {bill.titles.here}")
    listed = sign_in(clerk).get("/inbox/").text
    assert '<p class="inbox-words" lang="en" dir="auto">The bridge' in listed
    assert f'title="{bill.titles.here}">{bill.name}<' in listed
