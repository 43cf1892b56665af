"""Where allauth asks us: nobody signs up by themselves, and a session lasts as long as the House decided."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from django.http import HttpRequest, HttpResponse

from hemicycle.rules import audit
from hemicycle.rules.parameters import in_force

from .models import User
from .visitors import visitor_address


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whom allauth's limits count; those of IPv6 by their network of 64 bits (ALLAUTH_RATE_LIMIT_IPV6_PREFIX)."""
        return visitor_address(request)

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponse:
        limit_session(request)
        audit.record("accounts.sign_in", by=user, about=user)
        return super().post_login(request, user, **details)  # type: ignore[no-any-return]


class SignInForm(LoginForm):  # type: ignore[misc]
    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """allauth's own form sets a session length of its own after post_login; ours is the one that holds."""
        response = super().login(request, redirect_url)
        limit_session(request)
        return response  # type: ignore[no-any-return]


def limit_session(request: HttpRequest) -> None:
    request.session.set_expiry(in_force("session_hours") * 3600)


def send_first_password_link(request: HttpRequest, user: User) -> None:
    """The mail with which an invited person chooses a password, unless they have one."""
    if user.has_usable_password():
        return
    form = ResetPasswordForm({"email": user.email})
    if form.is_valid():
        form.save(request)
