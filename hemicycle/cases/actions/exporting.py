"""A list of cases that leaves as a file is logged, before the file is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from hemicycle.accounts.models import User
from hemicycle.cases.models import Case
from hemicycle.rules import audit


@transaction.atomic
def note_export(cases: Iterable[Case], *, by: User) -> None:
    """Once for each office whose cases are in it, with how many: each reads its own log. Of a file without any, once
    for each office of whoever took it."""
    counted = Counter(one.office for one in cases) or Counter(dict.fromkeys(by.offices, 0))
    for office, n in sorted(counted.items(), key=lambda one: one[0].pk):
        audit.record("cases.export", by=by, about=Case._meta.label_lower, office=office, cases=n)
