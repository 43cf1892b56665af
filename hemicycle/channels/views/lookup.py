"""What a page is about, found for the person who asks; what they may not see does not exist."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from hemicycle.accounts.models import User
from hemicycle.channels.forms.accounts import kept_by
from hemicycle.channels.models import Account, Outbound

PER_PAGE = 50


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def message(request: HttpRequest, number: int) -> Outbound:
    """A message that goes out, of an office in which the person works."""
    visible = Outbound.objects.visible_to(request.user).select_related("content", "account", "office")
    found: Outbound = get_object_or_404(visible, pk=number)
    return found


def account_of(request: HttpRequest, number: int) -> Account:
    """An account of an office in which the person works."""
    visible = Account.objects.visible_to(request.user).select_related("office", "owner", "deputy")
    found: Account = get_object_or_404(visible, pk=number)
    return found


def kept_account(request: HttpRequest, number: int) -> Account:
    """The same, for whoever keeps the accounts of that office."""
    found = account_of(request, number)
    if not kept_by(person(request)).filter(pk=found.office_id).exists():
        raise PermissionDenied
    return found


def page_of(rows: Any, request: HttpRequest, *, count: int | None = None) -> Page[Any]:
    """`count`: how many there are, where that is known already."""
    paginator = Paginator(rows, PER_PAGE)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))
