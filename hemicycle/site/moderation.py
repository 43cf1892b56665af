"""The house rules in the open: what is hidden and why, how often, and where whoever it is about appeals."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import Office
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.visitors import HOUR, kept_private, seconds_to_wait
from hemicycle.channels import actions
from hemicycle.channels.forms import AppealForm
from hemicycle.channels.models import Measure, Step
from hemicycle.channels.moderation.house_rules import HOUSE_RULES
from hemicycle.channels.status.rates import quarters, shown
from hemicycle.rules import attended_hours
from hemicycle.rules.parameters import in_force

YEAR = timedelta(days=365)
APPEALS_AN_HOUR = 5
# What somebody else is kept safe from, or a court forbids, is not said once more by us.
NOT_REPEATED = frozenset({"R3", "R4"})
TAKEN = {
    Step.HIDE: gettext_lazy("Messages hidden"),
    Step.LIMIT: gettext_lazy("Senders whose messages were hidden for a time"),
    Step.BLOCK: gettext_lazy("Senders blocked for a time"),
}


@allow(public=True)
def house_rules(request: HttpRequest) -> HttpResponse:
    """The rules, the steps, and how often each was taken by the House, without small numbers; members’ offices are not
    its own to count."""
    now = timezone.now()
    taken = Measure.objects.filter(office__kind=Office.Kind.INSTITUTION, confirmed_at__gt=now - YEAR)
    by_step = dict(taken.order_by().values_list("step").annotate(n=Count("pk")))
    context = {
        "rules": HOUSE_RULES.values(),
        "steps": [(label, shown(by_step.get(step, 0))) for step, label in TAKEN.items()],
        "quarters": quarters(now=now),
        "second_look": in_force("second_look"),
        "limit_days": in_force("limit_days"),
        "block_days": in_force("block_days"),
        "appeal_days": in_force("appeal_within_days"),
        "hours": attended_hours.said(),
    }
    return render(request, "site/house_rules.html", context)


@allow(public=True)
def appeal(request: HttpRequest, key: str) -> HttpResponse:
    """What was done about a message, and for which of its words, for whoever has the link; nothing else of it."""
    found = get_object_or_404(Measure.objects.select_related("inbound", "office"), key=key, confirmed_at__isnull=False)
    said = found.appeals.all()
    open_one = any(not one.outcome for one in said)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not open_one and form.is_valid():
        if wait := seconds_to_wait(request, what="appeal", most=APPEALS_AN_HOUR, within=HOUR):
            answer = render(request, "site/appeal.html", _about(found, form, too_often=True), status=429)
            answer.headers["Retry-After"] = str(wait)
            return kept_private(answer)
        actions.appeal(found, text=form.cleaned_data["text"], by="citizen")
        messages.success(request, _("Received. The answer will appear on this page: keep its address."))
        return kept_private(redirect(request.path))
    return kept_private(render(request, "site/appeal.html", _about(found, form), status=422 if form.errors else 200))


def _about(found: Measure, form: AppealForm, *, too_often: bool = False) -> dict[str, object]:
    said = list(found.appeals.select_related("measure__office"))
    is_ours = found.office.kind == Office.Kind.INSTITUTION
    may_appeal = found.is_in_force and all(one.outcome for one in said)
    return {
        "measure": found,
        "rule": HOUSE_RULES[found.rule],
        "words": "" if found.rule in NOT_REPEATED else found.words,
        "lang": found.inbound.lang,
        "appeals": said,
        "form": form if may_appeal else None,
        "too_often": too_often,
        "within_days": in_force("appeal_within_days") if is_ours else None,
    }
