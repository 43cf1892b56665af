"""What everyone may read, and the two addresses from which staff go on."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import SEARCH, Hit, first_page
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.cases.outcomes.figures import of_the_house
from hemicycle.rules.parameters import in_force

from . import house

# What one provider may put on the page; whoever finds more narrows the words.
MOST_HITS_OF_A_KIND = 20


@allow(public=True)
def letters(request: HttpRequest) -> HttpResponse:
    minimum = in_force("campaign_minimum_senders")
    return render(request, "site/letters.html", {"minimum": minimum, "figures": of_the_house()})


@allow(public=True)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "site/accessibility.html")


@allow(signed_in=True, redirects=True)
def start(request: HttpRequest) -> HttpResponse:
    """Where a person's work begins; for who can name a House without a name, there."""
    assert isinstance(request.user, User)
    if house.unnamed(request.user):
        return redirect("site:house")
    return redirect(first_page(request.user, request.path))


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
