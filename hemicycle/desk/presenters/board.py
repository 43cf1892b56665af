"""The board: what awaits a person, and the announcements of their offices by state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Min, Prefetch, QuerySet, Window, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Banner
from hemicycle.desk.models import WRITERS, Announcement, AnnouncementQuerySet, Proposal, State
from hemicycle.desk.presenters import not_out
from hemicycle.desk.presenters.not_out import NotOut
from hemicycle.desk.timestamps import zone
from hemicycle.rules.parameters import in_force

# In these it has not left, and should have.
LATE = frozenset({State.SCHEDULED, State.IN_REVIEW, State.APPROVED})
# What fits into a column without scrolling; the list has the rest.
IN_A_COLUMN = 6
MOST_AWAITING = 25


@dataclass(frozen=True, slots=True)
class Awaiting:
    """One thing that a person is asked for: `what` in a word, `place` on the page of the announcement."""

    announcement: Announcement
    what: str | Promise
    place: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Some states; `count` of all of them, the first of `rows`. `query` narrows the list down to them."""

    label: str | Promise
    rows: Sequence[Announcement]
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Board:
    """`not_out` heads it: what should have gone out and did not."""

    not_out: Sequence[NotOut]
    more_not_out: bool
    awaiting: Sequence[Awaiting]
    awaiting_in_all: int
    columns: Sequence[Column]
    overdue: frozenset[int]


def board_for(person: User) -> Board:
    visible = Announcement.objects.visible_to(person)
    counted = dict(visible.order_by().values_list("state").annotate(n=Count("pk")))
    columns = [
        Column(label, list(_listed(rows)[:IN_A_COLUMN]), sum(counted.get(state, 0) for state in states), query)
        for label, states, rows, query in _columns(visible)
    ]
    failed = not_out.for_person(person)
    stopped = Announcement.objects.not_out_for(person).order_by().values("pk")
    waiting = Announcement.objects.waiting_for(person).exclude(pk__in=stopped)
    # Counted in the same query, before it is cut.
    waiting = waiting.annotate(in_all=Window(Count("pk")))
    awaiting = list(_listed(waiting.order_by(F("release_at").asc(nulls_last=True), "-changed_at"))[:MOST_AWAITING])
    passed = timezone.now() - lateness()
    every = [*awaiting, *(row for column in columns for row in column.rows), *(one.announcement for one in failed)]
    prefetch_related_objects(every, "texts", Prefetch("proposals", Proposal.objects.filter(state="open")))
    return Board(
        failed,
        sum(one.announcement.state == State.MISSED for one in failed) >= not_out.MOST_SHOWN,
        [_asked(row, person) for row in awaiting],
        awaiting[0].in_all if awaiting else 0,  # type: ignore[attr-defined]
        columns,
        frozenset(row.pk for row in every if row.state in LATE and row.release_at and row.release_at < passed),
    )


def lateness() -> timedelta:
    """How long after its time a release is late."""
    return timedelta(seconds=in_force("late_after_seconds"))


def late(user: User) -> Banner | None:
    """For announcements of their offices that were not released at their time. A pause has its own banner."""
    if not user.has_role(WRITERS):
        return None
    overdue = Announcement.objects.filter(office__in=user.offices).overdue(lateness())
    found = overdue.aggregate(hour=Min("due_since"), n=Count("pk"))
    if not found["n"]:
        return None
    title = ngettext(
        "%(n)d announcement was not released at its scheduled time, %(moment)s",
        "%(n)d announcements were not released at their scheduled times, the first at %(moment)s",
        found["n"],
    ) % {"n": found["n"], "moment": date_format(timezone.localtime(found["hour"], zone()), "DATETIME_FORMAT")}
    why = gettext("It is waiting for approval, for someone to release it, or for the server to send it.")
    return Banner("error", title, why, f"{reverse('desk:list')}?late=late", gettext("See what is overdue"))


def _columns(visible: AnnouncementQuerySet) -> list[tuple[Promise, tuple[str, ...], AnnouncementQuerySet, str]]:
    hour = F("release_at").asc(nulls_last=True)
    ready, public = (State.APPROVED, State.SCHEDULED), (State.RELEASED, State.CORRECTED, State.WITHDRAWN)
    return [
        (
            _("Drafts"),
            (State.DRAFT,),
            visible.in_state(State.DRAFT).order_by("-changed_at", "-pk"),
            "draft",
        ),
        (
            _("In review"),
            (State.IN_REVIEW,),
            visible.in_state(State.IN_REVIEW).order_by(hour, "pk"),
            "in_review",
        ),
        (_("Ready to release"), ready, visible.in_state(*ready).order_by(hour, "pk"), "ready"),
        (
            pgettext_lazy("announcements", "Released"),
            public,
            visible.in_state(*public).order_by("-released_at", "-pk"),
            "public",
        ),
    ]


def _listed(rows: QuerySet[Announcement]) -> QuerySet[Announcement]:
    return rows.select_related("office", "author", "last_editor", "withdrawal")


def _asked(row: Announcement, person: User) -> Awaiting:
    wrote = person.pk in (row.author_id, row.last_editor_id)
    if row.state == State.RELEASED:
        return Awaiting(row, _("Confirm the withdrawal"), "withdrawal")
    if not wrote:
        return Awaiting(row, _("Read and approve"), "decide")
    if any(not proposal.texts for proposal in row.proposals.all()):
        return Awaiting(row, _("Sent back to you"), "proposals")
    return Awaiting(row, _("A change is proposed"), "proposals")


def awaiting_for(person: User) -> AnnouncementQuerySet:
    """What awaits a person: counted beside the menu."""
    return Announcement.objects.waiting_for(person)
