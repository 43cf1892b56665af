"""The page on which the demonstration shows what it would have sent. In an installation of a House it is not there."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.accounts.visitors import kept_private
from hemicycle.demo import outbox
from hemicycle.demo.forms import TextForm


@allow(public=True)
def sent(request: HttpRequest) -> HttpResponse:
    """Everybody who opens the demonstration may read it, and it says so."""
    if not settings.DEMONSTRATION:
        raise Http404
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        outbox.write_text(number=number, text=form.cleaned_data["text"])
        messages.success(request, _("Your text message is on its way. The answer stands here within half a minute."))
        return redirect(f"{request.path}?{urlencode({'to': number})}")
    to = request.GET.get("to", "").strip()
    context = {"form": form, "to": to, "rows": outbox.sent(to=to)}
    return kept_private(render(request, "demo/sent.html", context, status=422 if form.errors else 200))
