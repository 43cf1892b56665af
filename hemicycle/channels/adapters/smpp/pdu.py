"""SMPP 3.4 on the wire, as much of it as we speak: octets to PDUs and back.

"Short Message Peer to Peer Protocol Specification v3.4", Issue 1.2, chapters 4 and 5. A PDU has a header of four
numbers of 32 bits: its length, command, status, sequence number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from struct import Struct, unpack

ANSWER = 0x80000000
GENERIC_NACK = 0x80000000
BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER = 0x01, 0x02, 0x09
SUBMIT_SM, DELIVER_SM, UNBIND, ENQUIRE_LINK, DATA_SM = 0x04, 0x05, 0x06, 0x15, 0x103

ROK = 0x00
RINVCMDID = 0x03
RX_T_APPN, RX_P_APPN = 0x64, 0x65
"""Told to an SMSC whose message could not be taken now, or never."""

UDHI = 0x40
"""In esm_class: the text begins with a user data header."""

RECEIPTED_MESSAGE_ID, MESSAGE_STATE, MESSAGE_PAYLOAD = 0x001E, 0x0427, 0x0424
SAR_MSG_REF_NUM, SAR_TOTAL_SEGMENTS, SAR_SEGMENT_SEQNUM = 0x020C, 0x020E, 0x020F

_HEADER = Struct(">IIII")
# A message_payload has at most 65,535 octets (5.3.2.32); the rest of a PDU is far smaller.
LONGEST = 70_000


class Malformed(ValueError):
    """Octets that are no PDU, or not the one they say."""


@dataclass(frozen=True, slots=True)
class Pdu:
    command: int
    status: int
    sequence: int
    body: bytes = field(default=b"", repr=False)

    def octets(self) -> bytes:
        return _HEADER.pack(_HEADER.size + len(self.body), self.command, self.status, self.sequence) + self.body


def take_first(octets: bytearray) -> Pdu | None:
    """The first PDU, taken from what came, or None before its end has come. Raises Malformed."""
    if len(octets) < _HEADER.size:
        return None
    length, command, status, sequence = _HEADER.unpack_from(octets)
    if not _HEADER.size <= length <= LONGEST:
        raise Malformed(f"a PDU of {length} octets")
    if len(octets) < length:
        return None
    found = Pdu(command, status, sequence, bytes(octets[_HEADER.size : length]))
    del octets[:length]
    return found


@dataclass(frozen=True, slots=True)
class Address:
    """Type of number and numbering plan (5.2.5, 5.2.6), and at most twenty characters."""

    ton: int
    npi: int
    text: str

    def octets(self) -> bytes:
        return bytes([self.ton, self.npi]) + c_octets(self.text, 21)


def c_octets(text: str, most: int) -> bytes:
    """A C-octet string of at most so many octets, its end included. Raises Malformed for what does not fit."""
    octets = text.encode("latin-1", "replace")
    if len(octets) >= most or b"\0" in octets:
        raise Malformed(f"more than {most - 1} octets")
    return octets + b"\0"


def bind(system_id: str, password: str, system_type: str) -> bytes:
    """The body of the three binds (4.1). Some SMSCs take longer passwords than the eight octets of the standard."""
    words = c_octets(system_id, 16) + c_octets(password, 65) + c_octets(system_type, 13)
    return words + bytes([0x34, 0, 0]) + c_octets("", 41)


def submit(
    source: Address, destination: Address, octets: bytes, *, coding: int, esm_class: int = 0, service_type: str = "",
    validity: str = "",
) -> bytes:  # fmt: skip
    """The body of submit_sm (4.4.1), with a receipt wanted whatever comes of it."""
    head = c_octets(service_type, 6) + source.octets() + destination.octets() + bytes([esm_class, 0, 0])
    times = c_octets("", 17) + c_octets(validity, 17)
    return head + times + bytes([1, 0, coding, 0, len(octets)]) + octets


@dataclass(frozen=True, slots=True)
class Delivered:
    """A deliver_sm (4.6.1) or data_sm (4.7.1)."""

    source: Address
    destination: Address
    esm_class: int
    coding: int
    octets: bytes
    tlvs: dict[int, bytes]


def read_delivered(pdu: Pdu) -> Delivered:
    """Raises Malformed."""
    reader = _Reader(pdu.body)
    reader.c_octets()
    source, destination = reader.address(), reader.address()
    esm_class = reader.octet()
    octets = b""
    if pdu.command == DATA_SM:
        reader.octet()
        coding = reader.octet()
    else:
        reader.octets(2)
        reader.c_octets()
        reader.c_octets()
        reader.octets(2)
        coding = reader.octet()
        reader.octet()
        octets = reader.octets(reader.octet())
    tlvs = reader.tlvs()
    return Delivered(source, destination, esm_class, coding, octets or tlvs.get(MESSAGE_PAYLOAD, b""), tlvs)


def message_id(pdu: Pdu) -> str:
    """What submit_sm_resp calls the message; "" where it says nothing. What follows it is not read."""
    return pdu.body.partition(b"\0")[0].decode("latin-1")


class _Reader:
    def __init__(self, body: bytes) -> None:
        self.body, self.at = body, 0

    def octets(self, count: int) -> bytes:
        found = self.body[self.at : self.at + count]
        if len(found) < count:
            raise Malformed("a PDU that ends too soon")
        self.at += count
        return found

    def octet(self) -> int:
        return self.octets(1)[0]

    def c_octets(self) -> str:
        end = self.body.find(b"\0", self.at)
        if end < 0:
            raise Malformed("a string without end")
        found = self.body[self.at : end]
        self.at = end + 1
        return found.decode("latin-1")

    def address(self) -> Address:
        return Address(self.octet(), self.octet(), self.c_octets())

    def tlvs(self) -> dict[int, bytes]:
        """Every optional parameter, known or not: a vendor's own shall not cost us the message."""
        found = dict[int, bytes]()
        while self.at < len(self.body):
            tag, length = unpack(">HH", self.octets(4))
            found[tag] = self.octets(length)
        return found
