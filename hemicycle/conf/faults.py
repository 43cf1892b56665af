"""What a visitor reads when a page fails."""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from hemicycle.conf.waking import is_outage

RETRY_SECONDS = 60


def page_failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500: 503 and when to try again where the database is gone or busy for too long, no fault of the
    page; servers of networks and of mail then send again what they could not deliver."""
    error = sys.exc_info()[1]
    if error is None or not is_outage(error):
        return defaults.server_error(request)
    return HttpResponse(
        render_to_string("503.html"),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Retry-After": str(RETRY_SECONDS)},
    )
