"""A member as lists show them: portrait or initials, party, seat, how to reach them, which accounts are theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemicycle.cases.addresses import write
from hemicycle.cases.receiving import takes_letters
from hemicycle.channels.models import Account
from hemicycle.record.models import MemberOffice, Membership, Organization, Person
from hemicycle.record.models.people import parties_on
from hemicycle.record.sources import portraits

from . import dissolution

# What the record calls where a member can be found, as people call it.
NETWORKS: dict[str, str | Promise] = {
    "web": _("Website"),
    "x": "X",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "youtube": "YouTube",
}


@dataclass(slots=True)
class Card:
    """`accounts` are names with addresses: those that their office has put on the list, then those of the record.
    `former`: the seat ended with the dissolution of the House. `write_url`: the form to their office; "" where it
    takes no letters.
    """

    person: Person
    party: Organization | None = None
    seat: Membership | None = None
    accounts: list[tuple[str, str]] = field(default_factory=list)
    former: bool = False
    write_url: str = ""

    @property
    def initials(self) -> str:
        words = [word for word in self.person.name.split() if word[:1].isalpha()]
        return "".join(word[0] for word in (*words[:1], *words[1:][-1:])).upper()

    @property
    def portrait(self) -> str:
        """The address of the picture, with the version that caches go by; "" where there is none."""
        image = self.person.image
        if not image or not portraits.path_of(image).is_file():
            return ""
        return f"{reverse('site:portrait', args=[self.person.address])}?{portraits.version_of(image)}"

    @property
    def email(self) -> str:
        return str(self.person.contacts.get("email", ""))

    @property
    def phone(self) -> str:
        return str(self.person.contacts.get("phone", ""))

    @property
    def telephone(self) -> str:
        """The number as an address takes it: without what people write between the digits."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


def cards(keys: Collection[Any]) -> list[Card]:
    """One for each of these people, in their order; seven queries, however many there are."""
    people = Person.objects.in_bulk(list(keys))
    answering = set(Person.objects.filter(takes_letters(), pk__in=keys).values_list("pk", flat=True))
    parties = parties_on(timezone.localdate(), keys)
    seats = {
        row.person_id: row
        for row in Membership.objects.mandates()
        .filter(person__in=keys)
        .select_related("area", "organization")
        .order_by("since")
    }
    own, dissolved = _accounts(keys), dissolution.current()
    ours = dissolution.chambers_of_this_house(dissolved)
    return [
        Card(
            people[key], parties.get(key), seats.get(key), [*own[key], *_linked(people[key], own[key])],
            dissolution.sat_until(dissolved, ours, [seats[key]] if key in seats else []),
            write("member", people[key].address) if key in answering else "",
        )
        for key in keys
        if key in people
    ]  # fmt: skip


def card_of(person: Person, party: Organization | None) -> Card:
    """For the page of one person, which says the rest by itself."""
    own = _accounts([person.pk])[person.pk]
    return Card(person, party, accounts=[*own, *_linked(person, own)])


def _linked(person: Person, own: list[tuple[str, str]]) -> list[tuple[str, str]]:
    known = {url.rstrip("/") for _name, url in own}
    links = ((str(NETWORKS.get(kind, kind)), str(url)) for kind, url in sorted(person.links.items()))
    return [(name, url) for name, url in links if url.startswith("https://") and url.rstrip("/") not in known]


def _accounts(keys: Collection[Any]) -> dict[Any, list[tuple[str, str]]]:
    """Those that the offices of these members have put on the public list."""
    found: dict[Any, list[tuple[str, str]]] = defaultdict(list)
    offices = dict(MemberOffice.objects.filter(person__in=keys).values_list("office", "person"))
    if offices:
        for one in Account.objects.public().filter(office__in=offices):
            found[offices[one.office_id]].append((one.name, one.url))
    return found
