"""How near a target's meaning a message's meaning is, whatever the two languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..embeddings import Embed, Vectors
from .evidence import F32, I64
from .target import Target

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

    `messages`: one for each distinct text; `text_of`: for each message which. `passages`: of the targets;
    `bounds`: where each target's begin, and their count. `titles`: one for each target, zeros where it has none.
    """

    messages: Vectors
    text_of: I64
    passages: Vectors
    bounds: I64
    titles: Vectors


def meanings(texts: Sequence[str], langs: Sequence[str], targets: Sequence[Target], embed: Embed) -> Meanings:
    """Reads each distinct text once: messages as they are, targets as title with text, and as title alone."""
    distinct = list(dict.fromkeys(texts))
    place = {text: at for at, text in enumerate(distinct)}
    spoken = dict(zip(reversed(texts), reversed(langs), strict=True))
    passages = [_passages(target) for target in targets]
    flat = [passage for several in passages for passage in several]
    named = [at for at, target in enumerate(targets) if target.title.strip()]
    titles = [targets[at].title for at in named]
    vectors = np.asarray(embed([*distinct, *flat, *titles]), np.float32)
    roles = ["text"] * (len(distinct) + len(flat)) + ["title"] * len(titles)
    owners = [target.lang for target, several in zip(targets, passages, strict=True) for _ in several]
    spoken_by = [spoken[text] for text in distinct] + owners + [targets[at].lang for at in named]
    centred = centre(vectors, spoken_by, roles)
    of_title = np.zeros((len(targets), vectors.shape[1]), np.float32)
    of_title[named] = centred[len(distinct) + len(flat) :]
    return Meanings(
        centred[: len(distinct)],
        np.array([place[text] for text in texts], np.int64),
        centred[len(distinct) : len(distinct) + len(flat)],
        np.concatenate([[0], np.cumsum([len(several) for several in passages])]).astype(np.int64),
        of_title,
    )


def _passages(target: Target) -> list[str]:
    """The title with the beginning of the text, then more of the text; at least one, which may be empty."""
    text = "\n".join(part for part in (target.title.strip(), target.text.strip()) if part)
    pieces: list[str] = []
    while text and len(pieces) < MOST_PASSAGES:
        end = len(text) if len(text) <= PASSAGE * 3 // 2 else _break(text)
        pieces.append(text[:end].strip())
        text = text[end:].lstrip()
    return pieces or [target.number]


def _break(text: str) -> int:
    """Where a passage ends: after the last line, sentence or word that fits."""
    for sign in ("\n", ". ", " "):
        at = text.rfind(sign, PASSAGE // 2, PASSAGE)
        if at >= 0:
            return at + len(sign)
    return PASSAGE


def centre(vectors: Vectors, langs: Sequence[str], roles: Sequence[str]) -> Vectors:
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


def compared(known: Meanings, first: int, last: int) -> tuple[F32, F32]:
    """Nearness of messages `first` up to `last` to targets: to the nearest passage, and to the title; from -1 to 1."""
    own = known.messages[known.text_of[first:last]]
    nearest = np.maximum.reduceat(own @ known.passages.T, known.bounds[:-1], axis=1)
    return nearest, own @ known.titles.T
