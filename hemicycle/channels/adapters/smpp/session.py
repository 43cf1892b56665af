"""A bound connection to an SMSC: requests out, PDUs in, and signs of life both ways."""

from __future__ import annotations

import select
import socket
import ssl
import time
from contextlib import ExitStack, suppress

from hemicycle.channels.adapters.smpp import pdu
from hemicycle.channels.adapters.smpp.pdu import ANSWER, Malformed, Pdu
from hemicycle.channels.adapters.smpp.statuses import meaning
from hemicycle.channels.contract import Access, CannotConnect, ChannelError, NotAuthorised
from hemicycle.channels.http.exchange import connect

# Operators take a silent line down after one to five minutes.
ENQUIRE_LINK_SECONDS = 30.0
ANSWER_SECONDS = 30.0
GOODBYE_SECONDS = 2.0
_LAST_SEQUENCE = 0x7FFFFFFF


class Session:
    """Connected and bound when it exists. Every method raises ChannelError when the line is broken."""

    def __init__(self, access: Access, command: int) -> None:
        """Raises CannotConnect or NotAuthorised."""
        self.settings = access.settings
        self.patience = float(access.settings.get("answer_seconds", ANSWER_SECONDS))
        self._silence = float(access.settings.get("enquire_link_seconds", ENQUIRE_LINK_SECONDS))
        self._buffer, self._sequence = bytearray(), 0
        self._socket = _connected(access)
        self._last_read_at = time.monotonic()
        with ExitStack() as unless_bound:
            unless_bound.callback(self._socket.close)
            self._bind(access, command)
            unless_bound.pop_all()

    def write(self, command: int, body: bytes = b"", *, status: int = pdu.ROK, sequence: int = 0) -> int:
        """Send one PDU; an answer has the `sequence` of what it answers. Returns the sequence number."""
        if not sequence:
            sequence = self._sequence = self._sequence % _LAST_SEQUENCE + 1
        try:
            self._socket.sendall(Pdu(command, status, sequence, body).octets())
        except OSError as error:
            raise CannotConnect("line-broken", type(error).__name__) from error
        return sequence

    def read(self, until: float) -> Pdu | None:
        """The next PDU that is no sign of life, or None when it is that late (time.monotonic)."""
        while True:
            try:
                found = pdu.take_first(self._buffer)
            except Malformed as error:
                raise CannotConnect("not-smpp", str(error)) from error
            if found is None:
                if not self._wait(until):
                    return None
            elif found.command == pdu.ENQUIRE_LINK:
                self.write(pdu.ENQUIRE_LINK | ANSWER, sequence=found.sequence)
            elif found.command == pdu.UNBIND:
                self.write(pdu.UNBIND | ANSWER, sequence=found.sequence)
                raise CannotConnect("hung-up")
            elif found.command != pdu.ENQUIRE_LINK | ANSWER:
                return found

    def check(self) -> None:
        """After a silence, ask whether anybody is there."""
        if time.monotonic() - self._last_read_at < self._silence:
            return
        asked_at = time.monotonic()
        self.write(pdu.ENQUIRE_LINK)
        while self._last_read_at < asked_at:
            if not self._wait(asked_at + self.patience):
                raise CannotConnect("no-sign-of-life")

    def close(self) -> None:
        """Say goodbye, and wait a moment for the answer."""
        with suppress(ChannelError):
            self.write(pdu.UNBIND)
            until = time.monotonic() + GOODBYE_SECONDS
            while (found := self.read(until)) and found.command != pdu.UNBIND | ANSWER:
                pass
        self._socket.close()

    def _bind(self, access: Access, command: int) -> None:
        user, password = str(access.settings.get("system_id", "")), access.secret.get("password", "")
        try:
            body = pdu.bind(user, password, str(access.settings.get("system_type", "")))
        except Malformed as error:
            raise NotAuthorised("bad-settings", str(error)) from error
        sequence = self.write(command, body)
        until = time.monotonic() + self.patience
        while (found := self.read(until)) and found.sequence != sequence:
            pass
        if found is None:
            raise CannotConnect("no-answer")
        if found.status:
            meant = meaning(found.status)
            kind = NotAuthorised if meant.code == "not-authorised" else CannotConnect
            raise kind(meant.code, f"status {found.status:#x}", retry_after=meant.wait)

    def _wait(self, until: float) -> bool:
        """Read what has come; false when nothing came in time."""
        left = max(0.0, until - time.monotonic())
        try:
            if not _pending(self._socket) and not select.select([self._socket], [], [], left)[0]:
                return False
            self._socket.settimeout(self.patience)
            octets = self._socket.recv(65_536)
        except OSError as error:
            raise CannotConnect("line-broken", type(error).__name__) from error
        if not octets:
            raise CannotConnect("hung-up")
        self._buffer += octets
        self._last_read_at = time.monotonic()
        return True


def _connected(access: Access) -> socket.socket:
    host, port = str(access.settings.get("host", "")), int(access.settings.get("port", 2775))
    if not host:
        raise NotAuthorised("bad-settings", "no host")
    try:
        tls = ssl.create_default_context() if access.settings.get("tls") else None
        line = connect(host, port, tls=tls)
    except OSError as error:
        raise CannotConnect("no-connection", type(error).__name__) from error
    line.settimeout(float(access.settings.get("answer_seconds", ANSWER_SECONDS)))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def _pending(line: socket.socket) -> bool:
    """TLS may hold octets that no select shows."""
    return isinstance(line, ssl.SSLSocket) and bool(line.pending())
