"""What a run of the engine gives, in one piece, and the empty answers of parts that had nothing to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from hearhear.campaigns import Campaigns

LANGUAGES_SCHEMA = pa.schema([("id", pa.string()), ("lang", pa.string()), ("certainty", pa.float32())])
REDACTIONS_SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("kind", pa.string()),
        ("certainty", pa.float32()),
    ]
)
LINKS_SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("target_id", pa.string()),
        ("rank", pa.int32()),
        ("score", pa.float32()),
        ("reasons", pa.string()),
    ]
)


@dataclass(frozen=True)
class Found:
    """The engine's answer: tables in its schemas; `themes` is None where no meaning could be read."""

    campaigns: Campaigns
    languages: pa.Table = field(default_factory=LANGUAGES_SCHEMA.empty_table)
    redactions: pa.Table = field(default_factory=REDACTIONS_SCHEMA.empty_table)
    links: pa.Table = field(default_factory=LINKS_SCHEMA.empty_table)
    themes: Any = None
    settings: Any = None


@dataclass(frozen=True, slots=True)
class Target:
    id: str
    kind: str
    lang: str
    number: str = ""
    title: str = ""
    names: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    text: str = ""
    parent: str | None = None
