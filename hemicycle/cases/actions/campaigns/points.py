"""What senders of a campaign added of their own: whether it is a point to be answered, and the answer."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from hemicycle.accounts.models import User
from hemicycle.cases.models import Campaign, CaseQuerySet, OwnPoint, PointAnswer
from hemicycle.cases.models.campaign_reply import TO_COME
from hemicycle.rules import audit

_WITHOUT_REPLY = Q(campaign_reply=None) | Q(campaign_reply__why_not__in=TO_COME)


@transaction.atomic
def set_point(rows: CaseQuerySet, campaign: Campaign, *, is_one: bool, by: Any) -> int:
    """Somebody read it: it is a point of its own, or says nothing that the answer does not. An answer that was saved
    for it is deleted. How many."""
    rows = rows.of_campaign(campaign).exclude(own_point=OwnPoint.ANSWERED)
    changed = rows.update(own_point=OwnPoint.CONFIRMED if is_one else OwnPoint.NONE, point_answer=None)
    campaign.point_answers.filter(cases=None).delete()
    if changed:
        audit.record("cases.set_point", by=by, about=campaign, office=campaign.office, cases=changed, is_one=is_one)
    return changed


@transaction.atomic
def answer_points(rows: CaseQuerySet, campaign: Campaign, *, text: str, lang: str, by: User) -> PointAnswer:
    """One answer for these cases, which goes out with that to the campaign; those to whom that went are answered by
    themselves, and left out. Raises ValueError for an empty one."""
    if not text.strip():
        raise ValueError("nothing written")
    written = PointAnswer.objects.create(campaign=campaign, text=text.strip()[:5000], lang=lang, written_by=by)
    open_points = rows.of_campaign(campaign).exclude(own_point=OwnPoint.ANSWERED).filter(_WITHOUT_REPLY)
    changed = open_points.update(own_point=OwnPoint.CONFIRMED, point_answer=written)
    campaign.point_answers.filter(cases=None).delete()
    audit.record("cases.answer_points", by=by, about=campaign, office=campaign.office, cases=changed, lang=lang)
    return written


def note_points_read(campaign: Campaign, *, by: User) -> None:
    """Somebody read what senders added: once a day for each of them."""
    audit.record_daily("cases.read_points", by=by, about=campaign, office=campaign.office)
