"""What stands on every page of the staff while the channels are not as they should be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Banner
from hemicycle.channels.models import Account, Outbound, Pause
from hemicycle.channels.permissions import ATTENDANTS, MAY_PAUSE, MAY_RESUME
from hemicycle.channels.status import monitoring
from hemicycle.channels.status.labels import reason
from hemicycle.rules import work


def banner(user: User) -> Banner | None:
    """That everything is paused, for everybody; else what is late, for those who can mend it."""
    is_paused, is_anything_late = monitoring.at_a_glance(user)
    if is_paused and (pause := Pause.objects.in_force().first()) is not None:
        return _paused(pause, user)
    if not is_anything_late or not user.has_role(ATTENDANTS):
        return None
    return _late(user) or _late_by_hand(user)


def _paused(pause: Pause, user: User) -> Banner:
    title = _("All sending has been paused since %(moment)s") % {"moment": _moment(pause.began_at)}
    if not user.has_role(MAY_PAUSE):
        return Banner("warning", title, pause.reason, alone=True)
    action = _("Resume sending") if user.has_role(MAY_RESUME) else _("See what waits")
    return Banner("warning", title, pause.reason, reverse("channels:pause"), action, alone=True)


def _late(user: User) -> Banner | None:
    """Messages of their own offices that do not leave, with what is known of why."""
    accounts = monitoring.late(Account.objects.visible_to(user))
    if not accounts:
        return None
    title = _("Messages due on %(moment)s have not been sent: %(accounts)s") % {
        "moment": _moment(accounts[0].due_since),
        "accounts": ", ".join(account.name for account in accounts),
    }
    return Banner("error", title, _why(accounts), f"{reverse('channels:board')}?state=late", _("See what waits"))


def _late_by_hand(user: User) -> Banner | None:
    """Posts of their own offices that wait for a person for too long."""
    rows = monitoring.late_by_hand(Outbound.objects.visible_to(user)).select_related("account")
    late = list(rows.values_list("due_at", "account__name"))
    if not late:
        return None
    names = ", ".join(dict.fromkeys(name for _due, name in late))
    title = _("Posts wait to be posted by hand since %(moment)s: %(accounts)s") % {
        "moment": _moment(late[0][0]),
        "accounts": names,
    }
    return Banner("error", title, "", reverse("channels:by_hand"), _("Post them"))


def _why(accounts: Sequence[Account]) -> str:
    seen = work.last_seen()
    if seen is None:
        return _("No worker has been started.")
    if timezone.now() - seen > work.SILENCE:
        return _("No worker has given a sign of life since %(moment)s.") % {"moment": _moment(seen)}
    return " ".join(dict.fromkeys(filter(None, (reason(account.trouble) for account in accounts))))


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
