"""Whole letters: what each sentence is, and whether the letter asks for help or disowns a campaign."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hearhear.embeddings import Embed, offline
from hearhear.sentences import model, private
from hearhear.sentences.features import F32, places, with_neighbours, words_matrix
from hearhear.sentences.model import KINDS
from hearhear.sentences.splitting import Segment, segments

CASEWORK, REJECTS = KINDS.index("casework"), KINDS.index("rejects")
FLAGS = (CASEWORK, REJECTS)
_LEAST = 1e-4
"""A probability below this counts as this: odds of one to ten thousand are more than letters of one hand teach."""

_KIND_OF = {"forwarded": "quoted", "signature": "courtesy"}

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences that ask for help or disown a campaign, and how sure that is (calibrated, 0 to 1)."""

    start: int
    end: int
    certainty: float


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in segments, with the probability of each of KINDS, shape (segments, kinds).

    `tones`: what each segment adds to the letter's tone, for casework and for disagreement, shape (segments, 2).
    `private`: for each segment why it is private (one of private.WHY), or None. Without `is_read` nothing is known but
    the form of segments.
    """

    segments: tuple[Segment, ...]
    probabilities: F32
    tones: F32
    private: tuple[str | None, ...]
    is_read: bool = True

    def kinds(self, *, least: float = 0) -> list[str | None]:
        """The most probable kind of each segment, None where its probability is below `least`."""
        return [KINDS[int(row.argmax())] if row.max() >= least else None for row in self.probabilities]


def kinds(sentences: Sequence[str], *, embed: Embed | None = None) -> F32:
    """For each sentence, read alone, the probability of each of KINDS, shape (sentences, kinds)."""
    if not len(sentences):
        return np.zeros((0, len(KINDS)), np.float32)
    vectors, words = (embed or offline())([*map(quietly, sentences)]), words_matrix(sentences)
    alone = model.no_places(len(sentences))
    return model.probabilities(model.dense(vectors, alone), with_neighbours(words, alone), model.weights())


def read(texts: Sequence[str], *, embed: Embed | None = None) -> list[Letter]:
    """The letters, each sentence read beside its neighbours; equal sentences are embedded once."""
    found = [segments(text) for text in texts]
    return list(_read(found, embed or offline(), model.weights()))


def unread(texts: Sequence[str]) -> list[Letter]:
    """The letters in segments; of what has to be read for its kind to be known, every probability is 0."""
    found = [segments(text) for text in texts]
    count = sum(segment.form is None for letter in found for segment in letter)
    letters = assembled(found, *_nothing(count), [None] * count)
    return [replace(letter, is_read=False) for letter in letters]


def _read(found: Sequence[Sequence[Segment]], embed: Embed, using: model.Weights) -> Sequence[Letter]:
    sentences = [segment.words for letter in found for segment in letter if segment.form is None]
    if not sentences:
        return assembled(found, *_nothing(0), [])
    vectors, words, where = embed([*map(quietly, sentences)]), words_matrix(sentences), places(found)
    known, beside = model.dense(vectors, where), with_neighbours(words, where)
    rows = model.probabilities(known, beside, using)
    return assembled(found, rows, model.tones(known, beside, using), private.reasons(vectors, words, rows))


def _nothing(count: int) -> tuple[F32, F32]:
    """Of so many sentences no kind and no tone."""
    return np.zeros((count, len(KINDS)), np.float32), np.zeros((count, len(FLAGS)), np.float32)


def quietly(sentence: str) -> str:
    """In small letters what is shouted: the encoder knows few words in capitals."""
    letters = [mark for mark in sentence if mark.isalpha()]
    return sentence.lower() if 2 * sum(map(str.isupper, letters)) > len(letters) else sentence


def assembled(
    found: Sequence[Sequence[Segment]], rows: F32, tones: F32, reasons: Sequence[str | None]
) -> list[Letter]:
    """Letters from the rows of the sentences that were read, their tones, and why each is private.

    The form of the other segments is certain.
    """
    letters, at = [], 0
    for letter in found:
        together, tone = _nothing(len(letter))
        why: list[str | None] = [None] * len(letter)
        for number, segment in enumerate(letter):
            if segment.form is None:
                together[number], tone[number], why[number] = rows[at], tones[at], reasons[at]
                at += 1
            else:
                together[number, KINDS.index(_KIND_OF.get(segment.form, segment.form))] = 1
        letters.append(Letter(tuple(letter), together, tone, tuple(why)))
    return letters


def private_spans(
    text: str, letter: Letter | None = None, *, embed: Embed | None = None
) -> list[tuple[int, int, str]]:
    """The sentences that are nobody else's business: start, end and why (one of private.WHY).

    `letter`: the text as `read` reads it, where that is known. Quoted words, greeting and signature are not looked at.
    """
    letter = letter or read([text], embed=embed)[0]
    return [(one.start, one.end, why) for one, why in zip(letter.segments, letter.private, strict=True) if why]


def signs(letter: Letter, kind: int, own: Sequence[bool]) -> tuple[float, float]:
    """What speaks for one of FLAGS: the log odds that one of the letter's two surest sentences is of that kind, and
    the tone of all, by their mean.

    A plea is told and then made, a campaign named and then refused; more sentences than two made nothing better known
    in letters of another hand. `own`: for each segment whether it is the sender's own and not a campaign's.
    """
    mine = [segment.form is None and is_own for segment, is_own in zip(letter.segments, own, strict=True)]
    surest = np.sort(letter.probabilities[mine, kind].astype(np.float64))[-2:]
    chance = min(max(1 - float(np.prod(1 - surest)), _LEAST), 1 - _LEAST)
    tones = letter.tones[mine, FLAGS.index(kind)]
    return math.log(chance / (1 - chance)), float(tones.mean(dtype=np.float64)) if len(tones) else 0.0


def casework(letter: Letter, shared: Sequence[Span] = ()) -> Evidence | None:
    """Where the sender asks for help with a matter of their own. `shared`: a campaign's words, which are nobody's."""
    return _evidence(letter, CASEWORK, shared, 0)


def disagrees(letter: Letter, shared: Sequence[Span] = (), repeats: str | None = None) -> Evidence | None:
    """Where the sender disowns a campaign, a petition or a standard letter.

    `repeats`: quoted or forwarded where the letter repeats so what others send as their own.
    """
    if repeats == "forwarded" and _asks(letter, shared):
        repeats = None
    return _evidence(letter, REJECTS, shared, _REPEATS.get(repeats or "", 0))


def _asks(letter: Letter, shared: Sequence[Span]) -> bool:
    """Whether the sender puts a question in words of their own."""
    return any(
        segment.form is None and "?" in segment.words and not is_shared(segment, shared) for segment in letter.segments
    )


_REPEATS = {"quoted": 5.3, "forwarded": 5.3}
"""What repeating a campaign adds to the log odds of disowning it: from one letter in fifty to four in five. Who agrees
sends the text as their own. On the three sets of post by other hands 121 of 121 who quote a campaign disown it, and 64
of 69 who pass it on and ask nothing; of those who ask about it 4 of 33: a question takes no side. The lower figures
leave room for another hand."""
COMMON = 0.5
"""A sentence is a campaign's when half of its characters are."""


def _evidence(letter: Letter, kind: int, shared: Sequence[Span], further: float) -> Evidence | None:
    own = [not is_shared(segment, shared) for segment in letter.segments]
    using, which = model.weights(), FLAGS.index(kind)
    certainty = float(1 / (1 + np.exp(-(using.letters[which] @ [*signs(letter, kind, own), 1] + further))))
    if certainty < using.thresholds[which] or not any(own):
        return None
    chance = np.where(own, letter.probabilities[:, kind], 0)
    first, last = _run(letter, int(chance.argmax()), kind, own)
    return Evidence(letter.segments[first].start, letter.segments[last].end, certainty)


def is_shared(segment: Segment, shared: Sequence[Span]) -> bool:
    """Whether a segment is a campaign's."""
    return bool(shared) and _overlap(segment, shared) >= COMMON * (segment.end - segment.start)


def _overlap(segment: Segment, spans: Sequence[Span]) -> int:
    return sum(max(0, min(segment.end, end) - max(segment.start, start)) for start, end in spans)


def _run(letter: Letter, at: int, kind: int, own: Sequence[bool]) -> tuple[int, int]:
    """The surest sentence and those beside it that are more likely of this kind than of any other."""
    alike = [most == kind and mine for most, mine in zip(letter.probabilities.argmax(axis=1), own, strict=True)]
    first = last = at
    while first > 0 and alike[first - 1]:
        first -= 1
    while last + 1 < len(alike) and alike[last + 1]:
        last += 1
    return first, last
