"""Text messages at night, when phones should not ring: they would wait, and the author should know."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hemicycle.checks.passages import Note, Reading

SMS = "sms"


def quiet_hours(reading: Reading) -> Iterator[Note]:
    draft, quiet = reading.draft, reading.house.quiet
    if draft.release_at is None or SMS not in draft.channels or not quiet.cover(draft.release_at):
        return
    now, then = draft.release_at.astimezone(quiet.zone), quiet.over(draft.release_at)
    lang = next((one.lang for one in draft.variants if one.channel == SMS), next(iter(draft.texts), ""))
    yield Note(
        f"variant:{SMS}",
        lang,
        0,
        0,
        _("At %(time)s phones rest: no text messages from %(from)s to %(until)s.")
        % {"time": f"{now:%H:%M}", "from": f"{quiet.start:%H:%M}", "until": f"{quiet.end:%H:%M}"},
        _("Send it from %(moment)s on.") % {"moment": f"{then:%Y-%m-%d %H:%M}"},
    )
