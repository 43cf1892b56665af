"""The same thought in another person's words: preferred words, contractions, what one slips in at a comma."""

from __future__ import annotations

import random
import re
from functools import cache

from hemicycle.demo.letters.phrases import phrases

_PAUSE = re.compile(r"(?<=[\w»”’'%]) ?[,;:] (?=[\w«“])")


@cache
def _swaps(lang: str) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """One pattern for all preferred words, longest first, and the alternatives of each."""
    groups = phrases(lang).idiolect["swaps"]
    others = {group[0].lower(): tuple(group[1:]) for group in groups}
    longest_first = sorted(others, key=lambda words: (-len(words), words))
    return re.compile(r"(?<![\w'])(" + "|".join(map(re.escape, longest_first)) + r")(?![\w'])", re.IGNORECASE), others


def in_other_words(text: str, lang: str, rng: random.Random, chance: float) -> str:
    """Replaces at random words that have a synonym."""
    pattern, others = _swaps(lang)

    def swap(found: re.Match[str]) -> str:
        if rng.random() > chance:
            return found[0]
        other = rng.choice(others[found[0].lower()])
        return other[0].upper() + other[1:] if found[0][0].isupper() else other

    return pattern.sub(swap, text)


def with_asides(text: str, lang: str, rng: random.Random, most: int) -> str:
    """Puts a turn of speech at some of the pauses, or before it all where there is none."""
    particles = phrases(lang).idiolect["particles"]
    pauses = list(_PAUSE.finditer(text))
    for pause in sorted(rng.sample(pauses, min(len(pauses), rng.randint(1, most))), key=lambda found: -found.start()):
        text = f"{text[: pause.start()]}, {rng.choice(particles)}{pause[0]}{text[pause.end() :]}"
    if not pauses:
        text = f"{rng.choice(particles)}, {text[0].lower()}{text[1:]}" if text[1:2].islower() else text
    return text
