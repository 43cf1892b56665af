"""Requests of persons, as staff see them: numbers by table, what is due, and never a word or an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Notice, User
from hemicycle.accounts.navigation import Banner
from hemicycle.accounts.notices.kinds import Describe, Described, Kind, each_described, register_kind
from hemicycle.rules import retention

from ..actions.requests.asking import NEW_REQUEST
from ..actions.requests.deciding import DECIDE_REQUEST, DUE_REQUEST
from ..models import Appointment, answers_for_data
from ..models.duties import AppointmentQuerySet
from ..models.requests import ALL_HANDLERS, PersonalDataRequest, RequestQuerySet


def by_table(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """What readers call each table, and how many rows."""
    return [(retention.name_of(table) or table, n) for table, n in counts.items()]


def waiting(user: User) -> RequestQuerySet:
    return PersonalDataRequest.objects.visible_to(user).to_answer()


def by_duty(user: User) -> AppointmentQuerySet:
    """By which somebody without the role has the requests in their menu."""
    return Appointment.objects.of_data_protection(timezone.localdate()).filter(person=user)


def overdue(user: User) -> Banner | None:
    if not (user.has_role(ALL_HANDLERS) or answers_for_data(user)):
        return None
    n = waiting(user).overdue(timezone.now()).count()
    if not n:
        return None
    title = ngettext(
        "%(n)d person has waited too long for an answer about their data",
        "%(n)d persons have waited too long for an answer about their data",
        n,
    ) % {"n": n}
    url = reverse("governance:requests")
    return Banner(
        "error",
        title,
        gettext("The day by which the policy promises an answer has passed."),
        url,
        gettext("See the requests"),
    )


def register_kinds() -> None:
    for name, label, said, action, trouble in (
        (NEW_REQUEST, _("A person asks about their data"), _("A person asks about their data."), _("Read it"), False),
        (
            DECIDE_REQUEST,
            _("A request about data awaits a second person"),
            _("A request about a person’s data awaits a second person."),
            _("Read and decide"),
            False,
        ),
        (
            DUE_REQUEST,
            _("A request about data is due within a week"),
            _("A request about a person’s data is due within a week."),
            _("See what is left to do"),
            True,
        ),
    ):
        register_kind(
            Kind(
                name, label=label, said=said, roles=ALL_HANDLERS, describe=_described(action), trouble=trouble,
                invites=answers_for_data,
            )
        )  # fmt: skip


def _described(action: Any) -> Describe:
    def describe(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
        return each_described(
            notices,
            waiting(person),
            lambda one: Described(_title(one), reverse("governance:request", args=[one.pk]), str(action)),
        )

    return describe


def _title(row: PersonalDataRequest) -> str:
    due = date_format(timezone.localtime(row.due_at), "DATE_FORMAT")
    return gettext("%(kind)s · due %(due)s") % {"kind": row.get_kind_display(), "due": due}
