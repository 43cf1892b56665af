"""Members and bodies as entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.utils import timezone

from hemicycle.record.models import Organization, OrganizationKind, Person
from hemicycle.record.reading import parties_on
from hemicycle.record.search.entry import Entry, Kind

PARTIES = (OrganizationKind.PARTY, OrganizationKind.GROUP)


def people(keys: Sequence[UUID]) -> Iterator[Entry]:
    """A member is found by name and biography, and under the party of today."""
    parties = parties_on(timezone.localdate(), keys)
    for row in Person.objects.filter(pk__in=keys).order_by("pk"):
        names = [row.name, *(str(name) for name in row.other_names)]
        yield Entry(
            kind=Kind.MEMBER,
            row=str(row.pk),
            owners=(f"person:{row.pk}",),
            texts={"": names, **{language: [text] for language, text in row.biographies.items()}},
            titles=tuple(names),
            people=(str(row.pk),),
            parties=(str(parties[row.pk].pk),) if row.pk in parties else (),
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
