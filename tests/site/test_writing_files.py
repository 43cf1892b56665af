"""The form keeps what was given to it: files are asked for again, and no text is cut."""

import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hemicycle.cases import actions, addresses
from hemicycle.channels.models import Attachment, Inbound, Outbound
from hemicycle.rules.models import ParameterInForce
from hemicycle.site.writing.forms import new_stamp

from .test_writing import get, mailbox, post, text, written

__all__ = ["mailbox"]
pytestmark = pytest.mark.django_db


def letter_file(name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7", "application/pdf")


def hidden(answer, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text(answer))
    return found[1] if found else ""


def test_files_that_a_browser_could_not_keep_are_asked_for_by_their_names(office):
    answer = post(address="ada", attached=[letter_file("<b>plan.pdf"), letter_file()])
    shown = text(answer)
    assert "Choose your files once more: &lt;b&gt;plan.pdf, letter.pdf" in shown and "<b>plan" not in shown
    assert '<details class="write-more" open>' in shown
    again = post(chosen="letter.pdf")
    assert again.status_code == 422 and "Choose your files once more: letter.pdf" in text(again)
    assert "There is a problem" in text(again) and hidden(again, "chosen") == "letter.pdf"
    assert not Inbound.objects.exists()
    written(chosen="letter.pdf", without="on")
    assert not Attachment.objects.exists()
    written(chosen="letter.pdf", attached=[letter_file()], text="With it")
    assert Attachment.objects.get().name == "letter.pdf"


def test_an_empty_file_is_said_to_be_empty(office):
    answer = post(attached=[SimpleUploadedFile("scan.pdf", b"", "application/pdf")])
    assert answer.status_code == 422 and "scan.pdf is empty." in text(answer)
    assert "not what its name says" not in text(answer)


def test_a_page_open_for_long_says_that_its_files_are_to_be_chosen_again(office):
    shown = text(post(stamp=new_stamp(at=0), attached=[letter_file()]))
    assert "Choose your files once more: letter.pdf" in shown and "There is a problem" in shown
    assert "Nothing is lost" not in shown


def test_a_letter_with_a_file_is_not_sent_back_for_coming_fast(office):
    written(stamp=new_stamp(), attached=[letter_file()])
    assert Attachment.objects.count() == 1


def test_who_writes_too_often_is_asked_for_the_files_by_name(office):
    ParameterInForce.objects.create(name="letters_an_hour", value=1)
    written()
    answer = post(text="Second", attached=[letter_file()])
    assert answer.status_code == 429 and "Choose your files once more: letter.pdf" in text(answer)
    assert hidden(answer, "chosen") == "letter.pdf"


@pytest.mark.parametrize(("language", "words"), [("en", "30,010 characters"), ("fr", "30 010 "), ("es", "30 010 ")])
def test_a_text_that_is_too_long_stays_whole_and_its_length_is_said(office, language, words):
    long = "word " * 6_001 + "words"
    answer = post(client=Client(headers={"accept-language": language}), text=long)
    shown = text(answer).replace("\u202f", " ").replace("\xa0", " ")
    assert answer.status_code == 422 and words in shown and 'maxlength="20000"' not in shown
    assert shown.count("word") >= 6_002 and not Inbound.objects.exists()


def test_what_is_added_is_not_cut_either(office):
    case = written()
    path = f"{addresses.letter(case.key)}add/"
    answer = Client().post(path, {"text": "x" * 20_001, "stamp": new_stamp(at=time.time() - 60)})
    assert answer.status_code == 422 and "It has 20,001 characters; at most 20,000" in text(answer)
    assert "x" * 20_001 in text(answer) and 'maxlength="20000"' not in text(answer)


def test_the_page_and_the_acknowledgement_name_the_files_that_came(office):
    case = written(attached=[letter_file()])
    assert "letter.pdf" in text(get(addresses.letter(case.key)))
    actions.confirm(case, by="citizen")
    assert "letter.pdf" in Outbound.objects.get(content__source__endswith=":ack").content.parts[0]
