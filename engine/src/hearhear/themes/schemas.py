"""What goes in and comes out: voices, themes, and who speaks of which where."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

VOICES_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("lang", pa.string()),
        pa.field("sender", pa.string()),
        pa.field("campaign_id", pa.string()),
        pa.field("messages", pa.int64(), nullable=False),
        pa.field("senders", pa.int64(), nullable=False),
    ]
)
THEMES_SCHEMA = pa.schema(
    [
        pa.field("theme_id", pa.string(), nullable=False),
        pa.field("parent_id", pa.string()),
        pa.field("labels", pa.map_(pa.string(), pa.string()), nullable=False),
        pa.field("words", pa.list_(pa.string()), nullable=False),
        pa.field("description", pa.string(), nullable=False),
        pa.field("quotes", pa.string(), nullable=False),
        pa.field("messages", pa.int64(), nullable=False),
        pa.field("senders", pa.int64(), nullable=False),
        pa.field("campaigns", pa.int64(), nullable=False),
        pa.field("voices", pa.int64(), nullable=False),
        pa.field("languages", pa.map_(pa.string(), pa.int64()), nullable=False),
        pa.field("x", pa.float32(), nullable=False),
        pa.field("y", pa.float32(), nullable=False),
    ]
)
MENTIONS_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("theme_id", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("certainty", pa.float32(), nullable=False),
    ]
)
OTHER = "other"
"""The theme of the voices that speak of no theme: named, counted, and never dropped."""
OTHER_LABELS = {"en": "Other matters", "es": "Otros asuntos", "fr": "Autres sujets"}


@dataclass(frozen=True, slots=True)
class Sample:
    """Themes were learnt on `size` of `of` voices and the rest was assigned by their words; `error`: part of the
    passages of voices held out of the learning that were assigned otherwise than the model does."""

    size: int
    of: int
    error: float


@dataclass(frozen=True, slots=True)
class Themes:
    """What was found.

    `themes`: THEMES_SCHEMA, the largest first, each followed by its sub-themes, and last the row OTHER. `mentions`:
    MENTIONS_SCHEMA, in the order of ids and places; a passage of a sub-theme has a row for it and one for its parent.
    `sample`: None where all voices were read.
    """

    themes: pa.Table
    mentions: pa.Table
    sample: Sample | None
