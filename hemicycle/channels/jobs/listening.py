"""Hears what comes in: one worker stays with an account, connected to it or asking it every so often.

The round only sees to it that there is a thread for this; it holds the accounts under a lease, so that another worker
takes up those of a dead one, and gives each a thread of its own, so that none waits for another. What goes wrong lets
the listening of this account rest, never its sending; what is wrong in our own code is raised by the next round.

An account with the setting `fetch_seconds` is asked so often, even if its adapter could stay connected.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from django.db import close_old_connections, connection

from hemicycle.channels.actions import take, tally
from hemicycle.channels.contract import ChannelError, InboundMessage, NotAuthorised, Report
from hemicycle.channels.contract.capabilities import Fetches, Listens, ReceivesBySettings, ReportsMetrics
from hemicycle.channels.jobs.backoff import NOT_AUTHORISED_WAIT, wait_before
from hemicycle.channels.models import Account, Tally
from hemicycle.channels.registry import adapter_of
from hemicycle.rules import work

# Threads that wait for the other side: one for each account that is listened to, and some that take turns.
MOST_LISTENED_TO, MOST_ASKED_AT_ONCE = 100, 8
LOOK_SECONDS = 2.0
FETCH_SECONDS = 60.0
# A line that has stood for longer than connecting may take is a good one.
GOOD_AFTER_SECONDS = 60.0

Stopping = Callable[[], bool]


class Listening:
    """The round of one process."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="attending")
        self._attending: Future[None] | None = None
        self._wrong: list[Exception] = []

    def run(self, worker: str, stopping: Stopping) -> None:
        """Listen, if there is anything to listen to. Raises what went wrong in our own code since the last round."""
        if self._attending is not None and self._attending.done():
            attended, self._attending = self._attending, None
            attended.result()
        if self._attending is None and not stopping() and hearing():
            self._attending = self._pool.submit(_attend, worker, stopping, self._wrong)
        if self._wrong:
            wrong, self._wrong[:] = self._wrong[:], []
            raise ExceptionGroup("some accounts could not be listened to", wrong)


def hearing() -> dict[int, Account]:
    """The accounts through which something can come in that somebody must go for."""
    accounts = Account.objects.open().select_related("office")
    return {account.pk: account for account in accounts if _is_heard(account)}


def _is_heard(account: Account) -> bool:
    adapter = adapter_of(account.kind)
    chosen = not isinstance(adapter, ReceivesBySettings) or adapter.receives(account.settings)
    return chosen and isinstance(adapter, Listens | Fetches)


def _stays_connected(account: Account) -> bool:
    adapter = adapter_of(account.kind)
    return isinstance(adapter, Listens) and not (isinstance(adapter, Fetches) and "fetch_seconds" in account.settings)


def _attend(worker: str, stopping: Stopping, wrong: list[Exception]) -> None:
    """Until asked to stop, or until there is nothing to listen to."""
    attendance = Attendance(worker, wrong)
    try:
        while not stopping() and attendance.look():
            time.sleep(LOOK_SECONDS)
            close_old_connections()
    finally:
        attendance.end()
        connection.close()


@dataclass
class _Held:
    """An account that is ours to listen to. Times are of the monotonic clock."""

    account: Account
    held_until: float = 0.0
    next_at: float = 0.0
    since: float = 0.0
    failures: int = 0
    stop: Event = field(default_factory=Event)
    turn: Future[None] | None = None


class Attendance:
    """One worker's part in listening."""

    def __init__(self, worker: str, wrong: list[Exception]) -> None:
        self.worker, self.wrong = worker, wrong
        self.held: dict[int, _Held] = {}
        self._pool = ThreadPoolExecutor(MOST_LISTENED_TO + MOST_ASKED_AT_ONCE, thread_name_prefix="listening")

    def look(self) -> bool:
        """Once over all accounts: note what ended, keep what is ours, begin what is due. Whether there are any."""
        for held in self.held.values():
            self._note(held)
        found = hearing()
        for key in found.keys() - self.held.keys():
            self._take_up(found[key])
        for key, held in list(self.held.items()):
            if not self._keep(held, found.get(key)) and held.turn is None:
                self._leave(held)
            elif held.turn is None and time.monotonic() >= held.next_at:
                self._begin(held)
        return bool(found or self.held)

    def end(self) -> None:
        """Ask every line to end, wait for it, and leave the accounts to others."""
        for held in self.held.values():
            held.stop.set()
        self._pool.shutdown()
        for held in list(self.held.values()):
            self._note(held)
            self._leave(held)

    def _take_up(self, account: Account) -> None:
        full = sum(_stays_connected(held.account) for held in self.held.values()) >= MOST_LISTENED_TO
        held = _Held(account)
        if not (full and _stays_connected(account)) and self._hold(held):
            self.held[account.pk] = held

    def _leave(self, held: _Held) -> None:
        Account.objects.leave(held.account.pk, worker=self.worker)
        del self.held[held.account.pk]

    def _keep(self, held: _Held, account: Account | None) -> bool:
        """Whether it goes on: still open, and still ours. A line with other settings ends, and begins anew."""
        if account is not None and _how(account) != _how(held.account):
            held.account, held.failures, held.next_at = account, 0, 0.0
            held.stop.set()
        if account is not None and self._hold(held):
            return True
        held.stop.set()
        return False

    def _hold(self, held: _Held) -> bool:
        """Keep the lease, renewed when half of it is over."""
        if time.monotonic() < held.held_until:
            return True
        lease = work.lease()
        ours = Account.objects.attend(held.account.pk, worker=self.worker, lease=lease)
        held.held_until = time.monotonic() + lease.total_seconds() / 2 if ours else 0.0
        return ours

    def _begin(self, held: _Held) -> None:
        held.stop, held.since = Event(), time.monotonic()
        held.turn = self._pool.submit(_turn, held.account, held.stop)

    def _note(self, held: _Held) -> None:
        """What became of a turn that is over; a line that stands for long is a good one."""
        if held.turn is None:
            return
        if not held.turn.done():
            if time.monotonic() - held.since > GOOD_AFTER_SECONDS:
                self._went_well(held)
            return
        error = held.turn.exception()
        held.turn = None
        if error is None:
            self._went_well(held)
            pause = float(held.account.settings.get("fetch_seconds", FETCH_SECONDS))
            held.next_at = 0.0 if held.stop.is_set() else time.monotonic() + pause
        elif isinstance(error, Exception):
            self._rest(held, error)

    def _went_well(self, held: _Held) -> None:
        if held.failures or held.account.listening_trouble:
            held.failures, held.account.listening_trouble = 0, ""
            Account.objects.heard(held.account.pk)

    def _rest(self, held: _Held, error: Exception) -> None:
        held.failures += 1
        told = error.retry_after if isinstance(error, ChannelError) else None
        wait = NOT_AUTHORISED_WAIT if isinstance(error, NotAuthorised) else wait_before(held.failures, told)
        held.next_at = time.monotonic() + wait.total_seconds()
        if not isinstance(error, ChannelError):
            self.wrong.append(error)
        trouble = error.code if isinstance(error, ChannelError) else type(error).__name__
        held.account.listening_trouble = trouble
        Account.objects.heard(held.account.pk, trouble=trouble)


def _how(account: Account) -> tuple[object, ...]:
    """What a line depends on. Whoever changes an account clears its trouble, and it is tried again at once."""
    return account.address, account.settings, account.sealed, account.listening_trouble


def _turn(account: Account, stop: Event) -> None:
    """Listen until the line breaks or is to end; or ask once."""

    def keep(news: InboundMessage | Report) -> None:
        close_old_connections()
        take(news, account=account, by="listening")

    adapter = adapter_of(account.kind)
    try:
        if isinstance(adapter, Listens) and _stays_connected(account):
            adapter.listen(account.access, keep, stop)
        elif isinstance(adapter, Fetches):
            adapter.fetch(account.access, keep)
        if isinstance(adapter, ReportsMetrics) and not Tally.objects.is_fresh(account):
            tally(account, adapter.metrics(account.access))
    finally:
        connection.close()
