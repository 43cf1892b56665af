"""What the nightly check of the whole log says to those who read it, and of what administrators are notified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.rules.audit import BREAKS
from hemicycle.rules.models import LogCheck

from ..actions import notify
from ..models import Assignment, Notice, Office, User
from ..notices.kinds import Described, each_described
from ..roles import Role

LOG_BROKEN = "accounts.log_broken"
# It is made every night: two without one are no accident.
LATE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Checked:
    """The last check; `place`: where the log was changed, in words; `there`: the page with what is left there."""

    check: LogCheck
    is_late: bool
    place: str = ""
    there: str = ""

    @property
    def more(self) -> int:
        return self.check.breaks - 1


def last_check() -> Checked | None:
    check = LogCheck.objects.last_done()
    if check is None or check.finished_at is None:
        return None
    is_late = check.finished_at < timezone.now() - LATE
    if check.broken_at is None:
        return Checked(check, is_late)
    there = f"{reverse('audit_log')}?since=&until=&person=all&before={check.broken_at + 1}"
    return Checked(check, is_late, str(BREAKS.get(check.why, check.why)), there)


def notify_administrators(check: LogCheck) -> None:
    """Those of every office of the House: whoever changed the log had the whole of it in hand."""
    for office in Office.objects.filter(kind=Office.Kind.INSTITUTION):
        held = Assignment.objects.filter(office=office, role=Role.ADMINISTRATOR, user__is_active=True)
        notify(LOG_BROKEN, to=held, about=check, office=office, by="worker")


def describe_breaks(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    if not person.has_role([Role.ADMINISTRATOR]):
        return {}
    seen = Described(_("Audit log"), reverse("audit_log"), _("See where it was changed"))
    return each_described(notices, LogCheck.objects.all(), lambda _check: seen)
