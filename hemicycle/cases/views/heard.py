"""What we heard, as clerks write it: from a released dossier, clause by clause."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import allow
from hemicycle.cases.actions import heard as actions
from hemicycle.cases.addresses import heard as address_of
from hemicycle.cases.errors import AlreadyAnnounced, NotAgreed, NothingReleased
from hemicycle.cases.forms.agreement import AgreementForm
from hemicycle.cases.forms.heard import HeardForm
from hemicycle.cases.heard.reading import page_of
from hemicycle.cases.models import Heard
from hemicycle.cases.views.announcing import agree, already_drafted, drafting, not_agreed, say_saved
from hemicycle.cases.views.lookup import page_of as paged
from hemicycle.cases.views.lookup import person
from hemicycle.cases.views.outcomes import PREPARERS
from hemicycle.desk.models import WRITERS
from hemicycle.listening.models import Dossier, Inquiry


@allow(*PREPARERS)
def heard_list(request: HttpRequest) -> HttpResponse:
    """The pages of one's offices, and the inquiries from which one can be begun: none while one about the same bill is
    being written, which stands in the list."""
    offices = person(request).offices_as(PREPARERS)
    rows = Heard.objects.filter(office__in=offices).select_related("bill", "office", "announcement")
    released = Dossier.objects.released().filter(inquiry__office__in=offices, inquiry__bill__isnull=False)
    same = Heard.objects.filter(office=OuterRef("office"), bill=OuterRef("bill"))
    inquiries = Inquiry.objects.filter(~Exists(same.unreleased()), pk__in=released.values("inquiry"))
    inquiries = inquiries.annotate(has_page=Exists(same)).select_related("bill", "office")
    context = {"page": paged(rows.order_by("-opened_at", "-pk"), request), "inquiries": inquiries.newest_first()}
    return render(request, "cases/heard/list.html", context)


@allow(*PREPARERS, only_post=True)
def begin_heard(request: HttpRequest) -> HttpResponse:
    rows = Inquiry.objects.filter(office__in=person(request).offices_as(PREPARERS)).select_related("bill", "office")
    inquiry = get_object_or_404(rows, address=request.POST.get("inquiry", ""))
    try:
        found = actions.open_heard(inquiry, by=person(request))
    except NothingReleased:
        messages.error(request, _("Release a dossier about this bill first: the page is made from it."))
        return redirect("cases:heard_list")
    except AlreadyAnnounced:
        messages.error(request, already_drafted())
        return redirect("cases:heard_list")
    return redirect("cases:heard", found.pk)


@allow(*PREPARERS)
def heard(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    form = HeardForm(request.POST or None, page=page_of(found))
    if form.is_valid():
        try:
            saved = _save(found, form, by=person(request))
        except AlreadyAnnounced:
            messages.error(request, already_drafted())
        else:
            say_saved(request, saved, _("What the committee did is saved."))
        return redirect("cases:heard", number)
    return _shown(request, found, form)


@allow(*WRITERS, only_post=True)
def draft_heard(request: HttpRequest, number: int) -> HttpResponse:
    """Of the page as it stands in the form, which is saved first."""
    found = _found(request, number)
    form = HeardForm(request.POST, page=page_of(found))
    if not form.is_valid() or not form.is_in_every_language():
        return _shown(request, found, form)
    try:
        found = _save(found, form, by=person(request))
        announcement = actions.draft_heard(found, by=person(request))
    except (AlreadyAnnounced, NotAgreed, NothingReleased) as error:
        messages.error(request, _refusal(found, error))
        return redirect("cases:heard", number)
    return redirect("desk:compose", announcement.address)


@allow(*PREPARERS, only_post=True)
def agree_heard(request: HttpRequest, number: int) -> HttpResponse:
    """That the committee agreed to what stands in the form, which is saved first; or that it did not."""
    found = _found(request, number)
    form = HeardForm(request.POST, page=page_of(found))
    refused = agree(request, found, form, lambda: _save(found, form, by=person(request)))
    return redirect("cases:heard", number) if refused is None else _shown(request, found, form, refused)


def _refusal(found: Heard, error: Exception) -> str:
    if isinstance(error, NotAgreed):
        return not_agreed(found)
    return already_drafted() if isinstance(error, AlreadyAnnounced) else _("The dossier is in force no more.")


def _save(found: Heard, form: HeardForm, *, by: User) -> Heard:
    return actions.write_heard(
        found, introductions=form.introductions, responses=form.responses, sides=form.sides, by=by
    )  # fmt: skip


def _shown(
    request: HttpRequest, found: Heard, form: HeardForm, agreement: AgreementForm | None = None
) -> HttpResponse:
    context = {
        "heard": found,
        "heard_page": form.page,
        "form": form,
        "preview": f"{address_of(found.bill)}?version={found.number}",
        **drafting(found, person(request), agreement),
    }
    return render(request, "cases/heard/heard.html", context, status=422 if form.errors or agreement else 200)


def _found(request: HttpRequest, number: int) -> Heard:
    rows = Heard.objects.filter(office__in=person(request).offices_as(PREPARERS))
    found: Heard = get_object_or_404(rows.select_related("bill", "office", "announcement", "inquiry"), pk=number)
    return found
