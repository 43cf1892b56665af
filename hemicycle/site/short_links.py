"""Short links of what the House sent: `/s/<code>` leads on, `/s/<code>+` says first where to.

Only what was minted on release leads anywhere, so that no address from outside can be put into one. What is counted is
that somebody opened one that day: no cookie is read or set, and neither address nor browser is kept.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from hemicycle.accounts.permissions import allow
from hemicycle.channels import actions
from hemicycle.channels.models import ShortLink
from hemicycle.channels.text.short_links import LENGTH, short_address
from hemicycle.rules.site_address import site_address

# Programs that fetch a link without a reader say so by these words, or say nothing.
_PROGRAM = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|scan|monitor|https?client|python|curl|wget|facebookexternalhit|mastodon|"
    r"akkoma|pleroma|misskey|whatsapp|skypeuri|telegram",
    re.IGNORECASE,
)


@allow(public=True, redirects=True)
def short_link(request: HttpRequest, code: str) -> HttpResponse:
    link = _link(code)
    if _is_reader(request):
        actions.count_click(link)
    answer = HttpResponseRedirect(link.leads_to)
    # Kept by a browser, the next time would not be counted, and a withdrawal would not be seen.
    return _kept_nowhere(answer)


@allow(public=True)
def where_to(request: HttpRequest, code: str) -> HttpResponse:
    """For whoever wants to know before they open it; not counted."""
    link = _link(code)
    context = {
        "link": link,
        "short": short_address(link.code),
        "host": urlsplit(link.leads_to).netloc,
        "is_ours": link.leads_to.startswith(f"{site_address()}/"),
    }
    return _kept_nowhere(render(request, "site/short_link.html", context))


def _link(code: str) -> ShortLink:
    """Typed by hand, letters may be large."""
    found = ShortLink.objects.filter(code=code.lower()).first() if len(code) <= LENGTH else None
    if found is None:
        raise Http404
    return found


def _is_reader(request: HttpRequest) -> bool:
    """Not a program, nor a browser that fetches ahead of its reader."""
    ahead = f"{request.headers.get('Sec-Purpose', '')}{request.headers.get('Purpose', '')}"
    browser = request.headers.get("User-Agent", "")
    return request.method == "GET" and not ahead and bool(browser) and _PROGRAM.search(browser) is None


def _kept_nowhere(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
