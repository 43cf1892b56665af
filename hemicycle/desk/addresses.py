"""Where the public reads announcements: permanent addresses, served by `site`; feeds and pictures lie below them."""

from django.urls import get_script_prefix


def register(*parts: str) -> str:
    """`register("zzm242tq")` is /announcements/zzm242tq/."""
    return "".join((get_script_prefix(), "announcements/", *(f"{part}/" for part in parts)))


def medium(address: str, digest: str) -> str:
    """Where a picture of it is fetched; the first sixteen signs of its digest tell it from the others."""
    return f"{register(address)}media/{digest[:16]}"
