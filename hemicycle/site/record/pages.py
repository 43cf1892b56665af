"""What every page of the record does: ask the gate, find its layout, page its lists, read filters from the address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.accounts.patterns import Filter
from hemicycle.cases import addresses
from hemicycle.cases.receiving import office_of
from hemicycle.follow import followables
from hemicycle.follow.errors import NotFollowable
from hemicycle.record.models import Document, DocumentKind, Organization, OrganizationKind, Person
from hemicycle.rules import audit, gate
from hemicycle.rules.classification import Classification
from hemicycle.rules.egress import EgressPoint

from ..reaching import form_about

PER_PAGE = 50
# What previews of shared pages show before they cut.
MOST_DESCRIBED = 200
FEEDS = {"atom": "Atom", "json": "JSON Feed"}


def refuse_unless_allowed(request: HttpRequest, thing: object) -> None:
    """What may not be seen is answered as if it were not there."""
    if not gate.allowed(thing, via=EgressPoint.PAGE, to=request.user):
        raise Http404


def page(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    description: str = "",
    of: Any = None,
    at: str = "",
    feeds: Sequence[tuple[str, str]] = (),
    write_at: str | None = None,
    **context: Any,
) -> HttpResponse:
    """Staff see the record in their shell, everyone else in the public layout.

    `title` and `description` are also what is shown where the page is shared; `of` is the row whose own page it is,
    and `at` what its address has besides. `write_at`: where one writes about it, where that is known already.
    """
    staff = isinstance(request.user, User) and bool(request.user.roles)
    if of is not None and _is_internal(of):
        audit.record_daily("record.read_restricted", by=request.user, about=of)
    context |= {
        "layout": "shell.html" if staff else "public.html",
        "title": title,
        "description": Truncator(" ".join(description.split())).chars(MOST_DESCRIBED),
        "feeds": feeds or _feeds(of),
        "follow_url": _follow_url(of),
        "write_url": write_url(of) if write_at is None else write_at,
        "shared_row": of,
        "internal": _is_internal(of),
        "canonical": request.build_absolute_uri(f"{of.get_absolute_url()}{at}") if of is not None else "",
    }
    return render(request, f"site/record/{template}.html", context)


def page_of(request: HttpRequest, rows: Any, *, per_page: int = PER_PAGE) -> Page[Any]:
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def on(day: date) -> str:
    """A day as the language of the page writes it."""
    return formats.date_format(day, "DATE_FORMAT")


def choice_filter(
    request: HttpRequest, name: str, label: str, choices: Iterable[tuple[str, Any]], every: str = ""
) -> Filter:
    """`every` is what no choice is called, where “All” would not agree with the label."""
    return Filter(name, label, (("", every or _("All")), *choices)).read(request.GET)


def words_filter(request: HttpRequest, name: str, label: str) -> Filter:
    return Filter(name, label, words=True).read(request.GET)


def body_filter(request: HttpRequest, keys: Any, name: str = "body", label: str = "", every: str = "") -> Filter:
    """The organizations with these keys by name."""
    named = sorted((str(body), body.address) for body in Organization.objects.filter(pk__in=keys))
    choices = ((address, body) for body, address in named)
    return choice_filter(request, name, label or _("Body"), choices, every or _("All bodies"))


def year_filter(request: HttpRequest, rows: Any, field: str) -> Filter:
    found = [str(day.year) for day in rows.dates(field, "year", order="DESC")]
    return choice_filter(request, "year", _("Year"), ((year, year) for year in found), _("All years"))


def useful_filters(filters: Iterable[Filter]) -> list[Filter]:
    """Without those that leave nothing to choose."""
    return [one for one in filters if one.words or len(one.choices) > 2]


def _is_internal(row: Any) -> bool:
    """By itself or by the sitting it belongs to; staff who read it are told."""
    rows = (row, getattr(row, "sitting", None))
    return any(one is not None and one.classification != Classification.PUBLIC for one in rows)


def _follow_url(row: Any) -> str:
    """Where one asks to follow what everybody may read; "" for what nobody can follow."""
    if row is None or row.classification != Classification.PUBLIC:
        return ""
    try:
        return followables.address_of(row)
    except NotFollowable:
        return ""


def write_url(row: Any) -> str:
    """Where one writes about what everybody may read, or to a member; "" where nobody reads it."""
    if row is None or row.classification != Classification.PUBLIC:
        return ""
    if isinstance(row, Person):
        return addresses.write("member", row.address) if office_of(row) is not None else ""
    if isinstance(row, Document):
        return form_about("bill", row.address) if row.kind == DocumentKind.BILL else ""
    is_committee = isinstance(row, Organization) and row.kind == OrganizationKind.COMMITTEE
    return form_about("committee", row.address) if is_committee else ""


def _feeds(row: Any) -> list[tuple[str, str]]:
    """The two feeds of a row that has any; they lie below its page."""
    if not isinstance(row, Person | Document | Organization):
        return []
    return [(name, f"{row.get_absolute_url()}feed.{kind}") for kind, name in FEEDS.items()]
