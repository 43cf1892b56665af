"""Which language a page speaks: the person's own choice, then the cookie, then what the browser asks for."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from .models import User


class PreferredLanguage:
    """Middleware: after LocaleMiddleware has read cookie and header, a signed-in person's choice goes first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        activate_language_of(request.user, request)
        return self.get_response(request)


def activate_language_of(user: User | AnonymousUser, request: HttpRequest) -> None:
    if isinstance(user, User) and is_offered(user.language):
        translation.activate(user.language)
        request.LANGUAGE_CODE = user.language


def is_offered(code: str) -> bool:
    return code in dict(settings.LANGUAGES)
