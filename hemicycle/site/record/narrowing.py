"""Fields that narrow a list, kept in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hemicycle.accounts.patterns import Filter
from hemicycle.record.models import Organization


def choice(request: HttpRequest, name: str, label: str, choices: Iterable[tuple[str, Any]]) -> Filter:
    return Filter(name, label, (("", _("All")), *choices)).read(request.GET)


def words(request: HttpRequest, name: str, label: str) -> Filter:
    return Filter(name, label, words=True).read(request.GET)


def bodies(request: HttpRequest, keys: Any, name: str = "body", label: str = "") -> Filter:
    """The organizations with these keys by name."""
    named = sorted((str(body), body.address) for body in Organization.objects.filter(pk__in=keys))
    return choice(request, name, label or _("Body"), ((address, body) for body, address in named))


def years(request: HttpRequest, rows: Any, field: str) -> Filter:
    found = [str(day.year) for day in rows.dates(field, "year", order="DESC")]
    return choice(request, "year", _("Year"), ((year, year) for year in found))


def useful(filters: Iterable[Filter]) -> list[Filter]:
    """Without those that leave nothing to choose."""
    return [one for one in filters if one.words or len(one.choices) > 2]
