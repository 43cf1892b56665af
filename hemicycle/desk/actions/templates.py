"""Templates of an office: saved, used, removed and restored by whoever writes in it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.desk.actions.copying import KIND, Beginning, begin
from hemicycle.desk.actions.library import said_of
from hemicycle.desk.actions.locking import log_action
from hemicycle.desk.actions.offices import usual_accounts
from hemicycle.desk.errors import NameTaken
from hemicycle.desk.models import Announcement, LibraryItem, Template, TemplateMedium, TemplateTarget
from hemicycle.rules import audit

Texts = Mapping[str, tuple[str, str]]
"""Title and body by language."""


@transaction.atomic
def save_template(
    *, office: Office, name: str, texts: Texts, template: Template | None = None, holds: Beginning | None = None,
    by: User,
) -> Template:  # fmt: skip
    """A new template, or `template` with another name or other texts. `holds`: all that comes with it besides, in
    place of what did; None leaves that as it is. Raises NameTaken, PermissionError for what another office holds."""
    row = template or Template(office=office, made_by=by)
    row.name = " ".join(name.split())
    row.texts = {lang: {"title": title.strip(), "body": body.strip()} for lang, (title, body) in sorted(texts.items())}
    for field in (*KIND, "committee_id"):
        if holds is not None and field in holds.fields:
            setattr(row, field, holds.fields[field])
    _save(row)
    if holds is not None:
        _hold(row, holds)
    audit.record("desk.save_template", by=by, about=row, office=office, languages=sorted(texts))
    return row


def _hold(row: Template, holds: Beginning) -> None:
    offices = {one.office_id for one in holds.own_texts} | {item.office_id for item, _said in holds.media}
    if offices - {row.office_id}:
        raise PermissionError("a template holds channels and files of its own office")
    row.topics.set(holds.topics)
    row.targets.all().delete()
    row.media.all().delete()
    for account, own_texts in holds.own_texts.items():
        TemplateTarget.objects.create(template=row, account=account, own_texts=dict(own_texts))
    for order, (item, said) in enumerate(holds.media):
        TemplateMedium.objects.create(template=row, item=item, order=order, **said)


def held_by(template: Template, values: Mapping[str, Mapping[str, str]] | None = None) -> Beginning:
    """What an announcement begins with that uses it: without channels that were closed since, and without files that
    were archived or whose rights have ended. With no channel of its own it begins as every draft does."""
    targets, media = list(template.targets.all()), list(template.media.all())
    open_ones = [one for one in targets if one.account.is_open]
    own_texts = {one.account: one.own_texts if values is None else one.filled(values) for one in open_ones}
    return Beginning(
        office=template.office,
        fields={name: getattr(template, name) for name in (*KIND, "committee_id")},
        texts=template.filled(values or {}),
        topics=template.topics.all(),
        own_texts=own_texts if targets else {account: {} for account in usual_accounts(template.office)},
        media=[(one.item, said_of(one)) for one in media if _usable(one.item)],
        left_out=[
            *(one.account for one in targets if not one.account.is_open),
            *(one.item for one in media if not _usable(one.item)),
        ],
    )


def _usable(item: LibraryItem) -> bool:
    return item.archived_at is None and not item.has_ended


@transaction.atomic
def use_template(template: Template, *, values: Mapping[str, Mapping[str, str]], by: User) -> Announcement:
    """Open a draft with it; `values` are what it leaves open, by language and placeholder."""
    announcement = begin(held_by(template, values), by=by)
    log_action(announcement, "draft", by=by, languages=sorted(template.texts), template=template.pk)
    return announcement


@transaction.atomic
def remove_template(template: Template, *, by: User) -> None:
    Template.objects.filter(pk=template.pk).update(removed_at=timezone.now())
    audit.record("desk.remove_template", by=by, about=template, office=template.office)


@transaction.atomic
def restore_template(template: Template, *, by: User) -> None:
    """Raises NameTaken where another has its name since."""
    template.removed_at = None
    _save(template)
    audit.record("desk.restore_template", by=by, about=template, office=template.office)


def _save(row: Template) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NameTaken(row.name) from error
