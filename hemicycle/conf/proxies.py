"""What a proxy may say of a request."""

from collections.abc import Callable

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
