"""What the bell says of announcements, to a person who may see them now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Frequency, Notice, User
from hemicycle.accounts.notices.kinds import Describe, Described, Kind, each_described, register_kind
from hemicycle.desk.actions import notices as kinds
from hemicycle.desk.languages import following
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
from hemicycle.desk.presenters.undelivered import undelivered
from hemicycle.desk.timestamps import zone
from hemicycle.desk.words import said_to_follow
from hemicycle.desk.workflow import RIGHTS_REFUSED

# Of a note to who wrote; the page of the announcement has the rest.
LONGEST_NOTE = 200


Asked = Callable[[User], AnnouncementQuerySet]


def register_kinds() -> None:
    for kind in (*_for_approvers(), *_of_releases(), *_of_withdrawals(), *_of_reviews()):
        register_kind(kind)


def _for_approvers() -> list[Kind]:
    """Of those who decide."""
    return [
        Kind(
            kinds.REVIEW,
            label=_("An announcement awaits my review"),
            said=_("An announcement awaits your review."),
            roles=APPROVERS,
            describe=_announcements(_("Read and decide"), asked=Announcement.objects.awaiting),
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
            describe=_announcements(_("Confirm or refuse"), asked=Announcement.objects.to_be_withdrawn),
        ),
    ]


def _of_releases() -> list[Kind]:
    """Of what went out, and of what did not as it should."""
    return [
        Kind(
            kinds.RELEASED,
            label=_("An announcement of mine was released"),
            said=_("Your announcement was released."),
            roles=WRITERS,
            describe=_announcements(_("See the announcement")),
        ),
        Kind(
            kinds.LANGUAGES,
            label=_("Languages have to follow an announcement of mine"),
            said=_("Your announcement is out. Its other languages have to follow."),
            roles=WRITERS,
            describe=languages_to_follow,
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
            kinds.NOT_DELIVERED,
            label=_("A channel did not send an announcement that I wrote or approved"),
            said=_("A channel did not send an announcement that you wrote or approved."),
            roles=WRITERS,
            describe=not_delivered,
            trouble=True,
        ),
        Kind(
            kinds.ON_HOLD,
            label=_("An announcement that I wrote or approved was put on hold"),
            said=_("An announcement that you wrote or approved was put on hold."),
            roles=WRITERS,
            describe=_announcements(_("See the announcement")),
        ),
    ]


def _of_withdrawals() -> list[Kind]:
    """Of what became of a request."""
    return [
        Kind(
            kinds.WITHDRAWAL_CONFIRMED,
            label=_("A withdrawal that I requested was confirmed"),
            said=_("The withdrawal that you requested was confirmed."),
            roles=WRITERS,
            describe=_announcements(_("See the announcement")),
        ),
        Kind(
            kinds.WITHDRAWN,
            label=_("An announcement that I wrote or approved was withdrawn"),
            said=_("An announcement that you wrote or approved was withdrawn."),
            roles=WRITERS,
            describe=_announcements(_("See the announcement")),
        ),
        Kind(
            kinds.WITHDRAWAL_REFUSED,
            label=_("A withdrawal that I requested was refused"),
            said=_("The withdrawal that you requested was refused."),
            roles=WRITERS,
            describe=_announcements(_("See the announcement"), place="history"),
        ),
    ]


def _of_reviews() -> list[Kind]:
    """Of what others decided about a text."""
    return [
        Kind(
            kinds.SENT_BACK,
            label=_("An announcement of mine was sent back"),
            said=_("Your announcement was sent back."),
            roles=WRITERS,
            describe=_announcements(_("Read the note")),
        ),
        Kind(
            kinds.PROPOSED,
            label=_("Somebody proposes a change to an announcement of mine"),
            said=_("A change to your announcement is proposed."),
            roles=WRITERS,
            describe=_announcements(_("Accept or decline"), asked=Announcement.objects.answered, place="proposals"),
        ),
        Kind(
            kinds.APPROVED,
            label=_("An announcement of mine was approved"),
            said=_("Your announcement was approved."),
            roles=WRITERS,
            describe=_announcements(_("See the announcement")),
            frequency=Frequency.HOURLY,
        ),
    ]


def _announcements(action: Promise, *, asked: Asked | None = None, place: str = "") -> Describe:
    """Most notices lead to the page of an announcement, at `place`; with `asked`, only while it is asked of them."""
    return partial(_described, action=action, asked=asked, place=place)


def not_sent(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    """An approver may see no draft of another office: they learn that it was not sent, and nothing more."""
    found = _described(person, notices, action=_("Set a new time"))
    unseen = Described("", "", "")
    return {one.pk: found.get(one.pk, unseen) for one in notices}


def languages_to_follow(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    """Which, and by when, as long as they have not."""
    keys = [one.about for one in notices]
    rows = Announcement.objects.visible_to(person).select_related("corrects").prefetch_related("texts").in_bulk(keys)
    found = {}
    for one in notices:
        row = rows.get(one.about)
        due = following(row) if row is not None and not one.ended_at else None
        if row is not None and (due is not None or one.ended_at):
            page = reverse("desk:announcement", args=[row.address])
            found[one.pk] = Described(_title(row), page, _("See the announcement"), said_to_follow(due) if due else "")
    return found


def not_delivered(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    """Which channels and why, while that is so."""
    seen = Announcement.objects.visible_to(person).public().select_related("office", "withdrawal")
    rows = seen.filter(pk__in=[one.about for one in notices]).prefetch_related("texts").in_bulk()
    # What failed comes before what is unknown, and counts.
    trouble = {one.announcement.pk: one for one in reversed(undelivered(list(rows.values())))}
    found = {}
    for one in notices:
        failed, row = trouble.get(one.about), rows.get(one.about)
        if row is None or (failed is None and not one.ended_at):
            continue
        why = f"{failed.reason}. {failed.why}" if failed and not one.ended_at else ""
        page = reverse("desk:announcement", args=[row.address])
        action = _("See the announcement") if one.ended_at else _("See what failed")
        found[one.pk] = Described(_title(row), f"{page}#not-out", action, why)
    return found


def asked_on_duty(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    asked = DutyLink.objects.waiting().filter(to=person).select_related("asked_by", "announcement")
    return each_described(
        notices,
        asked.prefetch_related("announcement__texts"),
        lambda one: Described(
            _title(one.announcement),
            reverse("desk:on_duty", args=[one.token]),
            _("Read and decide"),
            gettext("Asked by %(name)s") % {"name": one.asked_by},
        ),
    )


def _described(
    person: User, notices: Sequence[Notice], *, action: Promise, asked: Asked | None = None, place: str = ""
) -> dict[int, Described]:
    """What is over is there to be looked at."""
    keys = [one.about for one in notices]
    open_notes = Prefetch("proposals", Proposal.objects.filter(state="open", texts={}).order_by("pk"))
    seen = Announcement.objects.visible_to(person).exclude(state=State.DISCARDED)
    for_rights = Approval.objects.filter(announcement=OuterRef("pk"), voided_why=RIGHTS_REFUSED)
    seen = seen.annotate(for_rights=Exists(for_rights.filter(voided_at__gte=OuterRef("submitted_at"))))
    rows = seen.select_related("office").prefetch_related("texts", open_notes).in_bulk(keys)
    now = None if asked is None else set(asked(person).filter(pk__in=keys).values_list("pk", flat=True))
    look = _("See the announcement")
    return {
        one.pk: _line(rows[one.about], one, person, look if one.ended_at else action, place)
        for one in notices
        if one.about in rows and (one.ended_at or now is None or one.about in now)
    }


def _line(row: Announcement, notice: Notice, person: User, action: Promise, place: str) -> Described:
    """A missed one leads those who write it to its times, where it gets another chance."""
    page = reverse("desk:announcement", args=[row.address])
    if notice.kind == kinds.NOT_SENT and row.state == State.MISSED and person.belongs_to(row.office):
        return Described(
            _title(row), f"{reverse('desk:compose', args=[row.address])}#times", action, _why(row, notice)
        )
    if notice.kind == kinds.NOT_SENT:
        action = _("See the announcement")
    return Described(_title(row), f"{page}#{place}" if place else page, action, _why(row, notice))


def _why(row: Announcement, notice: Notice) -> str:
    """The reason, where there is one to give: why it was not sent, or the note with which it came back."""
    if notice.ended_at or notice.kind not in (kinds.NOT_SENT, kinds.SENT_BACK):
        return ""
    if notice.kind == kinds.NOT_SENT and row.state == State.DRAFT:
        # Annotated above.
        return str(RIGHTS if row.for_rights else REVERTED)  # type: ignore[attr-defined]
    if row.state == State.MISSED and not row.is_past_its_last_time:
        return gettext("A sensitive period stopped it, and is over. Choose a new time.")
    if row.state == State.MISSED and row.not_after is not None:
        moment = date_format(timezone.localtime(row.not_after, zone()), "DATETIME_FORMAT")
        return gettext("It was not to be sent after %(moment)s, and by then it was not released.") % {"moment": moment}
    notes = [proposal.note for proposal in row.proposals.all()]
    return notes[-1][:LONGEST_NOTE] if notes and row.state == State.DRAFT else ""


def _title(row: Announcement) -> str:
    return str(row.title) or gettext("Without a title")
