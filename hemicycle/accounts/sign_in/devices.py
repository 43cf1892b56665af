"""Which browser on which device a person signs in with, in plain words; and whether they have used it before.

A browser that somebody signed in with keeps a cookie that says so: keyed digests, one for each person, over their key
and password hash. Nothing of it is stored here, and a new password makes every browser a new one.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from ..models import User

COOKIE = "known_device"
# The longest that browsers keep a cookie (RFC 6265bis, 5.5).
KEPT_SECONDS = 400 * 24 * 3600
# Of one browser in a shared office; a cookie has room for 4,096 bytes.
MOST_PEOPLE = 20

# In this order: each of the first names those after it as well.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """“Firefox on Windows”; what a browser does not say is not guessed."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser that does not say which")


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in names if re.search(re.escape(mark), user_agent)), "")


def is_known(request: HttpRequest, user: User) -> bool:
    mark = _mark(user)
    return any(constant_time_compare(mark, one) for one in _marks(request))


def make_known(request: HttpRequest, response: HttpResponse, user: User) -> None:
    others = [one for one in _marks(request) if one != _mark(user)]
    response.set_cookie(
        COOKIE,
        signing.dumps([_mark(user), *others][:MOST_PEOPLE], salt=COOKIE),
        max_age=KEPT_SECONDS,
        secure=settings.TLS,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> list[str]:
    try:
        return list(signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=KEPT_SECONDS))
    except signing.BadSignature:
        return []


def _mark(user: User) -> str:
    return salted_hmac("hemicycle.accounts.devices", f"{user.pk}:{user.password}", algorithm="sha256").hexdigest()
