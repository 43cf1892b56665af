"""The board, the list behind its columns, the calendar."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow
from hemicycle.desk import languages
from hemicycle.desk.models import WRITERS, Announcement, AnnouncementQuerySet, AnnouncementText, Purpose, State
from hemicycle.desk.periods import not_waiting
from hemicycle.desk.presenters import board as boards
from hemicycle.desk.presenters import calendar as days
from hemicycle.desk.timestamps import zone
from hemicycle.desk.views.lookup import page_of, person

_SEVERAL = {
    "ready": (State.APPROVED, State.SCHEDULED),
    "out": (State.RELEASED, State.CORRECTED),
    "public": (State.RELEASED, State.CORRECTED, State.WITHDRAWN),
}


@allow(*WRITERS)
def board(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/board/board.html", {"board": boards.board_for(person(request))})


@allow(*WRITERS)
def every(request: HttpRequest) -> HttpResponse:
    """All announcements that a person sees, narrowed down by the address."""
    user, address = person(request), request.GET
    several = (
        ("", _("All")),
        ("ready", _("Ready to release")),
        ("out", _("Released or corrected")),
        ("public", _("Public")),
    )
    states = (*several, *((state.value, str(state.label)) for state in State))
    filters = [
        Filter("q", _("Words"), words=True).read(address),
        Filter("state", _("State"), states).read(address),
        Filter("whose", _("Show"), (("", _("The whole office")), ("mine", _("Mine")))).read(address),
        Filter("purpose", _("Purpose"), (("", _("All")), *Purpose.choices)).read(address),
        Filter(
            "late", _("Hour"), (("", _("All")), ("late", _("Overdue")), ("languages", _("Languages overdue")))
        ).read(address),
    ]
    words, state, whose, purpose, late = (one.value for one in filters)
    rows = Announcement.objects.visible_to(user)
    rows = rows.in_state(*_SEVERAL.get(state, (state,))) if state else rows.exclude(state=State.DISCARDED)
    rows = rows.written_by(user) if whose else rows
    rows = rows.filter(purpose=purpose) if purpose else rows
    rows = not_waiting(rows).overdue(boards.lateness()) if late == "late" else rows
    rows = languages.overdue(rows) if late == "languages" else rows
    rows = _saying(rows, words) if words else rows
    day = _day(address.get("on", ""))
    rows = days.between(rows, day, day) if day else rows
    listed = rows.select_related("office", "author", "last_editor", "corrects").prefetch_related("texts")
    page = page_of(listed.order_by(F("released_at").desc(nulls_first=True), "-changed_at", "-pk"), request)
    shown = Announcement.objects.filter(pk__in=[row.pk for row in page])
    overdue = not_waiting(shown).overdue(boards.lateness())
    context = {
        "page": page,
        "filters": filters,
        "day": day,
        "overdue": set(overdue.values_list("pk", flat=True)),
        "written": user.offices_as(WRITERS),
    }
    return render(request, "desk/board/list.html", context)


@allow(*WRITERS)
def calendar(request: HttpRequest) -> HttpResponse:
    """A month, or with `?week=2026-03-02` the week in which that day lies."""
    user = person(request)
    rows, written = Announcement.objects.visible_to(user), user.offices_as(WRITERS)
    today = timezone.localdate(timezone=zone())
    if (asked := _day(request.GET.get("week", ""))) is not None:
        monday = asked - timedelta(days=asked.weekday())
        context = {
            "week": days.week(rows, monday, written=written),
            "before": monday - timedelta(days=7),
            "after": monday + timedelta(days=7),
            "first": monday,
            "last": monday + timedelta(days=6),
        }
    else:
        first = _day(f"{request.GET.get('month', '')}-01") or today.replace(day=1)
        context = {
            "weeks": days.month(rows, first, written=written),
            "before": (first - timedelta(days=1)).replace(day=1),
            "after": (first + timedelta(days=32)).replace(day=1),
            "first": first,
        }
    return render(request, "desk/board/calendar.html", {"today": today, "written": written, **context})


def _day(written: str) -> date | None:
    """A day of the address; none for what is no day, or so far away that no calendar shows it."""
    with suppress(ValueError):
        day = date.fromisoformat(written)
        return day if 1900 <= day.year <= 2200 else None
    return None


def _saying(rows: AnnouncementQuerySet, words: str) -> AnnouncementQuerySet:
    matching = AnnouncementText.objects.filter(Q(title__icontains=words) | Q(body__icontains=words))
    return rows.filter(pk__in=matching.values("announcement"))
