"""Names that imitate our public accounts: a report on what somebody saw, which account it is like, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.permissions import allow
from hemicycle.channels.actions import note_lookalikes_export
from hemicycle.channels.forms import SeenForm
from hemicycle.channels.models import Account
from hemicycle.channels.moderation.lookalikes import Ours, Resemblance, Why, resemblances
from hemicycle.channels.permissions import ATTENDANTS, MAY_PAUSE
from hemicycle.channels.status import public_list
from hemicycle.channels.views.lookup import person
from hemicycle.rules import spreadsheets
from hemicycle.rules.house_name import house_names

REASONS: dict[Why, str | Promise] = {
    Why.OURS: gettext_lazy("It is ours."),
    Why.WITHIN: gettext_lazy("Our domain stands inside another one: %(detail)s."),
    Why.SAME_LOOK: gettext_lazy("It reads like “%(like)s”: other letters that look the same, accents or punctuation."),
    Why.OTHER_ENDING: gettext_lazy("It is “%(like)s” with another ending: .%(detail)s."),
    Why.SAME_NAME: gettext_lazy("It is called “%(like)s” too, in another place."),
    Why.ADDED_WORDS: gettext_lazy("It is “%(like)s” with something added: “%(detail)s”."),
    Why.NEAR: gettext_lazy("It differs from “%(like)s” in a letter or two."),
}
# The name of the House itself is no account.
THE_HOUSE = 0


@allow(*ATTENDANTS)
def lookalikes(request: HttpRequest) -> HttpResponse:
    """The report, on the page or as a file. What was entered is kept nowhere."""
    form = SeenForm(request.POST if request.method == "POST" else None)
    public = {account.pk: account for account in public_list.listed()}
    if not form.is_valid():
        context = {"form": form, "none_public": not public}
        return render(request, "channels/lookalikes.html", context, status=422 if form.errors else 200)
    known = [Ours(key, tuple(filter(None, (account.address, account.url)))) for key, account in public.items()]
    known.append(Ours(THE_HOUSE, tuple(set(house_names().values()))))
    report = [_report_line(seen, resemblances(seen, known), public) for seen in form.cleaned_data["seen"]]
    if "csv" in request.POST:
        note_lookalikes_export(lines=len(report), by=request.user)
        return _file(report)
    may_report = person(request).has_role(MAY_PAUSE)
    context = {"form": form, "none_public": not public, "report": report, "may_report": may_report}
    return render(request, "channels/lookalikes.html", context)


def _report_line(seen: str, found: list[Resemblance], public: dict[int, Account]) -> dict[str, Any]:
    """One line of what was entered, with all that it is like."""
    return {
        "seen": seen,
        "is_ours": any(one.why == Why.OURS for one in found),
        "like": [
            {
                "account": public[one.ours.key].name if one.ours.key in public else _("The name of the House"),
                "url": public[one.ours.key].url if one.ours.key in public else "",
                "reason": str(REASONS[one.why]) % {"like": one.like, "detail": one.detail},
            }
            for one in found
        ],
    }


def _file(report: Iterable[dict[str, Any]]) -> HttpResponse:
    columns = (_("Seen"), _("Is like"), _("Public address"), _("Why"))
    rows = [
        (line["seen"], one["account"], one["url"], one["reason"])
        for line in report
        for one in line["like"] or [{"account": "", "url": "", "reason": _("Like nothing of ours.")}]
    ]
    answer = HttpResponse("".join(spreadsheets.as_csv(columns, rows)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="look-alikes.csv"'
    return answer
