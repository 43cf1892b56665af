"""The shared template of a campaign, rebuilt from its messages: fixed words, and slots with what people put there.

One typical text is the backbone; others are aligned to it word by word. A word of the backbone that most senders have
is fixed; between two fixed runs lies a slot, filled with what each sender has there. What one sender alone has is not
fixed, however often they wrote it: it is their own, and may be their name.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np
import pyarrow as pa

from hearhear.campaigns.columns import bytes_of
from hearhear.campaigns.corpus import Corpus, text_slices
from hearhear.campaigns.groups import Bodies
from hearhear.campaigns.shared import RUN, Shared, word_places
from hearhear.campaigns.tokens import I64, distinct, tokenise
from hearhear.campaigns.vocabulary import FUNCTION, marks

ALIGNED = 60
"""Senders whose texts are aligned to the backbone: enough to tell a share to about a tenth."""
FIXED, FIXED_IN_SLOTS = 0.5, 0.3
"""Part of the senders who must have a word for it to be fixed; in a mad-lib, where a word is one of several, less."""
STEADY = 0.8
"""Part of the senders who must have a run of fewer than RUN words, one of them no grammar, or with a short gap before
it: other short runs stand between two gaps by chance, and a template with them reads as no sentence."""
EXAMPLES = 8
LONGEST_FILLING = 200
"""Characters of a slot's filling that are shown: the beginning of somebody's own paragraph is enough."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Fixed words, or a slot with its most frequent fillings; `share`: part of the senders who have it."""

    text: str
    kind: str
    share: float
    examples: tuple[tuple[str, float], ...] = ()

    def as_dict(self) -> dict[str, object]:
        examples = [{"text": text, "share": round(share, 3)} for text, share in self.examples]
        return {"text": self.text, "kind": self.kind, "share": round(self.share, 3), "examples": examples}


@dataclass(frozen=True, slots=True)
class _Words:
    """A text as words, with the place of each in it, in characters."""

    text: str
    word: list[int]
    start: list[int]
    end: list[int]


@dataclass(frozen=True, slots=True)
class _Variant:
    """A wording beside the backbone: how many senders have it, and the place of each word of the backbone it has."""

    words: _Words
    senders: int
    place: dict[int, int]


def rebuild(corpus: Corpus, found: Shared, bodies: Bodies, members: I64) -> list[Segment]:
    """The template of one campaign, whose `members` are places in `found`; `bodies` gives texts by their numbers."""
    slotted = bool(found.slotted[found.campaign[members[0]]])
    text = corpus.text_of[found.message[members]]
    wording = _wordings(text, found.sender[members])
    some = Counter(_some(wording).tolist())
    backbone, *written = _words(bodies(np.array([_typical(corpus, found, np.unique(wording)), *some])))
    others = [_variant(backbone, one, times) for one, times in zip(written, some.values(), strict=True)]
    fixed = _fixed(len(backbone.word), others, FIXED_IN_SLOTS if slotted else FIXED)
    runs = _runs(others, fixed)
    return _segments(backbone, others, fixed, runs if slotted else _without_islands(backbone, others, fixed, runs))


def _wordings(text: I64, sender: I64) -> I64:
    """Each text once for each sender, in the order of texts."""
    many = int(sender.max(initial=0)) + 1
    return distinct(text * many + sender) // many


def _typical(corpus: Corpus, found: Shared, texts: I64) -> int:
    """The text with the most of what is shared, weighed by how many share it, and the least besides."""
    texts = texts[corpus.lengths[texts] > 0]
    scores = [np.zeros(0)]
    for first, last in text_slices(np.concatenate([np.zeros(1, np.int64), np.cumsum(corpus.lengths[texts])])):
        places, lengths = word_places(corpus, texts[first:last]), corpus.lengths[texts[first:last]]
        begin = np.cumsum(lengths) - lengths
        sharers = found.sharers[places]
        most = np.repeat(np.maximum.reduceat(sharers, begin), lengths)
        scores.append(np.add.reduceat(np.where(sharers > 0, sharers, -most / 2), begin))
    return int(texts[np.concatenate(scores).argmax()])


def _some(wording: I64) -> I64:
    if len(wording) <= ALIGNED:
        return wording
    return wording[np.linspace(0, len(wording) - 1, ALIGNED).astype(np.int64)]


def _words(texts: list[str]) -> list[_Words]:
    """The words of some texts."""
    written = pa.array(texts, pa.string())
    tokens, (data, begins) = tokenise(written), bytes_of(written)
    before = np.concatenate([[0], np.cumsum(data & 0xC0 != 0x80)])
    base = np.repeat(before[begins[:-1]], np.diff(tokens.bounds))
    start, end = (before[tokens.start] - base).tolist(), (before[tokens.end] - base).tolist()
    word = tokens.word.tolist()
    return [
        _Words(text, word[first:last], start[first:last], end[first:last])
        for text, (first, last) in zip(texts, pairwise(tokens.bounds.tolist()), strict=True)
    ]


def _variant(backbone: _Words, words: _Words, senders: int) -> _Variant:
    matcher = SequenceMatcher(None, backbone.word, words.word, autojunk=False)
    runs = matcher.get_matching_blocks()
    return _Variant(words, senders, {run.a + step: run.b + step for run in runs for step in range(run.size)})


def _fixed(length: int, others: list[_Variant], least: float) -> list[float]:
    """For each word of the backbone the part of the senders who have it, or 0 where that is too few.

    One sender alone is too few, though of three it is a third.
    """
    have = np.zeros(length)
    for one in others:
        have[list(one.place)] += one.senders
    count = sum(one.senders for one in others)
    part = have / max(1, count)
    return np.where((part >= least) & (have >= min(2, count)), part, 0).tolist()


def _runs(others: list[_Variant], fixed: list[float]) -> list[tuple[int, int]]:
    """First and last of the words of the backbone that stand fixed side by side."""
    runs: list[tuple[int, int]] = []
    for at, part in enumerate(fixed):
        if not part:
            continue
        if runs and runs[-1][1] == at - 1 and not _has_insertions(others, at - 1, at):
            runs[-1] = runs[-1][0], at
        else:
            runs.append((at, at))
    return runs


def _without_islands(
    backbone: _Words, others: list[_Variant], fixed: list[float], runs: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Runs that say something in their place; where none is long, the text is short and all of them do."""
    if not any(last - first >= RUN - 1 for first, last in runs):
        return runs
    grammar = marks(np.array(backbone.word, np.uint32)) & FUNCTION > 0
    ends = [-1, *(last for _, last in runs)]
    return [
        (first, last) for before, (first, last) in zip(ends, runs, strict=False)
        if last - first >= RUN - 1
        or (min(fixed[first : last + 1]) >= STEADY
            and (not grammar[first : last + 1].all() or _gap_is_short(others, before, first)))
    ]  # fmt: skip


def _gap_is_short(others: list[_Variant], left: int, right: int) -> bool:
    """Whether most senders have but a few words between two of the backbone: a name, a place, no sentence."""
    between = [
        one.place[right] - one.place.get(left, -1) - 1
        for one in others
        if right in one.place and (left < 0 or left in one.place)
        for _sender in range(one.senders)
    ]
    return bool(between) and float(np.median(between)) <= RUN


def _segments(
    backbone: _Words, others: list[_Variant], fixed: list[float], runs: list[tuple[int, int]]
) -> list[Segment]:
    segments: list[Segment] = []
    previous = -1
    for first, last in runs:
        segments += _slot(others, previous, first)
        share = float(np.mean(fixed[first : last + 1]))
        segments.append(Segment(_text_between(backbone, first, last), "fixed", share))
        previous = last
    return segments + _slot(others, previous, len(fixed))


def _has_insertions(others: list[_Variant], left: int, right: int) -> bool:
    """Whether one sender in five has words of their own between two neighbours of the backbone."""
    between = sum(
        one.senders
        for one in others
        if left in one.place and right in one.place and one.place[right] - one.place[left] > 1
    )
    return between >= max(2, 0.2 * sum(one.senders for one in others))


def _slot(others: list[_Variant], left: int, right: int) -> list[Segment]:
    """What senders have between two fixed words of the backbone; -1 and the backbone's length are its ends."""
    fillings: Counter[str] = Counter()
    for one in others:
        start = one.place.get(left, -1 if left < 0 else None)
        after = right not in one.place and left >= 0 and not any(key > right for key in one.place)
        end = one.place.get(right, len(one.words.word) if after else None)
        if start is not None and end is not None and end - start > 1:
            fillings[_slot_text(one.words, start + 1, end - 1)] += one.senders
    total, count = fillings.total(), sum(one.senders for one in others)
    if total < max(2, 0.05 * count):
        return []
    shown = sorted(fillings.items(), key=lambda item: (-item[1], item[0]))[:EXAMPLES]
    return [Segment("", "slot", total / count, tuple((text, times / count) for text, times in shown))]


def _slot_text(words: _Words, first: int, last: int) -> str:
    text = " ".join(words.text[words.start[first] : words.end[last]].split())
    return text if len(text) <= LONGEST_FILLING else text[:LONGEST_FILLING].rsplit(" ", 1)[0] + " …"


def _text_between(words: _Words, first: int, last: int) -> str:
    """The backbone's text of some words, with the punctuation that follows the last."""
    end = words.start[last + 1] if last + 1 < len(words.start) else len(words.text)
    tail = words.text[words.end[last] : end].rstrip()
    return words.text[words.start[first] : words.end[last]] + (tail if len(tail) <= 3 else "")
