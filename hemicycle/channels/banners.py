"""What stands on every page of the staff while the channels are not as they should be."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Banner
from hemicycle.channels.models import Pause
from hemicycle.channels.permissions import MAY_PAUSE, MAY_RESUME


def paused(user: User) -> Banner | None:
    """Everybody is told, and where it ends those who may open that page."""
    pause = Pause.objects.in_force().first()
    if pause is None:
        return None
    since = date_format(timezone.localtime(pause.began_at), "DATETIME_FORMAT")
    title = _("Everything that goes out is paused since %(moment)s") % {"moment": since}
    if not user.has_role(MAY_PAUSE):
        return Banner("warning", title, pause.reason)
    action = _("Resume") if user.has_role(MAY_RESUME) else _("See what waits")
    return Banner("warning", title, pause.reason, reverse("channels:pause"), action)
