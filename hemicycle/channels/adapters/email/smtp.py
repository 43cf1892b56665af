"""A connection to a mail server, and one letter over it."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from hemicycle.channels.adapters.email import replies
from hemicycle.channels.adapters.email.addressing import House
from hemicycle.channels.contract import Access, CannotConnect, NotAuthorised, Outcome, Receipt
from hemicycle.channels.http.exchange import connect

# RFC 5321, 4.5.3.2 asks for five to ten minutes, of times when mail went by modem; who waits longer holds others up.
PATIENCE = 60.0
PORTS = {"starttls": 587, "tls": 465, "none": 25}
ACCEPTED, GO_ON, CLOSING = 250, 354, 421
END = b".\r\n"


def security_of(settings: Any, name: str) -> str:
    """Raises ChannelError for a word that means nothing: never less secure than was meant."""
    found = str(settings.get(name, "")) or ("starttls" if name == "security" else "tls")
    if found not in PORTS:
        raise NotAuthorised("unknown-security", found)
    return found


def trust(settings: Any) -> ssl.SSLContext:
    authority = settings.get("authority")
    try:
        return ssl.create_default_context(cafile=str(authority) if authority else None)
    except OSError:
        raise NotAuthorised("no-authority") from None


class Session:
    """An open and authenticated connection. `deliver` hands one letter over."""

    def __init__(self, access: Access, house: House) -> None:
        """Raises CannotConnect or NotAuthorised."""
        with _our_errors():
            self._smtp = _connected(access, house)
        self._pipelines = self._smtp.has_extn("pipelining")
        # It has taken a recipient from us: what it refuses from now on is somebody else's.
        self._serves_us = False

    def deliver(self, sender: str, to: str, letter: bytes, mark_in_flight: Callable[[], None]) -> Receipt:
        """`mark_in_flight` is called when all but the final dot has been sent. Raises ChannelError before that, and
        whatever `mark_in_flight` raises; the connection cannot be used after that."""
        with _our_errors():
            refused = self._open(f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>")
            if refused is not None:
                return refused
            self._smtp.send(letter)
        mark_in_flight()
        try:
            self._smtp.send(END)
            reply, text = self._smtp.getreply()
        except (OSError, smtplib.SMTPException):
            return Receipt(Outcome.UNKNOWN, code="no-answer")
        return Receipt(Outcome.ACCEPTED) if reply == ACCEPTED else replies.refusal(reply, _text(text))

    def _open(self, mail: str, recipient: str) -> Receipt | None:
        """To the point where the letter may follow; else why not. The three commands go together where the server
        takes that (RFC 2920)."""
        answers = self._together(mail, recipient) if self._pipelines else self._in_turn(mail, recipient)
        (begun, _), (taken, why), (ready, unready) = answers
        if begun != ACCEPTED:
            raise replies.trouble(begun, _text(answers[0][1]))
        if taken == CLOSING or (not self._serves_us and replies.means_us(taken, _text(why))):
            raise replies.trouble(taken, _text(why))
        if ready == CLOSING:
            raise replies.trouble(ready, _text(unready))
        self._serves_us = self._serves_us or taken // 100 == 2
        if taken // 100 == 2 and ready == GO_ON:
            return None
        if ready == GO_ON:
            # It wants a letter, though it has nobody to give it to (RFC 2920, 3.1).
            self._smtp.send(END)
            self._smtp.getreply()
        self._smtp.rset()
        return replies.refusal(taken, _text(why)) if taken // 100 != 2 else replies.refusal(ready, _text(unready))

    def _together(self, mail: str, recipient: str) -> list[tuple[int, bytes]]:
        self._smtp.send(f"{mail}\r\n{recipient}\r\nDATA\r\n")
        answers = [self._smtp.getreply()]
        while len(answers) < 3 and answers[-1][0] != CLOSING:
            answers.append(self._smtp.getreply())
        return _three(answers)

    def _in_turn(self, mail: str, recipient: str) -> list[tuple[int, bytes]]:
        answers = []
        for command in (mail, recipient, "DATA"):
            answers.append(self._smtp.docmd(command))
            if answers[-1][0] // 100 not in (2, 3):
                break
        return _three(answers)

    def close(self) -> None:
        with suppress(OSError, smtplib.SMTPException):
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(1.0)
                self._smtp.quit()

    def cut(self) -> None:
        """End it without a word: what has been said of a letter so far counts for nothing."""
        self._smtp.close()


def _three(answers: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """Whatever was not asked any more counts as refused."""
    return (answers + [(503, b"")] * 2)[:3]


class _Smtp(smtplib.SMTP):
    """Connected as everything that leaves is; secured from its first octet where `tls` is given."""

    def __init__(self, host: str, port: int, hello: str, patience: float, *, tls: ssl.SSLContext | None) -> None:
        self._tls = tls
        super().__init__(host, port, hello, timeout=patience)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        line = connect(host, port, seconds=timeout, tls=self._tls)
        line.settimeout(timeout)
        return line


def _connected(access: Access, house: House) -> smtplib.SMTP:
    settings, security = access.settings, security_of(access.settings, "security")
    host, port = str(settings.get("host", "")), int(settings.get("port", PORTS[security]))
    if not host:
        raise NotAuthorised("no-server")
    hello, patience = str(settings.get("hello", "")) or house.domain, float(settings.get("seconds", PATIENCE))
    context = trust(settings) if security != "none" else None
    smtp = _Smtp(host, port, hello, patience, tls=context if security == "tls" else None)
    with ExitStack() as unless_it_stands:
        unless_it_stands.callback(smtp.close)
        # The final dot is a small packet behind a large one: it must not wait for an acknowledgement (Nagle).
        assert smtp.sock is not None
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.ehlo_or_helo_if_needed()
        if security == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
        if security != "none" and access.secret.get("password"):
            smtp.login(str(settings.get("user", "")) or house.address, access.secret["password"])
        unless_it_stands.pop_all()
    return smtp


@contextmanager
def _our_errors() -> Iterator[None]:
    """Errors before anything was sent, as those of `contract`."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise NotAuthorised("certificate-not-trusted", error.verify_message) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotAuthorised("not-offered", str(error)) from error
    except smtplib.SMTPAuthenticationError as error:
        raise NotAuthorised("not-let-in", _reply_of(error)) from error
    except smtplib.SMTPResponseException as error:
        raise replies.trouble(error.smtp_code, _reply_of(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise CannotConnect("no-line", type(error).__name__) from error


def _reply_of(error: smtplib.SMTPResponseException) -> str:
    found = error.smtp_error
    return replies.without_addresses(_text(found) if isinstance(found, bytes) else found)


def _text(octets: bytes) -> str:
    return octets.decode("ascii", "replace")
