"""From a draft to what is in force: sent to the body that decides, adopted by it, activated by a second person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.desk.actions import recount_approvals
from hemicycle.rules import actions as rules

from ..content import digest_of
from ..errors import Changed, NoReason, NothingChanged, NothingEnforced, NotReady, SecondPersonNeeded
from ..models import Adoption, Article, State, Version
from ..words import PLACEHOLDER
from .locking import lock, log, move, refuse_unless_editor
from .notices import note_activation_settled, note_adopted

APPROVALS = frozenset({"approvals_needed", "approvals_sensitive"})


@transaction.atomic
def send(version: Version, *, by: Any) -> Version:
    """To the body that adopts it; its text does not change from now on. Raises NotReady, IllegalMove."""
    row = lock(version)
    refuse_unless_editor(row.policy, by=by)
    move(row, "send")
    if reasons := missing(row):
        raise NotReady(reasons)
    row.digest, row.sent_at = digest_of(row.read_whole()), timezone.now()
    row.save(update_fields=["state", "digest", "sent_at"])
    log("send", row, by=by, digest=row.digest)
    return row


def missing(version: Version) -> list[str]:
    """What keeps a draft from being sent: articles, languages, what is behind, values that one language does not say,
    amendments nobody decided on."""
    row = version.read_whole()
    articles = list(row.articles.all())
    found = [] if articles else ["no-article"]
    for article in articles:
        for language in row.policy.languages:
            text = article.by_language.get(language)
            if text is None or not text.heading.strip() or not text.text.strip():
                found.append(f"no-text {article.key} {language}")
            elif text.is_behind:
                found.append(f"behind {article.key} {language}")
        found += [f"lost-value {article.key} {language} {name}" for language, name in lost_values(article)]
    found += [f"undecided {one.number}" for one in row.amendments.undecided()]
    return found


def lost_values(article: Article) -> list[tuple[str, str]]:
    """(language, name): a value that the article decides and says in another language, and not in this one."""
    said = {
        one.language: {*PLACEHOLDER.findall(f"{one.heading} {one.text} {one.why}")}
        for one in article.texts.all()
        if one.text.strip()
    }
    somewhere = {name for names in said.values() for name in names} & article.parameters.keys()
    return [(language, name) for language, names in sorted(said.items()) for name in sorted(somewhere - names)]


@transaction.atomic
def return_to_drafting(version: Version, *, by: Any) -> Version:
    """The body asks for changes before it decides."""
    row = lock(version)
    refuse_unless_editor(row.policy, by=by)
    move(row, "return")
    row.digest, row.sent_at = "", None
    row.save(update_fields=["state", "digest", "sent_at"])
    log("return", row, by=by)
    return row


@transaction.atomic
def record_adoption(
    version: Version, *, digest: str, body: str, on: date, way: str, is_adopted: bool = True, reference: str = "",
    votes: tuple[int, int, int | None] | None = None, by: User,
) -> Adoption:  # fmt: skip
    """What a body decided about exactly this text.

    `votes`: for, against and abstentions of a vote; abstentions None where nobody counted them.

    The policy of the House is adopted or rejected by the first; a text of several bodies is adopted by the first that
    does, and further ones are recorded beside it. Raises Changed, IllegalMove.
    """
    row = lock(version)
    refuse_unless_editor(row.policy, by=by)
    _refuse_changed(row, digest)
    if row.state == State.SENT:
        if is_adopted or row.policy.is_enforced:
            move(row, "adopt" if is_adopted else "reject")
            row.adoption_recorded_by = by
            row.save(update_fields=["state", "adoption_recorded_by"])
    elif row.policy.is_enforced or row.state != State.ADOPTED:
        move(row, "adopt")
    counts = dict(zip(("votes_for", "votes_against", "abstentions"), votes or (None,) * 3, strict=True))
    adoption: Adoption = row.adoptions.create(
        body=body.strip(), on=on, way=way, is_adopted=is_adopted, reference=reference.strip(), digest=row.digest,
        recorded_by=by, **counts,
    )  # fmt: skip
    if is_adopted and row.policy.is_enforced:
        note_adopted(row, by=by)
    log("adopt" if is_adopted else "reject", row, by=by, way=way, on=on.isoformat())
    return adoption


@transaction.atomic
def correct_adoption(
    adoption: Adoption, *, on: date, way: str, votes: tuple[int, int, int | None] | None = None, reference: str = "",
    why: str, by: User,
) -> Adoption:  # fmt: skip
    """Day, way, votes and reference as they were; what was recorded before stays in the audit log, and the public
    reads that it was corrected. Raises NoReason, NothingChanged; SecondPersonNeeded for whoever recorded it, once the
    policy was put in force by it."""
    version = lock(adoption.version)
    refuse_unless_editor(version.policy, by=by)
    if version.activated_at is not None and adoption.recorded_by_id == by.pk:
        raise SecondPersonNeeded(str(adoption.pk))
    if not why.strip():
        raise NoReason("a correction says what was wrong")
    row: Adoption = version.adoptions.get(pk=adoption.pk)
    before = _recorded(row)
    row.on, row.way, row.reference = on, way, reference.strip()
    row.votes_for, row.votes_against, row.abstentions = votes or (None, None, None)
    if (now := _recorded(row)) == before:
        raise NothingChanged(str(row.pk))
    row.corrected_at = timezone.now()
    row.save(update_fields=["on", "way", "reference", "votes_for", "votes_against", "abstentions", "corrected_at"])
    changed = sorted(name for name in now if now[name] != before[name])
    log("correct_adoption", version, by=by, was=[f"{name}: {before[name]}" for name in changed],
        now=[f"{name}: {now[name]}" for name in changed], why=why.strip())  # fmt: skip
    return row


def _recorded(row: Adoption) -> dict[str, str]:
    names = ("on", "way", "votes_for", "votes_against", "abstentions", "reference")
    return {name: str(value) if (value := getattr(row, name)) is not None else "" for name in names}


@transaction.atomic
def activate(version: Version, *, digest: str, by: User) -> list[str]:
    """Put an adopted policy of the House in force; the one before is replaced. The names of parameters that changed.

    Raises SecondPersonNeeded for who recorded the adoption, NothingEnforced, Changed, IllegalMove.
    """
    row = lock(version)
    refuse_unless_editor(row.policy, by=by)
    if not row.policy.is_enforced:
        raise NothingEnforced(row.policy.address)
    move(row, "activate")
    if row.adoption_recorded_by_id == by.pk:
        raise SecondPersonNeeded(str(row.pk))
    _refuse_changed(row, digest)
    now = timezone.now()
    for before in row.policy.versions.select_for_update().filter(state=State.IN_FORCE):
        move(before, "replace")
        before.ended_at = now
        before.save(update_fields=["state", "ended_at"])
    row.activated_at, row.activated_by = now, by
    row.save(update_fields=["state", "activated_at", "activated_by"])
    changed = rules.put_policy_in_force(
        row.read_whole().parameters, policy=f"{row.policy.address} {row.number}", by=by
    )
    follow_changes(changed, by=by)
    note_activation_settled(row)
    log("activate", row, by=by, changed=changed, digest=row.digest)
    return changed


def follow_changes(changed: Collection[str], *, by: Any) -> None:
    """In the transaction that puts these parameters in force: what has the approvals now asked for is approved, and
    waits for nobody who cannot come."""
    if not APPROVALS.isdisjoint(changed):
        recount_approvals(by=by)


def _refuse_changed(row: Version, digest: str) -> None:
    """The text is the one that was sent, and the one that whoever acts has read."""
    if not (digest == row.digest == digest_of(row.read_whole())):
        raise Changed(str(row.pk))
