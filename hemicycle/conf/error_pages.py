"""What a visitor reads where a page cannot be answered."""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from hemicycle.conf.waking import is_outage

RETRY_SECONDS = 60


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500. Where the database is busy for too long or away it is 503 with when to try again: servers
    of networks then send again what they could not deliver."""
    error = sys.exc_info()[1]
    if error is None or not is_outage(error):
        return defaults.server_error(request)
    return HttpResponse(
        render_to_string("503.html"),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Retry-After": str(RETRY_SECONDS)},
    )
