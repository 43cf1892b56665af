"""What the pages of the workbench share."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from hemicycle.accounts.roles import Role
from hemicycle.record.models import Contribution, Sitting

Row = TypeVar("Row", bound=models.Model)

# Who answers for the record of the House.
KEEPERS = (Role.CLERK, Role.EDITOR)
PER_PAGE = 50


def page_of(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def back_to(request: HttpRequest, name: str) -> HttpResponse:
    """To the list, and there to the page and the state from which something was decided."""
    return redirect(f"{reverse(name)}?{request.GET.urlencode()}" if request.GET else reverse(name))


def row_or_404(rows: models.QuerySet[Row], key: str) -> Row:
    try:
        return get_object_or_404(rows, pk=UUID(key))
    except ValueError as error:
        raise Http404 from error


def unknown_names(user: Any) -> Any:
    """One row a name and body, with an address where it is printed."""
    rows = unknown_speeches(user).values("labels", "sitting__organization")
    return rows.annotate(speeches=Count("pk"), example=Min("address")).order_by("-speeches", "example")


def unknown_speeches(user: Any) -> Any:
    readable = Sitting.objects.readable_by(user).values("pk")
    return Contribution.objects.unmatched().filter(sitting__in=readable)
