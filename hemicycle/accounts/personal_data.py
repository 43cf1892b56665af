"""What is held of somebody who works for the House or for a member, by the address with which they sign in."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hemicycle.rules.models import AuditEntry
from hemicycle.rules.personal_data import Subject

from .models import AccountMail, Assignment, Office, User

KEPT = _(
    "You have, or had, an account to work here. It is kept: the record of who did what needs it. An administrator "
    "closes it when the work ends."
)


def people(subject: Subject) -> QuerySet[User]:
    """Accounts are the House's own; of a member's office, those who work there."""
    named = Q(pk__in=[])
    for address in subject.addresses:
        named |= Q(email__iexact=address)
    found = User.objects.filter(named)
    if subject.is_house:
        # Whoever works for a member works for another controller.
        return found.exclude(assignments__office__kind=Office.Kind.MEMBER)
    return found.filter(assignments__office__in=subject.offices).distinct()


def rows(subject: Subject) -> list[QuerySet[Any]]:
    found = people(subject)
    labels = [one.audit_label for one in found]
    slugs = [office.slug for office in subject.offices] + ([""] if subject.is_house else [])
    assignments = Assignment.objects.filter(user__in=found.values("pk"), office__in=subject.offices)
    mail = AccountMail.objects.filter(email__in=[one.email for one in found])
    addresses = EmailAddress.objects.filter(user__in=found.values("pk"))
    return [found, assignments, mail, addresses, AuditEntry.objects.filter(actor__in=labels, office__in=slugs)]


def data(subject: Subject) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "email": one.email,
            "language": one.language,
            "roles": list(
                Assignment.objects.filter(user=one, office__in=subject.offices).values("office__name", "role", "since")
            ),
        }
        for one in people(subject).order_by("pk")
    ]
