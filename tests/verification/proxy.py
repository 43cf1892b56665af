"""A proxy on loopback that stands before a real peer and does to us what networks and peers do.

    with Proxy(("127.0.0.1", smsc.port), Smpp) as proxy:
        proxy.inject(Fault.ANSWER_LOST)             # of the next submit_sm; `at` names another command, `times` how often
        …                                           # the client under test connects to proxy.address
        assert proxy.injected == [(Fault.ANSWER_LOST, "submit_sm")]

It hands on whole messages only (`dialogues.py` knows where they end), so an answer that is lost is one that the peer
has given: it has accepted. A fault that was asked for and did not happen fails the test when the proxy is closed.
Every connection ends after IDLE_SECONDS of silence and the proxy itself after LIFETIME_SECONDS.
"""

import contextlib
import select
import socket
import struct
import threading
import time
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Self

from tests.verification.dialogues import Dialogue, Message, Unreadable

IDLE_SECONDS = 60
LIFETIME_SECONDS = 600
CONNECTIONS_AT_ONCE = 64
PIECE = 65_536


class Fault(Enum):
    """What happens to one request, or to the answer by which the peer accepts it."""

    ANSWER_LOST = "accepted, and the answer lost"
    RESET = "reset before the peer has the request"
    DRIP = "accepted, and the answer comes octet by octet"
    REFUSED_FOR_NOW = "refused for now, by the proxy"
    REFUSED_FOR_GOOD = "refused for good, by the proxy"
    HALF_A_REQUEST = "the peer has half of the request's body"
    HALF_AN_ANSWER = "accepted, and half of the answer's body arrives"


OF_ANSWERS = {Fault.ANSWER_LOST, Fault.DRIP, Fault.HALF_AN_ANSWER}
OF_REQUESTS = set(Fault) - OF_ANSWERS


@dataclass
class _Armed:
    fault: Fault
    at: frozenset[str]
    times: int


class _Over(Exception):
    """This connection has ended."""


class Proxy:
    """Before `peer` (host, port), whose language is `dialogue`; an answer that drips takes `slow` seconds."""

    def __init__(self, peer: tuple[str, int], dialogue: type[Dialogue], *, slow: float = 1.0) -> None:
        self.injected: list[tuple[Fault, str]] = []
        self._peer, self._dialogue, self._slow = peer, dialogue, slow
        self._armed: list[_Armed] = []
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._unreadable: list[Unreadable] = []
        self._room = threading.BoundedSemaphore(CONNECTIONS_AT_ONCE)
        self._talks: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.1)
        self.address: tuple[str, int] = self._listener.getsockname()
        self._acceptor = threading.Thread(target=self._accept, name="proxy", daemon=True)
        self._acceptor.start()

    @property
    def port(self) -> int:
        return self.address[1]

    def inject(self, fault: Fault, *, at: str | None = None, times: int = 1) -> None:
        """Do this to the next `times` requests named `at` (by default those that submit a message), or to
        "connect". Several faults wait for one another in the order in which they were asked for."""
        with self._lock:
            self._armed.append(_Armed(fault, frozenset({at}) if at else self._dialogue.SUBMITS, times))

    def heal(self) -> None:
        """Forget the faults that have not happened."""
        with self._lock:
            self._armed.clear()

    def close(self) -> None:
        """End all connections. AssertionError for a fault that never happened."""
        self._ended.set()
        self._acceptor.join()
        for talk in self._talks:
            talk.join()
        self._listener.close()
        if self._unreadable:
            raise self._unreadable[0]
        assert not self._armed, f"did not happen: {self._armed}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error:
            # A failure of the test itself is reported first.
            self.heal()
        self.close()

    def _accept(self) -> None:
        end = time.monotonic() + LIFETIME_SECONDS
        while not self._ended.is_set() and time.monotonic() < end:
            with contextlib.suppress(TimeoutError):
                client, _ = self._listener.accept()
                self._room.acquire()
                talk = threading.Thread(target=self._talk, args=(client,), name="proxied", daemon=True)
                self._talks.append(talk)
                talk.start()

    def _talk(self, client: socket.socket) -> None:
        dialogue = self._dialogue()
        try:
            with client, socket.create_connection(self._peer) as peer:
                for line in (client, peer):
                    line.settimeout(IDLE_SECONDS)
                    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._request(dialogue, Message("connect", b""), client, peer)
                while self._pass_on(dialogue, client, peer):
                    pass
        except (OSError, _Over):
            pass
        except Unreadable as why:
            self._unreadable.append(why)
        finally:
            self._room.release()

    def _pass_on(self, dialogue: Dialogue, client: socket.socket, peer: socket.socket) -> bool:
        """Wait until one of them sends something, and pass it on; false at the end."""
        readable: list[socket.socket] = []
        end = time.monotonic() + IDLE_SECONDS
        while not readable and not self._ended.is_set() and time.monotonic() < end:
            readable, _, _ = select.select([client, peer], [], [], 0.05)
        if peer in readable:
            octets = peer.recv(PIECE)
            for message in dialogue.answers(octets):
                self._answer(message, client)
        elif client in readable:
            octets = client.recv(PIECE)
            for message in dialogue.requests(octets):
                self._request(dialogue, message, client, peer)
            if not octets:
                peer.sendall(dialogue.unfinished())
        else:
            return False
        return bool(octets)

    def _request(self, dialogue: Dialogue, message: Message, client: socket.socket, peer: socket.socket) -> None:
        match self._due(message, OF_REQUESTS):
            case None:
                peer.sendall(message.octets)
            case Fault.RESET:
                # Closing without lingering sends RST (socket(7)).
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                raise _Over
            case Fault.HALF_A_REQUEST:
                peer.sendall(message.half())
                raise _Over
            case fault:
                client.sendall(dialogue.refusal(message, for_good=fault is Fault.REFUSED_FOR_GOOD))
                if message.name in dialogue.ENDS:
                    raise _Over

    def _answer(self, message: Message, client: socket.socket) -> None:
        match self._due(message, OF_ANSWERS) if message.accepted else None:
            case None:
                client.sendall(message.octets)
            case Fault.ANSWER_LOST:
                raise _Over
            case Fault.HALF_AN_ANSWER:
                client.sendall(message.half())
                raise _Over
            case _:
                for octet in message.octets:
                    if self._ended.wait(self._slow / len(message.octets)):
                        raise _Over
                    client.sendall(bytes([octet]))

    def _due(self, message: Message, kinds: set[Fault]) -> Fault | None:
        with self._lock:
            due = next((armed for armed in self._armed if message.name in armed.at), None)
            if due is None or due.fault not in kinds:
                return None
            due.times -= 1
            if not due.times:
                self._armed.remove(due)
            self.injected.append((due.fault, message.name))
            return due.fault
