"""Where programs subscribe to our feeds (W3C WebSub, 5). They have no session; the callback itself has to confirm."""

from functools import partial

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from hemicycle.accounts.permissions import Permission, guard
from hemicycle.accounts.visitors import HOUR, seconds_to_wait, seconds_to_wait_for
from hemicycle.channels.actions.subscribing import Refused, parse_request, subscribe

# Read by those who write programs, in the words of the specification.
# Of one caller, and of all callers for one server that is to be called: as many as it may have, and some mistakes.
MOST_AN_HOUR = 60
_WRONG = {
    "mode": "hub.mode is subscribe or unsubscribe",
    "topic": "hub.topic is none of our feeds: take the one that rel=self of the feed names",
    "callback": "hub.callback is an http or https address of at most 500 characters",
    "secret": "hub.secret is shorter than 200 bytes",
    "lease": "hub.lease_seconds is a number",
    "many": "too many subscriptions",
    "often": "too many requests: ask again later",
}


@csrf_exempt
@partial(guard, permission=Permission(public=True, answers=405))
@never_cache
def hub(request: HttpRequest) -> HttpResponse:
    """202: noted; the callback is asked within a minute."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if wait := seconds_to_wait(request, what="hub", most=MOST_AN_HOUR, within=HOUR):
        return _later(wait)
    try:
        asked = {name: request.POST.get(f"hub.{name}", "") for name in ("mode", "topic", "callback", "secret")}
        found = parse_request(**asked, lease=request.POST.get("hub.lease_seconds", ""))
        if wait := seconds_to_wait_for(found.host, what="hub.host", most=MOST_AN_HOUR, within=HOUR):
            return _later(wait)
        subscribe(found)
    except RequestDataTooBig:
        return HttpResponse(status=413)
    except Refused as refused:
        return _refused(refused.code, 429 if refused.code == "many" else 400)
    return HttpResponse(status=202)


def _later(seconds: int) -> HttpResponse:
    answer = _refused("often", 429)
    answer["Retry-After"] = str(seconds)
    return answer


def _refused(code: str, status: int) -> HttpResponse:
    return HttpResponse(_WRONG[code], status=status, content_type="text/plain; charset=utf-8")
