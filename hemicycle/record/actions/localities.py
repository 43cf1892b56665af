"""The table by which people find who represents them: it is loaded whole, and replaces the one before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from hemicycle.record.importers.localities_csv import Aside, Table
from hemicycle.record.models import Area, Locality, Membership
from hemicycle.record.models.localities import key_of
from hemicycle.rules import audit

AT_ONCE = 2_000


@dataclass(slots=True)
class Loaded:
    """How many rows now answer, and which do not."""

    rows: int = 0
    encoding: str = ""
    aside: list[Aside] = field(default_factory=list)


@transaction.atomic
def load_localities(table: Table, *, by: Any) -> Loaded:
    """Put these rows in the place of all others. A table of which no row could be used replaces nothing."""
    loaded, areas = Loaded(encoding=table.encoding, aside=list(table.aside)), _Areas()
    rows: dict[tuple[Any, str, str], Locality] = {}
    for row in table.rows:
        area, reason = areas.of(row.area)
        if area is None:
            what = " · ".join(filter(None, (row.postcode, row.name, row.area)))[:120]
            loaded.aside.append(Aside(row.line, what, reason))
            continue
        keys = key_of(row.postcode), key_of(row.name)
        rows[area.pk, *keys] = Locality(
            postcode=row.postcode, name=row.name, postcode_key=keys[0], name_key=keys[1], area=area
        )
    loaded.aside.sort(key=lambda one: one.line)
    loaded.rows = len(rows)
    if rows:
        Locality.objects.all().delete()
        Locality.objects.bulk_create(rows.values(), batch_size=AT_ONCE)
        audit.record("record.load_localities", by=by, about="localities", rows=len(rows), aside=len(loaded.aside))
    return loaded


@transaction.atomic
def remove_localities(*, by: Any) -> int:
    """Without the table, people find their constituency by its name alone."""
    removed, _each = Locality.objects.all().delete()
    if removed:
        audit.record("record.remove_localities", by=by, about="localities", rows=removed)
    return removed


class _Areas:
    """The constituencies by what a table may call them: their address, or a name in any language."""

    def __init__(self) -> None:
        self.by_name: dict[str, dict[Any, Area]] = defaultdict(dict)
        for area in Area.objects.all():
            for name in (area.address, *area.names.values()):
                self.by_name[key_of(name)][area.pk] = area
        self.seated = set(Membership.objects.mandates().exclude(area=None).values_list("area", flat=True))

    def of(self, name: str) -> tuple[Area | None, str]:
        """That constituency, or None and why. Of a region and a constituency of one name, that with a seat."""
        found = self.by_name.get(key_of(name), {})
        seated = [area for key, area in found.items() if key in self.seated]
        fits = seated if len(seated) == 1 else list(found.values())
        if len(fits) == 1:
            return fits[0], ""
        return None, "several-constituencies" if fits else "unknown-constituency"
