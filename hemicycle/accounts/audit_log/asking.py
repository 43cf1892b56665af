"""What of the audit log is asked for: by whom, in which office, of what kind, on which days. All of it stands in the
address, except who asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.rules import audit
from hemicycle.rules.models import AuditEntryQuerySet

from ..forms import PeriodForm
from ..governed import OF_NO_OFFICE, governed
from ..models import User
from .reading import readable_in

A_WEEK = timedelta(days=6)
# Beside people: whatever else acts, and both together. In the address, the office of what has none.
SYSTEM, EVERYTHING, NO_OFFICE = "system", "all", "-"


class LogForm(PeriodForm):
    """`field_order`: what is asked first, is asked most."""

    person = forms.ChoiceField(label=_("By"), required=False)
    office = forms.ChoiceField(label=_("Office"), required=False)
    kind = forms.ChoiceField(label=_("Action"), required=False)
    field_order = ("since", "until", "person", "office", "kind")

    def __init__(self, address: QueryDict, *, reader: User) -> None:
        super().__init__(_with_days(address), auto_id="filter-%s")
        self.offices = offices = governed(reader)
        asked = _key(address.get("person", ""))
        others = [(SYSTEM, _("Hemicycle itself, and citizens")), (EVERYTHING, _("All of these"))]
        self._offer("person", [("", _("People who sign in")), *_people(offices, asked), *others])
        self._offer("office", [("", _("All offices")), *((slug or NO_OFFICE, name) for slug, name in offices.items())])
        self._offer("kind", [("", _("Everything")), *_kinds()])
        if len(offices) == 1:
            del self.fields["office"]

    def entries(self) -> AuditEntryQuerySet:
        """Those that were asked for; of what is no answer to a question, none."""
        rows, asked = readable_in(self.offices), self.cleaned_data
        if self.errors:
            return rows.none()
        rows = _by(rows, asked["person"])
        if office := asked.get("office"):
            rows = rows.filter(office=OF_NO_OFFICE if office == NO_OFFICE else office)
        if kind := asked["kind"]:
            rows = rows.filter(action__in=_actions(kind))
        return _within(rows, asked["since"], asked["until"])

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def _with_days(address: QueryDict) -> QueryDict:
    """Without days, the last seven; with both left empty, all of them."""
    asked = address.copy()
    if "since" not in asked and "until" not in asked:
        today = timezone.localdate()
        asked["since"], asked["until"] = str(today - A_WEEK), str(today)
    return asked


def _by(rows: AuditEntryQuerySet, person: str) -> AuditEntryQuerySet:
    if person == EVERYTHING:
        return rows
    people = Q(actor__startswith="user:")
    return rows.filter(~people if person == SYSTEM else Q(actor=f"user:{person}") if person else people)


def _within(rows: AuditEntryQuerySet, since: date | None, until: date | None) -> AuditEntryQuerySet:
    if since:
        rows = rows.filter(at__gte=_begin_of(since))
    return rows.filter(at__lt=_begin_of(until + timedelta(days=1))) if until else rows


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _key(asked: str) -> str:
    """That of a person; "" where it is none."""
    try:
        return str(UUID(asked))
    except ValueError:
        return ""


def _people(offices: Collection[str], asked: str) -> list[tuple[str, str]]:
    """Those who work there, and whom the address names, if they did what the reader may read: they may have left."""
    there = User.objects.filter(assignments__office__slug__in=offices).distinct()
    found = {str(one.pk): str(one) for one in there}
    label = f"user:{asked}"
    if asked and asked not in found and readable_in(offices).filter(actor=label).exists():
        found |= {asked: User.objects.behind([label])[label]}
    return sorted(found.items(), key=lambda one: one[1].casefold())


def _kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every label of an area, once, below all of them together."""
    found = []
    for area, name in audit.AREAS.items():
        labels: dict[str, str] = {}
        for action in audit.LABELS:
            if action.startswith(f"{area}."):
                labels.setdefault(audit.label(action), action)
        every = (area, str(_("%(area)s: everything")) % {"area": name})
        found.append((str(name), [every, *((action, label) for label, action in sorted(labels.items()))]))
    return found


def _actions(kind: str) -> list[str]:
    """Those of an area, or those that bear the same label: entries stay, an action may have been renamed."""
    if kind in audit.AREAS:
        return [action for action in audit.LABELS if action.startswith(f"{kind}.")]
    return [action for action in audit.LABELS if audit.label(action) == audit.label(kind)]
