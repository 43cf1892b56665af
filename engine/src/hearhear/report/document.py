"""The report as data: the contents of `report.json`, from which `report.html` is made.

Every number is next to the ids of its messages, and every quotation next to the id of its message and its place in the
original. Personal data are redacted. The same messages give the same bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from hearhear import __version__
from hearhear.analyse import Analysis
from hearhear.report import campaigns, links, messages, themes
from hearhear.report.messages import MessageIndex

FORMAT = "hearhear-report/1"
Document = dict[str, Any]


def document(analysis: Analysis, *, title: str = "", rejected: Mapping[str, int] | None = None) -> Document:
    """The report on an analysis; `rejected`: how many rows of the input were no messages, by reason.

    Its shape is described in `docs/hearhear.md`.
    """
    index = MessageIndex(analysis)
    theme_data = themes.themes_data(analysis, index)
    return {
        "format": FORMAT,
        "engine": {"name": "hearhear", "version": __version__, "model": analysis.settings.model},
        "title": title,
        "asked": links.targets_data(analysis),
        "received": _received(index, rejected or {}),
        "languages": _by(index, index.lang, "lang"),
        "channels": _by(index, [channel or "" for channel in index.channel], "channel"),
        "over_time": messages.over_time(index),
        "themes": theme_data,
        "links": links.links_data(analysis, index),
        "campaigns": campaigns.campaigns_data(analysis, index, theme_data),
        "redactions": _redactions(analysis, index),
    }


def to_json(report: Document) -> str:
    """The report as written: keys sorted, one space of indent a level, a line end at the end."""
    return json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _received(index: MessageIndex, rejected: Mapping[str, int]) -> Document:
    aside = [
        {"reason": reason, **index.where(one == reason for one in index.set_aside)}
        for reason in sorted({one for one in index.set_aside if one})
    ]
    counted = list(zip(index.campaign, index.set_aside, index.repeat, strict=True))
    return {
        "all": index.count(index.ids),
        "unknown_senders": index.unknown_senders(),
        "individual": index.where(index.individual),
        "in_campaigns": index.where(bool(campaign) and not aside for campaign, aside, _ in counted),
        "repeats": index.where(repeat and not campaign and not aside for campaign, aside, repeat in counted),
        "set_aside": aside,
        "rejected": [{"reason": reason, "rows": rows} for reason, rows in sorted(rejected.items())],
        "first": messages.day(min((sent for sent in index.sent_at if sent), default=None)),
        "last": messages.day(max((sent for sent in index.sent_at if sent), default=None)),
        "undated": index.where(sent is None for sent in index.sent_at),
    }


def _by(index: MessageIndex, values: Sequence[str], name: str) -> list[Document]:
    """Messages by a value that each has one of, the most frequent first."""
    sizes = Counter(values)
    order = sorted(sizes, key=lambda value: (-sizes[value], value))
    return [{name: value, **index.where(one == value for one in values)} for value in order]


def _redactions(analysis: Analysis, index: MessageIndex) -> list[Document]:
    kinds = analysis.redactions["kind"].to_pylist()
    owners = analysis.redactions["id"].to_pylist()
    sizes = Counter(kinds)
    return [
        {
            "kind": kind,
            "places": sizes[kind],
            **index.count({name for name, one in zip(owners, kinds, strict=True) if one == kind}),
        }
        for kind in sorted(sizes, key=lambda kind: (-sizes[kind], kind))
    ]
