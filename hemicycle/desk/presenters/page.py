"""The page of an announcement for its reviewers: exactly what will be sent, remarks, approvals, history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.models import Assignment, User
from hemicycle.desk import actions
from hemicycle.desk.agreed import agreed_to
from hemicycle.desk.errors import NotIndependent, NotTrained, OwnWork
from hemicycle.desk.leaving import leaving_in_words
from hemicycle.desk.models import Announcement, Approval, MediaFile, State
from hemicycle.desk.presenters import cards, comparison, not_out, remarks, waiting, withdrawing
from hemicycle.desk.presenters import trail as trails
from hemicycle.desk.presenters.about import about_of
from hemicycle.desk.presenters.board import is_overdue, lateness
from hemicycle.desk.presenters.cards import Card
from hemicycle.desk.presenters.delivery_status import on_channels
from hemicycle.desk.presenters.history import events_of
from hemicycle.desk.presenters.reach import Reached, reached
from hemicycle.desk.presenters.trail import Trail
from hemicycle.desk.snapshot import Snapshot, take_snapshot
from hemicycle.desk.words import TIMES
from hemicycle.desk.workflow import ANNOUNCEMENT_WORKFLOW, PUBLIC, RETIMED

# In these somebody reads it once more before it is decided.
READ_AGAIN = frozenset({State.DRAFT, State.IN_REVIEW})
# In these its time is still to come, or was not reached.
PLANNED = READ_AGAIN | {State.APPROVED, State.SCHEDULED}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a channel sends; `same`: other channels that send the same."""

    card: Card
    same: Sequence[Card]

    @property
    def names(self) -> list[str]:
        return [one.target.account.name for one in (self.card, *self.same)]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be decided about an announcement, by whom, and what this person has to do with it. `able`: who can
    give what is missing, each by the assignment by which it counts. `untrained`: who could, with valid training."""

    approvals: Sequence[Approval]
    needed: int
    able: Sequence[Assignment]
    decides: bool
    approved_by_me: bool
    own_work: bool
    not_independent: bool
    not_trained: bool
    untrained: Sequence[User]
    may_overrule: bool
    loses_by_editing: bool

    @property
    def missing(self) -> int:
        return max(0, self.needed - len(self.approvals))

    @property
    def too_few(self) -> bool:
        """Whether nobody is left who could give what is missing."""
        return len(self.able) < self.missing


def context(announcement: Announcement, user: User, *, writes: bool, seen: int | None) -> dict[str, Any]:
    """Everything on the page of an announcement, for one person."""
    trail, is_public = trails.read(announcement), announcement.state in PUBLIC
    correction = _correction(announcement)
    prefetch_related_objects([one for one in (announcement.corrects, correction) if one is not None], "texts")
    sent = on_channels(announcement, correction) if is_public else []
    content = (
        _released(announcement, trail) if is_public else exactly(take_snapshot(announcement), to=user, trail=trail)
    )
    return content | {
        "decision": decision_of(announcement, user, trail),
        "moves": {verb for verb, move in ANNOUNCEMENT_WORKFLOW.moves.items() if announcement.state in move.sources},
        "not_out": not_out.of_page(trail, user),
        "writes": writes,
        "planned": announcement.earliest_release if announcement.state in PLANNED else None,
        "time_passed": announcement.release_at is not None and announcement.release_at <= timezone.now(),
        "waiting": (waits := waiting.of_page(announcement, user, sent)),
        "overdue": not waits
        and is_overdue(announcement.state, announcement.earliest_release, timezone.now() - lateness()),
        "retimes": announcement.state in RETIMED and announcement.state != State.MISSED,
        **_withdrawal(announcement, user),
        "duty_links": [one for one in trail.links if one.can_be_answered and one.digest == content["digest"]],
        "proposals": trail.open_proposals,
        "since": _since(content, user, trail, seen) if _is_read_again(announcement, user) else None,
        "corrected": None if is_public else _corrected(announcement, content["content"]),
        "events": events_of(announcement, trail),
        "correction": correction,
        "is_public": is_public,
        "sent": sent,
    }


def exactly(snapshot: Snapshot, *, to: User, trail: Trail, token: str = "") -> dict[str, Any]:
    """What is read and approved: the same on the page and behind a signed link."""
    announcement = snapshot.announcement
    notes = remarks.notes_on(announcement)
    return _read(announcement, trail, token) | {
        "digest": snapshot.digest,
        "content": snapshot.content,
        "notes": notes,
        "blocking": remarks.count_blocking(notes),
        "previews": {lang: previews(found) for lang, found in cards.by_language(cards.cards(snapshot)).items()},
        "reach": reach_of(snapshot, to=to),
        "besides": leaving_in_words(announcement),
    }


def _released(announcement: Announcement, trail: Trail) -> dict[str, Any]:
    """What was sent stands in its edition, and is neither checked nor rendered again."""
    return _read(announcement, trail, "") | {"digest": "", "notes": {}, "blocking": 0, "previews": {}, "reach": []}


def _read(announcement: Announcement, trail: Trail, token: str) -> dict[str, Any]:
    return {
        "announcement": announcement,
        "texts": list(announcement.texts.all()),
        "pictures": [(medium, picture_url(announcement, medium, token)) for medium in announcement.media.all()],
        "about": about_of(announcement),
        "agreed": agreed_to(announcement),
        "times": [(label, getattr(announcement, name)) for name, label in TIMES.items()],
        "editors": trail.editors,
    }


def decision_of(announcement: Announcement, user: User, trail: Trail) -> Decision:
    in_review = announcement.state == State.IN_REVIEW
    undecided = announcement.state not in (*PUBLIC, State.DISCARDED)
    approving = actions.approving_assignments(announcement) if undecided else {}
    parts = actions.parts_of(announcement, trail.parts)
    refused, _assigned = actions.judge(parts, user.pk, approving.get(user, ()))
    may = undecided and refused is None
    return Decision(
        approvals=trail.approvals,
        needed=actions.approvals_needed(announcement),
        able=actions.independent(parts, approving) if in_review else (),
        decides=in_review and may,
        approved_by_me=user.pk in parts.approvers,
        own_work=refused is OwnWork,
        not_independent=refused is NotIndependent,
        not_trained=refused is NotTrained,
        untrained=actions.untrained(parts, approving) if in_review else (),
        may_overrule=may,
        loses_by_editing=may and announcement.state != State.MISSED,
    )


def previews(found: Iterable[Card]) -> list[Preview]:
    """Each text once, with the names of all channels that send it so."""
    alike: dict[object, list[Card]] = {}
    for card in found:
        content = {
            key: value for key, value in card.content.items() if key in ("title", "subject", "warning", "notice")
        }
        pictures = len(card.content.get("pictures", ()))
        alike.setdefault((card.look, tuple(card.parts), repr(content), pictures, bool(card.replaced)), []).append(card)
    return [Preview(first, same) for first, *same in alike.values()]


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


def _correction(announcement: Announcement) -> Announcement | None:
    """The one that was begun, which whoever found the announcement knows of."""
    key = getattr(announcement, "correction", None)
    return Announcement.objects.get(pk=key) if key is not None else None


def _withdrawal(announcement: Announcement, user: User) -> dict[str, Any]:
    withdrawal = getattr(announcement, "withdrawal", None) if announcement.state in PUBLIC else None
    waits = withdrawal is not None and withdrawal.confirmed_at is None
    able = actions.who_may_confirm(announcement, withdrawal.asked_by) if withdrawal and waits else []
    return {
        "withdrawal": withdrawal if waits else None,
        "withdrawn_too": withdrawing.with_it(announcement) if waits else "",
        "withdrawn": announcement.confirmed_withdrawal if announcement.state == State.WITHDRAWN else None,
        "confirmers": able,
        "confirms": any(one.user_id == user.pk for one in able),
    }


def _corrected(announcement: Announcement, content: dict[str, Any]) -> dict[str, Any] | None:
    """What a correction changes in the texts of what was released, channels' own ones among them; the languages that
    it leaves as they were, and the own texts that stand beside a corrected one."""
    first = announcement.corrects.editions.last() if announcement.corrects is not None else None
    if first is None:
        return None
    texts = comparison.difference(first.content, content).texts
    changed = {text.lang: comparison.in_words(text) for text in texts}
    own = list(_own_texts(announcement))
    return {
        "difference": comparison.Difference(texts, [], [one for one in own if one.body[0] != one.body[1]]),
        "left": [lang for lang in announcement.by_language if lang not in changed],
        "changed": changed,
        "kept": [one for one in own if one.lang in changed and one.body[0] == one.body[1]],
    }


def _own_texts(announcement: Announcement) -> Iterator[comparison.Text]:
    """Those of a correction's channels, as they were released and as they are now; "" for the common text."""
    first = announcement.corrects.targets.all() if announcement.corrects is not None else []
    released = {target.account_id: target.own_texts for target in first}
    for target in announcement.targets.all():
        before = released.get(target.account_id, {})
        for lang in sorted(before.keys() | target.own_texts.keys()):
            yield comparison.Text(
                lang, (target.account.name, target.account.name),
                (before.get(lang, ""), target.own_texts.get(lang, "")),
            )  # fmt: skip


def _is_read_again(announcement: Announcement, user: User) -> bool:
    """Whoever changed it last knows what they changed."""
    return announcement.state in READ_AGAIN and announcement.last_editor_id != user.pk


def _since(content: dict[str, Any], user: User, trail: Trail, seen: int | None) -> dict[str, Any] | None:
    """What changed since this person read it; nothing where they never did, or it is the same."""
    edition = trail.last_read(user, seen)
    if edition is None or edition.digest == content["digest"]:
        return None
    approved = any(one.by_id == user.pk and one.edition_id == edition.pk for one in trail.parts)
    difference = comparison.difference(edition.content, content["content"])
    if difference.only_times and user in trail.editors:
        # Whoever writes it reads it for no approval: the new time stands below its title.
        return None
    return {"edition": edition, "difference": difference, "approved": approved}
