"""Whom governance notifies of what: the working group of proposals, proposers of decisions, who is invited."""

from __future__ import annotations

from typing import Any

from hemicycle.accounts.actions import end_notices, notify
from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.channels.models import Account
from hemicycle.rules.models import SensitivePeriod

from ..models import LEADERS, Amendment, Override, Participant, Version

OVERRIDE, ARCHIVE = "governance.override", "governance.archive"
ACTIVATION, PERIOD_END = "governance.activation", "governance.period_end"
PROPOSED, DECIDED, INVITED = "governance.proposed", "governance.decided", "governance.invited"


def note_proposed(version: Version, *, by: Any) -> None:
    """One more amendment for the working group to decide."""
    _notify(PROPOSED, version, to=list(_leaders()), invited=_group(version), by=by)


def note_closed(amendment: Amendment, *, by: Any) -> None:
    """Whoever proposed it reads what was decided; with the last one nothing awaits the working group."""
    if not amendment.version.amendments.undecided().exists():
        end_notices(PROPOSED, about=amendment.version)
    if amendment.by.left_at is None and amendment.by.person.is_active:
        _notify(DECIDED, amendment, invited=[amendment.by.person], by=by)


def note_invited(participant: Participant, *, by: Any) -> None:
    _notify(INVITED, participant.policy, invited=[participant.person], by=by)


def note_left(participant: Participant) -> None:
    """Nothing is asked of them any more."""
    person, policy = participant.person, participant.policy
    end_notices(INVITED, about=policy, of=person)
    for version in policy.versions.all():
        end_notices(PROPOSED, about=version, of=person)


def note_override_asked(override: Override, *, by: Any) -> None:
    """Somebody else who leads confirms it, or declines."""
    _notify(OVERRIDE, override, to=list(_leaders()), by=by)


def note_override_settled(override: Override) -> None:
    end_notices(OVERRIDE, about=override)


def note_adopted(version: Version, *, by: Any) -> None:
    """It awaits a second person who puts it in force."""
    _notify(ACTIVATION, version, to=list(_leaders()), invited=_group(version), by=by)


def note_activation_settled(version: Version) -> None:
    end_notices(ACTIVATION, about=version)


def note_end_asked(period: SensitivePeriod, *, by: Any) -> None:
    """Somebody else who leads confirms that it ends early, or keeps it."""
    _notify(PERIOD_END, period, to=list(_leaders()), by=by)


def note_end_settled(period: SensitivePeriod) -> None:
    end_notices(PERIOD_END, about=period)


def note_archive_asked(account: Account, *, by: Any) -> None:
    """Whoever answers for the account confirms that what it published can be read in the archive."""
    people = {account.owner_id, account.deputy_id} - {None}
    held = Assignment.objects.filter(office__kind=Office.Kind.INSTITUTION, user__is_active=True)
    answering = list(held.filter(user__in=people).select_related("office").order_by("since", "pk"))
    notify(ARCHIVE, to=answering or list(_leaders()), about=account, office=account.office, by=by)


def note_archive_confirmed(account: Account) -> None:
    end_notices(ARCHIVE, about=account)


def may_activate(version: Version) -> list[User]:
    """Who could put in force what was adopted: all of them but whoever recorded the adoption."""
    people = {one.user for one in _leaders().select_related("user")} | {*_group(version)}
    return sorted((one for one in people if one.pk != version.adoption_recorded_by_id), key=str)


def _group(version: Version) -> list[User]:
    group = version.policy.participants.filter(part=Participant.Part.EDITOR, left_at=None, person__is_active=True)
    return list(User.objects.filter(pk__in=group.values("person")))


def _leaders() -> Any:
    held = Assignment.objects.filter(role__in=LEADERS, office__kind=Office.Kind.INSTITUTION, user__is_active=True)
    return held.select_related("office").order_by("since", "pk")


def _notify(
    kind: str, about: Any, *, by: Any, to: list[Assignment] | None = None, invited: list[User] | None = None
) -> None:
    """In the name of the office that leads; a House in which nobody leads has nobody to speak for it."""
    leaders = to or list(_leaders()[:1])
    if leaders:
        notify(kind, to=to or (), invited=invited or (), about=about, office=leaders[0].office, by=by)
