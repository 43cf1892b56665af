"""What cases hold of a person: how each matter stood, and what colleagues noted about it; that they organise a
campaign, and which answers they got."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hemicycle.cases.models import (
    Campaign,
    CampaignReply,
    Case,
    CaseMessage,
    CaseTag,
    Confirmation,
    Evidence,
    InternalNote,
    OutcomeNotice,
    PassingOn,
    ProposedAnswer,
    Subject,
    ThreatReport,
    ThreatStep,
)
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.channels.personal_data import contacts, messages
from hemicycle.rules import personal_data


def cases(subject: personal_data.Subject) -> QuerySet[Case]:
    return Case.objects.filter(messages__inbound__in=messages(subject)).distinct()


def notes_naming(subject: personal_data.Subject) -> QuerySet[InternalNote]:
    """What colleagues noted about other people's cases, with one of these addresses in it."""
    named = Q(pk__in=[])
    for address in subject.addresses:
        named |= Q(text__icontains=address)
    rows: QuerySet[InternalNote] = InternalNote.objects.filter(named, office__in=subject.offices)
    return rows


def case_rows(subject: personal_data.Subject) -> list[QuerySet[Any]]:
    known = cases(subject).values("pk")
    notes = InternalNote.objects.filter(Q(case__in=known) | Q(pk__in=notes_naming(subject)))
    return [
        cases(subject), CaseMessage.objects.filter(case__in=known), CaseTag.objects.filter(case__in=known),
        Confirmation.objects.filter(case__in=known),
        PassingOn.objects.filter(case__in=known),
        Subject.objects.filter(case__in=known), notes,
        OutcomeNotice.objects.filter(case__in=known), ProposedAnswer.objects.filter(inbound__in=messages(subject)),
    ]  # fmt: skip


def case_data(subject: personal_data.Subject) -> list[dict[str, Any]]:
    rows = cases(subject).select_related("office", "confirmation", "campaign").order_by("opened_at", "pk")
    return [
        _case(row) for row in rows.prefetch_related("notes", "subjects__bill", "tags__tag", "outcomes__outcome__bill")
    ]


def _case(row: Case) -> dict[str, Any]:
    return {
        "office": str(row.office),
        "reference": row.written_reference,
        "state": row.state,
        "opened_at": row.opened_at,
        "answered_at": row.answered_at,
        "closed_at": row.closed_at,
        "confirmed_at": row.confirmed_at,
        "asked_to_confirm_at": row.confirmation.sent_at if hasattr(row, "confirmation") else None,
        "urgency": row.urgency,
        "campaign": str(row.campaign) if row.campaign is not None else "",
        "words": row.own_words,
        "about": [str(one) for one in row.subjects.all()],
        "outcomes": [{"what": str(one.outcome), "at": one.at, "obstacle": one.obstacle} for one in row.outcomes.all()],
        "tags": [str(one.tag) for one in row.tags.all()],
        "notes": [{"text": one.text, "written_at": one.written_at} for one in row.notes.all()],
    }


def campaigns_of(subject: personal_data.Subject) -> QuerySet[Campaign]:
    rows: QuerySet[Campaign] = Campaign.objects.filter(organiser__in=contacts(subject))
    return rows


def campaign_rows(subject: personal_data.Subject) -> list[QuerySet[Any]]:
    return [campaigns_of(subject), CampaignReply.objects.filter(case__in=cases(subject))]


def campaign_data(subject: personal_data.Subject) -> list[dict[str, Any]]:
    organises = [
        {"campaign": str(row), "organisation": row.organisation, "opened_at": row.opened_at, "text": row.text}
        for row in campaigns_of(subject)
    ]
    replies = CampaignReply.objects.filter(case__in=cases(subject)).select_related("campaign", "case")
    return organises + [
        {"reference": row.case.written_reference, "campaign": str(row.campaign), "answered_at": row.at}
        for row in replies.order_by("pk")
    ]


KEPT_EVIDENCE = _(
    "What you wrote was reported as a threat. A copy is kept as evidence for the police and the courts until three "
    "years after the report is closed; it is sealed, and only safety officers open it."
)


def threat_reports(subject: personal_data.Subject) -> QuerySet[ThreatReport]:
    """Of what was written from these addresses, to the offices of this controller."""
    found = Q(pk__in=[])
    for office in subject.offices:
        pseudonyms = Pseudonyms(office)
        digests = filter(None, (pseudonyms.of(address) for address in sorted(subject.addresses)))
        found |= Q(office=office, sender__in=list(digests))
    return ThreatReport.objects.filter(found)


def threat_rows(subject: personal_data.Subject) -> list[QuerySet[Any]]:
    known = threat_reports(subject)
    parts = (Evidence, ThreatStep)
    return [known, *(one.objects.filter(report__in=known.values("pk")) for one in parts)]


def threat_data(subject: personal_data.Subject) -> list[dict[str, Any]]:
    """That there is one, and since when. What was done about it, and by whom, could warn whoever threatens."""
    rows = threat_reports(subject).select_related("office").order_by("pk")
    return [{"office": str(row.office), "reported_at": row.reported_at} for row in rows]
