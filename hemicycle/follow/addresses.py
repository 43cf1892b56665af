"""The public addresses of following, served by `site`. A person's own page is named by a key, never by an address."""

from django.urls import get_script_prefix


def follow(*parts: str) -> str:
    """`follow("bill", "zzm242tq")` is /follow/bill/zzm242tq/."""
    return "".join((get_script_prefix(), "follow/", *(f"{part}/" for part in parts)))


def thing(kind: str, address: str) -> str:
    """Where one asks to follow something."""
    return follow(kind, address)


def own(key: str) -> str:
    """Where a person sees, changes and ends everything they get, by a link of links.py; by the key of their contact
    alone, where they can end it or have that link sent."""
    return follow("own", key)


def unsubscribe(key: str) -> str:
    """Where one POST ends it all (RFC 8058)."""
    return follow("own", key, "end")
