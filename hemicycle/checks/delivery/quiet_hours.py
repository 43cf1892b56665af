"""Text messages at night, when phones should not ring: between hours that the House decides, on its own clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from hemicycle.checks.contract import House
from hemicycle.checks.passages import Note, Reading
from hemicycle.rules.quiet_hours import QuietHours

SMS = "sms"


def is_quiet(moment: datetime, house: House) -> bool:
    """Whether phones rest at an aware moment, on the clock of the House."""
    return _resting(house).cover(moment)


def next_awake(moment: datetime, house: House) -> datetime:
    """The first moment from this one on at which phones do not rest, on the clock of the House."""
    return _resting(house).over(moment)


def _resting(house: House) -> QuietHours:
    return QuietHours(house.quiet_from, house.quiet_until, house.zone)


def quiet_hours(reading: Reading) -> Iterator[Note]:
    draft, house = reading.draft, reading.house
    if draft.release_at is None or SMS not in draft.channels or not is_quiet(draft.release_at, house):
        return
    now, then = draft.release_at.astimezone(house.zone), next_awake(draft.release_at, house)
    lang = next((one.lang for one in draft.variants if one.channel == SMS), next(iter(draft.texts), ""))
    yield Note(
        f"variant:{SMS}",
        lang,
        0,
        0,
        _("At %(time)s phones rest: no text messages from %(from)s to %(until)s.")
        % {"time": f"{now:%H:%M}", "from": f"{house.quiet_from:%H:%M}", "until": f"{house.quiet_until:%H:%M}"},
        _("Send it from %(moment)s on.") % {"moment": f"{then:%Y-%m-%d %H:%M}"},
    )
