"""An actor's key, made anew by whoever keeps the account."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.channels import actions
from hemicycle.channels.contract.capabilities import SignsWithKeys
from hemicycle.channels.permissions import MAY_KEEP
from hemicycle.channels.registry import ADAPTERS
from hemicycle.channels.views.lookup import kept_account, person


@allow(*MAY_KEEP)
def new_key(request: HttpRequest, number: int) -> HttpResponse:
    """After asking."""
    found = kept_account(request, number)
    if not found.is_open or not isinstance(ADAPTERS.get(found.kind), SignsWithKeys):
        raise Http404
    if request.method == "POST":
        actions.renew_keys(found, by=person(request))
        messages.success(request, _("It has a new key, and its followers are being notified."))
        return redirect("channels:account", number)
    consequences = [
        _("Everything that leaves from now on is signed with the new key; the old one is forgotten."),
        _("Followers’ servers are notified at once. A few accept posts only after they have asked for the key again."),
    ]
    return render(request, "channels/new_key.html", {"account": found, "consequences": consequences})
