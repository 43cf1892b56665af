"""The themes of a table of voices: passages embedded, clustered, described, counted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hearhear.embeddings import Embed
from hearhear.errors import NotMessages
from hearhear.sampling import Sample
from hearhear.settings import ThemeSettings
from hearhear.themes.dendrogram import DISTINCT, VoiceTree, build_tree, count_words
from hearhear.themes.describer import Describer
from hearhear.themes.membership import Assignment, assign_passages, extend
from hearhear.themes.passages import Passage, passages
from hearhear.themes.sampling import sampled, spread
from hearhear.themes.similarity import Points, points
from hearhear.themes.tables import (
    THEMES_SCHEMA,
    VOICES_SCHEMA,
    Themes,
    Voices,
    counts,
    groups,
    mentions,
    other,
    sureness,
)
from hearhear.themes.words import contents

Progress = Callable[[int, int], None]
_READ_AT_ONCE = 256


def find(
    voices: pa.Table,
    *,
    embed: Embed,
    named: Collection[str] = (),
    settings: ThemeSettings | None = None,
    progress: Progress | None = None,
) -> Themes:
    """The themes of individual voices and representatives of campaigns, a table in VOICES_SCHEMA.

    `named`: titles and hashtags of what everybody writes about, such as the bill's, which alone are no theme and name
    none. `embed` reads passages; that is what takes time, and `progress` is called with passages read and passages in
    all. The order of rows changes nothing. A text may speak of several themes, one a passage. Themes are subjects:
    they mix those for and those against, since embeddings hardly see stance (support and opposition of one bill have a
    cosine of .93 to .97).

    Raises hearhear.errors.NotMessages when the table is not one of voices.
    """
    settings = settings or ThemeSettings()
    columns = Voices.of(_conform(voices))
    titles = frozenset(word for title in named for word in contents(title))
    every = passages(columns.texts, settings.passages, titles)
    words = [contents(one.words) for one in every]
    owner = np.array([one.text for one in every], np.int64)
    chosen = sampled(columns, settings.sample, settings.seed)
    read = np.flatnonzero(np.isin(owner, chosen))
    learnt = _learnt(
        columns, [every[at] for at in read.tolist()], [words[at] for at in read.tolist()], embed, progress
    )
    found = _found(columns, learnt, settings)
    describer = Describer(columns, learnt.read, learnt.points, found, groups(found), sorted(named), embed)
    if len(chosen) == len(columns):
        return _assemble(columns, every, found, describer, None)
    everywhere, sample = spread(words, owner, read, found, len(chosen), len(columns))
    return _assemble(columns, every, everywhere, describer, sample)


@dataclass(frozen=True, slots=True)
class _Learnt:
    """Passages that the model has read, their stems, and where they lie."""

    read: list[Passage]
    words: list[list[str]]
    points: Points


def _learnt(
    columns: Voices, read: list[Passage], words: list[list[str]], embed: Embed, progress: Progress | None
) -> _Learnt:
    langs = [columns.langs[one.text] for one in read]
    vectors = _read(read, embed, progress)
    return _Learnt(read, words, points(vectors, words, langs, [len(one.words) for one in read]))


def _conform(voices: pa.Table) -> pa.Table:
    missing = [name for name in VOICES_SCHEMA.names if name not in voices.column_names]
    if missing:
        raise NotMessages(f"columns are missing: {', '.join(missing)}; there are: {', '.join(voices.column_names)}")
    return voices.select(VOICES_SCHEMA.names).cast(VOICES_SCHEMA)


def _read(read: Sequence[Passage], embed: Embed, progress: Progress | None) -> np.ndarray:
    """The vectors of the passages; the model reads distinct ones."""
    distinct = sorted({one.words for one in read})
    parts = []
    for first in range(0, len(distinct), _READ_AT_ONCE):
        parts.append(np.asarray(embed(distinct[first : first + _READ_AT_ONCE]), dtype=np.float32))
        if progress:
            progress(min(first + _READ_AT_ONCE, len(distinct)), len(distinct))
    place_of = {words: at for at, words in enumerate(distinct)}
    return np.concatenate(parts)[[place_of[one.words] for one in read]] if parts else np.empty((0, 1), np.float32)


def _found(columns: Voices, learnt: _Learnt, settings: ThemeSettings) -> Assignment:
    """The themes of all that was read, made of all of it, or of a part where it is much."""
    owner = np.array([one.text for one in learnt.read], np.int64)
    rows = np.flatnonzero(np.isin(owner, sampled(columns, settings.tree, settings.seed)))
    if len(rows) == len(owner):
        return _grouped(columns, learnt, settings)
    part = _Learnt(
        [learnt.read[at] for at in rows.tolist()],
        [learnt.words[at] for at in rows.tolist()],
        learnt.points.taken(rows),
    )
    return extend(learnt.points, rows, _grouped(columns, part, settings))


def _grouped(columns: Voices, learnt: _Learnt, settings: ThemeSettings) -> Assignment:
    if len(learnt.read) < 2:
        nothing = np.full(len(learnt.read), -1)
        return Assignment(nothing, nothing, np.empty(0, np.int64), np.zeros(len(learnt.read), np.float32))
    weight = np.minimum(columns.heads, max(settings.minimum_voices, round(DISTINCT * len(columns))))
    named = count_words(learnt.words, [columns.langs[one.text] for one in learnt.read])
    voice_tree = VoiceTree(build_tree(learnt.points), named, np.array([one.text for one in learnt.read]), weight)
    return assign_passages(learnt.points, voice_tree, settings)


def _assemble(
    columns: Voices, every: Sequence[Passage], found: Assignment, describer: Describer, sample: Sample | None
) -> Themes:
    listed = groups(found)
    mentioned = mentions(columns, every, found, listed)
    rows: dict[str, dict[str, object]] = {}
    for group in sorted(listed, key=lambda one: one.parent_id is not None):
        numbers = sorted({every[at].text for at in group.places.tolist()})
        rows[group.theme_id] = {
            "theme_id": group.theme_id, "parent_id": group.parent_id, **counts(columns, numbers),
            **sureness(columns, [every[at].text for at in group.places.tolist()], found.certainty[group.places]),
            **describer.describe(group.theme_id),
        }  # fmt: skip
    ordered = [rows[group.theme_id] for group in listed]
    table = pa.Table.from_pylist([*ordered, other(columns, mentioned)], schema=THEMES_SCHEMA)
    return Themes(table, mentioned, sample)
