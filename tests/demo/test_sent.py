"""The page on which a demonstration shows what it would have sent, and takes text messages. The whole way, from a
letter to the link in its message, is walked in tests/journeys/test_a_first_look.py."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hemicycle.channels.adapters.gammu import Gammu
from hemicycle.channels.contract import Access, Message, OutgoingText
from hemicycle.channels.registry import adapter_of
from hemicycle.demo import outbox

pytestmark = pytest.mark.django_db
PAGE = "/demonstration/sent/"
MAIL = Access("email", "letters@house.test", {"transport": "folder", "folder": "outbox/email"})
TEXTS = Access("gammu", "+999600100", {"folder": "outbox/sms"})
NUMBER = "+999600388"
WORDS = "Was it <b>you</b>, Ana? https://house.test/confirm/1/"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME, settings.DEMONSTRATION = tmp_path, True
    for name in ("inbox", "outbox", "sent", "error"):
        (tmp_path / "outbox" / "sms" / name).mkdir(parents=True)
    return tmp_path


def send(access: Access, to: str, *, key: str) -> None:
    adapter = adapter_of(access.kind)
    rendered = adapter.render(OutgoingText("Your letter", WORDS, "en"), access.settings)
    adapter.connect(access).send(Message(key * 32, rendered.content, to, "en"), lambda: None)


def test_what_would_have_been_sent_stands_there_by_whom_it_is_for_the_newest_first():
    send(MAIL, "ana@mail.example", key="a")
    send(TEXTS, NUMBER, key="b")

    page = Client().get(PAGE).text
    assert page.index(NUMBER) < page.index("ana@mail.example")
    assert page.count("Was it &lt;b&gt;you&lt;/b&gt;, Ana?") == 2
    assert 'href="https://house.test/confirm/1/"' in page

    page = Client().get(PAGE, {"to": "ANA@"}).text
    assert "ana@mail.example" in page and NUMBER not in page
    assert "No message yet" in Client().get(PAGE, {"to": "<nobody>"}).text


def test_a_file_that_is_none_hides_no_other(home):
    send(TEXTS, NUMBER, key="b")
    (home / "outbox" / "sms" / "outbox" / f"OUTC_1_{'c' * 32}.smsbackup").write_bytes(b"\xff\x00[")

    assert NUMBER in Client().get(PAGE).text


def test_a_text_message_typed_there_is_received_as_from_the_telephone():
    answer = Client().post(PAGE, {"number": NUMBER, "text": "BILL 12 Où sont les bacs ?"})

    assert answer.headers["Location"] == f"{PAGE}?to=%2B999600388"
    [received] = received_texts()
    assert (received.sender, received.text) == (NUMBER, "BILL 12 Où sont les bacs ?")


def received_texts() -> list[Any]:
    """As the worker takes them, once they have lain for a second."""
    found: list[Any] = []
    for file in laid_down():
        os.utime(file, (0, 0))
    Gammu().fetch(TEXTS, found.append)
    return found


def laid_down() -> list[Path]:
    return list((outbox.texts_folder() / "inbox").iterdir())


@pytest.mark.parametrize(
    ("number", "text", "said"),
    [
        (NUMBER, "", "This field is required."),
        (NUMBER, "x" * 20_001, "at most 20,000 are taken"),
        ("../../etc", "Hello", "Enter +999 and four to nine digits."),
        (f"{NUMBER}/../x", "Hello", "Enter +999 and four to nine digits."),
    ],
)
def test_what_is_no_text_message_is_said_at_its_field_and_laid_nowhere(number, text, said):
    answer = Client().post(PAGE, {"number": number, "text": text}, headers={"accept-language": "en"})

    assert answer.status_code == 422 and said in answer.text
    assert laid_down() == []


def test_in_a_house_nothing_is_there(settings):
    settings.DEMONSTRATION = False
    send(MAIL, "ana@mail.example", key="a")

    assert Client().get(PAGE).status_code == 404
    assert Client().post(PAGE, {"number": NUMBER, "text": "Hello"}).status_code == 404
    assert laid_down() == []
