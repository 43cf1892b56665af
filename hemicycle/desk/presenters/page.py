"""The page of an announcement for its reviewers: exactly what will be sent, remarks, approvals, history."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from hemicycle.accounts.models import User
from hemicycle.desk import actions
from hemicycle.desk.errors import NotIndependent, OwnWork
from hemicycle.desk.models import Announcement, Approval, MediaFile, Override, Proposal, State
from hemicycle.desk.presenters import cards, comparison, remarks
from hemicycle.desk.presenters.about import about_of
from hemicycle.desk.presenters.delivery_status import on_channels
from hemicycle.desk.presenters.history import events_of
from hemicycle.desk.presenters.reach import Reached, reached
from hemicycle.desk.snapshot import Snapshot, take_snapshot
from hemicycle.desk.words import TIMES
from hemicycle.desk.workflow import ANNOUNCEMENT_WORKFLOW, PUBLIC


def context(announcement: Announcement, user: User, *, writes: bool, seen: int | None) -> dict[str, Any]:
    """Everything on the page of an announcement, for one person."""
    snapshot = take_snapshot(announcement)
    links = announcement.duty_links.waiting().filter(digest=snapshot.digest)
    approvals = list(announcement.approvals.current().select_related("by", "office"))
    objection = actions.objection(announcement, user)
    return exactly(snapshot, to=user) | {
        "approvals": approvals,
        "needed": actions.approvals_needed(announcement),
        "moves": {verb for verb, move in ANNOUNCEMENT_WORKFLOW.moves.items() if announcement.state in move.sources},
        "reverted": Announcement.objects.reverted().filter(pk=announcement.pk).exists(),
        "writes": writes,
        "decides": announcement.state == State.IN_REVIEW and objection is None,
        "approved_by_me": any(approval.by_id == user.pk for approval in approvals),
        "own_work": objection is OwnWork,
        "not_independent": objection is NotIndependent,
        "may_overrule": objection is None,
        "withdrawal": getattr(announcement, "withdrawal", None),
        "duty_links": links.select_related("to", "asked_by"),
        "proposals": Proposal.objects.filter(announcement=announcement, state="open").select_related("by", "edition"),
        "since": _since(snapshot, user, seen),
        "events": events_of(announcement),
        "editions": list(announcement.editions.select_related("editor").order_by("-number")),
        "correction": announcement.corrections.exclude(state=State.DISCARDED).first(),
        "sent": on_channels(announcement) if announcement.state in PUBLIC else [],
    }


def exactly(snapshot: Snapshot, *, to: User, token: str = "") -> dict[str, Any]:
    """What is read and approved: the same on the page and behind a signed link."""
    announcement = snapshot.announcement
    notes = remarks.notes_on(announcement)
    return {
        "announcement": announcement,
        "digest": snapshot.digest,
        "texts": list(announcement.texts.all()),
        "notes": notes,
        "blocking": remarks.count_blocking(notes),
        "cards": cards.by_language(cards.cards(snapshot)),
        "pictures": [(medium, picture_url(announcement, medium, token)) for medium in announcement.media.all()],
        "about": about_of(announcement),
        "reach": reach_of(snapshot, to=to),
        "times": [(label, getattr(announcement, name)) for name, label in TIMES.items()],
        "editors": _editors(announcement),
    }


def picture_url(announcement: Announcement, medium: MediaFile, token: str) -> str:
    """The address of a picture; below the signed link for its reader."""
    if token:
        return reverse("desk:duty_picture", args=[token, medium.pk])
    return reverse("desk:picture", args=[announcement.address, medium.pk])


def reach_of(snapshot: Snapshot, *, to: User) -> list[Reached]:
    return reached(snapshot, [target.account for target in snapshot.announcement.targets.all()], to=to)


def decides(announcement: Announcement, user: User, *, through: str = Approval.Through.PAGE) -> bool:
    """Whether this person may approve it or send it back now."""
    return announcement.state == State.IN_REVIEW and actions.may_approve(announcement, user, through=through)


def overruled(announcement: Announcement) -> list[Override]:
    return list(announcement.overrides.select_related("by"))


def _editors(announcement: Announcement) -> list[User]:
    """Everybody who edited it, and so does not approve it; the last one last."""
    edited = Approval.parts.filter(announcement=announcement, part=Approval.Part.EDITED).select_related("by")
    people = [announcement.author, *(one.by for one in edited), announcement.last_editor]
    return list({person.pk: person for person in reversed(people)}.values())[::-1]


def _since(snapshot: Snapshot, user: User, seen: int | None) -> dict[str, Any] | None:
    """What changed since this person read it; nothing where they never did, or it is the same."""
    edition = comparison.last_read(snapshot.announcement, user, seen)
    if edition is None or edition.digest == snapshot.digest:
        return None
    return {"edition": edition, "difference": comparison.difference(edition.content, snapshot.content)}
