"""From messages and targets to ranked candidates: plain evidence first, then likeness in words and in meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import scipy.sparse as sp

from ..embeddings import Embed
from ..message import conform
from . import likeness, meaning, naming, numbers, quotations, reasons, scoring
from .evidence import I64, Evidence, gathered
from .known import Known, known, language, lexicons
from .likeness import Features, Lexicon
from .meaning import Meanings
from .reading import Read, Vocabulary, read
from .reasons import Pairs
from .settings import Settings
from .target import LINKS_SCHEMA, Target

Progress = Callable[[int, int], None]

_AT_ONCE = 4_000_000
"""Pairs of message and target handled at a time: a few arrays of four bytes each."""
_NAMED = 0.5
"""Evidence from which on a bill counts as named when one of its clauses is cited."""


def link(
    messages: pa.Table,
    targets: Sequence[Target],
    *,
    embed: Embed | None = None,
    top: int = 10,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> pa.Table:
    """The `top` likeliest targets of each message, in LINKS_SCHEMA, in the order of the messages.

    `messages`: id, text and, where known, lang. `embed`: without it, likeness is of words only, and across languages
    there is none. Raises NotMessages.
    """
    table = conform(messages)
    if not len(table) or not targets or top < 1:
        return LINKS_SCHEMA.empty_table()
    work = _prepared(table, targets, embed, settings or Settings())
    size = max(1, _AT_ONCE // len(targets))
    parts = []
    for first in range(0, len(table), size):
        parts.append(_linked(work, first, min(first + size, len(table)), top))
        if progress is not None:
            progress(min(first + size, len(table)), len(table))
    return pa.concat_tables(parts)


@dataclass(frozen=True, slots=True)
class _Work:
    ids: Sequence[str]
    langs: Sequence[str]
    messages: Read
    counts: sp.csr_matrix
    targets: Known
    features: Features
    lexicons: Mapping[str, tuple[I64, Lexicon]]
    plain: Evidence
    meanings: Meanings | None
    settings: Settings


def _prepared(table: pa.Table, targets: Sequence[Target], embed: Embed | None, settings: Settings) -> _Work:
    texts = table["text"].to_pylist()
    langs = [language(lang) for lang in table["lang"].to_pylist()]
    vocabulary = Vocabulary()
    ready = known(targets, vocabulary)
    messages = read(texts, vocabulary)
    features = likeness.features(vocabulary.words)
    return _Work(
        table["id"].to_pylist(),
        langs,
        messages,
        messages.counts(len(vocabulary.words)),
        ready,
        features,
        lexicons(ready, features),
        _plain(messages, ready),
        meaning.meanings(texts, langs, targets, embed) if embed is not None else None,
        settings,
    )


def _plain(messages: Read, targets: Known) -> Evidence:
    """Everything that can be pointed at: numbers, names, hashtags, quotations."""
    called = list(naming.found(messages, targets.names))
    named: dict[int, set[int]] = {}
    for one in called:
        if one.weight >= _NAMED and one.target in targets.bills:
            named.setdefault(one.row, set()).add(one.target)
    cited = numbers.found(messages.texts, targets.numbers, named)
    quoted = quotations.found(messages, targets.versions, targets.thing)
    return gathered([*called, *cited, *quoted])


def _linked(work: _Work, first: int, last: int, top: int) -> pa.Table:
    """The links of messages `first` up to `last`."""
    counts = work.counts[first:last]
    like = scoring.likenesses(work.langs[first:last], counts, work.targets, work.lexicons, work.features)
    if work.meanings is not None:
        like = like.with_meaning(*meaning.compared(work.meanings, first, last), work.targets.titled, work.settings)
    plain = work.plain.between(first, last)
    version, alike = like.best(work.targets.versions_of)
    score = scoring.scores(alike, plain)
    chosen = np.argsort(-score, axis=1, kind="stable")[:, :top]
    best = np.take_along_axis(score, chosen, axis=1)
    row, rank = np.nonzero(best >= max(work.settings.least, scoring.SMALLEST))
    thing = chosen[row, rank]
    pairs = Pairs(row, thing, version[row, thing])
    told = reasons.told(pairs, plain, like, work.messages.between(first, last), counts, work.lexicons, work.features)
    return pa.table(
        {
            "id": pa.array([work.ids[first + one] for one in row.tolist()], pa.string()),
            "target_id": pa.array([work.targets.ids[one] for one in thing.tolist()], pa.string()),
            "rank": pa.array((rank + 1).astype(np.int32)),
            "score": pa.array(best[row, rank]),
            "reasons": pa.array(told, pa.string()),
        },
        schema=LINKS_SCHEMA,
    )
