"""What apps above the channels do with every message that is stored."""

import pytest

from hemicycle.channels import actions
from hemicycle.channels.actions import incoming
from hemicycle.channels.contract import AttachedFile, DeliveryStatus, InboundMessage, Report
from hemicycle.channels.files.attachments import checked
from hemicycle.channels.models import Account, Inbound
from hemicycle.rules.models import AuditEntry

pytestmark = pytest.mark.django_db
FROM_ANA = {"sender": "ana@citizens.test", "lang": "en"}


@pytest.fixture
def account(office) -> Account:
    return actions.open_account(office=office, kind="email", name="A", address="house@parliament.test", by="test")


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers ends with it."""
    monkeypatch.setattr(incoming, "ARRIVALS", [])


def store(account: Account, external_id: str, text: str = "On the bridge", **more) -> Inbound | None:
    return actions.store_incoming(InboundMessage(external_id, text, **FROM_ANA, **more), account=account, by="test")


def test_every_stored_message_is_handled_in_order_of_registration(account):
    seen: list[tuple[str, int]] = []
    actions.register_arrival(lambda message: seen.append(("first", message.pk)))
    actions.register_arrival(lambda message: seen.append(("second", message.pk)))
    letter = store(account, "1")
    assert letter is not None
    assert seen == [("first", letter.pk), ("second", letter.pk)]


def test_what_handles_it_finds_it_whole(account):
    found: list[tuple[int, str, str]] = []
    actions.register_arrival(lambda one: found.append((one.attachments.count(), one.keyword, bytes(one.original.raw))))
    store(account, "1", "HELP", raw=b"HELP", files=(AttachedFile("a.txt", "text/plain", b"a"),))
    assert found == [(1, "help", b"HELP")]


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("name", "kind", "refused"),
    [
        ("letter.hta", "text/plain", "content"),
        ("letter.JS", "text/plain", "content"),
        ("letter.html", "text/csv", "content"),
        (".bat", "text/plain", "content"),
        ("letter.hta. ", "text/plain", "content"),
        ("letter.h\u202eta", "text/plain", "content"),
        ("letter.{3050f4d8-98b5-11cf-bb82-00aa00bdce0b}", "text/plain", "content"),
        (f"{'a' * 196}.hta.txt", "text/plain", ""),
        (f"{'a' * 250}.txt", "text/plain", ""),
        ("letter.jar", WORD, "content"),
        ("letter.docm", WORD, "content"),
        ("letter.DOCX", WORD, ""),
        ("Notes.TEXT", "text/plain", ""),
        ("server.log", "text/plain", ""),
        ("letter", "text/plain", ""),
        ("Letter of 3.12.2026", "text/plain", ""),
        ("To Mr. Smith", "text/plain", ""),
    ],
)
def test_a_file_is_kept_under_a_name_that_opens_as_what_it_is_alone(name, kind, refused):
    (found,) = checked([AttachedFile(name, kind, b"PK\x03\x04" if kind == WORD else b"words")])
    assert (found.refused, found.content is None) == (refused, bool(refused))
    assert len(found.name) <= 200


@pytest.mark.parametrize("name", ["a.jpg", "a.jpeg", "A.JPE", "a.jfif"])
def test_a_photograph_has_one_of_several_suffixes(name):
    assert checked([AttachedFile(name, "image/jpeg", b"\xff\xd8\xff")])[0].refused == ""


def test_what_was_stored_before_and_what_reports_of_ours_is_handled_by_nobody(account):
    store(account, "1")
    seen: list[int] = []
    actions.register_arrival(lambda message: seen.append(message.pk))
    assert store(account, "1") is None
    actions.store_incoming(Report(DeliveryStatus.DELIVERED, key="0" * 32), account=account, by="test")
    assert not seen


def test_an_uploaded_file_of_an_inquiry_is_handled_by_nobody(office):
    seen: list[int] = []
    actions.register_arrival(lambda message: seen.append(message.pk))
    actions.receive([actions.Arriving("1", "On the bridge", channel="letter")], office=office, by="test")
    assert not seen
    assert Inbound.objects.count() == 1


def test_where_it_fails_nothing_of_the_message_is_kept(account):
    def fail(message: Inbound) -> None:
        raise OSError("the disk is gone")

    actions.register_arrival(fail)
    with pytest.raises(OSError, match="disk"):
        store(account, "1")
    assert not Inbound.objects.exists()
    assert not AuditEntry.objects.filter(action="channels.take").exists()
