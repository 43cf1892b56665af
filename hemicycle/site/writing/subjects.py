"""What a letter is about and which office gets it, by the address of the form: /write/?bill=zzm242tq."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.cases import addresses
from hemicycle.cases.actions.writing import About
from hemicycle.cases.models import Campaign
from hemicycle.cases.receiving import house_office, office_of
from hemicycle.desk.public import announcements as public
from hemicycle.record.models import Document, Organization, Person
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint

# Addresses of the record are twelve signs.
LONGEST_SIGNS = 60


@dataclass(frozen=True, slots=True)
class Addressee:
    """`office` is None where a member's office takes no letters here, or a campaign none any more, or the House has
    none; `about` is None of a letter about nothing in particular; `campaign` is that in which it is written. `kind`
    and `address` are those of the form's own address."""

    office: Office | None
    about: About | None = None
    kind: str = ""
    address: str = ""
    campaign: Campaign | None = None

    @property
    def is_member(self) -> bool:
        return self.kind == MEMBER

    @property
    def name(self) -> str:
        """In the language of the moment."""
        if self.campaign is not None:
            return str(self.campaign)
        return name_of(self.about) if self.about is not None else ""

    @property
    def heading(self) -> str:
        """Of the form."""
        if self.campaign is not None:
            return _("Take part in “%(name)s”") % {"name": self.name}
        if isinstance(self.about, Document):
            return _("Write about %(name)s") % {"name": self.about.name}
        words = {"": _("Write to the House"), MEMBER: _("Write to %(name)s"), "committee": _("Write to the %(name)s")}
        return words.get(self.kind, _("Write about %(name)s")) % {"name": self.name}

    @property
    def url(self) -> str:
        if self.campaign is not None:
            return addresses.campaign(self.campaign.address)
        return self.about.get_absolute_url() if self.about is not None else ""

    def title(self, lang: str) -> str:
        """What stands above an answer to the letter."""
        with override(lang):
            return self.name


MEMBER = "member"


def name_of(row: Any) -> str:
    if isinstance(row, Document):
        return f"{row.name} · {row.titles.here}"
    if isinstance(row, Organization):
        return str(row)
    if isinstance(row, Person):
        return str(row.name)
    return str(public.text_for(row, get_language() or "").title)


def _bill(address: str) -> About | None:
    return Document.objects.bills().filter(address=address).first()


def _committee(address: str) -> About | None:
    return Organization.objects.committees().filter(address=address).first()


def _member(address: str) -> About | None:
    found = Person.objects.filter(address=address).select_related("merged_into").first()
    return found.merged_into if found is not None and isinstance(found.merged_into, Person) else found


def _announcement(address: str) -> About | None:
    return public.in_full().filter(address=address).first()


KINDS: Mapping[str, Callable[[str], About | None]] = {
    "bill": _bill,
    "committee": _committee,
    MEMBER: _member,
    "announcement": _announcement,
}


def addressee(asked: Mapping[str, str]) -> Addressee:
    """Of the parameters of an address, the first that names something everybody may read; Http404 for what is not
    there, and for what is internal."""
    if "campaign" in asked:
        return _in_campaign(asked["campaign"][:LONGEST_SIGNS])
    kind = next((one for one in KINDS if one in asked), "")
    if not kind:
        return Addressee(house_office())
    row = KINDS[kind](asked[kind][:LONGEST_SIGNS])
    if row is None or not gate.allowed(row, via=EgressPoint.PAGE, to=AnonymousUser()):
        raise Http404
    office = office_of(row) if isinstance(row, Person) else house_office()
    return Addressee(office, row, kind, str(row.address))


def _in_campaign(address: str) -> Addressee:
    """One that takes no more letters is written in by nobody; the page says so. In one that was merged one writes in
    the other."""
    found = Campaign.objects.public().select_related("office", "bill", "committee").at(address).first()
    if found is None or not found.text:
        raise Http404
    return Addressee(found.office if found.closed is None else None, found.subject, "campaign", found.address, found)
