"""Sends what is due: each message at most once, nothing stale, nobody who said STOP, no account slower for another.

A worker leases an account and takes its due rows in order. `begin` marks a row just before the other side may have it,
in the transaction that also records the result of the row before: one commit a message. No transaction is open during
a request. A worker that dies leaves at most one row in doubt.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from django.db import connection
from django.utils import timezone

from hemicycle.channels.actions.periods import hold_back
from hemicycle.channels.contract import (
    Adapter,
    ChannelError,
    Connection,
    Message,
    NotAuthorised,
    Outcome,
    Receipt,
    Supersedes,
    Withdrawn,
)
from hemicycle.channels.contract.capabilities import StatusLookup
from hemicycle.channels.jobs.attempts import wait_after, wait_before
from hemicycle.channels.jobs.journal import Journal, Row
from hemicycle.channels.models import Account, Content, Medium, Outbound, Pause, State, opened_address
from hemicycle.channels.models.outbound import HELD
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.sms.quiet_hours import quiet_hours
from hemicycle.rules import audit, periods, work
from hemicycle.rules.errors import WorkStopped
from hemicycle.rules.models import SensitivePeriod
from hemicycle.rules.quiet_hours import QuietHours
from hemicycle.rules.work import attempt

BATCH = 500
# Threads wait for the other side, not for a core; more accounts than this take turns.
MOST_AT_ONCE = 8
# Three in a row are no accident (pybreaker and Polly begin at five and two).
FAILURES_TO_BACK_OFF = 3
# Within a turn, periods are read anew after so long; those that were known begin to the second.
PERIODS_GOOD_FOR_SECONDS = 1.0

Stopping = Callable[[], bool]


def send_due(worker: str, stopping: Stopping) -> int:
    """One round over all accounts that have something due; returns how many messages were settled one way or another.

    Raises an ExceptionGroup of what went wrong in our own code, after every account had its turn.
    """
    if Pause.objects.in_force().exists():
        return 0
    accounts = list(_with_something_to_do())
    if len(accounts) <= 1:
        return sum(send_account(account, worker=worker, stopping=stopping) for account in accounts)
    with ThreadPoolExecutor(min(MOST_AT_ONCE, len(accounts)), thread_name_prefix="sending") as pool:
        turns = [pool.submit(_in_a_thread, account, worker, stopping) for account in accounts]
    wrong = [error for turn in turns if isinstance(error := turn.exception(), Exception)]
    if wrong:
        raise ExceptionGroup("some accounts could not be sent through", wrong)
    return sum(turn.result() for turn in turns)


def hold_back_due(worker: str, stopping: Stopping) -> int:
    """What a period stops is held back when it begins, also what nobody would send before: posts by hand, and what
    waits for an account that rests. How many rows."""
    if not periods.current():
        return 0
    return sum(hold_back(account) for account in Account.objects.open().select_related("office"))


def next_sending(now: datetime) -> datetime | None:
    """When the next waiting message is due, or an account may be used again; each by its own index."""
    found: list[datetime | None] = []
    for account in Account.objects.open():
        rows = Outbound.objects.filter(account=account, due_at__gt=now).order_by("due_at")
        for some in (rows.waiting(), rows.unsettled()):
            found += some.values_list("due_at", flat=True)[:1]
        found += [account.rests_until, account.sender_until]
    found.append(periods.next_change(now))
    return min((at for at in found if at is not None and at > now), default=None)


def _with_something_to_do() -> Iterator[Account]:
    for account in Account.objects.free_to_send().select_related("office"):
        if Outbound.objects.filter(account=account).to_do(look=isinstance(adapter_of(account.kind), StatusLookup)):
            yield account


def _in_a_thread(account: Account, worker: str, stopping: Stopping) -> int:
    try:
        return send_account(account, worker=worker, stopping=stopping)
    finally:
        connection.close()


def send_account(account: Account, *, worker: str, stopping: Stopping = lambda: False) -> int:
    """Send what is due through one account, if no other worker does; returns how many rows were settled."""
    if not Account.objects.acquire(account.pk, worker=worker, lease=work.lease()):
        return 0
    try:
        return _Turn(account, worker, stopping).run()
    finally:
        Account.objects.release(account.pk, worker=worker)


@dataclass
class _Turn:
    """One worker's turn at one account."""

    account: Account
    worker: str
    stopping: Stopping
    settled: int = 0
    line: Connection | None = None
    contents: dict[int, Content] = field(default_factory=dict)
    held_until: float = 0.0
    next_at: float = 0.0
    resting: QuietHours | None = None
    periods: Sequence[SensitivePeriod] = ()
    periods_until: float = 0.0

    def run(self) -> int:
        self.adapter: Adapter = adapter_of(self.account.kind)
        self.journal = Journal(self.account)
        self.in_doubt_seconds = 0.0
        if isinstance(self.adapter, StatusLookup):
            self.in_doubt_seconds = float(self.account.settings.get("settle_seconds", self.adapter.in_doubt_seconds))
        self.resting = quiet_hours() if self.adapter.medium == Medium.SMS else None
        self.pause = 1.0 / rate if (rate := float(self.account.settings.get("per_second", 0))) else 0.0
        self._clean_up()
        try:
            with suppress(_TurnOver):
                while rows := self._due():
                    for row in rows:
                        self._throttle()
                        self._attempt(row, self._send)
        finally:
            self.journal.flush()
            self._disconnect()
        return self.settled + self.journal.written

    def _clean_up(self) -> None:
        """Before anything is sent: look up what a dead worker left, expire what is too old, cancel what STOP ended."""
        rows = Outbound.objects.filter(account=self.account)
        for row in list(Row.of(rows.in_state(State.SENDING))):
            self._attempt(row, self._look_up)
        if isinstance(self.adapter, StatusLookup):
            for row in list(Row.of(rows.unsettled().filter(due_at__lte=timezone.now()))):
                self._attempt(row, self._look_up)
        expired = rows.stale().move("expire", code="too-old")
        if expired := expired + rows.stale(State.BY_HAND).move("expire", code="too-old"):
            audit.record("channels.expire", by="worker", about=self.account, office=self.account.office, rows=expired)
        self.settled += expired + rows.suppressed().move("cancel", code="suppressed")
        hold_back(self.account)
        self._observe_quiet_hours()

    def _is_stopped(self, content: Content) -> bool:
        """Whether a sensitive period stops it now; asked of each message, since one may begin in the middle."""
        if time.monotonic() > self.periods_until:
            self.periods = periods.read()
            self.periods_until = time.monotonic() + PERIODS_GOOD_FOR_SECONDS
        return periods.stops(content.what_stops, among=self.periods) is not None

    def _observe_quiet_hours(self) -> bool:
        """Postpone messages to phones until the quiet hours are over, except answers; whether they are in force."""
        if self.resting is None or not self.resting.cover(now := timezone.now()):
            return False
        Outbound.objects.filter(account=self.account).can_wait().postpone(self.resting.over(now))
        return True

    def _due(self) -> list[Row]:
        rows = Outbound.objects.filter(account=self.account).due()
        return list(Row.of(rows.order_by("due_at", "pk")[:BATCH]))

    def _throttle(self) -> None:
        """Go on only while asked to, at the account's pace, and as long as it is ours."""
        if self.stopping():
            raise _TurnOver
        if self.pause and (wait := self.next_at - time.monotonic()) > 0:
            self.journal.flush()
            time.sleep(wait)
        self.next_at = time.monotonic() + self.pause
        if time.monotonic() < self.held_until:
            return
        lease = work.lease()
        if not Account.objects.acquire(self.account.pk, worker=self.worker, lease=lease):
            raise _TurnOver
        self.held_until = time.monotonic() + lease.total_seconds() / 4

    def _send(self, row: Row) -> None:
        if (message := self._prepared(row)) is None:
            return
        line = self._line()
        try:
            receipt = line.send(message, lambda: self._begin(row))
        except Withdrawn:
            if Pause.objects.in_force().exists():
                raise _TurnOver from None
        except ChannelError as error:
            # Nothing was sent. A message that breaks the connection each time must not hold up the others for ever.
            self._disconnect()
            self.journal.flush()
            self._postpone(row, error.code, error.retry_after)
            self._back_off(error)
        else:
            if receipt.outcome == Outcome.UNKNOWN and self.in_doubt_seconds:
                receipt = replace(receipt, retry_after=self.in_doubt_seconds)
            self.journal.add(row, receipt)
            if row.state == State.WAITING:
                assert receipt.outcome == Outcome.REFUSED, f"{self.account.kind} sent without mark_in_flight"
                # Refused before anything was sent: the row stays due until that is recorded.
                self.journal.flush()
            if receipt.outcome == Outcome.UNKNOWN:
                # A server that does not answer must not get the next ones too.
                self.journal.flush()
                self._back_off(ChannelError(receipt.code))

    def _begin(self, row: Row) -> None:
        """At the last moment before the first byte: connecting may have taken until a period began."""
        if self._is_stopped(self._content(row)):
            raise Withdrawn(HELD)
        self.journal.begin(row)

    def _attempt(self, row: Row, do: Callable[[Row], None]) -> None:
        """An error in our code about one message does not stop the others of the account."""
        attempt(Outbound(pk=row.pk), partial(do, row), failed=partial(self._failed, row))

    def _failed(self, row: Row, code: str) -> None:
        """Drop the connection, which may be in the middle of anything, and record the error."""
        self._disconnect()
        outcome = Outcome.REFUSED if row.state == State.WAITING else Outcome.UNKNOWN
        self.journal.add(row, Receipt(outcome, code=code))
        self.journal.flush()

    def _prepared(self, row: Row) -> Message | None:
        """The message, if it may be sent now."""
        if not row.asked_for and self._observe_quiet_hours():
            return None
        if row.not_after is not None and row.not_after < timezone.now():
            Outbound.objects.filter(pk=row.pk).move("expire", code="too-old")
            return None
        if self._is_stopped(self._content(row)):
            hold_back(self.account)
            return None
        try:
            message = self._message(row)
        except _NotYet:
            later = timezone.now() + wait_before(1, None)
            Outbound.objects.filter(pk=row.pk, state=State.WAITING).update(due_at=later, code="after-another")
            return None
        if message.content.get("forgotten"):
            # Whom it answers was erased meanwhile (actions/forgetting.py); it is no post by itself.
            Outbound.objects.filter(pk=row.pk).move("cancel", code="forgotten")
            return None
        return message

    def _line(self) -> Connection:
        if self.line is None:
            self.line = attempt(self.account, self._connected, failed=self._cannot_connect)
        assert self.line is not None
        return self.line

    def _connected(self) -> Connection | None:
        try:
            return self.adapter.connect(self.account.access)
        except ChannelError as error:
            self._back_off(error, at_once=True)
        return None

    def _cannot_connect(self, code: str) -> None:
        self._back_off(ChannelError(code), at_once=True)

    def _disconnect(self) -> None:
        if self.line is not None:
            line, self.line = self.line, None
            line.close()

    def _back_off(self, error: ChannelError, *, at_once: bool = False) -> None:
        """Leave the account alone for a while: at once if it cannot be reached, else after some failures."""
        failures = Account.objects.filter(pk=self.account.pk).values_list("failures", flat=True)[0] + 1
        until = timezone.now() + wait_after(error, failures)
        # What is accepted later in this turn ends the count.
        self.account.failures = failures
        resting = at_once or failures >= FAILURES_TO_BACK_OFF or isinstance(error, NotAuthorised)
        Account.objects.failed(self.account.pk, trouble=error.code, rests_until=until if resting else timezone.now())
        if resting:
            raise _TurnOver

    def _postpone(self, row: Row, code: str, retry_after: float | None) -> None:
        due_at = timezone.now() + wait_before(row.attempts + 1, retry_after)
        Outbound.objects.filter(pk=row.pk, state=State.WAITING).update(
            due_at=due_at, attempts=row.attempts + 1, code=code
        )

    def _look_up(self, row: Row) -> None:
        """Find out the state of a message in doubt: ask the other side where that is possible."""
        receipt: Receipt | None = None
        if row.state == State.SENDING and self.in_doubt_seconds:
            receipt = Receipt(Outcome.UNKNOWN, code="worker-lost", retry_after=self.in_doubt_seconds)
        elif isinstance(self.adapter, StatusLookup):
            with suppress(ChannelError, _NotYet):
                receipt = self.adapter.look_up(self.account.access, self._message(row))
        if receipt is None:
            receipt = Receipt(Outcome.UNKNOWN, code="worker-lost" if row.state == State.SENDING else row.code)
        self.journal.add(row, receipt)
        self.journal.flush()

    def _content(self, row: Row) -> Content:
        content = self.contents.get(row.content_id)
        if content is None:
            content = self.contents[row.content_id] = Content.objects.get(pk=row.content_id)
        return content

    def _message(self, row: Row) -> Message:
        content = self._content(row)
        to = opened_address(row.sealed) if row.sealed else ""
        earlier = self._supersedes(row, content) if content.changes_id else None
        token, attempt = row.token or "", row.attempts + 1
        return Message(row.key, content.content, to, content.lang, token, attempt, earlier, content.made_at, row.own)

    def _supersedes(self, row: Row, content: Content) -> Supersedes | None:
        """What it changes there: the last that arrived of what it corrects, and of what that one corrected. Raises
        _NotYet while nobody can tell whether that is there."""
        changed = content.changes
        while changed is not None:
            # The journal writes one behind.
            self.journal.flush()
            found = Outbound.objects.filter(content=changed, contact=row.contact_id).order_by("-pk").first()
            if found is not None and found.state == State.BY_HAND:
                # Nobody posts what is wrong first, and changes it then.
                Outbound.objects.filter(pk=found.pk).move("cancel", code="changed")
                found.refresh_from_db()
            if found is not None and found.state in (State.WAITING, State.SENDING, State.UNKNOWN):
                raise _NotYet
            if found is not None and found.state in (State.SENT, State.DELIVERED):
                return Supersedes(found.key, found.names)
            changed = changed.changes
        return None


class _TurnOver(WorkStopped):
    """This turn is over; the rows that are left stay as they are."""


class _NotYet(Exception):
    """It changes something of which nobody knows yet whether it has arrived."""
