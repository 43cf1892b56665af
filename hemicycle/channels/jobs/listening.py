"""Receives what comes in: one worker listens to an account, connected to it or polling it at intervals.

The round only makes sure that there is a thread for this. That thread leases the accounts, so that another worker
acquires those of a dead one, and gives each account a thread of its own, so that none waits for another. After an
error listening to that account backs off, never sending; an error in our own code is raised by the next round.

An account with the setting `fetch_seconds` is polled at that interval, even if its adapter could stay connected.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from django.db import close_old_connections, connection

from hemicycle.channels.actions import store_incoming, store_metrics
from hemicycle.channels.contract import ChannelError, InboundMessage, Report
from hemicycle.channels.contract.capabilities import Fetches, Listens, ReceivesBySettings, ReportsMetrics
from hemicycle.channels.jobs.attempts import wait_after, wait_before
from hemicycle.channels.jobs.turns import turn_to_write
from hemicycle.channels.models import Account, Tally
from hemicycle.channels.registry import adapter_of
from hemicycle.rules import work
from hemicycle.rules.one_reading import held_still

# Threads that wait for the other side: one for each account that is listened to, and some that take turns.
MOST_LISTENED_TO, MOST_ASKED_AT_ONCE = 100, 8
LOOK_SECONDS = 2.0
FETCH_SECONDS = 60.0
# A connection that has lasted longer than connecting may take is a good one.
GOOD_AFTER_SECONDS = 60.0

Stopping = Callable[[], bool]


class Listening:
    """The round of one process."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="attending")
        self._running: Future[None] | None = None
        self._wrong: list[Exception] = []

    def run(self, worker: str, stopping: Stopping) -> None:
        """Listen, if there is anything to listen to. Raises what went wrong in our own code since the last round."""
        if self._running is not None and self._running.done():
            ended, self._running = self._running, None
            ended.result()
        if self._running is None and not stopping() and listened_accounts():
            self._running = self._pool.submit(_listen, worker, stopping, self._wrong)
        if self._wrong:
            wrong, self._wrong[:] = self._wrong[:], []
            raise ExceptionGroup("some accounts could not be listened to", wrong)


def listened_accounts() -> dict[int, Account]:
    """The accounts that receive something only if we connect to them or poll them."""
    accounts = Account.objects.open().select_related("office")
    return {account.pk: account for account in accounts if _receives(account)}


def _receives(account: Account) -> bool:
    adapter = adapter_of(account.kind)
    chosen = not isinstance(adapter, ReceivesBySettings) or adapter.receives(account.settings)
    return chosen and isinstance(adapter, Listens | Fetches)


def _stays_connected(account: Account) -> bool:
    adapter = adapter_of(account.kind)
    return isinstance(adapter, Listens) and not (isinstance(adapter, Fetches) and "fetch_seconds" in account.settings)


def _listen(worker: str, stopping: Stopping, wrong: list[Exception]) -> None:
    """Until asked to stop, or until there is nothing to listen to."""
    listener = Listener(worker, wrong)
    try:
        while not stopping() and listener.look():
            time.sleep(LOOK_SECONDS)
            close_old_connections()
    finally:
        listener.end()
        connection.close()


@dataclass
class _Held:
    """An account that this worker has leased. Times are of the monotonic clock."""

    account: Account
    held_until: float = 0.0
    next_at: float = 0.0
    since: float = 0.0
    failures: int = 0
    stop: Event = field(default_factory=Event)
    turn: Future[None] | None = None


class Listener:
    """The accounts that one worker listens to."""

    def __init__(self, worker: str, wrong: list[Exception]) -> None:
        self.worker, self.wrong = worker, wrong
        self.held: dict[int, _Held] = {}
        self._pool = ThreadPoolExecutor(MOST_LISTENED_TO + MOST_ASKED_AT_ONCE, thread_name_prefix="listening")

    def look(self) -> bool:
        """Once over all accounts: settle what ended, renew what is ours, start what is due. Whether there are any."""
        for held in self.held.values():
            self._settle_turn(held)
        found = listened_accounts()
        for key in found.keys() - self.held.keys():
            self._acquire(found[key])
        for key, held in list(self.held.items()):
            if not self._continues(held, found.get(key)) and held.turn is None:
                self._release(held)
            elif held.turn is None and time.monotonic() >= held.next_at:
                self._start_turn(held)
        return bool(found or self.held)

    def end(self) -> None:
        """Ask every connection to end, wait for it, and release the accounts."""
        for held in self.held.values():
            held.stop.set()
        self._pool.shutdown()
        for held in list(self.held.values()):
            self._settle_turn(held)
            self._release(held)

    def _acquire(self, account: Account) -> None:
        full = sum(_stays_connected(held.account) for held in self.held.values()) >= MOST_LISTENED_TO
        held = _Held(account)
        if not (full and _stays_connected(account)) and self._renew_lease(held):
            self.held[account.pk] = held

    def _release(self, held: _Held) -> None:
        Account.objects.release_listening(held.account.pk, worker=self.worker)
        del self.held[held.account.pk]

    def _continues(self, held: _Held, account: Account | None) -> bool:
        """Whether to go on: the account is open, and still ours. With other settings the connection is made anew."""
        if account is not None and _connection_settings(account) != _connection_settings(held.account):
            held.account, held.failures, held.next_at = account, 0, 0.0
            held.stop.set()
        if account is not None and self._renew_lease(held):
            return True
        held.stop.set()
        return False

    def _renew_lease(self, held: _Held) -> bool:
        """Renew the lease when half of it is over."""
        if time.monotonic() < held.held_until:
            return True
        lease = work.lease()
        ours = Account.objects.acquire_listening(held.account.pk, worker=self.worker, lease=lease)
        held.held_until = time.monotonic() + lease.total_seconds() / 2 if ours else 0.0
        return ours

    def _start_turn(self, held: _Held) -> None:
        held.stop, held.since = Event(), time.monotonic()
        held.turn = self._pool.submit(_turn, held.account, held.stop)

    def _settle_turn(self, held: _Held) -> None:
        """Note how a turn ended; a connection that has lasted is a good one."""
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
            self._back_off(held, error)

    def _went_well(self, held: _Held) -> None:
        if held.failures or held.account.listening_trouble:
            held.failures, held.account.listening_trouble = 0, ""
            Account.objects.record_listening(held.account.pk)

    def _back_off(self, held: _Held, error: Exception) -> None:
        held.failures += 1
        if isinstance(error, ChannelError):
            trouble, wait = error.code, wait_after(error, held.failures)
        else:
            self.wrong.append(error)
            trouble, wait = type(error).__name__, wait_before(held.failures)
        held.next_at = time.monotonic() + wait.total_seconds()
        held.account.listening_trouble = trouble
        Account.objects.record_listening(held.account.pk, trouble=trouble)


def _connection_settings(account: Account) -> tuple[object, ...]:
    """What a connection depends on. A change of the account clears its trouble, and it is tried again at once."""
    return account.address, account.settings, account.sealed, account.listening_trouble


def _turn(account: Account, stop: Event) -> None:
    """Listen until the connection breaks or is to end; or poll once."""

    def receive(news: InboundMessage | Report) -> None:
        close_old_connections()
        # One message follows one set of rules, which is read once for it.
        with turn_to_write(), held_still():
            store_incoming(news, account=account, by="listening")

    adapter = adapter_of(account.kind)
    try:
        if isinstance(adapter, Listens) and _stays_connected(account):
            adapter.listen(account.access, receive, stop)
        elif isinstance(adapter, Fetches):
            adapter.fetch(account.access, receive)
        if isinstance(adapter, ReportsMetrics) and not Tally.objects.is_fresh(account):
            store_metrics(account, adapter.metrics(account.access))
    finally:
        connection.close()
