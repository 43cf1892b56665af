"""Text messages at night, when phones should not ring: between hours that the House decides, on its own clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from hemicycle.checks.contract import House
from hemicycle.checks.passages import Note, Reading

SMS = "sms"


def is_quiet(moment: datetime, house: House) -> bool:
    """Whether phones rest at an aware moment, on the clock of the House."""
    clock = moment.astimezone(house.zone).time()
    if house.quiet_from <= house.quiet_until:
        return house.quiet_from <= clock < house.quiet_until
    return clock >= house.quiet_from or clock < house.quiet_until


def next_awake(moment: datetime, house: House) -> datetime:
    """The first moment from this one on at which phones do not rest, on the clock of the House.

    Where the clock jumps over that hour in spring, it is the moment after the jump.
    """
    if not is_quiet(moment, house):
        return moment.astimezone(house.zone)
    local = moment.astimezone(house.zone)
    day = local.date() if local.time() < house.quiet_until else local.date() + timedelta(days=1)
    awake = datetime.combine(day, house.quiet_until, tzinfo=house.zone)
    return awake.astimezone(UTC).astimezone(house.zone)


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
