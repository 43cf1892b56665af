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


def is_asked(request: HttpRequest, act: str) -> bool:
    """Whether this person has to sign in once more before this act."""
    return act in in_force("step_up_for") and _seconds_since(request) > in_force("step_up_minutes") * 60


def _seconds_since(request: HttpRequest) -> float:
    """Since this person last proved who they are, at sign-in or after it."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return time.time() - max((record["at"] for record in records), default=0.0)


def address(request: HttpRequest, page: str) -> str:
    """Where they sign in once more, to come back to `page` afterwards."""
    back = page
    if request.method not in ("GET", "HEAD"):
        back = f"{reverse('press_again')}?{urlencode({REDIRECT_FIELD_NAME: page})}"
    methods = get_adapter().get_reauthentication_methods(request.user)
    where = methods[0]["url"] if methods else reverse("account_login")
    return f"{where}?{urlencode({REDIRECT_FIELD_NAME: back})}"
