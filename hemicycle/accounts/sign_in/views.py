"""The pages about one's own ways to sign in that allauth does not have."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from hemicycle.rules.parameters import article_of

from ..models import User
from ..navigation import first_page
from ..permissions import allow
from .second_factor import named_roles
from .sessions import end_sessions, sessions_of

_NEXT = "accounts.after_second_factor"


@allow(signed_in=True, redirects=True)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second factor is asked for, and the two that there are; whoever has one goes on to what they wanted."""
    person = _person(request)
    asked = request.GET.get(REDIRECT_FIELD_NAME, "")
    if is_own(request, asked):
        request.session[_NEXT] = asked
    if not person.shut_roles:
        return redirect(request.session.pop(_NEXT, "") or first_page(person, request.path))
    shown = {"roles": named_roles(person), "article": article_of("second_factor_roles")}
    return render(request, "accounts/second_factor.html", shown)


@allow(signed_in=True, redirects=True)
def press_again(request: HttpRequest) -> HttpResponse:
    """Back to the page on which stood what was not done, after signing in once more."""
    page = request.GET.get(REDIRECT_FIELD_NAME, "")
    messages.warning(request, _("It was not done yet: look at it, and press once more."))
    return redirect(page if is_own(request, page) else "account")


@allow(signed_in=True)
def not_confirmed(request: HttpRequest) -> HttpResponse:
    """For whoever signed in by a directory that does not say when it asked them."""
    return render(request, "accounts/not_confirmed.html")


@allow(signed_in=True)
def sessions(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/sessions.html", {"sessions": sessions_of(_person(request), request)})


@allow(signed_in=True, only_post=True)
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """One that is gone, and one of somebody else, are answered alike."""
    this = request.session.session_key or ""
    if end_sessions(_person(request), only=number, but=this):
        messages.success(request, _("That browser is signed out."))
    else:
        messages.info(request, _("That session had ended already."))
    return redirect("sessions")


@allow(signed_in=True, only_post=True)
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    end_sessions(_person(request), but=request.session.session_key or "")
    messages.success(request, _("You are signed in here alone now."))
    return redirect("sessions")


def is_own(request: HttpRequest, address: str) -> bool:
    """Whether it is an address of this site."""
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
