"""A letter that came by post: entered by staff, acknowledged and answered on paper, in a thread like any other."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from hemicycle.cases import actions
from hemicycle.cases.inbox.constituency import area_of_address
from hemicycle.cases.models import Case, Outcome, OutcomeNotice, State
from hemicycle.channels import actions as channels
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.models import Answer, Contact, Inbound, Outbound
from hemicycle.record.models import Area, Locality
from hemicycle.record.models.localities import key_of
from hemicycle.rules.actions import decide
from hemicycle.rules.models import AuditEntry, ParameterInForce

from .bills import bill, step
from .test_informing import form_in

__all__ = ["bill"]

pytestmark = pytest.mark.django_db
ADDRESS = "Ada Field\n7 Mill Lane\n10234 Northport"
NEW = reverse("cases:new_letter")
PLACES = (
    ("10234", "Northport", "North"), ("SW1A", "", "South"), ("1011", "Weir", "South"), ("2032", "Hill", "South"),
    ("2032", "Stonebeck", "North"), ("2032", "Stonebeck", "South"), ("3001", "Bridge", "North"),
    ("3002", "Bridge", "South"),
)  # fmt: skip


def form(office, **more) -> dict[str, object]:
    day = date_format(timezone.localdate(), "Y-m-d")
    return {"office": office.pk, "received_on": day, "sender": ADDRESS, "lang": "en", "subject": "Floods",
            "text": "My street floods each spring.", "key": "k1", **more}  # fmt: skip


@pytest.fixture
def browser(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def letter(browser, office) -> Case:
    browser.post(NEW, form(office))
    return Case.objects.get()


@pytest.fixture
def places(db) -> None:
    areas = {name: Area.objects.create(names={"en": name}) for name in ("North", "South")}
    for code, name, area in PLACES:
        Locality.objects.create(
            postcode=code, name=name, postcode_key=key_of(code), name_key=key_of(name), area=areas[area]
        )


def words_of(response) -> str:
    assert response.headers["Content-Type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.content)).pages)


def test_staff_enter_a_letter_and_it_is_a_case_with_a_sealed_address(letter, browser):
    page = browser.get(reverse("cases:case", args=[letter.reference])).text
    assert "My street floods each spring." in page
    assert (letter.state, letter.channel, letter.account) == (State.OPEN, "letter", None)
    contact = Contact.objects.get()
    assert contact.address == ADDRESS
    assert "Mill Lane" not in contact.sealed
    assert AuditEntry.objects.get(action="channels.enter_letter").facts == {"attached": 0}


def test_the_same_form_twice_is_one_letter(letter, browser, office):
    browser.post(NEW, form(office))
    assert Case.objects.get() == letter


def test_the_answer_is_due_from_the_day_on_which_it_came(browser, office):
    ParameterInForce.objects.create(name="answer_within_days", value=10)
    came = timezone.localdate() - timedelta(days=30)
    browser.post(NEW, form(office, received_on=date_format(came, "Y-m-d")))
    assert Case.objects.get().is_overdue


def test_a_scan_is_kept_with_it_and_words_are_not_needed_then(browser, office):
    scan = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 a scan", "application/pdf")
    browser.post(NEW, form(office, text="", scan=scan))
    assert [one.name for one in Case.objects.get().latest.attachments.all()] == ["letter.pdf"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"text": ""}, "Type what was written"), ({"received_on": "2999-01-01"}, "still to come"),
     ({"received_on": "1999-01-01"}, "last year only"), ({"received_on": ""}, "which day"),
     ({"scan": SimpleUploadedFile("a.exe", b"MZ", "application/x-msdownload")}, "no PDF"),
     ({"scan": SimpleUploadedFile("a.pdf", b"MZ", "application/pdf")}, "no PDF")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_the_form_and_nothing_is_kept(wrong, said, browser, office):
    answer = browser.post(NEW, form(office, **wrong))
    assert answer.status_code == 422
    assert said in answer.text
    assert not Case.objects.exists()


def test_the_acknowledgement_is_printed_and_counts_as_given(letter, browser):
    printing = reverse("cases:acknowledgement", args=[letter.reference])
    said = words_of(browser.post(printing))
    assert letter.written_reference in said and "7 Mill Lane" in said and "You get an answer by" in said
    letter.refresh_from_db()
    first = letter.acknowledged_at
    browser.post(printing)
    letter.refresh_from_db()
    assert letter.acknowledged_at == first is not None
    assert AuditEntry.objects.filter(action="cases.acknowledge").count() == 1
    decide({"write_to_post": ["The #House", "Quay 1"]}, by="test")
    assert "The #House · Quay 1" in words_of(browser.post(printing)) and "Quay 1" not in said


def test_an_answer_is_printed_posted_by_hand_and_closes_the_case(letter, browser):
    answering = {"text": "We came to look.\n\nIt is dry now.", "lang": "en", "key": "a1", "why": "answer"}
    page = browser.post(reverse("cases:answer", args=[letter.reference]), answering, follow=True).text
    given = Answer.objects.get()
    assert "Print the letter" in page and "I have posted it" in page
    letter.refresh_from_db()
    assert letter.state == State.OPEN
    said = words_of(browser.post(reverse("cases:answer_letter", args=[given.pk])))
    assert "We came to look." in said and "Ada Field" in said
    browser.post(reverse("cases:answer_posted", args=[given.pk]))
    letter.refresh_from_db()
    assert (letter.state, Outbound.objects.count()) == (State.CLOSED, 0)
    assert letter.answered_at is not None


def test_posted_by_mistake_it_is_to_do_again(letter, browser, clerk):
    given = channels.give_answer(letter.latest, text="Yes", lang="en", key="a1", by=clerk)
    browser.post(reverse("cases:answer_posted", args=[given.pk]))
    browser.post(reverse("cases:answer_not_posted", args=[given.pk]))
    letter.refresh_from_db()
    assert (letter.state, letter.answered_at) == (State.OPEN, None)
    assert Answer.objects.get().is_to_print


def test_what_nobody_has_posted_is_taken_back(letter, clerk):
    given = channels.give_answer(letter.latest, text="Yes", lang="en", key="a1", by=clerk)
    assert channels.take_back(given, by=clerk)
    assert not Answer.objects.exists()
    posted = channels.give_answer(letter.latest, text="Yes", lang="en", key="a2", by=clerk)
    channels.mark_answer_posted(posted, address="", by=clerk)
    assert not channels.take_back(posted, by=clerk)


def test_without_an_address_there_is_nobody_to_answer(browser, office, clerk):
    browser.post(NEW, form(office, sender=" "))
    with pytest.raises(CannotAnswer, match="nobody"):
        channels.give_answer(Case.objects.get().latest, text="Yes", lang="en", key="a", by=clerk)


def test_a_letter_that_names_its_reference_goes_on(letter, browser, office):
    browser.post(NEW, form(office, key="k2", text=f"Once more about {letter.written_reference}."))
    assert Case.objects.get() == letter and letter.messages.count() == 2


def test_nobody_enters_letters_for_another_office_or_without_reading_them(
    sign_in, office, other_office, clerk, officer, researcher, outsider, administrator, member
):
    assert sign_in(clerk).post(NEW, form(other_office)).status_code == 422
    assert sign_in(member).post(NEW, form(office)).status_code == 422
    for who in (officer, researcher, outsider, administrator):
        assert sign_in(who).post(NEW, form(office)).status_code == 403
    assert not Case.objects.exists()


def test_nobody_else_prints_what_holds_the_address(letter, clerk, sign_in, other_clerk, member, superuser, outsider):
    given = channels.give_answer(letter.latest, text="Yes", lang="en", key="a1", by=clerk)
    for who in (other_clerk, member, superuser, outsider):
        for page in (reverse("cases:acknowledgement", args=[letter.reference]),
                     reverse("cases:answer_letter", args=[given.pk])):  # fmt: skip
            assert sign_in(who).post(page).status_code in (403, 404)


def test_what_became_of_a_bill_is_printed_for_whoever_wrote_by_post_and_they_count_as_notified(
    letter, browser, bill, office, officer, sign_in
):
    step(bill, "passed")
    facts = {"office": office, "bill": bill, "stage": "passed", "on": timezone.localdate(), "kind": "passed"}
    outcome = Outcome.objects.create(**facts)
    OutcomeNotice.objects.create(outcome=outcome, case=letter, obstacle="post")
    page, case = reverse("cases:outcome", args=[outcome.pk]), reverse("cases:case", args=[letter.reference])
    assert case in browser.get(page).text
    # Whoever may not read letters learns how many there are, and not whose.
    assert case not in sign_in(officer).get(page).text
    printed = reverse("cases:print_outcome", args=[letter.reference, outcome.pk])
    assert printed in browser.get(case).text
    said = words_of(browser.post(printed))
    assert "Bill 12" in said and letter.written_reference in said and "STOP" not in said
    assert OutcomeNotice.objects.get().obstacle == ""
    assert case not in browser.get(page).text
    assert AuditEntry.objects.filter(action="cases.notify_on_paper").count() == 1
    # Printed again, it is the same letter and no second notice.
    assert words_of(browser.post(printed))
    assert AuditEntry.objects.filter(action="cases.notify_on_paper").count() == 1


@pytest.mark.parametrize(
    ("place", "area"),
    [("10234 Northport", "North"), ("northport", "North"), ("2032 Hill", "South"), ("2032\nHill", "South"),
     ("London SW1A 1AA", "South"), ("London\nSW1A 1AA", "South"), ("3001\nBridge", "North"), ("South", "South")],
)  # fmt: skip
def test_the_last_line_of_an_address_says_from_which_constituency_it_comes(place, area, places):
    assert str(area_of_address(f"Ada Field\n7 Mill Lane\n{place}")) == area
    assert str(area_of_address(f"Ada Field, 7 Mill Lane, {place}")) == area


@pytest.mark.parametrize(
    "address",
    ["Ada Field\n7 Mill Lane\n2032 Stonebeck", "Ada Field\n7 Mill Lane\nBridge", "Ada Field\n7 Mill Lane\nNorthp",
     "Ada Field\n7 Mill Lane\n10234 Elsewhere", "Ada Field\n7 Mill Lane\n10115 Berlin",
     "Ada Field\n2032 Hill\nElsewhere", "Northport", ""],
)  # fmt: skip
def test_of_an_address_in_several_or_that_is_no_place_of_the_table_nothing_is_said(address, places):
    assert area_of_address(address) is None


def test_a_letter_is_stored_with_the_constituency_of_its_address_and_staff_read_which(browser, office, places):
    said = browser.post(NEW, form(office), follow=True).text
    assert "Constituency: North." in said
    case = Case.objects.get()
    assert str(case.area) == "North"
    actions.set_area(case, None, by="test")
    browser.post(NEW, form(office))
    case.refresh_from_db()
    assert case.area is None


def test_a_house_without_a_table_of_places_says_nothing_of_where_a_letter_comes_from(browser, office):
    Area.objects.create(names={"en": "Northport"})
    assert "Constituency:" not in browser.post(NEW, form(office, sender="Ada Field\nNorthport"), follow=True).text
    assert Case.objects.get().area is None


def test_who_wrote_by_post_is_informed_on_paper_once_it_is_posted(letter, browser, office, clerk):
    inform = reverse("cases:triage", args=[letter.reference])
    said = browser.post(inform, form_in(browser.post(inform, {"outcome": "inform"})), follow=True).text
    given = Answer.objects.get()
    assert given.informs and given.is_to_print and "I have posted it" in said
    letter.refresh_from_db()
    assert (letter.state, letter.triage) == (State.OPEN, "")
    browser.post(reverse("cases:answer_posted", args=[given.pk]))
    letter.refresh_from_db()
    assert (letter.state, letter.triage, letter.answered_at) == (State.CLOSED, "inform", None)
    channels.erase(Inbound.objects.filter(pk=letter.latest_id), office=office, by=clerk)
    assert not Answer.objects.exists()
