"""One document from the shown analysis: the facts, then sentences about them in one language, then the notes.

{"schema", "language", "version", "notice", "house", "office", "title", "question", "facts", "sections", "notes"}. It
holds no key of a row but the numbers of messages, no time of its own making and no fraction, so that the same findings
give the same bytes.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from hemicycle.rules.house_name import house_name, house_names

from ..models import Analysis
from . import facts
from .blocks import Notes
from .campaigns import campaigns
from .meaning import clauses, themes
from .quoting import Reviews
from .reading import Reading
from .sections import SECTIONS
from .strata import by_facts, questions

SCHEMA = "hemicycle-dossier/2"

Content = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """An inquiry's title and question, and the language they are in."""

    title: str
    question: str
    language: str


def build(
    analysis: Analysis,
    language: str,
    *,
    version: int = 1,
    notice: str = "",
    only_accepted: bool = False,
    asked: Asked | None = None,
) -> Content:
    """The dossier of this analysis, corrections in force; `notice` is what a reader must know first, `asked` the
    inquiry's title and question in another language than its own.

    `only_accepted`: without the quotes that nobody has looked at yet.
    """
    inquiry, notes = analysis.inquiry, Notes()
    asked = asked or Asked(inquiry.title, inquiry.question, inquiry.language)
    with translation.override(language):
        reading = Reading(analysis, Reviews.of(inquiry, language, only_accepted=only_accepted))
        content: Content = {
            "schema": SCHEMA,
            "language": language,
            "version": version,
            "notice": notice,
            "house": house_name(language),
            "office": _own_name(str(inquiry.office)),
            "title": asked.title,
            "title_language": asked.language,
            "question": asked.question,
            "bill": {"name": inquiry.bill.name, "title": str(inquiry.bill.titles.here)} if inquiry.bill else None,
            "facts": _facts(analysis, reading, notes, language),
        }
        made = (section(content, notes) for section in SECTIONS)
        listed = [one for part in made for one in (part if isinstance(part, list) else [part])]
        content["sections"] = [one for one in listed if one["blocks"]]
    return content | {"notes": notes.listed()}


def _facts(analysis: Analysis, reading: Reading, notes: Notes, language: str) -> Content:
    return {
        "counts": facts.counts(reading, notes),
        "channels": facts.sources(reading, notes, lambda row: row.channel),
        "languages": facts.sources(reading, notes, lambda row: row.lang),
        "days": facts.days(reading),
        "questions": questions(reading, notes),
        "themes": themes(reading, notes, language),
        "by_fact": by_facts(reading),
        "clauses": clauses(reading, notes, language),
        "campaigns": campaigns(reading, notes),
        "not_quoted": facts.not_quoted(reading, notes),
        "method": facts.method(analysis, reading, notes),
    }


def _own_name(office: str) -> str:
    """The office's name without the House's before it, which stands beside it in the language of the dossier."""
    for house in house_names().values():
        rest = office.removeprefix(house).lstrip(" ,:–—-")
        if rest and office.startswith(house):
            return rest
    return office


def as_bytes(content: Content) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(content: Content) -> str:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(as_bytes(content)).hexdigest()
