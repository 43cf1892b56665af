"""Where our actors and what they say are found, for ever; the addresses of others are kept as digests."""

from __future__ import annotations

import hashlib
import hmac
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from hemicycle.rules import http_client
from hemicycle.rules.site_address import absolute, site_address

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
# Of the specification, and what is met (Mastodon writes the second and the third).
PUBLIC_NAMES = frozenset({PUBLIC, "as:Public", "Public"})
HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9_]{0,28}[a-z0-9])?")
_DIGITS = 32


def host() -> str:
    """What stands behind the second @."""
    return urlsplit(site_address()).netloc


def handle(name: str) -> str:
    """What people look for to follow it."""
    return f"@{name}@{host()}"


def actor(name: str) -> str:
    return absolute(reverse("channels:actor", args=[name]))


def part(name: str, of: str) -> str:
    """`inbox`, `outbox`, `followers` or `following` of an actor."""
    return absolute(reverse(f"channels:actor_{of}", args=[name]))


def shared_inbox() -> str:
    return absolute(reverse("channels:shared_inbox"))


def note(key: str) -> str:
    return absolute(reverse("channels:note", args=[key]))


def activity(key: str) -> str:
    return absolute(reverse("channels:activity", args=[key]))


def picture(name: str, accent: str) -> str:
    """`icon` or `header` of every actor that was given none; in another accent it has another address."""
    return f"{absolute(reverse('channels:actor_picture', args=[name]))}?{accent.lstrip('#')}"


def key_id(name: str) -> str:
    return f"{actor(name)}#main-key"


def key_of_note(address: str) -> str:
    """Which note of ours an address names; "" for none."""
    before = note("0").removesuffix("0/")
    found = re.fullmatch(re.escape(before) + r"([a-z0-9]{1,40})/?", address)
    return found[1] if found else ""


def name_of_actor(address: str) -> str:
    """Which actor of ours an address names; "" for none."""
    before = actor("0").removesuffix("0/")
    found = re.fullmatch(re.escape(before) + r"([a-z0-9_]{1,30})/?", address)
    return found[1] if found else ""


def host_of(address: str) -> str:
    """The server that an address is of, with the port that it names; "" where it is none of HTTP."""
    try:
        found = http_client.address_of(address)
    except http_client.BadAddress:
        return ""
    port = urlsplit(address).port
    return f"{found.host.lower()}:{port}" if port else found.host.lower()


def handle_of(actor: str) -> str:
    """What people call an actor elsewhere, as far as its address says it: that of most servers ends with the name."""
    name = urlsplit(actor).path.rstrip("/").rpartition("/")[2].lstrip("@")
    return f"@{name}@{host_of(actor)}" if name and host_of(actor) else actor


def digest(address: str) -> str:
    """By which an address of somebody else is found again; without our secret it tells nothing."""
    secret = f"{settings.DIGEST_KEY}:channels.fediverse".encode()
    return hmac.digest(secret, address.encode(errors="replace"), hashlib.sha256).hex()[:_DIGITS]
