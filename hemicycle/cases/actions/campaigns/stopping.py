"""The answer to a campaign is being withdrawn: what has not left does not leave, and its cases are to do again.

Whoever read it on a page alone has no answer any more either. What was stopped is sent after all where the withdrawal
is refused or taken back: those cases wait as they did before (`replying.to_reply`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hemicycle.cases.models import (
    Campaign,
    CampaignQuerySet,
    CampaignReply,
    CampaignState,
    Case,
    CaseMessage,
    OwnPoint,
    State,
)
from hemicycle.cases.models.campaign_reply import BY_POST
from hemicycle.channels import actions as channels
from hemicycle.channels.models import INFORM_KEY, TAKEN_BACK, Answer, Outbound
from hemicycle.channels.models import State as Delivery

# Cases in one transaction, as those that are answered.
CHUNK = 500
BY = "campaigns"
WITHDRAWN = "withdrawn"
"""The code of what had not left when the answer was withdrawn."""
# On the page of their letter: nothing was sent, and nothing is posted on paper.
_ON_PAGES = Q(outbound=None) & ~Q(why_not__in=("", BY_POST))


def campaigns_to_stop() -> CampaignQuerySet:
    """Whose answer somebody wants to withdraw, while some of it waits to be sent or is read on pages alone."""
    withdrawn = Campaign.objects.filter(answer__withdrawal__isnull=False, state=CampaignState.ANSWERED)
    replies = CampaignReply.objects.filter(_to_stop(), campaign__in=withdrawn.values("pk"))
    rows: CampaignQuerySet = withdrawn.filter(pk__in=replies.order_by().values("campaign"))
    return rows


def stop_replies(campaign: Campaign, *, by: Any = BY) -> int:
    """How many cases are to do again."""
    rows, done = CampaignReply.objects.filter(_to_stop(), campaign=campaign), 0
    while (chunk := list(rows[:CHUNK])) and (stopped := _stop_some(campaign, chunk, by=by)):
        done += stopped
    return done


def _to_stop() -> Q:
    return _ON_PAGES | Q(outbound__in=Outbound.objects.not_left().order_by().values("pk"))


@transaction.atomic
def _stop_some(campaign: Campaign, chunk: Sequence[CampaignReply], *, by: Any) -> int:
    """Letters of one person share a message. What is being sent at this moment is left as it is."""
    sent = {one.outbound_id for one in chunk if one.outbound_id is not None}
    if sent:
        waiting = Outbound.objects.filter(pk__in=sent).not_left()
        channels.cancel(waiting, why=WITHDRAWN, about=campaign, office=campaign.office, by=by)
    rows = CampaignReply.objects.filter(Q(pk__in=[one.pk for one in chunk]) | Q(outbound__in=sent), campaign=campaign)
    stopped = dict(rows.filter(Q(outbound=None) | Q(outbound__state=Delivery.CANCELLED)).values_list("pk", "case"))
    CampaignReply.objects.filter(pk__in=stopped).delete()
    _to_do_again(Case.objects.filter(pk__in=stopped.values()))
    return len(stopped)


def _to_do_again(rows: QuerySet[Case]) -> None:
    """As before the answer; what was answered by itself stays so. The organiser of the campaign is owed none: what
    they announced was answered when it was accepted."""
    given = Answer.objects.filter(returned_at=None).exclude(key__startswith=INFORM_KEY)
    given = given.exclude(outbound__code=TAKEN_BACK)
    theirs = given.filter(inbound__in=CaseMessage.objects.filter(case=OuterRef("pk")).values("inbound"))
    again = list(rows.exclude(organised__isnull=False).filter(~Exists(theirs)).values_list("pk", flat=True))
    rows = Case.objects.filter(pk__in=again)
    rows.update(answered_at=None)
    rows.filter(own_point=OwnPoint.ANSWERED).exclude(point_answer=None).update(own_point=OwnPoint.CONFIRMED)
    rows.filter(state=State.CLOSED).update(state=State.OPEN, closed_at=None, waiting_since=F("heard_at"))
