"""What cases hold of a person: how each matter stood, and what colleagues noted about it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from hemicycle.cases.models import Case, CaseMessage, CaseTag, Confirmation, InternalNote, Subject
from hemicycle.channels.personal_data import messages
from hemicycle.rules import personal_data


def cases(subject: personal_data.Subject) -> QuerySet[Case]:
    return Case.objects.filter(messages__inbound__in=messages(subject)).distinct()


def notes_naming(subject: personal_data.Subject) -> QuerySet[InternalNote]:
    """What colleagues noted about other people's cases, with one of these addresses in it."""
    named = Q(pk__in=[])
    for address in subject.addresses:
        named |= Q(text__icontains=address)
    rows: QuerySet[InternalNote] = InternalNote.objects.filter(named, office__in=subject.offices)
    return rows


def case_rows(subject: personal_data.Subject) -> list[QuerySet[Any]]:
    known = cases(subject).values("pk")
    notes = InternalNote.objects.filter(Q(case__in=known) | Q(pk__in=notes_naming(subject)))
    return [
        cases(subject), CaseMessage.objects.filter(case__in=known), CaseTag.objects.filter(case__in=known),
        Confirmation.objects.filter(case__in=known),
        Subject.objects.filter(case__in=known), notes,
    ]  # fmt: skip


def case_data(subject: personal_data.Subject) -> list[dict[str, Any]]:
    rows = cases(subject).select_related("office", "confirmation").order_by("opened_at", "pk")
    return [_case(row) for row in rows.prefetch_related("notes", "subjects__bill", "tags__tag")]


def _case(row: Case) -> dict[str, Any]:
    return {
        "office": str(row.office),
        "reference": row.written_reference,
        "state": row.state,
        "opened_at": row.opened_at,
        "answered_at": row.answered_at,
        "closed_at": row.closed_at,
        "confirmed_at": row.confirmed_at,
        "asked_to_confirm_at": row.confirmation.sent_at if hasattr(row, "confirmation") else None,
        "urgency": row.urgency,
        "about": [str(one) for one in row.subjects.all()],
        "tags": [str(one.tag) for one in row.tags.all()],
        "notes": [{"text": one.text, "written_at": one.written_at} for one in row.notes.all()],
    }
