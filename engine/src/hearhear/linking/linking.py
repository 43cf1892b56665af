"""From messages and targets to ranked candidates: direct evidence first, then similarity in words and in meaning."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
import pyarrow as pa
import scipy.sparse as sp

from hearhear.campaigns.tokens import I64, Mask
from hearhear.embeddings import Embed, Vectors
from hearhear.linking import citations, meaning, mentions, reasons, similarity
from hearhear.linking.citations import NumberIndex
from hearhear.linking.meaning import Meanings, MessageTexts
from hearhear.linking.mentions import NameIndex
from hearhear.linking.reasons import Pairs
from hearhear.linking.similarity import Features, Lexicon, Likeness
from hearhear.linking.target import LINKS_SCHEMA, Evidence, Target, collect_evidence, language
from hearhear.linking.tokenized import Tokenized, Vocabulary, tokenize
from hearhear.message import conform
from hearhear.sampling import Sample
from hearhear.settings import LinkSettings


@dataclass(frozen=True, slots=True)
class TargetIndex:
    """Everything that is known of the targets.

    `ids`: of the things, in the order in which they are first met. `thing`: for each version (a Target) the number of
    its thing. `versions_of`: for each thing its versions, the first repeated where another has more, shape (things,
    most versions). `langs`: of each version. `titled`: whether it has a title. `bills`: things that may be named when
    a clause is cited.
    """

    ids: Sequence[str]
    item: I64
    versions_of: I64
    langs: Sequence[str]
    titled: Mask
    bills: frozenset[int]
    versions: Tokenized
    names: NameIndex
    numbers: NumberIndex


def index_targets(targets: Sequence[Target], vocabulary: Vocabulary) -> TargetIndex:
    """`vocabulary` learns the words of the targets."""
    number = {one: at for at, one in enumerate(dict.fromkeys(target.id for target in targets))}
    parents = {target.parent for target in targets}
    bills = {number[target.id] for target in targets if target.kind == "bill" or target.id in parents}
    return TargetIndex(
        list(number),
        np.array([number[target.id] for target in targets], np.int64),
        _versions_of([number[target.id] for target in targets]),
        [language(target.lang) for target in targets],
        np.array([bool(target.title.strip()) for target in targets]),
        frozenset(bills),
        tokenize([f"{target.title}\n{target.text}" for target in targets], vocabulary),
        mentions.index_names(targets, number, vocabulary),
        citations.index_numbers(targets, number),
    )


def _versions_of(item: Sequence[int]) -> I64:
    several: dict[int, list[int]] = defaultdict(list)
    for version, one in enumerate(item):
        several[one].append(version)
    most = max(map(len, several.values()))
    return np.array([(several[one] + [several[one][0]] * most)[:most] for one in range(len(several))], np.int64)


def lexicons(targets: TargetIndex, features: Features) -> Mapping[str, tuple[I64, Lexicon]]:
    """For each language which versions are in it, and their words weighed."""
    counts = targets.versions.counts(features.stems.shape[0])
    by_lang: dict[str, list[int]] = defaultdict(list)
    for at, lang in enumerate(targets.langs):
        by_lang[lang].append(at)
    return {
        lang: (np.array(places), similarity.lexicon(counts[places], features))
        for lang, places in sorted(by_lang.items())
    }


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
    careful: Embed | None = None,
    top: int = 10,
    settings: LinkSettings | None = None,
    progress: Progress | None = None,
) -> pa.Table:
    """The `top` likeliest targets of each message, in LINKS_SCHEMA, in the order of the messages.

    `messages`: id, text and, where known, lang. `embed`: without it, likeness is of words only, and across languages
    there is none. Above `settings.sample` distinct texts it reads a sample, which `sample_of` tells with its error.
    `careful`: reads beside it where there are no more texts than `settings.careful`. Raises NotMessages.
    """
    table = conform(messages)
    if not len(table) or not targets or top < 1:
        return LINKS_SCHEMA.empty_table()
    settings = settings or LinkSettings()
    if careful is None or len(set(table["text"].to_pylist())) + len(targets) > settings.careful:
        work = _prepared(table, targets, embed, None, settings)
    else:
        work = _prepared(table, targets, embed or careful, careful, settings.of_careful_reader())
    size = max(1, _AT_ONCE // len(targets))
    parts = []
    for first in range(0, len(table), size):
        parts.append(_link_batch(work, np.arange(first, min(first + size, len(table))), top))
        if progress is not None:
            progress(min(first + size, len(table)), len(table))
    links = pa.concat_tables(parts)
    return with_sample(links, _sample(work)) if work.meanings and len(work.meanings.held_out) else links


_KEY = b"sample"


def with_sample(links: pa.Table, sample: Sample) -> pa.Table:
    """The same links, knowing the sample they rest on; Parquet keeps it."""
    return links.replace_schema_metadata({_KEY: json.dumps(asdict(sample))})


def sample_of(links: pa.Table) -> Sample | None:
    """What the links rest on, or None where every text was read, or none because there was no model."""
    written = (links.schema.metadata or {}).get(_KEY)
    return Sample(**json.loads(written)) if written is not None else None


@dataclass(frozen=True, slots=True)
class _LinkJob:
    ids: Sequence[str]
    langs: Sequence[str]
    messages: Tokenized
    counts: sp.csr_matrix
    targets: TargetIndex
    features: Features
    lexicons: Mapping[str, tuple[I64, Lexicon]]
    direct: Evidence
    meanings: Meanings | None
    read: int
    settings: LinkSettings


def _prepared(
    table: pa.Table, targets: Sequence[Target], embed: Embed | None, careful: Embed | None, settings: LinkSettings
) -> _LinkJob:
    ids, texts = table["id"].to_pylist(), table["text"].to_pylist()
    langs = [language(lang) for lang in table["lang"].to_pylist()]
    vocabulary = Vocabulary()
    ready = index_targets(targets, vocabulary)
    messages = tokenize(texts, vocabulary)
    features = similarity.features(vocabulary.words)
    counts = messages.counts(len(vocabulary.words))
    weighed = lexicons(ready, features)
    direct = _direct_evidence(messages, ready)
    if embed is None:
        return _LinkJob(ids, langs, messages, counts, ready, features, weighed, direct, None, 0, settings)
    asked = MessageTexts(ids, texts, langs, counts @ features.stems)
    meanings, texts_read = meaning.compute_meanings(asked, targets, embed, settings)
    if careful is not None:
        whole = replace(settings, sample=settings.careful)
        meanings = meaning.joined(
            meaning.compute_meanings(asked, targets, careful, whole)[0], meanings, settings.quick_share
        )
    return _LinkJob(ids, langs, messages, counts, ready, features, weighed, direct, meanings, texts_read, settings)


def _direct_evidence(messages: Tokenized, targets: TargetIndex) -> Evidence:
    """Everything that can be pointed at: numbers, names, hashtags, quotations."""
    called = list(mentions.named_targets(messages, targets.names))
    named: dict[int, set[int]] = {}
    for one in called:
        if one.weight >= _NAMED and one.target in targets.bills:
            named.setdefault(one.row, set()).add(one.target)
    cited = citations.cited_targets(messages.texts, targets.numbers, named)
    quoted = mentions.quoted_targets(messages, targets.versions, targets.item)
    return collect_evidence([*called, *cited, *quoted])


def _likeness(work: _LinkJob, rows: I64, vectors: Vectors | None) -> Likeness:
    langs = [work.langs[row] for row in rows.tolist()]
    like = similarity.likenesses(langs, work.counts[rows], work.targets.langs, work.lexicons, work.features)
    if work.meanings is None or vectors is None:
        return like
    return like.with_meaning(*meaning.compare_meanings(vectors, work.meanings), work.targets.titled, work.settings)


def _sample(work: _LinkJob) -> Sample:
    """How the held-out messages fare when their meaning is guessed."""
    assert work.meanings is not None
    held_out, direct = work.meanings.held_out, work.direct.of(work.meanings.held_out)
    first = [
        similarity.scores(_likeness(work, held_out, vectors).best(work.targets.versions_of)[1], direct).argmax(axis=1)
        for vectors in (work.meanings.messages[held_out], work.meanings.trial)
    ]
    error = float((first[0] != first[1]).mean())
    return Sample(work.read, len(dict.fromkeys(work.messages.texts)), round(error, 3))


def _link_batch(work: _LinkJob, rows: I64, top: int) -> pa.Table:
    """The links of consecutive messages."""
    like = _likeness(work, rows, work.meanings.messages[rows] if work.meanings else None)
    direct = work.direct.of(rows)
    version, alike = like.best(work.targets.versions_of)
    score = similarity.scores(alike, direct)
    chosen = np.argsort(-score, axis=1, kind="stable")[:, :top]
    best = np.take_along_axis(score, chosen, axis=1)
    row, rank = np.nonzero(best >= max(work.settings.least, similarity.SMALLEST))
    item = chosen[row, rank]
    messages = work.messages.between(int(rows[0]), int(rows[-1]) + 1)
    pairs = Pairs(row, item, version[row, item])
    written = reasons.explain_links(pairs, direct, like, messages, work.counts[rows], work.lexicons, work.features)
    return pa.table(
        {
            "id": pa.array([work.ids[one] for one in rows[row].tolist()], pa.string()),
            "target_id": pa.array([work.targets.ids[one] for one in item.tolist()], pa.string()),
            "rank": pa.array((rank + 1).astype(np.int32)),
            "score": pa.array(best[row, rank]),
            "reasons": pa.array(written, pa.string()),
        },
        schema=LINKS_SCHEMA,
    )
