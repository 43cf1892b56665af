"""The house rules, applied: by code, with the words that break it, until a day, open to appeal. Who wrote it is shown
nowhere: it makes no difference."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow
from hemicycle.channels import actions
from hemicycle.channels.actions import hidden_items
from hemicycle.channels.adapters.activitypub import ActivityPub
from hemicycle.channels.contract import Access, ModerationTarget
from hemicycle.channels.contract.capabilities import Hides
from hemicycle.channels.errors import CannotAnswer, OwnMeasure
from hemicycle.channels.forms import DecisionForm, MeasureForm
from hemicycle.channels.inbox.answers import Entry, entry_of
from hemicycle.channels.inbox.names import inbox_page, message_page, thread_page, title_of
from hemicycle.channels.inbox.sources import Source, described
from hemicycle.channels.models import (
    PUBLIC_CHANNELS,
    Appeal,
    Inbound,
    Measure,
    MeasureQuerySet,
    Outcome,
    State,
    There,
    is_public,
)
from hemicycle.channels.moderation.house_rules import HOUSE_RULES
from hemicycle.channels.permissions import MODERATORS
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.status.labels import reason
from hemicycle.channels.views.lookup import page_of, person

AWAITING, UNSENT, APPEALED, OVERDUE = "awaiting", "notice", "appealed", "overdue"
IN_FORCE, OVER = "standing", "over"
STATES = (
    ("", gettext_lazy("All")),
    (AWAITING, gettext_lazy("To be confirmed")),
    (UNSENT, gettext_lazy("Notice not sent")),
    (APPEALED, gettext_lazy("Appealed against")),
    (OVERDUE, gettext_lazy("Appeal overdue")),
    (IN_FORCE, gettext_lazy("In force")),
    (OVER, gettext_lazy("Over")),
)


@allow(*MODERATORS)
def measures(request: HttpRequest) -> HttpResponse:
    """What was done in one's offices, the latest first."""
    visible = Measure.objects.visible_to(request.user)
    state = Filter("state", gettext_lazy("State"), STATES).read(request.GET)
    narrowed = {
        AWAITING: visible.awaiting, UNSENT: visible.notice_not_sent, APPEALED: visible.appealed,
        OVERDUE: visible.appeal_overdue, IN_FORCE: visible.in_force, OVER: visible.over,
    }  # fmt: skip
    rows = narrowed[state.value]() if state.value else visible
    overdue = set(visible.appeal_overdue().values_list("pk", flat=True))
    context = {
        "page": page_of(_listed(rows), request),
        "filters": [state],
        "overdue": overdue,
        "unsent": visible.notice_not_sent().count(),
        "back": inbox_page(),
    }
    return render(request, "channels/measures.html", context)


@allow(*MODERATORS)
def moderate(request: HttpRequest, number: int) -> HttpResponse:
    """Take a step about one message."""
    rows = (
        Inbound.objects.visible_to(request.user).through_accounts().for_everybody().filter(channel__in=PUBLIC_CHANNELS)
    )
    found = get_object_or_404(rows.select_related("office", "account", "contact", "answers__content"), pk=number)
    _refuse_who_only_looks_in(request, found.office_id)
    form = MeasureForm(request.POST if request.method == "POST" else None, message=found)
    if form.is_valid() and (taken := form.take(by=person(request))) is not None:
        if taken.is_awaiting:
            messages.success(request, _("Saved. It takes effect once another person confirms it."))
        else:
            undo = f"undo:{reverse('channels:lift_measure', args=[taken.pk])}"
            messages.success(
                request, _("Done. Read the notice below, and send it to whoever wrote it."), extra_tags=undo
            )
        return redirect("channels:measure", taken.pk)
    context = {
        "form": form,
        "message": found,
        "known_as": title_of(found),
        "message_page": message_page(found.pk),
        "source": _source(found),
        "thread_page": _thread_page(found),
        "house_rules": HOUSE_RULES.values(),
        "criticism": actions.criticism_of(found),
        "was_granted": found.measures.filter(appeals__outcome=Outcome.UPHELD).order_by("-pk").first(),
    }
    return render(request, "channels/moderate.html", context, status=422 if form.errors else 200)


@allow(*MODERATORS)
def measure(request: HttpRequest, number: int) -> HttpResponse:
    """One step with its notice and what was said against it; an appeal is decided here."""
    found = _found(request, number)
    open_one = found.appeals.filter(decided_at=None).first()
    form = DecisionForm(request.POST if request.method == "POST" else None) if open_one is not None else None
    if open_one is not None and form is not None and form.is_valid() and _decided(request, open_one, form):
        return redirect("channels:measure", found.pk)
    status = 422 if form is not None and form.errors else 200
    return render(request, "channels/measure.html", _known(request, found) | {"form": form}, status=status)


@allow(*MODERATORS, only_post=True)
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    try:
        if actions.confirm_measure(found, by=person(request)):
            said = _("Confirmed. It is in force. Read the notice below, and send it to whoever wrote it.")
            messages.success(request, said)
    except OwnMeasure:
        messages.error(request, _("Somebody else has to confirm what you asked for."))
    return redirect("channels:measure", found.pk)


@allow(*MODERATORS, only_post=True)
def lift(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    said = _("The request is withdrawn.") if found.is_awaiting else _("The measure is lifted.")
    if actions.lift(found, by=person(request)):
        messages.success(request, said)
    return redirect("channels:measure", found.pk)


@allow(*MODERATORS, only_post=True)
def send_notice(request: HttpRequest, number: int) -> HttpResponse:
    """To whoever wrote it, as it stands on the page of the measure."""
    found = _found(request, number)
    try:
        given = actions.send_notice(found, by=person(request))
    except CannotAnswer as error:
        messages.error(request, str(actions.NOTICE_OBSTACLES[error.code]))
        return redirect("channels:measure", number)
    if given.outbound is not None and given.outbound.state == State.BY_HAND:
        messages.success(request, _("The notice is ready. Copy it in the thread, and send it on the network."))
        return redirect(message_page(found.inbound_id))
    said = _("The notice leaves in %(n)d seconds.") % {"n": actions.WAITS.seconds}
    messages.success(request, said, extra_tags=f"undo:{reverse('channels:take_back_notice', args=[number])}")
    return redirect("channels:measure", number)


@allow(*MODERATORS, only_post=True)
def take_back_notice(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    given = actions.sent_notice(found)
    if given is not None and actions.take_back(given, by=person(request)):
        messages.success(request, _("Taken back. Nothing has left."))
    else:
        messages.error(request, _("It has left already."))
    return redirect("channels:measure", number)


@allow(*MODERATORS, only_post=True)
def hide_again(request: HttpRequest, number: int) -> HttpResponse:
    """Try once more on the network what could not be done there."""
    if hidden_items.retry(_found(request, number), by=person(request)):
        messages.success(request, _("It is tried again now; this page says what comes of it."))
    return redirect("channels:measure", number)


def _decided(request: HttpRequest, appeal: Appeal, form: DecisionForm) -> bool:
    said = form.cleaned_data
    try:
        actions.decide(appeal, outcome=said["outcome"], answer=said["answer"], by=person(request))
    except OwnMeasure:
        form.add_error(None, _("Somebody who had no part in it decides."))
        return False
    messages.success(request, _("Decided. The answer stands where the appeal was made."))
    return True


def _source(message: Inbound) -> Source | None:
    """What it answers."""
    return described([message.answers.content])[message.answers.content_id] if message.answers is not None else None


def _thread_page(message: Inbound) -> str:
    return thread_page(message.answers.content_id) if message.answers is not None else ""


def _listed(rows: MeasureQuerySet) -> MeasureQuerySet:
    waiting = Appeal.objects.filter(measure=OuterRef("pk"), decided_at=None)
    unsent = Measure.objects.notice_not_sent().filter(pk=OuterRef("pk"))
    listed: MeasureQuerySet = rows.select_related("office", "inbound__account").annotate(
        is_appealed=Exists(waiting), is_unsent=Exists(unsent), appeals_made=Count("appeals")
    )
    return listed.order_by("-pk")


def _found(request: HttpRequest, number: int) -> Measure:
    visible = Measure.objects.visible_to(request.user)
    rows = visible.select_related(
        "office", "inbound__account", "inbound__contact", "inbound__answers__content", "asked_by", "confirmed_by"
    )
    found: Measure = get_object_or_404(rows, pk=number)
    _refuse_who_only_looks_in(request, found.office_id)
    return found


def _refuse_who_only_looks_in(request: HttpRequest, office: int) -> None:
    """Whoever has one of these roles elsewhere has it there."""
    if not person(request).assignments.filter(office=office, role__in=MODERATORS).exists():
        raise PermissionDenied


def _known(request: HttpRequest, found: Measure) -> dict[str, Any]:
    account = found.inbound.account
    can_hide = account is not None and isinstance(adapter_of(account.kind), Hides)
    return {
        "measure": found,
        "message": found.inbound,
        "known_as": title_of(found.inbound),
        "message_page": message_page(found.inbound_id),
        "shows_words": is_public(found.inbound),
        "source": _source(found.inbound),
        "thread_page": _thread_page(found.inbound),
        "rule": HOUSE_RULES.get(found.rule),
        "notice": (notice := actions.notice_of(found)),
        "notice_obstacle": actions.NOTICE_OBSTACLES.get(notice.obstacle, ""),
        "sent_notice": _sent_notice(found),
        "title": f"{found.rule_title}",
        "may_confirm": found.is_awaiting and found.asked_by_id != person(request).pk,
        "may_decide": actions.may_decide(found, person(request)),
        "appeals": found.appeals.select_related("measure__office"),
        "nothing_hides_it": account is not None and (can_hide or account.kind == ActivityPub.kind),
        "failed_there": found.there == There.FAILED,
        "by_hand_at": _by_hand_at(found),
        "why_not_there": reason(found.there_code) if found.there_code else "",
    }


def _sent_notice(found: Measure) -> Entry | None:
    """The notice as its thread shows it."""
    given = actions.sent_notice(found)
    return entry_of(given) if given is not None else None


def _by_hand_at(found: Measure) -> str:
    """Where a person hides it, or shows it, where we could not."""
    account = found.inbound.account
    adapter = adapter_of(account.kind) if account is not None else None
    if account is None or not isinstance(adapter, Hides):
        return ""
    # No secret is needed to say where something stands.
    access = Access(account.kind, account.address, account.settings)
    return adapter.moderation_url(access, ModerationTarget(found.inbound.external_id))
