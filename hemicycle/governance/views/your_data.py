"""What everybody can ask about their own data. No page says whether anybody is known here."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.visitors import HOUR, kept_private, seconds_to_wait
from hemicycle.channels.models import Medium
from hemicycle.follow.forms import AddressForm
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.parameters import in_force

from ..actions.requests import asking, packaging
from ..actions.requests.accounts import offered, offices_that_answer
from ..errors import NoAccount, PackageGone, WrongCode
from ..forms.requests import AskForm, CodeForm
from ..models import PersonalDataRequest
from ..presenters.requests import by_table
from .responses import attachment, status_of


@allow(public=True)
def your_data(request: HttpRequest) -> HttpResponse:
    """What is held, how to ask, and what cannot be done. With `office`, that member's office is asked."""
    slug = request.GET.get("office", "")
    office = get_object_or_404(Office, slug=slug, kind=Office.Kind.MEMBER) if slug else None
    channels = offered(office)
    form = AskForm(request.POST or None, channels=channels, initial={"lang": get_language()})
    if request.method == "POST" and channels and form.is_valid():
        if wait := _wait(request):
            form.add_error(None, _("You have asked too often. Try again in an hour."))
            answer = _overview(request, office, form, HTTPStatus.TOO_MANY_REQUESTS)
            answer.headers["Retry-After"] = str(wait)
            return answer
        said = form.cleaned_data
        channel, address = form.addresses()[0]
        asking.ask(
            kind=said["kind"], member_office=office, channel=channel, address=address, lang=said["lang"],
            words=said["words"],
        )  # fmt: skip
        return redirect("governance:your_data_asked")
    return _overview(request, office, form if channels else None, status_of(form))


def _overview(request: HttpRequest, office: Office | None, form: AskForm | None, status: int) -> HttpResponse:
    context = {
        "office": office,
        "form": form,
        "days": in_force("request_within_days"),
        "backups": in_force("backup_kept_days"),
        "offices": Office.objects.filter(kind=Office.Kind.MEMBER).order_by("name"),
        "answering": {one.pk for one in offices_that_answer()},
    }
    return render(request, "governance/requests/your_data.html", context, status=status)


@allow(public=True)
def asked(request: HttpRequest) -> HttpResponse:
    """The same for every address."""
    return render(request, "governance/requests/asked.html")


@allow(public=True)
def own(request: HttpRequest, key: str) -> HttpResponse:
    """The page of one request: the code, further addresses, then the answer."""
    row = _row(key)
    if row is None:
        return kept_private(render(request, "governance/requests/gone.html", status=HTTPStatus.GONE))
    return kept_private(_own(request, row))


def _own(
    request: HttpRequest, row: PersonalDataRequest, *, code: CodeForm | None = None, status: int = HTTPStatus.OK,
    handle_code: str = "",
) -> HttpResponse:  # fmt: skip
    channels = offered(None if row.is_of_the_house else row.office)
    context = {
        "row": row,
        "code_form": code or CodeForm(),
        "address_form": AddressForm(channels=channels) if channels else None,
        "awaits_code": row.addresses.filter(proved_at=None).exclude(channel=Medium.SOCIAL).exclude(code="").exists(),
        "proved": row.addresses.exclude(proved_at=None).count(),
        "is_asked": row.state == PersonalDataRequest.State.ASKED,
        "is_open": row.state == PersonalDataRequest.State.OPEN,
        "is_refused": row.state == PersonalDataRequest.State.REFUSED,
        "has_package": packaging.is_there(row),
        "removed": by_table(row.removed),
        "backups": in_force("backup_kept_days"),
        "offices_url": reverse("governance:your_data") + "#offices",
        "handle_code": handle_code,
    }
    return render(request, "governance/requests/own.html", context, status=status)


@allow(public=True, only_post=True)
def prove(request: HttpRequest, key: str) -> HttpResponse:
    row = _row_or_404(key)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            asking.prove(row, code=form.cleaned_data["code"])
        except WrongCode:
            form.add_error(
                "code", _("This is not the code, or it is too old. After five attempts, ask for a new one.")
            )
        else:
            messages.success(request, _("This address is yours. What is held under it is part of your request."))
            return redirect("governance:your_request", row.key)
    return kept_private(_own(request, row, code=form, status=HTTPStatus.UNPROCESSABLE_ENTITY))


@allow(public=True, only_post=True)
def send_again(request: HttpRequest, key: str) -> HttpResponse:
    row = _row_or_404(key)
    for address in row.addresses.filter(proved_at=None).exclude(channel=Medium.SOCIAL):
        asking.send_again(address)
    messages.success(request, _("If the last code is used up, a new one is on its way."))
    return redirect("governance:your_request", row.key)


@allow(public=True, only_post=True)
def add(request: HttpRequest, key: str) -> HttpResponse:
    row = _row_or_404(key)
    form = AddressForm(request.POST, channels=offered(None if row.is_of_the_house else row.office))
    if form.is_valid() and not _wait(request):
        try:
            for channel, address in form.addresses():
                asking.add_address(row, channel=channel, address=address)
        except (NoAccount, IllegalMove):
            messages.error(request, _("Nothing can be added to this request any more."))
        else:
            messages.success(request, _("A code is on its way to that address."))
    else:
        messages.error(request, _("Enter an e-mail address or a mobile number."))
    return redirect("governance:your_request", row.key)


@allow(public=True, only_post=True)
def handle(request: HttpRequest, key: str) -> HttpResponse:
    """Show a code, or look whether it has come."""
    row = _row_or_404(key)
    code = request.POST.get("code", "")
    try:
        if not code:
            return kept_private(_own(request, row, handle_code=asking.ask_for_handle(row)))
        found = asking.find_handle(row, code=code)
    except IllegalMove:
        messages.error(request, _("Nothing can be added to this request any more."))
        return redirect("governance:your_request", row.key)
    if found is None:
        messages.error(request, _("No message with this code has come yet. It can take some minutes."))
        return kept_private(_own(request, row, handle_code=code))
    messages.success(request, _("This account is yours. What is held under it is part of your request."))
    return redirect("governance:your_request", row.key)


@allow(public=True, only_post=True)
def send_code(request: HttpRequest, key: str) -> HttpResponse:
    row = _row_or_404(key)
    asking.send_code_to_open(row)
    messages.success(request, _("A code is on its way to your address."))
    return redirect("governance:your_request", row.key)


@allow(public=True, only_post=True)
def open_package(request: HttpRequest, key: str) -> HttpResponse:
    row = _row_or_404(key)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            content = packaging.open_package(row, code=form.cleaned_data["code"])
        except WrongCode:
            form.add_error(
                "code", _("This is not the code, or it is too old. After five attempts, ask for a new one.")
            )
        except PackageGone:
            messages.error(request, _("The package was opened, or its time has run out. You can ask again."))
            return redirect("governance:your_request", row.key)
        else:
            return kept_private(attachment(content, "your-data.zip", "application/zip"))
    return kept_private(_own(request, row, code=form, status=HTTPStatus.UNPROCESSABLE_ENTITY))


def _row(key: str) -> PersonalDataRequest | None:
    rows = PersonalDataRequest.objects.shown_to_whoever_asked(timezone.now()).select_related("office")
    return rows.filter(key=key).first()


def _row_or_404(key: str) -> PersonalDataRequest:
    found = _row(key)
    if found is None:
        raise Http404
    return found


def _wait(request: HttpRequest) -> int:
    return seconds_to_wait(request, what="your-data", most=in_force("follow_requests_an_hour"), within=HOUR)
