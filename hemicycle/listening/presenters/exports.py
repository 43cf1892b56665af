"""Findings as CSV and JSON: about messages, by their number, personal data redacted, and never the key of a sender.

`mark`: who took the file and when; it stands in the head of the JSON and in each row of the CSV, so that a part of it
says so too.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from hemicycle.rules import spreadsheets

from ..engine.targets import target_id
from ..models import Analysis, Finding, Theme

COLUMNS = (
    "message",
    "channel",
    "language",
    "language_certainty",
    "question",
    "sent_at",
    "counted_as",
    "campaign",
    "campaign_name",
    "family",
    "similarity",
    "repeat",
    "set_aside",
    "own_words",
    "themes",
    "speaks_of",
    "redacted",
    "engine_language",
    "engine_counted_as",
    "engine_campaign",
    "corrected_by",
)
MARK = "taken_by"
AT_ONCE = 2_000


def as_csv(analysis: Analysis, *, mark: str) -> Iterator[str]:
    lines = ([*(_in_a_cell(row[name]) for name in COLUMNS), mark] for row in rows(analysis))
    return spreadsheets.as_csv((*COLUMNS, MARK), lines)


def _in_a_cell(value: object) -> object:
    return "; ".join(value) if isinstance(value, list) else value


def as_json(analysis: Analysis, *, mark: str) -> Iterator[str]:
    """One object: what was analysed and how, then the findings."""
    head = {
        "inquiry": analysis.inquiry.address,
        "title": analysis.inquiry.title,
        "analysed_at": analysis.finished_at.isoformat() if analysis.finished_at else None,
        "engine": f"hearhear {analysis.engine_version}",
        "settings": analysis.settings,
        "messages": analysis.messages,
        "senders": analysis.senders,
        "campaigns": analysis.campaigns_shown,
        "in_campaigns": analysis.in_campaigns,
        "individual_voices": analysis.voices,
        "themes": [_theme(theme) for theme in analysis.themes.shown().select_related("parent").largest_first()],
        "clauses": {key: _numbers(one) for key, one in analysis.tally.get("clauses", {}).items()},
        "redacted": analysis.redacted,
        "sample": analysis.sample or None,
        MARK: mark,
        "note": "People who write choose themselves; these numbers are no poll.",
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "findings": ['
    between = "\n"
    for row in rows(analysis):
        yield between + json.dumps(row, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _theme(theme: Theme) -> dict[str, Any]:
    """With the engine's own numbers beside those that are shown."""
    return {
        "theme": theme.key,
        "name": theme.label,
        "part_of": theme.parent.key if theme.parent else None,
        "messages": theme.messages,
        "senders": theme.senders,
        "individual_voices": theme.voices,
        "campaigns": theme.campaigns,
        "languages": theme.languages,
        "engine_messages": theme.engine_messages,
        "confirmed": theme.confirmed_id is not None,
    }


def _numbers(counted: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in counted.items() if name != "quotes"}


def rows(analysis: Analysis) -> Iterator[dict[str, Any]]:
    """A row for every message; what its campaign speaks of, it speaks of. No words of one that seems a threat."""
    findings = analysis.findings.select_related("campaign", "engine_campaign", "correction", "stratum")
    spoken = _Spoken(analysis)
    for finding in findings.defer("evidence", "shown_text").order_by("pk").iterator(chunk_size=AT_ONCE):
        yield _row(finding, spoken, analysis.inquiry.guarded)


class _Spoken:
    """Which themes and clauses each message speaks of, itself or through the one that represents its campaign."""

    def __init__(self, analysis: Analysis) -> None:
        mentions = analysis.mentions.filter(theme__isnull=False).order_by("theme__key")
        links = analysis.links.sure().order_by("document", "eid")
        self.themes = _by_speaker(mentions.values_list("finding", "campaign", "theme__key"))
        pairs = links.values_list("finding", "campaign", "document", "eid")
        self.links = _by_speaker((who, group, target_id(document, eid)) for who, group, document, eid in pairs)

    @staticmethod
    def of(found: dict[tuple[str, int], list[str]], finding: Finding) -> list[str]:
        own = found.get(("message", finding.pk), [])
        theirs = found.get(("campaign", finding.engine_campaign_id or 0), [])
        return list(dict.fromkeys([*own, *theirs]))


def _by_speaker(rows: Iterable[tuple[int, int | None, str]]) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for finding, campaign, thing in rows:
        found["message", finding].append(thing)
        if campaign is not None:
            found["campaign", campaign].append(thing)
    return found


def _row(finding: Finding, spoken: _Spoken, guarded: frozenset[int]) -> dict[str, Any]:
    campaign, engine, correction = finding.campaign, finding.engine_campaign, finding.correction
    return {
        "message": finding.inbound_id,
        "channel": finding.channel,
        "language": finding.lang,
        "language_certainty": finding.lang_certainty,
        "question": finding.stratum.question or None if finding.stratum else None,
        "sent_at": finding.sent_at.isoformat() if finding.sent_at else None,
        "counted_as": finding.place,
        "campaign": campaign.key if campaign else None,
        "campaign_name": str(campaign) if campaign else None,
        "family": campaign.family or None if campaign else None,
        "similarity": finding.similarity,
        "repeat": finding.repeat,
        "set_aside": finding.set_aside or None,
        "own_words": None if finding.inbound_id in guarded else finding.personal_text or None,
        "themes": spoken.of(spoken.themes, finding),
        "speaks_of": spoken.of(spoken.links, finding),
        "redacted": len(finding.redactions),
        "engine_language": finding.engine_lang,
        "engine_counted_as": finding.engine_place,
        "engine_campaign": engine.key if engine else None,
        "corrected_by": correction.by_name if correction else None,
    }
