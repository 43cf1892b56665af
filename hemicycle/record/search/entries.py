"""From rows of the record to the entries of the search: what is public, as it stands, and nothing else.

`entries(owners)` reads what noted owners have, `everything()` the whole record. Rows are read as a stream: a record
of decades does not fit into memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from uuid import UUID

from hemicycle.record.models import Document, Organization, Person, Sitting
from hemicycle.record.search.entry import Entry
from hemicycle.record.search.read_papers import documents
from hemicycle.record.search.read_people import bodies, people
from hemicycle.record.search.read_sittings import said_by, sittings

Read = Callable[[Sequence[UUID]], Iterator[Entry]]

READERS: dict[str, Read] = {
    "person": people,
    "body": bodies,
    "document": documents,
    "sitting": sittings,
    "speaker": said_by,
}
_WHOLE = {"person": Person, "body": Organization, "document": Document, "sitting": Sitting}
_AT_ONCE = 500


def entries(owners: Iterable[str]) -> Iterator[Entry]:
    """What these owners have now. One that is both a sitting's and its speaker's comes once."""
    keys: dict[str, list[UUID]] = {}
    for name in owners:
        kind, _, key = name.partition(":")
        keys.setdefault(kind, []).append(UUID(key))
    seen: set[str] = set()
    for kind, several in keys.items():
        for entry in READERS[kind](several):
            if entry.key not in seen:
                seen.add(entry.key)
                yield entry


def everything() -> Iterator[Entry]:
    for kind, model in _WHOLE.items():
        keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), _AT_ONCE):
            yield from READERS[kind](keys[start : start + _AT_ONCE])


def all_owners() -> Iterator[str]:
    """Every owner there is, for an index that must be made from nothing."""
    for kind, model in _WHOLE.items():
        for key in model._default_manager.order_by("pk").values_list("pk", flat=True).iterator():
            yield f"{kind}:{key}"
