"""Where a message ends, and what answers it: SMTP, SMPP and HTTP, as far as a proxy must know.

A dialogue is one connection. It takes what arrived, in chunks of any size, and gives whole messages.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from struct import pack, unpack
from typing import Protocol

# Larger than anything the tests send; a peer that never ends its message shall not fill the memory.
LONGEST = 64 * 1024 * 1024


class Unreadable(Exception):
    """What came is not understood here, or too long."""


@dataclass(frozen=True)
class Message:
    """`name` is the command; of an answer, the command that it answers. `body` is where the body begins."""

    name: str
    octets: bytes
    body: int = 0
    accepted: bool = False

    def half(self) -> bytes:
        """What comes before the body, and half of that; of a message without a body, half of it."""
        begins = self.body if len(self.octets) > self.body else 0
        return self.octets[: begins + (len(self.octets) - begins) // 2]


class Dialogue(Protocol):
    # The commands by which the peer takes over what is sent.
    SUBMITS: frozenset[str]
    # Commands after whose refusal the connection ends, because the peer still waits for the rest.
    ENDS: frozenset[str]

    def requests(self, octets: bytes) -> Iterator[Message]: ...

    def answers(self, octets: bytes) -> Iterator[Message]:
        """Nothing at all means that the peer has ended."""
        ...

    def refusal(self, request: Message, *, for_good: bool) -> bytes: ...

    def unfinished(self) -> bytes:
        """The beginning of a request whose end has not come."""
        ...


class Smtp:
    """RFC 5321. A message ends with a line of one dot, after the answer 354 to DATA. Not within TLS."""

    SUBMITS = frozenset({"."})
    ENDS = frozenset({"connect", "."})

    def __init__(self) -> None:
        self._sent, self._answered = b"", b""
        self._asked = deque(["connect"])
        self._body = False

    def requests(self, octets: bytes) -> Iterator[Message]:
        self._sent = _longer(self._sent, octets)
        while end := self._end():
            whole, self._sent = self._sent[:end], self._sent[end:]
            name = "." if self._body else whole.split(None, 1)[0].decode("ascii", "replace").upper()
            if name == "STARTTLS":
                raise Unreadable("SMTP within TLS: stand before the port without it")
            self._body = False
            self._asked.append(name)
            yield Message(name, whole)

    def _end(self) -> int:
        if self._body and self._sent.startswith(b".\r\n"):
            return 3
        mark = b"\r\n.\r\n" if self._body else b"\r\n"
        return self._sent.index(mark) + len(mark) if mark in self._sent else 0

    def answers(self, octets: bytes) -> Iterator[Message]:
        self._answered = _longer(self._answered, octets)
        whole = b""
        while b"\r\n" in self._answered:
            line, _, self._answered = self._answered.partition(b"\r\n")
            whole += line + b"\r\n"
            if line[3:4] == b"-":
                continue
            name = self._asked.popleft() if self._asked else "unasked"
            self._body = self._body or (name == "DATA" and line.startswith(b"354"))
            yield Message(name, whole, accepted=line[:1] in b"23")
            whole = b""
        self._answered = whole + self._answered

    def refusal(self, request: Message, *, for_good: bool) -> bytes:
        self._asked.pop()
        if request.name == "connect":
            return b"554 5.3.2 No service here\r\n" if for_good else b"421 4.3.2 Come back later\r\n"
        return b"550 5.7.1 Refused\r\n" if for_good else b"451 4.3.0 Try again later\r\n"

    def unfinished(self) -> bytes:
        return self._sent


class Smpp:
    """SMPP 3.4: a PDU states its length; an answer has the command's id with the first bit set, and its number."""

    SUBMITS = frozenset({"submit_sm"})
    ENDS: frozenset[str] = frozenset()
    ANSWER = 0x80000000
    NAMES = {
        0x00: "generic_nack",
        0x01: "bind_receiver",
        0x02: "bind_transmitter",
        0x03: "query_sm",
        0x04: "submit_sm",
        0x05: "deliver_sm",
        0x06: "unbind",
        0x07: "replace_sm",
        0x08: "cancel_sm",
        0x09: "bind_transceiver",
        0x0B: "outbind",
        0x15: "enquire_link",
        0x21: "submit_multi",
    }
    THROTTLED, INVALID_DESTINATION, BIND_FAILED, INVALID_PASSWORD = 0x58, 0x0B, 0x0D, 0x0E

    def __init__(self) -> None:
        self._sent, self._answered = b"", b""

    def requests(self, octets: bytes) -> Iterator[Message]:
        self._sent = _longer(self._sent, octets)
        while pdu := _pdu(self._sent):
            self._sent = self._sent[len(pdu) :]
            yield self._named(pdu)

    def answers(self, octets: bytes) -> Iterator[Message]:
        self._answered = _longer(self._answered, octets)
        while pdu := _pdu(self._answered):
            self._answered = self._answered[len(pdu) :]
            yield self._named(pdu)

    def _named(self, pdu: bytes) -> Message:
        """An answer has the name of what it answers; deliver_sm goes the other way, and so does its answer."""
        _, command, status, _ = unpack(">IIII", pdu[:16])
        return Message(self.NAMES.get(command & ~self.ANSWER, hex(command)), pdu, 16, accepted=status == 0)

    def refusal(self, request: Message, *, for_good: bool) -> bytes:
        _, command, _, number = unpack(">IIII", request.octets[:16])
        if request.name.startswith("bind"):
            status = self.INVALID_PASSWORD if for_good else self.BIND_FAILED
        else:
            status = self.INVALID_DESTINATION if for_good else self.THROTTLED
        return pack(">IIII", 16, command | self.ANSWER, status, number)

    def unfinished(self) -> bytes:
        return self._sent


class Http:
    """HTTP/1.1 with Content-Length; an answer without one ends with the connection. The name is the method."""

    SUBMITS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
    ENDS = frozenset({"connect"})

    def __init__(self) -> None:
        self._sent, self._answered = b"", b""
        self._asked: deque[str] = deque()

    def requests(self, octets: bytes) -> Iterator[Message]:
        self._sent = _longer(self._sent, octets)
        while head := self._sent.partition(b"\r\n\r\n")[0] if b"\r\n\r\n" in self._sent else b"":
            end = len(head) + 4 + (_length(head) or 0)
            if len(self._sent) < end:
                return
            whole, self._sent = self._sent[:end], self._sent[end:]
            name = self._name(head)
            self._asked.append(name)
            yield Message(name, whole, len(head) + 4)

    def _name(self, head: bytes) -> str:
        return head.split(b" ", 1)[0].decode("ascii", "replace")

    def answers(self, octets: bytes) -> Iterator[Message]:
        self._answered = _longer(self._answered, octets)
        while b"\r\n\r\n" in self._answered:
            head = self._answered.partition(b"\r\n\r\n")[0]
            begins, length = len(head) + 4, self._answer_length(head)
            if length is None:
                if octets:
                    return
                length = len(self._answered) - begins
            if len(self._answered) < begins + length:
                return
            whole, self._answered = self._answered[: begins + length], self._answered[begins + length :]
            status = head.split(b" ", 2)[1]
            name = "interim" if status[:1] == b"1" else self._asked.popleft()
            yield Message(name, whole, begins, accepted=status[:1] == b"2")

    def _answer_length(self, head: bytes) -> int | None:
        bodiless = head.split(b" ", 2)[1][:1] == b"1" or head.split(b" ", 2)[1] in (b"204", b"304")
        return 0 if bodiless or self._asked[0] == "HEAD" else _length(head)

    def refusal(self, request: Message, *, for_good: bool) -> bytes:
        if request.name != "connect":
            self._asked.pop()
        words = b"400 Bad Request\r\n" if for_good else b"503 Service Unavailable\r\nRetry-After: 1\r\n"
        return b"HTTP/1.1 " + words + b"Content-Length: 0\r\n\r\n"

    def unfinished(self) -> bytes:
        return self._sent


class Xrpc(Http):
    """The same for the AT Protocol, in which the address names the call."""

    SUBMITS = frozenset({"com.atproto.repo.putRecord"})

    def _name(self, head: bytes) -> str:
        path = head.split(b" ", 2)[1].decode("ascii", "replace")
        return path.partition("?")[0].rpartition("/")[2]


def _pdu(octets: bytes) -> bytes:
    """The first PDU, when it is there to its end."""
    if len(octets) < 4:
        return b""
    (length,) = unpack(">I", octets[:4])
    if not 16 <= length <= LONGEST:
        raise Unreadable(f"a PDU of {length} octets")
    return octets[:length] if len(octets) >= length else b""


def _length(head: bytes) -> int | None:
    fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:] if b":" in line)
    if b"transfer-encoding" in fields:
        raise Unreadable("HTTP in chunks")
    return int(fields[b"content-length"]) if b"content-length" in fields else None


def _longer(kept: bytes, octets: bytes) -> bytes:
    if len(kept) + len(octets) > LONGEST:
        raise Unreadable(f"a message of more than {LONGEST} octets")
    return kept + octets
