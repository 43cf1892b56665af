"""What search engines fetch first: robots.txt, and sitemaps (sitemaps.org 0.9) of what everybody may read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from lxml import etree

from hemicycle.accounts.permissions import allow
from hemicycle.desk.addresses import register
from hemicycle.desk.models import Announcement
from hemicycle.record import addresses
from hemicycle.record.models import (
    Contribution,
    Document,
    Organization,
    OrganizationKind,
    Person,
    Sitting,
    VoteEvent,
)
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint, refuse_unless_open

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# What one file may hold by the protocol.
MOST_ADDRESSES = 50_000
LISTS = (
    "home",
    "record",
    "members",
    "parties",
    "committees",
    "bills",
    "sittings",
    "votes",
    "calendar",
    "data",
    "letters",
    "announcements",
    "our_accounts",
    "policy",
    "what_to_expect",
)

# Whoever reads a sitemap is not known: rows `readable_by(None)`, the signs of each.
SECTIONS: dict[str, Callable[[], Any]] = {
    "members": lambda: Person.objects.current().order_by("pk"),
    "parties": lambda: Organization.objects.current().parties_and_groups().order_by("pk"),
    "committees": lambda: Organization.objects.filter(kind=OrganizationKind.COMMITTEE).order_by("pk"),
    "bills": lambda: Document.objects.readable_by(None).order_by("pk"),
    "sittings": lambda: Sitting.objects.readable_by(None).order_by("pk"),
    "votes": lambda: VoteEvent.objects.readable_by(None).order_by("pk"),
    "announcements": lambda: Announcement.objects.public().order_by("pk"),
    "speeches": lambda: Contribution.objects.current().readable_by(None).order_by("pk"),
}
# Of those that are classified, what decides about a row.
DECIDED_BY: dict[str, tuple[str, ...]] = {
    "bills": ("classification",),
    "sittings": ("classification",),
    "votes": ("classification", "sitting__classification"),
    "announcements": ("classification",),
    "speeches": ("sitting__classification",),
}


@allow(public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be found; staff's pages would only send a robot to sign in."""
    kept_out = [
        reverse("account"),
        reverse("listening:inquiries"),
        reverse("site:search"),
        reverse("site:record_search"),
        reverse("site:short_link", args=["-"]).rstrip("-"),
    ]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in kept_out)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('site:sitemaps'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@allow(public=True)
def index(request: HttpRequest) -> HttpResponse:
    """One file of lists, and as many of each section as its rows need."""
    names = ["lists"]
    for name, rows in SECTIONS.items():
        names += [f"{name}-{page}" for page in Paginator(rows(), MOST_ADDRESSES).page_range]
    files = (request.build_absolute_uri(reverse("site:sitemap", args=[name])) for name in names)
    return _written("sitemapindex", "sitemap", files)


@allow(public=True)
def sitemap(request: HttpRequest, name: str) -> HttpResponse:
    """`name` is `lists`, or a section with the number of its file: `speeches-1`."""
    refuse_unless_open(EgressPoint.FEED)
    at = request.build_absolute_uri
    if name == "lists":
        return _written("urlset", "url", (at(reverse(f"site:{one}")) for one in LISTS))
    section, _, number = name.rpartition("-")
    if section not in SECTIONS or not number.isdigit():
        raise Http404
    pages = Paginator(SECTIONS[section]().values_list("address", *DECIDED_BY.get(section, ())), MOST_ADDRESSES)
    if int(number) not in pages.page_range:
        raise Http404
    rows = pages.page(int(number)).object_list
    lead = register if section == "announcements" else partial(addresses.record, section)
    return _written("urlset", "url", (at(lead(address)) for address, *decided in rows if _is_public(*decided)))


def _is_public(*decided: str) -> bool:
    return all(gate.allowed(gate.Decided(one), via=EgressPoint.FEED, to=None) for one in decided)


def _written(root: str, child: str, places: Iterator[str]) -> HttpResponse:
    document = etree.Element(f"{{{NAMESPACE}}}{root}", nsmap=cast("dict[str, str]", {None: NAMESPACE}))
    for place in places:
        element = etree.SubElement(document, f"{{{NAMESPACE}}}{child}")
        etree.SubElement(element, f"{{{NAMESPACE}}}loc").text = place
    written = etree.tostring(document, xml_declaration=True, encoding="utf-8")
    return HttpResponse(written, content_type="application/xml; charset=utf-8")
