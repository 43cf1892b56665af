"""What the office decided about a campaign, told to whoever announced it: that it writes to them was promised."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from hemicycle.cases.actions.opening import source_of
from hemicycle.cases.campaigns import addresses
from hemicycle.cases.models import Campaign, CampaignState
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import OutgoingText
from hemicycle.follow.follow_accounts import account_for
from hemicycle.rules.house_name import house_name
from hemicycle.rules.site_address import absolute

BY = "campaigns"


def tell_organiser(campaign: Campaign) -> bool:
    """That it was accepted, or refused and why; an answer to the message comes to their case. Whether they are told:
    whoever wants no messages reads it on their page alone."""
    to, case = campaign.organiser, campaign.organiser_case
    if to is None or case is None or not to.address or to.is_suppressed:
        return False
    account = account_for(campaign.office, to.channel)
    if account is None:
        return False
    lang = to.lang or campaign.lang
    with override(lang):
        rendered = channels.render(account, _decision(campaign, lang))
    # A campaign that was refused may be accepted later.
    source = source_of(case, f"decided:{campaign.decided_at:%Y%m%d%H%M%S%f}")
    content = channels.prepare(account, source=source, lang=lang, rendered=rendered)
    channels.queue(content, to=to, asked_for=True, by=BY)
    return True


def _decision(campaign: Campaign, lang: str) -> OutgoingText:
    words = {"title": str(campaign.titles.in_language(lang)), "reason": campaign.reason}
    if campaign.state == CampaignState.REFUSED:
        title = _("Your campaign “%(title)s” was not accepted") % words
        paragraphs = [_("Reason: %(reason)s") % words, _("On your page you can write to us about it.")]
    else:
        title = _("Your campaign “%(title)s” was accepted") % words
        paragraphs = [
            _("Everybody can read it now, and take part by a form with its text in it."),
            _("On your page you find the link to pass on, and how many took part."),
        ]
    return OutgoingText(
        title, "\n\n".join(paragraphs), lang, sender=house_name(), link_label=_("Open your page"),
        link=absolute(addresses.organiser_page(campaign.address, campaign.key)),
    )  # fmt: skip
