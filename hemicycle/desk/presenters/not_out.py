"""What did not go out, with the reason and what to do next: missed, a draft again, or refused by a channel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import User
from hemicycle.channels.models import Outbound
from hemicycle.channels.models import State as Sent
from hemicycle.channels.status.labels import reason as reason_of
from hemicycle.desk.actions import source_of
from hemicycle.desk.models import WRITERS, Announcement, State
from hemicycle.desk.presenters.delivery_status import NOT_DELIVERED
from hemicycle.desk.presenters.trail import Trail
from hemicycle.desk.workflow import RIGHTS_REFUSED
from hemicycle.rules.models import AuditEntry

# A week later a failed post is no news any more; the status on each channel still shows it.
SHOWN_FOR = timedelta(days=7)
# What is seen at a glance; the list has the rest.
MOST_SHOWN = 6
# Of so many that were released last, their posts are looked at.
LATEST = 200

REVERTED = gettext_lazy("Draft again: the text to be sent was no longer the approved one")
RIGHTS = gettext_lazy("Draft again: the rights of a picture did not allow its release")
_WITH_REASON = ("desk.miss", "desk.fall_back")
_MISSED: dict[str, Promise] = {
    "not-approved": gettext_lazy("Missed: its deadline passed before it had all its approvals"),
    "not-scheduled": gettext_lazy("Missed: its deadline passed before anyone released it"),
    "paused": gettext_lazy("Missed: its deadline passed while all sending was paused"),
    "not-sent": gettext_lazy("Missed: its deadline passed before the server released it"),
}
_UNTOLD = gettext_lazy("Missed: its deadline passed before it was sent")


@dataclass(frozen=True, slots=True)
class NotOut:
    """`next_step` in a sentence; `url` and `action` are "" where this person can do nothing about it."""

    announcement: Announcement
    reason: str
    next_step: str
    url: str = ""
    action: str = ""
    deadline: datetime | None = None


def for_person(person: User) -> list[NotOut]:
    """What waits for this person, the latest first; failed posts of the last days."""
    stopped = AuditEntry.objects.filter(about=_key(OuterRef("pk")), action__in=_WITH_REASON).order_by("-sequence")
    rows = Announcement.objects.visible_to(person).not_out_for(person).select_related("office")
    rows = rows.annotate(stopped=Subquery(stopped.values("facts")[:1])).order_by("-changed_at", "-pk")
    return [_not_out(row, person) for row in rows[:MOST_SHOWN]] + _failed(person)


def of_page(trail: Trail, person: User) -> NotOut | None:
    """The same on the page of one announcement."""
    row = trail.announcement
    why = next((entry.facts.get("why", "") for entry in reversed(trail.entries) if entry.action in _WITH_REASON), "")
    if row.state == State.MISSED:
        return _missed(row, person, why)
    return _reverted(row, person, why) if trail.is_reverted else None


def _not_out(row: Announcement, person: User) -> NotOut:
    # Annotated above.
    facts: dict[str, str] = row.stopped or {}  # type: ignore[attr-defined]
    if row.state == State.MISSED:
        return _missed(row, person, facts.get("why", ""))
    return _reverted(row, person, facts.get("why", ""))


def _key(pk: Any) -> Concat:
    """As the audit log and the channels name an announcement."""
    return Concat(Value("desk.announcement:"), Cast(pk, TextField()), output_field=TextField())


def _missed(row: Announcement, person: User, why: str) -> NotOut:
    said, next_step = str(_MISSED.get(why, _UNTOLD)), _("Nothing was sent. With a new time it is reviewed again.")
    if person.holds(WRITERS, office=row.office_id):
        url = reverse("desk:new_time", args=[row.address])
        return NotOut(row, said, next_step, url, _("Choose a new time"), row.not_after)
    return NotOut(row, said, next_step, deadline=row.not_after)


def _reverted(row: Announcement, person: User, why: str) -> NotOut:
    said, next_step = (
        str(REVERTED),
        _(
            "An account or the address of the site has changed since. Nothing was sent. Read it again, then submit it "
            "for review."
        ),
    )
    if why == RIGHTS_REFUSED:
        said, next_step = str(RIGHTS), _("Nothing was sent. Replace the picture, then submit it for review.")
    if person.holds(WRITERS, office=row.office_id):
        return NotOut(row, said, next_step, reverse("desk:compose", args=[row.address]), _("Read and submit"))
    return NotOut(row, said, next_step)


def _failed(person: User) -> list[NotOut]:
    """Posts for everybody that a channel refused, lost or was given too late."""
    lately = Announcement.objects.visible_to(person).public().concerning(person)
    lately = lately.filter(released_at__gte=timezone.now() - SHOWN_FOR)
    sources = lately.order_by("-released_at", "-pk").values_list(_key("pk"))[:LATEST]
    posts = Outbound.objects.filter(content__source__in=sources, contact=None).in_state(*NOT_DELIVERED)
    failed: dict[str, list[Outbound]] = defaultdict(list)
    for post in posts.select_related("account", "content").defer("content__content", "content__parts"):
        failed[post.content.source].append(post)
    found = Announcement.objects.filter(pk__in=[source.partition(":")[2] for source in failed]) if failed else ()
    rows = {source_of(row): row for row in found}
    return [_refused(rows[source], posts) for source, posts in failed.items()]


def _refused(row: Announcement, posts: Sequence[Outbound]) -> NotOut:
    names = ", ".join(dict.fromkeys(post.account.name for post in posts))
    whys = " ".join(dict.fromkeys(filter(None, (reason_of(post.code) for post in posts))))
    unknown = all(post.state == Sent.UNKNOWN for post in posts)
    said = _("Unknown whether it was sent: %(channels)s") if unknown else _("Not sent: %(channels)s")
    next_step = whys or _("It was released; these channels may not show it.")
    url = f"{reverse('desk:announcement', args=[row.address])}#sent"
    return NotOut(row, said % {"channels": names}, next_step, url, _("See what failed"))
