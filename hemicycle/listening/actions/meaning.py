"""The themes and the links of one run, as rows; themes keep the key that they had in the run before."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from hearhear.themes import OTHER

from hemicycle.record.addresses import new_address

from ..engine.matching import continued_keys
from ..engine.targets import parts_of
from ..models import Analysis, Finding, Inquiry, Link, Mention, Theme
from ..models.link import NAMING
from ..models.theme import NO_THEME
from ..text.redaction import cut_out, without

ROWS_A_WRITE = 1_000
# Candidates are shown, never one silent answer; beyond the third, only what the message names itself is kept.
CANDIDATES = 3


@dataclass
class Stored:
    """What is known of a stored message, by its key: its finding, the campaign it is in, what was redacted in it.

    `private`: where its sentences are nobody else's business.
    """

    findings: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    hidden: dict[str, Mapping[str, str]] = field(default_factory=dict)
    private: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, finding: Finding, hidden: Mapping[str, str]) -> None:
        key = str(finding.inbound_id)
        self.findings[key] = (finding.pk, finding.engine_campaign_id)
        if hidden:
            self.hidden[key] = hidden
        if finding.private:
            self.private[key] = finding.private

    def not_to_describe(self, messages: pa.Table, guarded: Collection[int]) -> frozenset[str]:
        """The words of private sentences, and all of what threatens somebody or seems to, on one line each."""
        whole = {str(key) for key in guarded}
        wanted = pa.array([*self.private, *whole], pa.string())
        rows = messages.filter(pc.is_in(messages["id"], value_set=wanted))
        return frozenset(
            " ".join(text[start:end].split())
            for key, text in zip(rows["id"].to_pylist(), rows["text"].to_pylist(), strict=True)
            for start, end, _why in ([(0, None, "")] if key in whole else self.private[key])
        )


def store_themes(analysis: Analysis, found: Any, stored: Stored, messages: pa.Table) -> None:
    """Write themes and what speaks of them; `found` is the engine's Themes, or None."""
    if found is None:
        return
    rows, mentions = found.themes.to_pylist(), found.mentions
    keys = _continued_keys(analysis, mentions)
    hidden = _hidden_by_theme(mentions, stored)
    private = stored.not_to_describe(messages, analysis.inquiry.guarded)
    themes = {
        row["theme_id"]: _theme(analysis, _without_private(row, private), keys, hidden[row["theme_id"]])
        for row in rows
    }
    with transaction.atomic():
        Theme.objects.bulk_create(themes.values(), batch_size=ROWS_A_WRITE)
        _put_under_parents(rows, themes)
    _write(Mention, _mentions(analysis, mentions, themes, stored))


def _without_private(row: Mapping[str, Any], private: Collection[str]) -> Mapping[str, Any]:
    """The theme without a description that tells of somebody or threatens them, and without labels that are its
    beginning."""
    description = row["description"] or ""
    if not description or not any(one in description or description in one for one in private):
        return row
    labels = [(lang, label) for lang, label in row["labels"] or () if not description.startswith(label.rstrip(" …"))]
    return {**row, "description": "", "labels": labels}


def _theme(analysis: Analysis, row: Mapping[str, Any], keys: Mapping[str, str], hidden: Mapping[str, str]) -> Theme:
    return Theme(
        analysis=analysis,
        key=NO_THEME if row["theme_id"] == OTHER else keys.get(row["theme_id"]) or new_address(),
        labels=dict(row["labels"] or []),
        words=list(row["words"] or []),
        description=without(row["description"] or "", hidden),
        question=row["question"] or "",
        quotes=json.loads(row["quotes"]) if row["quotes"] else [],
        x=row["x"],
        y=row["y"],
        engine_messages=row["messages"],
        engine_senders=row["senders"],
        engine_campaigns=row["campaigns"],
        engine_voices=row["voices"],
    )


def _put_under_parents(rows: list[dict[str, Any]], themes: Mapping[str, Theme]) -> None:
    parts = []
    for row in rows:
        if row["parent_id"]:
            theme = themes[row["theme_id"]]
            theme.parent = theme.engine_parent = themes[row["parent_id"]]
            parts.append(theme)
    Theme.objects.bulk_update(parts, ["parent", "engine_parent"], batch_size=ROWS_A_WRITE)


def _hidden_by_theme(mentions: pa.Table, stored: Stored) -> dict[str, dict[str, str]]:
    """What was redacted in the messages of each theme: its description is one of their sentences."""
    hidden: dict[str, dict[str, str]] = defaultdict(dict)
    for key, theme in zip(mentions["id"].to_pylist(), mentions["theme_id"].to_pylist(), strict=True):
        if key in stored.hidden:
            hidden[theme] |= stored.hidden[key]
    return hidden


def _continued_keys(analysis: Analysis, mentions: pa.Table) -> dict[str, str]:
    before = Inquiry.objects.values_list("shown", flat=True).get(pk=analysis.inquiry_id)
    speaking = Mention.objects.filter(analysis=before, engine_theme__isnull=False).exclude(engine_theme__key=NO_THEME)
    rows = speaking.values_list("finding__inbound", "engine_theme__key").iterator()
    old = ((str(inbound), key) for inbound, key in rows)
    new = set(zip(*(mentions[name].to_pylist() for name in ("id", "theme_id")), strict=True))
    return continued_keys(old, sorted((message, theme) for message, theme in new if theme != OTHER))


def _mentions(
    analysis: Analysis, mentions: pa.Table, themes: Mapping[str, Theme], stored: Stored
) -> Iterator[Mention]:
    """The surest passage of each message for each theme."""
    seen: set[tuple[str, str]] = set()
    for row in mentions.sort_by(
        [("certainty", "descending"), ("id", "ascending"), ("start", "ascending")]
    ).to_pylist():
        pair = (row["id"], row["theme_id"])
        if pair in seen or row["id"] not in stored.findings:
            continue
        seen.add(pair)
        finding, campaign = stored.findings[row["id"]]
        theme = themes[row["theme_id"]]
        yield Mention(
            analysis=analysis,
            finding_id=finding,
            campaign_id=campaign,
            start=row["start"],
            end=max(row["start"], row["end"]),
            certainty=_share(row["certainty"]),
            engine_theme=theme,
            theme=theme,
        )


def store_links(analysis: Analysis, links: pa.Table, stored: Stored) -> None:
    """Write the candidates for what each message speaks of."""
    _write(Link, _links(analysis, links, stored))


def _links(analysis: Analysis, links: pa.Table, stored: Stored) -> Iterator[Link]:
    for row in links.to_pylist():
        if row["id"] not in stored.findings:
            continue
        reasons = json.loads(row["reasons"]) if row["reasons"] else []
        named = any(reason["kind"] in NAMING for reason in reasons)
        if row["rank"] > CANDIDATES and not named:
            continue
        finding, campaign = stored.findings[row["id"]]
        document, eid = parts_of(row["target_id"])
        hidden = stored.hidden.get(row["id"], {})
        yield Link(
            analysis=analysis,
            finding_id=finding,
            campaign_id=campaign,
            document_id=document,
            eid=eid,
            rank=row["rank"],
            score=_share(row["score"]),
            reasons=[{**reason, "text": cut_out(reason["text"] or "", hidden)} for reason in reasons],
            named=named,
        )


def _write(model: Any, rows: Iterator[Any]) -> None:
    while batch := list(islice(rows, ROWS_A_WRITE)):
        with transaction.atomic():
            model.objects.bulk_create(batch)


def _share(number: float) -> float:
    return min(1.0, max(0.0, number))
