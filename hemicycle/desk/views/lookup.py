"""The announcement a page is about, found for the person who asks; what they may not see does not exist."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from hemicycle.accounts.models import User
from hemicycle.desk.agreed import is_agreed
from hemicycle.desk.models import WRITERS, Announcement, Edition, State

PER_PAGE = 25


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def seen(request: HttpRequest, address: str) -> Announcement:
    """The announcement under this address, with all that is read of it, for whoever may read it."""
    visible = Announcement.objects.visible_to(request.user)
    found: Announcement = get_object_or_404(visible.whole(), address=address)
    return found


def reviewed(request: HttpRequest, address: str) -> Announcement:
    """The same, with what its page shows of others beside it, and which edition was the last."""
    last = Edition.objects.filter(announcement=OuterRef("pk")).order_by("-number")
    rows = Announcement.objects.visible_to(request.user).whole().select_related(
        "corrects", "withdrawal__asked_by", "withdrawal__confirmed_by", "sitting__organization",
        "vote__sitting__organization", "vote__item", "vote__document",
    )  # fmt: skip
    rows = rows.annotate(
        editions_made=Subquery(last.values("number")[:1]), last_digest=Subquery(last.values("digest")[:1])
    )
    begun = Announcement.objects.filter(corrects=OuterRef("pk")).exclude(state=State.DISCARDED)
    rows = rows.annotate(is_agreed=is_agreed())
    rows = rows.annotate(correction=Subquery(begun.order_by("pk").values("pk")[:1]))
    found: Announcement = get_object_or_404(rows, address=address)
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
