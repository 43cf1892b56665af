"""Findings as CSV and JSON: about messages, by their number, and never with the key of a sender."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from .models import Analysis, Finding

COLUMNS = (
    "message",
    "channel",
    "language",
    "sent_at",
    "counted_as",
    "campaign",
    "campaign_name",
    "family",
    "similarity",
    "repeat",
    "set_aside",
    "own_words",
    "engine_counted_as",
    "engine_campaign",
    "corrected_by",
)
AT_ONCE = 2_000
# What a spreadsheet would take for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Line:
    """A file for csv.writer that gives back each line it is given."""

    def write(self, line: str) -> str:
        return line


def safe(value: object) -> object:
    """Text that no spreadsheet runs as a formula; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def as_csv(analysis: Analysis) -> Iterator[str]:
    """With a byte order mark, without which spreadsheets read UTF-8 wrongly."""
    writer = csv.writer(Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows(analysis):
        yield writer.writerow([safe(row[name]) for name in COLUMNS])


def as_json(analysis: Analysis) -> Iterator[str]:
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
        "note": "People who write choose themselves; these numbers are no poll.",
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "findings": ['
    between = "\n"
    for row in rows(analysis):
        yield between + json.dumps(row, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def rows(analysis: Analysis) -> Iterator[dict[str, Any]]:
    findings = analysis.findings.select_related("campaign", "engine_campaign", "correction").defer("evidence")
    for finding in findings.order_by("pk").iterator(chunk_size=AT_ONCE):
        yield _row(finding)


def _row(finding: Finding) -> dict[str, Any]:
    campaign, engine, correction = finding.campaign, finding.engine_campaign, finding.correction
    return {
        "message": finding.inbound_id,
        "channel": finding.channel,
        "language": finding.lang,
        "sent_at": finding.sent_at.isoformat() if finding.sent_at else None,
        "counted_as": finding.place,
        "campaign": campaign.key if campaign else None,
        "campaign_name": str(campaign) if campaign else None,
        "family": campaign.family or None if campaign else None,
        "similarity": finding.similarity,
        "repeat": finding.repeat,
        "set_aside": finding.set_aside or None,
        "own_words": finding.personal_text or None,
        "engine_counted_as": finding.engine_place,
        "engine_campaign": engine.key if engine else None,
        "corrected_by": correction.by_name if correction else None,
    }
