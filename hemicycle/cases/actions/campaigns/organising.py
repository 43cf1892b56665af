"""Whoever organises a campaign announces it, confirms their address, and writes to the office about it.

Until the address is confirmed nobody sees the announcement. Whatever is known of an address, the page says the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from hemicycle.cases import addresses
from hemicycle.cases.actions.answer_templates import bill_named
from hemicycle.cases.errors import CannotReceive
from hemicycle.cases.models import (
    Campaign,
    CampaignOrigin,
    CampaignState,
    Case,
    CaseMessage,
    Origin,
    Subject,
)
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import InboundMessage, OutgoingText
from hemicycle.channels.models import Account, Act, Contact, Inbound, Medium, Outbound, Suppression
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.follow.follow_accounts import account_for, follow_account
from hemicycle.record.models import Document, Organization
from hemicycle.rules import audit, personal_data
from hemicycle.rules.house_name import house_name
from hemicycle.rules.parameters import in_force
from hemicycle.rules.site_address import absolute

CITIZEN = "citizen"
DAY = timedelta(days=1)
REQUESTED = "campaign-request:"
"""What the source of the message with the organiser's link begins with."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What an organiser fills in; `address` is their own, of mail."""

    title: str
    text: str
    lang: str
    organisation: str
    address: str
    expected: int | None = None
    until: date | None = None
    bill: Document | None = None
    committee: Organization | None = None


@transaction.atomic
def announce(announced: Announced) -> Campaign | None:
    """Keep it, and send the link of the organiser's page to its owner. Raises CannotReceive where the House has no
    account for mail. None where this address wants no mail, or got enough today: the page says nothing of it."""
    account = follow_account(Medium.EMAIL)
    if account is None:
        raise CannotReceive
    digest = Pseudonyms(account.office).of(announced.address)
    if Suppression.objects.filter(office=account.office, digest=digest).exists():
        return None
    contact = channels.contact_of(
        office=account.office, channel=Medium.EMAIL, address=announced.address, lang=announced.lang
    )
    if _sent_today(contact) >= in_force("follow_messages_a_day"):
        return None
    campaign = _kept(announced, account, contact)
    _send_link(campaign, account, contact)
    audit.record("cases.announce_campaign", by=CITIZEN, about=campaign, office=campaign.office)
    return campaign


@transaction.atomic
def confirm_organiser(campaign: Campaign) -> bool:
    """The owner of the address opened their page and said that it is theirs: now the office sees it, with a case in
    which both write to each other. Whether that is new. Raises CannotReceive."""
    row = Campaign.objects.select_for_update(of=("self",)).select_related("office", "organiser__office").get(
        pk=campaign.pk
    )  # fmt: skip
    if row.organiser is None or row.organiser_confirmed_at is not None:
        return False
    row.organiser_confirmed_at = timezone.now()
    row.organiser_case = _case_of(row, row.organiser)
    row.save(update_fields=["organiser_confirmed_at", "organiser_case"])
    channels.record_consent(row.organiser, act=Act.CONFIRMED, to=f"campaign:{row.address}", through="page")
    audit.record("cases.confirm_campaign", by=CITIZEN, about=row, office=row.office)
    return True


@transaction.atomic
def write_to_office(campaign: Campaign, *, text: str) -> Inbound | None:
    """A message of the organiser's, in the case of their campaign. Raises CannotReceive, ValueError for none."""
    if not text.strip():
        raise ValueError("nothing written")
    if campaign.organiser is None or campaign.organiser_confirmed_at is None:
        raise CannotReceive
    case = campaign.organiser_case
    named = f" ({case.written_reference})" if case is not None else ""
    return _stored(campaign, campaign.organiser, text=text, subject=f"{campaign}{named}")


def unconfirmed_before(before: datetime) -> models.QuerySet[Campaign]:
    rows: models.QuerySet[Campaign] = Campaign.objects.never_confirmed().filter(opened_at__lt=before)
    return rows


def undecided_before(before: datetime) -> models.QuerySet[Campaign]:
    """Refused, or never decided; a campaign that is running or was answered is kept."""
    kept = Q(origin=CampaignOrigin.ORGANISER, organiser_confirmed_at=None)
    rows = Campaign.objects.filter(state__in=(CampaignState.PROPOSED, CampaignState.REFUSED), opened_at__lt=before)
    found: models.QuerySet[Campaign] = rows.exclude(kept)
    return found


@transaction.atomic
def delete_unconfirmed(rows: models.QuerySet[Any]) -> None:
    """With the address, where its owner has nothing else to do with the House."""
    contacts = [key for key in rows.values_list("organiser", flat=True) if key is not None]
    announced = [f"campaign:{address}" for address in rows.values_list("address", flat=True)]
    rows.delete()
    for contact in Contact.objects.filter(pk__in=contacts).select_related("office"):
        contact.consents.filter(to__in=announced).delete()
        wrote = Inbound.objects.filter(contact=contact).exists()
        if not (wrote or contact.consents.exists() or Campaign.objects.filter(organiser=contact).exists()):
            channels.forget(contact, by="retention")


@transaction.atomic
def forget_organiser(subject: personal_data.Subject, by: Any) -> None:
    """That they organise one; what the campaign says stays, for others wrote it too."""
    found = Campaign.objects.filter(organiser__office__in=subject.offices)
    digests = {Pseudonyms(office).of(one) for office in subject.offices for one in subject.addresses}
    for row in found.filter(organiser__digest__in=digests - {""}):
        row.organiser, row.organiser_case, row.organisation = None, None, ""
        row.key = Campaign._meta.get_field("key").get_default()
        row.save(update_fields=["organiser", "organiser_case", "organisation", "key"])


def _kept(announced: Announced, account: Account, contact: Contact) -> Campaign:
    campaign = Campaign.objects.create(
        office=account.office, state=CampaignState.PROPOSED, origin=CampaignOrigin.ORGANISER,
        titles={announced.lang: " ".join(announced.title.split())}, text=announced.text.strip(), lang=announced.lang,
        bill=announced.bill, committee=announced.committee, organisation=" ".join(announced.organisation.split()),
        organiser=contact, expected=announced.expected, until=announced.until,
    )  # fmt: skip
    channels.record_consent(contact, act=Act.ASKED, to=f"campaign:{campaign.address}", through="form")
    return campaign


def _sent_today(contact: Contact) -> int:
    since = timezone.now() - DAY
    return Outbound.objects.filter(
        contact=contact, content__source__startswith=REQUESTED, due_at__gt=since
    ).count()  # fmt: skip


def _send_link(campaign: Campaign, account: Account, contact: Contact) -> None:
    """Without a word of theirs: whoever types in the address of another sends them nothing of their own."""
    lang, days = contact.lang or campaign.lang, in_force("follow_confirm_days")
    with override(lang):
        words = {"house": house_name(), "subject": _named(campaign, lang), "days": days}
        body = [
            _("Somebody announced a campaign to %(house)s and gave this address.") % words,
            _("It is about %(subject)s.") % words if words["subject"] else "",
            _("If it was you, open your page and confirm it. There you see how it goes, and write to us about it."),
            _("If it was not you, do nothing: it is deleted after %(days)s days.") % words,
        ]
        outgoing = OutgoingText(
            _("Confirm your campaign"), "\n\n".join(filter(None, body)), lang, sender=house_name(),
            link=absolute(addresses.organiser_page(campaign.address, campaign.key)),
            link_label=_("Open your page"),
        )  # fmt: skip
    content = channels.prepare(
        account, source=f"{REQUESTED}{campaign.pk}", lang=lang, rendered=channels.render(account, outgoing)
    )
    now = timezone.now()
    channels.queue(content, to=contact, due_at=now, not_after=now + DAY, by=CITIZEN)


def _named(campaign: Campaign, lang: str) -> str:
    """What it is about, in the words of the record; "" for nothing in particular."""
    return bill_named(campaign.bill, lang) if campaign.bill is not None else str(campaign.committee or "")


def _case_of(campaign: Campaign, contact: Contact) -> Case | None:
    # It is read as a letter of theirs: in one language.
    with override(contact.lang or campaign.lang):
        facts = [
            _("A campaign is announced: %(title)s") % {"title": campaign},
            campaign.organisation,
            _("Expected: %(n)s letters") % {"n": campaign.expected} if campaign.expected else "",
            campaign.text,
        ]
        text = "\n\n".join(filter(None, facts))
    message = _stored(campaign, contact, text=text, subject=str(campaign), name=campaign.announcement)
    held = CaseMessage.objects.select_related("case").filter(inbound=message).first()
    if held is None:
        return None
    Case.objects.filter(pk=held.case.pk).update(confirmed_at=timezone.now())
    if campaign.subject is not None:
        Subject.objects.get_or_create(
            case=held.case, bill=campaign.bill, committee=None if campaign.bill else campaign.committee, eid="",
            defaults={"origin": Origin.SENDER},
        )  # fmt: skip
    return held.case


def _stored(campaign: Campaign, contact: Contact, *, text: str, subject: str, name: str = "") -> Inbound | None:
    account = account_for(campaign.office, contact.channel)
    if account is None or not contact.address:
        raise CannotReceive
    message = InboundMessage(name, text, sender=contact.address, subject=subject, lang=contact.lang)
    return channels.store_incoming(message, account=account, by=CITIZEN)
