"""What campaigns hold of a person: that they organise one, and which answers they got."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from hemicycle.cases.models import Campaign, CampaignReply
from hemicycle.cases.personal_data import cases
from hemicycle.channels.personal_data import contacts
from hemicycle.rules.personal_data import Subject


def campaigns_of(subject: Subject) -> QuerySet[Campaign]:
    rows: QuerySet[Campaign] = Campaign.objects.filter(organiser__in=contacts(subject))
    return rows


def rows(subject: Subject) -> list[QuerySet[Any]]:
    return [campaigns_of(subject), CampaignReply.objects.filter(case__in=cases(subject))]


def data(subject: Subject) -> list[dict[str, Any]]:
    organises = [
        {"campaign": str(row), "organisation": row.organisation, "opened_at": row.opened_at, "text": row.text}
        for row in campaigns_of(subject)
    ]
    replies = CampaignReply.objects.filter(case__in=cases(subject)).select_related("campaign", "case")
    return organises + [
        {"reference": row.case.written_reference, "campaign": str(row.campaign), "answered_at": row.at}
        for row in replies.order_by("pk")
    ]
