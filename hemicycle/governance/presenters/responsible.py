"""Who is responsible by function, for everybody to read."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from hemicycle.rules.parameters import in_force

from ..models import Appointment, Duty


@dataclass(frozen=True, slots=True)
class Responsible:
    """`name` is that of the holder, where the House shows names (parameter `approvals_shown`); "" else."""

    duty: str
    office: str
    name: str


def responsible() -> list[Responsible]:
    """Each function once an office; the accounts of the House have a list of their own."""
    today, named = timezone.localdate(), in_force("approvals_shown") == "names"
    duties = Duty.objects.open().exclude(kind=Duty.Kind.ACCOUNT).whole()
    found = []
    for duty in duties:
        held = duty.holding(Appointment.Part.HOLDER, today)
        if held is not None:
            found.append(Responsible(str(duty), str(duty.office), str(held.person) if named else ""))
    return sorted(found, key=lambda one: (one.duty, one.office))
