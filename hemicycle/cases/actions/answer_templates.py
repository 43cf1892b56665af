"""What an office answers often: texts by language, with names in braces that are filled in where they are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemicycle.accounts.models import Office, User
from hemicycle.cases.models import AnswerTemplate
from hemicycle.record.models import Document
from hemicycle.rules import audit

PLACEHOLDERS: dict[str, str | Promise] = {
    "name": _("the writer’s name on their network"),
    "bill": _("the bill that the case is about"),
}
_IN_BRACES = re.compile(r"\{([^{}\s]{1,40})\}")


def placeholders_in(text: str) -> list[str]:
    return list(dict.fromkeys(_IN_BRACES.findall(text)))


def unknown_placeholders(text: str) -> list[str]:
    return [name for name in placeholders_in(text) if name not in PLACEHOLDERS]


def unfilled_placeholders(text: str) -> list[str]:
    """Of those that we know; whatever else stands in braces is somebody's own words."""
    return [name for name in placeholders_in(text) if name in PLACEHOLDERS]


def filled(text: str, known: Mapping[str, str]) -> str:
    """What is not known stays, for a person to fill in."""
    return _IN_BRACES.sub(lambda found: known.get(found[1]) or found[0], text)


def bill_named(bill: Document, lang: str) -> str:
    """What stands for {bill}, in the language of the answer."""
    with override(lang):
        return f"{bill.name}, {bill.titles.in_language(lang).text}"


@transaction.atomic
def save_template(
    template: AnswerTemplate | None, *, office: Office, name: str, lang: str, text: str, by: User
) -> AnswerTemplate:
    """A new one, or the same with other words. ValueError for a placeholder that nobody can fill in."""
    if unknown_placeholders(text):
        raise ValueError(unknown_placeholders(text))
    row = template or AnswerTemplate(office=office)
    row.name, row.lang, row.text = " ".join(name.split())[:80], lang, text.strip()
    row.changed_by, row.changed_at = by, timezone.now()
    row.save()
    audit.record("cases.save_template", by=by, about=row, office=office, lang=lang)
    return row


@transaction.atomic
def delete_template(template: AnswerTemplate, *, by: Any) -> None:
    audit.record("cases.delete_template", by=by, about=template, office=template.office, lang=template.lang)
    template.delete()
