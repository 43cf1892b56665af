"""One announcement of the desk, by every way there is: once to each who follows, whole, and each reply comes back to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import dkim
import pytest

from hemicycle.accounts import actions as offices
from hemicycle.cases.actions import CASE_SOURCE
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, Contact, Inbound, Outbound
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.sms.gsm import cut
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from hemicycle.follow import actions as follow
from hemicycle.record.models import Document
from tests.channels.email.conftest import dkim_pem
from tests.channels.email.test_letters import public_key
from tests.channels.sms.conftest import Called, Listener
from tests.conf.installation import wait_until
from tests.record import chamber
from tests.rounds import run_rounds
from tests.verification.peers import Gammu, Kannel, Mail, ShortMessage, Smsc

pytestmark = [pytest.mark.django_db]

OURS = "+447700900000"
GSM_7, UCS_2 = 0, 8
# The first is written in GSM-7, a brace and the euro in its extension; œ and ê are in UCS-2 alone.
SAID = {
    "en": ("The House votes on bill 12", "The House votes on bill 12 at 19:00; it is about {rivers} and 12 €. " * 3),
    "fr": ("La Chambre vote", "La Chambre vote le projet 12 à 19 heures: la mise en œuvre, et la pêche. " * 3),
    "es": ("La Cámara vota", "La Cámara vota el proyecto 12 a las 19:00. " * 3),
}


@dataclass(frozen=True)
class Ways:
    """An account of each kind, with an office of its own: nobody who gives two offices one number is notified twice."""

    accounts: dict[str, Account]
    smsc: Smsc
    gammu: Gammu
    mail: Mail

    def came(self, kind: str, citizen: Contact, address: str) -> str:
        """The text as it arrived, in so many parts as it takes; fails where it came twice."""
        row = Outbound.objects.get(contact=citizen)
        if kind == "gammu":
            (one,) = [one for one in self.gammu.messages() if one.destination == address]
            parts, text = len(one.udhs), one.text
        else:
            login = Kannel.ACCOUNT if kind == "kannel" else Smsc.ACCOUNT
            found = [one for one in self.smsc.messages(login) if one.destination == address[1:]]
            assert {one.coding for one in found} == {GSM_7 if citizen.lang == "en" else UCS_2}
            parts, text = len(found), "".join(one.text for one in sorted(found, key=_place))
        assert parts == len(cut(row.content.content["text"]).parts) > 1
        return text

    def replies(self, kind: str, citizen: Contact, address: str) -> None:
        words = f"I agree by {kind} in {citizen.lang}"
        if kind == "gammu":
            self.gammu.incoming(source=address, text=words)
        elif kind == "email":
            letter = self.mail.await_message(address)
            self.mail.send(f"{words}\n\n> The House votes", sender=address, to=letter["Reply-To"])
        else:
            login = Kannel.ACCOUNT if kind == "kannel" else Smsc.ACCOUNT
            self.smsc.incoming(source=address[1:], destination=OURS[1:], text=words, account=login)


def _place(part: ShortMessage) -> int:
    return part.udh[-1]


@pytest.fixture
def ways(office, smsc: Smsc, kannel: Kannel, gammu: Gammu, mail: Mail, receiver, settings) -> Ways:
    settings.ADDRESS = receiver.address
    password = {"password": smsc.PASSWORD}
    known: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
        "smpp": (OURS, {"host": "127.0.0.1", "port": smsc.port, "system_id": smsc.ACCOUNT, "country": "44"}, password),
        "kannel": (OURS, {"url": kannel.address, "admin_url": kannel.admin, "username": kannel.USER, "country": "44"}, password),
        "gammu": (OURS, {"folder": str(gammu.inbox.parent)}, {}),
        "email": (
            mail.box("news", "parliament.test"),
            {"host": "127.0.0.1", "port": mail.smtp, "security": "none", "dkim_selector": "house1",
             "imap_host": "127.0.0.1", "imap_port": mail.imap, "imap_security": "none"},
            {"dkim_key": dkim_pem(), "password": mail.PASSWORD},
        ),
    }  # fmt: skip
    accounts = {
        kind: channels.open_account(
            office=offices.open_office(slug=f"by-{kind}", name=f"By {kind}", by="test"),
            kind=kind, name=kind, address=address, settings=how, secret=secret, by="test",
        )
        for kind, (address, how, secret) in known.items()
    }  # fmt: skip
    return Ways(accounts, smsc, gammu, mail)


@pytest.fixture
def bill(db: None) -> Document:
    chamber.people()
    chamber.bill()
    return Document.objects.get()


@pytest.fixture
def followers(ways: Ways, bill: Document) -> dict[tuple[str, str], tuple[Contact, str]]:
    """By kind and language: who follows the bill there, and their address."""
    found = {}
    for number, (kind, account) in enumerate(ways.accounts.items()):
        for last, lang in enumerate(("en", "fr")):
            address = ways.mail.box(lang) if kind == "email" else f"+4477009001{number}{last}"
            channel = adapter_of(kind).medium
            contact = channels.contact_of(office=account.office, channel=channel, address=address, lang=lang)
            follow.ask(contact, to_follow=bill, words="Yes", through="test")
            follow.confirm(contact, words="Yes", through="test")
            found[kind, lang] = contact, address
    return found


@pytest.fixture
def released(ways: Ways, bill: Document, office, officer, editor, second_editor) -> Callable[[], Announcement]:
    def release() -> Announcement:
        accounts = ways.accounts.values()
        announcement = actions.draft(office=office, by=officer, texts=SAID, accounts=accounts, document=bill)
        actions.submit(announcement, by=officer)
        for one in (editor, second_editor):
            actions.approve(announcement, digest=announcement.digest, by=one)
        actions.schedule(announcement, by=officer)
        run_rounds()
        run_rounds()
        return Announcement.objects.get()

    return release


def test_the_same_announcement_arrives_once_by_every_way_and_each_reply_is_threaded_to_it(
    ways, followers, released, kannel, receiver
):
    announcement = released()
    wait_until(lambda: len(ways.gammu.messages()) == 2)
    for (kind, lang), (citizen, address) in followers.items():
        if kind == "email":
            ways.mail.await_message(address)
            ways.mail.settle()
            (octets,) = ways.mail.received(address)
            assert dkim.verify(octets, dnsfunc=public_key)
        else:
            assert SAID[lang][1].strip() in ways.came(kind, citizen, address)
        ways.replies(kind, citizen, address)
    bring_back(ways, receiver)

    answers = {one.text: one.answers for one in Inbound.objects.select_related("answers__content")}
    # Each of them gets an acknowledgement, too.
    sent = Outbound.objects.exclude(content__source__startswith=CASE_SOURCE).select_related("contact", "account")
    rows = {one.contact: one for one in sent}
    assert answers == {f"I agree by {kind} in {lang}": rows[who] for (kind, lang), (who, _) in followers.items()}
    assert {one.content.source for one in rows.values()} == {actions.source_of(announcement)}
    states = {(one.account.kind, one.state) for one in rows.values()}
    assert states == {("smpp", "delivered"), ("kannel", "delivered"), ("gammu", "sent"), ("email", "sent")}


def bring_back(ways: Ways, receiver) -> None:
    """What comes back through each channel: receipts of every part, and what people wrote."""
    smpp, modem, mailbox = (ways.accounts[kind] for kind in ("smpp", "gammu", "email"))
    # Of each message Kannel reports twice, that the SMSC has it and that the phone has it.
    Called(ways.accounts["kannel"], receiver).take(2 * 2 + 2)
    for account, count in ((smpp, len(ways.smsc.messages()) + 2), (modem, 2)):
        listener = Listener(account)
        try:
            listener.take_all(count)
        finally:
            listener.stop()
    wait_until(lambda: len(ways.mail.received(mailbox.address)) == 2)
    adapter_of("email").fetch(mailbox.access, lambda news: channels.store_incoming(news, account=mailbox, by="test"))
