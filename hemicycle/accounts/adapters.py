"""Where allauth asks us: nobody signs up by themselves, and a session lasts as long as the House decided."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from hemicycle.rules import audit
from hemicycle.rules.parameters import in_force

from .models import User


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponse:
        request.session.set_expiry(in_force("session_hours") * 3600)
        audit.record("accounts.sign_in", by=user, about=user)
        return super().post_login(request, user, **details)  # type: ignore[no-any-return]


def send_first_password_link(request: HttpRequest, user: User) -> None:
    """The mail with which an invited person chooses a password, unless they have one."""
    if user.has_usable_password():
        return
    form = ResetPasswordForm({"email": user.email})
    if form.is_valid():
        transaction.on_commit(lambda: form.save(request))
