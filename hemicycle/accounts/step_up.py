"""Acts for which whoever signed in some time ago signs in once more (parameters step_up_for and step_up_minutes).

A view names its act, `@allow(Role.EDITOR, step_up="approve")`, and is reached by GET and POST alike only within so
many minutes of the last password, passkey or code. What was sent meanwhile is neither kept nor done later: the person
comes back to the page on which it stood and is told to press again, for nothing is done in somebody's name by a page
that they do not see.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from hemicycle.rules.parameters import PARAMETERS, in_force

ACTS = frozenset(PARAMETERS["step_up_for"].choices)


# What a directory said of whoever signed in by it, in the session (sign_in/directory.py).
VOUCHED = "accounts.vouched"
# By these one signs in at the directory, and its own word counts for when.
_THERE = {"socialaccount": "oidc", "saml": "saml"}
_LOGIN = {"oidc": "openid_connect_login", "saml": "saml_login"}
# From the directory back to the act.
_ON_THE_WAY_SECONDS = 60


def vouched(request: HttpRequest) -> dict[str, Any]:
    """What the directory said of this person, and of nobody who signed in before them in the same browser."""
    said: dict[str, Any] = request.session.get(VOUCHED, {})
    return said if said.get("user") == str(request.user.pk) else {}


def is_asked(request: HttpRequest, act: str) -> bool:
    """Whether this person has to sign in once more before this act."""
    return act in in_force("step_up_for") and _seconds_since(request) > in_force("step_up_minutes") * 60


def _seconds_since(request: HttpRequest) -> float:
    """Since this person last proved who they are, at sign-in or after it. A directory may have let them through
    without asking: of it, only its own word on when it asked them counts."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    here: list[float] = [record["at"] for record in records if record["method"] not in _THERE]
    there = vouched(request).get("at")
    return time.time() - max([0.0, *here, *([there] if there else [])])


def address(request: HttpRequest, page: str) -> str:
    """Where they sign in once more, to come back to `page` afterwards."""
    back = page
    if request.method not in ("GET", "HEAD"):
        back = f"{reverse('press_again')}?{urlencode({REDIRECT_FIELD_NAME: page})}"
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        return _at_the_directory(request, back)
    return f"{methods[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: back})}"


def _at_the_directory(request: HttpRequest, back: str) -> str:
    """For whoever has neither password nor second factor here. One that was just asked and did not say when it asked
    them would be asked for ever."""
    login = _LOGIN.get(vouched(request).get("by", ""), "account_login")
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0.0)
    if time.time() - latest < _ON_THE_WAY_SECONDS:
        return reverse("not_confirmed")
    # OpenID Connect Core 1.0, 3.1.2.1: with max_age, the ID token says when (auth_time).
    asked = {REDIRECT_FIELD_NAME: back, "auth_params": urlencode({"prompt": "login", "max_age": "0"})}
    return f"{reverse(login)}?{urlencode(asked)}"
