"""What messages are about, theme by theme."""

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


def themes_data(analysis: Analysis, bag: MessageIndex) -> dict[str, Any] | None:
    """The themes, the largest first, each before its sub-themes; None where none were looked for."""
    if analysis.themes is None:
        return None
    rows = {row["theme_id"]: row for row in analysis.themes.themes.to_pylist() if row["theme_id"] != OTHER}
    voices = _voices(rows, analysis)
    alone = {name for name, is_alone in zip(bag.ids, bag.individual, strict=True) if is_alone}
    listed = [_theme(row, voices[name], bag, alone) for name, row in rows.items()]
    held: set[str] = set().union(*voices.values()) if voices else set()
    sample = analysis.themes.sample
    return {
        "individual": len(alone),
        "campaigns": len(analysis.representatives),
        "list": _nested(listed),
        "none": bag.count(alone - held),
        "sample": None if sample is None else {"size": sample.size, "of": sample.of, "error": round(sample.error, 4)},
    }


def _voices(rows: Mapping[str, dict[str, Any]], analysis: Analysis) -> dict[str, set[str]]:
    """For each theme the voices that speak of it or of one of its sub-themes."""
    voices: dict[str, set[str]] = {name: set() for name in rows}
    assert analysis.themes is not None
    mentions = analysis.themes.mentions
    for name, theme in zip(mentions["id"].to_pylist(), mentions["theme_id"].to_pylist(), strict=True):
        at: str | None = None if theme == OTHER else theme
        while at is not None:
            voices[at].add(name)
            at = rows[at]["parent_id"]
    return voices


def _theme(row: Mapping[str, Any], voices: set[str], bag: MessageIndex, alone: set[str]) -> dict[str, Any]:
    everyone = bag.everyone(voices)
    spoken = Counter(bag.lang[bag.place[name]] for name in everyone)
    return {
        "theme": row["theme_id"],
        "parent": row["parent_id"],
        "labels": dict(row["labels"]),
        "words": row["words"],
        "description": " ".join(row["description"].split()),
        "individual": bag.count(voices & alone),
        "campaigns": bag.campaigns_of(voices),
        "all": bag.count(everyone),
        "majority": _majority(bag.count(voices & alone), bag.count(alone)),
        "languages": [
            {"lang": lang, "messages": spoken[lang]} for lang in sorted(spoken, key=lambda one: (-spoken[one], one))
        ],
        "quotes": _quotes(row["quotes"], bag),
        "place": [round(row["x"], 4), round(row["y"], 4)],
    }


def _quotes(written: str, bag: MessageIndex) -> list[dict[str, Any]]:
    """Quotations that differ once personal data is out, as long as may be."""
    quotes: dict[str, dict[str, Any]] = {}
    for one in json.loads(written):
        text = bag.text[bag.place[one["id"]]]
        quote = bag.quote(one["id"], *beginning(text, one["start"], one["end"]))
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
