"""The feeds of members, parties, committees and bills: each known by one address, in one language, the same for all.

A feed names the hub at which one subscribes to it; an app above says at start which one that is (`register_hub`), and
what it publishes about one of these (`register_entries`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import override

from hemicycle.record import addresses
from hemicycle.record.feeds import news
from hemicycle.record.feeds.feed import Entry, Feed
from hemicycle.record.feeds.news import Absolute
from hemicycle.record.feeds.response import KINDS, write
from hemicycle.record.models import Document, Organization, Person
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.house_name import house_name
from hemicycle.rules.licence import record_licence
from hemicycle.rules.site_address import absolute

# Below which address, which rows, and what is news about one of them.
_OF: dict[str, tuple[Any, Callable[[Any, Absolute], list[Entry]]]] = {
    "members": (Person.objects.all(), news.of_member),
    "parties": (Organization.objects.parties_and_groups(), news.of_party),
    "committees": (Organization.objects.committees(), news.of_committee),
    "bills": (Document.objects.all(), news.of_bill),
}
_BELOW = re.compile(rf"({'|'.join(_OF)})/([0-9a-z]{{1,12}})/feed\.({'|'.join(KINDS)})\?lang=([a-z-]+)")
_hubs: list[Callable[[], str]] = []
_registered: dict[str, list[Callable[[Any, Absolute], Iterable[Entry]]]] = {}


def register_hub(address: Callable[[], str]) -> None:
    """Where one subscribes to these feeds, or nothing."""
    _hubs[:] = [address]


def register_entries(of: str, entries: Callable[[Any, Absolute], Iterable[Entry]]) -> None:
    """What stands in these feeds beside the record itself; only what everybody may read."""
    _registered.setdefault(of, []).append(entries)


def below() -> str:
    """All of them lie below this address."""
    return absolute(addresses.record())


def address_of(of: str, address: str, kind: str, lang: str) -> str:
    return f"{absolute(addresses.file(f'feed.{kind}', of, address))}?lang={lang}"


def row(of: str, address: str) -> Any:
    """What a feed is about; None for what is not there, or not for everybody."""
    found = _OF[of][0].filter(address=address).first()
    return found if found is not None and gate.allowed(found, via=EgressPoint.FEED, to=None) else None


def feed(about: Any, of: str, kind: str, lang: str) -> Feed:
    with override(lang):
        return Feed(
            key=about.pk,
            title=f"{_name(about)} – {house_name()}",
            page=absolute(about.get_absolute_url()),
            publisher=house_name(),
            language=lang,
            entries=_entries(about, of),
            address=address_of(of, about.address, kind, lang),
            hub="".join(hub() for hub in _hubs),
            licence=record_licence(),
        )


def all_of(about: Any, of: str) -> list[str]:
    """The addresses of the feeds about this, in each form and language."""
    return [address_of(of, about.address, kind, lang) for kind in KINDS for lang, _name in settings.LANGUAGES]


def _entries(about: Any, of: str) -> list[Entry]:
    beside = [entry for entries in _registered.get(of, ()) for entry in entries(about, absolute)]
    own = _OF[of][1](about, absolute)
    return news.newest([*own, *beside]) if beside else own


def knows(topic: str) -> bool:
    """Whether this is the address of a feed that everybody may read."""
    parts = _parts(topic)
    return parts is not None and row(parts[0], parts[1]) is not None


def content_of(topic: str) -> tuple[str, bytes] | None:
    """Its type and what stands in it now; None for what is no feed of the record (any more)."""
    if (parts := _parts(topic)) is None:
        return None
    of, address, kind, lang = parts
    about = row(of, address)
    return None if about is None else (KINDS[kind], write(feed(about, of, kind, lang), kind, topic))


def _parts(topic: str) -> tuple[str, str, str, str] | None:
    found = _BELOW.fullmatch(topic.removeprefix(below())) if topic.startswith(below()) else None
    if found is None or found[4] not in dict(settings.LANGUAGES):
        return None
    return found[1], found[2], found[3], found[4]


def _name(about: Any) -> str:
    return f"{about.name} · {about.titles.here}" if isinstance(about, Document) else str(about)
