"""What the engine made of messages goes before they are erased: vectors, quotes, words of templates and links.

Registered at start (registers.py), so it imports nothing of the engine.
"""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from django.db import transaction

from hemicycle.channels.models import Inbound, InboundQuerySet

from ..models import Campaign, Finding, Inquiry, Link, Mention, Theme
from ..text.letters import forgotten_letter
from ..text.templating import opening, wording


def forget_messages(messages: InboundQuerySet) -> None:
    """What was made of their words and is kept elsewhere: vectors, quotes, descriptions, rare words of a template."""
    forget_vectors(list(Inquiry.objects.filter(collected__inbound__in=messages).distinct()))
    for finding in Finding.objects.filter(inbound__in=messages).select_related("inbound"):
        _let_another_stand_for_its_campaign(finding)
        _take_out_of_themes(finding)
        for campaign in Campaign.objects.filter(pk__in=[finding.engine_campaign_id, finding.campaign_id]):
            _take_out_of_template(campaign, finding)


def forget_findings(messages: Any, inquiries: Collection[Inquiry]) -> None:
    """What was found about messages, by their keys, in these inquiries, with what was made of their words."""
    found = Finding.objects.filter(analysis__inquiry__in=inquiries, inbound__in=messages)
    if keys := list(found.values_list("inbound", flat=True)):
        forget_messages(Inbound.objects.filter(pk__in=keys))
        Finding.objects.filter(analysis__inquiry__in=inquiries, inbound__in=keys).delete()


def forget_vectors(inquiries: Collection[Inquiry]) -> None:
    """Delete the vectors kept for these inquiries; the next run reads their letters again."""
    for inquiry in inquiries:
        for path in (inquiry.vectors, inquiry.careful_vectors):
            transaction.on_commit(partial(path.unlink, missing_ok=True))


def _let_another_stand_for_its_campaign(finding: Finding) -> None:
    """What it says for its campaign, another message of it says from now on, without the place of the words."""
    others = Finding.objects.filter(engine_campaign=finding.engine_campaign).exclude(pk=finding.pk).order_by("pk")
    other = others.first() if finding.engine_campaign_id else None
    if other is None:
        return
    known = Mention.objects.filter(finding=other).values("engine_theme")
    mentions = Mention.objects.filter(finding=finding, campaign__isnull=False).exclude(engine_theme__in=known)
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
    """The wordings of a slot that hardly anybody else has, where this message has them."""
    text = " ".join(finding.shown_text.split())
    template = [_without_its_words(segment, text, campaign.engine_messages) for segment in campaign.template]
    letter = forgotten_letter(campaign.letter, str(finding.inbound_id), text)
    if (template, letter) != (campaign.template, campaign.letter):
        Campaign.objects.filter(pk=campaign.pk).update(
            template=template, letter=letter, opening=opening(template, letter), wording=wording(template)
        )


def _without_its_words(segment: Mapping[str, Any], text: str, messages: int) -> dict[str, Any]:
    kept = [one for one in segment.get("examples") or [] if not _is_its_own(one, text, messages)]
    return {**segment, "examples": kept}


def _is_its_own(example: Any, text: str, messages: int) -> bool:
    words = str(example["text"] if isinstance(example, Mapping) else example)
    share = example.get("share") if isinstance(example, Mapping) else None
    return " ".join(words.split()) in text and (share is None or share * messages < 2)
