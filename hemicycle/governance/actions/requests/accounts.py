"""Through which accounts a controller writes to people who ask."""

from __future__ import annotations

from hemicycle.accounts.models import Office
from hemicycle.channels.models import Account, Medium
from hemicycle.channels.registry import ADAPTERS
from hemicycle.follow.follow_accounts import offered as offered_by_the_house

# By which a code can be sent to somebody who has not written to us.
MEDIA = (Medium.EMAIL, Medium.SMS)


def offered(member_office: Office | None = None) -> dict[str, Account]:
    """By medium: those of the House are the ones that write to followers; a member's office has its own."""
    if member_office is None:
        return offered_by_the_house()
    kinds = [kind for kind, adapter in ADAPTERS.items() if adapter.medium in MEDIA and adapter.addressed]
    rows = Account.objects.open().filter(office=member_office, kind__in=kinds).select_related("office")
    found: dict[str, Account] = {}
    for account in rows.order_by("opened_at", "pk"):
        found.setdefault(str(ADAPTERS[account.kind].medium), account)
    return found


def offices_that_answer() -> list[Office]:
    """The members' offices that can be asked on a page of their own: those with an account to write from."""
    kinds = [kind for kind, adapter in ADAPTERS.items() if adapter.medium in MEDIA and adapter.addressed]
    reached = Account.objects.open().filter(kind__in=kinds).values("office")
    return list(Office.objects.filter(kind=Office.Kind.MEMBER, pk__in=reached))
