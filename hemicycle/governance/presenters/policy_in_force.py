"""What pages elsewhere say of the policy in force: which article decides a value, and that it is due for review."""

from __future__ import annotations

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Banner
from hemicycle.rules.one_reading import read_once
from hemicycle.rules.parameters import Article as Named

from ..addresses import public_policy
from ..models import LEADERS, Version


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
    since = timezone.localdate(current.activated_at) if current.activated_at else None
    named = dict[str, Named]()
    for number, article in enumerate(rows, start=1):
        text = article.in_language((get_language() or "").partition("-")[0])
        words = _("article %(n)s, %(heading)s") % {"n": number, "heading": text.heading if text else article.key}
        named |= {name: Named(words, f"{public_policy()}#{article.key}", since) for name in article.parameters}
    return named


def review_banner(person: User) -> Banner | None:
    """Said to those who lead the policy, until the next version is drafted."""
    if not person.has_role(LEADERS):
        return None
    current = Version.objects.in_force()
    if current is None or current.review_on is None or current.review_on > timezone.localdate():
        return None
    if current.policy.versions.open().exists():
        return None
    day = formats.date_format(current.review_on, "DATE_FORMAT")
    return Banner(
        kind="warning",
        title=_("The policy is due for review"),
        text=_("It was to be reviewed by %(day)s.") % {"day": day},
        url=reverse("governance:policy", args=[current.policy.address]),
        action=_("Draft the next version"),
    )
