"""What waits for the end of a sensitive period, and what was held back in one that is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import User
from hemicycle.accounts.sensitive_periods import waits_for
from hemicycle.channels.models import Account, Outbound
from hemicycle.channels.models.outbound import HELD
from hemicycle.desk import actions, periods
from hemicycle.desk.models import WRITERS, Announcement, State
from hemicycle.desk.snapshot import SOURCE, key_of
from hemicycle.desk.timestamps import zone
from hemicycle.rules.models import SensitivePeriod

# What is seen at a glance.
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Waiting:
    """`reason`: for what it waits, and until when. `send` and `leave`: where it is decided whether messages that were
    held back are sent after all; "" while the period lasts, and for who does not write in its office."""

    announcement: Announcement
    reason: str
    next_step: str
    send: str = ""
    leave: str = ""


def for_person(person: User) -> list[Waiting]:
    """On the board: of the announcements this person may see."""
    visible = Announcement.objects.visible_to(person)
    scheduled = [_scheduled(row, period) for row, period in periods.waiting(visible.select_related("office"))]
    found = [*_held(visible.filter(pk__in=_with_held_messages()).select_related("office"), person), *scheduled]
    prefetch_related_objects([one.announcement for one in found], Prefetch("texts"))
    return found[:MOST_SHOWN]


def of_page(row: Announcement, person: User) -> list[Waiting]:
    """The same on the page of one announcement."""
    period = periods.stopping(row)
    if period is not None:
        return [_scheduled(row, period)]
    return _held([row], person) if row.state == State.RELEASED else []


def _scheduled(row: Announcement, period: SensitivePeriod) -> Waiting:
    hour = periods.hour_of(row)
    assert hour is not None
    if hour > timezone.now():
        moment = date_format(hour.astimezone(zone()), "DATETIME_FORMAT")
        said = _("It will not be released at its time, %(moment)s.") % {"moment": moment}
    else:
        said = _("Its time has come, and it was not released.")
    after = _("When the period is over it comes back to those who wrote it, to choose a new time.")
    return Waiting(row, waits_for(period), f"{said} {after}")


def _with_held_messages() -> set[int]:
    """By an index of its own: nearly always none."""
    held = Outbound.objects.stopped(HELD).filter(content__source__startswith=SOURCE).order_by()
    return {key_of(source) for source in held.values_list("content__source", flat=True).distinct()}


def _held(rows: Sequence[Announcement], person: User) -> list[Waiting]:
    return [one for row in rows if (one := _of_held_messages(row, person)) is not None]


def _of_held_messages(row: Announcement, person: User) -> Waiting | None:
    held = actions.held_messages(row)
    keys = list(held.order_by("account__name").values_list("account", flat=True).distinct())
    if not keys:
        return None
    accounts = Account.objects.select_related("office").in_bulk(keys)
    count, names = held.count(), ", ".join(dict.fromkeys(one.name for one in accounts.values()))
    said = ngettext(
        "%(n)d message was held back: %(channels)s.", "%(n)d messages were held back: %(channels)s.", count
    ) % {"n": count, "channels": names}
    stopping = [period for one in accounts.values() if (period := actions.still_stopped(row, one)) is not None]
    if stopping:
        after = _("When the period is over, those who wrote it decide whether they are sent.")
        return Waiting(row, waits_for(stopping[0]), f"{said} {after}")
    reason, after = (
        _("Held back in a sensitive period that is over"),
        _("Nobody has them. They are sent once, or not."),
    )
    if not person.holds(WRITERS, office=row.office_id):
        return Waiting(row, reason, f"{said} {after}")
    send, leave = (reverse(f"desk:{name}", args=[row.address]) for name in ("send_held", "leave_held"))
    return Waiting(row, reason, f"{said} {after}", send, leave)
