"""Members and bodies as entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils import timezone

from hemicycle.record.models import Membership, Organization, OrganizationKind, Person
from hemicycle.record.search.entry import Entry, Kind

PARTIES = (OrganizationKind.PARTY, OrganizationKind.GROUP)


def people(keys: Sequence[UUID]) -> Iterator[Entry]:
    """A member is found by name and biography, and under the party of today."""
    parties: dict[UUID, set[str]] = {}
    held = Membership.objects.on(timezone.localdate()).filter(person__in=keys, organization__kind__in=PARTIES)
    for person, party in held.values_list("person", "organization"):
        parties.setdefault(person, set()).add(str(party))
    for row in Person.objects.filter(pk__in=keys).order_by("pk"):
        names = [row.name, *(str(name) for name in row.other_names)]
        yield Entry(
            kind=Kind.MEMBER,
            row=str(row.pk),
            owners=(f"person:{row.pk}",),
            texts={"": names, **{language: [text] for language, text in row.biographies.items()}},
            titles=tuple(names),
            people=(str(row.pk),),
            parties=tuple(sorted(parties.get(row.pk, ()))),
        )


def bodies(keys: Sequence[UUID]) -> Iterator[Entry]:
    for row in Organization.objects.filter(pk__in=keys).order_by("pk"):
        texts: dict[str, list[str]] = {}
        for wording in (row.names, row.short_names, row.descriptions):
            for language, text in wording.items():
                texts.setdefault(language, []).append(text)
        party = (str(row.pk),) if row.kind in PARTIES else ()
        yield Entry(
            kind=Kind.BODY,
            row=str(row.pk),
            owners=(f"body:{row.pk}",),
            texts=texts,
            titles=tuple({*row.names.values(), *row.short_names.values()}),
            parties=party,
            languages=tuple(sorted(texts)),
        )
