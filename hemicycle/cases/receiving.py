"""Which office gets what is written in the form, and through which of its accounts it is answered."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Assignment, Office
from hemicycle.channels.models import Account, Medium
from hemicycle.channels.permissions import ANSWERERS
from hemicycle.channels.registry import ADAPTERS, unverified_kinds
from hemicycle.follow.follow_accounts import offered
from hemicycle.follow.models import FollowAccount
from hemicycle.record.models import MemberOffice, Person
from hemicycle.rules.one_reading import read_once
from hemicycle.rules.parameters import DecidedBy, Parameter, in_force, register

OFFICE, POST = "write_office", "write_to_post"
MEDIA = (Medium.EMAIL, Medium.SMS)

register(
    Parameter(
        OFFICE,
        str,
        "",
        _("Office that gets letters to the House, by its address; empty for the one that writes to followers"),
        "whoever writes to people for the House can answer them",
        form=r"|[-a-zA-Z0-9_]+",
        decided_by=DecidedBy.HOUSE,
    )
)
register(
    Parameter(
        POST,
        tuple,
        (),
        _("Postal address to which people write to the House, line by line; without any, letters name none"),
        "nobody but the House knows its own",
        form=r"(?=.*\S).{1,60}",
        decided_by=DecidedBy.HOUSE,
    )
)


def house_office() -> Office | None:
    """The one that was chosen, else that which writes to followers, else the first; None in a House without any."""
    offices = Office.objects.filter(kind=Office.Kind.INSTITUTION)
    chosen = in_force(OFFICE)
    if chosen and (found := offices.filter(slug=chosen).first()) is not None:
        return found
    accounts = offered()
    account = accounts.get(Medium.EMAIL) or accounts.get(Medium.SMS)
    return account.office if account is not None else offices.order_by("pk").first()


def takes_letters() -> Exists:
    """Of each member in a query: whether `office_of` finds an office."""
    theirs = MemberOffice.objects.filter(person=OuterRef("pk"))
    return Exists(theirs.filter(office__in=_answering()))


def _answering() -> QuerySet[Assignment, Any]:
    return Assignment.objects.filter(role__in=ANSWERERS, user__is_active=True).values("office")


def office_of(member: Person) -> Office | None:
    """That of a member, as long as somebody there answers letters."""
    theirs = MemberOffice.objects.filter(person=member).values("office")
    return Office.objects.filter(pk__in=theirs).filter(pk__in=_answering()).first()


def reply_accounts(office: Office) -> dict[str, Account]:
    """The office's own accounts that write to one person, by medium: of several the one that writes to followers. A
    form and what it stores ask in one request."""
    found: dict[str, Account] = read_once(f"reply accounts {office.pk}", lambda: _reply_accounts(office))
    return found


def _reply_accounts(office: Office) -> dict[str, Account]:
    kinds = [kind for kind, adapter in ADAPTERS.items() if adapter.medium in MEDIA and adapter.addressed]
    chosen = FollowAccount.objects.filter(account=OuterRef("pk"))
    rows = Account.objects.open().filter(office=office, kind__in=kinds).annotate(is_chosen=Exists(chosen))
    found: dict[str, Account] = {}
    for account in rows.select_related("office").order_by("-is_chosen", "opened_at", "pk"):
        if account.is_chosen or account.kind not in unverified_kinds():
            found.setdefault(str(ADAPTERS[account.kind].medium), account)
    return found
