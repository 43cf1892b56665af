"""An answer of the engine that nobody computed, for measuring pages: campaigns, themes and links of lifelike sizes."""

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from hearhear import analyse
from hearhear.campaigns import CAMPAIGNS_SCHEMA, FINDINGS_SCHEMA, Campaigns
from hearhear.language import LANGUAGES_SCHEMA
from hearhear.linking import LINKS_SCHEMA
from hearhear.redaction import REDACTIONS_SCHEMA
from hearhear.themes import MENTIONS_SCHEMA, OTHER, THEMES_SCHEMA, Sample, Themes

from hemicycle.record.models import Document

from ..engine.targets import targets_of

LANGUAGES = ("en", "fr", "es")
# Two of five messages are campaign mail, in as many campaigns as a large bill draws.
CAMPAIGN_MAIL, CAMPAIGNS = 5, 200
# A large consultation has some dozens of themes, each with a few parts.
THEMES, PARTS = 40, 3
MENTIONS_EACH, LINKS_EACH = 2, 3


def made_up(messages: pa.Table, bill: Document | None) -> analyse.Analysis:
    ids = messages["id"].to_pylist()
    campaigns = _answer(ids)
    groups = campaigns.messages["campaign_id"].to_pylist()
    representatives = {group: key for key, group in reversed(list(zip(ids, groups, strict=True))) if group}
    speaking = [key for key, group in zip(ids, groups, strict=True) if not group or representatives[group] == key]
    redactions = [{"id": key, "start": 0, "end": 6, "kind": "name", "certainty": 0.9} for key in ids[::2]]
    languages = [{"id": key, "lang": LANGUAGES[n % 3], "certainty": 0.9} for n, key in enumerate(ids)]
    return analyse.Analysis(
        messages=messages,
        languages=pa.Table.from_pylist(languages, schema=LANGUAGES_SCHEMA),
        redactions=pa.Table.from_pylist(redactions, schema=REDACTIONS_SCHEMA),
        campaigns=campaigns,
        links=pa.Table.from_pylist(list(_links(speaking, bill)), schema=LINKS_SCHEMA),
        themes=_themes(speaking),
        about=(),
        representatives=representatives,
        settings=analyse.Settings(),
    )


def _links(speaking: list[str], bill: Document | None) -> Iterator[dict[str, Any]]:
    targets = sorted({target.id for target in targets_of(bill)})
    for number, key in enumerate(speaking):
        for rank in range(min(LINKS_EACH, len(targets))):
            reason = {"kind": "number" if (number + rank) % 2 else "words", "text": "", "start": 8, "end": 23}
            yield {
                "id": key,
                "target_id": targets[(number + rank) % len(targets)],
                "rank": rank + 1,
                "score": 0.9 - rank / 10,
                "reasons": json.dumps([{**reason, "weight": 0.9}]),
            }


def _themes(speaking: list[str]) -> Themes:
    mentions = [
        {"id": key, "theme_id": theme, "start": 0, "end": 60, "certainty": 0.5 + number % 50 / 100}
        for number, key in enumerate(speaking)
        for at in range(MENTIONS_EACH)
        for theme in _spoken_of(number + at * 7)
    ]
    rows = [_theme(f"t{n}", None, n) for n in range(THEMES)]
    rows += [_theme(f"t{n}.{part}", f"t{n}", n + part) for n in range(THEMES) for part in range(PARTS)]
    rows.append(_theme(OTHER, None, 0))
    return Themes(
        pa.Table.from_pylist(rows, schema=THEMES_SCHEMA),
        pa.Table.from_pylist(mentions, schema=MENTIONS_SCHEMA),
        Sample(10_000, len(speaking), 0.12) if len(speaking) > 10_000 else None,
    )


def _spoken_of(number: int) -> list[str]:
    """A theme and a part of it; the first themes are spoken of most."""
    if number % 11 == 0:
        return [OTHER]
    theme = int((number * 7919 % THEMES**2) ** 0.5)
    return [f"t{theme}", f"t{theme}.{number % PARTS}"]


def _theme(name: str, parent: str | None, number: int) -> dict[str, Any]:
    return {
        "theme_id": name,
        "parent_id": parent,
        "labels": [(lang, f"Theme {name} of the ferry ({lang})") for lang in LANGUAGES],
        "words": ["ferry", "lighthouse", name],
        "description": "People speak about the ferry and the lighthouse.",
        "quotes": "[]",
        "doubts": "[]",
        "clear": 0,
        "sure": 0.0,
        "messages": 0,
        "senders": 0,
        "campaigns": 0,
        "voices": 0,
        "languages": [],
        "x": float(number % 9),
        "y": float(number * 7 % 11),
        "question": None,
    }


def _answer(ids: list[str]) -> Campaigns:
    count = min(CAMPAIGNS, len(ids) // 20)
    rows = [_finding(key, number, count) for number, key in enumerate(ids)]
    campaigns = [_campaign(number) for number in range(count)]
    return Campaigns(
        pa.Table.from_pylist(rows, schema=FINDINGS_SCHEMA), pa.Table.from_pylist(campaigns, schema=CAMPAIGNS_SCHEMA)
    )


def _finding(key: str, number: int, campaigns: int) -> dict[str, Any]:
    # Campaigns of very different sizes: the square root draws more messages into the later ones.
    member = number % CAMPAIGN_MAIL < 2
    passage = {"text": "about the ferry", "start": 8, "end": 23, "shared_by": 900, "rarity": 40.0}
    return {
        "id": key,
        "campaign_id": f"c{int((number * 7919 % campaigns**2) ** 0.5)}" if member else None,
        "family_id": None,
        "similarity": 0.8 if member else None,
        "personal_text": f"My own words, number {number}." if member and number % 3 == 0 else "",
        "repeat": number % 50 == 2,
        "set_aside": "automatic_reply" if number % 50 == 3 else None,
        "evidence": json.dumps({"why": "passages" if member else None, "passages": [passage] if member else []}),
    }


def _campaign(number: int) -> dict[str, Any]:
    fixed = {
        "text": f"Dear members, this is letter {number} about the ferry.",
        "kind": "fixed",
        "share": 1.0,
        "examples": [],
    }
    slot = {"text": "", "kind": "slot", "share": 0.6, "examples": [{"text": "the islands", "share": 0.4}]}
    return {
        "campaign_id": f"c{number}",
        "family_id": f"f{number // 2}" if number % 10 < 4 else None,
        "template": json.dumps([fixed, slot]),
        "lang": LANGUAGES[number % len(LANGUAGES)],
        "messages": 0,
        "senders": 0,
        "links": [],
        "kind": "template",
        "title": "",
        "letter": json.dumps(_letter(f"{fixed['text']} Keep", " the ferry.")),
    }


def _letter(before: str, after: str) -> dict[str, Any]:
    examples = [{"text": f"the islands {n}", "letters": 40 - n} for n in range(6)]
    place = {"start": len(before) + 1, "end": len(before) + 12, "kind": "varies", "letters": 400, "wordings": 9}
    return {
        "id": "",
        "text": f"{before} the islands{after}",
        "letters": 900,
        "compared": 900,
        "marks": [place | {"examples": examples}],
    }
