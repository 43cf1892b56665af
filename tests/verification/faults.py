"""The fault table: each adapter × each fault. Was it sent 0, 1 or 2 times, and is it lost?

A row is one message through the real adapter to a real peer. The network's faults come from the proxy, the worker's from
ours: killed with -9 at each step of a send, two workers at once, the database gone, the clock set. Afterwards time goes
by (what waits is due again, nobody rests) until the row says what became of the message.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import ModuleType
from unittest import mock

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.channels import actions
from hemicycle.channels.contract import Adapter, MarkInFlight, Message, OutgoingText, Receipt
from hemicycle.channels.http import exchange
from hemicycle.channels.jobs import dispatching, sending
from hemicycle.channels.models import Account, Dispatch, Outbound, Server
from hemicycle.channels.registry import ADAPTERS
from tests.conf.installation import wait_until
from tests.forks import fork, is_killed
from tests.verification.proxy import Fault, Proxy

SETTLED = {"sent", "delivered", "failed", "unknown", "expired"}
MOST_ROUNDS = 6
ROWS: list[Row] = []


@dataclass(frozen=True)
class Row:
    adapter: str
    fault: str
    arrived: int
    state: str

    @property
    def lost(self) -> bool:
        """Nobody got it, and nobody is notified of that."""
        return self.arrived == 0 and self.state not in ("failed", "unknown", "expired")

    @property
    def verdict(self) -> str:
        if self.arrived > 1:
            return "TWICE"
        if self.state == "unknown":
            return "unknown, shown to a person"
        if self.state == "failed" and self.arrived == 0:
            return "refused, shown to a person"
        return "once, not lost" if self.arrived == 1 and self.state in ("sent", "delivered") else "LOST"


def _send(account: Account, worker: str) -> None:
    sending.send_account(account, worker=worker)


@dataclass
class Case:
    """One message on its way: `arrived` asks the peer how often it has it. `work` is what a worker does about it."""

    account: Account
    row: Outbound
    arrived: Callable[[], int]
    proxy: Proxy | None = None
    # A peer that reports only later what became of a message, asked between two rounds.
    between: Callable[[], None] = field(default=lambda: None)
    work: Callable[[Account, str], None] = _send

    def go(self) -> None:
        with suppress(OperationalError):
            self.work(self.account, "first")

    def until_settled(self) -> str:
        for _ in range(MOST_ROUNDS):
            if self.state() in SETTLED - {"unknown"}:
                break
            self.between()
            self.time_goes_by()
            self.work(Account.objects.get(pk=self.account.pk), "second")
        return self.state()

    def state(self) -> str:
        self.row.refresh_from_db()
        return str(self.row.state)

    def time_goes_by(self) -> None:
        _time_goes_by(self.account)


class InOutbox(Case):
    """An activity in our outbox that one server has yet to get."""

    def state(self) -> str:
        found = Dispatch.objects.filter(activity__outbound=self.row).values_list("state", flat=True).first()
        return {None: "waiting", "given_up": "failed"}.get(found, str(found))

    def time_goes_by(self) -> None:
        super().time_goes_by()
        Dispatch.objects.waiting().update(due_at=timezone.now() - timedelta(hours=3))
        Server.objects.update(rests_until=None, worker="", worker_until=None)


def settle(case: Case, fault: str, *, adapter: str = "") -> Row:
    """Wait until the message is settled, and add its row to the table."""
    row = Row(adapter or case.account.kind, fault, arrived=0, state=case.until_settled())
    if row.state in ("sent", "delivered"):
        # A peer may take it now and show it later; one that never does is in the table.
        with suppress(AssertionError):
            wait_until(lambda: case.arrived() > 0, seconds=30)
    row = Row(row.adapter, row.fault, _steady(case.arrived), row.state)
    ROWS.append(row)
    return row


def network(case: Case, fault: Fault, *, at: str | None = None) -> None:
    assert case.proxy is not None
    case.proxy.inject(fault, at=at)
    case.go()


STEPS = (
    "before connecting",
    "connected",
    "before it is handed over",
    "handed over",
    "sent, before it is written down",
)


def killed(case: Case, step: str) -> None:
    """A worker of its own dies with SIGKILL at a step of the send."""

    def work() -> None:
        ADAPTERS[case.account.kind] = _Dying(ADAPTERS[case.account.kind], step)
        case.work(case.account, "dead")

    is_killed(fork(work))


def killed_while_asking(case: Case, *, by: ModuleType = dispatching, answered: bool) -> None:
    """A worker dies just before it asks a server, or after the answer and before it is stored. `by`: the module that
    asks."""

    def dying(*args: object, **how: object) -> None:
        if answered:
            exchange.ask(*args, **how)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGKILL)

    def work() -> None:
        by.ask = dying  # type: ignore[attr-defined]
        case.work(case.account, "dead")

    is_killed(fork(work))


@dataclass
class _Dying:
    adapter: Adapter
    step: str

    def __getattr__(self, name: str) -> object:
        return getattr(self.adapter, name)

    def connect(self, access: object) -> _DyingLine:
        self.die(STEPS[0])
        line = self.adapter.connect(access)  # type: ignore[arg-type]
        self.die(STEPS[1])
        return _DyingLine(line, self)

    def die(self, step: str) -> None:
        if step == self.step:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class _DyingLine:
    line: object
    dying: _Dying

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        def handing() -> None:
            self.dying.die(STEPS[2])
            mark_in_flight()
            self.dying.die(STEPS[3])

        receipt: Receipt = self.line.send(message, handing)  # type: ignore[attr-defined]
        self.dying.die(STEPS[4])
        return receipt

    def close(self) -> None:
        self.line.close()  # type: ignore[attr-defined]


def two_workers(case: Case) -> None:
    """Both begin at the same moment; one of them believes for a while that it holds the account."""
    start = threading.Barrier(2)

    def work(name: str) -> None:
        start.wait()
        with suppress(OperationalError):
            case.work(case.account, name)
        connection.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def database_gone(case: Case, *, at: str) -> None:
    """Somebody else holds the whole database, before the hand-over or just after the answer, for a second."""
    adapter = ADAPTERS[case.account.kind]
    with mock.patch.dict(ADAPTERS, {case.account.kind: _Locking(adapter, at)}):  # type: ignore[dict-item]
        case.go()


@dataclass
class _Locking(_Dying):
    def die(self, step: str) -> None:
        if step == self.step:
            locked = threading.Event()
            threading.Thread(target=_hold, args=(locked,), daemon=True).start()
            locked.wait()


def _hold(locked: threading.Event) -> None:
    name = str(settings.DATABASES["default"]["TEST"]["NAME"])
    with closing(sqlite3.connect(name, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        locked.set()
        time.sleep(1.0)
        other.execute("ROLLBACK")


def clock_set(case: Case) -> None:
    """In the middle of a send the clock is put an hour on, then an hour back, on the night of a change to summer time."""
    spring = datetime(2026, 3, 29, 0, 59, 59, tzinfo=timezone.get_fixed_timezone(0))
    hours = iter([0, 0, 0, 1, 1, 0])

    def now() -> datetime:
        return spring + timedelta(hours=next(hours, 0))

    Outbound.objects.filter(pk=case.row.pk).update(due_at=spring - timedelta(minutes=1))
    with mock.patch.object(timezone, "now", now), timezone.override("Europe/Paris"):
        case.go()


def _time_goes_by(account: Account) -> None:
    then = timezone.now() - timedelta(hours=3)
    Outbound.objects.filter(account=account, state__in=("waiting", "unknown")).update(due_at=then)
    Account.objects.filter(pk=account.pk).update(rests_until=None, sender="", sender_until=None)


def _steady(arrived: Callable[[], int]) -> int:
    """How often it arrived, once nothing more comes."""
    count = -1
    for _ in range(20):
        before, count = count, arrived()
        if count == before and count > 0:
            break
        time.sleep(0.15)
    return count


def table() -> list[str]:
    """The rows as printed."""
    lines = [f"{'adapter':<17} {'fault':<58} {'sent':>4}  {'state':<10} verdict"]
    return lines + [f"{r.adapter:<17} {r.fault:<58} {r.arrived:>4}  {r.state:<10} {r.verdict}" for r in ROWS]


# ── The cases: one message through each adapter to its peer ──

Make = Callable[[], Case]
CASES: dict[str, bool] = {}
"""The kinds of adapters that have a case, and whether a proxy can stand before the peer."""

PIECE = OutgoingText("Vote", "The House votes at seven", "en", link="https://parliament.example/announcements/x/")
# A thread of three parts where a post has 500 characters.
LONG = replace(PIECE, body="The House votes at seven on bill 12, which is about rivers and fish. " * 18)
NUMBER = "+447700900123"


def case_of(kind: str, *, over_a_network: bool = True) -> Callable[[Callable[..., Make]], object]:
    """Decorates a fixture that makes cases for adapters of this kind."""
    CASES[kind] = over_a_network
    return pytest.fixture(name=f"case of {kind}")


def put(
    office: Office, kind: str, *, to: str = "", channel: str = "", outgoing: OutgoingText = PIECE, **known
) -> tuple:
    account = actions.open_account(office=office, kind=kind, name=kind, by="test", **known)
    content = actions.prepare(account, source="fault", lang="en", rendered=actions.render(account, outgoing))
    contact = actions.contact_of(office=office, channel=channel, address=to, lang="en") if to else None
    row = actions.queue(content, to=contact, due_at=timezone.now() - timedelta(seconds=1), by="test")
    return account, row
