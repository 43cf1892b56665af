"""Which cases belong to a campaign, and what of each is its sender's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.cases.actions.judging import leave_to_campaign
from hemicycle.cases.models import (
    TOGETHER,
    Campaign,
    Case,
    CaseQuerySet,
    Origin,
    OwnPoint,
    Subject,
)
from hemicycle.cases.models.campaign import PUBLIC
from hemicycle.channels.actions import without_personal_data
from hemicycle.record.models import Document
from hemicycle.rules import audit

# Cases written at once, as with what is queued (channels/actions/sending.py).
CHUNK = 2_000


@transaction.atomic
def join(case: Case, campaign: Campaign, *, own_words: str = "", by: Any) -> None:
    """A case becomes one of a campaign. `own_words`: what its sender wrote beside the shared text; what is personal in
    it is redacted here, once."""
    shown = without_personal_data(own_words, case.lang) if own_words.strip() else ""
    join_many({case.pk: shown}, campaign, by=by)
    case.refresh_from_db(fields=["campaign", "own_words", "own_point"])


@transaction.atomic
def join_many(own_words: Mapping[int, str], campaign: Campaign, *, by: Any) -> int:
    """The same for many, by their keys; their own words are redacted already. Of another office, or of another
    campaign, none is taken. How many."""
    found = Case.objects.filter(pk__in=own_words, office=campaign.office_id, campaign=None).unmerged()
    rows = list(found.only("pk", "own_words", "own_point", "campaign", "searched_at"))
    for row in rows:
        row.campaign, row.own_words, row.searched_at = campaign, own_words[row.pk], timezone.now()
        row.own_point = OwnPoint.FOUND if own_words[row.pk] else OwnPoint.NONE
    Case.objects.bulk_update(rows, ["campaign", "own_words", "own_point", "searched_at"], batch_size=500)
    note_subject([row.pk for row in rows], campaign)
    if campaign.state in TOGETHER:
        leave_to_campaign([row.pk for row in rows], campaign, by=by)
    if rows:
        audit.record("cases.join_campaign", by=by, about=campaign, office=campaign.office, cases=len(rows))
    return len(rows)


@transaction.atomic
def leave(rows: CaseQuerySet, *, by: Any) -> int:
    """These are no copies: each is a case by itself again, which no search takes back."""
    cases = list(rows.exclude(campaign=None).select_related("campaign__office", "campaign__bill"))
    by_campaign: dict[int, list[Case]] = {}
    for case in cases:
        assert case.campaign_id is not None
        by_campaign.setdefault(case.campaign_id, []).append(case)
    Case.objects.filter(pk__in=[one.pk for one in cases]).update(
        campaign=None, own_words="", own_point=OwnPoint.NONE, point_answer=None, stays_alone=True, judged_at=None
    )
    for left in by_campaign.values():
        campaign = left[0].campaign
        assert campaign is not None
        forget_subject(letters_of(Case.objects.filter(pk__in=[one.pk for one in left])), campaign.bill)
        audit.record("cases.leave_campaign", by=by, about=campaign, office=campaign.office, cases=len(left))
    return len(cases)


def note_subject(keys: Sequence[int], campaign: Campaign) -> None:
    """What the campaign is about, its letters are about, once people have said that it is one."""
    bill = campaign.bill if campaign.state in PUBLIC else None
    for chunk in _chunks(keys) if bill is not None else ():
        about = Subject.objects.filter(case__in=chunk, bill=bill, eid="")
        about.filter(origin=Origin.SOFTWARE).update(origin=Origin.CAMPAIGN)
        known = set(about.values_list("case", flat=True))
        rows = [Subject(case_id=key, bill=bill, origin=Origin.CAMPAIGN) for key in chunk if key not in known]
        Subject.objects.bulk_create(rows, ignore_conflicts=True)


def forget_subject(keys: Sequence[int], bill: Document | None) -> None:
    """That they are about a bill which is not that of their campaign any more: where nothing else says so, with the
    clauses that were found by it."""
    for chunk in _chunks(keys) if bill is not None else ():
        rows = Subject.objects.filter(case__in=chunk, bill=bill)
        alone = rows.filter(eid="", origin=Origin.CAMPAIGN).exclude(case__campaign__bill=bill)
        cases = list(alone.values_list("case", flat=True))
        rows.filter(case__in=cases).exclude(origin__in=(Origin.STAFF, Origin.SENDER)).delete()


def letters_of(rows: CaseQuerySet) -> list[int]:
    """Their keys, and those of the cases that some of them became part of."""
    return sorted({key for pair in rows.values_list("pk", "merged_into") for key in pair if key is not None})


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(keys), CHUNK):
        yield keys[first : first + CHUNK]
