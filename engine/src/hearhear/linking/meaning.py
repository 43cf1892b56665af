"""How similar in meaning messages and targets are, across languages, by embeddings.

Above a number of texts the model embeds a sample, and the vectors of the other texts are predicted from their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from hearhear.embeddings import Embed, Vectors
from hearhear.linking.target import F32, I64, Target, language
from hearhear.sampling import HELD_OUT, ridge, stratified
from hearhear.settings import LinkSettings

LANGUAGE_PRIOR, ROLE_PRIOR = 1.0, 10.0
"""So many texts at the mean of all are added to those of a language, and at the mean of a language to those of a role
in it, before their own mean is believed: the mean of one text is the text itself. A language is plain from few texts;
what ten titles have in common may be their subject."""
PASSAGE = 1_000
"""Characters of a passage: what the offline model reads at once is about twice that, and its vectors blur before."""
MOST_PASSAGES = 8
"""Passages read of a long target; its parts are targets of their own."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """Vectors of length 1 after the means are gone.

    `messages`: one for each message. `passages`: of the targets; `bounds`: where each target's begin, and their count.
    `titles`: one for each target, zeros where it has none. `held`: messages that are not learned from when others are
    guessed, and in `trial` their vectors as they would be guessed.
    """

    messages: Vectors
    passages: Vectors
    bounds: I64
    titles: Vectors
    held_out: I64
    trial: Vectors


@dataclass(frozen=True, slots=True)
class MessageTexts:
    """Messages whose meaning is wanted: id, text, language, and how often each has each word (messages, words)."""

    ids: Sequence[str]
    texts: Sequence[str]
    langs: Sequence[str]
    words: sp.csr_matrix


@dataclass(frozen=True, slots=True)
class _Texts:
    """Texts of targets to embed: passages and titles with the number of their target."""

    passages: Sequence[str]
    of_passage: I64
    titles: Sequence[str]
    of_title: I64


def _texts(targets: Sequence[Target]) -> _Texts:
    passages = [(passage, at) for at, target in enumerate(targets) for passage in _passages(target)]
    titles = [(target.title, at) for at, target in enumerate(targets) if target.title.strip()]
    texts, owners = zip(*passages, strict=True)
    return _Texts(
        texts, np.array(owners), [title for title, _ in titles], np.array([at for _, at in titles], np.int64)
    )


def compute_meanings(
    messages: MessageTexts, targets: Sequence[Target], embed: Embed, settings: LinkSettings
) -> tuple[Meanings, int]:
    """The meanings, and how many texts of messages were read.

    Each text is read once: messages as they are, targets as title with text and as title alone. Above
    `settings.sample` distinct texts only a sample of the messages is read.
    """
    distinct, first, number = np.unique(np.array(messages.texts, object), return_index=True, return_inverse=True)
    ids, langs = ([column[row] for row in first.tolist()] for column in (messages.ids, messages.langs))
    read = sampled_texts(ids, distinct.tolist(), langs, settings)
    target_texts = _texts(targets)
    vectors = np.asarray(embed([*distinct[read].tolist(), *target_texts.passages, *target_texts.titles]), np.float32)
    own, trial, held_out = _with_guessed(vectors[: len(read)], read, messages.words[first])
    written = [
        language(targets[at].lang) for at in [*target_texts.of_passage.tolist(), *target_texts.of_title.tolist()]
    ]
    roles = ["text"] * (len(distinct) + len(target_texts.passages)) + ["title"] * len(target_texts.titles)
    centred = remove_common(np.concatenate([own, vectors[len(read) :]]), [*langs, *written], roles)
    tried = remove_common(np.concatenate([trial, vectors[len(read) :]]), [*langs, *written], roles)[held_out]
    titles = np.zeros((len(targets), vectors.shape[1]), np.float32)
    titles[target_texts.of_title] = centred[len(distinct) + len(target_texts.passages) :]
    passages = centred[len(distinct) : len(distinct) + len(target_texts.passages)]
    bounds = np.searchsorted(target_texts.of_passage, np.arange(len(targets) + 1))
    row = first[held_out]
    order = np.argsort(row)
    return Meanings(centred[number], passages, bounds, titles, row[order], tried[order]), len(read)


def joined(one: Meanings, other: Meanings, share: float) -> Meanings:
    """Meanings of two readers as one, whose nearness is the mean of both; that of `other` counts for `share`."""
    scale = np.float32((1 - share) ** 0.5), np.float32(share**0.5)
    both = {
        name: np.concatenate([getattr(one, name) * scale[0], getattr(other, name) * scale[1]], axis=1)
        for name in ("messages", "passages", "titles")
    }
    return replace(one, **both)


def _with_guessed(read: Vectors, rows: I64, words: sp.csr_matrix) -> tuple[Vectors, Vectors, I64]:
    """Vectors of all texts, the same with some that were read guessed as well, and which."""
    if len(rows) == words.shape[0]:
        return read, read, rows[:0]
    others = np.setdiff1d(np.arange(words.shape[0]), rows)
    whole = np.empty((words.shape[0], read.shape[1]), np.float32)
    whole[rows] = read
    whole[others] = guess_vectors(words, rows, read, others)
    out = np.arange(len(rows)) % HELD_OUT == 0
    trial = whole.copy()
    trial[rows[out]] = guess_vectors(words, rows[~out], read[~out], rows[out])
    return whole, trial, rows[out]


def sampled_texts(ids: Sequence[str], texts: Sequence[str], langs: Sequence[str], settings: LinkSettings) -> I64:
    """The numbers of the texts that the model reads, in order: all of them, or a stratified sample."""
    numbers = range(len(texts))
    if len(texts) <= settings.sample:
        return np.array(numbers, np.int64)
    share = settings.sample / len(texts)
    return np.array(sorted(stratified(numbers, ids, texts, langs, share=share, seed=settings.seed)), np.int64)


def guess_vectors(words: sp.csr_matrix, read: I64, vectors: Vectors, messages: I64) -> Vectors:
    """Vectors of the texts `asked`, learned from `vectors` of the texts `read`; `words`: how often each text has each
    word, shape (texts, words)."""
    having = np.bincount(words[read].indices, minlength=words.shape[1])
    rarity = np.where(having > 1, np.log(len(read) / np.maximum(having, 1)), 0).astype(np.float32)
    weighed = (words @ sp.diags(rarity)).tocsr()
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    weighed = (sp.diags((1 / np.maximum(length, 1e-9)).astype(np.float32)) @ weighed).tocsr()
    mean = vectors.mean(axis=0)
    return np.asarray(weighed[messages] @ ridge(weighed[read], vectors - mean) + mean, np.float32)


def _passages(target: Target) -> list[str]:
    """The title with the beginning of the text, then more of the text; at least one, which may be empty."""
    text = "\n".join(part for part in (target.title.strip(), target.text.strip()) if part)
    passages: list[str] = []
    while text and len(passages) < MOST_PASSAGES:
        end = len(text) if len(text) <= PASSAGE * 3 // 2 else _break(text)
        passages.append(text[:end].strip())
        text = text[end:].lstrip()
    return passages or [target.number]


def _break(text: str) -> int:
    """Where a passage ends: after the last line, sentence or word that fits."""
    for sign in ("\n", ". ", " "):
        at = text.rfind(sign, PASSAGE // 2, PASSAGE)
        if at >= 0:
            return at + len(sign)
    return PASSAGE


def remove_common(vectors: Vectors, langs: Sequence[str], roles: Sequence[str]) -> Vectors:
    """The vectors without what their language and their role have in common, of length 1 again.

    They tell their language more strongly than their subject (see `embeddings.without_language`), and titles have a
    manner of their own. Where few texts tell a mean, the mean of more counts with them.
    """
    centred = vectors - vectors.mean(axis=0)
    in_role = [f"{lang}\0{role}" for lang, role in zip(langs, roles, strict=True)]
    for keys, prior in ((list(langs), LANGUAGE_PRIOR), (in_role, ROLE_PRIOR)):
        _, group, size = np.unique(np.array(keys), return_inverse=True, return_counts=True)
        sums = np.zeros((len(size), vectors.shape[1]), np.float64)
        np.add.at(sums, group, centred)
        centred = centred - (sums / (size + prior)[:, None])[group]
    length = np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    return np.asarray(centred / length, np.float32)


def compare_meanings(own: Vectors, known: Meanings) -> tuple[F32, F32]:
    """Nearness of messages to targets: to the nearest passage, and to the title; each from -1 to 1."""
    nearest = np.maximum.reduceat(own @ known.passages.T, known.bounds[:-1], axis=1)
    return nearest, own @ known.titles.T
