"""One's own account, the people of one's offices, and the language of the page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from . import actions
from .language import is_offered
from .models import User
from .permissions import allow
from .roles import Role


@allow(signed_in=True)
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/account.html")


@allow(Role.ADMINISTRATOR, Role.MEMBER)
def people(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/people.html")


@allow(public=True, only_post=True)
def switch_language(request: HttpRequest) -> HttpResponse:
    """Remember the language: for a person in their account, for everyone in a cookie."""
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
