"""Who represents me: by postcode, place or constituency.

What is typed says where somebody lives: it is sent in the body of the request, so that it stands in no address, no log
and no history, and the answer is kept by no cache.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from hemicycle.accounts.permissions import allow
from hemicycle.record.models import Area, Locality, Membership, Organization
from hemicycle.record.models.localities import SHORTEST_BEGINNING, key_of
from hemicycle.record.models.people import of_this_house
from hemicycle.record.search.slips import begins_nearly, slips_of

from . import dissolution
from .member_cards import Card, cards
from .pages import page

# More would be a list to search through; whoever typed so little types one letter more.
MOST_CONSTITUENCIES = 12
LONGEST_ADDRESS = 20
# Letters in which a slip is looked for; names of places are shorter.
LONGEST_SLIP = 60


class WhereForm(forms.Form):
    where = forms.CharField(
        label=gettext_lazy("Postcode, place or constituency"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "postal-code", "type": "search"}),
    )


@dataclass(slots=True)
class Constituency:
    """A constituency, the places that were found in it, and who sits for it."""

    area: Area
    places: list[str] = field(default_factory=list)
    members: list[Card] = field(default_factory=list)


@csrf_exempt
@allow(public=True)
def representatives(request: HttpRequest) -> HttpResponse:
    """Asked by POST so that no postcode stands in an address. It writes nothing and asks no token: with one, no page
    that has this form could be kept or compressed (conf/transfer.py)."""
    form, found = WhereForm(request.POST or None), list[Constituency]()
    asked = request.method == "POST" and form.is_valid()
    if asked:
        found = constituencies(form.cleaned_data["where"])
    elif chosen := request.GET.get("area", ""):
        found = _with_members({area: set() for area in Area.objects.filter(address=chosen[:LONGEST_ADDRESS])})
    offered = choices(form.cleaned_data["where"]) if asked and not found else []
    answer = page(
        request,
        "people/representatives",
        title=_("Who represents me"),
        description=_("Find your constituency and its members by postcode or place."),
        form=form,
        asked=asked,
        found=found[:MOST_CONSTITUENCIES],
        left=max(len(found or offered) - MOST_CONSTITUENCIES, 0),
        has_table=Locality.objects.exists(),
        areas=_all_areas() if not found else [],
        choices=offered[:MOST_CONSTITUENCIES],
        dissolved=dissolution.of_list(),
    )
    if request.method == "POST":
        answer.headers["Cache-Control"] = "no-store, private"
    return answer


def constituencies(words: str) -> list[Constituency]:
    """Those in which a postcode or a place lies; else those that bear such a name, or lie in what does."""
    places: dict[Area, set[str]] = defaultdict(set)
    for row in Locality.objects.found(words).select_related("area"):
        places[row.area].add(str(row))
    if not places:
        places = {area: set() for area in _named(words)}
    return _with_members(places)


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that may have been meant, and its constituency; "" for the constituency itself."""

    place: str
    area: Area


def choices(words: str) -> list[Choice]:
    """Where nothing bears such a name: what has it in its name, else what is one slip away. The reader chooses."""
    key = key_of(" ".join(word for word in words.split() if not any(sign.isdigit() for sign in word)))[:LONGEST_SLIP]
    if len(key) < SHORTEST_BEGINNING:
        return []
    near = slips_of(key)
    rows = Locality.objects.nearly(key, slips=near).select_related("area")
    fitting = (row for row in rows if _is_near(row.name_key, key, near))
    # A town that gives its constituency the name is that constituency, once.
    places = {Choice("" if row.name in row.area.names.values() else row.name, row.area) for row in fitting}
    areas = {
        Choice("", area) for area in _all_areas() if any(_is_near(key_of(n), key, near) for n in area.names.values())
    }
    return sorted(places | areas, key=lambda one: (one.place or str(one.area), str(one.area)))


def _is_near(name: str, key: str, slips: Collection[str]) -> bool:
    return key in name or name in slips or begins_nearly(name, key)


def _with_members(places: Mapping[Area, set[str]]) -> list[Constituency]:
    seats = _seats(list(places))
    people = {card.person.pk: card for card in cards({row.person_id for row in seats})}
    found = {area.pk: Constituency(area, sorted(named)) for area, named in places.items()}
    for row in seats:
        if row.person_id in people:
            found[row.area_id].members.append(people[row.person_id])
    return sorted(found.values(), key=lambda one: str(one.area))


def _named(words: str) -> list[Area]:
    """Areas called that, else those whose names begin so, each with what lies in it."""
    key, areas = key_of(words), list(Area.objects.all())
    if not key:
        return []
    names = {area: {key_of(name) for name in area.names.values()} for area in areas}
    found = [area for area in areas if key in names[area]]
    if not found and len(key) >= SHORTEST_BEGINNING:
        found = [area for area in areas if any(name.startswith(key) for name in names[area])]
    within = {area.pk for area in found}
    seated = set(_sitting().values_list("area", flat=True))
    return [area for area in areas if area.pk in seated and (area.pk in within or area.parent_id in within)] or found


def _seats(areas: list[Area]) -> list[Membership]:
    return list(_sitting().filter(area__in=areas).order_by("person__sort_name", "person__name", "pk"))


def _sitting() -> Any:
    """Who has a seat in this House today."""
    today = timezone.localdate()
    return (
        Membership.objects.mandates()
        .on(today)
        .filter(organization__in=of_this_house(Organization.objects.current().chambers()))
    )


def _all_areas() -> list[Area]:
    """To choose from where nothing was found: those with a seat."""
    keys = set(_sitting().values_list("area", flat=True))
    return sorted(Area.objects.filter(pk__in=keys), key=str)
