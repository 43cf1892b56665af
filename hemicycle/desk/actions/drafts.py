"""Drafts: open, write, set channels and times, discard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.channels.models import Account
from hemicycle.desk import prepared
from hemicycle.desk.actions import notices
from hemicycle.desk.actions.locking import editing, lock, log_action, move, save_edition
from hemicycle.desk.actions.offices import usual_accounts
from hemicycle.desk.actions.separation import record_edit
from hemicycle.desk.errors import EditConflict, InvalidTime
from hemicycle.desk.models import ABOUT, TIMES, Announcement, AnnouncementText, Presence, State, Target
from hemicycle.desk.snapshot import own_version, take_snapshot
from hemicycle.record.models import Document, Sitting, VoteEvent
from hemicycle.rules.errors import IllegalMove

_ABOUT: dict[type, str] = {Sitting: "sitting", Document: "document", VoteEvent: "vote"}
CHANGEABLE = frozenset(
    {"purpose", "sensitivity", "for_safety", "cannot_wait", "hashtags", "warnings", "reasons", *ABOUT, *TIMES}
)


@transaction.atomic
def draft(
    *, office: Office, by: User, texts: Mapping[str, tuple[str, str]] | None = None,
    accounts: Iterable[Account] | None = None, unfinished: bool = False, **what: Any,
) -> Announcement:  # fmt: skip
    """Open a draft: `texts` are (title, text) by language; without `accounts` it goes to the House's own site and
    feeds, which show everything that is released. `unfinished`: the texts say nothing as they are."""
    announcement = Announcement(office=office, author=by, last_editor=by, **_checked(what))
    announcement.begun_with = {lang: body for lang, (_, body) in (texts or {}).items()} if unfinished else {}
    announcement.save(force_insert=True)
    for lang, (title, body) in (texts or {}).items():
        AnnouncementText.objects.create(announcement=announcement, lang=lang, title=title, body=body)
    for account in usual_accounts(office) if accounts is None else accounts:
        Target.objects.create(announcement=announcement, account=account)
    announcement.digest = take_snapshot(announcement).digest
    announcement.save(update_fields=["digest"])
    record_edit(announcement, by=by)
    log_action(announcement, "draft", by=by, languages=sorted(texts or {}))
    return announcement


def draft_about(row: Sitting | Document | VoteEvent, *, office: Office, by: User) -> Announcement:
    """Open the draft that the record prepares of one of its rows, in every language."""
    about: dict[str, Any] = {_ABOUT[type(row)]: row}
    return draft(office=office, by=by, texts=prepared.texts(row), **about)


@transaction.atomic
def write_text(
    announcement: Announcement, *, lang: str, title: str, body: str, edit: int | None, by: User
) -> AnnouncementText:
    """Write the text in one language. `edit` is that of the text that was read, None where there was none.

    Raises EditConflict where somebody else has changed this text since; nothing is overwritten then.
    """
    row = lock(announcement)
    text: AnnouncementText | None = row.texts.select_for_update().filter(lang=lang).first()
    if (text.edit if text else None) != edit:
        raise EditConflict(lang)
    title, body = " ".join(title.split()), body.replace("\r\n", "\n").strip()
    if text is not None and (text.title, text.body) == (title, body):
        return text
    with editing(announcement, by=by) as row:
        if text is None:
            return AnnouncementText.objects.create(announcement=row, lang=lang, title=title, body=body)
        text.title, text.body, text.edit = title, body, text.edit + 1
        text.save()
        return text


@transaction.atomic
def drop_language(announcement: Announcement, *, lang: str, by: User) -> None:
    """Its text stays in an edition, from which `restore_language` brings it back; texts of channels stay as well."""
    row = lock(announcement)
    save_edition(row, take_snapshot(row))
    with editing(announcement, by=by) as row:
        row.texts.filter(lang=lang).delete()


@transaction.atomic
def restore_language(announcement: Announcement, *, lang: str, by: User) -> AnnouncementText:
    """Bring back a language that was removed, as it last was, or begin one; raises EditConflict where it is there."""
    kept = (edition.content["wordings"].get(lang) for edition in announcement.editions.order_by("-number"))
    text = next(filter(None, kept), {"title": "", "body": ""})
    return write_text(announcement, lang=lang, title=text["title"], body=text["body"], edit=None, by=by)


@transaction.atomic
def change(announcement: Announcement, *, edit: int, by: User, **what: Any) -> Announcement:
    """Change what it is about, its topics, purpose, times; raises EditConflict, InvalidTime."""
    topics = what.pop("topics", None)
    is_new_time = topics is None and "release_at" in what and what.keys() <= {"release_at", "not_after"}
    verb = "new_time" if is_new_time else "edit"
    with editing(announcement, by=by, edit=edit, verb=verb) as row:
        if topics is not None:
            row.topics.set(topics)
        for name, value in _checked(what).items():
            setattr(row, name, value)
        _refuse_invalid_times(row)
    return announcement


@transaction.atomic
def choose_accounts(announcement: Announcement, accounts: Iterable[Account], *, by: User) -> Announcement:
    """Through which accounts it goes out; only open ones of its own office. The own texts of one that is taken off
    are kept, for when it is chosen again."""
    chosen = {account.pk: account for account in accounts}
    if any(one.office_id != announcement.office_id or not one.is_open for one in chosen.values()):
        raise PermissionError("an announcement goes out through open accounts of its own office")
    targeted = set(announcement.targets.values_list("account_id", flat=True))
    if targeted == chosen.keys():
        return announcement
    with editing(announcement, by=by) as row:
        dropped = row.targets.exclude(account__in=chosen)
        row.kept_texts |= {str(one.account_id): one.own_texts for one in dropped if one.own_texts}
        dropped.delete()
        for key in sorted(chosen.keys() - targeted):
            own_texts = row.kept_texts.pop(str(key), {})
            Target.objects.create(announcement=row, account=chosen[key], own_texts=own_texts)
    return announcement


@transaction.atomic
def write_own_text(target: Target, *, lang: str, text: str, by: User, read: str | None = None) -> Target:
    """Write a text of its own for one account and language; an empty one removes it. `read` is the version that was
    read (`own_version`); None: whatever is there now.

    Raises EditConflict where somebody else has changed it since; nothing is overwritten then.
    """
    text = text.replace("\r\n", "\n").strip()
    lock(target.announcement)
    target.refresh_from_db(fields=["own_texts"])
    if target.own_texts.get(lang, "") == text:
        return target
    if read is not None and own_version(target, lang) != read:
        raise EditConflict(lang)
    with editing(target.announcement, by=by) as row:
        now = row.targets.select_for_update().get(pk=target.pk)
        now.own_texts = {k: v for k, v in {**now.own_texts, lang: text}.items() if v}
        now.save(update_fields=["own_texts"])
    target.own_texts = now.own_texts
    return target


@transaction.atomic
def discard(announcement: Announcement, *, by: User) -> Announcement:
    """It is sent only if somebody restores it; it was never public."""
    row = move(announcement, "discard")
    row.approvals.current().update(voided_at=timezone.now(), voided_why="discarded")
    log_action(row, "discard", by=by)
    notices.note_move(row)
    return announcement


@transaction.atomic
def restore(announcement: Announcement, *, by: User) -> Announcement:
    """A draft again, without approvals. Raises IllegalMove where another correction of the same was begun since."""
    row = lock(announcement)
    if row.corrects is not None and row.corrects.corrections.exclude(state=State.DISCARDED).exists():
        raise IllegalMove("another correction was begun")
    log_action(move(announcement, "restore"), "restore", by=by)
    return announcement


def mark_present(announcement: Announcement, *, by: User) -> None:
    """Somebody has it open for writing: called every few seconds, not audited."""
    Presence.objects.update_or_create(announcement=announcement, user=by, defaults={"seen_at": timezone.now()})


def _checked(what: Mapping[str, Any]) -> Mapping[str, Any]:
    if unknown := what.keys() - CHANGEABLE:
        raise TypeError(f"an announcement has no {sorted(unknown)}")
    if sum(what.get(name) is not None for name in ABOUT) > 1:
        raise ValueError("an announcement is about one thing of the record")
    return what


def _refuse_invalid_times(row: Announcement) -> None:
    """Raises InvalidTime with the name of the time that cannot be."""
    first = row.earliest_release
    for name in ("not_after", "expires_at"):
        at = getattr(row, name)
        if at is not None and first is not None and at <= first:
            raise InvalidTime(name)
