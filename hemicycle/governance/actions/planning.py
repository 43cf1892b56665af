"""The plan of outreach: written by who leads the policy; each owner says how their own goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.rules import audit
from hemicycle.rules.errors import IllegalMove

from ..errors import AlreadyThere, MayNotAllocate, NoReason, NotBegun, NotOfTheHouse
from ..models import Activity, leads
from ..workflow import ACTIVITY_WORKFLOW
from .duties import works_for_the_house

PLANNED = frozenset({
    "title", "goal", "target", "unit", "audience", "channel", "office", "owner", "starts_on", "ends_on", "is_public",
})  # fmt: skip
"""What is said of an activity before it is over."""


def may_plan(person: object) -> bool:
    return leads(person)


def may_report(activity: Activity, person: object) -> bool:
    """Whether somebody says how it goes."""
    return leads(person) or (isinstance(person, User) and activity.owner_id == person.pk)


@transaction.atomic
def plan_activity(known: Mapping[str, Any], *, by: Any) -> Activity:
    """`known`: PLANNED. Raises MayNotAllocate, NotOfTheHouse; AlreadyThere for the same title, office, owner, days."""
    checked = _checked(known, by=by)
    same = {name: checked[name] for name in ("title", "office", "owner", "starts_on", "ends_on")}
    # Locked, so that the other of two clicks waits, and finds what the first has made.
    Office.objects.select_for_update().get(pk=checked["office"].pk)
    if before := Activity.objects.filter(**same, state__in=Activity.OPEN).first():
        raise AlreadyThere(before)
    activity = Activity(**checked)
    activity.save(force_insert=True)
    audit.record("governance.plan_activity", by=by, about=activity, office=activity.office)
    return activity


@transaction.atomic
def change_activity(activity: Activity, known: Mapping[str, Any], *, by: Any) -> Activity:
    """Raises as plan_activity does, and IllegalMove for what is over."""
    row = _locked(activity)
    if row.state not in Activity.OPEN:
        raise IllegalMove(f"{row.state} is over")
    for name, value in _checked(known, by=by).items():
        setattr(row, name, value)
    row.save()
    audit.record("governance.change_activity", by=by, about=row, office=row.office)
    return row


@transaction.atomic
def begin_activity(activity: Activity, *, by: Any) -> Activity:
    row = _moved(activity, "begin", by=by)
    row.save(update_fields=["state"])
    audit.record("governance.begin_activity", by=by, about=row, office=row.office)
    return row


@transaction.atomic
def finish_activity(activity: Activity, *, result: int, evidence: str, what_came: str = "", by: Any) -> Activity:
    """`result` counts what the target counts; `evidence` says where it can be seen, an address or words. Raises
    NoReason without one; NotBegun before its first day."""
    row = _moved(activity, "finish", by=by)
    if row.starts_on > timezone.localdate():
        raise NotBegun(row.starts_on.isoformat())
    if not evidence.strip():
        raise NoReason("a result comes with its evidence")
    row.result, row.evidence, row.what_came, row.closed_at = result, evidence, what_came.strip(), timezone.now()
    row.save(update_fields=["state", "result", "evidence", "what_came", "closed_at"])
    audit.record("governance.finish_activity", by=by, about=row, office=row.office, result=result, target=row.target)
    return row


@transaction.atomic
def correct_result(activity: Activity, *, result: int, evidence: str, what_came: str = "", by: Any) -> Activity:
    """Of what is done; the audit log keeps the number that stood there. Raises MayNotAllocate, NoReason,
    IllegalMove."""
    row = _locked(activity)
    if isinstance(by, User) and not may_report(row, by):
        raise MayNotAllocate(str(by.pk))
    if row.state != Activity.State.DONE:
        raise IllegalMove(f"{row.state} has no result")
    if not evidence.strip():
        raise NoReason("a result comes with its evidence")
    was, row.result, row.evidence, row.what_came = row.result, result, evidence.strip(), what_came.strip()
    row.save(update_fields=["result", "evidence", "what_came"])
    audit.record("governance.correct_result", by=by, about=row, office=row.office, was=was, result=result)
    return row


@transaction.atomic
def cancel_activity(activity: Activity, *, why: str, by: Any) -> Activity:
    """Raises NoReason."""
    row = _moved(activity, "cancel", by=by)
    if not why.strip():
        raise NoReason("a cancelled activity says why")
    row.why_cancelled, row.closed_at = why.strip(), timezone.now()
    row.save(update_fields=["state", "why_cancelled", "closed_at"])
    audit.record("governance.cancel_activity", by=by, about=row, office=row.office)
    return row


def _moved(activity: Activity, verb: str, *, by: Any) -> Activity:
    row = _locked(activity)
    if isinstance(by, User) and not may_report(row, by):
        raise MayNotAllocate(str(by.pk))
    row.state = ACTIVITY_WORKFLOW.after(row.state, verb)
    return row


def _locked(activity: Activity) -> Activity:
    row: Activity = Activity.objects.select_for_update().select_related("office").get(pk=activity.pk)
    return row


def _checked(known: Mapping[str, Any], *, by: Any) -> dict[str, Any]:
    if isinstance(by, User) and not may_plan(by):
        raise MayNotAllocate(str(by.pk))
    if unknown := known.keys() - PLANNED:
        raise TypeError(f"an activity has no {sorted(unknown)}")
    if known["office"].kind != Office.Kind.INSTITUTION or not works_for_the_house(known["owner"]):
        raise NotOfTheHouse(known["office"].slug)
    return dict(known)
