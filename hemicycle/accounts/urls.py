"""Sign-in, one's own account, and the people of an office. allauth's views get their permission here."""

from collections.abc import Iterable

from allauth.account import urls as allauth_account
from allauth.mfa import urls as allauth_mfa
from django.urls import URLPattern, URLResolver, include, path

from . import views
from .permissions import allow

# What a person needs before they have signed in; all else of allauth is for those who did.
BEFORE_SIGN_IN = frozenset(
    {
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_signup",
        "account_inactive",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
)


def guarded(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """allauth's addresses, each view with a permission like our own."""
    kept: list[URLPattern | URLResolver] = []
    for entry in patterns:
        if isinstance(entry, URLResolver):
            kept.append(URLResolver(entry.pattern, guarded(entry.url_patterns)))
        else:
            public = entry.name in BEFORE_SIGN_IN
            view = allow(public=public, signed_in=not public)(entry.callback)
            kept.append(URLPattern(entry.pattern, view, entry.default_args, entry.name))
    return kept


urlpatterns = [
    path("language/", views.switch_language, name="language"),
    path("account/", views.account, name="account"),
    path("account/people/", views.people, name="people"),
    path("account/", include(guarded(allauth_account.urlpatterns))),
    path("account/2fa/", include(guarded(allauth_mfa.urlpatterns))),
]
