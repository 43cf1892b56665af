"""Linking an account on a network: its owner lets us in on the network's own page, and nobody types a token."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hemicycle.accounts.permissions import allow
from hemicycle.channels import actions
from hemicycle.channels.contract import Access, ChannelError
from hemicycle.channels.contract.capabilities import LinksByOAuth
from hemicycle.channels.models import Account
from hemicycle.channels.models.encryption import Unreadable
from hemicycle.channels.permissions import MAY_KEEP
from hemicycle.channels.registry import ADAPTERS
from hemicycle.channels.status.labels import reason
from hemicycle.channels.views.lookup import kept_account, person
from hemicycle.rules.site_address import absolute

# Which account is being linked, and what the network must say again: of this browser alone.
_KEPT = "channels.linking"


@allow(*MAY_KEEP, only_post=True)
@never_cache
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Tells the network of us, and shows the way to its page."""
    found = kept_account(request, number)
    adapter = _linking(found)
    state = secrets.token_urlsafe(32)
    try:
        asking = adapter.begin_authorization(found.access, _callback(), state)
    except (ChannelError, Unreadable) as error:
        return _failed(request, found, error)
    actions.change_account(found, secret=asking.secret, by=person(request))
    request.session[_KEPT] = {"account": found.pk, "state": state}
    context = {"account": found, "url": asking.url, "host": urlsplit(asking.url).netloc}
    return render(request, "channels/link.html", context)


@allow(*MAY_KEEP, redirects=True)
@never_cache
def linked(request: HttpRequest) -> HttpResponse:
    """The network sends its owner back, with what opens the account or without."""
    kept = request.session.pop(_KEPT, None)
    if not isinstance(kept, dict) or not constant_time_compare(kept["state"], request.GET.get("state", "")):
        messages.error(request, _("This answer belongs to no linking of yours. Begin again."))
        return redirect("channels:accounts")
    found = kept_account(request, kept["account"])
    code = request.GET.get("code", "")
    if not code:
        messages.error(request, _("Access was not granted. Nothing has changed."))
        return redirect("channels:account", found.pk)
    try:
        secret, settings = _linking(found).exchange_code(found.access, _callback(), code)
    except (ChannelError, Unreadable) as error:
        return _failed(request, found, error)
    changed = {**found.settings, **settings}
    actions.change_account(found, secret=secret, forget=("verifier",), settings=changed, by=person(request))
    messages.success(request, _("The account is linked. Test the connection."))
    return redirect("channels:account", found.pk)


def may_be_linked(found: Account) -> bool:
    return found.is_open and isinstance(ADAPTERS.get(found.kind), LinksByOAuth)


def revoke(access: Access) -> bool:
    """Whether the network knows that what opened the account opens nothing any more."""
    adapter = ADAPTERS.get(access.kind)
    try:
        if isinstance(adapter, LinksByOAuth):
            adapter.revoke(access)
    except ChannelError:
        return False
    return True


def _linking(found: Account) -> LinksByOAuth:
    adapter = ADAPTERS.get(found.kind)
    if not found.is_open or not isinstance(adapter, LinksByOAuth):
        raise Http404
    return adapter


def _callback() -> str:
    return absolute(reverse("channels:linked"))


def _failed(request: HttpRequest, found: Account, error: Exception) -> HttpResponse:
    if isinstance(error, ChannelError):
        said = f" {error.detail}" if error.detail else ""
        messages.error(request, _("It could not be linked.") + f" {reason(error.code)}{said}")
    else:
        messages.error(
            request, _("Its passwords were encrypted with another key of this installation: enter them again.")
        )
    return redirect("channels:account", found.pk)
