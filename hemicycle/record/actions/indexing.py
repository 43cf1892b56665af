"""Note what must be indexed anew, in the transaction of the write itself; ask for the dataset to be packed."""

from __future__ import annotations

from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from hemicycle.record.addresses import uuid7
from hemicycle.record.models import Document, Indexing, Organization, Packing, Person, Sitting, Unindexed
from hemicycle.rules import work

# Whose change brings which entries up to date; `search/entries.py` reads them.
OWNERS: dict[type[models.Model], str] = {
    Person: "person",
    Organization: "body",
    Document: "document",
    Sitting: "sitting",
}


def note(row: models.Model) -> None:
    """A row of the record, or what belongs to it, has changed."""
    note_owners([owner_of(row)])


def note_speaker(person: Person) -> None:
    """A person changed, and what they said is to be found under other parties than before."""
    note_owners([owner_of(person), f"speaker:{person.pk}"])


def note_members(body: Organization) -> None:
    """A body became a party, is one no longer, or is another: so is it with its members and all they said."""
    members = Person.objects.filter(memberships__organization=body).order_by("pk").values_list("pk", flat=True)
    note_owners([name for key in members.distinct() for name in (f"person:{key}", f"speaker:{key}")])


def owner_of(row: models.Model) -> str:
    return owner(OWNERS[type(row)], row.pk)


def owner(kind: str, key: UUID) -> str:
    return f"{kind}:{key}"


@transaction.atomic
def note_owners(owners: list[str]) -> None:
    """Keep them as rows, see that a job comes after this transaction, and wake a worker when it is committed."""
    if not owners:
        return
    rows = [Unindexed(owner=name, mark=uuid7()) for name in owners]
    Unindexed.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["owner"], update_fields=["mark"], batch_size=1_000
    )
    # Locked until we commit: whoever claims it then sees our rows. One that is claimed is not found, and we add one.
    # Whoever added the one that waits woke a worker: a list of a thousand members does it once.
    if not Indexing.objects.waiting().select_for_update().values_list("pk")[:1]:
        Indexing.objects.create()
        work.wake()


@transaction.atomic
def ask_for_dataset() -> None:
    """See that the dataset is packed after this transaction; asked twice, once."""
    if not Packing.objects.waiting().select_for_update().values_list("pk")[:1]:
        Packing.objects.create()
        work.wake()


def withhold_dataset() -> None:
    """What was packed, or is being packed, holds something that is no longer public."""
    Packing.objects.filter(withheld_at=None).exclude(pk__in=Packing.objects.waiting()).update(
        withheld_at=timezone.now()
    )
