"""Reviews: submit, approve, send back, propose a change, overrule a remark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.checks import UNCORRECTED
from hemicycle.desk.actions import notices
from hemicycle.desk.actions.locking import editing, lock, log_action, move, save_edition
from hemicycle.desk.actions.separation import assess, objection, office_facts
from hemicycle.desk.errors import DigestMismatch, EditConflict, MayNotApprove, NotReady, OwnWork
from hemicycle.desk.models import Announcement, Approval, Override, Proposal, Sensitivity, State
from hemicycle.desk.remarks import blocking
from hemicycle.desk.snapshot import Snapshot, take_snapshot, texts_of
from hemicycle.desk.workflow import ANNOUNCEMENT_WORKFLOW, PROPOSAL_WORKFLOW
from hemicycle.rules.audit import LONGEST_FACT
from hemicycle.rules.parameters import in_force


@transaction.atomic
def submit(announcement: Announcement, *, by: User) -> Announcement:
    """Submit it for review; raises NotReady with the names of what blocks it."""
    row = lock(announcement)
    target = ANNOUNCEMENT_WORKFLOW.after(row.state, "submit")
    if reasons := missing(row):
        raise NotReady(reasons)
    if remarks := blocking(row):
        raise NotReady(sorted({one.check for one in remarks}))
    edition = save_edition(row, take_snapshot(row))
    row.state, row.digest, row.submitted_at = target, edition.digest, timezone.now()
    row.save(update_fields=["state", "digest", "submitted_at"])
    # Whoever hands it in again has read why it was sent back.
    row.proposals.filter(state=Proposal.State.OPEN, texts={}).update(
        state=Proposal.State.TAKEN, decided_by=by, decided_at=timezone.now()
    )
    log_action(row, "submit", by=by, edition=edition.number)
    notices.ask_for_approval(row, by=by)
    return _as(announcement, row)


def missing(row: Announcement) -> list[str]:
    """What it must have before it is submitted: texts, a channel, times to come, the reason of a correction."""
    texts = row.by_language.values()
    found = [] if texts else ["no-text"]
    if any(not one.title or not one.body for one in texts):
        found.append("empty-text")
    if not row.targets.exists():
        found.append("no-channel")
    if row.corrects_id is not None and not any(row.reasons.values()):
        found.append("no-reason")
    if row.release_at is not None and not row.is_released_later:
        found.append("time-passed")
    if row.is_past_its_last_time:
        found.append("deadline-passed")
    return found


def approvals_needed(row: Announcement) -> int:
    """How many approvals the House asks for; sensitive announcements have their own number."""
    name = "approvals_sensitive" if row.sensitivity == Sensitivity.SENSITIVE else "approvals_needed"
    needed: int = in_force(name)
    return needed


def may_approve(row: Announcement, person: User, *, through: str = Approval.Through.PAGE) -> bool:
    return objection(row, person, through=through) is None


@transaction.atomic
def approve(announcement: Announcement, *, digest: str, by: User, through: str = Approval.Through.PAGE) -> Approval:
    """Approve exactly what was read. Raises DigestMismatch, OwnWork, NotIndependent, MayNotApprove, IllegalMove.

    With the last approval that the House asks for, the announcement is approved; where it has an hour to come, which
    was approved with it, it goes out then.
    """
    row = lock(announcement)
    approval = record_approval(row, take_snapshot(row), digest=digest, by=by, through=through)
    _as(announcement, row)
    return approval


def record_approval(row: Announcement, snapshot: Snapshot, *, digest: str, by: User, through: str) -> Approval:
    """`row` is locked, and `snapshot` of it as it is now."""
    target = ANNOUNCEMENT_WORKFLOW.after(row.state, "approve")
    refused, assigned = assess(row, by, through=through)
    if assigned is None:
        raise (refused or MayNotApprove)(str(row.pk))
    if digest != row.digest or snapshot.digest != digest:
        raise DigestMismatch(str(row.pk))
    edition = save_edition(row, snapshot)
    try:
        with transaction.atomic():
            approval: Approval = Approval.objects.create(
                announcement=row, edition=edition, digest=digest, by=by, office=assigned.office,
                granted_by_id=assigned.granted_by_id, author_id=row.author_id, last_editor_id=row.last_editor_id,
                through=through,
            )  # fmt: skip
    except IntegrityError:
        earlier: Approval = row.approvals.current().get(by=by)
        return earlier
    log_action(row, "approve", by=by, edition=edition.number, of_office=assigned.office.slug, through=through)
    is_approved = _has_enough_approvals(row)
    if is_approved:
        _become_approved(row, target, by=by)
    notices.note_approval(row, is_approved=is_approved, by=by)
    return approval


def _has_enough_approvals(row: Announcement) -> bool:
    given: int = row.approvals.current().filter(digest=row.digest).count()
    return given >= approvals_needed(row)


def _become_approved(row: Announcement, target: str, *, by: Any) -> None:
    row.state = target
    row.save(update_fields=["state"])
    if (hour := row.release_at) is not None and hour > timezone.now():
        log_action(move(row, "schedule"), "schedule", by=by, at=hour.isoformat(timespec="minutes"))


@transaction.atomic
def recount_approvals(*, by: Any) -> int:
    """After the House asks for fewer approvals: what has enough of them by now is approved, and waits for nobody. How
    many that are. What was approved under another number stays approved."""
    approved = 0
    for one in Announcement.objects.in_state(State.IN_REVIEW).order_by("pk"):
        row = lock(one)
        if row.state == State.IN_REVIEW and take_snapshot(row).digest == row.digest and _has_enough_approvals(row):
            _become_approved(row, ANNOUNCEMENT_WORKFLOW.after(row.state, "approve"), by=by)
            log_action(row, "recount", by=by, needed=approvals_needed(row))
            notices.note_approval(row, is_approved=True, by=by)
            approved += 1
    return approved


@transaction.atomic
def send_back(announcement: Announcement, *, note: str, by: User) -> Announcement:
    """Back to those who write, with a note; its approvals are void."""
    row = move(announcement, "send_back")
    row.approvals.current().update(voided_at=timezone.now(), voided_why="sent-back")
    Proposal.objects.create(announcement=row, edition=save_edition(row, take_snapshot(row)), by=by, note=note.strip())
    log_action(row, "send_back", by=by, **office_facts(row, by))
    notices.note_sent_back(row, by=by)
    return _as(announcement, row)


@transaction.atomic
def propose(
    announcement: Announcement, *, texts: Mapping[str, Mapping[str, str]],
    own_texts: Mapping[str, Mapping[int, str]] | None = None, note: str, by: User,
) -> Proposal:  # fmt: skip
    """Propose a change without becoming an editor; `texts` is {lang: {title, body}}, `own_texts` {lang: {account:
    text}} of channels that have one."""
    row = lock(announcement)
    now, own = texts_of(row), _own_changed(row, own_texts or {})
    changed: dict[str, dict[str, Any]] = {
        lang: {**words, **({"own": own[lang]} if lang in own else {})}
        for lang, words in {**{lang: now[lang] for lang in own}, **texts}.items()
        if now.get(lang) != dict(words) or lang in own
    }
    proposal = Proposal.objects.create(
        announcement=row, edition=save_edition(row, take_snapshot(row)), by=by, texts=changed, note=note.strip()
    )
    log_action(row, "propose", by=by, languages=sorted(changed), **office_facts(row, by))
    if changed:
        notices.note_proposal(row, by=by)
    return proposal


def _own_changed(row: Announcement, own_texts: Mapping[str, Mapping[int, str]]) -> dict[str, dict[str, Any]]:
    """By language and account, with what stands there now: it is only replaced where that still does."""
    found: dict[str, dict[str, Any]] = {}
    for target in row.targets.select_related("account"):
        for lang, by_account in own_texts.items():
            was, text = target.own_texts.get(lang, ""), by_account.get(target.account_id, "")
            if text and was and text != was:
                change = {"channel": target.account.name, "was": was, "text": text}
                found.setdefault(lang, {})[str(target.account_id)] = change
    return found


@transaction.atomic
def take_over(proposal: Proposal, *, by: User) -> Announcement:
    """Make the proposed edit: whoever takes it over is its editor. Raises EditConflict where a text has moved
    on, OwnWork where the proposer would take over their own."""
    if proposal.by_id == by.pk:
        raise OwnWork(str(proposal.pk))
    now: Proposal = Proposal.objects.select_for_update().select_related("edition").get(pk=proposal.pk)
    now.state = PROPOSAL_WORKFLOW.after(now.state, "take")
    row = lock(proposal.announcement)
    if row.by_language and now.edition.content["wordings"] != texts_of(row):
        raise EditConflict(str(row.edit))
    with editing(proposal.announcement, by=by) as row:
        for lang, words in now.texts.items():
            one, _ = row.texts.get_or_create(lang=lang)
            if (one.title, one.body) != (words["title"], words["body"]):
                one.title, one.body, one.edit = words["title"], words["body"], one.edit + 1
                one.save()
            _write_own_texts(row, lang, words.get("own", {}))
    _decided(now, by=by)
    log_action(row, "take_over", by=by, languages=sorted(now.texts))
    return proposal.announcement


def _write_own_texts(row: Announcement, lang: str, own: Mapping[str, Mapping[str, str]]) -> None:
    """Raises EditConflict where one reads otherwise by now, or its channel is not chosen any more."""
    for account, change in own.items():
        target = row.targets.select_for_update().filter(account=int(account)).first()
        if target is None or target.own_texts.get(lang) != change["was"]:
            raise EditConflict(str(row.edit))
        target.own_texts[lang] = change["text"]
        target.save(update_fields=["own_texts"])


@transaction.atomic
def decline(proposal: Proposal, *, by: User) -> Proposal:
    now: Proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    now.state = PROPOSAL_WORKFLOW.after(now.state, "decline")
    _decided(now, by=by)
    log_action(now.announcement, "decline", by=by)
    return now


@transaction.atomic
def overrule(announcement: Announcement, *, remark: str, check: str, reason: str, by: User) -> Override:
    """Overrule a blocking remark; for those who may approve it. Raises OwnWork, NotIndependent, MayNotApprove."""
    row = lock(announcement)
    if (refused := objection(row, by)) is not None:
        raise refused(str(row.pk))
    override, _ = Override.objects.get_or_create(
        announcement=row, remark=remark, defaults={"check_name": check, "reason": reason.strip()[:300], "by": by}
    )
    log_action(row, "overrule", by=by, check=check, **office_facts(row, by))
    return override


@transaction.atomic
def keep_own_text(announcement: Announcement, *, remark: str, lang: str, channels: str, by: User) -> Override:
    """Whoever writes it says that an own text is right as it is, though the correction took words out that still stand
    in it. It holds while both texts are the same; approvers see who said so. Raises IllegalMove where it can no
    longer be edited."""
    row = lock(announcement)
    ANNOUNCEMENT_WORKFLOW.after(row.state, "edit")
    override, is_new = Override.objects.get_or_create(
        announcement=row, remark=remark, defaults={"check_name": UNCORRECTED, "reason": "", "by": by}
    )
    if is_new:
        log_action(row, "keep_own_text", by=by, lang=lang, channel=channels[:LONGEST_FACT])
    return override


def _decided(proposal: Proposal, *, by: User) -> None:
    proposal.decided_by, proposal.decided_at = by, timezone.now()
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    others = Proposal.objects.filter(announcement=proposal.announcement_id, state=Proposal.State.OPEN)
    if not others.exclude(texts={}).exists():
        notices.end_proposals(proposal.announcement)


def _as(announcement: Announcement, row: Announcement) -> Announcement:
    for name in ("state", "digest", "submitted_at", "edit"):
        setattr(announcement, name, getattr(row, name))
    return announcement
