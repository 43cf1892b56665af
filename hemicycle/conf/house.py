"""/theme.css: the accent of this House as a stylesheet."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from hemicycle.accounts.permissions import allow


@allow(public=True)
@cache_control(public=True, max_age=300)
def theme(request: HttpRequest) -> HttpResponse:
    return HttpResponse(settings.THEME.stylesheet, content_type="text/css; charset=utf-8")
