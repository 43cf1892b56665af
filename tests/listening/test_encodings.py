"""A table that does not say its encoding is read, the guess is shown, and a person may say another."""

import random

import pytest
from django.urls import reverse

from hemicycle.listening.actions import uploads
from hemicycle.listening.engine import confined
from hemicycle.listening.errors import WrongEncoding
from hemicycle.listening.models import Upload
from hemicycle.rules.models import AuditEntry, WorkState

from .conftest import opened, work

pytestmark = pytest.mark.django_db
LETTERS = "id;texte\r\n1;Les rivières sont à tous, déclarées ou non.\r\n2;L’été dernier, la rivière était sèche.\r\n"


def add(inquiry, clerk, written: bytes) -> Upload:
    return opened(uploads.add_file(inquiry, name="letters.csv", chunks=[written], by=clerk))


@pytest.mark.parametrize(
    ("encoding", "mark", "read_as", "guessed"),
    [
        ("cp1252", b"", "cp1252", True),
        ("utf-16-le", b"", "utf-16-le", True),
        ("utf-16-le", b"\xff\xfe", "utf-16", False),
        ("utf-16-be", b"\xfe\xff", "utf-16", False),
        ("utf-8", b"", "utf-8", False),
        ("utf-8", b"\xef\xbb\xbf", "utf-8-sig", False),
    ],
)
def test_what_excel_saves_is_read_and_the_page_says_how(inquiry, clerk, sign_in, encoding, mark, read_as, guessed):
    file = add(inquiry, clerk, mark + LETTERS.encode(encoding))
    assert (file.guess["encoding"], file.guess["delimiter"]) == (read_as, ";")
    assert bool(file.guess.get("encoding_guessed")) == guessed
    page = sign_in(clerk).get(reverse("listening:columns", args=[inquiry.address, file.pk])).text
    assert "rivières" in page and "fields separated by semicolons" in page
    assert ("does not say its encoding" in page) == guessed


def test_a_person_says_another_encoding_and_the_file_is_read_again(inquiry, clerk, sign_in):
    file = add(inquiry, clerk, "id;texte\n1;Les rivières sont à tous, déclarées.\n".encode("mac-roman"))
    asked = sign_in(clerk).post(
        reverse("listening:read_as", args=[inquiry.address, file.pk]), {"encoding": "mac-roman"}
    )
    anew = Upload.objects.get()
    assert asked.headers["Location"] == reverse("listening:columns", args=[inquiry.address, anew.pk])
    assert anew.path.exists()
    found = confined.described(anew.path, anew.guess["encoding"])
    assert "Les rivières sont à tous, déclarées." in str(found["found"])
    assert AuditEntry.objects.filter(action="listening.read_as").exists()


def test_what_cannot_be_read_as_was_said_is_read_as_guessed_and_says_so(inquiry, clerk):
    file = add(inquiry, clerk, LETTERS.encode("cp1252"))
    found = confined.described(file.path, "utf-8")
    assert (found["encoding"], found["refused"]) == ("cp1252", "utf-8")


def test_bytes_that_are_no_letters_are_counted(inquiry, clerk):
    file = add(inquiry, clerk, LETTERS.encode("cp1252") + b"3;na\x81ve \x9d r\xe9ponse\r\n")
    assert file.guess["bad_bytes"] == 2


def test_no_other_encoding_is_taken_and_nobody_else_may_say_one(inquiry, clerk, outsider, sign_in):
    file = add(inquiry, clerk, LETTERS.encode("cp1252"))
    with pytest.raises(WrongEncoding):
        uploads.read_as(file, encoding="rot13", by=clerk)
    address = reverse("listening:read_as", args=[inquiry.address, file.pk])
    assert sign_in(outsider).post(address, {"encoding": "cp1252"}).status_code in (403, 404)


def test_the_messages_are_imported_in_that_encoding(inquiry, clerk):
    file = add(inquiry, clerk, LETTERS.encode("cp1252"))
    limits = confined.Limits(memory_mb=2_048, seconds=30)
    with confined.reading(
        file.path, columns={"text": "texte"}, encoding=file.guess["encoding"], limits=limits, progress=lambda *_: None
    ) as reading:
        assert "Les rivières sont à tous, déclarées ou non." in reading.messages["text"].to_pylist()


@pytest.mark.parametrize("name", ["letters.csv", "letters.txt", "letters.eml"])
def test_what_is_no_text_is_refused_in_words(inquiry, clerk, sign_in, name):
    drawn = random.Random(7).randbytes(20_000)
    upload = uploads.add_file(inquiry, name=name, chunks=[drawn], by=clerk)
    work()
    upload.refresh_from_db()
    assert upload.state == WorkState.FAILED
    page = sign_in(clerk).get(reverse("listening:columns", args=[inquiry.address, upload.pk])).text
    assert "The file holds no text" in page and "Import and analyse" not in page


def test_a_stray_control_character_does_not_make_a_file_no_text(inquiry, clerk):
    written = LETTERS.replace("sèche", "sè\x00che\x01").encode("cp1252") + LETTERS.encode("cp1252") * 5
    assert add(inquiry, clerk, written).guess["encoding"] == "cp1252"
