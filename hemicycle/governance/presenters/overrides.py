"""Emergency overrides as pages show them, and whom they await."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import Notice, User
from hemicycle.accounts.navigation import Banner
from hemicycle.accounts.notices.kinds import Described, Kind, each_described, register_kind
from hemicycle.rules.parameters import is_overridden

from ..actions.notices import OVERRIDE
from ..models import LEADERS, Override, leads
from .text import Value, values_of


@dataclass(frozen=True, slots=True)
class Shown:
    """One override with what it replaces in words."""

    row: Override
    values: list[Value]
    is_in_force: bool
    is_awaiting: bool
    mine: bool = False


def shown(row: Override, person: User | None = None) -> Shown:
    now = timezone.now()
    awaits = row.confirmed_at is None and row.ended_at is None and now < row.until
    mine = person is not None and row.asked_by_id == person.pk
    return Shown(row, values_of(row.values), row.is_in_force(now), awaits, mine)


def banner() -> Banner | None:
    """For everybody, while one is in force."""
    row = Override.objects.in_force(timezone.now()).first() if is_overridden() else None
    if row is None:
        return None
    until = timezone.localtime(row.until)
    return Banner(
        kind="warning",
        title=_("An emergency override is in force"),
        text=_("%(reason)s It ends by itself at %(hour)s.") % {"reason": row.reason, "hour": f"{until:%H:%M}"},
        url=reverse("governance:overrides_public"),
        action=_("What it replaces"),
    )


def register_override_kind() -> None:
    register_kind(
        Kind(
            OVERRIDE,
            label=gettext_lazy("An emergency override awaits my confirmation"),
            said=gettext_lazy("An emergency override awaits your confirmation."),
            roles=LEADERS,
            describe=described,
        )
    )


def described(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    if not leads(person):
        return {}
    return each_described(
        notices,
        Override.objects.awaiting(timezone.now()),
        lambda one: Described(
            ", ".join(value.meaning for value in values_of(one.values)),
            reverse("governance:overrides"),
            gettext_lazy("Read and confirm"),
            one.reason,
        ),
    )
