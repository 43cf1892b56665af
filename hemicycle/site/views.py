"""What everyone may read, and the two addresses from which staff go on."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import SEARCH, Hit, visible_items
from hemicycle.accounts.patterns import Party
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.desk.public import announcements as public
from hemicycle.record.models import Organization, Sitting, VoteEvent
from hemicycle.rules.parameters import in_force

# What one provider may put on the page; whoever finds more narrows the words.
MOST_HITS_OF_A_KIND = 20
# Of each kind on the front page; the record has the rest.
LATEST = 3


@allow(public=True)
def home(request: HttpRequest) -> HttpResponse:
    sittings = Sitting.objects.readable_by(request.user).newest_first().select_related("organization")
    votes = VoteEvent.objects.readable_by(request.user).newest_first().select_related("sitting", "item")
    about = {
        "parties": _parties(),
        "sittings": sittings[:LATEST],
        "votes": votes[:LATEST],
        "announcements": [(row, public.text_for(row, get_language() or "")) for row in public.register()[:LATEST]],
    }
    return render(request, "site/home.html", about)


@allow(public=True)
def letters(request: HttpRequest) -> HttpResponse:
    minimum = in_force("campaign_minimum_senders")
    return render(request, "site/letters.html", {"minimum": minimum})


@allow(public=True)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "site/accessibility.html")


@allow(signed_in=True, redirects=True)
def start(request: HttpRequest) -> HttpResponse:
    """Where a person's work begins: the first thing in their menu, or their account where there is none."""
    assert isinstance(request.user, User)
    items = visible_items(request.user, request.path)
    return redirect(items[0].url if items else reverse("account"))


@allow(*Role)
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    assert isinstance(request.user, User)
    hits = list(_hits(request.user, query)) if query else []
    return render(request, "site/search.html", {"query": query, "hits": hits})


def _hits(person: User, query: str) -> Iterator[Hit]:
    for provider in SEARCH.values():
        for found, hit in enumerate(provider(person, query)):
            if found == MOST_HITS_OF_A_KIND:
                break
            yield hit


def _parties() -> list[Party]:
    """From the largest to the smallest: an order that takes no side."""
    seated = Organization.objects.parties().filter(seats__gt=0).order_by("-seats", "pk")
    return [
        Party(str(party), party.address, party.seats or 0, party.colour or "#857e70", party.get_absolute_url())
        for party in seated
    ]
