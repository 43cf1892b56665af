"""Which article of the policy in force decides a value, for pages that enforce it and say so."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.rules.one_reading import read_once
from hemicycle.rules.parameters import Article as Named

from ..addresses import public_policy
from ..models import Version


def article_in_force(name: str) -> Named | None:
    """None where no policy is in force, or none of its articles decides it."""
    return _articles().get(name)


def _articles() -> dict[str, Named]:
    found: dict[str, Named] = read_once(f"articles in force {get_language()}", _read)
    return found


def _read() -> dict[str, Named]:
    current = Version.objects.in_force()
    if current is None:
        return {}
    rows = current.read_whole().articles.all()
    named = dict[str, Named]()
    for number, article in enumerate(rows, start=1):
        text = article.in_language((get_language() or "").partition("-")[0])
        words = _("article %(n)s, %(heading)s") % {"n": number, "heading": text.heading if text else article.key}
        named |= {name: Named(words, f"{public_policy()}#{article.key}") for name in article.parameters}
    return named
