"""What staff say about the engine's answer, and how they take it back."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.record.addresses import new_address
from hemicycle.rules import audit
from hemicycle.rules.parameters import in_force

from .. import workflow
from ..errors import NotACorrection
from ..models import Analysis, Campaign, Correction, Finding, Inquiry, Place
from .correcting import correct, keys_of, open_to_corrections
from .counting import SENDER
from .naming import label_of, name_of
from .replay import AT_ONCE, replay, standing

Kind = Correction.Kind


@transaction.atomic
def confirm_campaign(inquiry: Inquiry, *, campaign: str, by: Any) -> Correction:
    """A person looked, and it is one."""
    analysis = open_to_corrections(inquiry)
    found = _standing(analysis, campaign)
    if found.confirmed_id:
        raise NotACorrection(_("This campaign is already confirmed."))
    return correct(analysis, Kind.CONFIRM, campaign=found.key, by=by)


@transaction.atomic
def rename_campaign(inquiry: Inquiry, *, campaign: str, name: str, by: Any) -> Correction:
    analysis = open_to_corrections(inquiry)
    found, name = _standing(analysis, campaign), " ".join(name.split())
    if not name or name == found.name:
        raise NotACorrection(_("Give the campaign a new name."))
    return correct(analysis, Kind.RENAME, campaign=found.key, name=name, by=by)


@transaction.atomic
def merge_campaigns(inquiry: Inquiry, *, campaign: str, into: str, why: str = "", by: Any) -> Correction:
    """`campaign` becomes part of `into`; its address leads there from now on."""
    analysis = open_to_corrections(inquiry)
    source, target = _standing(analysis, campaign), _standing(analysis, into)
    if source == target:
        raise NotACorrection(_("These are already one campaign."))
    return correct(analysis, Kind.MERGE, campaign=source.key, into=target.key, why=why, by=by)


@transaction.atomic
def split_campaign(
    inquiry: Inquiry, *, campaign: str, messages: Sequence[Any], name: str, why: str = "", by: Any
) -> Correction:
    """The chosen messages become a campaign of their own."""
    analysis = open_to_corrections(inquiry)
    source = _standing(analysis, campaign)
    keys = keys_of(messages, lambda rows: source.findings.filter(inbound__in=rows))
    _refuse_unless_a_campaign(analysis, keys)
    if len(keys) == source.messages:
        raise NotACorrection(_("All messages were chosen: nothing would be left. Rename the campaign instead."))
    return correct(
        analysis,
        Kind.SPLIT,
        campaign=source.key,
        into=new_address(),
        name=" ".join(name.split()),
        messages=keys,
        why=why,
        by=by,
    )


@transaction.atomic
def move_message(inquiry: Inquiry, *, messages: Sequence[Any], into: str, why: str = "", by: Any) -> Correction:
    """The messages belong to another campaign than the one in which they were counted, or to one at all."""
    analysis = open_to_corrections(inquiry)
    target = _standing(analysis, into)
    keys = keys_of(messages, lambda rows: analysis.findings.filter(inbound__in=rows).exclude(campaign=target))
    return correct(analysis, Kind.MOVE_IN, into=target.key, messages=keys, why=why, by=by)


@transaction.atomic
def mark_individual(
    inquiry: Inquiry, *, messages: Sequence[Any], campaign: str = "", why: str = "", by: Any
) -> Correction:
    """The messages are individual voices: taken out of a campaign, or brought back from what was set aside."""
    analysis = open_to_corrections(inquiry)
    keys = keys_of(messages, lambda rows: analysis.findings.filter(inbound__in=rows).exclude(place=Place.VOICE))
    return correct(analysis, Kind.MOVE_OUT, campaign=campaign, messages=keys, why=why, by=by)


@transaction.atomic
def undo_correction(correction: Correction, *, by: Any) -> Correction:
    """Take one correction back; the others stay, and are played back without it."""
    inquiry = correction.inquiry
    analysis = open_to_corrections(inquiry)
    workflow.CORRECTION_LIFE.after(correction.state, "undo")
    correction.undone_at = timezone.now()
    correction.undone_by, correction.undone_by_name = label_of(by), name_of(by)
    correction.save(update_fields=["undone_at", "undone_by", "undone_by_name"])
    replay(analysis)
    audit.record("listening.undo", by=by, about=correction, office=inquiry.office, kind=correction.kind)
    return correction


def _standing(analysis: Analysis, key: str) -> Campaign:
    campaign = standing(analysis, key)
    if campaign is None:
        raise NotACorrection(_("The present analysis has no such campaign."))
    return campaign


def _refuse_unless_a_campaign(analysis: Analysis, keys: Sequence[Any]) -> None:
    """A campaign has a least number of senders, whoever makes it."""
    least = in_force("campaign_minimum_senders")
    senders: set[str] = set()
    for start in range(0, len(keys), AT_ONCE):
        rows = Finding.objects.filter(analysis=analysis, inbound__in=keys[start : start + AT_ONCE])
        senders |= set(rows.values_list(SENDER, flat=True).distinct())
    if len(senders) < least:
        raise NotACorrection(
            ngettext(
                "A campaign has at least %(least)d senders; the chosen messages come from %(n)d.",
                "A campaign has at least %(least)d senders; the chosen messages come from %(n)d.",
                len(senders),
            )
            % {"least": least, "n": len(senders)}
        )
