"""One's own account, the people of one's offices, and the language of the page."""

from typing import Any
from uuid import UUID

from allauth.account.views import PasswordResetView
from allauth.core.ratelimit import consume_or_429
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from . import actions
from .adapters import send_first_password_link
from .audit_log.actions import note_people_read
from .errors import LastOne, RoleDoesNotFit
from .forms import CorrectionForm, InvitationForm, NoticeChoicesForm, OfficeForm, OfficeNamesForm
from .models import Assignment, Notice, Office, PendingAssignment, User
from .notices.presenting import shown
from .people import asked_of, offices_of, opened_by, other_offices, whom
from .permissions import allow
from .roles import CONFIRMED, CONFIRMERS, KEEPERS, MAY, Role
from .visitors import is_offered

NOTICES_ON_A_PAGE = 25


class PasswordReset(PasswordResetView):  # type: ignore[misc]
    """allauth looks up who has the address, makes a link and mails it before it answers: whoever measures how long
    that takes learns who has an account. Here all of it is left to the worker."""

    def form_valid(self, form: Any) -> HttpResponse:
        email = form.cleaned_data["email"]
        too_often: HttpResponse | None = consume_or_429(self.request, action="reset_password", key=email)
        if too_often is not None:
            return too_often
        actions.ask_for_password_link(email=email, language=get_language() or "")
        return HttpResponseRedirect(self.get_success_url())


@allow(signed_in=True)
def account(request: HttpRequest) -> HttpResponse:
    waiting = _person(request).pending_assignments.select_related("office")
    return render(request, "accounts/account.html", {"waiting": [(one, whom(one)) for one in waiting]})


@allow(*KEEPERS, *CONFIRMERS)
def people(request: HttpRequest) -> HttpResponse:
    """Who works in one's offices, what waits for one's confirmation, and the form that lets another in."""
    user = _person(request)
    form = InvitationForm(request.POST or None, keeper=user) if user.has_role(KEEPERS) else None
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if request.method == "POST" and form is not None and form.is_valid() and (invited := form.invite()):
        send_first_password_link(invited)
        said = _("%(name)s has been invited.")
        if form.again:
            said = _("%(name)s was given this role before.")
        elif invited.has_usable_password():
            said = _("%(name)s already has an account: the role is added, and no mail is sent.")
        messages.success(request, said % {"name": invited.name})
        if (pending := form.pending(invited)) is not None:
            messages.info(request, whom(pending))
        return redirect("people")
    if user.has_role(KEEPERS):
        note_people_read(by=user)
    shown = {
        "people": offices_of(user),
        "form": form,
        "asked": asked_of(user),
        "opened": opened_by(user),
        "other_offices": other_offices(user),
        "correctable": set(User.objects.correctable_by(user).values_list("pk", flat=True)),
        "opens_offices": user.has_role([Role.ADMINISTRATOR]),
        "roles": [] if form else [(role.label, may) for role, may in MAY.items() if role is not Role.MEMBER],
    }
    return render(request, "accounts/people.html", shown)


@allow(*CONFIRMERS, only_post=True, step_up="approve")
def confirm_role(request: HttpRequest, key: int) -> HttpResponse:
    """The second person's yes to a role that somebody else gave."""
    pending, names = _asked(request, key)
    try:
        actions.confirm(pending, by=_person(request))
    except RoleDoesNotFit:
        messages.error(request, _("This person works for a member and cannot have a role of the House."))
    else:
        messages.success(request, _("%(name)s now has the role %(role)s.") % names)
    return redirect("people")


@allow(*CONFIRMERS, only_post=True)
def decline_role(request: HttpRequest, key: int) -> HttpResponse:
    """The second person's no."""
    pending, names = _asked(request, key)
    actions.decline(pending, by=_person(request))
    messages.success(request, _("Declined: %(name)s does not get the role %(role)s.") % names)
    return redirect("people")


def _asked(request: HttpRequest, key: int) -> tuple[PendingAssignment, dict[str, Any]]:
    """What this person may confirm, with whose it is and what, for the message."""
    rows = PendingAssignment.objects.confirmable_by(_person(request)).select_related("user")
    pending = get_object_or_404(rows, pk=key)
    return pending, {"name": pending.user, "role": pending.get_role_display()}


@allow(*KEEPERS)
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Ask whether to take one role away from one person, and take it."""
    kept = Assignment.objects.filter(office__in=Office.objects.kept_by(_person(request)))
    given = get_object_or_404(kept.select_related("user", "office"), pk=key)
    names = {"name": given.user, "role": given.get_role_display(), "office": given.office}
    if request.method != "POST":
        shown = {
            "given": given,
            "may": MAY[Role(given.role)],
            "needs_confirmation": given.role in CONFIRMED,
            "is_last": actions.is_last(given),
            "is_last_keeper": actions.is_last_keeper(given),
        }
        return render(request, "accounts/withdraw.html", shown)
    try:
        actions.withdraw(given, by=_person(request))
    except LastOne:
        messages.error(request, _("An office must keep at least one person who can give others access."))
    else:
        messages.success(request, _("%(name)s no longer has the role %(role)s.") % names)
    return redirect("people")


@allow(*KEEPERS, only_post=True)
def send_link(request: HttpRequest, key: UUID) -> HttpResponse:
    """Mail the link again to somebody who was invited and has not signed in yet."""
    person = _person(request)
    kept = {"office__in": Office.objects.kept_by(person)}
    rows = [model.objects.filter(**kept).values("user") for model in (Assignment, PendingAssignment)]
    invited = User.objects.invited_by(person).values("pk")
    mine = Q(pk__in=rows[0]) | Q(pk__in=rows[1]) | Q(pk__in=invited)
    found = get_object_or_404(User.objects.filter(mine), pk=key)
    if found.has_not_signed_in:
        send_first_password_link(found)
        messages.success(request, _("The link is on its way to %(email)s.") % {"email": found.email})
    else:
        messages.info(request, _("%(name)s has signed in meanwhile: no link is sent.") % {"name": found.name})
    return redirect("people")


@allow(*KEEPERS)
def correct_address(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send the invitation of somebody who has not used it to another address; whoever invited them may."""
    person = _person(request)
    invited = get_object_or_404(User.objects.invited_by(person), pk=key)
    form = CorrectionForm(request.POST or None, invited=invited, by=person)
    if not invited.has_not_signed_in:
        messages.info(
            request, _("The invitation has been used meanwhile: the address can no longer be corrected here.")
        )
        return redirect("people")
    if request.method == "POST" and form.is_valid() and form.correct():
        send_first_password_link(invited)
        said = _("A new link is on its way to %(email)s. The one sent before no longer works.")
        messages.success(request, said % {"email": invited.email})
        return redirect("people")
    was_confirmed = invited.assignments.filter(confirmation=Assignment.Confirmation.PERSON).exists()
    shown = {"form": form, "invited": invited, "was_confirmed": was_confirmed}
    return render(request, "accounts/correct_address.html", shown, status=422 if form.errors else 200)


@allow(Role.ADMINISTRATOR)
def open_office(request: HttpRequest) -> HttpResponse:
    """Open an office of the House or of a member with its first person; whoever opens it gets no right in it."""
    user = _person(request)
    form = OfficeForm(request.POST or None, opener=user)
    if request.method == "POST" and form.is_valid() and (opened := form.open()):
        office, first = opened
        send_first_password_link(first)
        names = {"office": office, "name": first.name}
        said = _("%(office)s is open, and %(name)s has been invited.") % names
        messages.success(request, f"{said} {_('The link goes to %(email)s.') % {'email': first.email}}")
        if (pending := first.pending_assignments.filter(office=office).first()) is not None:
            messages.info(request, whom(pending))
        return redirect("people")
    return render(request, "accounts/open_office.html", {"form": form}, status=422 if form.errors else 200)


@allow(*KEEPERS)
def rename_office(request: HttpRequest, key: int) -> HttpResponse:
    """What an office is called, in each language."""
    user = _person(request)
    office = get_object_or_404(Office.objects.named_by(user), pk=key)
    now = {"name": office.name} | {f"name_{language}": name for language, name in office.names.items()}
    form = OfficeNamesForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.rename_office(office, name=form.cleaned_data["name"], names=form.names, by=user)
        messages.success(request, _("Saved."))
        return redirect("people")
    shown = {"form": form, "office": office}
    return render(request, "accounts/rename_office.html", shown, status=422 if form.errors else 200)


@allow(*KEEPERS, only_post=True)
def withdraw_pending(request: HttpRequest, key: int) -> HttpResponse:
    """Take back a role that waits for a second person."""
    kept = PendingAssignment.objects.filter(office__in=Office.objects.kept_by(_person(request)))
    actions.withdraw_pending(get_object_or_404(kept, pk=key), by=_person(request))
    messages.success(request, _("The role was not given: it is no longer waiting for confirmation."))
    return redirect("people")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@allow(signed_in=True)
def notices(request: HttpRequest) -> HttpResponse:
    """What this person is notified of, unread first; the bell of every page opens the same in the drawer."""
    person = _person(request)
    rows = Notice.objects.open_to(person).select_related("office").unread_first()
    page = Paginator(rows, NOTICES_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/notices.html", {"page_obj": page, "notices": shown(person, page.object_list)})


@allow(signed_in=True, redirects=True)
def open_notice(request: HttpRequest, key: int) -> HttpResponse:
    """Where a notice leads, for the one it is for; from then on it is read. One that is gone, with the role perhaps,
    and one of somebody else are answered alike."""
    person = _person(request)
    mine = Notice.objects.open_to(person).filter(pk=key)
    actions.read_notices(mine, by=person)
    (found,) = shown(person, mine.select_related("office")) or (None,)
    if found is None or found.described is None or not found.described.url:
        messages.info(request, _("Nothing is asked of you any more: somebody else dealt with it, or it has changed."))
        return redirect("notices")
    return redirect(found.described.url)


@allow(signed_in=True, only_post=True)
def read_all_notices(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    actions.read_notices(Notice.objects.of(person), by=person)
    return redirect("notices")


@allow(signed_in=True)
def notice_choices(request: HttpRequest) -> HttpResponse:
    """Of what one is mailed, and how often."""
    person = _person(request)
    form = NoticeChoicesForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        actions.choose_notices(form.frequencies, by=person)
        messages.success(request, _("Saved. It applies to what comes from now on, and to what has not been sent."))
        return redirect("notice_choices")
    return render(request, "accounts/notice_choices.html", {"form": form}, status=422 if form.errors else 200)


@csrf_exempt
@allow(public=True, only_post=True)
def switch_language(request: HttpRequest) -> HttpResponse:
    """Remember the language: for a person in their account, for everyone in a cookie.

    Of a visitor no token is asked, so that public pages hold none and can be kept and compressed (conf/transfer.py).
    """
    return csrf_protect(_switch)(request) if isinstance(request.user, User) else _switch(request)


def _switch(request: HttpRequest) -> HttpResponse:
    language, back = request.POST.get("language", ""), request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if is_offered(language):
        if isinstance(request.user, User):
            actions.choose_language(language, by=request.user)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            secure=settings.TLS,
            httponly=True,
            samesite="Lax",
        )
    return response
