"""What a page of governance is about, found for the person who asks; what they may not see does not exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Protocol, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import send_to
from hemicycle.rules.errors import IllegalMove

from ..errors import NotEditor
from ..models import Article, Policy, Version

View = Callable[..., HttpResponseBase]
Opened = tuple[Policy, Version, dict[str, Any]]


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


KeyedT = TypeVar("KeyedT", bound=Keyed)


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def visible_policy(request: HttpRequest, address: str) -> Policy:
    found: Policy = get_object_or_404(Policy.objects.visible_to(request.user), address=address)
    return found


def edited_policy(request: HttpRequest, address: str) -> Policy:
    """The same, for its working group."""
    found = visible_policy(request, address)
    if not found.is_edited_by(request.user):
        raise PermissionDenied
    return found


def visible_version(request: HttpRequest, address: str, number: int) -> Version:
    rows = Version.objects.whole().filter(policy=visible_policy(request, address))
    found: Version = get_object_or_404(rows, number=number)
    return found


def edited_version(request: HttpRequest, address: str, number: int) -> Version:
    """The same, for the working group."""
    found = visible_version(request, address, number)
    if not found.policy.is_edited_by(request.user):
        raise PermissionDenied
    return found


def article_of(version: Version, key: str) -> Article:
    return get_object_or_404(version.articles.select_related("version__policy").prefetch_related("texts"), key=key)


def keyed_or_404(among: Iterable[KeyedT], key: str) -> KeyedT:
    found = next((one for one in among if one.key == key), None)
    if found is None:
        raise Http404
    return found


def head(request: HttpRequest, version: Version, tab: str) -> dict[str, Any]:
    """What the head of every page of a text shows."""
    policy = version.policy
    edits = policy.is_edited_by(request.user)
    return {
        "policy": policy, "version": version, "tab": tab, "edits": edits,
        "writes": edits and version.is_open, "discusses": version.is_open,
    }  # fmt: skip


def opened(request: HttpRequest, address: str, tab: str, *, any_version: bool = False) -> Opened:
    """A text as this person may see it, its version in hand read whole, and what the head of the page shows.

    `any_version`: the one that `version` of the address names, where it names one.
    """
    policy = visible_policy(request, address)
    asked = request.GET.get("version", "") if any_version else ""
    if asked.isdecimal():
        version = get_object_or_404(Version.objects.whole(), policy=policy, number=int(asked[:9]))
    else:
        version = policy.in_hand().read_whole()
    return policy, version, head(request, version, tab)


def opened_to_write(request: HttpRequest, address: str, tab: str) -> Opened:
    """The same, for its working group while it is a draft."""
    found = opened(request, address, tab)
    if not found[2]["writes"]:
        raise PermissionDenied
    return found


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
            return send_to(request, reverse("governance:policy", args=[address]))

    return answered
