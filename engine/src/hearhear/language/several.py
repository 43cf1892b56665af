"""Whether a text is written in several languages: its sentences one by one."""

from __future__ import annotations

from collections import Counter

from hearhear.language import models
from hearhear.language.words import sentences

SECOND = 0.005
"""What the second language of a whole text has at least where its sentences are worth a look: 95 in 100 texts with
three tenths in another language have it, and one in three of those in one language."""
SHARE = 0.25
"""Part of the letters that the second language must have: a quotation or a slogan stays below. Of 13,300 comments in
one language 0.15 % reach it, most of them truly in two."""
_LETTERS, _SURE = 15, 0.7
"""A sentence counts from so many characters on, when the model gives its language so much."""


def second_language(text: str) -> float | None:
    """How sure it is that a second language has its share of the text, or None where it has not."""
    letters: Counter[str] = Counter()
    surest: dict[str, float] = {}
    long = [sentence for sentence in sentences(text) if len(sentence) >= _LETTERS]
    for sentence in long if len(long) > 1 else ():
        lang, share = next(iter(models.first(sentence, 1).items()))
        if share >= _SURE:
            letters[lang] += len(sentence)
            surest[lang] = max(surest.get(lang, 0.0), share)
    if len(letters) < 2:
        return None
    second, length = sorted(letters.items(), key=lambda pair: (-pair[1], pair[0]))[1]
    return surest[second] if length >= SHARE * letters.total() else None
