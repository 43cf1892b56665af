"""Sensitive periods: public to read, planned by the Secretary General’s office, ended early by two of its people."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.accounts.sensitive_periods import parts_in_words
from hemicycle.governance.actions import ending_periods
from hemicycle.governance.forms.periods import REFUSALS, LongerForm, PeriodForm
from hemicycle.governance.presenters import periods as presenter
from hemicycle.rules import actions, periods
from hemicycle.rules.errors import PeriodRefused, SecondPersonNeeded
from hemicycle.rules.models import PeriodKind, SensitivePeriod

from .lookup import person
from .responses import Words, carry_out, status_of

MAY_PLAN = (Role.SECRETARY,)


@allow(public=True)
def register(request: HttpRequest) -> HttpResponse:
    """What is in force, planned and over, for everybody."""
    context: dict[str, object] = {**presenter.public(), "exceptions": presenter.exceptions()}
    context["may_plan"] = isinstance(request.user, User) and request.user.has_role(MAY_PLAN)
    return render(request, "governance/periods/register.html", context)


@allow(public=True)
def data(request: HttpRequest) -> JsonResponse:
    found = [presenter.as_data(one) for rows in presenter.public().values() for one in rows]
    return JsonResponse({"periods": found})


@allow(*MAY_PLAN)
def board(request: HttpRequest) -> HttpResponse:
    """All of them, and the kinds that can be planned, each with what it stops."""
    rows = [presenter.shown(row) for row in SensitivePeriod.objects.newest_first()]
    kinds = [(kind, kind.label, parts_in_words(periods.FREEZES[kind]())) for kind in PeriodKind]
    context = {"rows": rows, "kinds": kinds, "exceptions": presenter.exceptions()}
    return render(request, "governance/periods/board.html", context)


@allow(*MAY_PLAN, step_up="policy")
def plan(request: HttpRequest, kind: str) -> HttpResponse:
    """The form; then what it will stop, once more; then it is planned."""
    if kind not in PeriodKind.values:
        raise Http404
    found = PeriodKind(kind)
    form = PeriodForm(request.POST if request.method == "POST" else None, kind=found)
    now, user = timezone.now(), person(request)
    if form.is_valid() and not _overlaps(form, found):
        given = form.cleaned_data
        period = SensitivePeriod(kind=found, starts_at=given["starts_at"] or now, ends_at=given["ends_at"])
        if "confirmed" in request.POST and _planned(form, found, by=user):
            messages.success(request, _("It is in force.") if period.starts_at <= now else _("It is planned."))
            return redirect("governance:periods_board")
        if not form.errors and "change" not in request.POST:
            lines = presenter.consequences(period, user)
            shown = {"form": form, "kind": found, "consequences": lines, "at_once": period.starts_at <= now}
            return render(request, "governance/periods/confirm.html", shown)
    preview = SensitivePeriod(kind=found, starts_at=now)
    context = {"form": form, "kind": found, "stopped": presenter.stopped_by(preview, user)}
    context["exceptions"] = presenter.exceptions()
    return render(request, "governance/periods/plan.html", context, status=status_of(form))


def _overlaps(form: PeriodForm, kind: PeriodKind) -> bool:
    """Said before anybody reads what would happen."""
    starts, ends = form.cleaned_data["starts_at"] or timezone.now(), form.cleaned_data["ends_at"]
    if not SensitivePeriod.objects.overlapping(starts, ends).filter(kind=kind).exists():
        return False
    form.refuse("overlaps")
    return True


def _planned(form: PeriodForm, kind: PeriodKind, *, by: User) -> bool:
    given = form.cleaned_data
    try:
        actions.plan_period(
            kind=kind, starts_at=given["starts_at"], ends_at=given["ends_at"], notices=form.notices, by=by
        )
    except PeriodRefused as error:
        form.refuse(error.code)
        return False
    return True


@allow(*MAY_PLAN)
def period(request: HttpRequest, number: int) -> HttpResponse:
    """One of them: what it stops now, and what can be done about it. POST gives it a later end."""
    found, user = get_object_or_404(SensitivePeriod, pk=number), person(request)
    form = LongerForm(request.POST if request.method == "POST" else None, initial={"ends_at": found.ends_at})
    if form.is_valid():
        try:
            actions.move_period_end(found, ends_at=form.cleaned_data["ends_at"], by=user)
        except PeriodRefused as error:
            form.refuse(error.code)
        else:
            messages.success(request, _("It lasts longer now.") if found.ends_at else _("It has an end now."))
            return redirect("governance:period", number)
    is_over = found.is_over(timezone.now())
    people = User.objects.behind([one for one in (found.planned_by, found.end_asked_by, found.ended_by) if one])
    context = {
        "one": presenter.shown(found),
        "form": form,
        "is_over": is_over,
        "stopped": [] if is_over else presenter.stopped_by(found, user),
        "exceptions": presenter.exceptions(),
        "planned_by": people.get(found.planned_by, ""),
        "asked_by": people.get(found.end_asked_by, ""),
        "ended_by": people.get(found.ended_by, ""),
        "asked_by_me": found.end_asked_by == user.audit_label,
    }
    return render(request, "governance/periods/period.html", context, status=status_of(form))


@allow(*MAY_PLAN, only_post=True)
def ask_to_end(request: HttpRequest, number: int) -> HttpResponse:
    return _done(request, number, ending_periods.ask_to_end, _("Somebody else of your office has to confirm it."))


@allow(*MAY_PLAN, only_post=True)
def keep(request: HttpRequest, number: int) -> HttpResponse:
    return _done(request, number, ending_periods.keep, _("It goes on as planned."))


@allow(*MAY_PLAN, only_post=True, step_up="policy")
def end(request: HttpRequest, number: int) -> HttpResponse:
    return _done(request, number, ending_periods.end, _over)


def _done(request: HttpRequest, number: int, do: Callable[..., SensitivePeriod], said: Words) -> HttpResponse:
    found = get_object_or_404(SensitivePeriod, pk=number)
    refused: dict[type[Exception], Words] = {
        PeriodRefused: lambda error: REFUSALS[error.code][1],
        SecondPersonNeeded: _("It takes two people: one asks for it, another confirms."),
    }
    carry_out(request, lambda: do(found, by=person(request)), said, refused)
    return redirect("governance:period", number)


def _over(period: SensitivePeriod) -> str:
    if period.is_called_off:
        return _("It is called off: it never begins.")
    return _("It is over. What waited comes back to those who wrote it.")
