"""What servers of the fediverse ask for: who our actors are, what they said; and where they tell us something.

A browser is shown the pages made for people.
"""

from __future__ import annotations

import json
import re
from functools import partial
from importlib.metadata import version

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from hemicycle.accounts.permissions import Permission, allow, guard
from hemicycle.channels.actions.fediverse.inbox import UNAVAILABLE, receive_activity
from hemicycle.channels.actions.fediverse.outbox import account_named, latest_of
from hemicycle.channels.fediverse import addresses, documents, drawing, keys
from hemicycle.channels.fediverse.signatures import Signed
from hemicycle.channels.models import Account, Activity, ActorFollower, Outbound, State
from hemicycle.rules.site_address import absolute

# Mastodon takes as much.
LARGEST_ACTIVITY = 1024 * 1024
PAGE = 20
JSON_LD = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'

asked = partial(guard, permission=Permission(public=True, answers=404))


def _answer(document: documents.Document, *, kind: str = documents.ACTIVITY_JSON, status: int = 200) -> HttpResponse:
    return HttpResponse(documents.written(document), content_type=f"{kind}; charset=utf-8", status=status)


def _wants_page(request: HttpRequest) -> bool:
    """A browser: it names HTML, and nothing of ours."""
    wanted = request.headers.get("Accept", "")
    return "text/html" in wanted and "json" not in wanted


def _account(name: str) -> Account:
    rows = Account.objects.of_kind(keys.KIND).filter(address=name)
    account: Account | None = rows.select_related("office").first()
    if account is None:
        raise Http404
    return account


@partial(guard, permission=Permission(public=True, answers=400))
@require_GET
def webfinger(request: HttpRequest) -> HttpResponse:
    """Asked by "acct:name@host" or by the address of the actor (RFC 7033)."""
    resource = request.GET.get("resource", "")
    if not resource:
        return HttpResponse("resource", status=400, content_type="text/plain")
    name, _, host = resource.removeprefix("acct:").removeprefix("@").rpartition("@")
    if host.lower() != addresses.host():
        name = addresses.name_of_actor(resource)
    account = account_named(name.lower())
    if account is None:
        raise Http404
    answer = _answer(documents.webfinger(account), kind="application/jrd+json")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@allow(public=True)
@require_GET
def host_meta(request: HttpRequest) -> HttpResponse:
    """Where to ask; older servers look here first (RFC 6415)."""
    where = absolute("/.well-known/webfinger?resource={uri}")
    words = (
        '<?xml version="1.0" encoding="UTF-8"?><XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">'
        f'<Link rel="lrdd" template="{where}"/></XRD>'
    )
    return HttpResponse(words, content_type="application/xrd+xml")


@allow(public=True)
@require_GET
def nodeinfo_links(request: HttpRequest) -> HttpResponse:
    schema = "http://nodeinfo.diaspora.software/ns/schema/2.1"
    return _answer({"links": [{"rel": schema, "href": absolute("/nodeinfo/2.1")}]}, kind="application/json")


@allow(public=True)
@require_GET
def nodeinfo(request: HttpRequest) -> HttpResponse:
    """NodeInfo 2.1: what runs here, how many actors, how many notes."""
    actors = Account.objects.open().of_kind(keys.KIND).count()
    notes = Activity.objects.for_everybody().filter(kind=Activity.Kind.CREATE).count()
    document = documents.nodeinfo(actors=actors, notes=notes, version=version("hemicycle"))
    return _answer(document, kind="application/json")


@asked
@require_GET
@vary_on_headers("Accept")
def actor(request: HttpRequest, name: str) -> HttpResponse:
    account = _account(name)
    if not account.is_open:
        return _answer({"id": addresses.actor(name), "type": "Tombstone"}, status=410)
    if _wants_page(request):
        return HttpResponseRedirect(documents.page_of(account))
    return _answer(documents.actor(account))


@asked
@require_GET
@cache_control(public=True, max_age=86_400)
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """Drawn for actors that were given none."""
    if (size := drawing.SIZES.get(name)) is None:
        raise Http404
    return HttpResponse(drawing.png(size, settings.THEME.light), content_type="image/png")


@asked
@require_GET
def outbox(request: HttpRequest, name: str) -> HttpResponse:
    """What it said, the latest first; what was withdrawn stands there as withdrawn."""
    account, address = _account(name), addresses.part(name, "outbox")
    said = Activity.objects.for_everybody().filter(account=account).order_by("-pk")
    if "page" not in request.GET:
        return _answer(documents.collection(address, said.count(), pages=True))
    asked_for = request.GET["page"]
    number = max(1, int(asked_for)) if re.fullmatch("[0-9]{1,6}", asked_for) else 1
    first = (number - 1) * PAGE
    rows = list(said[first : first + PAGE + 1])
    return _answer(documents.page(address, number, rows[:PAGE], more=len(rows) > PAGE))


@asked
@require_GET
def followers(request: HttpRequest, name: str) -> HttpResponse:
    """How many; who they are is not published."""
    count = ActorFollower.objects.filter(account=_account(name)).reached().count()
    return _answer(documents.collection(addresses.part(name, "followers"), count))


@asked
@require_GET
def following(request: HttpRequest, name: str) -> HttpResponse:
    """The House follows nobody."""
    _account(name)
    return _answer(documents.collection(addresses.part(name, "following"), 0))


@asked
@require_GET
@vary_on_headers("Accept")
def note(request: HttpRequest, key: str) -> HttpResponse:
    """Its address is for ever; what was withdrawn is gone, and says so."""
    rows = Outbound.objects.in_state(State.SENT, State.DELIVERED).filter(account__kind=keys.KIND, contact=None)
    first = rows.filter(key=key, external_id="").select_related("account", "content").first()
    if first is None or documents.is_direct(first):
        raise Http404
    latest = latest_of(first)
    if _wants_page(request) and latest.content.content["link"]:
        return HttpResponseRedirect(latest.content.content["link"])
    if latest.content.content["act"] == "withdraw":
        return _answer({"@context": documents.STREAMS, **documents.tombstone(key)}, status=410)
    return _answer({"@context": documents.CONTEXT, **documents.note(first, latest)})


@asked
@require_GET
def activity(request: HttpRequest, key: str) -> HttpResponse:
    """A public activity as it was posted; one to a single person is not shown."""
    row = Activity.objects.for_everybody().filter(key=key).first()
    if row is None:
        raise Http404
    return _answer(json.loads(row.body))


@csrf_exempt
@allow(public=True, only_post=True)
def inbox(request: HttpRequest, name: str = "") -> HttpResponse:
    """Of one actor or of all of them: an activity says to whom it is. 401 for whoever did not sign it."""
    if name:
        _account(name)
    try:
        body = request.body
    except RequestDataTooBig:
        return HttpResponse(status=413)
    if len(body) > LARGEST_ACTIVITY:
        return HttpResponse(status=413)
    headers = {one.lower(): value for one, value in request.headers.items()}
    signed = Signed("POST", absolute(request.get_full_path()), headers, body)
    answer = HttpResponse(status=receive_activity(signed))
    if answer.status_code == UNAVAILABLE:
        answer["Retry-After"] = "30"
    return answer
