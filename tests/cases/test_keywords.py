"""What people send by text message about a bill, and to learn how their own case stands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.cases import actions
from hemicycle.cases.models import Case, State
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Outbound
from hemicycle.record.models import Document, DocumentKind
from tests.record import chamber

pytestmark = pytest.mark.django_db
ANN, BEN = "+999600201", "+999600202"


@pytest.fixture
def river(db):
    chamber.people()
    chamber.bill()


@pytest.fixture
def reply(phone, writes):
    """`reply("STATUS 12", ANN)` is the answer that Ann gets at once, "" for none."""

    def replied(text: str, sender: str = ANN) -> str:
        known = set(Outbound.objects.values_list("pk", flat=True))
        writes(phone, text, sender)
        new = Outbound.objects.exclude(pk__in=known).select_related("content")
        return "\n".join(str(row.content.parts[0]) for row in new)

    return replied


@pytest.mark.parametrize(
    ("text", "lang"),
    [("BILL 12 The river floods my street", "en"), ("Projet de loi 12 : la rue est inondée", "fr"),
     ("ley 12 la calle se inunda", "es"), ("Projet 12 la rue est inondée", "fr")],
)  # fmt: skip
def test_what_is_said_about_a_bill_opens_a_case_about_it(text, lang, river, phone, writes):
    case = writes(phone, text, ANN)
    assert (case.state, case.lang) == (State.OPEN, lang)
    assert [(one.bill.number, one.origin) for one in case.subjects.all()] == [("12", "sender")]
    assert case.latest.keyword == ""
    assert Outbound.objects.get().content.source == actions.source_of(case, "ack")


def bills(case: Case) -> list[str]:
    return [one.bill.number for one in case.subjects.all()]


def test_what_is_said_about_another_bill_opens_a_case_of_its_own_and_about_the_same_goes_on(river, phone, writes):
    Document.objects.create(kind=DocumentKind.BILL, number="15", titles={"en": "Harbour Bill"})
    rivers, harbours = writes(phone, "BILL 12 I agree", ANN), writes(phone, "BILL 15 I oppose", ANN)
    assert (bills(rivers), bills(harbours)) == (["12"], ["15"])
    assert writes(phone, "Bill 12 and my son agrees", ANN) == rivers
    assert writes(phone, "And his school", ANN) == rivers


def test_another_bill_is_no_answer_to_what_we_said_of_the_first(river, phone, writes, clerk):
    Document.objects.create(kind=DocumentKind.BILL, number="15", titles={"en": "Harbour Bill"})
    rivers = writes(phone, "BILL 12 I agree", ANN)
    channels.give_answer(rivers.latest, text="Thank you.", lang="en", key="k", by=clerk)
    Outbound.objects.update(state="sent", sent_at=timezone.now())
    assert bills(writes(phone, "BILL 15 I oppose", ANN)) == ["15"]
    Case.objects.filter(pk=rivers.pk).update(heard_at=timezone.now() - timedelta(days=9))
    assert writes(phone, "Bill 12 was worth it", ANN) == rivers


def test_the_number_alone_is_answered_with_how_the_bill_stands_and_how_to_write(river, reply):
    said = reply("BILL 12")
    assert "River Bill" in said and "BILL 12 and your words" in said
    assert Case.objects.get().state == State.SET_ASIDE


def test_of_a_bill_that_there_is_not_no_word_is_lost(river, phone, writes):
    case = writes(phone, "BILL 99 is a shame", ANN)
    assert case.state == State.OPEN
    assert not case.subjects.exists()


def test_a_man_called_bill_is_a_person(river, phone, writes):
    assert writes(phone, "Bill Smith from Mill Lane here: the bus is late", ANN).state == State.OPEN


def test_whoever_wrote_learns_how_it_stands_by_the_reference_or_its_beginning(phone, writes, reply, clerk):
    case = writes(phone, "The bus is late", ANN)
    for typed in (case.written_reference, case.reference.lower(), case.reference[:4]):
        assert f"{case.written_reference}: received on" in reply(f"STATUS {typed}")
    channels.give_answer(case.latest, text="We asked for a later one.", lang="en", key="k", by=clerk)
    assert "Answered on" in reply(f"STATUS {case.reference}")


def test_of_a_letter_that_was_read_without_an_answer_it_says_so(phone, writes, reply, clerk):
    case = writes(phone, "The bus is late", ANN)
    actions.triage(Case.objects.filter(pk=case.pk), outcome="inform", by=clerk)
    said = reply(f"STATUS {case.reference}")
    assert "Read and counted, without an answer." in said and "Closed on" not in said


def test_nobody_can_tell_somebody_elses_reference_from_none(phone, writes, reply):
    Case.objects.filter(pk=writes(phone, "The bus is late", ANN).pk).update(reference="7K3MQ2")
    others, none = reply("STATUS 7K3M-Q2", BEN), reply("STATUS 8K3M-Q2", BEN)
    assert others == none
    assert "No message from this" in others


def test_a_case_of_another_office_is_nobodys_to_ask_about_here(phone, writes, reply, member_office):
    case = writes(phone, "The bus is late", ANN)
    Case.objects.filter(pk=case.pk).update(office=member_office)
    assert "received on" not in reply(f"STATUS {case.reference}")


def test_the_status_of_a_bill_is_asked_as_before(river, reply):
    assert "River Bill" in reply("STATUS 12")


def test_a_text_message_without_any_keyword_opens_a_case_and_the_next_goes_on(phone, writes):
    case = writes(phone, "Is the hearing public?", ANN)
    assert writes(phone, "And may I bring my son?", ANN) == case
    Case.objects.filter(pk=case.pk).update(heard_at=timezone.now() - timedelta(days=9))
    assert writes(phone, "Another matter", ANN) != case


def test_whoever_was_forgotten_begins_anew(phone, writes):
    case = writes(phone, "Is the hearing public?", ANN)
    channels.forget(case.contact, by="test")
    assert writes(phone, "And may I bring my son?", ANN) != case
