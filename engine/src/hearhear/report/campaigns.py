"""Campaigns for the report: the common text, the variants, and what senders added."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hearhear import redaction
from hearhear.analyse import Analysis
from hearhear.report.messages import MessageIndex, beginning, day

QUOTES = 3
OWN = 40
"""Characters of own words that are more than a greeting or a line of an address."""
SAID_BY = 3
"""A filling of a slot is shown when at least so many have it: what one or two wrote there may identify them."""
COMPARED = 60
"""Wordings that a template is rebuilt from at most, of which its shares are parts (see `hearhear.campaigns`)."""
FILLINGS = 4


def campaigns_data(analysis: Analysis, index: MessageIndex, themes: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Every campaign, the largest first."""
    return [
        _campaign(row, index, themes, analysis.representatives) for row in analysis.campaigns.campaigns.to_pylist()
    ]


def _campaign(
    row: Mapping[str, Any], index: MessageIndex, themes: Mapping[str, Any] | None, representatives: Mapping[str, str]
) -> dict[str, Any]:
    name = row["campaign_id"]
    own = [one for one in index.members[name] if len(index.personal[index.place[one]].strip()) >= OWN]
    return {
        "campaign": name,
        "family": row["family_id"],
        "lang": row["lang"] or "und",
        "kind": row["kind"],
        "title": _shown(row["title"], row["lang"]),
        "all": index.count(index.members[name]),
        "first": day(row["first_seen"]),
        "last": day(row["last_seen"]),
        "links": row["links"],
        "representative": representatives[name],
        "template": _template(json.loads(row["template"]), row["lang"], row["messages"]),
        "themes": [one["theme"] for one in (themes or {"list": []})["list"] if name in one["campaigns"]],
        "own_words": index.count(own) | {"quotes": _own_words(own, index)},
    }


def _template(segments: Sequence[Mapping[str, Any]], lang: str | None, messages: int) -> list[dict[str, Any]]:
    return [
        {
            "kind": segment["kind"],
            "text": _shown(segment["text"], lang) if segment["kind"] == "fixed" else "",
            "share": segment["share"],
            "examples": _fillings(segment["examples"], lang, messages),
        }
        for segment in segments
    ]


def _fillings(examples: Sequence[Mapping[str, Any]], lang: str | None, messages: int) -> list[dict[str, Any]]:
    least = SAID_BY / min(messages, COMPARED)
    known = [one for one in examples if one["text"] and one["share"] >= least - 0.0005]
    return [
        {"text": one["text"], "share": one["share"]}
        for one in known[:FILLINGS]
        if not redaction.find(one["text"], lang=lang)
    ]


def _shown(text: str, lang: str | None) -> str:
    return redaction.redact(text, redaction.find(text, lang=lang), lang=lang)


def _own_words(own: Sequence[str], index: MessageIndex) -> list[dict[str, Any]]:
    """Quotations from the messages with the longest personal text."""
    order = sorted(own, key=lambda name: (-len(index.personal[index.place[name]]), index.place[name]))
    quotes: dict[str, dict[str, Any]] = {}
    for name in order:
        text, personal = index.text[index.place[name]], index.personal[index.place[name]]
        longest = max((line.strip() for line in personal.splitlines()), key=len, default="")
        at = text.find(longest)
        if longest and at >= 0:
            quote = index.quote(name, *beginning(text, at, at + len(longest)))
            quotes.setdefault(quote["text"], quote)
        if len(quotes) == QUOTES:
            break
    return list(quotes.values())
