"""What messages speak of: candidates with reasons, counted where they name a clause, and what staff make of them."""

from typing import Any

import pytest

from hemicycle.accounts.models import Office, User
from hemicycle.listening.actions import corrections, inquiries, messages
from hemicycle.listening.engine.targets import names_of_bills, names_of_members, target_id, targets_of
from hemicycle.listening.errors import NotACorrection
from hemicycle.listening.models import Correction, Finding, Inquiry, Link
from hemicycle.record.models import Clause, ClauseLevel, Document, DocumentKind, DocumentVersion, Person
from hemicycle.rules.models import AuditEntry

from . import letters
from .conftest import FIRST, Client, Said, answer, collect, finding, number

TEXTS = {"en": "The ferry keeps its timetable.", "fr": "Le bac garde son horaire."}


@pytest.fixture
def bill(db: None) -> Document:
    """A bill of three sections in English and French, the second with a subsection."""
    bill = Document.objects.create(
        kind=DocumentKind.BILL,
        number="7",
        titles={"en": "Harbour Bill", "fr": "Loi sur le port"},
        popular_names={"en": "Ferry Bill"},
        hashtags={"en": "#FerryBill"},
    )
    for language, text in TEXTS.items():
        version = DocumentVersion.objects.create(document=bill, language=language)
        for order, (eid, level, depth) in enumerate(PIECES):
            Clause.objects.create(
                version=version,
                order=order,
                depth=depth,
                eid=eid,
                element="section",
                level=level,
                number=eid[-1],
                heading=f"{eid} {language}",
                text=text,
            )
    DocumentVersion.objects.create(document=bill, language="es", valid_to="2020-01-01", valid_from="2019-01-01")
    return bill


PIECES = (
    ("part_1", ClauseLevel.DIVISION, 0),
    ("sec_1", ClauseLevel.PROVISION, 1),
    ("sec_2", ClauseLevel.PROVISION, 1),
    ("sec_2__subsec_1", ClauseLevel.PART, 2),
    ("sec_3", ClauseLevel.PROVISION, 1),
)


@pytest.fixture
def linked(office: Office, clerk: User, bill: Document) -> Inquiry:
    """Letters on the bill: a voice and a campaign name section 2, another voice has only words in common with it."""
    inquiry = inquiries.open_inquiry(office=office, title="Harbour", language="en", bill=bill, by=clerk)
    collect(inquiry, clerk, letters.messages())
    section = target_id(bill.pk, "sec_2")
    answer(inquiry, FIRST, Said(links=[
        ("voice-1", section, "number", "fishing permits"),
        ("en-2", section, "quotation", "keep its winter timetable"),
        ("voice-2", section, "words", "bruit des moteurs"),
        ("voice-3", target_id(bill.pk), "title", "perros"),
    ]))  # fmt: skip
    inquiry.refresh_from_db()
    return inquiry


def counted(inquiry: Inquiry, eid: str = "sec_2") -> dict[str, Any]:
    shown = Inquiry.objects.get(pk=inquiry.pk).shown
    assert shown is not None
    found: dict[str, Any] = shown.tally["clauses"].get(target_id(inquiry.bill_id, eid), {})
    return found


def test_every_provision_in_force_is_a_target_in_each_language_with_all_that_lies_in_it(bill: Document) -> None:
    found = targets_of(bill)

    assert [(one.kind, one.lang) for one in found] == [
        *([("bill", "en")] + [("clause", "en")] * 3),
        *([("bill", "fr")] + [("clause", "fr")] * 3),
    ]
    section = next(one for one in found if one.id == target_id(bill.pk, "sec_2"))
    assert section.text.count(TEXTS["en"]) == 2
    assert section.parent == target_id(bill.pk)
    assert "Ferry Bill" in found[0].names and found[0].hashtags == ("#FerryBill",)


def test_bills_are_known_by_all_their_names(bill: Document) -> None:
    Document.objects.filter(pk=bill.pk).update(popular_names={"en": "Quay Bill"})
    assert {"Quay Bill", *bill.titles.values()} <= set(names_of_bills())


def test_names_of_members_are_public(db: None) -> None:
    Person.objects.create(name="Ada Okafor")

    assert "Ada Okafor" in names_of_members()


def test_only_what_names_a_clause_is_counted_and_the_rest_is_said_to_be_possible(linked: Inquiry) -> None:
    found = counted(linked)

    assert (found["messages"], found["voices"], found["campaigns"], found["possible"]) == (7, 1, 1, 1)
    assert counted(linked, "")["messages"] == 1


def test_the_board_shows_each_provision_with_its_numbers_and_a_quote(
    linked: Inquiry, clerk: User, sign_in: Client
) -> None:
    page = sign_in(clerk).get(f"/inquiries/{linked.address}/clauses/").content.decode()

    assert "The bill as a whole" in page
    assert "Section 2" in page
    assert "fishing permits" in page


def test_a_clause_opens_to_its_messages_with_the_reasons(linked: Inquiry, clerk: User, sign_in: Client) -> None:
    browser, address = sign_in(clerk), f"/inquiries/{linked.address}/clauses/sec_2/"

    assert "names its number: “fishing permits”" in browser.get(address).content.decode()
    assert "has words in common" in browser.get(f"{address}?which=may").content.decode()
    assert browser.get(f"/inquiries/{linked.address}/clauses/sec_9/").status_code == 404


def test_a_message_that_stands_for_its_campaign_says_for_how_many(
    linked: Inquiry, clerk: User, sign_in: Client
) -> None:
    page = sign_in(clerk).get(f"/inquiries/{linked.address}/clauses/sec_2/").content.decode()

    assert "7 messages speak of it" in page
    assert "2 messages are listed; one that stands for its campaign counts for all of it." in page
    assert "stands for all 6 messages of its campaign" in page


def test_the_board_quotes_nobody_who_repeats_the_bill(linked: Inquiry, clerk: User, sign_in: Client) -> None:
    address = f"/inquiries/{linked.address}/clauses/"
    said = finding(linked, "voice-1").inbound.text
    assert "fishing permits" in sign_in(clerk).get(address).content.decode()
    Finding.objects.filter(pk=finding(linked, "voice-1").pk).update(not_own=[[0, len(said), "official"]])

    assert "fishing permits" not in sign_in(clerk).get(address).content.decode()


def test_a_reader_in_french_reads_the_headings_in_french(linked: Inquiry, clerk: User, sign_in: Client) -> None:
    User.objects.filter(pk=clerk.pk).update(language="fr")

    assert "sec_2 fr" in sign_in(clerk).get(f"/inquiries/{linked.address}/clauses/").content.decode()


def test_a_confirmed_candidate_counts_and_a_rejected_one_does_not_also_after_a_new_run(
    linked: Inquiry, clerk: User
) -> None:
    section = target_id(linked.bill_id, "sec_2")
    messages.confirm_link(linked, message=number(linked, "voice-2")[0], target=section, by=clerk)
    messages.reject_link(linked, message=number(linked, "voice-1")[0], target=section, by=clerk)
    assert (counted(linked)["messages"], counted(linked)["possible"]) == (7, 0)

    answer(linked, FIRST, Said(links=[
        ("voice-1", section, "number", "fishing permits"), ("voice-2", section, "words", "bruit des moteurs"),
    ]))  # fmt: skip

    assert counted(linked)["messages"] == 1
    assert Link.objects.get(finding=finding(linked, "voice-2")).state == Link.State.CONFIRMED


def test_a_whole_campaign_is_judged_by_any_of_its_messages(linked: Inquiry, clerk: User) -> None:
    section = target_id(linked.bill_id, "sec_2")

    messages.reject_link(linked, message=number(linked, "en-5")[0], target=section, by=clerk)

    assert counted(linked)["messages"] == 1


def test_a_link_is_set_by_hand_undone_and_kept_when_the_engine_does_not_see_it(linked: Inquiry, clerk: User) -> None:
    section = target_id(linked.bill_id, "sec_3")
    made = messages.set_link(linked, message=number(linked, "voice-0")[0], target=section, by=clerk)
    assert counted(linked, "sec_3")["messages"] == 1

    answer(linked, FIRST, Said())
    assert counted(linked, "sec_3")["messages"] == 1
    corrections.undo_correction(made, by=clerk)

    assert counted(linked, "sec_3") == {}


def test_what_is_no_link_and_no_clause_is_refused(linked: Inquiry, clerk: User) -> None:
    message, section = number(linked, "voice-1")[0], target_id(linked.bill_id, "sec_2")
    messages.confirm_link(linked, message=message, target=section, by=clerk)
    refused = [
        lambda: messages.confirm_link(linked, message=message, target=section, by=clerk),
        lambda: messages.confirm_link(linked, message=message, target=target_id(linked.bill_id, "sec_1"), by=clerk),
        lambda: messages.set_link(linked, message=message, target=target_id(linked.bill_id, "sec_9"), by=clerk),
        lambda: messages.set_link(linked, message=message, target="", by=clerk),
        lambda: messages.set_link(linked, message=message, target=section, by=clerk),
    ]

    for act in refused:
        with pytest.raises(NotACorrection):
            act()
    assert Correction.objects.count() == 1


def test_links_are_confirmed_rejected_and_set_on_the_page_of_a_message(
    linked: Inquiry, clerk: User, sign_in: Client
) -> None:
    browser, section = sign_in(clerk), target_id(linked.bill_id, "sec_2")
    address = f"/inquiries/{linked.address}/messages/{number(linked, 'voice-2')[0]}/"
    assert "Possible" in browser.get(address).content.decode()

    browser.post(f"{address}link/", {"do": "confirm", "target": section})
    assert "Confirmed" in browser.get(address).content.decode()
    browser.post(f"{address}link/", {"do": "reject", "target": section})
    browser.post(f"{address}link/", {"do": "set", "target": target_id(linked.bill_id, "sec_1")})

    assert [c.kind for c in Correction.objects.order_by("pk")] == ["link_confirm", "link_reject", "link_set"]
    assert "said so" in browser.get(address).content.decode()


def test_the_language_of_a_message_is_set_by_hand_and_stays_so(linked: Inquiry, clerk: User, sign_in: Client) -> None:
    address = f"/inquiries/{linked.address}/messages/{number(linked, 'voice-3')[0]}/"
    sign_in(clerk).post(f"{address}language/", {"lang": "ca"})

    answer(linked, FIRST, Said())

    row = finding(linked, "voice-3")
    assert (row.lang, row.engine_lang) == ("ca", "es")
    assert AuditEntry.objects.filter(action="listening.language").exists()


def test_voices_are_narrowed_down_to_those_that_speak_of_a_clause(
    linked: Inquiry, clerk: User, sign_in: Client
) -> None:
    section = target_id(linked.bill_id, "sec_2")
    page = sign_in(clerk).get(f"/inquiries/{linked.address}/voices/", {"clause": section}).content.decode()

    assert letters.VOICES[1][2] in page
    assert letters.VOICES[0][2] not in page


def test_an_inquiry_without_a_bill_says_so(analysed: Inquiry, clerk: User, sign_in: Client) -> None:
    assert "This inquiry has no bill" in sign_in(clerk).get(f"/inquiries/{analysed.address}/clauses/").content.decode()
