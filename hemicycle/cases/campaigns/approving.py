"""Who approves the answer to a campaign if one of its office writes it: said before it is begun, for whoever writes it
approves it no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hemicycle.accounts.models import Assignment, Notice, User
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
    could = desk.who_could_approve(campaign.office)
    colleagues = {user: len(could[user]) for user in sorted(could, key=str) if user != person}
    notices = Notice.objects.about([WRITE], campaign.pk).filter(ended_at=None, person__in=colleagues)
    asked = set(notices.values_list("person", flat=True))
    return Approving(
        desk.approvals_needed(Announcement(office=campaign.office)), could.get(person, []), colleagues,
        [user for user in colleagues if user.pk in asked],
    )  # fmt: skip
