"""Who holds which duty: the responsibility matrix, one duty, appointments, leave, tests of recovery contacts."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.channels.models import Account
from hemicycle.rules.errors import IllegalMove

from ..actions import duties as actions
from ..actions.exporting import note_export
from ..errors import AlreadyThere, BothParts, NotOfTheHouse, PeriodTaken
from ..forms.duties import AppointForm, DutyForm, EndForm, LeaveForm, RecoveryForm
from ..models import HOUSE_ROLES, LEADERS, Appointment, Duty, Leave, leads
from ..presenters import matrix as matrices
from .lookup import person
from .responses import QUICKER, carry_out, csv_file, form_page, moved, status_of


@allow(*HOUSE_ROLES)
def duties(request: HttpRequest) -> HttpResponse:
    """All of them with holder and deputy; what is missing for who allocates them."""
    allocates = leads(request.user)
    found = matrices.matrix(timezone.localdate(), with_gaps=allocates)
    context = {"matrix": found, "allocates": allocates, "people": found.by_person(), "tab": "duties"}
    return render(request, "governance/duties/matrix.html", context)


@allow(Role.SECRETARY, step_up="export")
def duties_csv(request: HttpRequest) -> HttpResponse:
    found = matrices.matrix(timezone.localdate(), with_gaps=True)
    note_export("duties", about=Duty, by=person(request))
    return csv_file("duties.csv", matrices.csv_columns(), matrices.csv_rows(found))


@allow(Role.SECRETARY)
def new_duty(request: HttpRequest) -> HttpResponse:
    form = DutyForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                made = actions.open_duty(
                    kind=given["kind"], office=given["office"], name=given["name"], by=person(request)
                )
        except (IntegrityError, AlreadyThere):
            form.add_error("kind", _("This office has this duty already."))
        else:
            messages.success(request, _("Saved. Now say who holds it and who stands in."))
            return redirect("governance:duty", made.pk)
    return _form(request, form, _("New duty"))


@allow(Role.SECRETARY, only_post=True)
def allocate_account(request: HttpRequest, number: int) -> HttpResponse:
    """One click: the account becomes a duty, with whom its page names."""
    rows = Account.objects.open().filter(office__kind=Office.Kind.INSTITUTION)
    account = get_object_or_404(rows.select_related("office", "owner", "deputy"), pk=number)
    try:
        with transaction.atomic():
            made = actions.open_duty(
                kind=Duty.Kind.ACCOUNT, office=account.office, account=account, by=person(request)
            )
    except IntegrityError:
        made = Duty.objects.open().get(account=account)
    return redirect("governance:duty", made.pk)


@allow(*HOUSE_ROLES)
def duty(request: HttpRequest, number: int) -> HttpResponse:
    """One duty, and who held it before."""
    found, by = _duty(number), person(request)
    rows = list(found.appointments.all())
    allocates = leads(by)
    today = timezone.localdate()
    shown = matrices.matrix(today, with_gaps=True).rows if allocates else ()
    context = {
        "duty": found,
        "now": [one for one in rows if one.holds_on(today)],
        "later": [one for one in rows if one.starts_on > today],
        "before": [one for one in rows if one.ends_on is not None and one.ends_on < today],
        "gaps": next((row.gaps for row in shown if row.duty == found), ()),
        "away": Leave.objects.on(today).filter(person__in=[one.person_id for one in rows if one.holds_on(today)]),
        "allocates": allocates,
        "reads_notes": allocates or any(one.person_id == by.pk and one.holds_on(today) for one in rows),
    }
    return render(request, "governance/duties/duty.html", context)


@allow(Role.SECRETARY)
def appoint(request: HttpRequest, number: int) -> HttpResponse:
    found = _duty(number)
    asked = request.GET.get("part", "")
    initial = {"part": asked} if asked in Appointment.Part else {}
    form = AppointForm(request.POST or None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.appoint(found, **{key: given[key] for key in APPOINTED}, by=person(request))
        except PeriodTaken:
            form.add_error("starts_on", _("Somebody holds it on a day of this time. End theirs first."))
        except BothParts:
            form.add_error(
                "person", _("This person holds the other part at this time; nobody stands in for themselves.")
            )
        except (NotOfTheHouse, IllegalMove):
            messages.error(request, QUICKER)
            return redirect("governance:duty", number)
        else:
            messages.success(request, _("Saved."))
            if words := matrices.lacks_role(found, given["person"]):
                messages.warning(request, words)
            return redirect("governance:duty", number)
    return _form(request, form, _("Give the duty to somebody"), found, lead=_needs(found))


def _needs(duty: Duty) -> str:
    """Said before somebody is chosen."""
    if not duty.needs:
        return ""
    roles = ", ".join(str(Role(role).label) for role in duty.needs)
    return _("Who holds it, and who stands in, needs one of these roles: %(roles)s.") % {"roles": roles}


APPOINTED = ("person", "part", "starts_on", "ends_on", "handover")


@allow(*LEADERS, own=HOUSE_ROLES)
def end_appointment(request: HttpRequest, number: int) -> HttpResponse:
    """By who allocates duties, or by whoever holds it."""
    row = get_object_or_404(Appointment.objects.select_related("duty__office", "person"), pk=number)
    by = person(request)
    if not leads(by) and row.person_id != by.pk:
        raise PermissionDenied
    initial = {"on": row.ends_on or timezone.localdate(), "handover": row.handover}
    form = EndForm(request.POST or None, since=row.starts_on, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.end_appointment(row, on=given["on"], handover=given["handover"], by=by)
        except (IllegalMove, PeriodTaken):
            form.add_error("on", _("It cannot end on this day: it did not begin by then, or somebody else holds it."))
        else:
            messages.success(request, _("Saved."))
            return redirect("governance:duty", row.duty_id)
    heading = _("%(part)s: %(person)s") % {"part": row.get_part_display(), "person": row.person}
    return _form(request, form, heading, row.duty)


@allow(Role.SECRETARY, only_post=True)
def remove_appointment(request: HttpRequest, number: int) -> HttpResponse:
    row = get_object_or_404(Appointment.objects.select_related("duty"), pk=number)
    said = _("Removed. Whoever held the duty before does not have it back by itself: give it to them again.")
    act = partial(actions.remove_appointment, row, by=person(request))
    carry_out(request, act, said, {IllegalMove: _("It was not made today: set its last day instead.")})
    return redirect("governance:duty", row.duty_id)


@allow(Role.SECRETARY, only_post=True)
def close_duty(request: HttpRequest, number: int) -> HttpResponse:
    said = _("The House has this duty no more; who held it stays in the record.")
    duty = _duty(number)
    carry_out(request, lambda: actions.close_duty(duty, by=person(request)), said, {IllegalMove: moved(request, duty)})
    return redirect("governance:duties")


@allow(Role.SECRETARY, only_post=True)
def update_account(request: HttpRequest, number: int) -> HttpResponse:
    actions.update_account(_duty(number), by=person(request))
    messages.success(request, _("The account names who answers for it now."))
    return redirect("governance:duties")


@allow(*HOUSE_ROLES)
def leave(request: HttpRequest) -> HttpResponse:
    """One's own; for who allocates duties, everybody's."""
    by = person(request)
    allocates = leads(by)
    form = LeaveForm(request.POST or None, allocates=allocates, by=by)
    if form.is_valid():
        given = form.cleaned_data
        whose = given.get("person", by)
        try:
            actions.enter_leave(whose, starts_on=given["starts_on"], ends_on=given["ends_on"], by=by)
        except PeriodTaken:
            form.add_error("starts_on", _("A leave on a day of this time is entered already. Remove that one first."))
        else:
            messages.success(request, _("Saved. The deputies stand in."))
            return redirect("governance:leave")
    rows = Leave.objects.to_come(timezone.localdate()).select_related("person")
    rows = rows if allocates else rows.filter(person=by)
    context = {"form": form, "rows": rows, "allocates": allocates, "tab": "leave"}
    return render(request, "governance/duties/leave.html", context, status=status_of(form))


@allow(*HOUSE_ROLES, only_post=True)
def remove_leave(request: HttpRequest, number: int) -> HttpResponse:
    by = person(request)
    mine = Q() if leads(by) else Q(person=by)
    actions.remove_leave(get_object_or_404(Leave.objects.filter(mine), pk=number), by=by)
    messages.success(request, _("Removed."))
    return redirect("governance:leave")


@allow(*LEADERS, own=HOUSE_ROLES)
def recovery_tested(request: HttpRequest, number: int) -> HttpResponse:
    """By who allocates duties, or who answers for the account."""
    rows = Account.objects.open().filter(office__kind=Office.Kind.INSTITUTION).select_related("office")
    by = person(request)
    mine = Q() if leads(by) else Q(owner=by) | Q(deputy=by)
    account = get_object_or_404(rows.filter(mine), pk=number)
    form = RecoveryForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        actions.record_recovery_test(account, on=given["on"], works=given["works"] == "yes", by=by)
        messages.success(request, _("Saved."))
        return redirect("governance:duties")
    heading = _("Recovery contacts of %(account)s") % {"account": account}
    lead = _(
        "Ask the network for a new password, see whether its message reaches the recovery contacts, and stop there."
    )
    return _form(request, form, heading, lead=lead)


def _duty(number: int) -> Duty:
    found: Duty = get_object_or_404(Duty.objects.whole(), pk=number)
    return found


def _form(
    request: HttpRequest, form: BaseForm, heading: str, about: Duty | None = None, *, lead: str = ""
) -> HttpResponse:
    back = reverse("governance:duty", args=[about.pk]) if about else reverse("governance:duties")
    kicker = str(about) if about else _("Duties")
    return form_page(request, form, heading=heading, submit=_("Save"), kicker=kicker, back=back, lead=lead)
