"""The organiser of a campaign that nobody announced: staff name the organisation and its address, and write to it in a
case as to one that announced. It has no page: that is for those who showed that an address is theirs.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.cases.actions.opening import new_case
from hemicycle.cases.actions.passing_on import account_of
from hemicycle.cases.errors import CannotReceive
from hemicycle.cases.models import NAMED, Campaign, CampaignOrigin, Case
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, Contact, Inbound, Medium
from hemicycle.follow.follow_accounts import account_for
from hemicycle.rules import audit


@transaction.atomic
def name_organiser(campaign: Campaign, *, organisation: str, address: str, by: User) -> Case:
    """The case in which the office writes to it; to the same address there is one. Raises CannotReceive where the
    office has no account for mail, ValueError for a campaign that its organiser announced."""
    row = _unannounced(campaign)
    account = account_for(row.office, Medium.EMAIL) or account_of(row.office, Medium.EMAIL)
    if account is None:
        raise CannotReceive
    row.organisation = " ".join(organisation.split())
    row.organiser = channels.contact_of(office=row.office, channel=Medium.EMAIL, address=address, lang=row.lang)
    row.organiser_case = _case_with(row, row.organiser, account)
    row.save(update_fields=["organisation", "organiser", "organiser_case"])
    audit.record("cases.name_organiser", by=by, about=row, office=row.office)
    return row.organiser_case


@transaction.atomic
def remove_organiser(campaign: Campaign, *, by: User) -> None:
    """Of the campaign; what was written to each other stays as long as any letter. Raises ValueError as above."""
    row = _unannounced(campaign)
    row.organisation, row.organiser, row.organiser_case = "", None, None
    row.save(update_fields=["organisation", "organiser", "organiser_case"])
    audit.record("cases.remove_organiser", by=by, about=row, office=row.office)


def _unannounced(campaign: Campaign) -> Campaign:
    row: Campaign = Campaign.objects.select_for_update(of=("self",)).select_related("office").get(pk=campaign.pk)
    if row.origin == CampaignOrigin.ORGANISER:
        raise ValueError(row.address)
    return row


def _case_with(campaign: Campaign, contact: Contact, account: Account) -> Case:
    """A message that nobody wrote stands for them, so that they are answered as others are, and counted nowhere."""
    text = _("Staff named the organiser of this campaign: %(organisation)s. Nobody wrote this message.")
    message, is_new = Inbound.objects.get_or_create(
        office=campaign.office, channel=Medium.EMAIL, batch=NAMED, external_id=f"{campaign.address}:{contact.pk}",
        defaults={
            "account": account, "contact": contact, "sender": contact.digest, "lang": campaign.lang, "keyword": NAMED,
            "subject": str(campaign)[:300], "text": text % {"organisation": campaign.organisation},
            "direct": True, "is_authenticated": True,
        },
    )  # fmt: skip
    if not is_new:
        existing: Case = Case.objects.holding(message).get()
        return existing
    now = timezone.now()
    return new_case(message, confirmed_at=now, judged_at=now, searched_at=now)
