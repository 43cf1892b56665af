"""What a proxy may say of a request, and the warning where nobody said which proxies there are."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core import checks
from django.http import HttpRequest, HttpResponseBase

from hemicycle.accounts.visitors import may_say_protocol


class ForwardedProtocol:
    """Middleware: X-Forwarded-Proto is believed from the proxies of the House, and from nobody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not may_say_protocol(request):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.get_response(request)


def trusted_proxies(**options: Any) -> list[checks.CheckMessage]:
    """W001: served over TLS, so behind a proxy, and nobody said which."""
    if not settings.TLS or settings.TRUSTED_PROXIES:
        return []
    return [
        checks.Warning(
            "HEMICYCLE_TLS is on and HEMICYCLE_TRUSTED_PROXIES is not set: all visitors count as one, so that ten "
            "wrong passwords of anybody keep everybody from signing in.",
            hint="Set HEMICYCLE_TRUSTED_PROXIES to the addresses your TLS proxy asks from, such as 127.0.0.1 "
            "(docs/operate.md, Behind a proxy).",
            id="hemicycle.W001",
        )
    ]
