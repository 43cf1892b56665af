"""Letters through Postfix, and what Dovecot brings back: once, in order, threaded, and kept before they are let go."""

import threading
from collections.abc import Callable
from contextlib import contextmanager

import dkim
import pytest
from imap_tools import MailBoxUnencrypted

from hemicycle.channels import actions
from hemicycle.channels.contract import CannotConnect, InboundMessage, NotAuthorised, Withdrawn
from hemicycle.channels.jobs.listening import Listener
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Account, Act, Inbound, Outbound, Suppression
from hemicycle.channels.registry import adapter_of
from tests.conf.installation import wait_until
from tests.verification.dialogues import Smtp
from tests.verification.peers import Mail
from tests.verification.proxy import Fault

from .conftest import PIECE, again, dkim_pem, message_of, parsed, put, send
from .test_letters import public_key

pytestmark = pytest.mark.django_db

PLAIN = {"host": "127.0.0.1", "security": "none"}
Opened = Callable[..., Account]


def settings_of(mail: Mail, **more) -> dict:
    return {
        **PLAIN,
        "port": mail.smtp,
        "imap_host": "127.0.0.1",
        "imap_port": mail.imap,
        "imap_security": "none",
        **more,
    }


@pytest.fixture
def account(mail: Mail, opened: Opened) -> Account:
    """One with a mailbox of its own."""
    return opened(mail.box("alerts", "parliament.test"), {"password": mail.PASSWORD}, **settings_of(mail))


def heard(account: Account) -> list:
    """Everything that lies in its mailbox, kept."""
    found = []

    def take(news) -> None:
        found.append(actions.store_incoming(news, account=account, by="test"))

    adapter_of("email").fetch(account.access, take)
    return found


def unread(mail: Mail, address: str) -> int:
    with MailBoxUnencrypted("127.0.0.1", mail.imap).login(address, mail.PASSWORD) as box:
        return len(box.uids("UNSEEN", charset=None))


def test_a_letter_arrives_signed_and_with_two_ways_to_end_it(mail, opened):
    account = opened(
        "alerts@parliament.test", {"dkim_key": dkim_pem()}, **PLAIN, port=mail.smtp, dkim_selector="house1"
    )
    citizen = mail.box("ana")
    row = send(account, citizen)
    (octets,) = [mail.await_message(citizen)] and mail.received(citizen)
    letter = parsed(octets)

    assert (row.state, row.external_id) == ("sent", "")
    assert dkim.verify(octets, dnsfunc=public_key)
    assert letter["Message-ID"] == f"<{row.key}@parliament.test>"
    assert letter["Return-Path"] == f"<alerts+{row.key}@parliament.test>"
    assert row.contact.key in letter["List-Unsubscribe"]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "The House votes at 19:00." in letter.get_body(("plain",)).get_content()


@pytest.mark.parametrize(("security", "port"), [("starttls", "submission"), ("tls", "smtps")])
def test_within_tls_and_with_the_password(mail, opened, security, port):
    how = {"host": "127.0.0.1", "port": getattr(mail, port), "security": security, "authority": str(mail.certificate)}
    account = opened("alerts@parliament.test", {"password": mail.PASSWORD}, **how)
    citizen = mail.box("ana")

    assert send(account, citizen).state == "sent"
    assert mail.await_message(citizen)["From"].endswith("<alerts@parliament.test>")


@pytest.mark.parametrize(
    ("settings", "secret", "code"),
    [
        ({"authority": "certificate"}, {"password": "guess"}, "not-let-in"),
        ({"authority": ""}, {"password": "secret"}, "certificate-not-trusted"),
        ({"authority": "/nowhere"}, {"password": "secret"}, "no-authority"),
        ({"authority": "certificate"}, {}, "we-are-refused"),
    ],
)
def test_what_only_a_person_can_mend_lets_the_account_rest_and_costs_no_letter(mail, opened, settings, secret, code):
    if settings["authority"] == "certificate":
        settings = {"authority": str(mail.certificate)}
    account = opened("alerts@parliament.test", secret, host="127.0.0.1", port=mail.submission, **settings)
    row = send(account, mail.box("ana"))
    account.refresh_from_db()

    assert (row.state, account.trouble, account.is_resting) == ("waiting", code, True)


def test_a_server_that_is_not_there_costs_no_letter(opened):
    row = send(opened(**PLAIN, port=1), "ana@citizens.test")
    assert (row.state, row.attempts, Account.objects.get().trouble) == ("waiting", 0, "no-line")


def test_who_does_not_exist_is_never_written_to_again(mail, opened):
    row = send(opened(**PLAIN, port=mail.smtp), "nobody@citizens.test")

    assert (row.state, row.code) == ("failed", "no-such-address")
    assert Suppression.objects.get().digest == row.contact.digest
    assert Suppression.objects.get().why == "no-such-address"


def test_whose_mailbox_is_full_gets_it_later(mail, opened):
    account = opened(**PLAIN, port=mail.smtp)
    row = send(account, "full@citizens.test")

    assert (row.state, row.code, row.attempts) == ("waiting", "mailbox-full", 1)
    assert not Suppression.objects.exists()
    assert again(account, row).attempts == 2


def test_of_many_letters_over_one_line_the_refused_ones_hold_nobody_up(mail, opened):
    account = opened(**PLAIN, port=mail.smtp)
    ana, ben = mail.box("ana"), mail.box("ben")
    rows = [put(account, to) for to in ("nobody@citizens.test", ana, "full@citizens.test", ben)]
    send_account(account, worker="w")

    assert [Outbound.objects.get(pk=row.pk).state for row in rows] == ["failed", "sent", "waiting", "sent"]
    for citizen in (ana, ben):
        assert mail.await_message(citizen)["To"] == citizen
    mail.settle()
    assert len(mail.received(ana)) == 1


def test_what_may_not_go_any_more_is_not_there_although_all_but_its_dot_was_sent(mail, opened):
    citizen, other = mail.box("ana"), mail.box("ben")
    line = adapter_of("email").connect(opened(**PLAIN, port=mail.smtp).access)

    def withdrawn() -> None:
        raise Withdrawn("withdrawn")

    with pytest.raises(Withdrawn):
        line.send(message_of(PIECE, citizen), withdrawn)
    line.send(message_of(PIECE, other), lambda: None)
    line.close()
    mail.await_message(other)
    mail.settle()
    assert mail.received(citizen) == []


@pytest.mark.parametrize(
    ("fault", "at", "state", "arrived"),
    [
        (Fault.ANSWER_LOST, None, "unknown", 1),
        (Fault.RESET, None, "unknown", 0),
        (Fault.HALF_A_REQUEST, None, "unknown", 0),
        (Fault.DRIP, None, "sent", 1),
        (Fault.REFUSED_FOR_NOW, None, "waiting", 0),
        (Fault.REFUSED_FOR_GOOD, None, "failed", 0),
        # Before it was handed over, on a line opened anew at once.
        (Fault.ANSWER_LOST, "MAIL", "sent", 1),
        (Fault.RESET, "RCPT", "sent", 1),
        (Fault.REFUSED_FOR_NOW, "connect", "waiting", 0),
        (Fault.REFUSED_FOR_GOOD, "connect", "waiting", 0),
    ],
)
def test_whatever_breaks_a_letter_arrives_once_or_not_at_all_and_is_not_sent_again_blindly(
    mail, opened, proxied, fault, at, state, arrived
):
    citizen = mail.box("ana")
    proxy = proxied(mail.smtp, Smtp)
    account = opened(**PLAIN, port=proxy.port, seconds=5)
    proxy.inject(fault, at=at)
    row = send(account, citizen)
    assert row.state == state
    final = again(account, row)
    mail.settle()

    assert len(mail.received(citizen)) == (1 if state == "waiting" else arrived)
    assert final.state == {"waiting": "sent"}.get(state, state)


def test_a_line_that_was_ended_meanwhile_is_opened_anew_and_nothing_is_lost(mail, opened, proxied):
    proxy = proxied(mail.smtp, Smtp)
    line = adapter_of("email").connect(opened(**PLAIN, port=proxy.port, seconds=5).access)
    ana, ben = mail.box("ana"), mail.box("ben")
    line.send(message_of(PIECE, ana), lambda: None)
    proxy.inject(Fault.RESET, at="MAIL")
    receipt = line.send(message_of(PIECE, ben), lambda: None)
    line.close()

    assert receipt.outcome == "accepted"
    assert mail.await_message(ben)["To"] == ben


def test_a_reply_is_threaded_to_its_letter_and_let_go_only_when_it_is_kept(mail, account):
    citizen = mail.box("ana")
    row = send(account, citizen)
    mail.send("I agree.\n\n> The House votes", sender=citizen, to=mail.await_message(citizen)["Reply-To"])
    mail.await_message(account.address)

    def lost(news: InboundMessage) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        adapter_of("email").fetch(account.access, lost)
    assert unread(mail, account.address) == 1
    heard(account)
    found = Inbound.objects.get()

    assert (found.text, found.answers, found.contact) == ("I agree.", row, row.contact)
    assert b"> The House votes" in bytes(found.original.raw)
    assert unread(mail, account.address) == 0
    assert heard(account) == []


def test_a_reply_from_another_address_that_refers_to_the_letter_is_threaded_too(mail, account):
    row = send(account, mail.box("ana"))
    mail.send("As I told my sister.", sender=mail.box("ben"), to=account.address,
              References=f"<{row.key}@parliament.test>")  # fmt: skip
    mail.await_message(account.address)
    heard(account)

    assert Inbound.objects.get().answers == row


def test_letters_are_deleted_once_they_are_kept_where_the_account_says_so(mail, opened):
    account = opened(
        mail.box("alerts", "parliament.test"), {"password": mail.PASSWORD}, **settings_of(mail, imap_delete=True)
    )
    for text in ("First", "Second"):
        mail.send(text, sender=mail.box("ana"), to=account.address)
    wait_until(lambda: len(mail.received(account.address)) == 2)
    heard(account)

    assert sorted(Inbound.objects.values_list("text", flat=True)) == ["First", "Second"]
    assert mail.received(account.address) == []


def test_a_real_bounce_ends_the_letter_and_the_address(mail, account):
    row = send(account, "gone@elsewhere.test")
    assert row.state == "sent"
    wait_until(lambda: bool(mail.received(account.address)))
    heard(account)
    row.refresh_from_db()

    assert (row.state, row.code) == ("failed", "no-such-address")
    assert Suppression.objects.get().digest == row.contact.digest
    assert not Inbound.objects.exists()


def test_what_could_not_be_delivered_in_time_is_lost_and_its_address_is_not(mail, account):
    row = send(account, "later@elsewhere.test")
    wait_until(lambda: bool(mail.received(account.address)))
    heard(account)
    row.refresh_from_db()

    assert row.state == "failed"
    assert not Suppression.objects.exists()


def test_the_mail_that_ends_a_subscription_ends_it_from_whatever_address(mail, account):
    citizen = mail.box("ana")
    row = send(account, citizen)
    actions.record_consent(row.contact, act=Act.CONFIRMED, to="bill:x", through="email")
    where = mail.await_message(citizen)["List-Unsubscribe"].partition("<mailto:")[2].partition("?")[0]
    mail.send("", sender=mail.box("another"), to=where, Precedence="bulk")
    mail.await_message(account.address)
    heard(account)

    assert Suppression.objects.filter(digest=row.contact.digest, why="stop").exists()
    assert row.contact.consents.last().act == Act.ENDED


def test_stop_as_an_answer_ends_it_and_is_confirmed_once_by_mail(mail, account):
    citizen = mail.box("ana")
    row = send(account, citizen)
    mail.send("Stop\n\n> The House votes", sender=citizen, to=mail.await_message(citizen)["Reply-To"])
    mail.await_message(account.address)
    heard(account)
    send_account(account, worker="w")
    wait_until(lambda: len(mail.received(citizen)) == 2)
    answer = parsed(mail.received(citizen)[1])

    assert Suppression.objects.filter(digest=row.contact.digest).exists()
    assert answer["Auto-Submitted"] == "auto-replied"
    assert "START" in answer.get_body(("plain",)).get_content()


@contextmanager
def listened_to(account: Account):
    """As a worker does; what goes wrong comes out at the end."""
    listener = Listener("w", [])
    try:
        listener.look()
        yield listener
    finally:
        listener.end()


@pytest.mark.django_db(transaction=True)
def test_who_listens_hears_at_once_and_ends_when_asked(mail, account):
    with listened_to(account):
        mail.send("Before", sender=mail.box("ana"), to=account.address)
        wait_until(lambda: Inbound.objects.filter(text="Before").exists())
        began = threading.active_count()
        mail.send("While", sender=mail.box("ana"), to=account.address)
        wait_until(lambda: Inbound.objects.filter(text="While").exists())
    assert threading.active_count() < began
    assert Account.objects.get().listening_trouble == ""
    assert unread(mail, account.address) == 0


def test_what_comes_while_a_letter_is_read_is_heard_too(mail, account):
    """Told between asking and idling, the server does not tell again."""
    heard, stop = [], threading.Event()
    mail.send("First", sender=mail.box("ana"), to=account.address)
    mail.await_message(account.address)

    def take(news) -> None:
        heard.append(news.text)
        if len(heard) == 1:
            mail.send("Second", sender=mail.box("ana"), to=account.address)
            wait_until(lambda: len(mail.received(account.address)) == 2)
        else:
            stop.set()

    adapter_of("email").listen(account.access, take, stop)
    assert heard == ["First", "Second"]


@pytest.mark.parametrize(
    ("settings", "secret", "error", "code"),
    [
        ({}, {"password": "guess"}, NotAuthorised, "not-let-in"),
        ({"imap_port": 1}, {"password": "secret"}, CannotConnect, "no-line"),
        ({"imap_folder": "Nowhere"}, {"password": "secret"}, NotAuthorised, "no-folder"),
        ({"imap_security": "starttls"}, {"password": "secret"}, NotAuthorised, "certificate-not-trusted"),
    ],
)
def test_a_mailbox_that_cannot_be_read_says_why(mail, opened, settings, secret, error, code):
    account = opened(mail.box("alerts", "parliament.test"), secret, **settings_of(mail, **settings))
    with pytest.raises(error) as wrong:
        heard(account)
    assert wrong.value.code == code


@pytest.mark.parametrize(("security", "port"), [("tls", "imaps"), ("starttls", "imap")])
def test_a_mailbox_is_read_within_tls(mail, opened, security, port):
    how = settings_of(mail, imap_security=security, imap_port=getattr(mail, port), authority=str(mail.certificate))
    account = opened(mail.box("alerts", "parliament.test"), {"password": mail.PASSWORD}, **how)
    mail.send("Within", sender=mail.box("ana"), to=account.address)
    mail.await_message(account.address)
    heard(account)

    assert Inbound.objects.get().text == "Within"


def test_an_account_without_a_mailbox_only_sends():
    assert not adapter_of("email").receives({"host": "mail.test"})
    assert adapter_of("email").receives({"imap_host": "mail.test"})


def test_what_a_letter_is_about_is_in_its_address_behind_the_plus_or_alone(mail, opened):
    house = opened("house@parliament.test", {"password": mail.PASSWORD}, **settings_of(mail))
    for number, to in enumerate(("house+bill-7@parliament.test", "bill-12@parliament.test", house.address)):
        mail.send(f"Letter {number}", sender=mail.box("ana"), to=to)
    mail.settle()
    heard(house)
    found = dict(Inbound.objects.values_list("text", "recipient"))
    assert found == {"Letter 0": "bill-7", "Letter 1": "bill-12", "Letter 2": ""}


@pytest.mark.parametrize("named", [True, False])
def test_what_the_mail_server_verified_counts_where_the_account_names_it(mail, opened, named):
    settings = settings_of(mail, **({"authserv_id": "mx.parliament.test"} if named else {}))
    house = opened(mail.box("house", "parliament.test"), {"password": mail.PASSWORD}, **settings)
    result = "mx.parliament.test; dmarc=pass header.from=citizens.test"
    mail.send("I agree", sender=mail.box("ana"), to=house.address, Authentication_Results=result)
    mail.settle()
    heard(house)
    assert Inbound.objects.get().is_authenticated == named


def test_the_address_that_says_it_is_known_of_a_blind_copy_too(mail, opened):
    house = opened("house@parliament.test", {"password": mail.PASSWORD}, **settings_of(mail))
    mail.send("In confidence", sender=mail.box("ana"), to=mail.box("ben"), Bcc="committee-finance@parliament.test")
    mail.settle()
    heard(house)
    assert Inbound.objects.get().recipient == "committee-finance"
