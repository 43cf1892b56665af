"""Business done in private messaging is forwarded into the record, and stays with the office that did it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.navigation import SEARCH
from hemicycle.accounts.roles import Role
from hemicycle.governance.actions import conversations as actions
from hemicycle.governance.conversations import MOST_BYTES, NotAConversation, read
from hemicycle.governance.errors import NotOfTheHouse
from hemicycle.governance.models import ForwardedConversation, ForwardedFile
from hemicycle.rules import personal_data, retention
from hemicycle.rules.errors import Refused
from hemicycle.rules.models import AuditEntry, ParameterInForce
from hemicycle.rules.personal_data import Subject
from tests.cast import person
from tests.desk import picture_files

Browser = Callable[[object], Client]
PAGE = "/policy/conversations/"
ANDROID = (
    "12/03/2026, 14:01 - Messages and calls are end-to-end encrypted.\n"
    "12/03/2026, 14:05 - Ada Okafor: Can the sitting begin at ten?\nBill 12 first.\n"
    "12/03/2026, 14:06 - +33 6 12 34 56 78: Agreed: ten.\n"
    "12/03/2026, 14:07 - Yann Kerdrel created group\n"
)
IPHONE = "\ufeff\u200e[12/03/2026, 14:05:11] Ada Okafor: Can the sitting begin at ten?\r\n[12.03.26, 2:06:02 PM] Yann: Yes\r\n"
TELEGRAM = {
    "name": "Bureau",
    "messages": [
        {"type": "service", "date": "2026-03-12T14:00:00", "action": "create_group"},
        {"type": "message", "date": "2026-03-12T14:05:00", "from": "Ada", "text": "Ten?"},
        {"type": "message", "date": "2026-03-12T14:06:00", "from": None, "text": ["See ", {"type": "link", "text": "x.example"}]},
        {"type": "message", "date": "2026-03-12T14:07:00", "from": "Ada", "text": "", "photo": "photos/1.jpg"},
    ],
}  # fmt: skip


def test_an_export_of_whatsapp_is_read_message_by_message_without_private_numbers() -> None:
    assert read(ANDROID.encode()) == (
        "12/03/2026, 14:05 Ada Okafor: Can the sitting begin at ten?\nBill 12 first.\n\n"
        "12/03/2026, 14:06 …78: Agreed: ten."
    )
    assert read(IPHONE.encode()) == (
        "12/03/2026, 14:05:11 Ada Okafor: Can the sitting begin at ten?\n\n12.03.26, 2:06:02 PM Yann: Yes"
    )


def test_an_export_of_telegram_is_read_without_what_has_no_words() -> None:
    assert (
        read(json.dumps(TELEGRAM).encode()) == "2026-03-12 14:05:00 Ada: Ten?\n\n2026-03-12 14:06:00 : See x.example"
    )


def test_any_other_text_stays_as_it_is() -> None:
    assert read(b"Ada: ten?\n\nYann: yes") == "Ada: ten?\n\nYann: yes"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"), (b" \n", "empty"), (b"\xff\xfe\x00", "text"), (b"a\0b", "text"), (b"%PDF-1.7\xe2\xe3", "text"),
        (b"x" * (MOST_BYTES + 1), "size"), (b"{", "format"), (b'{"a": 1}', "format"), (b'{"messages": 1}', "format"),
        (b'{"messages": [1]}', "format"), (b'{"messages": [{"type": "message", "text": [1]}]}', "format"),
        (b'{"messages": [{"type": "message", "text": "no date"}]}', "format"), (b"[" * 100_000, ""),
        (b'{"messages":' + b"[" * 100_000, "format"), (b'{"messages": []}', ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, code: str) -> None:
    if not code:
        assert read(content) == content.decode()
        return
    with pytest.raises(NotAConversation) as refusal:
        read(content)
    assert refusal.value.code == code


def given(**more: Any) -> dict[str, Any]:
    return {
        "subject": "Hour of the sitting", "app": "whatsapp", "with_whom": "Chair of the committee",
        "began_on": "2026-03-12", "ended_on": "2026-03-12", "text": "We agreed on ten.", **more,
    }  # fmt: skip


@pytest.fixture
def forwarded(office: Office, officer: User) -> ForwardedConversation:
    return actions.forward(
        office=office, app="signal", subject="Hour of the sitting", with_whom="Chair of the committee",
        began_on=date(2026, 3, 12), ended_on=date(2026, 3, 13), text="We agreed on ten, says chair@valmora.example",
        by=officer,
    )  # fmt: skip


@pytest.mark.django_db
def test_an_officer_forwards_an_exported_chat_with_a_screenshot(
    officer: User, office: Office, sign_in: Browser
) -> None:
    files = {
        "export": SimpleUploadedFile("chat.txt", ANDROID.encode(), "text/plain"),
        "screenshots": [SimpleUploadedFile("one.png", picture_files.png(), "image/png")],
    }
    answer = sign_in(officer).post(f"{PAGE}new/", given(office=office.pk, text="", **files), follow=True)
    assert "Can the sitting begin at ten?" in answer.text and "one.png" in answer.text and "Internal" in answer.text
    row = ForwardedConversation.objects.get()
    assert row.office == office and row.classification == "internal" and "+33" not in row.text
    assert AuditEntry.objects.get(action="governance.forward_conversation").facts == {"app": "whatsapp", "files": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": ""}, "Paste what was written, or choose a file."),
        ({"export": SimpleUploadedFile("a.txt", b"\xff\x00", "text/plain")}, "This is no text."),
        ({"export": SimpleUploadedFile("result.json", b"{}", "application/json")}, "Choose result.json"),
        ({"screenshots": [SimpleUploadedFile("a.svg", b"<svg/>", "image/svg+xml")]}, "a.svg"),
        ({"screenshots": [SimpleUploadedFile("a.png", b"no picture", "image/png")]}, "at most 10 MB: a.png"),
        ({"screenshots": [SimpleUploadedFile("a.txt", b"words", "text/plain")]}, "a.txt"),
        ({"ended_on": "2026-03-11"}, "It cannot end before it begins."),
        ({"ended_on": "2090-01-01"}, "Enter a day that has come."),
        ({"subject": ""}, "This field is required."),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    wrong: dict[str, Any], said: str, officer: User, office: Office, sign_in: Browser
) -> None:
    for file in (wrong.get("export"), *wrong.get("screenshots", ())):
        if file is not None:
            file.seek(0)
    answer = sign_in(officer).post(f"{PAGE}new/", given(office=office.pk) | wrong)
    assert answer.status_code == 422 and said in answer.text
    assert not ForwardedConversation.objects.exists()


@pytest.mark.django_db
def test_it_is_there_for_its_office_and_for_nobody_else(
    forwarded: ForwardedConversation, researcher: User, other_office: Office, member: User, outsider: User,
    sign_in: Browser,
) -> None:  # fmt: skip
    one, stranger = f"{PAGE}{forwarded.pk}/", person("Ella Editor", Role.EDITOR, office=other_office)
    assert "We agreed on ten" in sign_in(researcher).get(one).text
    assert forwarded.subject in sign_in(researcher).get(PAGE).text
    assert sign_in(stranger).get(one).status_code == 404
    assert forwarded.subject not in sign_in(stranger).get(PAGE).text
    for user in (member, outsider):
        assert sign_in(user).get(one).status_code == 403
    assert Client().get(one).status_code == 302


@pytest.mark.django_db
def test_the_search_finds_it_for_its_office_alone(
    forwarded: ForwardedConversation, researcher: User, other_office: Office, member: User
) -> None:
    find, stranger = SEARCH["conversations"], person("Ella Editor", Role.EDITOR, office=other_office)
    for words in ("agreed on ten", "hour of", "chair of"):
        assert [hit.title for hit in find(researcher, words)] == ["Hour of the sitting"]
        assert not [*find(stranger, words), *find(member, words)]


@pytest.mark.django_db
def test_a_file_leaves_to_its_office_alone_and_each_reading_is_in_the_log(
    forwarded: ForwardedConversation, researcher: User, other_office: Office, sign_in: Browser
) -> None:
    file = ForwardedFile.objects.create(conversation=forwarded, name="one.png", kind="image/png", size=1, content=b"x")
    stranger, one = person("Ella Editor", Role.EDITOR, office=other_office), f"{PAGE}{forwarded.pk}/files/{file.pk}/"
    with pytest.raises(Refused):
        actions.read_file(file, by=stranger)
    assert sign_in(stranger).post(one).status_code == 404
    assert not AuditEntry.objects.filter(action="governance.read_forwarded_file").exists()
    answer = sign_in(researcher).post(one)
    assert answer.content == b"x" and answer.headers["Content-Type"] == "application/octet-stream"
    assert AuditEntry.objects.filter(action="governance.read_forwarded_file").count() == 1


@pytest.mark.django_db
def test_nobody_forwards_for_another_office_nor_a_member_their_own(
    officer: User, other_office: Office, member: User, member_office: Office, sign_in: Browser
) -> None:
    for by, office in ((officer, other_office), (member, member_office)):
        with pytest.raises(NotOfTheHouse):
            actions.forward(office=office, app="sms", subject="a", with_whom="b", began_on=timezone.localdate(),
                            ended_on=timezone.localdate(), text="c", by=by)  # fmt: skip
    assert sign_in(officer).post(f"{PAGE}new/", given(office=other_office.pk)).status_code in (302, 422)
    assert not ForwardedConversation.objects.filter(office=other_office).exists()
    assert sign_in(member).get(f"{PAGE}new/").status_code == 403


@pytest.mark.django_db
def test_whoever_asks_for_their_data_learns_of_it_and_it_is_kept(
    forwarded: ForwardedConversation, office: Office, member_office: Office
) -> None:
    asked = Subject(frozenset({"chair@valmora.example"}), (office,), True)
    assert personal_data.count(asked)["governance.forwardedconversation"] == 1
    assert any("Conversations in which business" in why for why in personal_data.kept(asked))
    elsewhere = Subject(frozenset({"chair@valmora.example"}), (member_office,), False)
    assert "governance.forwardedconversation" not in personal_data.count(elsewhere)


@pytest.mark.django_db
def test_it_is_kept_for_as_long_as_the_policy_says_of_correspondence(forwarded: ForwardedConversation) -> None:
    ForwardedFile.objects.create(conversation=forwarded, name="one.png", kind="image/png", size=1, content=b"x")
    ParameterInForce.objects.create(name="messages_kept_days", value=30)
    for days, left in ((29, 1), (31, 0)):
        ForwardedConversation.objects.update(forwarded_at=timezone.now() - timedelta(days=days))
        for rule in ("governance.forwardedfile", "governance.forwardedconversation"):
            retention.RULES[rule].overdue(timezone.now()).delete()
        assert ForwardedFile.objects.count() == ForwardedConversation.objects.count() == left
