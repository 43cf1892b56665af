"""What stands on every page of those who write while an announcement is late."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Banner
from hemicycle.channels.models import Pause
from hemicycle.desk.models import WRITERS, Announcement
from hemicycle.desk.moments import zone
from hemicycle.desk.showing.board import lateness


def late(user: User) -> Banner | None:
    """Their hour has passed and they have not left. While everything is paused, that is what is told."""
    if not user.has_role(WRITERS):
        return None
    rows = Announcement.objects.visible_to(user)
    # Nearly always none is: then what the House allows is not looked up.
    if rows.oldest_overdue(timedelta(0)) is None or Pause.objects.in_force().exists():
        return None
    overdue = rows.overdue(lateness())
    hour, count = overdue.oldest_overdue(timedelta(0)), overdue.count()
    if hour is None:
        return None
    said = ngettext(
        "%(n)d announcement has not left at its hour, which was %(moment)s",
        "%(n)d announcements have not left at their hours, the first of which was %(moment)s",
        count,
    ) % {"n": count, "moment": date_format(timezone.localtime(hour, zone()), "DATETIME_FORMAT")}
    why = _("It waits for approval, for somebody to let it go, or for a worker.")
    return Banner("error", said, why, f"{reverse('desk:list')}?late=late", _("See what is overdue"))
