"""The archive: how much of what was published is kept, what is missing and why, its files, accounts to be closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.channels.models import Account
from hemicycle.rules.errors import Refused

from ..actions import archiving as actions
from ..archive.closing import readiness
from ..archive.gaps import NEVER
from ..archive.manifest import data, entries
from ..errors import NotReady, NotResponsible
from ..models import ArchiveFile
from ..presenters import archive as presenter
from .lookup import person

KEEPERS = (Role.SECRETARY, Role.CLERK)
CLOSERS = (*KEEPERS, Role.OFFICER, Role.EDITOR, Role.ADMINISTRATOR)
"""Whoever answers for an account reads before they confirm; what is in the archive was public."""


@allow(*CLOSERS)
def archive(request: HttpRequest) -> HttpResponse:
    context = {"all": presenter.overview(), "files": presenter.files(), "accounts": presenter.account_rows()}
    return render(request, "governance/archive/archive.html", context)


@allow(*CLOSERS, only_post=True)
def capture(request: HttpRequest) -> HttpResponse:
    """Now, instead of by the schedule or after a failure."""
    kind, key = request.POST.get("kind", ""), request.POST.get("key", "")
    try:
        actions.ask_for(kind, key, by=person(request))
    except Refused as refusal:
        raise Http404 from refusal
    messages.success(request, _("It will be captured in a moment. Load this page again in a minute."))
    if request.POST.get("account", "").isdecimal():
        return redirect("governance:archive_account", int(request.POST["account"]))
    return redirect("governance:archive")


@allow(*CLOSERS)
def file(request: HttpRequest, number: int) -> HttpResponse:
    """The manifest: what was captured, and what could not be kept. Prints as the list that goes with the file."""
    found = get_object_or_404(ArchiveFile, pk=number)
    context = {
        "file": found,
        "entries": entries(found),
        "never": NEVER,
        "may_verify": person(request).has_role(KEEPERS),
    }
    return render(request, "governance/archive/file.html", context)


@allow(*CLOSERS)
def manifest(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(ArchiveFile, pk=number)
    answer = JsonResponse(data(found), json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}.json"'
    return answer


@allow(*CLOSERS)
def download(request: HttpRequest, number: int) -> FileResponse:
    found = get_object_or_404(ArchiveFile, pk=number)
    try:
        stream = found.opened()
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(stream, as_attachment=True, filename=found.name, content_type="application/warc")


@allow(*KEEPERS, only_post=True)
def verify(request: HttpRequest, number: int) -> HttpResponse:
    found = actions.verify_file(get_object_or_404(ArchiveFile, pk=number), by=person(request))
    if found.fault:
        messages.error(request, _("The file is not what was written. Restore it from a backup, then verify it again."))
    else:
        messages.success(request, _("The file is what was written: every record was read and its digest is right."))
    return redirect("governance:archive_file", number)


def _account(number: int) -> Account:
    """Of the House: what is in the archive of it is public."""
    rows = Account.objects.filter(office__kind=Office.Kind.INSTITUTION).select_related("office", "owner", "deputy")
    found: Account = get_object_or_404(rows, pk=number)
    return found


@allow(*CLOSERS)
def account(request: HttpRequest, number: int) -> HttpResponse:
    """What an account published, and whether it is kept, so that the account may be closed."""
    found = _account(number)
    state = readiness(found)
    context = {
        "account": found, "state": state, "missing": presenter.missing(state.missing),
        "gaps": presenter.gaps_of(found, state),
        "may_confirm": actions.may_confirm(person(request), found), "wanted": len(state.kept) + len(state.missing),
    }  # fmt: skip
    return render(request, "governance/archive/account.html", context)


@allow(*CLOSERS, only_post=True)
def ask(request: HttpRequest, number: int) -> HttpResponse:
    actions.ask_to_confirm(_account(number), by=person(request))
    messages.success(request, _("They get a notice with a link to this page."))
    return redirect("governance:archive_account", number)


@allow(*CLOSERS, only_post=True)
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    found = _account(number)
    try:
        actions.confirm(found, by=person(request))
    except NotResponsible:
        messages.error(request, _("Who is responsible for the account or stands in confirms it."))
    except NotReady:
        messages.error(request, _("Something is not in the archive yet: see below."))
    else:
        messages.success(request, _("Confirmed. The account may be closed now."))
    return redirect("governance:archive_account", number)
