"""Where the other side calls us: /hooks/<kind>/<key of the account>/. It has no session; the adapter finds out whether
it is who it says it is."""

from functools import partial

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from hemicycle.accounts.permissions import Permission, guard
from hemicycle.channels.actions import store_incoming
from hemicycle.channels.contract import Request
from hemicycle.channels.contract.capabilities import HandlesWebhooks
from hemicycle.channels.models import Account
from hemicycle.channels.registry import ADAPTERS


@csrf_exempt
@partial(guard, permission=Permission(public=True, answers=404))
@never_cache
def hook(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Keeps what the call brings before it is answered; whoever has no key finds nothing. Of what is larger than other
    requests to us may be (DATA_UPLOAD_MAX_MEMORY_SIZE) nothing is read."""
    account = Account.objects.open().of_kind(kind).filter(key=key).select_related("office").first()
    adapter = ADAPTERS.get(kind)
    if account is None or not isinstance(adapter, HandlesWebhooks):
        raise Http404
    try:
        asked = _plain(request)
    except RequestDataTooBig:
        return HttpResponse(status=413)
    response = adapter.handle_webhook(account.access, asked)
    for news in response.received:
        store_incoming(news, account=account, by="hook")
    return HttpResponse(response.body, status=response.status, content_type="text/plain; charset=utf-8")


def _plain(request: HttpRequest) -> Request:
    return Request(
        str(request.method), request.META.get("QUERY_STRING", ""), dict(request.headers.items()), request.body
    )
