"""Themes for the report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from hearhear.analyse import Analysis
from hearhear.report.messages import Count, MessageIndex, beginning
from hearhear.themes import OTHER

QUANTITIES = ("all", "nearly_all", "most", "half", "large_minority", "minority", "small_minority", "none")
QUOTES = 3
"""Quotations of a theme: more is a list that nobody reads."""


def themes_data(analysis: Analysis, index: MessageIndex) -> dict[str, Any] | None:
    """The themes, the largest first, each before its sub-themes; None where none were looked for."""
    if analysis.themes is None:
        return None
    rows = {row["theme_id"]: row for row in analysis.themes.themes.to_pylist() if row["theme_id"] != OTHER}
    voices = _voices(rows, analysis)
    alone = {name for name, is_alone in zip(index.ids, index.individual, strict=True) if is_alone}
    listed = [_theme(row, voices[name], index, alone) for name, row in rows.items()]
    covered: set[str] = set().union(*voices.values()) if voices else set()
    sample = analysis.themes.sample
    return {
        "individual": len(alone),
        "campaigns": len(analysis.representatives),
        "list": _nested(listed),
        "none": index.count(alone - covered),
        "sample": None if sample is None else {"size": sample.size, "of": sample.of, "error": round(sample.error, 4)},
    }


def _voices(rows: Mapping[str, dict[str, Any]], analysis: Analysis) -> dict[str, set[str]]:
    """For each theme the voices with a passage in it or in one of its sub-themes."""
    voices: dict[str, set[str]] = {name: set() for name in rows}
    assert analysis.themes is not None
    mentions = analysis.themes.mentions
    for name, theme in zip(mentions["id"].to_pylist(), mentions["theme_id"].to_pylist(), strict=True):
        at: str | None = None if theme == OTHER else theme
        while at is not None:
            voices[at].add(name)
            at = rows[at]["parent_id"]
    return voices


def _theme(row: Mapping[str, Any], voices: set[str], index: MessageIndex, alone: set[str]) -> dict[str, Any]:
    members_of = index.members_of(voices)
    by_language = Counter(index.lang[index.place[name]] for name in members_of)
    return {
        "theme": row["theme_id"],
        "parent": row["parent_id"],
        "question": row["question"] or "",
        "labels": dict(row["labels"]),
        "words": row["words"],
        "description": " ".join(row["description"].split()),
        "individual": index.count(voices & alone),
        "campaigns": index.campaigns_of(voices),
        "all": index.count(members_of),
        "majority": _majority(index.count(voices & alone), index.count(alone)),
        "languages": [
            {"lang": lang, "messages": by_language[lang]}
            for lang in sorted(by_language, key=lambda one: (-by_language[one], one))
        ],
        "quotes": _quotes(row["quotes"], index),
        "clearly": row["clear"],
        "perhaps": max(0, row["messages"] - row["clear"]),
        "sure": round(row["sure"], 3),
        "doubts": index.count({one["id"] for one in json.loads(row["doubts"])}),
        "place": [round(row["x"], 4), round(row["y"], 4)],
    }


def _quotes(written: str, index: MessageIndex) -> list[dict[str, Any]]:
    """Quotations that differ once personal data is out, as long as may be."""
    quotes: dict[str, dict[str, Any]] = {}
    for one in json.loads(written):
        text = index.text[index.place[one["id"]]]
        quote = index.quote(one["id"], *beginning(text, one["start"], one["end"]))
        quotes.setdefault(" ".join(quote["text"].casefold().split()), quote)
    return list(quotes.values())[:QUOTES]


def _nested(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Largest first by individual voices, then by messages; sub-themes after the theme they are of."""
    order = sorted(listed, key=lambda one: (-one["individual"]["messages"], -one["all"]["messages"], one["theme"]))
    known = {one["theme"] for one in order}
    children: dict[str, list[dict[str, Any]]] = {}
    for one in order:
        children.setdefault(one["parent"] if one["parent"] in known else "", []).append(one)
    found: list[dict[str, Any]] = []
    waiting = children.get("", [])[::-1]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1]["theme"], [])[::-1]
    return found


def _majority(part: Count, whole: Count) -> str:
    """The word for a part of the voices; from half on, for their senders too, so that one who writes much is no
    majority.
    """
    voices = quantity(part["messages"], whole["messages"])
    senders = quantity(part["senders"], whole["senders"])
    return max(voices, senders, key=QUANTITIES.index) if voices in QUANTITIES[:4] else voices


def quantity(part: int, whole: int) -> str:
    """The word for a part: all, nearly_all (nine in ten), most (over half), half, large_minority (a quarter),
    minority, small_minority (under one in twenty), none. Only what is over half is ever called most.
    """
    if part == 0:
        return "none"
    if part == whole:
        return "all"
    if 2 * part == whole:
        return "half"
    steps = ((0.9, "nearly_all"), (0.5, "most"), (0.25, "large_minority"), (0.05, "minority"))
    return next((word for least, word in steps if part >= least * whole), "small_minority")
