"""That the policy is due for review: said to those who lead it, until the next version is drafted."""

from __future__ import annotations

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Banner

from ..models import LEADERS, Version


def review_banner(person: User) -> Banner | None:
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
