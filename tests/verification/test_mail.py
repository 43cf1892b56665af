"""Postfix and Dovecot of deploy/services, seen with smtplib and imap-tools."""

import smtplib
import ssl
import threading
from email.message import EmailMessage

import pytest
from imap_tools import MailBox, MailboxLoginError, MailBoxUnencrypted

from tests.verification.peers import Mail

HOUSE = "alerts@parliament.test"


def newsletter(to: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = HOUSE, to, "Sitting of 3 December – état"
    message.set_content("Vote at 19:00.\n.\nEnd.")
    return message


def test_a_message_arrives_in_the_box_of_its_address(mail: Mail) -> None:
    citizen = mail.box("ana")
    with smtplib.SMTP("127.0.0.1", mail.smtp) as postfix:
        postfix.send_message(newsletter(citizen))
    arrived = mail.await_message(citizen)
    assert (arrived["Subject"], arrived["Delivered-To"]) == ("Sitting of 3 December – état", citizen)
    assert arrived.get_content().splitlines() == ["Vote at 19:00.", ".", "End."]


def test_what_stands_behind_a_plus_is_kept_in_the_address_and_leads_to_the_same_box(mail: Mail) -> None:
    desk = mail.box("desk", "parliament.test")
    tagged = desk.replace("@", "+a1b2@")
    mail.send("I agree.", sender=mail.box("ana"), to=tagged)
    assert mail.await_message(desk)["Delivered-To"] == tagged


@pytest.mark.parametrize(("name", "code"), [("nobody", 550), ("full", 452)])
def test_some_are_refused_for_good_and_some_for_now(mail: Mail, name: str, code: int) -> None:
    to = f"{name}@citizens.test"
    with smtplib.SMTP("127.0.0.1", mail.smtp) as postfix, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        postfix.send_message(newsletter(to))
    assert refused.value.recipients[to][0] == code


def test_what_nobody_takes_comes_back_as_a_bounce_to_the_envelope(mail: Mail) -> None:
    bounces = mail.box("bounce", "parliament.test")
    with smtplib.SMTP("127.0.0.1", mail.smtp) as postfix:
        postfix.send_message(newsletter("gone@elsewhere.test"), from_addr=bounces.replace("@", "+tok3@"))
    report = mail.await_message(bounces)
    status = next(part for part in report.walk() if part.get_content_type() == "message/delivery-status")
    of_recipient = status.get_payload()[1]
    assert (report.get_content_type(), report["Auto-Submitted"]) == ("multipart/report", "auto-replied")
    assert (of_recipient["Final-Recipient"], of_recipient["Status"]) == ("rfc822; gone@elsewhere.test", "5.1.1")


def test_what_is_refused_for_now_elsewhere_comes_back_in_the_end(mail: Mail) -> None:
    bounces = mail.box("bounce", "parliament.test")
    with smtplib.SMTP("127.0.0.1", mail.smtp) as postfix:
        postfix.send_message(newsletter("later@elsewhere.test"), from_addr=bounces)
    assert mail.received(bounces) == []
    assert b"\nStatus: 4.2.1" in mail.await_message(bounces).as_bytes()


def test_submission_wants_tls_and_the_password(mail: Mail) -> None:
    trust = ssl.create_default_context(cafile=mail.certificate)
    citizen = mail.box("ana")
    with smtplib.SMTP("127.0.0.1", mail.submission) as postfix:
        with pytest.raises(smtplib.SMTPSenderRefused):
            postfix.send_message(newsletter(citizen))
        postfix.starttls(context=trust)
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            postfix.send_message(newsletter(citizen))
        with pytest.raises(smtplib.SMTPAuthenticationError) as wrong:
            postfix.login(HOUSE, "guess")
        postfix.login(HOUSE, mail.PASSWORD)
        postfix.send_message(newsletter(citizen))
    assert wrong.value.smtp_code == 535
    with smtplib.SMTP_SSL("127.0.0.1", mail.smtps, context=trust) as postfix:
        postfix.login(HOUSE, mail.PASSWORD)
    assert mail.await_message(citizen)["From"] == HOUSE


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(mail: Mail) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        smtplib.SMTP_SSL("127.0.0.1", mail.smtps, context=ssl.create_default_context())


def test_an_idle_client_is_notified_of_new_mail(mail: Mail) -> None:
    desk = mail.box("desk", "parliament.test")
    with MailBoxUnencrypted("127.0.0.1", mail.imap, timeout=60).login(desk, mail.PASSWORD) as box:
        with box.idle as idle:
            threading.Timer(0.2, mail.send, ["STOP"], {"sender": mail.box("ana"), "to": desk}).start()
            assert b"* 1 EXISTS" in idle.poll(timeout=60)
        assert [message.text for message in box.fetch()] == ["STOP\r\n"]


def test_the_box_is_read_within_tls_too_and_not_with_another_password(mail: Mail) -> None:
    trust = ssl.create_default_context(cafile=mail.certificate)
    desk = mail.box("desk", "parliament.test")
    with MailBox("127.0.0.1", mail.imaps, ssl_context=trust, timeout=60).login(desk, mail.PASSWORD) as box:
        assert list(box.fetch()) == []
    with pytest.raises(MailboxLoginError), MailBox("127.0.0.1", mail.imaps, ssl_context=trust) as box:
        box.login(desk, "guess")
