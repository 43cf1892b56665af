"""Texts that look statistically like language: Zipf's law, word pairs that recur, topics, sentences.

The head of each vocabulary is counted from the hard set's phrases, so function words are real and rank as they should;
the tail is made of syllables. A token is a word number times four plus its form.
"""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
from truth import ROOT

PHRASES = ROOT / "engine" / "tests" / "hardset" / "data"
WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
# Slots, section headings, comments and links of the phrase files are not prose.
MARKUP = re.compile(r"<[^<>]*>|^\[.*\]$|^# .*$|^(?:link|tag|facts|for|against) |\S*://\S*|#\w+", re.MULTILINE)
VOCABULARY, TOPICS, TOPIC_WORDS = 30_000, 24, 300
# Zipf-Mandelbrot rank law with the usual constants for prose (Mandelbrot 1953, Piantadosi 2014).
ZIPF_SHIFT, ZIPF_POWER = 2.7, 1.05
DRAWS = 1 << 18
# Habits of speech, set so that pairs of letters share as many runs of two and three words, and as few rare ones, as
# individual messages of public consultations in FR and ES do.
SUCCESSORS, COMMON_WORDS, ON_TOPIC = 16, 300, 0.10
LIKE_LETTERS = (0.45, 0.15)
# A stress: strangers share three to five times as many rare word pairs as in those messages, as in jargon.
DENSE = (0.60, 0.60)
SENTENCE_END, SHORTEST_SENTENCE = 1 / 9, 5
PLAIN, STOP, CAPITAL, COMMA = range(4)
FORMS = 4
ONSETS = {
    "en": [
        "b",
        "br",
        "c",
        "cl",
        "d",
        "dr",
        "f",
        "g",
        "gr",
        "h",
        "l",
        "m",
        "n",
        "p",
        "pl",
        "r",
        "s",
        "st",
        "t",
        "tr",
        "w",
    ],
    "fr": ["b", "bl", "c", "ch", "d", "f", "g", "l", "m", "n", "p", "pr", "qu", "r", "s", "t", "tr", "v", "vr", "j"],
    "es": ["b", "br", "c", "d", "f", "g", "gr", "h", "l", "ll", "m", "n", "p", "pr", "r", "s", "t", "tr", "v", "j"],
}
RHYMES = {
    "en": ["all", "ane", "ard", "ent", "er", "ick", "ing", "old", "ome", "ound", "ow", "ush", "y", "ight", "ade"],
    "fr": ["age", "ance", "eau", "elle", "ent", "eur", "euse", "ier", "ille", "oir", "onne", "ure", "ée", "ais", "ot"],
    "es": ["ado", "aje", "al", "anza", "ar", "eño", "era", "ero", "illa", "ina", "o", "osa", "ura", "ín", "os"],
}


@dataclass(frozen=True)
class Speech:
    """Tokens of many texts in one buffer; text i lies between starts[i] and starts[i + 1]."""

    tokens: np.ndarray
    starts: np.ndarray

    def __getitem__(self, at: int) -> np.ndarray:
        return self.tokens[self.starts[at] : self.starts[at + 1]]


class LanguageModel:
    """Speaks one language; the same seed gives the same habits of speech."""

    def __init__(self, lang: str, seed: int, follows: tuple[float, float] = LIKE_LETTERS):
        self._follows = follows
        rng = np.random.default_rng([seed, *lang.encode()])
        self.words = _vocabulary(lang, rng)
        weights = (np.arange(VOCABULARY) + ZIPF_SHIFT) ** -ZIPF_POWER
        weights /= weights.sum()
        self._common = rng.choice(VOCABULARY, DRAWS, p=weights).astype(np.int32)
        self._next = self._common[rng.integers(0, DRAWS, (VOCABULARY, SUCCESSORS))]
        topic_weights = weights[:TOPIC_WORDS] / weights[:TOPIC_WORDS].sum()
        members = rng.integers(200, VOCABULARY, (TOPICS, TOPIC_WORDS)).astype(np.int32)
        self._topic = members[:, rng.choice(TOPIC_WORDS, 4096, p=topic_weights)]

    def surfaces(self) -> list[str]:
        """The spelling of every token."""
        return [form for word in self.words for form in (word, f"{word}.", word.capitalize(), f"{word},")]

    def content_words(self, rng: np.random.Generator, topic: int, shape: tuple[int, ...]) -> np.ndarray:
        """Word numbers that belong to a topic, half of them of general use."""
        general = self._common[rng.integers(0, DRAWS, shape)]
        own = self._topic[topic][rng.integers(0, self._topic.shape[1], shape)]
        return np.where(rng.random(shape) < 0.5, own, general)

    def speak(self, rng: np.random.Generator, topics: np.ndarray, lengths: np.ndarray) -> Speech:
        """One text for each topic and length, all at once, word by word."""
        order = np.argsort(-lengths, kind="stable")
        starts = np.concatenate(([0], np.cumsum(lengths)))
        tokens = np.empty(starts[-1], np.int32)
        begin, topic, left = starts[:-1][order], topics[order], lengths[order]
        word, since = self._common[rng.integers(0, DRAWS, len(order))], np.full(len(order), 99)
        for step in range(int(lengths.max(initial=0))):
            active = int(np.searchsorted(-left, -step, side="left"))
            word = self._following(rng, word[:active], topic[:active])
            tokens[begin[:active] + step], since = _punctuated(rng, word, since[:active], left[:active] == step + 1)
        return Speech(tokens, starts)

    def _following(self, rng: np.random.Generator, word: np.ndarray, topic: np.ndarray) -> np.ndarray:
        count = len(word)
        common = self._common[rng.integers(0, DRAWS, count)]
        own = self._topic[topic, rng.integers(0, self._topic.shape[1], count)]
        habit = self._next[word, (SUCCESSORS * rng.random(count) ** 2.5).astype(np.int32)]
        chance, follows = rng.random(count), np.where(word < COMMON_WORDS, *self._follows)
        return np.where(chance < follows, habit, np.where(chance < follows + ON_TOPIC, own, common))


def _punctuated(
    rng: np.random.Generator, word: np.ndarray, since: np.ndarray, last: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Tokens of the words, given how long ago their sentences began."""
    chance = rng.random(len(word))
    stop = last | ((since >= SHORTEST_SENTENCE) & (since < 99) & (chance < SENTENCE_END))
    first = (since >= 99) | (since < 0)
    comma = ~stop & ~first & (chance > 0.93)
    form = np.select([stop, first, comma], [STOP, CAPITAL, COMMA], PLAIN)
    return word * FORMS + form, np.where(stop, -1, np.where(first, 1, since + 1))


def _vocabulary(lang: str, rng: np.random.Generator) -> list[str]:
    counts = Counter[str]()
    for file in sorted((PHRASES / lang).glob("*.txt")):
        counts.update(WORD.findall(MARKUP.sub(" ", file.read_text(encoding="utf-8")).lower()))
    words = dict.fromkeys(word for word, _ in counts.most_common())
    onsets, rhymes = ONSETS[lang], RHYMES[lang]
    while len(words) < VOCABULARY:
        size = rng.choice((1, 2, 2, 3))
        words["".join(onsets[rng.integers(len(onsets))] + rhymes[rng.integers(len(rhymes))] for _ in range(size))] = (
            None
        )
    return list(words)[:VOCABULARY]
