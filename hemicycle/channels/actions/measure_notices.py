"""The notice to whoever a measure under the house rules is about: read first by who sends it, sent once, in their
language, through the thread of what they wrote.

To them alone wherever their network lets us; else it stands below what they wrote, where everybody reads it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import User
from hemicycle.channels.actions import languages, replying
from hemicycle.channels.adapters.activitypub import ActivityPub
from hemicycle.channels.contract.capabilities import Answers, Hides
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.models import (
    NOTICE_KEY,
    TAKEN_BACK,
    Answer,
    AnswerQuerySet,
    Inbound,
    Measure,
    Medium,
    Step,
    There,
)
from hemicycle.channels.moderation.house_rules import appeal_address
from hemicycle.channels.registry import ADAPTERS
from hemicycle.rules import audit
from hemicycle.rules.site_address import absolute

OBSTACLES: dict[str, str | Promise] = {
    **replying.OBSTACLES,
    "not-in-force": gettext_lazy("The measure is not in force."),
    "hidden-there": gettext_lazy("The site shows nothing below a comment that is hidden there."),
}


@dataclass(frozen=True, slots=True)
class MeasureNotice:
    """What is said, in which language, and whether everybody reads it; `obstacle` is one of OBSTACLES, "" for none."""

    text: str
    lang: str
    privately: bool
    obstacle: str


def notice_of(measure: Measure) -> MeasureNotice:
    message, lang = measure.inbound, languages.language_of(measure.inbound)
    privately = can_be_private(message)
    return MeasureNotice(_text(measure, lang), lang, privately, _obstacle(measure, privately))


def sent_notice(measure: Measure) -> Answer | None:
    """The one that was sent, or is about to be; one that was taken back was not."""
    found: Answer | None = _notices(measure).exclude(outbound__code=TAKEN_BACK).first()
    return found


@transaction.atomic
def send_notice(measure: Measure, *, by: User) -> Answer:
    """Sent twice it is the same. Raises CannotAnswer."""
    if (sent := sent_notice(measure)) is not None:
        return sent
    notice = notice_of(measure)
    if notice.obstacle:
        raise CannotAnswer(notice.obstacle)
    sent = replying.give_answer(
        measure.inbound, text=notice.text, lang=notice.lang, key=_next_key(measure), by=by, privately=notice.privately
    )
    audit.record("channels.send_notice", by=by, about=measure, office=measure.office, to_all=not notice.privately)
    return sent


def take_back_notice(measure: Measure, *, by: User | str) -> bool:
    """Of a measure that is lifted, where it has not left yet; whether it was. One that has left closed what was
    written, which waits for an answer again."""
    sent = sent_notice(measure)
    if sent is None or replying.take_back(sent, by=by):
        return sent is not None
    replying.reopen_answered(sent, by=by)
    return False


def is_notice(answer: Answer) -> bool:
    return answer.key.startswith(NOTICE_KEY)


def _notices(measure: Measure) -> AnswerQuerySet:
    rows = Answer.objects.filter(inbound=measure.inbound_id, key__startswith=f"{NOTICE_KEY}{measure.pk}-")
    return rows.select_related("outbound", "written_by", "inbound").order_by("-pk")


def _next_key(measure: Measure) -> str:
    """Two clicks at once make the same, of which there is one."""
    return f"{NOTICE_KEY}{measure.pk}-{_notices(measure).count() + 1}"


def can_be_private(message: Inbound) -> bool:
    """Whether its author can be written to alone, whoever reads what they wrote."""
    account = message.account
    adapter = ADAPTERS.get(account.kind) if account is not None else None
    known = message.contact is not None and bool(message.contact.address)
    return isinstance(adapter, Answers) and adapter.answers_directly and known


def _obstacle(measure: Measure, privately: bool) -> str:
    if not measure.is_in_force:
        return "not-in-force"
    message = measure.inbound
    is_hidden = measure.there in (There.HIDING, There.HIDDEN)
    if is_hidden and message.channel == Medium.WEB and _hides(message):
        return "hidden-there"
    return replying.obstacle(message, privately=privately)


def _stays_there(message: Inbound) -> bool:
    """Whether nobody of ours can hide it where it was written: the servers of others keep it."""
    return message.account is not None and message.account.kind == ActivityPub.kind


def _hides(message: Inbound) -> bool:
    return message.account is not None and isinstance(ADAPTERS.get(message.account.kind), Hides)


def _text(measure: Measure, lang: str) -> str:
    with translation.override(lang):
        rule = {
            "rule": measure.rule_title,
            "day": date_format(timezone.localtime(measure.until)) if measure.until else "",
        }
        if measure.step == Step.HIDE and _stays_there(measure.inbound):
            done = _(
                "What you wrote breaks our house rule %(rule)s. We do not show it; on the network itself it can still"
                " be read."
            )
        elif measure.step == Step.HIDE:
            done = _("We have hidden what you wrote, because it breaks our house rule %(rule)s.")
        elif measure.step == Step.LIMIT:
            done = _("What you write to us is hidden until %(day)s, because it breaks our house rule %(rule)s.")
        else:
            done = _(
                "We take no messages from you until %(day)s, because what you wrote breaks our house rule %(rule)s."
            )
        appeal = _(
            "What you write without breaking it is welcome. If you think that we are wrong, say so here, and somebody"
            " else decides:"
        )
        return f"{done % rule} {appeal} {absolute(appeal_address(measure.key))}"
