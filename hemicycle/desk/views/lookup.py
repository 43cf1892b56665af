"""The announcement a page is about, found for the person who asks; what they may not see does not exist."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from hemicycle.accounts.models import User
from hemicycle.desk.models import WRITERS, Announcement

PER_PAGE = 25


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def seen(request: HttpRequest, address: str) -> Announcement:
    """The announcement under this address, with all that is read of it, for whoever may read it."""
    visible = Announcement.objects.visible_to(request.user)
    found: Announcement = get_object_or_404(visible.whole(), address=address)
    return found


def written(request: HttpRequest, address: str) -> Announcement:
    """The same, for whoever writes in its office."""
    found = seen(request, address)
    if not writes(person(request), found):
        raise PermissionDenied
    return found


def writes(user: User, announcement: Announcement) -> bool:
    return user.holds(WRITERS, office=announcement.office_id)


def page_of(rows: Any, request: HttpRequest) -> Page[Any]:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
