"""Response headers that keep a page to its own scripts, styles and images, and letters out of every cache."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from hemicycle.accounts.permissions import permission_of

# No inline script, no inline style. Images from data: because the authenticator's QR code is one.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)"


class SecurityHeaders:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if is_private(request, response):
            response.headers["Cache-Control"] = "no-store, private"
        return response


def is_private(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether no browser or proxy may keep it: whatever is asked for in a session or not open to everybody, unless its
    view has said what may be done with it.

    Not asked is whether the session is somebody's: that would be a query more on every page.
    """
    said = response.headers.get("Cache-Control", "")
    if "public" in said or "no-store" in said:
        return False
    if settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies:
        return True
    permission = permission_of(request.resolver_match.func) if request.resolver_match else None
    return permission is not None and not permission.public
