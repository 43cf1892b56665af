"""The dossiers of the demonstration: one that the committee was given, and two that are still being written."""

from __future__ import annotations

from hemicycle.accounts.models import User
from hemicycle.demo import staff
from hemicycle.listening.actions import dossiers
from hemicycle.listening.models import Inquiry


def write(inquiry: Inquiry, members_inquiry: Inquiry) -> None:
    """Once both inquiries are analysed; a second time adds nothing."""
    if inquiry.dossiers.exists():
        return
    clerk, member = (User.objects.get(email=f"{name}@{staff.DOMAIN}") for name in ("clerk", next(iter(staff.MEMBERS))))
    dossiers.release_dossier(dossiers.draft_dossier(inquiry, language="en", by=clerk), by=clerk)
    dossiers.draft_dossier(inquiry, language="fr", by=clerk)
    dossiers.draft_dossier(members_inquiry, language="en", by=member)
