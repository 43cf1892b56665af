"""The public addresses of following, served by `site`. A person's own page is named by a key, never by an address."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from hemicycle.channels.models import Contact
from hemicycle.rules.site_address import absolute


def follow(*parts: str) -> str:
    """`follow("bill", "zzm242tq")` is /follow/bill/zzm242tq/."""
    return "".join((get_script_prefix(), "follow/", *(f"{part}/" for part in parts)))


def follow_page(kind: str, address: str) -> str:
    """Where one asks to follow something."""
    return follow(kind, address)


def search_page(question: str) -> str:
    """Where one asks to follow a search, by the parameters of its address."""
    return f"{follow('search')}?{question}"


def own(key: str) -> str:
    """Where a person sees, changes and ends everything they get, by a link of this module; by the key of their contact
    alone, where they can end it or have that link sent."""
    return follow("own", key)


def unsubscribe(key: str) -> str:
    """Where one POST ends it all (RFC 8058)."""
    return follow("own", key, "end")


LASTS = timedelta(days=1)
# 96 bits: nobody guesses them, and the link still fits beside a few words into a text message.
_SIGNED = 12


def opening(contact: Contact, *, lasts: timedelta = LASTS) -> str:
    """A link that opens the page for so long."""
    return absolute(own(_sealed(contact.key, _hour(timezone.now() + lasts))))


def opened(link: str) -> Contact | None:
    """Whose page this part of an address opens; None of a key alone, and of what is not ours or too old."""
    key, _, rest = link.partition(".")
    hour = rest.partition(".")[0]
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    signed = any(constant_time_compare(link, _sealed(key, hour, secret=secret)) for secret in keys)
    if not signed or int(hour, 16) < int(_hour(timezone.now()), 16):
        return None
    return Contact.objects.with_key(key)


def key_of(link: str) -> str:
    return link.partition(".")[0]


def _sealed(key: str, hour: str, *, secret: str | None = None) -> str:
    signature = salted_hmac("follow.own", f"{key}.{hour}", secret=secret, algorithm="sha256").digest()[:_SIGNED]
    return f"{key}.{hour}.{base64.urlsafe_b64encode(signature).decode()}"


def _hour(at: datetime) -> str:
    return f"{int(at.timestamp()) // 3600:x}"
