"""Where the public reads announcements: permanent addresses, served by `site`; feeds and pictures lie below them."""

from collections.abc import Mapping

from django.conf import settings
from django.urls import get_script_prefix

from hemicycle.rules.site_address import absolute

FEEDS = ("atom", "json")


def register(*parts: str) -> str:
    """`register("zzm242tq")` is /announcements/zzm242tq/."""
    return "".join((get_script_prefix(), "announcements/", *(f"{part}/" for part in parts)))


def medium(address: str, digest: str) -> str:
    """Where a picture of it is fetched; the first sixteen signs of its digest tell it from the others."""
    return f"{register(address)}media/{digest[:16]}"


def feed(kind: str, lang: str) -> str:
    """One feed of the register, absolute: by this address it is known to those who subscribe."""
    return absolute(f"{register()}feed.{kind}?lang={lang}")


def feeds() -> Mapping[str, tuple[str, str]]:
    """Every feed of the register, with its kind and its language."""
    return {feed(kind, lang): (kind, lang) for kind in FEEDS for lang, _name in settings.LANGUAGES}
