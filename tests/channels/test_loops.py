"""No machine of ours answers a machine, another one's or ours: two would go on for ever."""

from dataclasses import replace

import pytest

from hemicycle.channels import actions
from hemicycle.channels.actions import keywords
from hemicycle.channels.adapters.email.addressing import House
from hemicycle.channels.adapters.email.reading import read
from hemicycle.channels.contract import InboundMessage, OutgoingText
from hemicycle.channels.contract.capabilities import Answers
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Account, Inbound, Outbound
from hemicycle.channels.registry import adapter_of
from hemicycle.rules.models import ParameterInForce

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(office, tmp_path) -> Account:
    settings = {"transport": "folder", "folder": str(tmp_path), "topics_domain": "write.parliament.test"}
    return actions.open_account(
        office=office, kind="email", name="House", address="house@parliament.test", settings=settings, by="test"
    )


@pytest.fixture
def press(other_office) -> Account:
    return actions.open_account(
        office=other_office, kind="email", name="Press", address="press@parliament.test", by="test"
    )


def letter(account: Account, text: str = "HELP", sender: str = "ana@citizens.test", **fields: str) -> Inbound:
    head = {"From": sender, "To": account.address, **{name.replace("_", "-"): value for name, value in fields.items()}}
    raw = "\r\n".join([*(f"{name}: {value}" for name, value in head.items()), "", text]).encode()
    stored = actions.store_incoming(read(raw, House(account.address)), account=account, by="test")
    assert stored is not None
    return stored


def test_a_persons_word_is_answered_and_the_answer_says_that_a_machine_wrote_it(house, tmp_path):
    assert letter(house).keyword == "help"
    send_account(house, worker="w")
    (answer,) = tmp_path.glob("*.eml")
    assert b"\r\nAuto-Submitted: auto-replied\r\n" in answer.read_bytes()


def test_the_answer_of_a_keyword_that_makes_a_whole_letter_says_so_too(house, tmp_path, monkeypatch):
    found = keywords.KEYWORDS["help"]
    monkeypatch.setitem(
        keywords.KEYWORDS, "help", replace(found, handle=lambda asked: OutgoingText("Help", "…", "en"))
    )
    letter(house)
    send_account(house, worker="w")
    (answer,) = tmp_path.glob("*.eml")
    assert b"\r\nAuto-Submitted: auto-replied\r\n" in answer.read_bytes()


def test_what_a_machine_answers_to_one_letter_names_that_letter(house, tmp_path):
    received = letter(house, "My street floods", Message_ID="<1@citizens.test>")
    adapter = adapter_of("email")
    assert isinstance(adapter, Answers)
    thread = adapter.thread_of(received.external_id, bytes(received.original.raw))
    outgoing = OutgoingText("Re: Floods", "We have it.", "en", answers=thread, direct=True, automatic=True)
    content = actions.prepare(house, source="a", lang="en", rendered=actions.render(house, outgoing))
    actions.queue(content, to=received.contact, asked_for=True, by="test")
    send_account(house, worker="w")
    (answer,) = tmp_path.glob("*.eml")
    for said in (b"Auto-Submitted: auto-replied", b"In-Reply-To: <1@citizens.test>", b"Subject: Re: Floods"):
        assert said in answer.read_bytes()


def test_our_answer_is_not_answered_where_it_comes_to_another_account_of_ours(house, press, tmp_path):
    letter(house, sender="press@parliament.example")
    send_account(house, worker="w")
    (answer,) = tmp_path.glob("*.eml")
    came = read(answer.read_bytes().replace(b"\r\n\r\n", b"\r\n\r\nHELP\r\n", 1), House(press.address))
    stored = actions.store_incoming(came, account=press, by="test")
    assert stored is not None and stored.automatic
    assert not Outbound.objects.filter(office=press.office).exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Auto_Submitted", "auto-replied"), ("Auto_Submitted", "auto-generated"), ("Precedence", "bulk"),
        ("Return_Path", "<>"), ("List_Id", "<news.citizens.test>"), ("X_Autoreply", "yes"),
    ],
)  # fmt: skip
def test_what_a_machine_wrote_is_not_answered(house, name, value):
    written = letter(house, **{name: value})
    assert written.automatic and not written.keyword
    assert not Outbound.objects.exists()


@pytest.mark.parametrize(
    "sender",
    [
        "press@parliament.test", "House@Parliament.test", "house+bill-12@parliament.test",
        f"house+{'0' * 32}@parliament.test", "bill-12@write.parliament.test",
    ],
)  # fmt: skip
def test_what_comes_from_an_address_of_ours_is_not_answered(house, press, sender):
    assert not letter(house, sender=sender).keyword
    assert not Outbound.objects.exists()


def test_an_account_whose_address_cannot_be_written_to_stops_nobodys_answer(house, office):
    for wrong in ("no address", "the-office-of-the-clerk-of-the-house@parliament.test"):
        actions.open_account(office=office, kind="email", name="A", address=wrong, by="test")
    assert letter(house).keyword == "help"
    assert not letter(house, sender="the-office-of-the-clerk-of-the-house@parliament.test").keyword


def test_accounts_of_ours_do_not_redirect_each_others_private_messages(office, other_office):
    ParameterInForce.objects.create(name="write_to_email", value="letters@h.example")
    ParameterInForce.objects.create(name="direct_messages", value="redirected")
    ours, theirs = (
        actions.open_account(office=of, kind="mastodon", name=name, address=f"@{name}@m.example", by="test")
        for of, name in ((office, "house"), (other_office, "press"))
    )
    private = InboundMessage("1", "Do you hear us?", sender=theirs.address, direct=True)
    actions.store_incoming(private, account=ours, by="test")
    assert not Outbound.objects.exists()


def test_what_may_be_answered_by_a_machine_is_known_to_whoever_asks(house, press):
    assert actions.may_answer_automatically(letter(house, "My street floods"))
    for refused in (
        letter(house, "I am away", Auto_Submitted="auto-replied"), letter(house, "Hello", sender=press.address),
        letter(house, "Hello", sender="nobody"),
    ):  # fmt: skip
        assert not actions.may_answer_automatically(refused)
