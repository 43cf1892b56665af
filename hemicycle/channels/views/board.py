"""What goes out of one's offices: what waits, is late, failed, or is unknown until a person finds out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow
from hemicycle.channels import actions
from hemicycle.channels.errors import NotSettled
from hemicycle.channels.fediverse.statistics import late_servers
from hemicycle.channels.forms import SettleForm
from hemicycle.channels.models import ANSWER_SOURCE, Account, Outbound, OutboundQuerySet, State
from hemicycle.channels.permissions import ATTENDANTS, MAY_PAUSE
from hemicycle.channels.status import monitoring
from hemicycle.channels.status.labels import SHAPES, reason
from hemicycle.channels.views.lookup import message, page_of, person

LATE = "late"
# What somebody may have to do something about, first; the rest is there to look up.
COUNTED = (State.UNKNOWN, State.FAILED, State.BY_HAND, State.WAITING, State.SENT, State.DELIVERED)


@allow(*ATTENDANTS)
def board(request: HttpRequest) -> HttpResponse:
    """Counts, and the messages themselves narrowed down by the address. Whom they go to is not shown."""
    user = person(request)
    visible = Outbound.objects.visible_to(user)
    counts = _counts(visible)
    filters = _filters(counts, request.GET)
    state, account = (one.value for one in filters)
    rows = visible.filter(account=account) if account else visible
    within = [count for count in counts if account in ("", str(count["account_id"]))]
    page = page_of(_listed(rows, state), request, count=_how_many(within, state))
    context = {
        "page": page,
        "rows": [_shown(row) for row in page],
        "filters": filters,
        "numbers": _numbers(counts),
        "may_pause": user.has_role(MAY_PAUSE),
        "late_servers": late_servers(Account.objects.visible_to(user)),
    }
    return render(request, "channels/board.html", context)


def _counts(visible: OutboundQuerySet) -> list[dict[str, Any]]:
    """How many `n` there are by account and state, and how many of them are late: one question for the whole page."""
    by = visible.order_by("account__name", "account_id").values("account_id", "account__name", "state")
    return list(by.annotate(n=Count("pk"), late=Count("pk", filter=monitoring.is_late())))


def _how_many(counts: Iterable[Mapping[str, Any]], state: str) -> int:
    if state == LATE:
        return sum(count["late"] for count in counts)
    return sum(count["n"] for count in counts if state in ("", count["state"]))


def _filters(counts: Iterable[Mapping[str, Any]], address: Mapping[str, str]) -> list[Filter]:
    accounts = {str(count["account_id"]): count["account__name"] for count in counts}
    states = {"": gettext_lazy("All"), LATE: gettext_lazy("Late"), **{one.value: one.label for one in State}}
    return [
        Filter("state", gettext_lazy("State"), tuple(states.items())).read(address),
        Filter("account", gettext_lazy("Account"), (("", gettext_lazy("All")), *accounts.items())).read(address),
    ]


def _listed(rows: OutboundQuerySet, state: str) -> OutboundQuerySet:
    rows = rows.select_related("content", "account").defer("content__content", "account__sealed")
    if state in (LATE, State.WAITING):
        return rows.filter(monitoring.is_late() if state == LATE else Q(state=state)).order_by("due_at", "pk")
    return (rows.in_state(state) if state else rows).order_by("-pk")


def _numbers(counts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    labels = {LATE: _("Late"), **{one.value: one.label for one in COUNTED}}
    return [{"value": _how_many(counts, one), "label": label, "state": one} for one, label in labels.items()]


def _shown(row: Outbound) -> dict[str, Any]:
    parts = [_("A message to one person")] if row.is_private else row.content.parts
    return {
        "row": row,
        "parts": parts,
        "words": " ".join(str(parts[0]).split()) if parts else "",
        "shape": SHAPES[row.state],
        "reason": reason(row.code),
        "is_answer": row.content.source.startswith(ANSWER_SOURCE),
        "to_settle": row.state == State.UNKNOWN,
    }


@allow(*ATTENDANTS)
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody found out what became of a message that nobody could tell about, and says so."""
    found = message(request, number)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.settle(found, found=form.cleaned_data["found"], by=person(request))
        except NotSettled:
            messages.info(request, _("It has been settled meanwhile."))
        else:
            messages.success(request, _("Saved. The outcome is no longer unknown."))
        return redirect("channels:board")
    context = {"form": form, "shown": _shown(found), "message": found, "back": reverse("channels:board")}
    return render(request, "channels/settle.html", context, status=422 if form.errors else 200)
