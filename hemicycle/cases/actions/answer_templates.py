"""What an office answers often: texts by language, with names in braces that are filled in where they are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import formats, timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, User
from hemicycle.cases.models import AnswerTemplate, Subject
from hemicycle.cases.outcomes.hearing import next_hearing
from hemicycle.cases.outcomes.of_case import heard_address
from hemicycle.record.models import AgendaItem, Document, Organization
from hemicycle.rules import audit
from hemicycle.rules.classification import Classification
from hemicycle.rules.site_address import absolute

PLACEHOLDERS: dict[str, str | Promise] = {
    "name": _("the writer’s name on their network"),
    "bill": _("the bill that the case is about"),
    "stage": _("the last step of the bill"),
    "sitting": _("the day and the body of the next sitting that deals with the bill"),
    "committee": _("the committee responsible for the bill, or that the case is about"),
    "link": _("the address of the bill’s page"),
}
_IN_BRACES = re.compile(r"\{([^{}\s]{1,40})\}")


def placeholders_in(text: str) -> list[str]:
    return list(dict.fromkeys(_IN_BRACES.findall(text)))


def unknown_placeholders(text: str) -> list[str]:
    return [name for name in placeholders_in(text) if name not in PLACEHOLDERS]


def braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def why_not_fillable(text: str) -> str:
    """What is said of placeholders that nobody can fill in; "" where there are none."""
    names = unknown_placeholders(text)
    said = gettext("Nobody can fill in %(names)s. Known are %(known)s.")
    return said % {"names": braced(names), "known": braced(PLACEHOLDERS)} if names else ""


def unfilled_placeholders(text: str) -> list[str]:
    """Of those that we know; whatever else stands in braces is somebody's own words."""
    return [name for name in placeholders_in(text) if name in PLACEHOLDERS]


def filled(text: str, known: Mapping[str, str]) -> str:
    """What is not known stays, for a person to fill in."""
    return _IN_BRACES.sub(lambda found: known.get(found[1]) or found[0], text)


def bill_named(bill: Document, lang: str) -> str:
    """What stands for {bill}, in the language of the answer."""
    with override(lang):
        # The title first: in French and Spanish the two begin with the same words.
        return f"{bill.titles.in_language(lang).text} ({bill.name})"


@dataclass(frozen=True)
class Facts:
    """What templates say of the bill, or else the committee, that a case is about. It is read from the record when the
    first template asks for it. A bill that not everybody may read is not named, nor is its committee."""

    bill: Document | None
    committee: Organization | None

    def known(self, text: str, lang: str) -> dict[str, str]:
        """What stands for the placeholders of this text, in the language of the answer; "" for what is not known."""
        with override(lang):
            return {name: _SAID[name](self, lang) for name in placeholders_in(text) if name in _SAID}

    def named(self, lang: str) -> str:
        return bill_named(self._public, lang) if self._public is not None else ""

    def stage(self, lang: str) -> str:
        step = self._public.step_on(timezone.localdate()) if self._public is not None else None
        return str(step.get_stage_display()) if step is not None else ""

    def sitting(self, lang: str) -> str:
        if self._hearing is None:
            return ""
        sitting = self._hearing.sitting
        body = sitting.organization.names.in_language(lang).text
        return f"{formats.date_format(sitting.date, 'DATE_FORMAT')}, {body}"

    def responsible(self, lang: str) -> str:
        found = self.responsible_committee
        return found.names.in_language(lang).text if found is not None else ""

    def link(self, lang: str) -> str:
        return absolute(self._public.get_absolute_url()) if self._public is not None else ""

    def heard(self, lang: str) -> str:
        """The address of what was heard about the bill, for *Inform*; no placeholder of templates."""
        return self._heard

    @cached_property
    def responsible_committee(self) -> Organization | None:
        return (self._public.committee if self._public is not None else None) or self.committee

    @property
    def _public(self) -> Document | None:
        bill = self.bill
        return bill if bill is not None and bill.classification == Classification.PUBLIC else None

    @cached_property
    def _heard(self) -> str:
        found = heard_address(self._public) if self._public is not None else ""
        return absolute(found) if found else ""

    @cached_property
    def _hearing(self) -> AgendaItem | None:
        return next_hearing(self._public) if self._public is not None else None


_SAID: dict[str, Callable[[Facts, str], str]] = {
    "bill": Facts.named, "stage": Facts.stage, "sitting": Facts.sitting, "committee": Facts.responsible,
    "link": Facts.link, "heard": Facts.heard,
}  # fmt: skip


def facts_of(subjects: Iterable[Subject]) -> Facts:
    """By the first bill, and the first committee, of what a case is about."""
    about = list(subjects)
    bill = next((one.bill for one in about if one.bill is not None), None)
    return Facts(bill, next((one.committee for one in about if one.committee is not None), None))


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
