"""The register of accounts: through which accounts an office speaks, who answers for each, and how it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from hemicycle.accounts.permissions import allow
from hemicycle.channels import actions, closing
from hemicycle.channels.contract import ChannelError
from hemicycle.channels.contract.capabilities import HandlesWebhooks
from hemicycle.channels.errors import AccountInUse, ClosingBlocked
from hemicycle.channels.fediverse import statistics
from hemicycle.channels.fediverse.keys import KIND
from hemicycle.channels.forms import AccountForm, KindForm
from hemicycle.channels.forms.accounts import is_offered_to, kept_by
from hemicycle.channels.models import Account, AccountQuerySet, Inbound, Outbound, Tally
from hemicycle.channels.models.encryption import Unreadable
from hemicycle.channels.permissions import ATTENDANTS, MAY_KEEP
from hemicycle.channels.registry import ADAPTERS, adapter_of, fields_of, unverified_kinds
from hemicycle.channels.status import public_list
from hemicycle.channels.status.blockers import is_linked
from hemicycle.channels.status.labels import kind_of, reason
from hemicycle.channels.views.linking import may_be_linked, revoke
from hemicycle.channels.views.lookup import account_of, kept_account, person

# A person waits for the answer.
PATIENCE_SECONDS = 10


@allow(*ATTENDANTS)
def register(request: HttpRequest) -> HttpResponse:
    """Open accounts first; those that were closed stay known."""
    rows = _with_activity(Account.objects.visible_to(request.user).select_related("office", "owner", "deputy"))
    public = {one.pk for one in public_list.listed()}
    accounts = [
        _shown(row) | {"is_listed": row.pk in public}
        for row in rows.order_by("-is_open", "office__name", "name", "pk")
    ]
    context = {"accounts": accounts, "may_open": kept_by(person(request)).exists()}
    return render(request, "channels/accounts.html", context)


@allow(*ATTENDANTS)
def account(request: HttpRequest, number: int) -> HttpResponse:
    found = _with_activity(Account.objects.filter(pk=account_of(request, number).pk)).select_related(
        "office", "owner", "deputy"
    )[0]
    may_keep = kept_by(person(request)).filter(pk=found.office_id).exists()
    context = _shown(found) | {
        "account": found,
        "is_listed": found.pk in {one.pk for one in public_list.listed()},
        "settings": _settings(found),
        "not_verified": found.kind in unverified_kinds(),
        "has_hook": isinstance(ADAPTERS.get(found.kind), HandlesWebhooks),
        "may_keep": may_keep and found.is_open,
        "may_link": may_keep and may_be_linked(found),
        "tally": Tally.objects.filter(account=found).of_accounts().first(),
        "actor": statistics.actor_statistics(found) if found.kind == KIND and found.is_open else None,
    }
    return render(request, "channels/account.html", context)


@allow(*MAY_KEEP)
def choose(request: HttpRequest) -> HttpResponse:
    """What the new account is, and whose."""
    form = KindForm(request.GET or None, user=person(request))
    if form.is_valid():
        return redirect("channels:open_account", form.cleaned_data["office"].slug, form.cleaned_data["kind"])
    return render(request, "channels/new_account.html", {"form": form}, status=422 if form.errors else 200)


@allow(*MAY_KEEP)
def open_one(request: HttpRequest, office: str, kind: str) -> HttpResponse:
    ours = get_object_or_404(kept_by(person(request)), slug=office)
    if not is_offered_to(ours, kind):
        raise Http404
    form = AccountForm(request.POST if request.method == "POST" else None, office=ours, kind=kind)
    if form.is_valid():
        opened = form.keep(by=person(request))
        messages.success(request, _("The account is open."))
        return redirect("channels:account", opened.pk)
    context = {"form": form, "kind": kind_of(kind), "office": ours, "not_verified": kind in unverified_kinds()}
    return render(request, "channels/open_account.html", context, status=422 if form.errors else 200)


@allow(*MAY_KEEP)
def change(request: HttpRequest, number: int) -> HttpResponse:
    found = kept_account(request, number)
    if not found.is_open:
        return redirect("channels:account", number)
    said = request.POST if request.method == "POST" else None
    form = AccountForm(said, instance=found, office=found.office, kind=found.kind)
    if form.is_valid():
        form.keep(by=person(request))
        messages.success(request, _("Saved. It is tried with this at once."))
        return redirect("channels:account", number)
    not_verified = found.kind in unverified_kinds()
    context = {"form": form, "account": found, "kind": kind_of(found.kind), "not_verified": not_verified}
    return render(request, "channels/change_account.html", context, status=422 if form.errors else 200)


@allow(*MAY_KEEP)
def close(request: HttpRequest, number: int) -> HttpResponse:
    """After asking. What it sent stays known; its secrets are forgotten."""
    found = kept_account(request, number)
    if not found.is_open:
        return redirect("channels:account", number)
    if request.method == "POST":
        try:
            access = found.access if may_be_linked(found) and found.secrets_set else None
            actions.close_account(found, by=person(request))
        except AccountInUse:
            messages.error(request, _("Messages are still waiting to be sent through it. Let them be sent first."))
        except ClosingBlocked:
            return redirect("channels:close_account", number)
        else:
            messages.success(request, _("The account is closed."))
            if access is not None and not revoke(access):
                messages.warning(request, _("The network was not reached: revoke Hemicycle’s access there, too."))
        return redirect("channels:account", number)
    consequences = [
        _("Nothing is sent or received through it any more."),
        _("Its passwords and keys are deleted."),
        _("It is removed from the public list."),
        _("What was sent and received through it is kept."),
    ]
    context = {"account": found, "consequences": consequences, "blockers": closing.blockers(found)}
    return render(request, "channels/close_account.html", context)


@allow(*MAY_KEEP, only_post=True)
def try_connection(request: HttpRequest, number: int) -> HttpResponse:
    """Connect now, send nothing, and tell how it went."""
    found = kept_account(request, number)
    try:
        access = found.access
        brief = {**access.settings, "seconds": PATIENCE_SECONDS, "answer_seconds": PATIENCE_SECONDS}
        adapter_of(found.kind).connect(replace(access, settings=brief)).close()
    except ChannelError as error:
        said = f" {error.detail}" if error.detail else ""
        messages.error(request, _("The connection failed.") + f" {reason(error.code)}{said}")
    except Unreadable:
        messages.error(
            request, _("Its passwords were encrypted with another key of this installation: enter them again.")
        )
    else:
        messages.success(request, _("The connection works. Nothing was sent."))
    return redirect("channels:account", number)


@allow(*MAY_KEEP, only_post=True)
@never_cache
def hook(request: HttpRequest, number: int) -> HttpResponse:
    """The address for the other side, once it is asked for."""
    found = kept_account(request, number)
    if not isinstance(ADAPTERS.get(found.kind), HandlesWebhooks) or not found.is_open:
        raise Http404
    shown = actions.show_hook(found, by=person(request))
    return render(request, "channels/hook.html", {"account": found, "hook": shown})


def _with_activity(accounts: AccountQuerySet) -> AccountQuerySet:
    """Each with when the latest message left through it, and when the latest came."""
    sent = Outbound.objects.filter(account=OuterRef("pk"), sent_at__isnull=False).order_by("-pk")
    came = Inbound.objects.filter(account=OuterRef("pk")).order_by("-pk")
    found: AccountQuerySet = accounts.annotate(
        last_sent=Subquery(sent.values("sent_at")[:1]), last_came=Subquery(came.values("received_at")[:1])
    )
    return found


def _shown(found: Any) -> dict[str, Any]:
    shape, doing = _doing(found)
    return {
        "row": found,
        "kind": kind_of(found.kind),
        "shape": shape,
        "doing": doing,
        "is_linked": is_linked(found),
        "trouble": reason(found.trouble),
        "listening_trouble": reason(found.listening_trouble),
        "activity": max(filter(None, (found.last_sent, found.last_came)), default=None),
    }


def _doing(found: Account) -> tuple[str, str]:
    """What it does now: a shape and words."""
    if not found.is_open:
        return "cancelled", pgettext("account", "Closed")
    if found.is_resting and found.rests_until is not None:
        moment = date_format(localtime(found.rests_until), "DATETIME_FORMAT")
        return "failed", _("Suspended until %(moment)s") % {"moment": moment}
    if found.listening_trouble:
        return "failed", _("Does not receive incoming messages")
    if found.is_being_used:
        return "running", _("Is sending")
    if not is_linked(found):
        return "waiting", _("Not linked yet")
    return "confirmed", _("Ready")


def _settings(found: Account) -> list[dict[str, Any]]:
    """What its adapter was told, without secrets: of those only whether they are set."""
    has = found.secrets_set
    rows: list[dict[str, Any]] = []
    for need in fields_of(found.kind):
        if need.secret:
            rows.append({"label": need.label, "value": _("is set") if need.name in has else _("is not set")})
        elif need.name != "address" and need.name in found.settings:
            value = found.settings[need.name]
            shown = {True: _("Yes"), False: _("No")}.get(value, value) if isinstance(value, bool) else value
            rows.append({"label": need.label, "value": shown})
    return rows
