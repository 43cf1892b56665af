"""Where allauth asks us: nobody signs up by themselves, and a session lasts as long as the House decided."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from hemicycle.rules.parameters import in_force


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponse:
        request.session.set_expiry(in_force("session_hours") * 3600)
        return super().post_login(request, user, **details)  # type: ignore[no-any-return]
