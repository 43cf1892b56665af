"""The board: what awaits a person, and the announcements of their offices by state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, Window, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Banner
from hemicycle.desk.models import WRITERS, Announcement, AnnouncementQuerySet, Proposal, State
from hemicycle.desk.periods import not_waiting, stopping
from hemicycle.desk.presenters import not_out, waiting
from hemicycle.desk.presenters.not_out import NotOut
from hemicycle.desk.presenters.waiting import Waiting
from hemicycle.desk.timestamps import zone
from hemicycle.rules.parameters import in_force

# In these it has not left, and should have.
LATE = frozenset({State.SCHEDULED, State.IN_REVIEW, State.APPROVED})
# What fits into a column without scrolling; the list has the rest.
IN_A_COLUMN = 6
MOST_AWAITING = 25
_SHOWN = ("office", "author", "last_editor", "withdrawal", "corrects")


@dataclass(frozen=True, slots=True)
class Awaiting:
    """One thing that a person is asked for: what they can do, at a `place` of the page of the announcement; `why` says
    what happened."""

    announcement: Announcement
    action: str | Promise
    place: str
    why: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Some states; `count` of all of them, the first of `rows`. `query` narrows the list down to them."""

    label: str | Promise
    rows: Sequence[Announcement]
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Board:
    """`not_out` heads it: what should have gone out and did not. `waiting`: what a sensitive period stops."""

    not_out: Sequence[NotOut]
    more_not_out: bool
    awaiting: Sequence[Awaiting]
    awaiting_in_all: int
    columns: Sequence[Column]
    overdue: frozenset[int]
    waiting: Sequence[Waiting]


@dataclass(frozen=True, slots=True)
class _Heading:
    """A column before it is filled: by which time it is ordered, and whether the newest comes first."""

    label: str | Promise
    states: tuple[str, ...]
    query: str
    by: str
    newest_first: bool

    def keys(self, visible: AnnouncementQuerySet) -> QuerySet[Announcement, Any]:
        """The keys of the first of them; without their columns, few of a thousand are found by reading little."""
        # Only what is public was released, and by that it has an index.
        is_public = self.by == "released_at"
        out = visible.filter(released_at__isnull=False).exclude(state=State.WITHDRAWN)
        rows = out if is_public else visible.in_state(*self.states)
        if self.newest_first:
            rows = rows.order_by(f"-{self.by}", "-pk")
        else:
            rows = rows.order_by(F(self.by).asc(nulls_last=True), "pk")
        return rows.values("pk")[:IN_A_COLUMN]

    def first_of(self, rows: Iterable[Announcement]) -> list[Announcement]:
        """The same, of rows among which they are."""
        mine = [row for row in rows if row.state in self.states]
        if self.newest_first:
            return sorted(mine, key=lambda row: (getattr(row, self.by), row.pk), reverse=True)[:IN_A_COLUMN]
        never = datetime.max.replace(tzinfo=UTC)
        return sorted(mine, key=lambda row: (getattr(row, self.by) or never, row.pk))[:IN_A_COLUMN]


HEADINGS = (
    _Heading(_("Drafts"), (State.DRAFT,), "draft", "changed_at", True),
    _Heading(_("In review"), (State.IN_REVIEW,), "in_review", "release_at", False),
    _Heading(_("Ready to release"), (State.APPROVED, State.SCHEDULED), "ready", "release_at", False),
    _Heading(
        pgettext_lazy("announcements", "Released"),
        (State.RELEASED, State.CORRECTED),
        "out",
        "released_at",
        True,
    ),
)


def board_for(person: User) -> Board:
    visible = Announcement.objects.visible_to(person)
    counted = dict(visible.order_by().values_list("state").annotate(n=Count("pk")))
    failed = not_out.for_person(person)
    awaiting, in_all = _first_asked_of(person)
    shown = Q(pk__in=awaiting)
    for heading in HEADINGS:
        shown |= Q(pk__in=heading.keys(visible))
    rows = {row.pk: row for row in Announcement.objects.filter(shown).select_related(*_SHOWN)}
    every = [*rows.values(), *(one.announcement for one in failed)]
    prefetch_related_objects(every, "texts", Prefetch("proposals", Proposal.objects.filter(state="open")))
    return Board(
        failed,
        sum(one.announcement.state == State.MISSED for one in failed) >= not_out.MOST_SHOWN,
        [_asked(rows[key], person) for key in awaiting],
        in_all,
        [_column(heading, rows.values(), counted) for heading in HEADINGS],
        _overdue(every),
        waiting.for_person(person),
    )


def _first_asked_of(person: User) -> tuple[list[int], int]:
    """The keys of the most urgent, and how many there are in all: counted in the same query, before it is cut."""
    reverted = Announcement.objects.reverted().order_by().values("pk")
    asked = Announcement.objects.asked_of(person).exclude(pk__in=reverted).annotate(in_all=Window(Count("pk")))
    first = asked.order_by(F("release_at").asc(nulls_last=True), "-changed_at")
    found = list(first.values_list("pk", "in_all")[:MOST_AWAITING])
    return [key for key, _in_all in found], found[0][1] if found else 0


def _column(heading: _Heading, rows: Iterable[Announcement], counted: Mapping[str, int]) -> Column:
    count = sum(counted.get(state, 0) for state in heading.states)
    return Column(heading.label, heading.first_of(rows), count, heading.query)


def _overdue(rows: Iterable[Announcement]) -> frozenset[int]:
    passed = timezone.now() - lateness()
    late = (row for row in rows if is_overdue(row.state, row.earliest_release, passed))
    return frozenset(row.pk for row in late if stopping(row) is None)


def is_overdue(state: str, at: datetime | None, passed: datetime) -> bool:
    """Whether it should have gone out before `passed`: now, less the time that is allowed (`lateness`)."""
    return state in LATE and at is not None and at < passed


def lateness() -> timedelta:
    """How long after its time a release is late."""
    return timedelta(seconds=in_force("late_after_seconds"))


def late(user: User) -> Banner | None:
    """For announcements of their offices that were not released at their time. A pause has its own banner."""
    if not user.has_role(WRITERS):
        return None
    written = Announcement.objects.filter(office__in=user.offices)
    hour, count = not_waiting(written).overdue_since(lateness())
    if hour is None:
        return None
    title = ngettext(
        "%(n)d announcement was not released at its scheduled time, %(moment)s",
        "%(n)d announcements were not released at their scheduled times, the first at %(moment)s",
        count,
    ) % {"n": count, "moment": date_format(timezone.localtime(hour, zone()), "DATETIME_FORMAT")}
    why = gettext("It is waiting for approval, for someone to release it, or for the server to send it.")
    return Banner("error", title, why, f"{reverse('desk:list')}?late=late", gettext("See what is overdue"))


def _asked(row: Announcement, person: User) -> Awaiting:
    wrote = person.pk in (row.author_id, row.last_editor_id)
    if row.state == State.RELEASED:
        return Awaiting(row, _("Confirm the withdrawal"), "withdrawal")
    if not wrote:
        return Awaiting(row, _("Read and approve"), "decide")
    if any(not proposal.texts for proposal in row.proposals.all()):
        return Awaiting(row, _("Read the note"), "proposals", _("Sent back to you"))
    return Awaiting(row, _("Read the change"), "proposals", _("A change is proposed"))


def awaiting_for(person: User) -> AnnouncementQuerySet:
    """What awaits a person: counted beside the menu."""
    return Announcement.objects.waiting_for(person)
