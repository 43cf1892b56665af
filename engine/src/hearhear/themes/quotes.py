"""Quotations of a theme, verbatim, and the sentence that describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hearhear.sentences import sentences
from hearhear.themes.passages import Passage
from hearhear.themes.words import EMPTY, WORD, contents, stem

SHORTEST, LONGEST, DESCRIBES = 40, 240, 160
"""Characters of a quotation, and the most of a description: a line or three on a page."""
LIKE = 0.4
"""Part of the smaller one's words that two quotations of a theme may have in common."""
FEW, MANY, CROWD = 3, 5, 30
"""Quotations of a theme; more from so many voices on."""
_LOOKED_AT = 60
_BARE, _BARE_WORDS = 0.3, 4
"""What a sentence loses with fewer content words: "It is no public service any more" says too little."""
_WHOLE = 0.15
"""What a sentence gains that begins with a capital, and again one that ends with a stop."""
_TORN = 0.5
"""What is lost by an incomplete sentence, or an open bracket."""
_ANSWERS = 0.2
"""What a sentence loses that begins by agreeing or thanking: it answers somebody, and says less by itself."""
_STRANGE = 0.55
"""Part of the best score that a sentence needs to represent its sub-theme or language alone."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of voice number `voice`, from `start` to `end` of its text; `score`: how well it represents the theme."""

    voice: int
    start: int
    end: int
    score: float
    words: frozenset[str]
    sub: int


def candidates(
    found: Sequence[tuple[Passage, float, int]], texts: Sequence[str], weights: Mapping[str, float]
) -> list[Candidate]:
    """Sentences of the passages most like their theme, the best first.

    `found`: passages with their likeness to the theme and the number of their sub-theme. `weights`: how telling each
    word is of the theme.
    """
    ordered = sorted(found, key=lambda one: (-round(one[1], 3), one[0].text, one[0].start))
    once = {one[0].words: one for one in reversed(ordered)}
    ordered = [one for one in ordered if once[one[0].words] is one][:_LOOKED_AT]
    highest = max((near for _, near, _ in ordered), default=1.0)
    stretches = [
        (passage, start, end, near / max(highest, 1e-6), sub, frozenset(contents(texts[passage.text][start:end])))
        for passage, near, sub in ordered
        for start, end in _stretches(texts[passage.text], passage)
    ]
    word_scores = [sum(weights.get(word, 0.0) for word in sorted(words)) / (len(words) + 4) ** 0.5
            for *_, words in stretches]  # fmt: skip
    most = max(word_scores, default=0.0) or 1.0
    scored = []
    for (passage, start, end, near, sub, words), word_score in zip(stretches, word_scores, strict=True):
        score = near + word_score / most + _whole(texts[passage.text], start, end) - _BARE * (len(words) < _BARE_WORDS)
        scored.append(Candidate(passage.text, start, end, round(score, 4), words, sub))
    return sorted(scored, key=lambda one: (-one.score, one.voice, one.start))


def _whole(text: str, start: int, end: int) -> float:
    """How complete a sentence is."""
    words = text[start:end]
    first = WORD.search(words)
    ended = words.rstrip("\"'»”)]").endswith((".", "!", "?", "…"))
    torn = words.count("(") != words.count(")") or (not ended and text[end : end + 1] not in ("", "\n", "\r"))
    answers = first is not None and stem(first.group()) in EMPTY
    return _WHOLE * words[:1].isupper() + _WHOLE * ended - _TORN * torn - _ANSWERS * answers


def _stretches(text: str, passage: Passage) -> Iterator[tuple[int, int]]:
    """Sentences of a passage, a short one with the next; if all are too long, the beginning of the first."""
    spans = [
        (passage.start + start, passage.start + end) for start, end in sentences(text[passage.start : passage.end])
    ]
    found = False
    for at, (start, first_end) in enumerate(spans):
        ends = [end for _, end in spans[at:] if end - start >= SHORTEST] or [max(first_end, spans[-1][1])]
        if ends[0] - start <= LONGEST:
            found = True
            yield start, ends[0]
    if not found and spans:
        start, end = spans[0][0], min(spans[0][1], spans[0][0] + LONGEST)
        yield start, max(start + 1, text.rfind(" ", start + SHORTEST, end)) if end < spans[0][1] else end


def chosen(ranked: Sequence[Candidate], senders: Sequence[str], langs: Sequence[str], voices: int) -> list[Candidate]:
    """Quotations from different senders that differ in their words; each sub-theme and language comes first once."""
    wanted = MANY if voices >= CROWD else FEW
    least = _STRANGE * max((one.score for one in ranked), default=0.0)
    taken: list[Candidate] = []
    for fresh in (True, False):
        for one in ranked:
            if len(taken) == wanted:
                return taken
            known = {(other.sub, langs[other.voice]) for other in taken}
            if fresh and ((one.sub, langs[one.voice]) in known or one.score < least):
                continue
            if all(_differs(one, other, senders) for other in taken):
                taken.append(one)
    return taken


def _differs(one: Candidate, other: Candidate, senders: Sequence[str]) -> bool:
    shared = len(one.words & other.words) / max(1, min(len(one.words), len(other.words)))
    return senders[one.voice] != senders[other.voice] and shared <= LIKE


def description(ranked: Sequence[Candidate], texts: Sequence[str], langs: Sequence[str], lang: str) -> str:
    """The best sentence in the theme's first language that is short enough; else of any."""
    fitting = [one for one in ranked if one.end - one.start <= DESCRIBES] or list(ranked)
    own = [one for one in fitting if langs[one.voice] == lang] or fitting
    return " ".join(texts[own[0].voice][own[0].start : own[0].end].split()) if own else ""


def shortened(sentence: str, most: int) -> str:
    """Its beginning, in whole words."""
    return sentence if len(sentence) <= most else f"{sentence[:most].rsplit(' ', 1)[0]} …"
