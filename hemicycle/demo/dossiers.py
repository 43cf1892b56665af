"""The dossiers of the demonstration: one that the committee was given, and two that are still being written."""

from __future__ import annotations

from django.db import transaction

from hemicycle.accounts.models import User
from hemicycle.demo import post, staff
from hemicycle.listening.actions import dossiers


@transaction.atomic
def write() -> None:
    """Once both inquiries are analysed; a second time adds nothing."""
    inquiry, members_inquiry = (one.inquiry() for one in post.INQUIRIES)
    if inquiry.dossiers.exists():
        return
    clerk, member = (User.objects.get(email=f"{name}@{staff.DOMAIN}") for name in ("clerk", next(iter(staff.MEMBERS))))
    dossiers.release_dossier(dossiers.draft_dossier(inquiry, language="en", by=clerk), by=clerk)
    dossiers.draft_dossier(inquiry, language="fr", by=clerk)
    dossiers.draft_dossier(members_inquiry, language="en", by=member)
