"""The mailbox of an account, by IMAP: each letter is read, kept, and only then let go.

It belongs to the platform alone: what somebody else has read there is not read any more. imap-tools logs in and idles;
letters are fetched by imaplib below it, octet by octet, for none is parsed before its size is known.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from threading import Event
from typing import Any

from imap_tools import (
    BaseMailBox,
    ImapToolsError,
    MailboxFolderSelectError,
    MailboxLoginError,
    MailboxStarttlsError,
)
from imap_tools.utils import check_command_status

from hemicycle.channels.adapters.email import replies
from hemicycle.channels.adapters.email.addressing import House
from hemicycle.channels.adapters.email.reading import read
from hemicycle.channels.adapters.email.sending import house_of
from hemicycle.channels.adapters.email.smtp import PATIENCE, security_of, trust
from hemicycle.channels.contract import Access, CannotConnect, NotAuthorised, Receive
from hemicycle.channels.http.exchange import connect
from hemicycle.channels.text import mime

PORTS = {"tls": 993, "starttls": 143, "none": 143}
# RFC 2177: IDLE is begun anew before half an hour is over; often enough that a line that is gone shows.
IDLE_SECONDS, STOP_SECONDS = 300.0, 2.0
# Where the server cannot tell us.
LOOK_SECONDS = 60.0
# What is fetched of a letter that no mail server should have taken; its words, and some of what it brings.
OF_THE_LARGEST = 1_000_000
MOST_AT_ONCE = 200


def listen(access: Access, receive: Receive, stop: Event) -> None:
    with _open(access) as box:
        while not stop.is_set():
            _announced(box)
            if _read_unseen(box, access, receive, stop) < MOST_AT_ONCE and not _announced(box):
                _wait(box, stop)


def fetch(access: Access, receive: Receive) -> None:
    with _open(access) as box:
        _read_unseen(box, access, receive, Event())


def _read_unseen(box: BaseMailBox, access: Access, receive: Receive, stop: Event) -> int:
    """Read what nobody has read yet, the oldest first; how much there was, at most so many."""
    house = house_of(access)
    with _our_errors():
        uids = sorted(box.uids("UNSEEN", charset=None), key=int)[:MOST_AT_ONCE]
    for uid in uids:
        if stop.is_set():
            break
        _read_one(box, uid, house, access.settings, receive)
    return len(uids)


def _read_one(box: BaseMailBox, uid: str, house: House, settings: Mapping[str, Any], receive: Receive) -> None:
    with _our_errors():
        raw = _fetched(box, uid)
    if raw is not None:
        receive(read(raw, house, authserv_id=str(settings.get("authserv_id", ""))))
    with _our_errors():
        if settings.get("imap_delete"):
            box.delete(uid)
        else:
            box.flag(uid, r"\Seen", True)


def _fetched(box: BaseMailBox, uid: str) -> bytes | None:
    """The letter, its beginning where it is too large; None where it is gone. Unread still."""
    answer = str(box.client.uid("FETCH", uid, "(RFC822.SIZE)")[1][0])
    size = re.search(r"RFC822\.SIZE (\d+)", answer)
    if size is None:
        return None
    what = "(BODY.PEEK[])" if int(size[1]) <= mime.LARGEST else f"(BODY.PEEK[]<0.{OF_THE_LARGEST}>)"
    found = box.client.uid("FETCH", uid, what)[1]
    return next((bytes(one[1]) for one in found if isinstance(one, tuple)), None)


def _announced(box: BaseMailBox) -> bool:
    """Whether the server has told of new letters since it was asked last: while idle it does not tell again."""
    return box.client.response("EXISTS")[1] != [None]


def _wait(box: BaseMailBox, stop: Event) -> None:
    """Until something comes, or may have come."""
    if "IDLE" not in box.client.capabilities:
        stop.wait(LOOK_SECONDS)
        return
    with _our_errors():
        box.idle.start()  # type: ignore[no-untyped-call]
        until = time.monotonic() + IDLE_SECONDS
        while not stop.is_set() and time.monotonic() < until:
            began = time.monotonic()
            # Back too early with nothing to say: the line is gone, and stopping will show it.
            if box.idle.poll(timeout=STOP_SECONDS) or time.monotonic() - began < STOP_SECONDS / 2:
                break
        box.idle.stop()  # type: ignore[no-untyped-call]


@contextmanager
def _open(access: Access) -> Iterator[BaseMailBox]:
    """Raises CannotConnect or NotAuthorised."""
    settings = access.settings
    user = str(settings.get("imap_user", "")) or access.address
    password = access.secret.get("imap_password") or access.secret.get("password", "")
    with _our_errors():
        box = _connected(access)
    try:
        with _our_errors():
            login = box.login if (user + password).isascii() else box.login_utf8
            login(user, password, str(settings.get("imap_folder", "INBOX")))
        yield box
    finally:
        _log_out(box)


def _connected(access: Access) -> BaseMailBox:
    settings, security = access.settings, security_of(access.settings, "imap_security")
    host, port = str(settings.get("imap_host", "")), int(settings.get("imap_port", PORTS[security]))
    patience = float(settings.get("seconds", PATIENCE))
    return _Box(host, port, patience, security, trust(settings) if security != "none" else None)


class _Client(imaplib.IMAP4):
    """Connected as everything that leaves is; secured from its first octet where `tls` is given."""

    def __init__(self, host: str, port: int, patience: float, *, tls: ssl.SSLContext | None) -> None:
        self._tls = tls
        super().__init__(host, port, patience)

    def _create_socket(self, timeout: float) -> socket.socket:
        line = connect(self.host, self.port, seconds=timeout, tls=self._tls)
        line.settimeout(timeout)
        return line


class _Box(BaseMailBox):
    def __init__(self, host: str, port: int, patience: float, security: str, tls: ssl.SSLContext | None) -> None:
        self._to, self._patience, self._security, self._tls = (host, port), patience, security, tls
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = _Client(*self._to, self._patience, tls=self._tls if self._security == "tls" else None)
        if self._security == "starttls":
            with ExitStack() as unless_it_is_secured:
                # Without a word: of what broke while it was being secured, `shutdown` would make an error of its own.
                unless_it_is_secured.callback(client.sock.close)
                check_command_status(client.starttls(self._tls), MailboxStarttlsError)
                unless_it_is_secured.pop_all()
        return client


def _log_out(box: BaseMailBox) -> None:
    with suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
        box.client.sock.settimeout(STOP_SECONDS)
        box.logout()


@contextmanager
def _our_errors() -> Iterator[None]:
    """Errors of the other side, as those of `contract`."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise NotAuthorised("certificate-not-trusted", error.verify_message) from error
    except MailboxLoginError as error:
        raise NotAuthorised("not-let-in", _reply_of(error)) from error
    except MailboxFolderSelectError as error:
        raise NotAuthorised("no-folder", _reply_of(error)) from error
    except MailboxStarttlsError as error:
        raise NotAuthorised("not-offered", _reply_of(error)) from error
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise CannotConnect("no-line", type(error).__name__) from error


def _reply_of(error: Exception) -> str:
    return replies.without_addresses(str(error))
