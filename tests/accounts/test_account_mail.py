"""Mail about accounts leaves in the background: what is asked is answered alike, and an administrator sees a fault."""

import re
import smtplib
import ssl
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hemicycle.accounts import actions
from hemicycle.accounts.jobs import send_mail
from hemicycle.accounts.models import AccountMail, User
from hemicycle.accounts.roles import Role
from hemicycle.rules.models import AuditEntry

pytestmark = pytest.mark.django_db

RESET = "/account/password/reset/"
NOBODY = "nobody@assembly.example"


class Refusing(BaseEmailBackend):
    """A mail server that answers every message with one error."""

    error: Exception = OSError()

    def send_messages(self, messages):
        raise self.error


@pytest.fixture
def refuse(settings):
    """`refuse(error)`: from now on the mail server answers so."""

    def answer(error: Exception) -> None:
        settings.EMAIL_BACKEND, settings.MAIL_HOST = f"{__name__}.Refusing", "mail.example"
        Refusing.error = error

    return answer


def send() -> int:
    return send_mail("test", lambda: False)


def asked_again() -> AccountMail:
    """The one row, once its next attempt is due and was made."""
    AccountMail.objects.update(due_at=timezone.now())
    send()
    return AccountMail.objects.get()


def answer_to(email: str) -> tuple[object, list[str]]:
    """What somebody sees who asks for a new password, and what the database is asked meanwhile."""
    with CaptureQueriesContext(connection) as asked:
        answer = Client().post(RESET, {"email": email})
    said = [re.sub(r"'[^']*'|\"s\d+_x\d+\"", "?", query["sql"]) for query in asked]
    return (answer.status_code, answer.headers["Location"]), said


def test_a_known_and_an_unknown_address_are_answered_with_the_same_work(clerk: User) -> None:
    known, unknown = answer_to(clerk.email), answer_to(NOBODY)
    assert known == unknown
    assert not [sql for sql in known[1] if "accounts_user" in sql or "emailaddress" in sql]
    assert mail.outbox == [] and AccountMail.objects.count() == 2


def test_the_worker_mails_who_is_there_and_keeps_no_address_and_no_link(clerk: User) -> None:
    answer_to(clerk.email.upper())
    answer_to(NOBODY)
    assert send() == 2
    (message,) = mail.outbox
    assert message.to == [clerk.email] and "http://127.0.0.1:8000/account/password/reset/key/" in message.body
    assert not AccountMail.objects.exists()
    assert [entry.about for entry in AuditEntry.objects.filter(action="accounts.mail_link")] == [
        f"accounts.user:{clerk.pk}"
    ]


def test_neither_link_nor_address_is_ever_in_a_row_that_is_over(clerk: User, refuse) -> None:
    refuse(smtplib.SMTPRecipientsRefused({clerk.email: (550, b"no such user")}))
    answer_to(clerk.email)
    send()
    (row,) = AccountMail.objects.values()
    assert (row["state"], row["reason"], row["email"]) == ("failed", "recipient", "")
    assert "reset" not in str(row) and clerk.email not in str(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountMail.objects.update(email=clerk.email)


def test_a_link_leads_to_the_address_of_the_site_whatever_host_was_asked_for(clerk: User, settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    Client(headers={"host": "evil.example"}).post(RESET, {"email": clerk.email})
    send()
    assert "evil" not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("language", "asked_in", "subject"),
    [
        ("", "fr", "Choisir un nouveau mot de passe pour Assembly of Tests"),
        ("es", "fr", "Elegir una contraseña nueva para Assembly of Tests"),
    ],
)
def test_it_is_written_in_the_language_of_the_person_or_of_whoever_asked(
    clerk: User, language: str, asked_in: str, subject: str
) -> None:
    User.objects.filter(pk=clerk.pk).update(language=language)
    Client(headers={"accept-language": asked_in}).post(RESET, {"email": clerk.email})
    send()
    assert mail.outbox[0].subject == subject


def test_who_forgot_their_password_reads_why_they_get_it_and_what_to_do_otherwise(clerk: User) -> None:
    Client(headers={"accept-language": "en"}).post(RESET, {"email": clerk.email})
    send()
    house, first, link, last = mail.outbox[0].body.split("\n\n")
    assert house == "Assembly of Tests" and link.startswith("http")
    assert first == "Somebody asked for a new password for your account. Choose one here:"
    assert last == "If it was not you, do nothing: your password stays as it is.\n"


def test_who_is_invited_gets_a_message_that_says_so(administrator: User, office, sign_in) -> None:
    form = {"email": "nora@assembly.example", "name": "Nora New", "office": office.pk, "role": Role.CLERK}
    sign_in(administrator).post("/account/people/", form)
    send()
    assert mail.outbox[0].subject == "Invitation – Assembly of Tests"
    first, *_, last = mail.outbox[0].body.split("\n\n")
    assert first == "Assembly of Tests" and last.endswith("If you expected no invitation, do nothing.\n")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), "not-authorised"),
        (smtplib.SMTPNotSupportedError("SMTP AUTH extension not supported by server."), "not-authorised"),
        (smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server."), "no-tls"),
        (ssl.SSLCertVerificationError("self-signed"), "no-tls"),
        (smtplib.SMTPServerDisconnected("gone"), "unreachable"),
        (TimeoutError(), "unreachable"),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (451, b"later")}), "recipient"),
        (smtplib.SMTPDataError(554, b"no"), "refused"),
    ],
)
def test_a_fault_of_the_server_is_named_and_tried_again_later(clerk: User, refuse, error, reason: str) -> None:
    refuse(error)
    answer_to(clerk.email)
    began = timezone.now()
    send()
    row = AccountMail.objects.get()
    assert (row.state, row.reason, row.attempts) == ("waiting", reason, 1)
    assert row.due_at > began + timedelta(seconds=20)
    assert send() == 0


def test_what_is_not_taken_for_a_day_is_given_up(clerk: User, refuse) -> None:
    refuse(TimeoutError())
    answer_to(clerk.email)
    assert asked_again().state == "waiting"
    AccountMail.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    assert asked_again().state == "failed"
    assert AuditEntry.objects.get(action="accounts.mail_failed").facts == {"reason": "unreachable"}


def test_when_the_server_is_back_it_leaves_once(clerk: User, refuse, settings) -> None:
    working = settings.EMAIL_BACKEND
    refuse(TimeoutError())
    answer_to(clerk.email)
    send()
    settings.EMAIL_BACKEND = working
    AccountMail.objects.update(due_at=timezone.now())
    assert (send(), send(), len(mail.outbox)) == (1, 0, 1)


def test_what_a_worker_took_up_is_no_other_workers_until_its_time_is_over(clerk: User) -> None:
    answer_to(clerk.email)
    assert actions.claim_mail() is not None
    assert actions.claim_mail() is None
    AccountMail.objects.update(due_at=timezone.now())
    assert actions.claim_mail() is not None


def test_an_administrator_sees_that_mail_fails_and_why_and_nobody_else_does(
    administrator: User, clerk: User, refuse, sign_in
) -> None:
    refuse(smtplib.SMTPAuthenticationError(535, b"no"))
    answer_to(clerk.email)
    send()
    page = sign_in(administrator).get("/account/").content.decode()
    assert "E-mails about accounts" in page and "refuses user name and password" in page
    assert clerk.email not in page
    assert "E-mails about accounts" not in sign_in(clerk).get("/account/").content.decode()


def test_mail_that_no_worker_has_sent_is_seen_by_administrator_and_monitor(
    administrator: User, client: Client, sign_in
) -> None:
    answer_to(NOBODY)
    assert client.get("/health/").json()["account_mail"] is True
    AccountMail.objects.update(created_at=timezone.now() - AccountMail.LATE - timedelta(seconds=1))
    assert client.get("/health/").json()["account_mail"] is False
    assert "No background worker has sent them." in sign_in(administrator).get("/account/").content.decode()


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_real_server_takes_it_over_tls_with_user_and_password(
    clerk: User, settings, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, security: str
) -> None:
    server = request.getfixturevalue("mail")
    settings.EMAIL_BACKEND, settings.MAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = (
        "127.0.0.1",
        security == "starttls",
        security == "tls",
    )
    settings.EMAIL_PORT = server.submission if security == "starttls" else server.smtps
    settings.DEFAULT_FROM_EMAIL = settings.EMAIL_HOST_USER = "house@parliament.test"
    box = server.box("clara")
    User.objects.filter(pk=clerk.pk).update(email=box)
    answer_to(box)
    send()
    assert AccountMail.objects.get().reason == "no-tls"
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    settings.EMAIL_HOST_PASSWORD = "guess"
    assert asked_again().reason == "not-authorised"
    settings.EMAIL_HOST_PASSWORD = server.PASSWORD
    AccountMail.objects.update(due_at=timezone.now())
    send()
    assert "/account/password/reset/key/" in server.await_message(box).get_content()


def test_waits_double_from_half_a_minute_to_an_hour(clerk: User, refuse) -> None:
    refuse(TimeoutError())
    answer_to(clerk.email)
    waits = []
    for _ in range(9):
        began = timezone.now()
        waits.append((asked_again().due_at - began).total_seconds())
    assert [round(wait, -1) for wait in waits] == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
