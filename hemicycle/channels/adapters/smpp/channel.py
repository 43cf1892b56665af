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

from hemicycle.channels.adapters.smpp import incoming, pdu
from hemicycle.channels.adapters.smpp.fields import FIELDS
from hemicycle.channels.adapters.smpp.line import Line
from hemicycle.channels.adapters.smpp.pdu import ANSWER, Address, Malformed
from hemicycle.channels.adapters.smpp.words import meaning
from hemicycle.channels.contract import (
    Access,
    ChannelError,
    MarkInFlight,
    Message,
    Outcome,
    OutgoingText,
    Receipt,
    Rendered,
    Take,
)
from hemicycle.channels.sms import gsm, phones

# SMPP 3.4, 2.3: how many requests may be under way is agreed with the operator; ten is what most allow.
WINDOW = 10
# A part that is throttled is tried again beside the others, for they are one message.
TRIES_OF_A_PART = 5
LISTEN_SECONDS = 1.0

_CODINGS = {gsm.GSM_7: 0x00, gsm.UCS_2: 0x08}


class Smpp:
    """Sends as a transmitter and listens as a receiver: two binds, so that neither waits for the other."""

    kind = "smpp"
    inbound = "sms"
    addressed = True
    fields = FIELDS

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        return gsm.render(outgoing, settings)

    def connect(self, access: Access) -> Sender:
        sender = Sender(access)
        sender.ready()
        return sender

    def listen(self, access: Access, take: Take, stop: Event) -> None:
        with closing(Line(access, pdu.BIND_RECEIVER)) as line:
            while not stop.is_set():
                found = line.hear(time.monotonic() + LISTEN_SECONDS)
                if found is None:
                    line.check()
                elif found.command in (pdu.DELIVER_SM, pdu.DATA_SM):
                    _take(line, found, access, take)
                elif not found.command & ANSWER:
                    line.say(pdu.GENERIC_NACK, status=pdu.RINVCMDID, sequence=found.sequence)


def _take(line: Line, found: pdu.Pdu, access: Access, take: Take) -> None:
    """Acknowledged when it is kept, not before; what cannot be read is refused for good, so that it does not come
    again and again."""
    answer = found.command | ANSWER
    try:
        news = incoming.read(pdu.read_delivered(found), access.settings)
    except Malformed:
        line.say(answer, b"\0", status=pdu.RX_P_APPN, sequence=found.sequence)
        return
    kept = False
    try:
        if news is not None:
            take(news)
        kept = True
    finally:
        line.say(answer, b"\0", status=pdu.ROK if kept else pdu.RX_T_APPN, sequence=found.sequence)


class Sender:
    """Bound as a transmitter; binds anew where the line was lost, before anything is handed over."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.line: Line | None = None

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        try:
            bodies = _bodies(message, self.access)
        except ValueError as error:
            return Receipt(Outcome.REFUSED, code="cannot-be-written", said=str(error), permanent=True)
        line = self.ready()
        mark_in_flight()
        submission = _Submission(line, bodies, int(self.access.settings.get("window", WINDOW)))
        try:
            submission.run()
        except ChannelError as error:
            submission.broken = error.code
        if submission.broken:
            self.close()
        return submission.receipt()

    def ready(self) -> Line:
        """A line on which somebody answers; raises ChannelError."""
        try:
            if self.line is not None:
                while stray := self.line.hear(time.monotonic()):
                    _refuse(self.line, stray)
                self.line.check()
        except ChannelError:
            self.close()
        if self.line is None:
            self.line = Line(self.access, pdu.BIND_TRANSMITTER)
        return self.line

    def close(self) -> None:
        if self.line is not None:
            line, self.line = self.line, None
            line.close()


def _refuse(line: Line, stray: pdu.Pdu) -> None:
    """What an SMSC brings to a transmitter goes back, to come to the listener."""
    if not stray.command & ANSWER:
        line.say(stray.command | ANSWER, b"\0", status=pdu.RX_T_APPN, sequence=stray.sequence)


@dataclass
class _Submission:
    """The parts of one message on their way; up to `window` of them wait for an answer at a time."""

    line: Line
    bodies: list[bytes]
    window: int
    ids: dict[int, str] = field(default_factory=dict)
    tries: dict[int, int] = field(default_factory=dict)
    refused: int | None = None
    broken: str = ""

    def run(self) -> None:
        self.left, self.under_way = deque(range(len(self.bodies))), dict[int, int]()
        until = time.monotonic() + self.line.patience
        while self.left or self.under_way:
            while self.left and len(self.under_way) < self.window:
                # Left, even if the line breaks over it: nobody knows then whether it arrived.
                number = self.left.popleft()
                self.tries[number] = self.tries.get(number, 0) + 1
                self.under_way[self.line.say(pdu.SUBMIT_SM, self.bodies[number])] = number
            found = self.line.hear(until)
            if found is None:
                self.broken = "no-answer"
                return
            if found.sequence in self.under_way and found.command in (pdu.SUBMIT_SM | ANSWER, pdu.GENERIC_NACK):
                until = time.monotonic() + self.line.patience
                self._answered(self.under_way.pop(found.sequence), found)
            else:
                _refuse(self.line, found)

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
            said = f"status {self.refused:#x}"
            return Receipt(Outcome.REFUSED, (), meant.code, said, meant.permanent, meant.wait)
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
