"""Where whoever wrote to an office ends its messages, by the link in what it sends them about a bill."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from hemicycle.accounts.permissions import allow
from hemicycle.accounts.visitors import kept_private
from hemicycle.channels.actions import allow_again, stop_by_link
from hemicycle.channels.models import Contact


# Mail programs post it without a cookie of ours (RFC 8058).
@csrf_exempt
@allow(public=True)
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """A POST ends the messages of the office, again changes nothing, and `say=again` takes it back; GET only asks."""
    contact = Contact.objects.with_key(key)
    if contact is None:
        return kept_private(render(request, "site/writing/gone.html", {"is_link": True}, status=HTTPStatus.GONE))
    if request.method == "POST" and request.POST.get("say") == "again":
        allow_again(contact, by="citizen")
    elif request.method == "POST":
        stop_by_link(contact)
    return kept_private(render(request, "site/writing/stop.html", {"contact": contact}))
