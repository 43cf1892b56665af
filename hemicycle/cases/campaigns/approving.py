"""Who approves the answer to a campaign, or another announcement, if one of its office writes it: said before it is
begun, for whoever writes it approves it no more."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from hemicycle.accounts.models import Assignment, Notice, Office, User
from hemicycle.cases.actions.notices import WRITE
from hemicycle.cases.models import Campaign
from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement


@dataclass(frozen=True, slots=True)
class Approving:
    """`able`: who can give the approvals that are `needed` to what this person would write. `colleagues`: who else of
    the office could write it, each with how many can approve it then; `asked`: who of them has been asked."""

    needed: int
    able: Sequence[Assignment]
    colleagues: Mapping[User, int]
    asked: Sequence[User]

    @property
    def too_few(self) -> bool:
        return len(self.able) < self.needed

    @property
    def writers(self) -> list[User]:
        """Of the colleagues, those beside whom enough are left."""
        return [user for user, able in self.colleagues.items() if able >= self.needed]


def approving_of(campaign: Campaign, person: User) -> Approving:
    found = approving_in(campaign.office, person)
    notices = Notice.objects.about([WRITE], campaign.pk).filter(ended_at=None, person__in=found.colleagues)
    asked = set(notices.values_list("person", flat=True))
    return replace(found, asked=[user for user in found.colleagues if user.pk in asked])


def approving_in(office: Office, person: User, *, editors: Collection[str] = ()) -> Approving:
    """Of an announcement in whose words the `editors`, by their keys, have a part already."""
    able, empty = desk.who_could_approve(office), Announcement(office=office)
    # Clerks write a part of some of them, and draft none.
    own = able[person] if person in able else desk.who_may_confirm(empty, person)
    colleagues = {user: len(_besides(editors, able[user])) for user in sorted(able, key=str) if user != person}
    return Approving(desk.approvals_needed(empty), _besides(editors, own), colleagues, [])


def _besides(editors: Collection[str], able: Sequence[Assignment]) -> Sequence[Assignment]:
    return [one for one in able if str(one.user_id) not in editors]
