"""What every page of a text begins with: the text as this person may see it, and what happens where they may not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.rules.errors import IllegalMove

from ..errors import NotEditor
from ..models import Article, Policy, Version

View = Callable[..., HttpResponseBase]


def version_of(policy: Policy) -> Version:
    """The version in hand, with everything that is read of one."""
    return policy.in_hand().read_whole()


def article_of(version: Version, key: str) -> Article:
    return get_object_or_404(version.articles.select_related("version__policy").prefetch_related("texts"), key=key)


def shared(policy: Policy, version: Version, person: User, tab: str) -> dict[str, Any]:
    """What the head of every page of a text shows."""
    edits = policy.is_edited_by(person)
    return {
        "policy": policy, "version": version, "tab": tab, "edits": edits,
        "writes": edits and version.is_open, "discusses": version.is_open,
    }  # fmt: skip


def settled(view: View) -> View:
    """Who may read and not do this is refused; what the state of the text does not allow any more is said."""

    @wraps(view)
    def answered(request: HttpRequest, address: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, address, *args, **kwargs)
        except NotEditor as error:
            raise PermissionDenied from error
        except IllegalMove:
            said = _("This is not possible any more: the text, or the amendment, has moved on. Nothing was changed.")
            messages.error(request, said)
            return _back(request, address)

    return answered


def _back(request: HttpRequest, address: str) -> HttpResponseBase:
    """To the overview of the text; a page that asked by htmx goes there as a whole."""
    there = redirect("governance:policy", address)
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": there.url})
    return there
