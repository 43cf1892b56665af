"""What the pages of the workbench have in common."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from hemicycle.accounts.roles import Role

Row = TypeVar("Row", bound=models.Model)

# Who answers for the record of the House.
KEEPERS = (Role.CLERK, Role.EDITOR)
PER_PAGE = 50


def page_of(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def row_or_404(rows: models.QuerySet[Row], key: str) -> Row:
    try:
        return get_object_or_404(rows, pk=UUID(key))
    except ValueError as error:
        raise Http404 from error
