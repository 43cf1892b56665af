"""The list of everything that speaks for the House: its accounts, and the addresses to which people write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.channels.adapters.activitypub import ActivityPub
from hemicycle.channels.contract.capabilities import HasProfile
from hemicycle.channels.fediverse.addresses import actor, handle
from hemicycle.channels.models import Account, Medium
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.status import public_list
from hemicycle.rules.house_name import house_name

from ..reaching import ways

_SCHEMES: dict[str, str] = {Medium.EMAIL: "mailto", Medium.SMS: "sms"}


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """One line of the list, as everybody may check it. `link` is where it leads, "" for a name that texts come from;
    `is_profile`: that is a page of ours elsewhere. Where people write to has no `account`."""

    kind: str
    name: str
    address: str
    link: str
    office: str
    account: Account | None = None
    is_profile: bool = False

    @property
    def is_members(self) -> bool:
        return self.account is not None and self.account.office.kind != Office.Kind.INSTITUTION

    @property
    def since(self) -> datetime | None:
        return self.account.opened_at if self.account else None

    @property
    def known_by(self) -> tuple[str, ...]:
        """All the ways in which somebody may write it down."""
        bare = self.link.partition(":")[2] if self.link.startswith(("mailto:", "sms:")) else self.link
        own = (self.account.address, self.account.url) if self.account else ()
        return tuple(dict.fromkeys(filter(None, (self.address, bare, *own))))


def own_addresses() -> list[OwnAddress]:
    """The accounts in the order of the list; where people write to comes first, unless it is one of them."""
    accounts = [_of_account(one) for one in public_list.listed()]
    known = {way.casefold() for one in accounts for way in one.known_by}
    return [one for one in _written_to() if one.address.casefold() not in known] + accounts


def _written_to() -> Iterable[OwnAddress]:
    reached = ways()
    if reached.email:
        yield OwnAddress("email", _("Letters to the House"), reached.email, reached.mail_link(), house_name())
    if reached.form and not reached.is_ours:
        yield OwnAddress("web", _("Form for letters to the House"), reached.form, reached.form, house_name())


def _of_account(account: Account) -> OwnAddress:
    address, link, is_profile = _leads_to(account)
    return OwnAddress(account.kind, account.name, address, link, str(account.office), account, is_profile)


def _leads_to(account: Account) -> tuple[str, str, bool]:
    """How it is written, where it leads, and whether that is a page of ours elsewhere."""
    adapter = adapter_of(account.kind)
    medium = adapter.medium
    if account.kind == ActivityPub.kind:
        return handle(account.address), account.url or actor(account.address), True
    if account.url:
        return account.url, account.url, medium == Medium.SOCIAL
    if isinstance(adapter, HasProfile) and (profile := adapter.profile_url(account.address)):
        return (account.address if medium in _SCHEMES else profile), profile, True
    if medium in _SCHEMES:
        # An account may send under a name, to which nobody can answer.
        can_answer = medium == Medium.EMAIL or account.address.lstrip("+").isdigit()
        return account.address, f"{_SCHEMES[medium]}:{account.address}" if can_answer else "", False
    return account.address, "", False
