"""SMPP 3.4: text messages handed to a short message service centre (SMSC), receipts and replies taken from it."""

from __future__ import annotations

import time
import zlib
from collections import deque
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.adapters.smpp import incoming, pdu
from hemicycle.channels.adapters.smpp.pdu import ANSWER, Address, Malformed
from hemicycle.channels.adapters.smpp.session import Session
from hemicycle.channels.adapters.smpp.statuses import meaning
from hemicycle.channels.contract import (
    Access,
    AccountField,
    Adapter,
    ChannelError,
    Connection,
    MarkInFlight,
    Message,
    Outcome,
    OutgoingText,
    Receipt,
    Receive,
    Rendered,
)
from hemicycle.channels.sms import NUMBER, TEXTING, as_agreed, gsm, phones

# SMPP 3.4, 2.3: how many requests may be under way is agreed with the operator; ten is what most allow.
WINDOW = 10
# A part that is throttled is tried again beside the others, for they are one message.
TRIES_OF_A_PART = 5
LISTEN_SECONDS = 1.0

_CODINGS = {gsm.GSM_7: 0x00, gsm.UCS_2: 0x08}


class Smpp(Adapter):
    """Sends as a transmitter and listens as a receiver: two binds, so that neither waits for the other."""

    kind = "smpp"
    label = _("Text messages, by an operator (SMPP)")
    medium = "sms"
    answers_directly = True
    addressed = True
    fields = (
        NUMBER,
        AccountField("host", _("Server of the operator"), "host", required=True),
        AccountField("port", _("Port of the operator"), "number", default="2775"),
        AccountField("tls", _("Encrypted (TLS)"), "yes"),
        AccountField("system_id", _("User name at the operator"), required=True),
        AccountField("password", _("Password at the operator"), secret=True),
        *map(as_agreed, ("system_type", "service_type", "free_source", "free_service_type")),
        as_agreed("window", "number", "10"),
        *(as_agreed(name, "number") for name in ("source_ton", "source_npi", "valid_hours")),
        as_agreed("receipt_ids", "choice", "", ("dec", "hex")),
        *TEXTING,
    )

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        return gsm.render(outgoing, settings)

    def thread_of(self, external_id: str, raw: bytes) -> str:
        """A text message names none: it is answered by one to its sender."""
        return external_id

    def connect(self, access: Access) -> Connection:
        sender = Sender(access)
        sender.ready()
        return sender

    def listen(self, access: Access, receive: Receive, stop: Event) -> None:
        with closing(Session(access, pdu.BIND_RECEIVER)) as session:
            while not stop.is_set():
                found = session.read(time.monotonic() + LISTEN_SECONDS)
                if found is None:
                    session.check()
                elif found.command in (pdu.DELIVER_SM, pdu.DATA_SM):
                    _deliver(session, found, access, receive)
                elif not found.command & ANSWER:
                    session.write(pdu.GENERIC_NACK, status=pdu.RINVCMDID, sequence=found.sequence)


def _deliver(session: Session, found: pdu.Pdu, access: Access, receive: Receive) -> None:
    """Acknowledged when it is kept, not before; what cannot be read is refused for good, so that it does not come
    again and again."""
    answer = found.command | ANSWER
    try:
        received = incoming.read(pdu.read_delivered(found), access.settings)
    except Malformed:
        session.write(answer, b"\0", status=pdu.RX_P_APPN, sequence=found.sequence)
        return
    kept = False
    try:
        if received is not None:
            receive(received)
        kept = True
    finally:
        session.write(answer, b"\0", status=pdu.ROK if kept else pdu.RX_T_APPN, sequence=found.sequence)


class Sender(Connection):
    """Bound as a transmitter; binds anew where the line was lost, before anything is handed over."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.session: Session | None = None

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        try:
            bodies = _bodies(message, self.access)
        except ValueError as error:
            return Receipt(Outcome.REFUSED, code="cannot-be-written", detail=str(error), permanent=True)
        session = self.ready()
        mark_in_flight()
        submission = _Submission(session, bodies, int(self.access.settings.get("window", WINDOW)))
        try:
            submission.run()
        except ChannelError as error:
            submission.broken = error.code
        if submission.broken:
            self.close()
        return submission.receipt()

    def ready(self) -> Session:
        """A line on which somebody answers; raises ChannelError."""
        try:
            if self.session is not None:
                while stray := self.session.read(time.monotonic()):
                    _refuse(self.session, stray)
                self.session.check()
        except ChannelError:
            self.close()
        if self.session is None:
            self.session = Session(self.access, pdu.BIND_TRANSMITTER)
        return self.session

    def close(self) -> None:
        if self.session is not None:
            session, self.session = self.session, None
            session.close()


def _refuse(session: Session, stray: pdu.Pdu) -> None:
    """What an SMSC brings to a transmitter goes back, to come to the listener."""
    if not stray.command & ANSWER:
        session.write(stray.command | ANSWER, b"\0", status=pdu.RX_T_APPN, sequence=stray.sequence)


@dataclass
class _Submission:
    """The parts of one message on their way; up to `window` of them wait for an answer at a time."""

    session: Session
    bodies: list[bytes]
    window: int
    ids: dict[int, str] = field(default_factory=dict)
    tries: dict[int, int] = field(default_factory=dict)
    refused: int | None = None
    broken: str = ""

    def run(self) -> None:
        self.left, self.under_way = deque(range(len(self.bodies))), dict[int, int]()
        until = time.monotonic() + self.session.patience
        while self.left or self.under_way:
            while self.left and len(self.under_way) < self.window:
                # Left, even if the line breaks over it: nobody knows then whether it arrived.
                number = self.left.popleft()
                self.tries[number] = self.tries.get(number, 0) + 1
                self.under_way[self.session.write(pdu.SUBMIT_SM, self.bodies[number])] = number
            found = self.session.read(until)
            if found is None:
                self.broken = "no-answer"
                return
            if found.sequence in self.under_way and found.command in (pdu.SUBMIT_SM | ANSWER, pdu.GENERIC_NACK):
                until = time.monotonic() + self.session.patience
                self._answered(self.under_way.pop(found.sequence), found)
            else:
                _refuse(self.session, found)

    def _answered(self, number: int, found: pdu.Pdu) -> None:
        if found.status == pdu.ROK:
            self.ids[number] = pdu.message_id(found)
            return
        meant = meaning(found.status)
        if len(self.bodies) > 1 and not meant.permanent and self.tries[number] < TRIES_OF_A_PART:
            time.sleep(min(meant.wait or 1.0, 2.0))
            self.left.append(number)
            return
        self.refused = found.status
        self.left.clear()

    def receipt(self) -> Receipt:
        """Accepted when all parts are; where one was refused or never left, the message is not whole on any phone."""
        if self.refused is not None:
            meant = meaning(self.refused)
            detail = f"status {self.refused:#x}"
            return Receipt(Outcome.REFUSED, (), meant.code, detail, meant.permanent, meant.wait)
        if len(self.ids) == len(self.bodies):
            ids = tuple(self.ids[number] for number in range(len(self.bodies)))
            return Receipt(Outcome.ACCEPTED, ids if all(ids) else ())
        if self.left:
            return Receipt(Outcome.REFUSED, (), self.broken)
        return Receipt(Outcome.UNKNOWN, (), self.broken)


def _bodies(message: Message, access: Access) -> list[bytes]:
    """One submit_sm for each part. Raises ValueError for what cannot be sent so."""
    settings = access.settings
    cut = gsm.cut(gsm.written(message))
    if len(cut.parts) > min(int(settings.get("most_segments", gsm.MOST_SEGMENTS)), gsm.MOST_PARTS):
        raise ValueError(f"{len(cut.parts)} segments")
    source = access.address
    service_type = str(settings.get("service_type", ""))
    if message.content.get("free"):
        source = str(settings.get("free_source", source))
        service_type = str(settings.get("free_service_type", service_type))
    destination = _address(phones.recipient(message.to, phones.country_of(settings)), {})
    # The same at every attempt: what a phone has of an earlier one is completed, not shown twice.
    reference = zlib.crc32(message.key.encode())
    bodies = list[bytes]()
    for number, part in enumerate(cut.parts, 1):
        octets, esm_class = gsm.encode(part, cut.encoding), 0
        if len(cut.parts) > 1:
            octets, esm_class = gsm.header(reference, len(cut.parts), number) + octets, pdu.UDHI
        bodies.append(
            pdu.submit(
                _address(source, settings), destination, octets, coding=_CODINGS[cut.encoding], esm_class=esm_class,
                service_type=service_type, validity=_validity(settings),
            )
        )  # fmt: skip
    return bodies


def _address(written: str, settings: Mapping[str, Any]) -> Address:
    """International numbers as ISDN numbers, short codes as the network's own, names as such (5.2.5, 5.2.6)."""
    digits = written.removeprefix("+")
    if not digits.isdigit():
        ton, npi = 5, 0
    elif written.startswith("+"):
        ton, npi = 1, 1
    else:
        ton, npi = 3, 0
    return Address(int(settings.get("source_ton", ton)), int(settings.get("source_npi", npi)), digits)


def _validity(settings: Mapping[str, Any]) -> str:
    """How long the SMSC goes on trying, relative to now (7.1.1); as long as it likes where nothing is set."""
    hours = int(settings.get("valid_hours", 0))
    return f"0000{hours // 24:02d}{hours % 24:02d}0000000R" if 0 < hours < 24 * 28 else ""
