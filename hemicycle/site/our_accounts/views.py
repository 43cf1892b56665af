"""Whoever doubts whether an account is the House's looks here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from hemicycle.accounts.permissions import allow
from hemicycle.cases.safety.fakes import taken_down
from hemicycle.rules.site_address import absolute

from ..reaching import Ways, ways
from .checking import checked
from .listing import own_addresses

# Longer than any handle, and than the address of any page of an account.
LONGEST = 300


class CheckForm(forms.Form):
    """What somebody saw. The field itself cuts nothing off: of a part nothing can be said."""

    seen = forms.CharField(
        label=gettext_lazy("Address, handle or number"),
        help_text=gettext_lazy(
            "As it stands there: @house@social.example, https://www.facebook.com/house, letters@house.example "
            "or +44 20 7946 0000."
        ),
        error_messages={"required": gettext_lazy("Enter an address, a handle or a number.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_seen(self) -> str:
        seen: str = self.cleaned_data["seen"]
        if len(seen) > LONGEST:
            raise forms.ValidationError(_("No account has an address that long. Enter the address alone."))
        return seen


@csrf_exempt
@allow(public=True)
def our_accounts(request: HttpRequest) -> HttpResponse:
    """The list, and a field to check what was seen. That comes by POST, so that it stands in no address, no log and no
    history. It writes nothing and asks no token, with which the page could be neither kept nor compressed."""
    listed, reached = own_addresses(), ways()
    form = CheckForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "accounts": listed,
        "ways": reached,
        "form": form,
        "report": _report(reached),
        "fakes": taken_down(),
    }
    if request.method != "POST":
        return render(request, "site/our_accounts/list.html", context)
    if form.is_valid():
        context |= {"seen": form.cleaned_data["seen"], "answer": checked(form.cleaned_data["seen"], listed)}
    answer = render(request, "site/our_accounts/list.html", context, status=422 if form.errors else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _report(reached: Ways) -> str:
    """Where one reports what pretends to be the House; "" where nobody can be written to."""
    if reached.email:
        return reached.mail_link(_("An account that pretends to be the House"))
    return reached.form or (reached.text_link() if reached.number else "")


@allow(public=True)
def our_accounts_file(request: HttpRequest) -> JsonResponse:
    accounts = [
        {"kind": one.kind, "name": one.name, "address": one.account.address if one.account else one.address,
         "url": one.link, "languages": one.account.languages if one.account else [], "office": one.office}
        for one in own_addresses()
    ]  # fmt: skip
    answer = JsonResponse({"list": absolute("/our-accounts/"), "accounts": accounts}, json_dumps_params={"indent": 1})
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
