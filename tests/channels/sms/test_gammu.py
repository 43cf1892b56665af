"""Gammu's SMS daemon with a phone that is a folder: each message in one file, found again wherever it lies; replies
and reports read from the files that the daemon writes."""

import configparser
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hemicycle.channels.adapters.gammu import Gammu as Adapter
from hemicycle.channels.contract import (
    Access,
    CannotConnect,
    DeliveryStatus,
    InboundMessage,
    Message,
    Outcome,
    Report,
    Withdrawn,
)
from hemicycle.channels.models import Inbound, Outbound
from tests.conf.installation import wait_until

from .conftest import CITIZEN, OURS, again, send

pytestmark = pytest.mark.django_db
LONG = "The House votes on bill 12 tonight at seven. " * 8
POLISH = "Izba głosuje dziś wieczorem o dziewiętnastej. " * 4
KEY = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "coding", "parts"),
    [
        ("Vote at 19:00 {€}", "Default_No_Compression", 1),
        ("Vote at `19:00` 😀", "Unicode_No_Compression", 1),
        (LONG, "Default_No_Compression", 3),
        (POLISH, "Unicode_No_Compression", 3),
        ("a" * 152 + "€" * 10, "Default_No_Compression", 2),
    ],
)
def test_a_message_is_sent_once_as_it_was_written(gammu_account, gammu, text, coding, parts):
    row = send(gammu_account, text)
    assert (row.state, row.external_id) == ("sent", "")
    wait_until(lambda: len(list(gammu.sent.iterdir())) == 1)
    (message,) = gammu.messages()

    assert (message.destination, message.text, message.coding) == (CITIZEN, text.strip(), coding)
    assert [udh[:3] + udh[4:] for udh in message.udhs if udh] == (
        [bytes([5, 0, 3, parts, at]) for at in range(1, parts + 1)] if parts > 1 else []
    )
    assert list(gammu.outbox.iterdir()) == []


@pytest.mark.parametrize("text", ["Vote at 19:00 {€}", LONG.strip(), POLISH.strip()])
def test_the_file_says_what_gammus_own_program_writes(gammu_account, gammu, services, text):
    services.stop("gammu")
    send(gammu_account, text)
    (ours,) = gammu.outbox.iterdir()
    coding = [] if text.isascii() or "€" in text else ["-unicode"]
    command = ["gammu-smsd-inject", "-c", str(gammu.configuration), "TEXT", CITIZEN, "-autolen", "500", *coding]
    subprocess.run([*command, "-text", text], check=True, capture_output=True, timeout=30)
    (theirs,) = set(gammu.outbox.iterdir()) - {ours}
    read = [sections(path) for path in (ours, theirs)]
    for path in (ours, theirs):
        path.unlink()
    services.start("gammu")

    assert read[0] == read[1]


def sections(path: Path) -> list[dict[str, str]]:
    """What the daemon reads; the reference of parts is each program's own, the rest it does not read."""
    file = configparser.ConfigParser(strict=False, interpolation=None)
    file.read(path)
    ignored = {"datetime", "name", "nameunicode", "length", "messagereference"}
    found = [{key: value for key, value in file[name].items() if key not in ignored} for name in file.sections()]
    for section in found:
        if "udh" in section:
            section["udh"] = section["udh"][:6] + section["udh"][8:]
    return found


def test_a_message_that_is_sent_again_by_mistake_has_one_file(gammu_account, gammu):
    row = send(gammu_account)
    wait_until(lambda: len(list(gammu.sent.iterdir())) == 1)
    Outbound.objects.filter(pk=row.pk).update(state="waiting", attempts=0)
    row = again(gammu_account, row)

    assert row.state == "sent"
    assert len([*gammu.sent.iterdir(), *gammu.outbox.iterdir()]) == 1


@pytest.mark.parametrize(
    ("folder", "outcome"), [("out", Outcome.ACCEPTED), ("sent", Outcome.ACCEPTED), ("failed", Outcome.REFUSED)]
)
def test_the_file_tells_where_a_message_is(folders, access, folder, outcome):
    (folders / folder / f"OUTC20261126_123106_00_{CITIZEN}_{KEY}.smsbackup").write_text("x")
    receipt = Adapter().look_up(access, Message(KEY, {"text": "x"}, CITIZEN))
    none = Adapter().look_up(access, Message("f" * 32, {"text": "x"}, CITIZEN))

    assert (receipt.outcome, receipt.permanent) == (outcome, folder == "failed")
    assert (none.outcome, none.code, none.permanent) == (Outcome.REFUSED, "not-there", False)


def test_a_full_outbox_is_looked_through_once_for_many_messages(folders, access, monkeypatch):
    listed: list[Path] = []
    iterdir = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda folder: (listed.append(folder), iterdir(folder))[1])
    sender = Adapter().connect(access)
    for number in range(20):
        assert sender.send(Message(f"{number:032x}", {"text": "Vote"}, CITIZEN), lambda: None).outcome == "accepted"

    assert len(listed) == 3
    # The same once more is found, and has one file.
    assert sender.send(Message(f"{7:032x}", {"text": "Vote"}, CITIZEN), lambda: None).outcome == "accepted"
    assert len(list((folders / "out").iterdir())) == 20


def test_a_message_that_is_called_back_at_the_last_moment_leaves_nothing(folders, access):
    def called_back() -> None:
        assert [path.name[0] for path in (folders / "out").iterdir()] == ["."]
        raise Withdrawn("withdrawn")

    with pytest.raises(Withdrawn):
        Adapter().connect(access).send(Message(KEY, {"text": "Vote"}, CITIZEN), called_back)
    assert list((folders / "out").iterdir()) == []


def test_a_folder_that_is_gone_is_noticed_before_or_after_sending(folders, access):
    sender = Adapter().connect(access)
    message = Message(KEY, {"text": "Vote"}, CITIZEN)

    def gone() -> None:
        (folders / "out").rename(folders / "elsewhere")

    assert sender.send(message, gone).outcome == Outcome.UNKNOWN
    with pytest.raises(CannotConnect, match="no-file"):
        sender.send(message, lambda: pytest.fail("handed over"))
    assert Adapter().look_up(access, message) is None
    with pytest.raises(CannotConnect, match="no-folder"):
        Adapter().connect(access)


@pytest.mark.parametrize(
    ("text", "to"), [("x" * 1531, CITIZEN), ("Vote", "VALMORA"), ("Vote", "../../etc/passwd"), ("Vote", "")]
)
def test_what_cannot_be_sent_is_refused_and_no_file_is_written(folders, access, text, to):
    receipt = Adapter().connect(access).send(Message(KEY, {"text": text}, to), lambda: pytest.fail("handed over"))

    assert (receipt.outcome, receipt.permanent) == (Outcome.REFUSED, True)
    assert list((folders / "out").iterdir()) == []


def test_a_file_name_is_one_that_the_daemon_can_hold(folders, access):
    Adapter().connect(access).send(Message(KEY, {"text": "Vote"}, "+123456789012345"), lambda: None)
    (path,) = (folders / "out").iterdir()

    # smsd/services/files.c of Gammu 1.42: 100 octets with the zero at their end.
    assert len(path.name) < 100
    assert path.stat().st_mode & 0o777 == 0o660


@pytest.fixture(scope="module")
def daemon(services) -> Iterator[Callable[[str], None]]:
    """`daemon("detail")` starts it anew with that form of its inbox; for others it is as it was."""

    def started(inboxformat: str) -> None:
        services.stop("gammu")
        services.start("gammu", inboxformat=inboxformat)

    yield started
    started("unicode")


@pytest.mark.parametrize("text", ["I agree, at 19:00 {€}", "Zgadzam się", "Ça alors ! " * 30, "Zgadzam się 😀. " * 20])
@pytest.mark.parametrize("inboxformat", ["unicode", "detail"])
def test_a_reply_comes_back_whole_and_threaded_to_what_we_last_sent(
    gammu_account, gammu, daemon, listening, inboxformat, text
):
    daemon(inboxformat)
    row = send(gammu_account)
    gammu.incoming(source=CITIZEN, text=text)
    with listening(gammu_account) as heard:
        heard.take_all(1)
    reply = Inbound.objects.get()

    assert (reply.text, reply.answers, reply.contact.address) == (text, row, CITIZEN)
    assert (reply.channel, reply.automatic) == ("sms", False)
    assert reply.sent_at is not None
    assert list(gammu.inbox.iterdir()) == []


def fetched(access: Access) -> list[InboundMessage | Report]:
    news: list[InboundMessage | Report] = []
    Adapter().fetch(access, news.append)
    return news


def came(folders: Path, name: str, content: bytes, age: float = 5) -> Path:
    path = folders / "in" / name
    path.write_bytes(content)
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_what_the_modem_could_not_send_has_failed(gammu_account, gammu, listening):
    row = send(gammu_account)
    wait_until(lambda: len(list(gammu.sent.iterdir())) == 1)
    (path,) = gammu.sent.iterdir()
    path.rename(gammu.error / path.name)
    with listening(gammu_account) as heard:
        heard.take_all(1)
    row.refresh_from_db()

    assert (row.state, row.code) == ("failed", "modem-failed")
    assert list(gammu.error.iterdir()) == []


REPORT = """; This file format was designed for Gammu and is compatible with Gammu+

[SMSBackup000]
; {word}
PDU = Status_Report
{status}DateTime = 20261126T190000Z
State = UnRead
Number = "{number}"
NumberUnicode = {hex}
Text00 = {text}
Coding = Unicode_No_Compression
Folder = 1
MessageReference = {reference}
"""


def report(word: str, *, status: str = "", number: str = CITIZEN, reference: int = 7) -> bytes:
    hexed = {"hex": number.encode("utf-16-be").hex(), "text": word.encode("utf-16-be").hex()}
    return REPORT.format(word=word, status=status, number=number, reference=reference, **hexed).encode()


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (report("Delivered"), DeliveryStatus.DELIVERED),
        (report("Failed"), DeliveryStatus.FAILED),
        (report("Pending"), None),
        (report("Unknown"), None),
        (report("Unknown", status="DeliveryStatus = 0\n"), DeliveryStatus.DELIVERED),
        (report("Unknown", status="DeliveryStatus = 70\n"), DeliveryStatus.FAILED),
        (report("Delivered", status="DeliveryStatus = 33\n"), None),
        (report("Delivered", reference=8), None),
        (report("Failed", number="+447700900999"), DeliveryStatus.FAILED),
    ],
)
def test_a_report_of_the_network_finds_its_message(folders, access, content, status):
    Adapter().connect(access).send(Message(KEY, {"text": LONG}, CITIZEN), lambda: None)
    (path,) = (folders / "out").iterdir()
    path.write_text(path.read_text().replace("MessageReference = 0", "MessageReference = 7", 1))
    path.rename(folders / "sent" / path.name)
    came(folders, "IN20261126_190000_00_+447700900999_00.txt", content)
    assert not [one for one in fetched(access) if isinstance(one, Report)]
    came(folders, f"IN20261126_190000_00_{CITIZEN}_00.txt", content)
    news = fetched(access)

    assert [(one.status, one.key) for one in news] == ([(status, KEY)] if status else [])
    assert list((folders / "in").iterdir()) == []


def test_a_file_that_is_being_written_is_left_until_it_is_whole(folders, access):
    path = came(folders, "IN20261126_190000_00_+447700900123_00.txt", b"I agr", age=0)

    assert fetched(access) == []
    came(folders, path.name, b"I agree")
    assert [one.text for one in fetched(access)] == ["I agree"]


def test_parts_are_put_together_and_the_same_name_with_other_words_is_another_message(folders, access):
    name = "IN20261126_190000_00_07700900123_0{}.txt"
    for round_ in ("I agree ", "I disagree "):
        came(folders, name.format(0), round_.encode())
        came(folders, name.format(1), b"with bill 12")
    country = Access("gammu", OURS, {**access.settings, "country": "44"})
    first = fetched(country)
    came(folders, name.format(0), b"I agree ")
    second = fetched(country)

    assert [(one.text, one.sender) for one in first] == [("I disagree with bill 12", CITIZEN)]
    assert second[0].external_id != first[0].external_id
    assert str(first[0].sent_at.astimezone().date()) == "2026-11-26"


def test_what_was_not_kept_stays_in_the_inbox(folders, access):
    path = came(folders, "IN20261126_190000_00_+447700900123_00.txt", b"STOP")

    def full(news: object) -> None:
        raise LookupError("no room")

    with pytest.raises(LookupError):
        Adapter().fetch(access, full)
    assert path.exists()


def test_files_that_are_none_of_ours_are_left_alone(folders, access):
    others = [
        folders / "failed" / "OUTC20261126_123106_00_+44_sms0.smsbackup",
        folders / "in" / "notes.txt",
        folders / "in" / "IN",
    ]
    for path in others:
        path.write_text("x")
        os.utime(path, (1, 1))
    secret = folders / "secret"
    secret.write_text("password")
    link = folders / "in" / "IN20261126_190000_00_+447700900123_00.txt"
    link.symlink_to(secret)

    assert fetched(access) == []
    assert all(path.exists() for path in [*others, secret])


def test_what_was_sent_is_not_kept_for_ever(folders, access):
    old, new = (folders / "sent" / f"OUTC20261126_123106_0{n}_{CITIZEN}_{KEY}.smsbackup" for n in range(2))
    for path, days in ((old, 4), (new, 1)):
        path.write_text("x")
        os.utime(path, (time.time() - days * 86_400,) * 2)
    fetched(access)

    assert not old.exists() and new.exists()


def test_what_a_killed_worker_was_writing_is_not_kept_for_ever(folders, access):
    name = f"OUTC20261126_123106_00_{CITIZEN}_{KEY}.smsbackup"
    left, written, waiting = (folders / "out" / one for one in (f".{name}", f".{name.replace('_00_', '_01_')}", name))
    theirs = folders / "out" / ".hidden"
    for path, minutes in ((left, 11), (written, 9), (waiting, 600), (theirs, 600)):
        path.write_text("x")
        os.utime(path, (time.time() - minutes * 60,) * 2)
    fetched(access)

    assert [path.exists() for path in (left, written, waiting, theirs)] == [False, True, True, True]


def test_a_message_whose_draft_went_meanwhile_is_in_doubt_and_was_never_there(folders, access):
    message = Message(KEY, {"text": "Vote at 19:00"}, CITIZEN)
    receipt = Adapter().connect(access).send(message, lambda: next((folders / "out").glob(".OUT*")).unlink())

    assert (receipt.outcome, receipt.code) == (Outcome.UNKNOWN, "not-placed")
    assert Adapter().look_up(access, message).code == "not-there"


def test_odd_words_in_a_name_or_a_file_break_nothing(folders, access):
    came(folders, "IN20261126_190000_00_BANK_00.txt", "\ufeffWin [SMSBackup000]\0rubbish".encode("utf-16"))
    came(folders, "IN20269999_999999_00__00.bin", b"\xff\x00")
    head = b"; This file format was designed for Gammu\n"
    odd = (b"[SMSBackup000]\nPDU = Deliver\nText00 = ZZ\n", b"[SMSBackup000", b"a = b\n", b"\xff\0")
    for number, words in enumerate(odd):
        came(folders, f"IN20261126_19000{number}_01_+447700900123_00.txt", head + words)
    news = fetched(access)

    assert all(isinstance(one, InboundMessage) for one in news)
    assert {one.sender for one in news if one.automatic} == {"BANK", ""}


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    for name in ("in", "out", "sent", "failed"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def access(folders: Path) -> Access:
    return Access("gammu", OURS, {"folder": str(folders), "inbox": "in", "outbox": "out", "error": "failed"})
