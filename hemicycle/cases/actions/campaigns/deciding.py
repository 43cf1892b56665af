"""What staff decide about a campaign: that there is one, or whether it is one, what it is called, that it is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.cases.actions.campaigns.letters import notify_organiser
from hemicycle.cases.actions.campaigns.membership import forget_subject, letters_of, note_subject
from hemicycle.cases.actions.campaigns.searching import search_again, start_searches
from hemicycle.cases.actions.judging import leave_to_campaign
from hemicycle.cases.errors import CannotMerge, NoReason
from hemicycle.cases.models import Campaign, CampaignOrigin, CampaignState
from hemicycle.cases.workflow import CAMPAIGN_WORKFLOW
from hemicycle.record.models import Document
from hemicycle.rules import audit


@transaction.atomic
def make_campaign(
    *, office: Office, titles: Mapping[str, str], text: str, lang: str, bill: Document | None = None, by: Any
) -> Campaign:
    """Staff know of one that nobody announced and nothing found: it runs at once, and letters in its words join it."""
    campaign = Campaign.objects.create(
        office=office, state=CampaignState.RUNNING, origin=CampaignOrigin.STAFF, titles=dict(titles),
        text=text.strip(), lang=lang, bill=bill, decided_at=timezone.now(), decided_by=audit.actor_of(by),
    )  # fmt: skip
    search_again(office)
    start_searches(of=[office.pk])
    audit.record("cases.make_campaign", by=by, about=campaign, office=office)
    return campaign


@transaction.atomic
def accept(campaign: Campaign, *, by: Any) -> Campaign:
    """It is a campaign: its cases are handled as one from now on, and everybody can read of it."""
    row = _moved(campaign, "accept", by=by)
    row.reason = ""
    row.save()
    note_subject(letters_of(row.cases.all()), row)
    leave_to_campaign(row.cases.values_list("pk", flat=True), row, by=by)
    search_again(row.office)
    start_searches(of=[row.office_id])
    notify_organiser(row, by=by)
    audit.record("cases.accept_campaign", by=by, about=row, office=row.office, origin=row.origin)
    return row


@transaction.atomic
def refuse(campaign: Campaign, *, reason: str = "", by: Any) -> Campaign:
    """It is none, or not one that the House takes. Its organiser reads the reason on their page; raises NoReason."""
    if campaign.origin == CampaignOrigin.ORGANISER and not reason.strip():
        raise NoReason(campaign.address)
    row = _moved(campaign, "refuse", by=by)
    row.reason = " ".join(reason.split())[:600]
    row.save()
    if row.origin == CampaignOrigin.SOFTWARE:
        keys = letters_of(row.cases.all())
        row.cases.update(campaign=None, own_words="", own_point="", point_answer=None, stays_alone=True)
        forget_subject(keys, row.bill)
    notify_organiser(row, by=by)
    audit.record("cases.refuse_campaign", by=by, about=row, office=row.office, origin=row.origin)
    return row


@transaction.atomic
def describe(campaign: Campaign, *, titles: Mapping[str, str], bill: Document | None, by: Any) -> Campaign:
    """What it is called, and about; its letters are about that bill from now on."""
    row = _held(campaign)
    was, keys = row.bill, letters_of(row.cases.all())
    row.titles, row.bill = dict(titles), bill
    row.save(update_fields=["titles", "bill"])
    forget_subject(keys, was)
    note_subject(keys, row)
    audit.record("cases.describe_campaign", by=by, about=row, office=row.office)
    return row


@transaction.atomic
def end(campaign: Campaign, *, by: Any) -> Campaign:
    """Without an answer: its cases stay where they are, each by itself again."""
    row = _moved(campaign, "end", by=by)
    row.save()
    # What cannot wait in the shared words is said of each again.
    row.cases.filter(urgency="").update(judged_at=None)
    audit.record("cases.end_campaign", by=by, about=row, office=row.office)
    return row


@transaction.atomic
def resume(campaign: Campaign, *, by: Any) -> Campaign:
    row = _moved(campaign, "resume", by=by)
    row.save()
    leave_to_campaign(row.cases.values_list("pk", flat=True), row, by=by)
    audit.record("cases.resume_campaign", by=by, about=row, office=row.office)
    return row


@transaction.atomic
def merge_campaigns(campaign: Campaign, *, into: Campaign, by: Any) -> Campaign:
    """Its cases go to the other, and are about what that is about. Raises CannotMerge where they are not of one
    office, or one has an answer already."""
    gone, kept = _held(campaign), _held(into)
    joins = kept.state in (CampaignState.PROPOSED, CampaignState.RUNNING)
    if gone.pk == kept.pk or gone.office_id != kept.office_id or gone.answer_id is not None or not joins:
        raise CannotMerge(gone.address)
    if gone.state not in CAMPAIGN_WORKFLOW.sources("merge"):
        raise CannotMerge(gone.address)
    keys = letters_of(gone.cases.all())
    gone.cases.update(campaign=kept)
    forget_subject(keys, gone.bill)
    note_subject(keys, kept)
    gone.point_answers.update(campaign=kept)
    gone.merged.update(merged_into=kept)
    gone.state, gone.merged_into = CAMPAIGN_WORKFLOW.after(gone.state, "merge"), kept
    gone.save(update_fields=["state", "merged_into"])
    audit.record("cases.merge_campaigns", by=by, about=gone, office=gone.office, into=kept.address)
    return kept


def _held(campaign: Campaign) -> Campaign:
    row: Campaign = Campaign.objects.select_for_update(of=("self",)).select_related("office").get(pk=campaign.pk)
    return row


def _moved(campaign: Campaign, verb: str, *, by: Any) -> Campaign:
    row = _held(campaign)
    row.state = CAMPAIGN_WORKFLOW.after(row.state, verb)
    row.decided_at, row.decided_by = timezone.now(), audit.actor_of(by)
    return row
