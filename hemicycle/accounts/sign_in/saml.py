"""SAML 2.0, by djangosaml2: an extra of the installation (`saml`).

We ask by redirect and are answered by a form, which comes from another site and so brings none of our cookies but the
one of djangosaml2. What the answer says waits under that cookie for a moment, until the browser asks for `finish` by
itself, with the cookies of its session; then it is deleted.
"""

from __future__ import annotations

import shutil
import time
from datetime import datetime
from functools import cache
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.decorators import decorator_from_middleware
from djangosaml2.middleware import SamlSessionMiddleware
from djangosaml2.views import AssertionConsumerServiceView, LoginView, MetadataView
from saml2 import BINDING_HTTP_POST
from saml2.config import SPConfig
from saml2.saml import NAMEID_FORMAT_PERSISTENT

from hemicycle.rules.site_address import absolute

from .directory import NotLetIn, Vouched, person_of, turned_away
from .views import is_own

DIRECTORY = "saml"
_ANSWER = "answer"
# From the answer of the directory to the browser's next request.
FINISH_SECONDS = 60
# Names of the attribute with the address, as pysaml2 reads them (urn:oid:0.9.2342.19200300.100.1.3) and as Microsoft's
# directories write them.
MAIL = ("mail", "email", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress")


def config(request: HttpRequest | None = None) -> SPConfig:
    """Of this House as a service provider. Raises Http404 where the installation names no directory."""
    if not settings.SAML_METADATA:
        raise Http404
    return _config(absolute(reverse("saml_metadata")), absolute(reverse("saml_answer")), settings.SAML_METADATA)


@cache
def _config(entity: str, answer: str, metadata: str) -> SPConfig:
    """Reading the metadata takes some time, and they stay the same."""
    provider = {
        "endpoints": {"assertion_consumer_service": [(answer, BINDING_HTTP_POST)]},
        "name_id_format": [NAMEID_FORMAT_PERSISTENT],
        "allow_unsolicited": False,
        "authn_requests_signed": False,
        # Directories sign the one or the other; without either, nothing is believed.
        "want_assertions_signed": False,
        "want_response_signed": False,
        "want_assertions_or_response_signed": True,
    }
    return SPConfig().load(
        {
            "entityid": entity,
            "service": {"sp": provider},
            "metadata": {"inline": [metadata]},
            "xmlsec_binary": shutil.which("xmlsec1") or "xmlsec1",
            "allow_unknown_attributes": True,
        }
    )


class _SignIn(LoginView):  # type: ignore[misc]
    config_loader_path = staticmethod(config)

    def should_prevent_auth(self, request: HttpRequest) -> bool:
        """Whoever is signed in may be asked once more (step_up.py)."""
        return False

    def load_sso_kwargs(self, sso_kwargs: dict[str, Any]) -> None:
        if self.request.user.is_authenticated:
            sso_kwargs["force_authn"] = "true"


class _Answer(AssertionConsumerServiceView):  # type: ignore[misc]
    config_loader_path = staticmethod(config)

    def handle_acs_failure(self, request: HttpRequest, *args: Any, **details: Any) -> HttpResponse:
        return turned_away(request, "failed")

    def authenticate_user(self, request: Any, session_info: dict[str, Any], *args: Any) -> None:
        request.saml_session.flush()
        request.saml_session[_ANSWER] = {
            "subject": _subject(session_info), "email": _email(session_info), "received": time.time(),
            "ways": [str(way) for way, _authorities, _at in session_info["authn_info"]],
            "at": _instant(session_info), "next": self.build_relay_state(),
        }  # fmt: skip

    def custom_redirect(self, user: None, relay_state: str, session_info: dict[str, Any]) -> str:
        return reverse("saml_finish")


def finish(request: HttpRequest) -> HttpResponseBase:
    """Sign in whom the answer was about."""
    session = request.saml_session  # type: ignore[attr-defined]
    said = session.get(_ANSWER)
    session.flush()
    if said is None or time.time() - said["received"] > FINISH_SECONDS:
        return turned_away(request, "failed")
    vouched = Vouched(
        by=DIRECTORY,
        subject=said["subject"],
        email=said["email"],
        # SAML has no word for it: the House says of which domains its directory gives out the addresses.
        is_verified=said["email"].rpartition("@")[2].lower() in settings.SAML_DOMAINS,
        second_factor=not set(settings.SAML_SECOND_FACTOR).isdisjoint(said["ways"]),
        at=said["at"],
    )
    try:
        person = person_of(vouched)
    except NotLetIn as error:
        return turned_away(request, error.reason)
    if request.user.is_authenticated:
        logout(request)
    vouched.remember(request.session, person)
    record_authentication(request, person, method=DIRECTORY)
    page = said["next"] if is_own(request, said["next"]) else None
    answer: HttpResponse = perform_login(request, person, email_verification="none", redirect_url=page)
    return answer


def _subject(said: dict[str, Any]) -> str:
    """The directory's lasting name for them; one that gives a new one each time knows them by their address."""
    name = said["name_id"]
    return str(name.text) if name.format == NAMEID_FORMAT_PERSISTENT else f"mail:{_email(said).lower()}"


def _email(said: dict[str, Any]) -> str:
    found = [said["ava"][name][0] for name in MAIL if said["ava"].get(name)]
    if not found:
        raise PermissionDenied("no address")
    return str(found[0])


def _instant(said: dict[str, Any]) -> float | None:
    """When they signed in there."""
    try:
        return max(datetime.fromisoformat(at).timestamp() for _way, _authorities, at in said["authn_info"])
    except (TypeError, ValueError):
        return None


_with_cookie = decorator_from_middleware(SamlSessionMiddleware)
sign_in = _with_cookie(_SignIn.as_view())
receive = _with_cookie(_Answer.as_view())
finish_sign_in = _with_cookie(finish)


def metadata(request: HttpRequest) -> HttpResponse:
    """What the directory has to know of us."""
    answer: HttpResponse = MetadataView.as_view(config_loader_path=staticmethod(config))(request)
    return answer
