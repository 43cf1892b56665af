"""The dossiers of the demonstration: one that the committee was given, and two that are still being written."""

from __future__ import annotations

from django.db import transaction

from hemicycle.accounts.models import User
from hemicycle.demo import post, staff
from hemicycle.listening.actions import dossiers, quotes
from hemicycle.listening.dossier.reviews import quotes_in
from hemicycle.listening.models import Dossier


@transaction.atomic
def write() -> None:
    """Once both inquiries are analysed; a second time adds nothing."""
    inquiry, members_inquiry = (one.inquiry() for one in post.INQUIRIES)
    if inquiry.dossiers.exists():
        return
    names = ("clerk", "researcher", next(iter(staff.MEMBERS)))
    clerk, researcher, member = (User.objects.get(email=f"{name}@{staff.DOMAIN}") for name in names)
    draft = _read(dossiers.draft_dossier(inquiry, language="en", by=researcher), by=researcher)
    dossiers.release_dossier(dossiers.propose_release(draft, by=researcher), by=clerk)
    dossiers.draft_dossier(
        inquiry,
        language="fr",
        title=f"Que disent les gens du projet de loi {post.BILL}\u202f?",
        question="Quelles lettres relèvent de campagnes, et que disent les gens eux-mêmes\u202f?",
        by=clerk,
    )
    dossiers.draft_dossier(members_inquiry, language="en", by=member)


def _read(draft: Dossier, *, by: User) -> Dossier:
    """Its quotes, each accepted, as somebody does who reads them."""
    for one in quotes_in(draft):
        draft = quotes.accept_quote(draft, message=one.message, digest=one.digest, by=by)
    return draft
