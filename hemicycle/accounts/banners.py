"""What stands on every page of an administrator while mail about accounts does not leave."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .mail import REASONS
from .models import AccountMail, User
from .navigation import Banner
from .roles import Role


def mail_in_trouble(user: User) -> Banner | None:
    """With what is known of why. To whom it was to go is not said: who asks for a password is their own business."""
    if not user.has_role({Role.ADMINISTRATOR}):
        return None
    rows = list(AccountMail.objects.in_trouble().values_list("created_at", "reason"))
    if not rows:
        return None
    moment = date_format(timezone.localtime(rows[0][0]), "DATETIME_FORMAT")
    title = _("Mail about accounts (invitations and new passwords) has not left since %(moment)s") % {"moment": moment}
    known = dict.fromkeys(str(REASONS[reason]) for _at, reason in rows if reason in REASONS)
    return Banner("error", title, " ".join(known) or _("No worker has sent it."))
