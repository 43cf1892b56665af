"""What the clauses of a bill are called, as people cite them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override

from hemicycle.cases.models import Subject
from hemicycle.record.models import Clause, Document


def names_of(bill: Document, eids: Collection[str], lang: str) -> dict[str, str]:
    """What clauses are called in a language, “Clause 4 Fees”: in the newest public text that has them, in this
    language if there is one."""
    public = bill.versions.readable_by(None)
    rows = Clause.objects.filter(version__in=public, eid__in=set(eids)).select_related("version")
    newest = sorted(rows, key=lambda one: (one.version.language == lang, one.version.valid_from or date.min))
    with override(lang):
        return {one.eid: f"{one.cited_as} {one.heading}".strip() for one in newest}


def provisions(bill: Document) -> list[tuple[str, str, str]]:
    """(eId, number as printed, what it is called) of what people cite of a bill as it stands, in reading order: in the
    language of the page where it has that, else in another."""
    versions = list(bill.versions.readable_by(None).in_force().order_by("language"))
    wanted = (get_language(), settings.LANGUAGE_CODE)
    versions.sort(key=lambda one: wanted.index(one.language) if one.language in wanted else len(wanted))
    rows = versions[0].clauses.provisions().in_reading_order() if versions else Clause.objects.none()
    return [(one.eid, one.number, f"{one.cited_as} {one.heading}".strip()) for one in rows]


def name_clauses(subjects: Iterable[Subject]) -> None:
    """Give those that are about a clause its name in the language of the page."""
    of_bills: dict[Any, list[Subject]] = {}
    for one in subjects:
        if one.eid:
            of_bills.setdefault(one.bill, []).append(one)
    for bill, about in of_bills.items():
        names = names_of(bill, [one.eid for one in about], get_language() or settings.LANGUAGE_CODE)
        for one in about:
            one.clause_name = names.get(one.eid, one.eid)
