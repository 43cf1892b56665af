"""The tables of themes: voices in, themes and mentions out, and the counts in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.sampling import Sample
from hearhear.themes.membership import Assignment
from hearhear.themes.passages import Passage
from hearhear.themes.similarity import Floats, Ints

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
        pa.field("doubts", pa.string(), nullable=False),
        pa.field("clear", pa.int64(), nullable=False),
        pa.field("sure", pa.float32(), nullable=False),
        pa.field("messages", pa.int64(), nullable=False),
        pa.field("senders", pa.int64(), nullable=False),
        pa.field("campaigns", pa.int64(), nullable=False),
        pa.field("voices", pa.int64(), nullable=False),
        pa.field("languages", pa.map_(pa.string(), pa.int64()), nullable=False),
        pa.field("x", pa.float32(), nullable=False),
        pa.field("y", pa.float32(), nullable=False),
        pa.field("question", pa.string()),
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
"""The theme of the voices without a theme: named, counted, and never dropped."""
OTHER_LABELS = {"en": "Other matters", "es": "Otros asuntos", "fr": "Autres sujets"}


@dataclass(frozen=True, slots=True)
class Themes:
    """What was found.

    `themes`: THEMES_SCHEMA, the largest first, each followed by its sub-themes, and last the row OTHER; `clear` of its
    `messages` are clearly of it, `sure` is the mean certainty, `doubts` are those that are least of it; `question` is
    set where they were found among the answers to one question. `mentions`: MENTIONS_SCHEMA, in the order of ids and
    places; a passage of a sub-theme has a row for it and one for its parent.
    `sample`: None where all voices were read.
    """

    themes: pa.Table
    mentions: pa.Table
    sample: Sample | None


@dataclass(frozen=True, slots=True)
class Voices:
    """The voices in the order of their ids, column by column."""

    ids: list[str]
    texts: list[str]
    langs: list[str]
    senders: list[str]
    campaigns: list[str | None]
    messages: list[int]
    heads: list[int]

    @classmethod
    def of(cls, table: pa.Table) -> Voices:
        """Of a table in VOICES_SCHEMA; a voice without sender is its own, one without language is `und`."""
        ordered = table.sort_by("id")
        ids = ordered["id"].to_pylist()
        senders = [sender or f"message:{one}" for sender, one in zip(ordered["sender"].to_pylist(), ids, strict=True)]
        return cls(
            ids, ordered["text"].to_pylist(), [lang or "und" for lang in ordered["lang"].to_pylist()], senders,
            ordered["campaign_id"].to_pylist(), ordered["messages"].to_pylist(), ordered["senders"].to_pylist(),
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Group:
    """A theme or sub-theme: its id, its parent's, and the numbers of its passages."""

    theme_id: str
    parent_id: str | None
    places: Ints


def groups(found: Assignment) -> list[Group]:
    """All themes in the order of their numbers, each followed by its sub-themes."""
    listed = []
    for theme in range(int(found.theme.max(initial=-1)) + 1):
        name = f"t{theme + 1}"
        listed.append(Group(name, None, np.flatnonzero(found.theme == theme)))
        for below, sub in enumerate(np.flatnonzero(found.parent == theme).tolist()):
            listed.append(Group(f"{name}.{below + 1}", name, np.flatnonzero(found.sub == sub)))
    return listed


def mentions(voices: Voices, passages: Sequence[Passage], found: Assignment, listed: Sequence[Group]) -> pa.Table:
    """MENTIONS_SCHEMA; a voice that no theme has is of OTHER with all its passages, or as a whole if it has none."""
    rows = [
        (passages[at].text, passages[at].start, passages[at].end, group.theme_id, round(float(found.certainty[at]), 3))
        for group in listed
        for at in group.places.tolist()
    ]
    themed = {row[0] for row in rows}
    left = [(one.text, one.start, one.end, OTHER, 0.0) for one in passages if one.text not in themed]
    silent = sorted(set(range(len(voices))) - themed - {row[0] for row in left})
    left += [(voice, 0, len(voices.texts[voice]), OTHER, 0.0) for voice in silent]
    rows = sorted(rows + left, key=lambda row: (row[0], row[1], _ordered(row[3])))
    return pa.Table.from_pylist(
        [{"id": voices.ids[voice], "theme_id": theme, "start": start, "end": end, "certainty": certainty}
         for voice, start, end, theme, certainty in rows],
        schema=MENTIONS_SCHEMA,
    )  # fmt: skip


def _ordered(theme_id: str) -> tuple[int, ...]:
    return tuple(map(int, theme_id[1:].split("."))) if theme_id != OTHER else (0,)


def counts(voices: Voices, numbers: Sequence[int]) -> dict[str, object]:
    """How many messages, senders, campaigns and individual voices these voices represent, and messages by language."""
    langs: Counter[str] = Counter()
    for at in numbers:
        langs[voices.langs[at]] += voices.messages[at]
    single = [at for at in numbers if voices.campaigns[at] is None]
    crowd = [at for at in numbers if voices.campaigns[at] is not None]
    return {
        "messages": sum(voices.messages[at] for at in numbers),
        "senders": len({voices.senders[at] for at in single}) + sum(voices.heads[at] for at in crowd),
        "campaigns": len({voices.campaigns[at] for at in crowd}),
        "voices": len(single),
        "languages": sorted(langs.items(), key=lambda one: (-one[1], one[0])),
    }


CLEARLY = 0.2
"""Certainty from which on a voice is clearly of a theme: the next theme is a fifth less like it, or more."""


def sureness(voices: Voices, owners: Sequence[int], certainty: Floats) -> dict[str, object]:
    """How many messages are clearly of a theme, and how sure all are in the mean; a voice is as sure as the passage
    that is surest."""
    best: dict[int, float] = {}
    for at, sure in zip(owners, certainty.tolist(), strict=True):
        best[at] = max(best.get(at, 0.0), sure)
    clear = sum(voices.messages[at] for at, sure in best.items() if round(sure, 3) >= CLEARLY)
    return {"clear": clear, "sure": round(sum(best.values()) / max(1, len(best)), 3)}


def other(voices: Voices, mentioned: pa.Table) -> dict[str, object]:
    """The row of the voices that no theme has."""
    ids = set(mentioned.filter(pc.equal(mentioned["theme_id"], OTHER))["id"].to_pylist())
    numbers = [at for at, one in enumerate(voices.ids) if one in ids]
    return {
        "theme_id": OTHER, "parent_id": None, "labels": sorted(OTHER_LABELS.items()), "words": [], "description": "",
        "quotes": "[]", "doubts": "[]", "clear": 0, "sure": 0.0, **counts(voices, numbers), "x": 0.0, "y": 0.0,
    }  # fmt: skip
