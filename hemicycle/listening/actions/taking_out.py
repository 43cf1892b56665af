"""What the engine made of messages goes from themes, templates and links before the messages are erased."""

from collections.abc import Mapping
from typing import Any

from hemicycle.channels.models import InboundQuerySet

from ..models import Campaign, Finding, Link, Mention, Theme
from ..templating import opening, wording


def take_out_of_what_was_found(messages: InboundQuerySet) -> None:
    """What the engine made of their words and keeps elsewhere: quotes, descriptions, rare words of a template. Called
    before messages are erased, by whomever (registers.py)."""
    for finding in Finding.objects.filter(inbound__in=messages).select_related("inbound"):
        _let_another_stand_for_its_campaign(finding)
        _take_out_of_themes(finding)
        for campaign in Campaign.objects.filter(pk__in=[finding.engine_campaign_id, finding.campaign_id]):
            _take_out_of_template(campaign, finding)


def _let_another_stand_for_its_campaign(finding: Finding) -> None:
    """What it said for its campaign goes on being said by another message of it, without the place of the words."""
    others = Finding.objects.filter(engine_campaign=finding.engine_campaign).exclude(pk=finding.pk).order_by("pk")
    other = others.first() if finding.engine_campaign_id else None
    if other is None:
        return
    told = Mention.objects.filter(finding=other).values("engine_theme")
    mentions = Mention.objects.filter(finding=finding, campaign__isnull=False).exclude(engine_theme__in=told)
    mentions.update(finding=other, start=0, end=0)
    for link in Link.objects.filter(finding=finding, campaign__isnull=False):
        if not Link.objects.filter(finding=other, document=link.document_id, eid=link.eid).exists():
            reasons = [{**one, "text": "", "start": None, "end": None} for one in link.reasons]
            Link.objects.filter(pk=link.pk).update(finding=other, reasons=reasons)


def _take_out_of_themes(finding: Finding) -> None:
    key, text = str(finding.inbound_id), " ".join(finding.shown_text.split())
    for theme in Theme.objects.filter(analysis=finding.analysis_id):
        quotes = [quote for quote in theme.quotes if str(quote["id"]) != key]
        described = " ".join(theme.description.split())
        description = "" if described and described.rstrip(" .…") in text else theme.description
        if (quotes, description) != (theme.quotes, theme.description):
            Theme.objects.filter(pk=theme.pk).update(quotes=quotes, description=description)


def _take_out_of_template(campaign: Campaign, finding: Finding) -> None:
    """The wordings of a slot that no more than one message has, where this message has them."""
    text = " ".join(finding.shown_text.split())
    template = [_without_its_words(segment, text, campaign.engine_messages) for segment in campaign.template]
    if template != campaign.template:
        Campaign.objects.filter(pk=campaign.pk).update(
            template=template, opening=opening(template), wording=wording(template)
        )


def _without_its_words(segment: Mapping[str, Any], text: str, messages: int) -> dict[str, Any]:
    kept = [one for one in segment.get("examples") or [] if not _is_its_own(one, text, messages)]
    return {**segment, "examples": kept}


def _is_its_own(example: Any, text: str, messages: int) -> bool:
    words = str(example["text"] if isinstance(example, Mapping) else example)
    share = example.get("share") if isinstance(example, Mapping) else None
    return " ".join(words.split()) in text and (share is None or share * messages < 2)
