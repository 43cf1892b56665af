"""Bringing the index up to date, and making it anew.

What is noted is deleted only after the index is committed. Whoever is killed in between, or before, leaves it noted;
the next one puts the same entries in the place of the same entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from uuid import UUID

from django.db import transaction

from hemicycle.record.actions.indexing import note_owners
from hemicycle.record.models import Unindexed
from hemicycle.record.search.engine import engine
from hemicycle.record.search.entries import all_owners, entries, everything
from hemicycle.record.search.entry import Entry

# A commit takes about as long as a few hundred speeches; a sitting has that many by itself.
OWNERS_A_COMMIT = 20
_NOTED_AT_ONCE = 1_000

Progress = Callable[[int, int], None]


def bring_up_to_date(*, progress: Progress, waiting: Callable[[], None]) -> int:
    """Index what is noted until nothing is left; returns how many entries were written."""
    written, done = 0, 0
    with engine().writer(waiting=waiting) as pen:
        while noted := dict(Unindexed.objects.order_by("mark").values_list("owner", "mark")[:OWNERS_A_COMMIT]):
            written += pen.replace(list(noted), entries(noted))
            _forget(noted)
            done += len(noted)
            progress(done, done + Unindexed.objects.count())
    return written


def rebuild(*, waiting: Callable[[], None], progress: Callable[[], None] = lambda: None) -> int:
    """The whole index from the record, in one commit: until then the old one answers."""
    with engine().writer(waiting=waiting) as pen:
        noted = dict(Unindexed.objects.values_list("owner", "mark"))
        written = pen.replace_all(_counted(everything(), progress))
        _forget(noted)
    return written


def note_everything() -> int:
    """See that an index which is not there is made by the workers; returns how many rows were noted."""
    owners = list(all_owners())
    for start in range(0, len(owners), _NOTED_AT_ONCE):
        note_owners(owners[start : start + _NOTED_AT_ONCE])
    return len(owners)


def _counted(read: Iterable[Entry], progress: Callable[[], None]) -> Iterator[Entry]:
    for entry in read:
        yield entry
        progress()


@transaction.atomic
def _forget(noted: Mapping[str, UUID]) -> None:
    """What was noted again in the meantime has another mark, and stays."""
    for owner, mark in noted.items():
        Unindexed.objects.filter(owner=owner, mark=mark).delete()
