"""The title of a campaign: the sentence of its letter that says best what it wants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hearhear import redaction, sentences
from hearhear.campaigns.letter.marking import Letter
from hearhear.campaigns.spans import official_spans
from hearhear.embeddings import offline
from hearhear.sentences import KINDS, Segment, is_shared
from hearhear.sentences.splitting import GAP

MOST_READ = 200
"""Letters of the largest campaigns whose sentences are read for their kind, about 20 ms each; a list of more is not
looked through. In others the sentence that most copies carry is taken."""
LONGEST = 120
"""Characters: what fits one line of a board."""
_CLAIM = 0.5
"""What a claim counts beside an ask, which says what a campaign is for. Where one of many asks only to vote for the
bill, a claim that stands nearer to all the others tells more."""
_FULL_LENGTH = 10
"""Words of a sentence that can say what is wanted and why: "vote yes to motion 12" does not. A shorter one counts for
less in proportion."""
_BEGUN = 0.5
"""What a sentence counts that begins with a small letter: in a letter the beginning is missing, in a text message not.
"""
_FAR = 0.05
"""What a sentence counts that has nothing to do with the others: where all are so, one is the title too."""
_LINK = re.compile(r"\s*(?:https?://|www\.)\S+")
_ASK, _CLAIMS, _COURTESY = KINDS.index("ask"), KINDS.index("claim"), KINDS.index("courtesy")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A whole sentence of the campaign `number`.

    `worth`: how much it asks or claims. `carried`: the part of the letters that have it.
    """

    number: int
    words: str
    worth: float
    carried: float


def titles(letters: Sequence[Letter], langs: Sequence[str | None], about: Sequence[str], *, read: bool) -> list[str]:
    """For each letter its title, "" where no sentence is fit for one; the largest campaigns come first.

    `about`: texts of the parliament, whose sentences are no title. `read`: whether sentences are read for their kind.
    """
    texts = [one.text for one in letters]
    most = MOST_READ if read else 0
    known = [*sentences.read(texts[:most]), *sentences.unread(texts[most:])]
    official = official_spans(texts, about)
    found = [
        list(_candidates(number, letter, official[number], known[number])) for number, letter in enumerate(letters)
    ]
    near = _nearness([one for of_one in found[:most] for one in of_one])
    return [_best(of_one, near, lang) for of_one, lang in zip(found, langs, strict=True)]


def _candidates(
    number: int, letter: Letter, official: Sequence[tuple[int, int]], known: sentences.Letter
) -> Iterator[_Candidate]:
    """Sentences that are the campaign's own words from end to end, and nobody's private matter."""
    gaps = [mark.start for mark in letter.marks if mark.start == mark.end]
    for segment, kinds, private in zip(known.segments, known.probabilities, known.private, strict=True):
        if (
            segment.form
            or private
            or GAP in segment.words
            or _is_broken(segment, gaps)
            or is_shared(segment, official)
        ):
            continue
        kind = float(kinds[_ASK] + _CLAIM * kinds[_CLAIMS]) if known.is_read else 1.0
        if kinds.argmax() == _COURTESY and known.is_read:
            continue
        substance = min(1.0, len(segment.words.split()) / _FULL_LENGTH) * (
            _BEGUN if segment.words[0].islower() else 1.0
        )
        yield _Candidate(number, segment.words, kind * substance, _carried(letter, segment))


def _is_broken(segment: Segment, gaps: Sequence[int]) -> bool:
    """Whether words are missing from a sentence: inside, or at its end where nothing closes it."""
    ended = segment.words[-1] in _CLOSING
    return any(segment.start < gap < segment.end or (gap == segment.end and not ended) for gap in gaps)


_CLOSING = ".!?…\"'»”’)]"


def _carried(letter: Letter, segment: Segment) -> float:
    """The part of the letters that have the sentence, in the mean over its characters."""
    parts = [(max(0, min(end, segment.end) - max(start, segment.start)), share) for start, end, share in letter.shares]
    length = sum(part for part, _share in parts)
    return sum(part * share for part, share in parts) / length if length else 0.0


def _nearness(candidates: Sequence[_Candidate]) -> dict[_Candidate, float]:
    """How near in meaning each is to the other sentences of its letter, each counted by how many carry it."""
    if not candidates:
        return {}
    vectors = offline()([one.words for one in candidates])
    number = np.array([one.number for one in candidates])
    carried = vectors * np.array([one.carried for one in candidates], np.float32)[:, None]
    total = np.zeros((number.max() + 1, vectors.shape[1]), np.float32)
    np.add.at(total, number, carried)
    others = total[number] - carried
    length = np.linalg.norm(others, axis=1)
    alone = np.bincount(number)[number] == 1
    # Rounded, since sums in another order differ in their last digits.
    near = np.where(alone, 1.0, np.einsum("ij,ij->i", vectors, others) / np.maximum(length, 1e-9)).round(4)
    return dict(zip(candidates, np.maximum(near, _FAR).tolist(), strict=True))


def _best(candidates: Sequence[_Candidate], near: dict[_Candidate, float], lang: str | None) -> str:
    """The best that names nobody; the first of equals."""
    score = [round(one.worth * one.carried * near.get(one, 1.0), 4) for one in candidates]
    for at in sorted(range(len(candidates)), key=lambda at: (-score[at], at)):
        words = _LINK.sub("", candidates[at].words).rstrip(" ,;:")
        if words and score[at] > 0 and not redaction.find(words, lang=lang):
            return words if len(words) <= LONGEST else words[: LONGEST - 1].rsplit(" ", 1)[0] + " …"
    return ""
