"""Whether what somebody saw is the House's: the same address, however it was copied, and nothing that only looks so.

Only what is wholly named can be ours: an address, a handle with its server, a number. A bare name is ours on one
network and anybody's on the next, so that it is said where.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings

from hemicycle.channels.adapters.by_hand import NETWORKS
from hemicycle.channels.moderation.lookalikes import SMALL, Ours, Why, resemblances
from hemicycle.channels.sms import phones
from hemicycle.channels.views.lookalikes import REASONS, THE_HOUSE
from hemicycle.record.models import Person
from hemicycle.rules.house_name import house_names
from hemicycle.rules.site_address import site_address

from ..reaching import is_own_email, ways
from .listing import OwnAddress


class Verdict(StrEnum):
    """OURS; a page of this SITE; BELOW an address of ours; NAMED like one of ours, without where; the NAME of the
    House; a MEMBER's; ALIKE, and not ours; or UNKNOWN to us."""

    OURS = "ours"
    SITE = "site"
    BELOW = "below"
    NAMED = "named"
    NAME = "name"
    MEMBER = "member"
    ALIKE = "alike"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """`own` are the lines of the list that it is, or is like; `reason` says how."""

    verdict: Verdict
    own: Sequence[OwnAddress] = ()
    reason: str = ""
    member: Person | None = None

    @property
    def kind(self) -> str:
        """Of the pattern `notice`."""
        if self.verdict in (Verdict.OURS, Verdict.SITE):
            return "success"
        return "error" if self.verdict == Verdict.ALIKE else "warning"

    @property
    def is_worth_reporting(self) -> bool:
        return self.verdict in (Verdict.ALIKE, Verdict.UNKNOWN, Verdict.NAMED, Verdict.NAME)


# What stands around an address that was copied out of a text, and signs that nobody sees. Within it they stay: what
# holds one of them is not ours.
_AROUND = (
    "<>()[]{}«»“”„\"'`.,;\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff \t\r\n\u00a0"
)
_SCHEME = re.compile(r"(mailto|sms|tel|acct|xmpp):", re.IGNORECASE)
# Letters that domain names had not until 2010, and that Python's codec takes for others (RFC 5894, 7.2).
_NEWER = frozenset("ßς\u200c\u200d")
# The same page under another name: a network answers at all its hosts, and at those below them for each language.
_HOSTS = {host: network.hosts[0] for network in NETWORKS for host in network.hosts if host != "youtu.be"}
_HOSTS |= {"fb.com": "facebook.com"}
_ENTRANCES = ("www.", "m.", "mobile.", "web.")
# Where an address names its account behind the question mark.
_NAMING = frozenset({"id"})


def checked(seen: str, own: Sequence[OwnAddress]) -> Answer:
    written = cleaned(seen)
    same = [one for one in own if _same(written, one)]
    if same:
        return Answer(Verdict.OURS, same)
    if is_own_email(written):
        return Answer(Verdict.OURS, [one for one in own if _same(ways().email, one)])
    sites = [one for one in own if not one.is_profile and _is_below(written, one.link)]
    if sites or _is_below(written, f"{site_address()}/"):
        return Answer(Verdict.SITE, sites)
    if below := [one for one in own if one.is_profile and _is_below(written, one.link)]:
        return Answer(Verdict.BELOW, below)
    if named := [one for one in own if _is_bare_name(written, one)]:
        return Answer(Verdict.NAMED, named)
    if (member := _member_of(written)) is not None:
        return Answer(Verdict.MEMBER, member=member)
    return _resembling(written, own)


def cleaned(seen: str) -> str:
    """Without what was copied with it."""
    return _SCHEME.sub("", seen.strip(_AROUND), count=1)


def _same(written: str, one: OwnAddress) -> bool:
    found = {identity(way) for way in one.known_by if _is_whole(way)}
    # Written without the sign before the calling code, where no country says that it is another number.
    found |= {way[1:] for way in found if way.startswith("+")}
    if not one.link:
        # A name that text messages come from has nothing around it.
        found.add(identity(one.address))
    return identity(written) in found


def identity(written: str) -> str:
    """The one form of an address, a handle with its server or a number; of anything else its own letters."""
    if number := _number(written):
        return number
    if "/" not in written and (found := re.fullmatch(r"@?([^@\s]+)@([^@\s]+)", written)):
        return f"{found[1].translate(SMALL)}@{_host(found[2])}"
    if parts := _url(written):
        host, path = parts
        return f"//{host}{path}"
    return written.translate(SMALL)


def _is_whole(way: str) -> bool:
    """Whether it says by itself where it is."""
    return bool(_number(way) or re.search(r"[^@]@[^@]", way) or "://" in way)


def _number(written: str) -> str:
    if not re.fullmatch(r"\+?[\d\s().\-/\u2010-\u2015\u00a0\u202f]+", written):
        return ""
    try:
        return phones.to_e164(written, settings.COUNTRY)
    except phones.InvalidNumber:
        return re.sub(r"\D", "", written)


def _url(written: str) -> tuple[str, str] | None:
    """Host and path, as far as they name an account."""
    if "@" in written.partition("/")[0] and "://" not in written:
        return None
    try:
        parts = urlsplit(written if "://" in written else f"https://{written}")
        host, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if "." not in host.strip(".") and host != "localhost":
        return None
    naming = sorted((key, value) for key, value in parse_qsl(parts.query) if key in _NAMING)
    query = "?" + "&".join(f"{key}={value}" for key, value in naming) if naming else ""
    path = parts.path.rstrip("/")
    # Names that a network gave by itself differ by the case of a letter.
    path = path if "/channel/" in path else path.translate(SMALL)
    return _host(host) + port, f"{path}{query}"


def _host(written: str) -> str:
    """As the domain name system has it: letters of other scripts in their ASCII form, so that none passes for ours."""
    host = written.translate(SMALL).strip(".")
    for entrance in _ENTRANCES:
        if host.startswith(entrance) and host.count(".") > 1:
            host = host.removeprefix(entrance)
    with suppress(UnicodeError):
        host = host if _NEWER & set(host) else host.encode("idna").decode("ascii")
    return next((first for known, first in _HOSTS.items() if host == known or host.endswith(f".{known}")), host)


def _is_below(written: str, link: str) -> bool:
    parts, own = _url(written), _url(link)
    if parts is None or own is None or parts[0] != own[0]:
        return False
    return parts == own or parts[1].startswith(f"{own[1]}/")


def _is_bare_name(written: str, one: OwnAddress) -> bool:
    if one.account is None or _is_whole(one.account.address) or not one.is_profile:
        return False
    return identity(written.lstrip("@")) == identity(one.account.address.lstrip("@"))


def _member_of(written: str) -> Person | None:
    """The member whose contact the record says that it is."""
    wanted = identity(written)
    people = Person.objects.current()
    if found := people.filter(contacts__email__iexact=written).first():
        return found
    for person in people.exclude(links={}).only("pk", "name", "address", "links"):
        if any(isinstance(link, str) and identity(link) == wanted for link in person.links.values()):
            return person
    return None


def _resembling(written: str, own: Sequence[OwnAddress]) -> Answer:
    lines = dict(enumerate(own, THE_HOUSE + 1))
    known = [Ours(key, one.known_by) for key, one in lines.items()]
    known.append(Ours(THE_HOUSE, tuple(set(house_names().values()))))
    found = resemblances(written, known)
    if any(one.why == Why.OURS for one in found):
        # The same letters, which do not say where: the name of the House itself, or of an account.
        return Answer(Verdict.NAME, [lines[one.ours.key] for one in found if one.ours.key in lines])
    if not found:
        return Answer(Verdict.UNKNOWN)
    # Of reasons that are equally plain, the one that explains the most of it.
    best = max((one for one in found if one.why == found[0].why), key=lambda one: len(one.like))
    reason = str(REASONS[best.why]) % {"like": best.like, "detail": best.detail}
    like = [lines[one.ours.key] for one in found if one.like == best.like and one.ours.key in lines]
    return Answer(Verdict.ALIKE, like, reason)
