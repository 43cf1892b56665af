"""Text messages at night, when phones should not ring: they would wait, and the author should know."""

from __future__ import annotations

from collections.abc import Iterator

from hemicycle.checks.check import check
from hemicycle.checks.contract import Message
from hemicycle.checks.passages import Found, Reading

SMS = "sms"


@check(
    "quiet-hours",
    can_block=True,
    reason=Message(
        en="%(time)s is in the quiet hours: no text messages are sent from %(from)s to %(until)s.",
        fr="%(time)s tombe pendant les heures calmes : aucun SMS n’est envoyé de %(from)s à %(until)s.",
        es="Las %(time)s caen en las horas de silencio: no se envían SMS de %(from)s a %(until)s.",
    ),
    suggestion=Message(
        en="Send it at %(moment)s or later.",
        fr="Envoyez-le à partir du %(moment)s.",
        es="Envíelo a partir de: %(moment)s.",
    ),
)
def quiet_hours(reading: Reading) -> Iterator[Found]:
    draft, quiet = reading.draft, reading.house.quiet
    if draft.release_at is None or SMS not in draft.channels or not quiet.cover(draft.release_at):
        return
    now, then = draft.release_at.astimezone(quiet.zone), quiet.over(draft.release_at)
    lang = next((one.lang for one in draft.variants if one.channel == SMS), next(iter(draft.texts), ""))
    hours = {"from": f"{quiet.start:%H:%M}", "until": f"{quiet.end:%H:%M}"}
    yield Found(f"variant:{SMS}", lang, values={"time": f"{now:%H:%M}", "moment": f"{then:%Y-%m-%d %H:%M}", **hours})
