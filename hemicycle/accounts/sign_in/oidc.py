"""OpenID Connect, by django-allauth: code flow with PKCE (RFC 7636).

Its requests leave by our own HTTP client. What it would do beyond signing in (open an account, link one to whoever is
signed in) is taken from it before it decides.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views as allauth_views
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from hemicycle.rules.http_client import HttpError, opened
from hemicycle.rules.internet import anywhere

from .directory import NotLetIn, Vouched, person_of, turned_away

# Who the directory is, in addresses and rows.
DIRECTORY = "oidc"
# A person waits; discovery, token and keys are one request each.
SECONDS = 10.0
# A discovery document has some 5 KB, the keys of a large directory some 20.
MOST_BYTES = 1024 * 1024


def sign_in(request: HttpRequest) -> HttpResponse:
    """On to the directory."""
    return _asked(request, allauth_views.login)


def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from it, with a code that it takes once."""
    return _asked(request, allauth_views.callback)


def _asked(request: HttpRequest, view: Any) -> HttpResponse:
    if not settings.OIDC_SERVER:
        raise Http404
    try:
        answer: HttpResponse = view(request, provider_id=DIRECTORY)
    except OAuth2Error:
        return turned_away(request, "failed")
    return answer


class Invited(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Where allauth asks us."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        claims = sociallogin.account.extra_data
        _keep_nothing(sociallogin.account)
        try:
            vouched = read(claims)
            person = person_of(vouched)
        except NotLetIn as error:
            raise ImmediateHttpResponse(turned_away(request, error.reason)) from error
        if request.user.is_authenticated:
            get_adapter().logout(request)
        sociallogin.user = person
        # Neither linked to whoever happens to be signed in, nor anything else that an address asks for.
        sociallogin.state["process"] = "login"
        vouched.remember(request.session, person)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **details: Any) -> None:
        raise ImmediateHttpResponse(turned_away(request, "failed"))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def get_requests_session(self) -> Session:
        return Session()


def _keep_nothing(account: SocialAccount) -> None:
    """allauth has just written what the directory says beside a link that there was."""
    account.extra_data = {}
    if account.pk:
        account.save(update_fields=["extra_data"])


def read(claims: Mapping[str, Any]) -> Vouched:
    """The ID token says who and how, and where it has no address, the answer about the person does."""
    token, about = claims.get("id_token") or {}, claims.get("userinfo") or {}
    subject = str(token.get("sub", ""))
    if not subject or about.get("sub", subject) != subject:
        raise NotLetIn("failed")
    source = token if token.get("email") else about
    ways = {str(token.get("acr", "")), *map(str, token.get("amr") or ())}
    at = token.get("auth_time")
    return Vouched(
        by=DIRECTORY,
        subject=subject,
        email=str(source.get("email") or ""),
        is_verified=source.get(settings.OIDC_VERIFIED_CLAIM) in (True, 1, "1", "true"),
        second_factor=not ways.isdisjoint(settings.OIDC_SECOND_FACTOR),
        at=float(at) if isinstance(at, int | float) else None,
    )


@dataclass(frozen=True)
class Response:
    """As much of an answer as allauth reads."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")

    def json(self) -> Any:
        try:
            return json.loads(self.content)
        except ValueError as error:
            raise OAuth2Error("no JSON") from error

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise OAuth2Error(f"status {self.status_code}")


class Session:
    """As much of a session of `requests` as allauth calls; each request leaves by our own client."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Response:
        return self.request("GET", url, headers=headers)

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: Any = None,
    ) -> Response:
        said = {"Accept": "application/json", **(headers or {})}
        body = urlencode(data).encode() if data else b""
        if body:
            said["Content-Type"] = "application/x-www-form-urlencoded"
        if auth is not None:
            both = f"{auth.username}:{auth.password}".encode()
            said["Authorization"] = f"Basic {base64.b64encode(both).decode()}"
        url = f"{url}?{urlencode(params)}" if params else url
        try:
            with opened(method, url, allowed=anywhere, seconds=SECONDS, headers=said, body=body) as answer:
                content = b""
                for part in answer:
                    content += part
                    if len(content) > MOST_BYTES:
                        raise OAuth2Error("too long")
                return Response(answer.status, answer.headers, content)
        except HttpError as error:
            raise OAuth2Error(type(error).__name__) from error
