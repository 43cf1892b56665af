"""A letter by post as it is read: from whom, on which day, with its scan, and what of that can be corrected."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hemicycle.cases.models import Case
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Answer, Attachment
from hemicycle.rules.models import AuditEntry

from .test_letters_by_post import ADDRESS, NEW, browser, form, letter, places, words_of

__all__ = ["browser", "letter", "places"]

pytestmark = pytest.mark.django_db
RIGHT = "Ada Field\n8 Mill Lane\n10234 Northport"


def page(case: Case) -> str:
    return reverse("cases:case", args=[case.reference])


def correcting(case: Case) -> str:
    return reverse("cases:postal_address", args=[case.reference, case.latest.pk])


def test_name_and_address_stand_with_the_letter_for_whoever_reads_it_which_is_noted(
    letter, browser, sign_in, officer, researcher
):
    shown = browser.get(page(letter)).text
    assert "Ada Field<br>7 Mill Lane<br>10234 Northport" in shown
    assert AuditEntry.objects.get(action="cases.read").about == f"cases.case:{letter.pk}"
    assert "Mill Lane" not in sign_in(officer).get(page(letter)).text
    reader = sign_in(researcher)
    assert "Mill Lane" not in reader.get(page(letter)).text
    read = reader.post(reverse("cases:read", args=[letter.reference]), {"why": "place"}).text
    assert AuditEntry.objects.filter(action="channels.read").count() == 1
    assert "7 Mill Lane" in read and correcting(letter) not in read


def test_the_day_on_which_it_came_is_said_without_an_hour(letter, browser):
    received = browser.get(page(letter)).text.partition('class="inbox-received"')[2].partition("</time>")[0]
    assert "They wrote" in received and "UTC" not in received and ":" not in received.rpartition('">')[2]


def test_a_letter_by_post_is_passed_on_where_a_postal_address_says_whom_to_ask(letter, browser):
    assert reverse("cases:pass_on", args=[letter.reference]) in browser.get(page(letter)).text
    browser.post(correcting(letter), {"sender": ADDRESS, "take_out": "yes"})
    assert "It came by post without a postal address, so nobody can be asked." in browser.get(page(letter)).text


def test_name_and_address_are_corrected_until_an_answer_is_posted(letter, browser, clerk, places):
    said = browser.post(correcting(letter), {"sender": RIGHT.replace("8", " 8 ")}, follow=True).text
    assert "8 Mill Lane" in said and "7 Mill Lane" not in said
    letter.refresh_from_db()
    assert (letter.contact.address, letter.latest.contact, letter.sender) == (
        RIGHT, letter.contact, letter.contact.digest,
    )  # fmt: skip
    assert str(letter.area) == "North"
    assert AuditEntry.objects.get(action="channels.correct_address").facts == {}
    given = channels.give_answer(letter.latest, text="Yes", lang="en", key="a1", by=clerk)
    assert "8 Mill Lane" in words_of(browser.post(reverse("cases:answer_letter", args=[given.pk])))
    channels.mark_answer_posted(given, address="", by=clerk)
    assert correcting(letter) not in browser.get(page(letter)).text
    assert "was posted already" in browser.post(correcting(letter), {"sender": ADDRESS}, follow=True).text
    assert Case.objects.get().contact.address == RIGHT and Answer.objects.get().inbound.contact.address == RIGHT


def test_a_letter_without_an_address_gets_one_and_a_wrong_one_is_taken_off(browser, office):
    browser.post(NEW, form(office, sender=""))
    case = Case.objects.get()
    assert "Without name and address" in browser.get(page(case)).text
    browser.post(correcting(case), {"sender": ADDRESS})
    assert Case.objects.get().contact.address == ADDRESS
    empty = browser.post(correcting(case), {"sender": " "})
    assert empty.status_code == 422 and "Write name and address." in empty.text
    assert Case.objects.get().contact.address == ADDRESS
    assert "Remove name and address" in browser.get(page(case)).text
    browser.post(correcting(case), {"sender": ADDRESS, "take_out": "yes"})
    case.refresh_from_db()
    assert (case.contact, case.sender, case.latest.sender) == (None, "", "")
    long = browser.post(correcting(case), {"sender": "x" * 601})
    assert long.status_code == 422 and "x" * 601 in long.text


def test_nobody_else_corrects_it_nor_what_is_no_letter_by_post(
    letter, sign_in, browser, other_clerk, researcher, officer, member, office, mailbox, writes
):
    for who in (other_clerk, researcher, officer, member):
        assert sign_in(who).post(correcting(letter), {"sender": RIGHT}).status_code in (403, 404)
    mail = writes(mailbox, "It floods", "eva@citizen.example")
    for case, number in ((mail, mail.latest.pk), (letter, mail.latest.pk), (letter, 999_999)):
        address = reverse("cases:postal_address", args=[case.reference, number])
        assert browser.post(address, {"sender": RIGHT}).status_code == 404
    assert Case.objects.get(pk=letter.pk).contact.address == ADDRESS


@pytest.mark.parametrize(
    ("name", "kind", "content", "policy"),
    [
        ("a.pdf", "application/pdf", b"%PDF-1.7", "default-src 'none'"),
        ("a.png", "image/png", b"\x89PNG\r\n\x1a\n", "sandbox"),
    ],
)
def test_a_scan_is_opened_in_a_tab_of_its_own_where_nothing_of_it_runs(browser, office, name, kind, content, policy):
    browser.post(NEW, form(office, text="", scan=SimpleUploadedFile(name, content, kind)))
    case = Case.objects.get()
    shown = browser.get(page(case)).text
    assert "Open the scan" in shown and 'formtarget="_blank"' in shown
    taking = reverse("cases:take_file", args=[case.latest.pk, case.latest.attachments.get().pk])
    opened = browser.post(taking, {"why": "answer", "show": "1"})
    assert (opened.content, opened.headers["Content-Type"]) == (content, kind)
    assert opened.headers["Content-Disposition"].startswith("inline")
    assert opened.headers["Content-Security-Policy"].startswith(policy)
    assert opened.headers["X-Content-Type-Options"] == "nosniff" and "no-store" in opened.headers["Cache-Control"]
    assert AuditEntry.objects.filter(action="channels.read_file").count() == 1
    assert browser.post(taking, {"why": "answer"}).headers["Content-Disposition"].startswith("attachment")


def test_what_came_with_a_mail_is_saved_and_opened_nowhere(browser, office, mailbox, writes):
    case = writes(mailbox, "See the file", "eva@citizen.example")
    file = Attachment.objects.create(
        inbound=case.latest, name="a.pdf", kind="application/pdf", size=8, content=b"%PDF-1.7"
    )
    assert "Open the scan" not in browser.get(page(case)).text
    opened = browser.post(reverse("cases:take_file", args=[case.latest.pk, file.pk]), {"why": "answer", "show": "1"})
    assert opened.headers["Content-Disposition"].startswith("attachment")
    assert opened.headers["Content-Type"] == "application/octet-stream"
