"""Who approves the answer to a campaign if one of its office writes it: said before it is begun, for whoever writes it
approves it no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hemicycle.accounts.models import Assignment, User
from hemicycle.cases.models import Campaign
from hemicycle.desk import actions as desk
from hemicycle.desk.models import WRITERS, Announcement


@dataclass(frozen=True, slots=True)
class Approving:
    """`able`: who can give the approvals that are `needed`. `writers`: where those are too few, who else of the office
    could write it so that enough are left."""

    needed: int
    able: Sequence[Assignment]
    writers: Sequence[User]

    @property
    def too_few(self) -> bool:
        return len(self.able) < self.needed


def approving_of(campaign: Campaign, writer: User) -> Approving:
    needed = desk.approvals_needed(Announcement(office=campaign.office))
    able = desk.who_could_approve(campaign.office, writer)
    writers = list[User]()
    if len(able) < needed:
        held = Assignment.objects.filter(office=campaign.office_id, role__in=WRITERS)
        others = User.objects.filter(is_active=True, pk__in=held.values("user")).exclude(pk=writer.pk)
        writers = [one for one in others if len(desk.who_could_approve(campaign.office, one)) >= needed]
    return Approving(needed, able, sorted(writers, key=str))
