"""The record of amendments: who proposed what, why, and what became of it."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.record.phrases import Phrase

from ..changes import proposed_by
from ..models import Amendment, Version
from .blocks import Block, Paper, Paragraph, Section, plain
from .consolidated import body_name, state_line
from .marked_up import runs, values_changed


def record_of_amendments(version: Version, language: str) -> Paper:
    """In the order of their numbers; each in the language in which it was proposed."""
    rows = version.amendments.select_related("by__person", "decided_by__person").order_by("number")
    with translation.override(language):
        return Paper(
            language=language,
            title=_("Record of amendments: %(title)s") % {"title": Phrase(version.policy.title).in_language(language)},
            lines=[state_line(version)],
            state=state_line(version),
            house=body_name(version, language),
            sections=[_section(one) for one in rows],
        )


def _section(amendment: Amendment) -> Section:
    blocks: list[Block] = [Paragraph(plain(_facts(amendment)), "note")]
    proposed = proposed_by(amendment)
    blocks += [Paragraph(runs(one.was, one.now)) for one in proposed.fields]
    if amendment.kind != Amendment.Kind.REMOVE:
        blocks += values_changed(proposed.values)
    blocks.append(Paragraph(plain(amendment.reason), "why", _("Reason")))
    if amendment.decision:
        blocks.append(Paragraph(plain(amendment.decision), "decision", _("Decision")))
    heading = _("Amendment %(n)s: %(state)s") % {"n": amendment.number, "state": amendment.get_state_display()}
    return Section(f"amendment-{amendment.number}", plain(heading), blocks)


def _facts(amendment: Amendment) -> str:
    by = amendment.by.body or str(amendment.by.person)
    return " · ".join([amendment.get_kind_display(), amendment.article, by, amendment.language])
