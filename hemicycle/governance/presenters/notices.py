"""What the bell says of texts, to a person who may see them now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hemicycle.accounts.models import Frequency, Notice, Office, User
from hemicycle.accounts.notices.kinds import Described, Kind, each_described, register_kind
from hemicycle.channels.models import Account
from hemicycle.rules.models import PeriodKind, SensitivePeriod

from ..actions import notices as kinds
from ..models import HOUSE_ROLES, LEADERS, Amendment, Participant, Policy, State, Version, leads


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
            kinds.ARCHIVE,
            label=_("The archive of an account that I answer for awaits my confirmation"),
            said=_("An account is to be closed: confirm that what it published can be read in the archive."),
            roles=tuple(HOUSE_ROLES),
            describe=to_confirm,
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
    return each_described(
        notices,
        seen,
        lambda one: Described(
            str(one.policy),
            f"{reverse('governance:amendments', args=[one.policy.address])}?state=proposed",
            _("Read and decide"),
        ),
    )


def adopted(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    seen = Version.objects.filter(policy__in=Policy.objects.visible_to(person), state=State.ADOPTED)
    return each_described(
        notices,
        seen.select_related("policy"),
        lambda one: Described(
            str(one.policy),
            reverse("governance:adoption", args=[one.policy.address, one.number]),
            _("See what changes, and put it in force"),
        ),
    )


def ends(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    """Of those whose end is still asked for."""
    rows = SensitivePeriod.objects.exclude(end_asked_by="").filter(ended_at=None)
    return each_described(
        notices,
        rows if leads(person) else rows.none(),
        lambda one: Described(
            str(PeriodKind(one.kind).label), reverse("governance:period", args=[one.pk]), _("Read and confirm")
        ),
    )


def to_confirm(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    open_ones = Account.objects.filter(is_open=True, office__kind=Office.Kind.INSTITUTION)
    return each_described(
        notices,
        open_ones if person.has_role(HOUSE_ROLES) else open_ones.none(),
        lambda one: Described(
            one.name, reverse("governance:archive_account", args=[one.pk]), _("See what is kept, and confirm")
        ),
    )


def decided(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    """With the decision and its reason."""
    seen = Amendment.objects.filter(version__policy__in=Policy.objects.visible_to(person))
    return each_described(
        notices,
        seen.select_related("version__policy"),
        lambda one: Described(
            f"{one.version.policy} · {one} · {one.get_state_display()}",
            reverse("governance:amendment", args=[one.version.policy.address, one.number]),
            _("See the decision"),
            one.decision,
        ),
    )


def invited(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return each_described(
        notices,
        Policy.objects.visible_to(person),
        lambda one: Described(str(one), reverse("governance:policy", args=[one.address]), _("Read")),
    )
