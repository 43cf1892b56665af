"""Templates of an office: saved, changed, removed and restored by whoever writes in it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.desk.errors import NameTaken
from hemicycle.desk.models import Template
from hemicycle.rules import audit

Texts = Mapping[str, tuple[str, str]]
"""Title and body by language."""


@transaction.atomic
def save_template(*, office: Office, name: str, texts: Texts, template: Template | None = None, by: User) -> Template:
    """A new template, or `template` with another name or other texts. Raises NameTaken."""
    row = template or Template(office=office, made_by=by)
    row.name = " ".join(name.split())
    row.texts = {lang: {"title": title.strip(), "body": body.strip()} for lang, (title, body) in sorted(texts.items())}
    _save(row)
    audit.record("desk.save_template", by=by, about=row, office=office, languages=sorted(texts))
    return row


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
