"""What came to one's offices through their accounts, by what it answers. The words of people are read one message at a
time, by those who may, and each time is noted."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import Office
from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow
from hemicycle.channels import actions
from hemicycle.channels.forms import ReadForm
from hemicycle.channels.models import Account, Content, Inbound, InboundQuerySet, in_the_open, is_public
from hemicycle.channels.permissions import INBOX, MAY_READ, MODERATORS
from hemicycle.channels.views.lookup import page_of, person

REFUSED = {
    "kind": gettext_lazy("not kept: of a kind that is not taken"),
    "size": gettext_lazy("not kept: too large"),
    "number": gettext_lazy("not kept: too many files"),
    "content": gettext_lazy("not kept: not what it says it is"),
}
PEOPLE, MACHINES = "people", "machines"
# What a house rule hides is out of the lists, and found by this filter.
HIDDEN = "hidden"
DIRECT, PUBLIC = "direct", "public"
_RULES = (("", gettext_lazy("Not hidden")), (HIDDEN, gettext_lazy("Hidden")))


@allow(*INBOX)
def inbox(request: HttpRequest) -> HttpResponse:
    """The latest first; without the words, which are read one by one."""
    visible = Inbound.objects.visible_to(request.user).through_accounts()
    accounts = Account.objects.visible_to(request.user).order_by("name", "pk").values_list("pk", "name")
    choices_of_account = [(str(key), name) for key, name in accounts]
    writers = ((PEOPLE, gettext_lazy("People")), (MACHINES, gettext_lazy("Machines")))
    readers = (("", gettext_lazy("All")), (PUBLIC, gettext_lazy("Everybody")), (DIRECT, gettext_lazy("Us alone")))
    filters = [
        Filter("account", gettext_lazy("Account"), (("", gettext_lazy("All")), *choices_of_account)).read(request.GET),
        Filter("by", gettext_lazy("Written by"), (("", gettext_lazy("All")), *writers)).read(request.GET),
        Filter("to", gettext_lazy("Written to"), readers).read(request.GET),
        _by_rules(request),
    ]
    account, writer, reader, rules = (one.value for one in filters)
    rows = _narrowed(visible, rules)
    rows = rows.filter(account=account) if account else rows
    rows = rows.filter(automatic=writer == MACHINES) if writer else rows
    rows = rows.filter(direct=reader == DIRECT) if reader else rows
    page = page_of(_listed(rows), request)
    return render(
        request,
        "channels/inbox.html",
        {"page": page, "filters": filters, "may_moderate": person(request).has_role(MODERATORS)},
    )


@allow(*INBOX)
def thread(request: HttpRequest, number: int) -> HttpResponse:
    """One text that went out through one account, and what people answered to it."""
    offices = Office.objects.of(request.user)
    content = get_object_or_404(Content.objects.select_related("account"), pk=number, account__office__in=offices)
    replies = Inbound.objects.visible_to(request.user).answering(content)
    rules = _by_rules(request)
    context = {
        "content": content,
        "page": page_of(_listed(_narrowed(replies, rules.value)), request),
        "filters": [rules],
    }
    return render(request, "channels/thread.html", context)


@allow(*INBOX)
def received(request: HttpRequest, number: int) -> HttpResponse:
    """All that is known of a message but its words."""
    return render(request, "channels/received.html", _known(request, _found(request, number)))


@allow(*MAY_READ, only_post=True)
def read(request: HttpRequest, number: int) -> HttpResponse:
    """The words, once, in the answer to a form; they stand in no address."""
    found, form = _found(request, number), ReadForm(request.POST)
    if not _may_read(request, found) or not form.is_valid():
        return redirect("channels:received", number)
    why = form.cleaned_data["why"]
    text = actions.read_message(found, why=why, by=person(request))
    return render(request, "channels/received.html", _known(request, found) | {"text": text, "why": why})


@allow(*MAY_READ, only_post=True)
def take_file(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """A file that came with a message, to be saved: never opened by the browser as a page of ours."""
    found, form = _found(request, number), ReadForm(request.POST)
    attached = get_object_or_404(found.attachments.filter(refused=""), pk=file)
    if not _may_read(request, found) or not form.is_valid():
        return redirect("channels:received", number)
    content = actions.read_file(attached, why=form.cleaned_data["why"], by=person(request))
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=attached.name) or ""
    )
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _by_rules(request: HttpRequest) -> Filter:
    return Filter("rules", gettext_lazy("House rules"), _RULES).read(request.GET)


def _narrowed(rows: InboundQuerySet, rules: str) -> InboundQuerySet:
    """In the open, or what a house rule keeps out of it."""
    shown = in_the_open(rows)
    narrowed: InboundQuerySet = rows.exclude(pk__in=shown.values("pk")) if rules == HIDDEN else shown
    return narrowed


def _listed(rows: InboundQuerySet) -> InboundQuerySet:
    rows = rows.select_related("account", "answers__content").defer("text", "subject", "answers__content__content")
    listed: InboundQuerySet = rows.annotate(files=Count("attachments")).order_by("-pk")
    return listed


def _found(request: HttpRequest, number: int) -> Inbound:
    visible = Inbound.objects.visible_to(request.user).through_accounts()
    found: Inbound = get_object_or_404(visible.select_related("account", "office", "answers__content"), pk=number)
    return found


def _may_read(request: HttpRequest, found: Inbound) -> bool:
    return person(request).assignments.filter(office=found.office_id, role__in=MAY_READ).exists()


def _known(request: HttpRequest, found: Inbound) -> dict[str, Any]:
    attached = found.attachments.order_by("pk").values("pk", "name", "kind", "size", "refused")
    return {
        "message": found,
        "title": f"{found.get_channel_display()} {found.pk}",
        "text": None,
        "files": [{**one, "status": str(REFUSED.get(one["refused"], "")) or _("kept")} for one in attached],
        "measures": found.measures.order_by("pk"),
        "is_public": is_public(found),
        "form": ReadForm() if _may_read(request, found) else None,
    }
