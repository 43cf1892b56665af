"""What the bell says of texts, to a person who may see them now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hemicycle.accounts.models import Frequency, Notice, User
from hemicycle.accounts.notices.kinds import Described, Kind, register_kind
from hemicycle.rules.models import PeriodKind, SensitivePeriod

from ..actions import notices as kinds
from ..models import LEADERS, Amendment, Participant, Policy, State, Version, leads


def register_kinds() -> None:
    for kind in (
        Kind(
            kinds.PROPOSED,
            label=_("Amendments to a text that I write are proposed"),
            said=ngettext_lazy("An amendment to a text is proposed.", "%(n)s amendments to a text are proposed.", "n"),
            roles=LEADERS,
            describe=proposed,
            frequency=Frequency.DAILY,
            counts=True,
            invites=_takes_part,
        ),
        Kind(
            kinds.ACTIVATION,
            label=_("A policy that was adopted awaits a second person"),
            said=_("A policy was adopted: somebody else puts it in force."),
            roles=LEADERS,
            describe=adopted,
            invites=_takes_part,
        ),
        Kind(
            kinds.PERIOD_END,
            label=_("The end of a sensitive period awaits my confirmation"),
            said=_("Somebody asks to end a sensitive period early: a second person confirms it."),
            roles=LEADERS,
            describe=ends,
        ),
        Kind(
            kinds.DECIDED,
            label=_("An amendment that I proposed was decided"),
            said=_("Your amendment was decided."),
            roles=LEADERS,
            describe=decided,
            invites=_takes_part,
        ),
        Kind(
            kinds.INVITED,
            label=_("I am invited to a text"),
            said=_("You are invited to take part in a text."),
            roles=LEADERS,
            describe=invited,
            invites=_takes_part,
        ),
    ):
        register_kind(kind)


def _takes_part(person: User) -> bool:
    return Participant.objects.filter(person=person, left_at=None).exists()


def proposed(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    seen = Version.objects.filter(policy__in=Policy.objects.visible_to(person)).select_related("policy")
    rows = seen.in_bulk([one.about for one in notices])
    return {
        one.pk: Described(
            str(rows[one.about].policy),
            f"{reverse('governance:amendments', args=[rows[one.about].policy.address])}?state=proposed",
            _("Read and decide"),
        )
        for one in notices
        if one.about in rows
    }


def adopted(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    seen = Version.objects.filter(policy__in=Policy.objects.visible_to(person), state=State.ADOPTED)
    rows = seen.select_related("policy").in_bulk([one.about for one in notices])
    return {
        one.pk: Described(
            str(rows[one.about].policy),
            reverse("governance:adoption", args=[rows[one.about].policy.address, rows[one.about].number]),
            _("See what changes, and put it in force"),
        )
        for one in notices
        if one.about in rows
    }


def ends(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    """Of those whose end is still asked for."""
    if not leads(person):
        return {}
    rows = SensitivePeriod.objects.exclude(end_asked_by="").filter(ended_at=None)
    found = rows.in_bulk([one.about for one in notices])
    return {
        one.pk: Described(
            str(PeriodKind(found[one.about].kind).label),
            reverse("governance:period", args=[one.about]),
            _("Read and confirm"),
        )
        for one in notices
        if one.about in found
    }


def decided(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    """With the decision and its reason."""
    seen = Amendment.objects.filter(version__policy__in=Policy.objects.visible_to(person))
    rows = seen.select_related("version__policy").in_bulk([one.about for one in notices])
    return {
        one.pk: Described(
            f"{rows[one.about].version.policy} · {rows[one.about]} · {rows[one.about].get_state_display()}",
            reverse("governance:amendment", args=[rows[one.about].version.policy.address, rows[one.about].number]),
            _("See the decision"),
            rows[one.about].decision,
        )
        for one in notices
        if one.about in rows
    }


def invited(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    rows = Policy.objects.visible_to(person).in_bulk([one.about for one in notices])
    return {
        one.pk: Described(
            str(rows[one.about]), reverse("governance:policy", args=[rows[one.about].address]), _("Read")
        )
        for one in notices
        if one.about in rows
    }
