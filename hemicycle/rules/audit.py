"""The audit log: one row for every write that matters, chained by hashes, never changed.

Apps register their actions at start, with the words a person reads:

    audit.register("listening.import", _("Imported messages"))
    audit.record("listening.import", by=user, about=intake, office=intake.office, accepted=240, rejected=3)

`record` belongs inside the transaction of the write it tells of, and last: it holds the head of the chain
until that transaction ends, so that two writers never follow the same entry. Where several actions make one
transaction, as when a letter is stored and opens a case that is acknowledged, `atomic` keeps their entries for
its end; the others would wait for all of it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .errors import NotAFact, UnknownAction
from .models import AuditEntry, AuditHead

# Facts are for counts, states and keys; longer values are texts, and texts may hold personal data.
LONGEST_FACT = 200
# Entries read at once when the whole log is verified: 2 MB of them.
BATCH = 2_000
E_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")

LABELS: dict[str, str | Promise] = {}
# What the actions of an app have to do with, by what they begin with.
AREAS: dict[str, str | Promise] = {}
REASONS: dict[str, Mapping[str, Any]] = {}


def register(action: str, label: str | Promise, *, reasons: Mapping[str, Any] | None = None) -> None:
    """Name an action "app.verb" and say it in words; `reasons`: the words for the codes that its fact `why` may be."""
    LABELS[action] = label
    if reasons is not None:
        REASONS[action] = reasons


def register_area(app: str, name: str | Promise) -> None:
    """Name together what an app enters."""
    AREAS[app] = name


def label(action: str) -> str:
    return str(LABELS.get(action, action))


def reason(entry: AuditEntry) -> str:
    """Why it was done: one of the registered reasons, or the one that was given; "" else."""
    registered = REASONS.get(entry.action, {}).get(entry.facts.get("why"))
    return str(registered or entry.facts.get("given", ""))


def actor_of(by: Any) -> str:
    """The name of whoever acts: a person (anything with `audit_label`), or a part of the system by its name."""
    return getattr(by, "audit_label", None) or str(by)


def record(action: str, *, by: Any, about: models.Model | str, office: Any = None, **facts: Any) -> AuditEntry:
    """Append one entry.

    by: a person, or the name of a part of the system, such as "worker" (`actor_of`).
    about: the row it concerns, or a word. office: the office (anything with `slug`) or its slug.
    facts: small JSON without personal data; raises NotAFact otherwise, UnknownAction for an unregistered action.
    """
    if action not in LABELS:
        raise UnknownAction(action)
    for name, value in facts.items():
        _refuse_unless_fact(name, value)
    entry = AuditEntry(
        actor=actor_of(by),
        office=getattr(office, "slug", None) or (office or ""),
        action=action,
        about=about if isinstance(about, str) else _address(about),
        facts=facts,
    )
    if _is_gathering.get():
        transaction.on_commit(_Last(entry))
    else:
        _append([entry])
    return entry


@contextmanager
def atomic() -> Iterator[None]:
    """As `transaction.atomic`; what is recorded in it is appended when it ends, in that order, unless a savepoint
    undid it. So the log is the last thing that it locks, and others wait for it for a few statements only."""
    if _is_gathering.get():
        with transaction.atomic():
            yield
        return
    with transaction.atomic():
        token = _is_gathering.set(True)
        try:
            yield
        finally:
            _is_gathering.reset(token)
        if not transaction.get_rollback():
            _do_what_is_last()


def at_the_end(do: Callable[[], Any]) -> None:
    """What else many transactions lock, such as a counter: right before the entries where `atomic` keeps them, at once
    elsewhere."""
    if _is_gathering.get():
        transaction.on_commit(_Last(do))
    else:
        do()


_is_gathering: ContextVar[bool] = ContextVar("audit.atomic", default=False)


@dataclass(frozen=True, eq=False)
class _Last:
    """Among what Django is to call after the commit, for there it is dropped with the savepoint it belongs to."""

    what: AuditEntry | Callable[[], Any]

    def __call__(self) -> None:
        raise AssertionError("done before the commit, and taken out")


def _do_what_is_last() -> None:
    last = [one[1].what for one in connection.run_on_commit if isinstance(one[1], _Last)]
    connection.run_on_commit = [one for one in connection.run_on_commit if not isinstance(one[1], _Last)]
    for one in last:
        if not isinstance(one, AuditEntry):
            one()
    if entries := [one for one in last if isinstance(one, AuditEntry)]:
        _append(entries)


def _append(entries: Sequence[AuditEntry]) -> None:
    """At the end of the chain, in one statement."""
    # A part of the transaction it tells of: what fails here fails that.
    with transaction.atomic(savepoint=False):
        sequence, previous = _end_of_chain()
        now = timezone.now()
        for entry in entries:
            sequence += 1
            entry.sequence, entry.at, entry.previous_hash = sequence, now, previous
            previous = entry.hash = digest(entry)
        # The queryset of entries refuses it to everybody else.
        models.QuerySet.bulk_create(AuditEntry.objects.all(), entries)
        with connection.cursor() as cursor:
            cursor.execute(_MOVE_END, [sequence, previous])


# Every write of the platform comes by here, several times a message: statements, since to build a query takes longer.
_END = "SELECT sequence, hash FROM rules_audithead WHERE id = 1"
_MOVE_END = "UPDATE rules_audithead SET sequence = %s, hash = %s WHERE id = 1"


def _end_of_chain() -> tuple[int, str]:
    """The number and the hash of the last entry; nobody else appends one until this transaction is over."""
    locking = f" {connection.ops.for_update_sql()}" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(_END + locking)
        found: tuple[int, str] | None = cursor.fetchone()
    if found is None:
        head, _is_new = AuditHead.objects.select_for_update().get_or_create(pk=1)
        return head.sequence, head.hash
    return found


def record_daily(action: str, *, by: Any, about: models.Model | str, office: Any = None) -> bool:
    """Append one unless this person has one about the same thing from the same day of the House; whether it was new.

    For reading: whoever turns pages reads a thing once. An entry for every page would hide what the log is read for.
    """
    return bool(record_daily_of_each(action, by=by, rows=[(about, office)]))


def record_daily_of_each(action: str, *, by: Any, rows: Iterable[tuple[models.Model | str, Any]]) -> int:
    """The same of several rows, each with its office, as of a page that shows them; how many were new."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    named = {about if isinstance(about, str) else _address(about): (about, office) for about, office in rows}
    same = AuditEntry.objects.filter(actor=actor_of(by), about__in=list(named), action=action, at__gte=today)
    known = set(same.values_list("about", flat=True)) if named else set()
    new = [row for name, row in named.items() if name not in known]
    with atomic() if len(new) > 1 else nullcontext():
        for about, office in new:
            record(action, by=by, about=about, office=office)
    return len(new)


def digest(entry: AuditEntry) -> str:
    """SHA-256 over the entry as canonical JSON (sorted keys, no spaces, UTC), the previous hash included."""
    content = {
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "office": entry.office,
        "action": entry.action,
        "about": entry.about,
        "facts": entry.facts,
        "previous_hash": entry.previous_hash,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class Break:
    """Where the chain is broken: `sequence`, and what is wrong there."""

    sequence: int
    reason: str


MISSING, DOES_NOT_FOLLOW, ALTERED = "missing", "does not follow the entry before it", "was altered"
CUT_OFF = "the end of the log is missing or was replaced"
# Against the checkpoints that were signed (checkpoints.py).
NOT_THERE, ANOTHER = "is missing, though a checkpoint names it", "is not the one that a checkpoint names"
NOT_SIGNED = "its checkpoint does not bear the signature of this House"
# What is wrong at an entry, as a page says it.
BREAKS: dict[str, str | Promise] = {
    MISSING: _("it is missing"),
    DOES_NOT_FOLLOW: _("it does not follow the entry before it"),
    ALTERED: _("it was altered"),
    CUT_OFF: _("the end of the log is missing or was replaced"),
    NOT_THERE: _("it is missing, though a checkpoint names it"),
    ANOTHER: _("it is not the one that a checkpoint names"),
    NOT_SIGNED: _("its checkpoint does not bear the signature of this House"),
}


def verify_chain(read: Callable[[int], object] = lambda sequence: None) -> Iterator[Break]:
    """Every place where the log was altered, shortened or reordered; none when it is whole.

    Others may write meanwhile: what stood there in the beginning has to be there, and what follows it fits.
    `read` is called with the last entry of each batch.
    """
    before, stood = _head(), False
    previous_hash, expected = "", 1
    for entry in _in_batches(read):
        if entry.sequence != expected:
            yield Break(expected, MISSING)
        if entry.previous_hash != previous_hash:
            yield Break(entry.sequence, DOES_NOT_FOLLOW)
        if entry.hash != digest(entry):
            yield Break(entry.sequence, ALTERED)
        previous_hash, expected = entry.hash, entry.sequence + 1
        stood = stood or (entry.sequence, entry.hash) == before
    after, last = _head(), (expected - 1, previous_hash)
    if not (stood or before == (0, "")) or (last != after and last[0] >= after[0]):
        yield Break(after[0], CUT_OFF)


def _in_batches(read: Callable[[int], object]) -> Iterator[AuditEntry]:
    """No cursor stays open while others write."""
    last = -1
    while batch := list(AuditEntry.objects.filter(sequence__gt=last).order_by("sequence")[:BATCH]):
        yield from batch
        last = batch[-1].sequence
        read(last)


def _head() -> tuple[int, str]:
    head = AuditHead.objects.first() or AuditHead()
    return head.sequence, head.hash


def _address(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def _refuse_unless_fact(name: str, value: Any) -> None:
    if isinstance(value, list | tuple):
        for item in value:
            _refuse_unless_fact(name, item)
    elif not isinstance(value, str | int | float | bool | None):
        raise NotAFact(f"{name} is a {type(value).__name__}; a fact is a number, a word or a list of them")
    elif isinstance(value, str) and (len(value) > LONGEST_FACT or E_MAIL.search(value)):
        raise NotAFact(f"{name} is a text or an address; the log holds no personal data")
