"""Results: of one announcement, and of what was released in a month; as a page and as CSV."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from hemicycle.accounts.permissions import allow
from hemicycle.desk.actions.exporting import note_export
from hemicycle.desk.models import WRITERS, Announcement, AnnouncementQuerySet
from hemicycle.desk.presenters import result_figures as figures
from hemicycle.desk.presenters.calendar import begin_of
from hemicycle.desk.presenters.results import OnAccount, Results
from hemicycle.desk.timestamps import zone
from hemicycle.desk.views.lookup import page_of
from hemicycle.desk.workflow import PUBLIC


@allow(*WRITERS)
def of_one(request: HttpRequest, address: str) -> HttpResponse:
    """What came of one announcement, on each channel and in total."""
    found = _seen(request, address)
    rows = _of(found)
    context = {"announcement": found, "is_public": found.state in PUBLIC, **_shown(rows)}
    return render(request, "desk/results/announcement.html", context)


@allow(*WRITERS, step_up="export")
def of_one_as_csv(request: HttpRequest, address: str) -> StreamingHttpResponse:
    found = _seen(request, address)
    note_export(found, office=found.office, by=request.user)
    rows = _of(found)
    return _file([(found, rows)] if rows else [], f"results-{found.address}")


@allow(*WRITERS)
def of_month(request: HttpRequest) -> HttpResponse:
    """What came of everything that was released in a month."""
    first = _month(request)
    released = _released(request, first)
    results = Results(released)
    page = page_of(released.prefetch_related("texts").order_by("-released_at", "-pk"), request)
    last = _next(first) - timedelta(days=1)
    listed = [(row, results.of(row)) for row in page]
    context = {
        "first": first,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": _next(first),
        "is_this_month": first >= _today().replace(day=1),
        "page": page,
        "listed": [(row, _totals(rows)) for row, rows in listed],
        "growth": figures.growth(request.user, first, last),
        **_shown(results.together()),
    }
    return render(request, "desk/results/month.html", context)


@allow(*WRITERS, step_up="export")
def of_month_as_csv(request: HttpRequest) -> StreamingHttpResponse:
    first = _month(request)
    released = _released(request, first)
    note_export(Announcement._meta.label_lower, month=f"{first:%Y-%m}", by=request.user)
    results = Results(released)
    found = ((row, results.of(row)) for row in released.order_by("released_at", "pk"))
    return _file(found, f"results-{first:%Y-%m}")


def _seen(request: HttpRequest, address: str) -> Announcement:
    """With its texts, and without what only its own page shows."""
    rows = Announcement.objects.visible_to(request.user).select_related("office").prefetch_related("texts")
    found: Announcement = get_object_or_404(rows, address=address)
    return found


def _of(announcement: Announcement) -> list[OnAccount]:
    if announcement.state not in PUBLIC:
        return []
    return Results(Announcement.objects.filter(pk=announcement.pk)).of(announcement)


def _shown(rows: list[OnAccount]) -> dict[str, Any]:
    return {
        "rows": [
            (one, figures.sent_in_words(one), figures.became_of(one), figures.clicks_in_words(one.clicks))
            for one in rows
        ],
        "numbers": figures.numbers(rows),
        "chart": figures.chart_of(rows),
        "nothing_to_show": figures.nothing_to_show(rows),
        "totals": _totals(rows),
    }


def _totals(rows: list[OnAccount]) -> dict[str, Any]:
    return {
        "people": figures.people_in_words(figures.people_of(rows)),
        "posts": figures.posts_of(rows),
        "clicks": figures.clicks_in_words(figures.clicks_of(rows)),
        **{name: figures.total(rows, name) for name in ("delivered", "failed", "waiting")},
        **{name: sum(getattr(one, name) for one in rows) for name in ("replies", "likes", "boosts")},
    }


def _released(request: HttpRequest, first: date) -> AnnouncementQuerySet:
    rows = Announcement.objects.visible_to(request.user).filter(state__in=PUBLIC)
    return rows.filter(released_at__gte=begin_of(first), released_at__lt=begin_of(_next(first)))


def _month(request: HttpRequest) -> date:
    """That of the address, else this one."""
    try:
        first = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return _today().replace(day=1)
    return first if 1900 <= first.year <= 2200 else _today().replace(day=1)


def _today() -> date:
    return timezone.localdate(timezone=zone())


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _file(found: Any, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(figures.as_csv(found), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
