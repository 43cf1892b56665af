"""What a sender of a campaign reads: the one answer, and above it that to their own point where there is one."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from hemicycle.cases.campaigns import addresses
from hemicycle.cases.models import Campaign, PointAnswer
from hemicycle.channels.contract import OutgoingText
from hemicycle.desk.models import Announcement
from hemicycle.rules.house_name import house_name
from hemicycle.rules.site_address import absolute


@dataclass(frozen=True, slots=True)
class Edition:
    """The answer in one language, with the answer to one point or none."""

    answer: Announcement
    lang: str
    point: PointAnswer | None


def letter_for(campaign: Campaign, edition: Edition) -> OutgoingText:
    """The same for everybody who gets this edition. It leads to the page where everybody reads the answer."""
    text = edition.answer.texts.get(lang=edition.lang)
    with override(edition.lang):
        body = text.body
        if edition.point is not None:
            added = _("To what you added of your own: %(answer)s") % {"answer": edition.point.text}
            body = f"{added}\n\n{body}"
        footer = _("You get this because you wrote to %(house)s in the words of the campaign “%(title)s”.") % {
            "house": house_name(),
            "title": campaign.titles.in_language(edition.lang),
        }
    return OutgoingText(
        text.title, body, edition.lang, link=absolute(addresses.campaign(campaign.address)), sender=house_name(),
        footer=footer,
    )  # fmt: skip
