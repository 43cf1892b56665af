"""Results of sending, recorded with few commits: the beginning of a message and the result of the one before it share
one transaction.

What every message goes through is rows without models and statements of SQL, as workflow.py has `begin` and `accept`.
Where nothing else is to be written both are one statement, a transaction by itself, which costs half of one that is
opened and closed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from hemicycle.channels.actions import contacts, incoming
from hemicycle.channels.contract import Outcome, Receipt, Withdrawn
from hemicycle.channels.jobs.attempts import wait_before
from hemicycle.channels.models import Account, Contact, Outbound, OutboundPart, OutboundQuerySet, State
from hemicycle.channels.models.outbound import GIVEN_UP
from hemicycle.rules import work
from hemicycle.rules.parameters import in_force

# PostgreSQL is back within seconds of a restart.
BETWEEN_ATTEMPTS = 0.5


@dataclass(slots=True)
class Row:
    """What sending needs of an `Outbound` and its contact, with the state that this worker has given it."""

    pk: int
    key: str
    content_id: int
    contact_id: int | None
    state: str
    attempts: int
    asked_for: bool
    not_after: datetime | None
    code: str
    sealed: str | None
    token: str | None
    own: str

    @classmethod
    def of(cls, rows: OutboundQuerySet) -> Iterator[Row]:
        columns = ("pk", "key", "content_id", "contact_id", "state", "attempts", "asked_for", "not_after", "code")
        for row in rows.values_list(*columns, "contact__sealed", "contact__key", "own"):
            yield cls(*row)


# Only while nothing is paused.
_BEGIN = (
    "UPDATE channels_outbound SET state = 'sending', attempts = %s WHERE id = %s AND state = 'waiting'"
    " AND NOT EXISTS (SELECT 1 FROM channels_pause WHERE ended_at IS NULL)"
)
_ACCEPT = (
    "UPDATE channels_outbound SET state = 'sent', sent_at = %s, code = ''"
    " WHERE id = %s AND state IN ('sending', 'unknown')"
)
# Where the other side has a name of its own for it. Who is called by our key is found by that: an index less to write.
_ACCEPT_NAMED = _ACCEPT.replace("code = ''", "code = '', external_id = %s")
# Both at once; `RETURNING` tells which of the two it was.
_ACCEPT_AND_BEGIN = (
    "UPDATE channels_outbound SET"
    " state = CASE WHEN id = %(next)s THEN 'sending' ELSE 'sent' END,"
    " attempts = CASE WHEN id = %(next)s THEN %(attempts)s ELSE attempts END,"
    " sent_at = CASE WHEN id = %(next)s THEN sent_at ELSE %(at)s END,"
    " code = CASE WHEN id = %(next)s THEN code ELSE '' END"
    " WHERE (id = %(sent)s AND state IN ('sending', 'unknown')) OR (id = %(next)s AND state = 'waiting'"
    " AND NOT EXISTS (SELECT 1 FROM channels_pause WHERE ended_at IS NULL)) RETURNING id"
)
_EARLY = "SELECT 1 FROM channels_earlyreport WHERE account_id = %s LIMIT 1"


def _execute(sql: str, *values: str | int | None) -> int:
    """How many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        changed: int = cursor.rowcount
    return changed


def _is_there(sql: str, *values: str | int | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone() is not None


class Journal:
    """Results of sending, recorded one behind: with the beginning of the next, or when nothing follows."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.pending: list[tuple[Row, Receipt]] = []
        self.written = 0
        self.most_attempts = in_force("send_attempts")
        self.patience = work.lease().total_seconds()

    def begin(self, row: Row) -> None:
        """Mark a row as being sent, durably; raises Withdrawn where it may not go out any more."""
        if self._only_accepts():
            begun = self._accept_and_begin(self.pending[0][0], row)
        else:
            with transaction.atomic():
                self._write()
                begun = _execute(_BEGIN, row.attempts + 1, row.pk) > 0
        self._clear()
        if not begun:
            raise Withdrawn("withdrawn")
        row.state, row.attempts = State.SENDING, row.attempts + 1

    def _only_accepts(self) -> bool:
        """One message, known to the other side by our key, so that no report can have come before its answer."""
        if len(self.pending) != 1 or self.account.failures or self.account.trouble:
            return False
        row, receipt = self.pending[0]
        if receipt.code:
            return False
        return receipt.outcome == Outcome.ACCEPTED and receipt.external_ids in ((), (row.key,))

    def _accept_and_begin(self, sent: Row, row: Row) -> bool:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        values = {"sent": sent.pk, "next": row.pk, "attempts": row.attempts + 1, "at": now}
        with connection.cursor() as cursor:
            cursor.execute(_ACCEPT_AND_BEGIN, values)
            return (row.pk,) in cursor.fetchall()

    def add(self, row: Row, receipt: Receipt) -> None:
        self.pending.append((row, receipt))

    def flush(self) -> None:
        """Record the pending results. Nobody else knows them, so a database that is being restarted is waited for;
        recording them twice is idempotent."""
        give_up_at = time.monotonic() + self.patience
        while self.pending:
            try:
                with transaction.atomic():
                    self._write()
                self._clear()
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block or time.monotonic() > give_up_at:
                    raise
                connection.close()
                time.sleep(BETWEEN_ATTEMPTS)

    def _clear(self) -> None:
        self.written += len(self.pending)
        self.pending.clear()

    def _write(self) -> None:
        for row, receipt in self.pending:
            _WRITE[receipt.outcome](self, row, receipt)

    def _accepted(self, row: Row, receipt: Receipt) -> None:
        first = receipt.external_ids[0] if receipt.external_ids else ""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        named = first not in ("", row.key)
        if named:
            _execute(_ACCEPT_NAMED, now, first, row.pk)
        else:
            _execute(_ACCEPT, now, row.pk)
        if receipt.code:
            _execute("UPDATE channels_outbound SET code = %s WHERE id = %s AND state = 'sent'", receipt.code, row.pk)
        if len(receipt.external_ids) > 1:
            OutboundPart.objects.bulk_create(
                [
                    OutboundPart(outbound_id=row.pk, number=number, external_id=name)
                    for number, name in enumerate(receipt.external_ids, 1)
                ],
                ignore_conflicts=True,
            )
        if named and _is_there(_EARLY, self.account.pk):
            incoming.apply_early_reports(self.account, receipt.external_ids, by="worker")
        if self.account.failures or self.account.trouble:
            Account.objects.succeeded(self.account.pk)
            self.account.failures, self.account.trouble = 0, ""

    def _refused(self, row: Row, receipt: Receipt) -> None:
        code, rows, attempts = receipt.code or "refused", _of(row), row.attempts
        if row.state == State.WAITING:
            rows, attempts = Outbound.objects.filter(pk=row.pk, state=State.WAITING), attempts + 1
        if receipt.permanent or attempts >= self.most_attempts:
            given_up = f"{GIVEN_UP}:{code}"[:60]
            rows.update(state=State.FAILED, code=code if receipt.permanent else given_up)
            if receipt.suppress and row.contact_id is not None:
                contacts.suppress(Contact.objects.get(pk=row.contact_id), why=code, by="worker")
            return
        due_at = timezone.now() + wait_before(attempts, receipt.retry_after)
        rows.update(state=State.WAITING, due_at=due_at, code=code, attempts=attempts)

    def _unknown(self, row: Row, receipt: Receipt) -> None:
        again = timezone.now() + wait_before(row.attempts, receipt.retry_after)
        _of(row).update(state=State.UNKNOWN, code=receipt.code or "no-answer", due_at=again)

    def _by_hand(self, row: Row, receipt: Receipt) -> None:
        _of(row).update(state=State.BY_HAND, code="")
        if self.account.failures or self.account.trouble:
            Account.objects.succeeded(self.account.pk)


_WRITE: dict[Outcome, Callable[[Journal, Row, Receipt], Any]] = {
    Outcome.ACCEPTED: Journal._accepted,
    Outcome.REFUSED: Journal._refused,
    Outcome.UNKNOWN: Journal._unknown,
    Outcome.BY_HAND: Journal._by_hand,
}


def _of(row: Row) -> Any:
    """The row as long as nobody else has settled it."""
    return Outbound.objects.filter(pk=row.pk, state__in=(State.SENDING, State.UNKNOWN))
