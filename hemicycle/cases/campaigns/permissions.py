"""Who decides about campaigns of an office: those who answer its letters; the answer is written by whoever writes for
it at the desk."""

from __future__ import annotations

from hemicycle.accounts.models import User
from hemicycle.cases.models import Campaign
from hemicycle.channels.permissions import ANSWERERS, MAY_READ
from hemicycle.desk.models import WRITERS


def may_decide(person: User, campaign: Campaign) -> bool:
    return campaign.office_id in person.offices_as(ANSWERERS)


def may_read_letters(person: User, campaign: Campaign) -> bool:
    """Whether this person reads what senders added: what was written to the office alone."""
    return campaign.office_id in person.offices_as(MAY_READ)


def may_ask_to_write(person: User, campaign: Campaign) -> bool:
    return may_decide(person, campaign) or may_write_answer(person, campaign)


def may_write_answer(person: User, campaign: Campaign) -> bool:
    return campaign.office_id in person.offices_as(WRITERS)
