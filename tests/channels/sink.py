"""A channel that ends here: it keeps what it is sent, and does what goes wrong as it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hemicycle.channels.contract import (
    Access,
    Act,
    Adapter,
    Connection,
    MarkInFlight,
    Message,
    Outcome,
    OutgoingText,
    Receipt,
    Rendered,
)

Then = Callable[[Message, MarkInFlight], Receipt]


class Sink(Adapter, Connection):
    """`got` is everything that arrived, in order. `script` says what the next attempts do instead of arriving; `names`
    is what it calls a message, made of our key."""

    kind = "sink"
    label = "Sink"
    medium = "web"
    addressed = True

    def __init__(self) -> None:
        self.got: list[Message] = []
        self.script: list[Then | Exception] = []
        self.refuses_lines: list[Exception] = []
        self.lines = 0
        self.names = "x-{}"

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        return Rendered({"text": outgoing.body}, (outgoing.body,))

    def connect(self, access: Access) -> Sink:
        if self.refuses_lines:
            raise self.refuses_lines.pop(0)
        self.lines += 1
        return self

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        then = self.script.pop(0) if self.script else self.arrive
        if isinstance(then, Exception):
            raise then
        return then(message, mark_in_flight)

    def arrive(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        mark_in_flight()
        self.got.append(message)
        return Receipt(Outcome.ACCEPTED, (self.names.format(message.key),))

    def close(self) -> None:
        pass

    @property
    def texts(self) -> list[str]:
        return [message.content["text"] for message in self.got]


class Changed(Sink):
    """The same, and it changes what it has: `there` is what stands there now."""

    kind = "changed"
    edits = True

    def __init__(self) -> None:
        super().__init__()
        self.there: dict[str, str] = {}

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        return Rendered({"text": outgoing.body, "act": str(outgoing.act)}, (outgoing.body,))

    def arrive(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        mark_in_flight()
        self.got.append(message)
        name = message.supersedes.external_ids[0] if message.supersedes else f"x-{message.key}"
        self.there[name] = message.content["text"]
        if message.content["act"] == Act.WITHDRAW:
            del self.there[name]
        return Receipt(Outcome.ACCEPTED, (name,))


class Asked(Sink):
    """The same, and it can be asked what it has."""

    kind = "asked"
    in_doubt_seconds = 0.0

    def look_up(self, access: Access, message: Message) -> Receipt | None:
        if any(got.key == message.key for got in self.got):
            return Receipt(Outcome.ACCEPTED, (f"x-{message.key}",))
        return Receipt(Outcome.REFUSED, code="not-there")


def refused(code: str, **how: Any) -> Then:
    def answer(message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        mark_in_flight()
        return Receipt(Outcome.REFUSED, code=code, **how)

    return answer


def lost(sink: Sink) -> Then:
    """It arrives, and the answer is lost."""

    def answer(message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        sink.arrive(message, mark_in_flight)
        return Receipt(Outcome.UNKNOWN, code="no-answer")

    return answer


class Killed(BaseException):
    """The worker is gone in the middle of it."""


def killed_before(message: Message, mark_in_flight: MarkInFlight) -> Receipt:
    raise Killed


def killed_after(message: Message, mark_in_flight: MarkInFlight) -> Receipt:
    mark_in_flight()
    raise Killed


def numbered(count: int) -> Iterator[str]:
    return (f"citizen{number}@valmora.example" for number in range(count))
