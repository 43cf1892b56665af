"""Writing: a draft is opened, its wordings, variants, pictures, channels and times are set, or it is discarded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.channels.models import Account
from hemicycle.desk import prepared
from hemicycle.desk.actions.holding import editing, held, told
from hemicycle.desk.actions.separation import record_edit
from hemicycle.desk.errors import ChangedMeanwhile, WrongTime
from hemicycle.desk.models import ABOUT, Announcement, Presence, Target, Wording
from hemicycle.desk.snapshot import take_snapshot
from hemicycle.desk.workflow import ANNOUNCEMENT_LIFE
from hemicycle.record.models import Document, Sitting, VoteEvent

TIMES = ("release_at", "embargo_until", "not_after", "expires_at")
_ABOUT: dict[type, str] = {Sitting: "sitting", Document: "document", VoteEvent: "vote"}
CHANGEABLE = frozenset({"purpose", "sensitivity", "hashtags", "warnings", "reasons", *ABOUT, *TIMES})


@transaction.atomic
def draft(
    *, office: Office, by: User, wordings: Mapping[str, tuple[str, str]] | None = None,
    accounts: Iterable[Account] | None = None, **what: Any,
) -> Announcement:  # fmt: skip
    """Open a draft: `wordings` are (title, text) by language; without `accounts` it goes to the House's own site and
    feeds, which show everything that is released."""
    announcement = Announcement(office=office, author=by, last_editor=by, **_checked(what))
    announcement.save(force_insert=True)
    for lang, (title, body) in (wordings or {}).items():
        Wording.objects.create(announcement=announcement, lang=lang, title=title, body=body)
    own = Account.objects.open().filter(office=office, kind__in=("web", "feed"))
    for account in own if accounts is None else accounts:
        Target.objects.create(announcement=announcement, account=account)
    announcement.digest = take_snapshot(announcement).digest
    announcement.save(update_fields=["digest"])
    record_edit(announcement, by=by)
    told(announcement, "draft", by=by, languages=sorted(wordings or {}))
    return announcement


def draft_about(row: Sitting | Document | VoteEvent, *, office: Office, by: User) -> Announcement:
    """Open the draft that the record prepares of one of its rows, in every language."""
    about: dict[str, Any] = {_ABOUT[type(row)]: row}
    return draft(office=office, by=by, wordings=prepared.wordings(row), **about)


@transaction.atomic
def word(announcement: Announcement, *, lang: str, title: str, body: str, edit: int | None, by: User) -> Wording:
    """Set what is said in one language. `edit` is that of the wording that was read, None where there was none.

    Raises ChangedMeanwhile where somebody else has changed this wording since; nothing is overwritten then.
    """
    row = held(announcement)
    there: Wording | None = row.wordings.select_for_update().filter(lang=lang).first()
    if (there.edit if there else None) != edit:
        raise ChangedMeanwhile(lang)
    title, body = " ".join(title.split()), body.replace("\r\n", "\n").strip()
    if there is not None and (there.title, there.body) == (title, body):
        return there
    with editing(announcement, by=by) as row:
        if there is None:
            return Wording.objects.create(announcement=row, lang=lang, title=title, body=body)
        there.title, there.body, there.edit = title, body, there.edit + 1
        there.save()
        return there


@transaction.atomic
def drop_language(announcement: Announcement, *, lang: str, by: User) -> None:
    with editing(announcement, by=by) as row:
        row.wordings.filter(lang=lang).delete()


@transaction.atomic
def change(announcement: Announcement, *, edit: int, by: User, **what: Any) -> Announcement:
    """Change what it is about, its topics, purpose, times; raises ChangedMeanwhile, WrongTime."""
    topics = what.pop("topics", None)
    with editing(announcement, by=by, edit=edit) as row:
        if topics is not None:
            row.topics.set(topics)
        for name, value in _checked(what).items():
            setattr(row, name, value)
        _refuse_wrong_times(row)
    return announcement


@transaction.atomic
def choose_accounts(announcement: Announcement, accounts: Iterable[Account], *, by: User) -> Announcement:
    """Through which accounts it goes out; only open ones of its own office. Variants of those that stay are kept."""
    chosen = {account.pk: account for account in accounts}
    if any(one.office_id != announcement.office_id or not one.is_open for one in chosen.values()):
        raise PermissionError("an announcement goes out through open accounts of its own office")
    there = set(announcement.targets.values_list("account_id", flat=True))
    if there == chosen.keys():
        return announcement
    with editing(announcement, by=by) as row:
        row.targets.exclude(account__in=chosen).delete()
        for key in sorted(chosen.keys() - there):
            Target.objects.create(announcement=row, account=chosen[key])
    return announcement


@transaction.atomic
def vary(target: Target, *, lang: str, text: str, by: User) -> Target:
    """Write a variant for one account and language; an empty one gives it back to the channel."""
    text = text.replace("\r\n", "\n").strip()
    if target.texts.get(lang, "") == text:
        return target
    with editing(target.announcement, by=by) as row:
        now = row.targets.select_for_update().get(pk=target.pk)
        now.texts = {k: v for k, v in {**now.texts, lang: text}.items() if v}
        now.save(update_fields=["texts"])
    target.texts = now.texts
    return target


@transaction.atomic
def discard(announcement: Announcement, *, by: User) -> Announcement:
    """Put it away for good; it was never public."""
    row = held(announcement)
    row.state = ANNOUNCEMENT_LIFE.after(row.state, "discard")
    row.save(update_fields=["state"])
    row.approvals.standing().update(voided_at=timezone.now(), voided_why="discarded")
    told(row, "discard", by=by)
    announcement.state = row.state
    return announcement


def be_present(announcement: Announcement, *, by: User) -> None:
    """Somebody has it open for writing: said every few seconds, no line in the log."""
    Presence.objects.update_or_create(announcement=announcement, user=by, defaults={"seen_at": timezone.now()})


def _checked(what: Mapping[str, Any]) -> Mapping[str, Any]:
    if unknown := what.keys() - CHANGEABLE:
        raise TypeError(f"an announcement has no {sorted(unknown)}")
    if sum(what.get(name) is not None for name in ABOUT) > 1:
        raise ValueError("an announcement is about one thing of the record")
    return what


def _refuse_wrong_times(row: Announcement) -> None:
    """Raises WrongTime with the name of the time that cannot be."""
    first: datetime | None = max(filter(None, (row.release_at, row.embargo_until)), default=None)
    for name in ("not_after", "expires_at"):
        at = getattr(row, name)
        if at is not None and first is not None and at <= first:
            raise WrongTime(name)
