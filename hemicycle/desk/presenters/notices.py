"""What the bell says of announcements, to a person who may see them now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Frequency, Notice, User
from hemicycle.accounts.notices.kinds import Described, Kind, register_kind
from hemicycle.desk.actions import notices as kinds
from hemicycle.desk.models import (
    APPROVERS,
    DUTY,
    WRITERS,
    Announcement,
    AnnouncementQuerySet,
    Approval,
    DutyLink,
    Proposal,
    State,
)
from hemicycle.desk.presenters.not_out import REVERTED, RIGHTS
from hemicycle.desk.timestamps import zone
from hemicycle.desk.workflow import RIGHTS_REFUSED

# Of a note to who wrote; the page of the announcement has the rest.
LONGEST_NOTE = 200


def register_kinds() -> None:
    for kind in (
        Kind(
            kinds.REVIEW,
            label=_("An announcement awaits my review"),
            said=_("An announcement awaits your review."),
            roles=APPROVERS,
            describe=awaiting_review,
        ),
        Kind(
            kinds.DUTY_REQUEST,
            label=_("Another office asks me on duty to approve an announcement"),
            said=_("You are asked on duty to approve an announcement."),
            roles=DUTY,
            describe=asked_on_duty,
        ),
        Kind(
            kinds.WITHDRAWAL,
            label=_("A withdrawal awaits my confirmation"),
            said=_("The withdrawal of an announcement awaits your confirmation."),
            roles=APPROVERS,
            describe=awaiting_confirmation,
        ),
        Kind(
            kinds.NOT_SENT,
            label=_("An announcement that I wrote or approved was not sent"),
            said=_("An announcement that you wrote or approved was not sent."),
            roles=WRITERS,
            describe=not_sent,
            trouble=True,
        ),
        Kind(
            kinds.SENT_BACK,
            label=_("An announcement of mine was sent back"),
            said=_("Your announcement was sent back."),
            roles=WRITERS,
            describe=sent_back,
        ),
        Kind(
            kinds.APPROVED,
            label=_("An announcement of mine was approved"),
            said=_("Your announcement was approved."),
            roles=WRITERS,
            describe=approved,
            frequency=Frequency.HOURLY,
        ),
    ):
        register_kind(kind)


def awaiting_review(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return _described(person, notices, _("Read and decide"), asked=Announcement.objects.awaiting(person))


def awaiting_confirmation(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    asked = Announcement.objects.approvable_by(person).to_be_withdrawn(person)
    return _described(person, notices, _("Confirm or refuse"), asked=asked)


def approved(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return _described(person, notices, _("See the announcement"))


def sent_back(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return _described(person, notices, _("Read the note"))


def not_sent(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    """An approver may see no draft of another office: they learn that it was not sent, and nothing more."""
    found = dict(_described(person, notices, _("Set a new time")))
    unseen = Described("", "", "")
    return {one.pk: found.get(one.pk, unseen) for one in notices}


def asked_on_duty(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    asked = DutyLink.objects.waiting().filter(to=person).select_related("asked_by", "announcement")
    links = asked.prefetch_related("announcement__texts").in_bulk([one.about for one in notices])
    return {
        one.pk: Described(
            _title(links[one.about].announcement),
            reverse("desk:on_duty", args=[links[one.about].token]),
            _("Read and decide"),
            gettext("Asked by %(name)s") % {"name": links[one.about].asked_by},
        )
        for one in notices
        if one.about in links
    }


def _described(
    person: User, notices: Sequence[Notice], action: Promise, *, asked: AnnouncementQuerySet | None = None
) -> dict[int, Described]:
    """`asked`: those of which something is asked of this person now; what is over is there to be looked at."""
    keys = [one.about for one in notices]
    open_notes = Prefetch("proposals", Proposal.objects.filter(state="open", texts={}).order_by("pk"))
    seen = Announcement.objects.visible_to(person).exclude(state=State.DISCARDED)
    for_rights = Approval.objects.filter(announcement=OuterRef("pk"), voided_why=RIGHTS_REFUSED)
    seen = seen.annotate(for_rights=Exists(for_rights.filter(voided_at__gte=OuterRef("submitted_at"))))
    rows = seen.select_related("office").prefetch_related("texts", open_notes).in_bulk(keys)
    now = None if asked is None else set(asked.filter(pk__in=keys).values_list("pk", flat=True))
    look = _("See the announcement")
    return {
        one.pk: _line(rows[one.about], one, person, look if one.ended_at else action)
        for one in notices
        if one.about in rows and (one.ended_at or now is None or one.about in now)
    }


def _line(row: Announcement, notice: Notice, person: User, action: Promise) -> Described:
    """A missed one leads those who write it to its times, where it gets another chance."""
    page = reverse("desk:announcement", args=[row.address])
    if notice.kind == kinds.NOT_SENT and row.state == State.MISSED and person.belongs_to(row.office):
        return Described(
            _title(row), f"{reverse('desk:compose', args=[row.address])}#times", action, _why(row, notice)
        )
    if notice.kind == kinds.NOT_SENT:
        action = _("See the announcement")
    return Described(_title(row), page, action, _why(row, notice))


def _why(row: Announcement, notice: Notice) -> str:
    """The reason, where there is one to give: why it was not sent, or the note with which it came back."""
    if notice.ended_at or notice.kind not in (kinds.NOT_SENT, kinds.SENT_BACK):
        return ""
    if notice.kind == kinds.NOT_SENT and row.state == State.DRAFT:
        # Annotated above.
        return str(RIGHTS if row.for_rights else REVERTED)  # type: ignore[attr-defined]
    if row.state == State.MISSED and row.not_after is not None:
        moment = date_format(timezone.localtime(row.not_after, zone()), "DATETIME_FORMAT")
        return gettext("It was not to be sent after %(moment)s, and by then it was not released.") % {"moment": moment}
    notes = [proposal.note for proposal in row.proposals.all()]
    return notes[-1][:LONGEST_NOTE] if notes and row.state == State.DRAFT else ""


def _title(row: Announcement) -> str:
    return str(row.title) or gettext("Without a title")
