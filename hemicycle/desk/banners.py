"""What stands on every page of those who write while an announcement is late."""

from __future__ import annotations

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Banner
from hemicycle.desk.models import WRITERS, Announcement
from hemicycle.desk.moments import zone
from hemicycle.desk.showing.board import lateness


def late(user: User) -> Banner | None:
    """Of their own offices: the hour has passed, and they have not left. A pause is told before it, and alone."""
    if not user.has_role(WRITERS):
        return None
    overdue = Announcement.objects.filter(office__in=user.offices).overdue(lateness())
    found = overdue.aggregate(hour=Min("due_since"), n=Count("pk"))
    if not found["n"]:
        return None
    said = ngettext(
        "%(n)d announcement was not released at its scheduled time, %(moment)s",
        "%(n)d announcements were not released at their scheduled times, the first at %(moment)s",
        found["n"],
    ) % {"n": found["n"], "moment": date_format(timezone.localtime(found["hour"], zone()), "DATETIME_FORMAT")}
    why = _("It is waiting for approval, for someone to release it, or for a background worker.")
    return Banner("error", said, why, f"{reverse('desk:list')}?late=late", _("See what is overdue"))
