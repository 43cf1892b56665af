"""Two cases that became one are two again, each with its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from hemicycle.accounts.models import User
from hemicycle.cases.actions.merging.taking_over import move_reports, renew_latest, taken_over
from hemicycle.cases.actions.merging.urgency import follow, leave_erased, restore_urgency
from hemicycle.cases.errors import CannotMerge
from hemicycle.cases.models import Case, CaseMessage, PointAnswer, State, ThreatReport
from hemicycle.channels.models import Inbound
from hemicycle.record.models import Area
from hemicycle.rules import audit

_HANDLING = ("state", "closed_at", "waiting_since", "snoozed_until")
_URGENCY = ("urgency", "evidence", "judged_at")
_OTHERS = (
    "assignee_id", "area_id", "opened_at", "answered_at", "acknowledged_at", "confirmed_at", "own_point",
    "point_answer_id",
)  # fmt: skip
_FIELDS = (*_HANDLING, *_URGENCY, *_OTHERS)
_DELETED_MEANWHILE: dict[str, Any] = {"assignee_id": User, "area_id": Area, "point_answer_id": PointAnswer}
"""Rows that may be gone when their keys are given back."""


@dataclass(frozen=True, slots=True)
class Stood:
    """How a case stood, by keys and as a session keeps it: no words of anybody."""

    case: int
    fields: dict[str, Any]
    messages: list[int]
    notes: list[int]
    reports: list[int]
    subjects: list[int]
    tags: list[int]
    merged: list[int]
    origins: list[str] = field(default_factory=list)
    """Of its subjects, in their order; none in what a session kept from before this was noted."""


@dataclass(frozen=True, slots=True)
class Before:
    """How two cases stood before they became one, and what of the one that stays was changed by it."""

    gone: Stood
    kept: Stood
    taken: dict[str, Any]


def before_merging(case: Case, *, into: Case) -> Before:
    """As the rows say: a page may have read its case a while ago, and only parts of it."""
    gone, kept = Case.objects.get(pk=case.pk), Case.objects.get(pk=into.pk)
    return Before(_stood(gone), _stood(kept), _as_kept(taken_over(kept, gone)))


@transaction.atomic
def undo_merge(before: Before, *, by: Any) -> Case:
    """Two cases again, each with its own; what was done to the one since stays with it. Raises CannotMerge where they
    are no longer one, or it was reported as a threat since, which is about the words of both."""
    rows = Case.objects.select_for_update().filter(pk__in=(before.gone.case, before.kept.case))
    held = {one.pk: one for one in rows}
    gone: Case | None = held.get(before.gone.case)
    kept: Case | None = held.get(before.kept.case)
    if gone is None or kept is None or not _are_one(gone, kept, before):
        raise CannotMerge(before.gone.case)
    _restore_rows(gone, kept, before)
    stood = _stood_since(kept, before)
    _restore_urgency(gone, kept, before, stood)
    _restore_fields(kept, stood, _as_read(before.taken))
    kept.save(update_fields=_FIELDS)
    gone.state, gone.merged_into = before.gone.fields["state"], None
    gone.waiting_since = _as_read(before.gone.fields)["waiting_since"]
    # Its writer asked of both, for whom they are one.
    gone.take_back_asked_at = kept.take_back_asked_at
    gone.save(update_fields=["state", "merged_into", "waiting_since", "take_back_asked_at", *_URGENCY])
    for case in (gone, kept):
        renew_latest(case)
    audit.record("cases.undo_merge", by=by, about=gone, office=gone.office, into=kept.written_reference)
    return gone


def _are_one(gone: Case, kept: Case, before: Before) -> bool:
    """With messages of both: some may be erased."""
    here, theirs = set(kept.messages.values_list("inbound", flat=True)), set(before.gone.messages)
    known = [*before.gone.reports, *before.kept.reports]
    reported = ThreatReport.objects.filter(case=kept).exclude(pk__in=known).exists()
    return gone.merged_into_id == kept.pk and bool(here & theirs) and bool(here - theirs) and not reported


def _restore_rows(gone: Case, kept: Case, before: Before) -> None:
    theirs = CaseMessage.objects.filter(inbound__in=before.gone.messages)
    theirs.filter(case=kept).update(case=gone)
    # What was split off meanwhile was a part of this one.
    theirs.filter(split_from=kept).update(split_from=gone)
    kept.notes.filter(pk__in=before.gone.notes).update(case=gone)
    move_reports(ThreatReport.objects.filter(case=kept, pk__in=before.gone.reports), to=gone)
    kept.merged.filter(pk__in=before.gone.merged).update(merged_into=gone)
    kept.tags.filter(tag__in=list(gone.tags.values_list("tag", flat=True))).exclude(tag__in=before.kept.tags).delete()
    origins = dict(zip(before.kept.subjects, before.kept.origins, strict=False))
    for own in gone.subjects.all():
        same = kept.subjects.filter(
            bill=own.bill, eid=own.eid, committee=own.committee, member=own.member, announcement=own.announcement,
            origin=own.origin,
        )  # fmt: skip
        same.exclude(pk__in=before.kept.subjects).delete()
        for one in same.filter(pk__in=origins):
            same.filter(pk=one.pk).update(origin=origins[one.pk])


def _stood_since(kept: Case, before: Before) -> dict[str, Any]:
    """How it would stand, had the two never been one: with what was written to it since."""
    stood = _as_read(before.kept.fields)
    came = Inbound.objects.filter(pk__in=kept.messages.values("inbound"), automatic=False, keyword="")
    first = came.exclude(pk__in=before.kept.messages).order_by("received_at", "pk").first()
    if first is not None:
        waiting_since = stood["waiting_since"] or first.received_at
        stood |= {"state": State.OPEN.value, "closed_at": None, "snoozed_until": None, "judged_at": None}
        stood["waiting_since"] = waiting_since
    return stood


def _restore_urgency(gone: Case, kept: Case, before: Before, stood: Mapping[str, Any]) -> None:
    if all(getattr(kept, name) == before.taken[name] for name in ("urgency", "evidence")):
        kept.urgency, kept.evidence, kept.judged_at = (stood[name] for name in _URGENCY)
    elif follow(before.gone.messages, out_of=kept, to=gone):
        restore_urgency(kept, stood["urgency"], stood["evidence"])
        kept.judged_at = gone.judged_at = None
    for case in (gone, kept):
        leave_erased(case)


def _restore_fields(kept: Case, stood: Mapping[str, Any], taken: Mapping[str, Any]) -> None:
    """What is still as the merge left it; how it is handled is one thing."""
    is_left = {name for name in taken if getattr(kept, name) == taken[name]}
    names = [*(_HANDLING if is_left.issuperset(_HANDLING) else ()), *(name for name in _OTHERS if name in is_left)]
    for name in names:
        setattr(kept, name, stood[name])
    for name, model in _DELETED_MEANWHILE.items():
        if not model.objects.filter(pk=getattr(kept, name)).exists():
            setattr(kept, name, None)


def _stood(case: Case) -> Stood:
    subjects = list(case.subjects.values_list("pk", "origin"))
    return Stood(
        case=case.pk,
        fields=_as_kept({name: getattr(case, name) for name in _FIELDS}),
        messages=list(case.messages.values_list("inbound", flat=True)),
        notes=list(case.notes.values_list("pk", flat=True)),
        reports=list(case.threat_reports.values_list("pk", flat=True)),
        subjects=[key for key, _origin in subjects],
        origins=[origin for _key, origin in subjects],
        tags=list(case.tags.values_list("tag", flat=True)),
        merged=list(case.merged.values_list("pk", flat=True)),
    )


def _as_kept(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, str | dict | None) else str(value) for name, value in fields.items()}


def _as_read(fields: Mapping[str, Any]) -> dict[str, Any]:
    known: Any = Case._meta
    return {name: known.get_field(name).to_python(value) for name, value in fields.items()}
