"""What was kept of an announcement beside its text, read once for its page: audit entries, parts, proposals, links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from hemicycle.accounts.models import User
from hemicycle.desk import workflow
from hemicycle.desk.models import Announcement, Approval, DutyLink, Edition, Proposal, State
from hemicycle.desk.presenters.remarks import OVERRIDES
from hemicycle.rules.models import AuditEntry

BY_PROPOSALS = frozenset({"desk.send_back", "desk.propose"})
BY_LINKS = frozenset({"desk.ask_on_duty", "desk.take_back_link"})


@dataclass(frozen=True, slots=True)
class Trail:
    """`parts`: edits and approvals, void ones too. `links`: to people on duty. Each in the order in which it was made;
    what its audit entries do not speak of is read only while something can still be decided."""

    announcement: Announcement
    entries: Sequence[AuditEntry]
    parts: Sequence[Approval]
    proposals: Sequence[Proposal]
    links: Sequence[DutyLink]

    @property
    def approvals(self) -> list[Approval]:
        return [one for one in self.parts if one.part == Approval.Part.APPROVED and one.voided_at is None]

    @property
    def editors(self) -> list[User]:
        """Everybody who edited it, and so does not approve it; the last one last."""
        edited = [one.by for one in self.parts if one.part == Approval.Part.EDITED]
        people = [self.announcement.author, *edited, self.announcement.last_editor]
        return list({person.pk: person for person in reversed(people)}.values())[::-1]

    @property
    def open_proposals(self) -> list[Proposal]:
        """The newest first."""
        return [one for one in self.proposals if one.state == Proposal.State.OPEN][::-1]

    @property
    def is_reverted(self) -> bool:
        """Whether it is a draft again because what would have been sent was not what was approved (`reverted()`)."""
        row = self.announcement
        if row.state != State.DRAFT or row.submitted_at is None:
            return False
        since = max(row.changed_at, row.submitted_at)
        voided = (one.voided_at for one in self.parts if one.voided_why in workflow.REVERTED)
        return any(at is not None and at >= since for at in voided)

    @property
    def people(self) -> dict[str, str]:
        """Names by audit label, of those whom it names anyway."""
        row = self.announcement
        known = [row.author, row.last_editor, *(one.by for one in self.parts), *(one.by for one in self.proposals)]
        known += [person for one in self.links for person in (one.to, one.asked_by)]
        return {person.audit_label: str(person) for person in known}

    @property
    def offices(self) -> dict[str, str]:
        """Names of offices by their short names, of those whom it names anyway."""
        return {one.slug: one.name for one in (self.announcement.office, *(part.office for part in self.parts))}

    def last_read(self, by: User, seen: int | None) -> Edition | None:
        """The edition that a person approved last, sent back or proposed to change, or, by its number, saw here."""
        mine = [one.edition_id for one in self.parts if one.by_id == by.pk and one.edition_id is not None]
        mine += [one.edition_id for one in self.proposals if one.by_id == by.pk]
        if not mine and not seen:
            return None
        editions = self.announcement.editions
        found: Edition | None = (editions.filter(pk__in=mine) | editions.filter(number=seen or 0)).last()
        return found


def read(announcement: Announcement) -> Trail:
    # What a withdrawal does to its messages and in digests is a part of the withdrawal.
    ours = AuditEntry.objects.about(announcement).exclude(action__startswith="channels.")
    entries = list(ours.exclude(action__startswith="follow."))[::-1]
    spoken_of = {entry.action for entry in entries}
    parts = Approval.parts.filter(announcement=announcement).select_related("by", "office")
    proposals = Proposal.objects.filter(announcement=announcement).select_related("by", "edition").order_by("at", "pk")
    links = announcement.duty_links.select_related("to", "asked_by")
    undecided = announcement.state not in workflow.PUBLIC
    if undecided or "desk.overrule" in spoken_of:
        prefetch_related_objects([announcement], OVERRIDES)
    return Trail(
        announcement,
        entries,
        list(parts),
        list(proposals) if undecided or spoken_of & BY_PROPOSALS else [],
        list(links) if announcement.state == State.IN_REVIEW or spoken_of & BY_LINKS else [],
    )
