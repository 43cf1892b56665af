"""The record of amendments: who proposed what, why, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from hemicycle.record.phrases import Phrase
from hemicycle.record.templatetags.phrases import language_name

from ..changes import proposed_by
from ..models import Amendment, Version
from ..presenters.text import headings
from .blocks import SAME, Block, Paper, Paragraph, Run, Section, plain
from .consolidated import body_name, state_line
from .marked_up import runs, values_changed

# Before and after a change: about a line of a printed page, by which a reader finds the place.
WORDS_AROUND = 14


def record_of_amendments(version: Version, language: str) -> Paper:
    """In the order of their numbers; each in the language in which it was proposed."""
    rows = version.amendments.select_related("by__person", "decided_by__person").order_by("number")
    with translation.override(language):
        titles = headings(version, language)
        return Paper(
            language=language,
            title=_("Record of amendments: %(title)s") % {"title": Phrase(version.policy.title).in_language(language)},
            lines=[state_line(version)],
            state=state_line(version),
            house=body_name(version, language),
            sections=[_section(one, titles) for one in rows],
        )


def _section(amendment: Amendment, titles: Mapping[str, str]) -> Section:
    blocks: list[Block] = [Paragraph(plain(one), "note") for one in _facts(amendment)]
    proposed = proposed_by(amendment)
    blocks += [Paragraph(found) for one in proposed.fields for found in shortened(runs(one.was, one.now))]
    if amendment.kind != Amendment.Kind.REMOVE:
        blocks += values_changed(proposed.values)
    blocks.append(Paragraph(plain(amendment.reason), "why", _("Reason")))
    if amendment.decision:
        blocks.append(Paragraph(plain(amendment.decision), "decision", _("Decision")))
    heading = _("Amendment %(n)s: %(article)s") % {"n": amendment.number, "article": _title(amendment, titles)}
    return Section(f"amendment-{amendment.number}", plain(heading), blocks)


def _title(amendment: Amendment, titles: Mapping[str, str]) -> str:
    """The article's heading, which stays known after it was removed."""
    read = amendment.read.get("heading") or amendment.proposed.get("heading")
    return titles.get(amendment.article) or str(read or amendment.article)


def _facts(amendment: Amendment) -> list[str]:
    """Who proposed what, when, in which language; and what became of it."""
    by = ", ".join(filter(None, (str(amendment.by.person), amendment.by.body)))
    proposed = [amendment.get_kind_display(), by, _day(amendment.at), str(language_name(amendment.language))]
    decided = [amendment.get_state_display(), *([_day(amendment.decided_at)] if amendment.decided_at else [])]
    return [" · ".join(proposed), " · ".join(decided)]


def _day(moment: datetime) -> str:
    return str(formats.date_format(timezone.localdate(moment), "DATE_FORMAT"))


def shortened(found: Sequence[Run]) -> list[list[Run]]:
    """The paragraphs that change, with some words around each change; before a new one, the end of the one above."""
    shown: list[list[Run]] = []
    above: list[Run] = []
    for part in _by_paragraph(found):
        if any(run.kind != SAME for run in part):
            is_whole = all(run.kind != SAME for run in part)
            if is_whole and above and all(run.kind == SAME for run in above):
                shown.append([Run(_last(above[-1].text))])
            shown.append([Run(_around(run.text, place, len(part)), run.kind) if run.kind == SAME else run
                          for place, run in enumerate(part)])  # fmt: skip
        above = part
    return shown


def _by_paragraph(found: Sequence[Run]) -> list[list[Run]]:
    parts: list[list[Run]] = [[]]
    for run in found:
        first, *more = run.text.split("\n\n")
        parts[-1] += [Run(first, run.kind)] if first else []
        parts += [[Run(text, run.kind)] if text else [] for text in more]
    return [part for part in parts if part]


def _around(text: str, place: int, total: int) -> str:
    """A stretch that stays: only its words next to a change, where it is long."""
    words = re.findall(r"\s*\S+\s*", text)
    head, tail = "".join(words[:WORDS_AROUND]).rstrip(), "".join(words[-WORDS_AROUND:])
    if place == 0:
        return _last(text)
    if place == total - 1:
        return f"{head} …" if len(words) > WORDS_AROUND else text
    return f"{head} … {tail}" if len(words) > 2 * WORDS_AROUND else text


def _last(text: str) -> str:
    words = re.findall(r"\s*\S+\s*", text)
    return f"… {''.join(words[-WORDS_AROUND:])}" if len(words) > WORDS_AROUND else text
