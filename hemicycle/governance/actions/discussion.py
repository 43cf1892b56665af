"""What participants do: comment on articles, propose amendments; and what the working group decides about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from hemicycle.accounts.actions import add_person
from hemicycle.accounts.models import User
from hemicycle.rules.errors import IllegalMove

from ..errors import AlreadyThere, EditConflict, NoReason, NotEditor, NothingChanged
from ..models import Amendment, Article, Comment, Participant, Policy, State, Version, leads
from ..words import FIELDS, merged, merged_values, refuse_unknown
from ..workflow import AMENDMENT_WORKFLOW
from . import notices
from .drafting import add_article, checked, refuse_decided_twice, revise_locked
from .locking import lock, lock_draft, log, refuse_unless_editor

Kind = Amendment.Kind


@transaction.atomic
def invite(
    policy: Policy, *, email: str, name: str, body: str = "", part: str, language: str = "", by: Any
) -> Participant:
    """Let somebody take part: whoever is not known yet is added as a person without any role, and whoever is gets a
    notice."""
    refuse_unless_editor(policy, by=by)
    person = User.objects.filter(email=email.strip().lower()).first()
    is_known = person is not None
    person = person or add_person(email=email, name=name, language=language, by=by)
    changed = {"part": part, "body": body.strip(), "left_at": None}
    new = {**changed, "invited_by": by if isinstance(by, User) else None}
    participant, _new = policy.participants.update_or_create(person=person, defaults=changed, create_defaults=new)
    if is_known:
        notices.note_invited(participant, by=by)
    log("invite", _latest(policy), by=by, part=part)
    return participant


@transaction.atomic
def leave(participant: Participant, *, by: Any) -> None:
    """They take part no more, by their own hand or the working group's; what they said stays."""
    if participant.person_id != getattr(by, "pk", None):
        refuse_unless_editor(participant.policy, by=by)
    Participant.objects.filter(pk=participant.pk, left_at=None).update(left_at=timezone.now())
    notices.note_left(participant)
    log("leave", _latest(participant.policy), by=by, part=participant.part)


def participant_of(policy: Policy, person: User) -> Participant:
    """The row of somebody who may speak here; who leads the policy of the House gets one. Raises NotEditor."""
    found = policy.participants.filter(person=person, left_at=None).first()
    if found is None and not leads(person):
        raise NotEditor(f"{person.pk} takes no part in {policy.address}")
    if found is not None:
        return found
    row, _new = policy.participants.update_or_create(
        person=person, defaults={"left_at": None, "part": Participant.Part.EDITOR}
    )
    return row


@transaction.atomic
def comment(
    version: Version, *, text: str, language: str, article: Article | None = None, answers: Comment | None = None,
    by: User,
) -> Comment:  # fmt: skip
    """Say something about an article, or about the whole. Raises NotEditor, AlreadyThere; IllegalMove where it is
    adopted."""
    row = _open_to_discussion(version)
    said = {"article": article.key if article else "", "answers": answers, "text": text.strip()}
    participant = participant_of(row.policy, by)
    if before := row.comments.filter(**said, by=participant, is_settled=False).first():
        raise AlreadyThere(before)
    kept: Comment = row.comments.create(**said, language=language, by=participant)
    log("comment", row, by=by, article=article.key if article else "")
    return kept


@transaction.atomic
def settle(said: Comment, *, by: Any, is_settled: bool = True) -> None:
    """The working group has dealt with it."""
    refuse_unless_editor(said.version.policy, by=by)
    Comment.objects.filter(pk=said.pk).update(is_settled=is_settled)
    log("settle", said.version, by=by, comment=said.pk, settled=is_settled)


def _open_to_discussion(version: Version) -> Version:
    row = lock(version)
    if row.state != State.DRAFT:
        raise IllegalMove(f"a version that is {row.state} is not discussed")
    return row


@transaction.atomic
def propose(
    version: Version, *, kind: str, language: str, reason: str, article: Article | None = None,
    read: Mapping[str, Any] | None = None, proposed: Mapping[str, Any] | None = None, by: User,
) -> Amendment:  # fmt: skip
    """Propose a change of one article, a new one behind it, or its removal. `read` is the article as the proposer saw
    it, `proposed` as they want it (see Amendment). Any number of them may stand beside each other. Raises NoReason,
    NotEditor, BadParameter, BadPlaceholder, DecidedTwice, NothingChanged, AlreadyThere; IllegalMove where the text is
    adopted."""
    if not reason.strip():
        raise NoReason("an amendment says why")
    wanted = dict(proposed or {})
    wanted["parameters"] = checked(wanted.get("parameters", {}))
    row = _open_to_discussion(version)
    if kind != Kind.REMOVE:
        _refuse_unfit(row, article if kind == Kind.CHANGE else None, read or {}, wanted)
    said = {"kind": kind, "article": article.key if article else "", "language": language, "reason": reason.strip()}
    participant = participant_of(row.policy, by)
    for before in row.amendments.undecided().filter(**said, by=participant):
        if before.proposed == wanted:
            raise AlreadyThere(before)
    last = Amendment.objects.filter(version__policy=row.policy).aggregate(last=Max("number"))["last"] or 0
    kept: Amendment = row.amendments.create(
        **said, number=last + 1, read=dict(read or {}), proposed=wanted, by=participant
    )
    notices.note_proposed(row, by=by)
    log("propose", row, by=by, amendment=kept.number, kind=kind, article=kept.article)
    return kept


def _refuse_unfit(
    version: Version, article: Article | None, read: Mapping[str, Any], wanted: Mapping[str, Any]
) -> None:
    """What could not be accepted as it stands is not proposed."""
    for name in FIELDS:
        refuse_unknown(wanted.get(name, ""), wanted["parameters"])
    refuse_decided_twice(version, wanted["parameters"], besides=article)
    if all(wanted.get(name, "") == read.get(name, "") for name in FIELDS) and (
        wanted["parameters"] == read.get("parameters", {})
    ):
        raise NothingChanged(version.policy.address)


@transaction.atomic
def withdraw(amendment: Amendment, *, by: User) -> None:
    """By whoever proposed it. Raises NotEditor."""
    now = _lock(amendment)
    if now.by.person_id != by.pk:
        raise NotEditor(f"{by.pk} did not propose it")
    _close(now, "withdraw", decision="", by=now.by)
    log("withdraw_amendment", now.version, by=by, amendment=now.number)


@transaction.atomic
def accept(amendment: Amendment, *, decision: str = "", by: User) -> None:
    """Put it into the text as it was proposed, beside whatever else was changed since.

    Raises EditConflict where both changed the same words or the article is gone: then it is merged by hand, or
    declined.
    """
    now = _lock(amendment)
    row = lock_draft(now.version, by=by)
    if now.kind == Kind.ADD:
        _add(now, row, now.proposed, by=by)
    elif now.kind == Kind.REMOVE:
        _remove(now, _article_of(now, row))
    else:
        article = _article_of(now, row)
        _change(now, row, article, together(now, article), by=by)
    _close(now, "accept", decision=decision, by=participant_of(row.policy, by))
    log("accept", row, by=by, amendment=now.number, article=now.article)


@transaction.atomic
def merge(
    amendment: Amendment, *, words: Mapping[str, Any], decision: str, edit: int, read: Mapping[str, Any] | None = None,
    by: User,
) -> None:  # fmt: skip
    """Put into the text what the working group makes of it, with the reason. `words`: heading, text, why and
    parameters; `edit` of the text that was read, and `read`, the values. Raises EditConflict, NoReason,
    BadPlaceholder."""
    now = _lock(amendment)
    row = lock_draft(now.version, by=by)
    if now.kind == Kind.ADD:
        _add(now, row, words, by=by)
    else:
        article, values = _article_of(now, row), words["parameters"]
        if read is not None:
            values = merged_values(read, article.parameters, values)
        _change(now, row, article, {**words, "parameters": values, "edit": edit}, by=by)
    _close(now, "merge", decision=decision, by=participant_of(row.policy, by))
    log("merge", row, by=by, amendment=now.number, article=now.article)


@transaction.atomic
def decline(amendment: Amendment, *, decision: str, by: User) -> None:
    """It does not go into the text, for a reason. Raises NoReason."""
    now = _lock(amendment)
    row = lock_draft(now.version, by=by)
    _close(now, "decline", decision=decision, by=participant_of(row.policy, by))
    log("decline", row, by=by, amendment=now.number, article=now.article)


def together(amendment: Amendment, article: Article) -> dict[str, Any]:
    """What the article would say with the amendment: heading, text, why, parameters, and the edit it is made on.

    Raises EditConflict where both changed the same.
    """
    text = article.by_language.get(amendment.language)
    now = {name: getattr(text, name, "") for name in FIELDS}
    read, wanted = amendment.read, amendment.proposed
    words: dict[str, Any] = {
        name: merged(read.get(name, ""), now[name], wanted.get(name, read.get(name, ""))) for name in FIELDS
    }
    words["parameters"] = merged_values(read.get("parameters", {}), article.parameters, wanted["parameters"])
    return {**words, "edit": text.edit if text else 0}


def _article_of(amendment: Amendment, version: Version) -> Article:
    """Raises EditConflict where it is gone."""
    found: Article | None = version.articles.filter(key=amendment.article).first()
    if found is None:
        raise EditConflict(amendment.article)
    return found


def _change(amendment: Amendment, row: Version, article: Article, words: Mapping[str, Any], *, by: User) -> None:
    fields = {name: words[name] for name in FIELDS}
    revise_locked(
        row, article, amendment.language, fields, words["parameters"], edit=words["edit"], same_meaning=False, by=by
    )


def _add(amendment: Amendment, row: Version, words: Mapping[str, Any], *, by: User) -> None:
    before = row.articles.filter(key=amendment.article).first()
    added = add_article(
        row, language=amendment.language, heading=words["heading"], text=words["text"], why=words.get("why", ""),
        after=before.position if before else None, parameters=words.get("parameters", {}), by=by,
    )  # fmt: skip
    Amendment.objects.filter(pk=amendment.pk).update(article=added.key)
    amendment.article = added.key


def _remove(amendment: Amendment, article: Article) -> None:
    """Only what was read is removed: where its words changed since, the proposer may think otherwise."""
    text = article.by_language.get(amendment.language)
    if text is not None and amendment.read.get("text") != text.text:
        raise EditConflict(article.key)
    article.delete()


def _lock(amendment: Amendment) -> Amendment:
    rows = Amendment.objects.select_for_update(of=("self",)).select_related("by__person", "version__policy")
    return rows.get(pk=amendment.pk)


def _close(amendment: Amendment, verb: str, *, decision: str, by: Participant) -> None:
    state = AMENDMENT_WORKFLOW.after(amendment.state, verb)
    if verb in ("merge", "decline") and not decision.strip():
        raise NoReason(f"an amendment is not {state} without a reason")
    Amendment.objects.filter(pk=amendment.pk).update(
        state=state, decision=decision.strip(), decided_by=by, decided_at=timezone.now()
    )
    notices.note_closed(amendment, by=by.person)


def _latest(policy: Policy) -> Version:
    found: Version | None = policy.versions.first()
    if found is None:
        raise Version.DoesNotExist(policy.address)
    return found
