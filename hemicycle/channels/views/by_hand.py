"""What networks take from no machine: packs that wait for a person, who posts them and says where they stand."""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hemicycle.accounts.permissions import allow
from hemicycle.channels import actions
from hemicycle.channels.contract import Act
from hemicycle.channels.contract.capabilities import ByHand
from hemicycle.channels.errors import BadPost, NotByHand
from hemicycle.channels.forms import PostedForm, SkipForm
from hemicycle.channels.models import Outbound, OutboundQuerySet, Pause, State
from hemicycle.channels.permissions import ATTENDANTS, MAY_ADD_REPLIES
from hemicycle.channels.registry import ADAPTERS
from hemicycle.channels.status import monitoring
from hemicycle.channels.status.labels import SHAPES, kind_of, reason
from hemicycle.channels.views import packs
from hemicycle.channels.views.lookup import page_of, person

KINDS = tuple(kind for kind, adapter in ADAPTERS.items() if isinstance(adapter, ByHand))
# Enough to find the one that was marked by mistake.
LATELY = 20


@allow(*ATTENDANTS)
def by_hand(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; and what was posted lately, with its address."""
    visible = _packs(request)
    late = set(monitoring.late_by_hand(visible).values_list("pk", flat=True))
    page = page_of(visible.by_hand().select_related("account", "content__changes").order_by("due_at", "pk"), request)
    posted = visible.in_state(State.SENT).select_related("account", "content").order_by("-sent_at", "-pk")[:LATELY]
    context = {
        "page": page,
        "rows": [
            {"pack": packs.pack_of(one), "kind": kind_of(one.account.kind), "late": one.pk in late} for one in page
        ],
        "posted": posted,
        "may_add_replies": person(request).has_role(MAY_ADD_REPLIES),
        "paused": Pause.objects.in_force().exists(),
    }
    return render(request, "channels/by_hand.html", context)


@allow(*ATTENDANTS)
def pack(request: HttpRequest, number: int) -> HttpResponse:
    """One pack: what to post, how, and the form that says it is done."""
    found = _found(request, number)
    shown = packs.pack_of(found)
    said = request.POST if request.method == "POST" else None
    initial = {"address": shown.stands_at} if shown.act == Act.CORRECT and shown.network.edits else {}
    form = PostedForm(said, steps=shown.steps, has_address=shown.act != Act.WITHDRAW, initial=initial)
    if form.is_valid():
        try:
            actions.mark_posted(found, address=form.cleaned_data.get("address", ""), by=person(request))
        except BadPost as error:
            form.add_error("address", str(packs.WRONG[error.code]))
        except NotByHand:
            messages.error(request, _meanwhile(found))
            return redirect("channels:pack", number)
        else:
            messages.success(request, _("Saved. The register shows it with its address."))
            return redirect("channels:by_hand")
    context = {
        "pack": shown,
        "row": found,
        "form": form,
        "shape": SHAPES[found.state],
        "reason": reason(found.code),
        "kind": kind_of(found.account.kind),
        "paused": Pause.objects.in_force().first(),
        "waits": found.state == State.BY_HAND,
    }
    return render(request, "channels/pack.html", context, status=422 if form.errors else 200)


@allow(*ATTENDANTS)
@never_cache
def download(request: HttpRequest, number: int) -> HttpResponse:
    """The whole pack as one file."""
    found = _to_post(request, number)
    file = HttpResponse(packs.zipped(packs.pack_of(found)), content_type="application/zip")
    name = f"{found.account.kind}-{found.pk}-{found.content.lang or 'all'}.zip"
    file.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return file


@allow(*ATTENDANTS)
@never_cache
def picture(request: HttpRequest, number: int, picture: int) -> HttpResponseBase:
    """One picture of it, as the network takes it."""
    pictures = packs.pack_of(_to_post(request, number)).pictures
    found = next((one for one in pictures if one.number == picture and one.is_there), None)
    if found is None:
        raise Http404
    answer = FileResponse(
        BytesIO(found.shaped.content), as_attachment="save" in request.GET, filename=found.name,
        content_type=found.kind or "application/octet-stream",
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@allow(*ATTENDANTS)
def skip(request: HttpRequest, number: int) -> HttpResponse:
    """It cannot be posted, and why."""
    found = _found(request, number)
    form = SkipForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.skip(found, why=form.cleaned_data["why"], by=person(request))
        except NotByHand:
            messages.error(request, _meanwhile(found))
        else:
            messages.success(request, _("Saved. It is shown as failed, with the reason."))
        return redirect("channels:by_hand")
    context = {"form": form, "pack": packs.pack_of(found), "back": reverse("channels:pack", args=[number])}
    return render(request, "channels/skip.html", context, status=422 if form.errors else 200)


@allow(*ATTENDANTS, only_post=True)
def unpost(request: HttpRequest, number: int) -> HttpResponse:
    """It was marked by mistake, or with a wrong address."""
    found = _found(request, number)
    try:
        actions.unpost(found, by=person(request))
    except NotByHand:
        messages.error(request, _("It is not marked as posted any more."))
    else:
        messages.success(request, _("It waits to be posted again. Say where it stands."))
    return redirect("channels:pack", number)


def _packs(request: HttpRequest) -> OutboundQuerySet:
    """Not answers: whoever wrote one posts it from its thread (views/answers.py)."""
    visible: OutboundQuerySet = Outbound.objects.visible_to(request.user).filter(account__kind__in=KINDS)
    return visible.exclude(pk__in=visible.answers().values("pk"))


def _found(request: HttpRequest, number: int) -> Outbound:
    found: Outbound = get_object_or_404(
        _packs(request).select_related("content__changes", "account", "office"), pk=number
    )
    return found


def _to_post(request: HttpRequest, number: int) -> Outbound:
    """One that may be posted now: nothing is handed out that was withdrawn, is too old, or is held back."""
    found = _found(request, number)
    if found.state != State.BY_HAND or Pause.objects.in_force().exists():
        raise Http404
    return found


def _meanwhile(row: Outbound) -> str:
    """What has become of it while somebody was at it, and what they have to do now."""
    row.refresh_from_db()
    if row.state == State.CANCELLED:
        return _("It was changed or withdrawn meanwhile. If you have posted it, remove that post now.")
    if row.state == State.EXPIRED:
        return _("It became too old meanwhile. If you have posted it, remove that post now.")
    return _("Somebody else has seen to it meanwhile.")
