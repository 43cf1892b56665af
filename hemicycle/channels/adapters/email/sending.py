"""Letters on their way: over a line to a mail server, or into a folder of this machine."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hemicycle.channels.adapters.email.addressing import House
from hemicycle.channels.adapters.email.composing import Composer, Letter, Signer
from hemicycle.channels.adapters.email.smtp import Session
from hemicycle.channels.contract import (
    Access,
    CannotConnect,
    ChannelError,
    Connection,
    MarkInFlight,
    Message,
    NotAuthorised,
    Outcome,
    Receipt,
)
from hemicycle.channels.files import folder_at

# One a language is what a mailing has; a picture makes each of them some hundred kilobytes.
MOST_PREPARED = 8


def connection(access: Access) -> Connection:
    """Raises CannotConnect or NotAuthorised."""
    if access.settings.get("transport") == "folder":
        return Folder(access)
    sender = Sender(access)
    sender.ready()
    return sender


def house_of(access: Access) -> House:
    """Raises NotAuthorised where the account has no address that can be written to."""
    try:
        return House.of(access.address, access.settings)
    except ValueError as error:
        raise NotAuthorised("no-address", str(error)) from None


@dataclass(frozen=True, slots=True)
class Written:
    to: str
    letter: bytes


class Writer:
    """Writes the letters of one account."""

    def __init__(self, access: Access) -> None:
        self.house = house_of(access)
        self._composer = Composer(self.house, _signer(access, self.house))
        self._prepared: dict[int, Letter] = {}

    def write(self, message: Message) -> Written | Receipt:
        """The letter, or why there can be none."""
        try:
            to = self.house.recipient(message.to)
        except ValueError:
            return Receipt(Outcome.REFUSED, code="not-an-address", permanent=True, suppress=True)
        try:
            letter = self._letter(message.content)
        except OSError:
            return Receipt(Outcome.REFUSED, code="picture-missing")
        return Written(to, self._composer.compose(letter, message, to, int(time.time())))

    def _letter(self, content: Mapping[str, Any]) -> Letter:
        """Known by the content itself, which it keeps alive: the same for every recipient."""
        letter = self._prepared.get(id(content))
        if letter is None:
            if len(self._prepared) >= MOST_PREPARED:
                self._prepared.clear()
            letter = self._prepared[id(content)] = self._composer.prepare(content)
        return letter


def _signer(access: Access, house: House) -> Signer | None:
    key, selector = access.secret.get("dkim_key"), str(access.settings.get("dkim_selector", ""))
    if not key or not selector:
        return None
    try:
        return Signer(str(access.settings.get("dkim_domain", "")) or house.domain, selector, key)
    except ValueError as error:
        raise NotAuthorised("no-key", str(error)) from None


class Sender(Connection):
    """Over one line, as long as it holds."""

    def __init__(self, access: Access) -> None:
        self.access, self.writer = access, Writer(access)
        self._session: Session | None = None

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        written = self.writer.write(message)
        if isinstance(written, Receipt):
            return written
        used_before = self._session is not None
        try:
            return self._deliver(message, written, mark_in_flight)
        except ChannelError:
            # Servers end a line that was idle, or that has brought many letters; a new one is good for the same.
            if not used_before or self._in_flight:
                raise
            return self._deliver(message, written, mark_in_flight)

    def _deliver(self, message: Message, written: Written, mark_in_flight: MarkInFlight) -> Receipt:
        self._in_flight = False

        def marked() -> None:
            self._in_flight = True
            mark_in_flight()

        sender, whole = self.writer.house.reply_to(message.key), False
        try:
            receipt = self.ready().deliver(sender, written.to, written.letter, marked)
            whole = receipt.outcome != Outcome.UNKNOWN
        finally:
            if not whole:
                self.cut()
        if receipt.outcome == Outcome.ACCEPTED:
            return Receipt(Outcome.ACCEPTED, (message.key,))
        return receipt

    def ready(self) -> Session:
        if self._session is None:
            self._session = Session(self.access, self.writer.house)
        return self._session

    def cut(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            session.cut()

    def close(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            session.close()


class Folder(Connection):
    """Each letter a file, there whole or not at all, named by its key: written twice, it is there once."""

    def __init__(self, access: Access) -> None:
        self.writer = Writer(access)
        self.folder = folder_at(str(access.settings.get("folder") or "outbox/email"))
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CannotConnect("no-folder", type(error).__name__) from error

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        written = self.writer.write(message)
        if isinstance(written, Receipt):
            return written
        letter, writing = self.folder / f"{message.key}.eml", self.folder / f".{message.key}"
        try:
            writing.write_bytes(written.letter)
        except OSError as error:
            raise CannotConnect("no-file", type(error).__name__) from error
        mark_in_flight()
        try:
            writing.replace(letter)
        except OSError as error:
            return Receipt(Outcome.UNKNOWN, code="not-placed", detail=type(error).__name__)
        return Receipt(Outcome.ACCEPTED, (message.key,))
