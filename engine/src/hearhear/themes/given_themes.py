"""Texts assigned to themes that a person gave, by what the themes' descriptions mean.

Three similarities are added: between the vectors of passage and description; how well the description's words are
matched by words of the passage; and the reverse. Words match by meaning, so that "kids" matches "children". Then the
best texts of a theme serve as training data for the others (self-training). Stance is seen only as far as words show
it: "support for a ban" and "opposition to a ban" take each other's texts.

Similarities become the probability that a text is about each theme, and a text gets the themes with the highest
expected F1. Texts that a person has confirmed (`examples`) correct these probabilities.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import scipy.sparse as sp

from hearhear.embeddings import Embed, without_language
from hearhear.themes.passages import Passage, passages
from hearhear.themes.similarity import Floats, Ints
from hearhear.themes.words import WORD, folded, says

ASSIGNED_SCHEMA = pa.schema(
    [
        pa.field("text", pa.int32(), nullable=False),
        pa.field("theme", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("certainty", pa.float32(), nullable=False),
    ]
)
WORDS_WEIGH = 0.7
"""What each of the two likenesses of words weighs beside that of vectors (chosen on the first question of gambling_XS,
where .5 to 1 differ by less than a point; tested on the second)."""
RIDGE, PULL, TAUGHT = 2.0, 0.6, 2
"""Of what the best texts of a theme teach: the ridge, in units of one text, what it weighs in standard deviations of
the likeness, and how often it is learnt anew (same question: without .476, with .3, .6 and 1.0 .499, .509, .509)."""
PER_TEXT = 1.5
"""Themes that a text speaks of, as long as nobody has confirmed any: some speak of one, some of two (same question:
from 1.25 to 2.0, F1 differs by less than a point)."""
NOISE = 1.0
"""Of the regression on confirmed texts: a person's word about one text weighs as much as the shares (same question, 40
confirmed: .3 to 1.0 give .602 to .612, 2.0 .585)."""
MOST_WORDS = 6_000
"""Words of the texts that are compared, the most frequent first."""
_PASSAGES, _THEMES = 3, 3
_FEW = 5


@dataclass(frozen=True, slots=True)
class GivenTheme:
    """A theme that a person gave; `examples`: texts that a person has confirmed for it.

    A text that is an example of some themes is taken to speak of no other.
    """

    name: str
    description: str = ""
    examples: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return f"{self.name}: {self.description}" if self.description else self.name


def assign(
    texts: Sequence[str], given: Sequence[GivenTheme], *, embed: Embed, langs: Sequence[str] | None = None
) -> pa.Table:
    """Which texts are about which themes, ASSIGNED_SCHEMA: text number, theme name, the passage.

    Every text with a passage has its best theme, and up to two more where they are probable enough beside it.
    `certainty` is low where a text fits its theme worse than most texts fit theirs: those are for a person to look at.
    `langs`: of the texts; without it, they are taken to be in one language.
    """
    confirmed = _confirmed(given)
    read = passages([*texts, *confirmed], _PASSAGES)
    if not given or not any(one.text < len(texts) for one in read):
        return ASSIGNED_SCHEMA.empty_table()
    text_langs = [*(langs or [""] * len(texts)), *[_usual(langs)] * len(confirmed)]
    passage_langs = [text_langs[one.text] for one in read]
    meaning = _centred([one.words for one in read], passage_langs, embed)
    near = meaning @ _descriptions(given, embed).T + WORDS_WEIGH * _by_words(read, passage_langs, given, embed)
    likely = np.round(_taught(near, meaning), 4)
    known = _Read(np.array([one.text for one in read]), meaning, likely)
    shares, per_text = _shares(known, np.array(list(confirmed.values()), np.float32), len(texts))
    return _rows(read, known, shares, per_text, given)


def _confirmed(given: Sequence[GivenTheme]) -> dict[str, list[bool]]:
    """Each confirmed text, and its themes."""
    every = dict.fromkeys(text for one in given for text in one.examples)
    return {text: [text in one.examples for one in given] for text in every}


def _usual(langs: Sequence[str] | None) -> str:
    """The most frequent language, in which confirmed texts are taken to be."""
    return min(Counter(langs or [""]).items(), key=lambda one: (-one[1], one[0]))[0]


@dataclass(frozen=True, slots=True)
class _Read:
    """Passages: whose each is, what it means, and how like each theme it is."""

    owner: Ints
    meaning: Floats
    likely: Floats

    def texts(self) -> tuple[Ints, Ints]:
        """The texts that have a passage, and where the passages of each begin."""
        numbers, first = np.unique(self.owner, return_index=True)
        return numbers, first

    def best(self) -> Floats:
        """How like each theme the passage of each text is that is most like it."""
        best: Floats = np.maximum.reduceat(self.likely, self.texts()[1], axis=0)
        return best

    def whole(self) -> Floats:
        """What each text means: the mean of its passages."""
        total = np.add.reduceat(self.meaning, self.texts()[1], axis=0)
        directed: Floats = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)
        return directed


def _centred(texts: Sequence[str], langs: Sequence[str], embed: Embed) -> Floats:
    """Vectors without the mean of their language."""
    vectors = np.asarray(embed(texts), dtype=np.float32)
    return without_language(vectors, langs, vectors[:0], []).astype(np.float32)


def _descriptions(given: Sequence[GivenTheme], embed: Embed) -> Floats:
    """The vectors of the themes without their mean, where there are enough themes."""
    vectors = np.asarray(embed([one.text for one in given]), dtype=np.float32)
    if len(given) >= _FEW:
        vectors = vectors - vectors.mean(axis=0)
    directed: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return directed


def _by_words(read: Sequence[Passage], langs: Sequence[str], given: Sequence[GivenTheme], embed: Embed) -> Floats:
    """How well words of passages and of themes meet, both ways, shape (passages, themes)."""
    said = [_words(one.words) for one in read]
    asked = [_words(one.text) for one in given]
    rare = Counter(word for one in said for word in one)
    known = sorted(sorted(rare, key=lambda word: (-rare[word], word))[:MOST_WORDS])
    wanted = sorted({word for one in asked for word in one})
    if not known or not wanted:
        return np.zeros((len(read), len(given)), np.float32)
    near = _word_likeness(wanted, known, embed)
    place, at = {word: row for row, word in enumerate(wanted)}, {word: row for row, word in enumerate(known)}
    themes = _weighed([[place[word] for word in one] for one in asked], len(wanted))
    texts = _weighed([[at[word] for word in one if word in at] for one in said], len(known))
    return _met(near, themes, texts) + _meeting(near, themes, texts)


def _words(text: str) -> list[str]:
    return sorted({folded(word) for word in WORD.findall(text) if says(word)})


def _word_likeness(wanted: Sequence[str], known: Sequence[str], embed: Embed) -> Floats:
    every = sorted({*wanted, *known})
    vectors = np.asarray(embed(every), dtype=np.float32)
    vectors = vectors - vectors.mean(axis=0)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    row = {word: at for at, word in enumerate(every)}
    near: Floats = np.round(vectors[[row[word] for word in wanted]] @ vectors[[row[word] for word in known]].T, 3)
    return near


def _weighed(rows: Sequence[Sequence[int]], words: int) -> sp.csr_matrix:
    """Rows by words, weighed by rarity, each row's weights together 1."""
    places = np.array([(row, word) for row, some in enumerate(rows) for word in some], np.int64).reshape(-1, 2)
    spread = np.bincount(places[:, 1], minlength=words)
    weight = np.log((len(rows) + 1) / np.maximum(spread, 1))[places[:, 1]]
    table = sp.csr_matrix((weight, places.T), shape=(len(rows), words))
    total = np.asarray(table.sum(axis=1)).ravel()
    return (sp.diags(1 / np.maximum(total, 1e-9)) @ table).tocsr()


def _met(near: Floats, themes: sp.csr_matrix, texts: sp.csr_matrix) -> Floats:
    """How well each theme's words are met by the nearest words of a text."""
    best = np.zeros((texts.shape[0], near.shape[0]), np.float32)
    for row in range(texts.shape[0]):
        words = texts.indices[texts.indptr[row] : texts.indptr[row + 1]]
        if len(words):
            best[row] = near[:, words].max(axis=1)
    met: Floats = (themes @ best.T).T.astype(np.float32)
    return met


def _meeting(near: Floats, themes: sp.csr_matrix, texts: sp.csr_matrix) -> Floats:
    """How well a text's words meet the nearest word of each theme, rare words of themes weighing more."""
    rarity = np.log((themes.shape[0] + 1) / np.maximum(np.bincount(themes.indices, minlength=near.shape[0]), 1))
    weighed = near * rarity[:, None]
    best = np.stack(
        [weighed[themes.indices[themes.indptr[row] : themes.indptr[row + 1]]].max(axis=0, initial=-1)
         for row in range(themes.shape[0])]
    )  # fmt: skip
    meeting: Floats = (texts @ best.T).astype(np.float32)
    return meeting


def _taught(near: Floats, meaning: Floats) -> Floats:
    """The likeness after the texts that fit best have taught the others."""
    spread = float(near.std()) or 1.0
    learnt = near
    for _ in range(TAUGHT):
        ahead = np.exp(1.5 * (learnt - learnt.max(axis=1, keepdims=True)) / (float(learnt.std()) or 1.0))
        second = np.sort(ahead, axis=1)[:, -2:][:, :1]
        share = np.where(ahead >= second, ahead, 0)
        learnt = near + PULL * spread * _standard(_ridge(meaning, share / share.sum(axis=1, keepdims=True), meaning))
    return learnt


def _ridge(known: Floats, target: Floats, asked: Floats) -> Floats:
    """Ridge regression on vectors (Hoerl and Kennard 1970), by whichever side is smaller."""
    mean = target.mean(axis=0)
    gram = known.T.astype(np.float64) @ known + RIDGE * np.eye(known.shape[1])
    result: Floats = (asked @ np.linalg.solve(gram, known.T @ (target - mean)) + mean).astype(np.float32)
    return result


def _standard(values: Floats) -> Floats:
    result: Floats = (values - values.mean(axis=0)) / np.maximum(values.std(axis=0), 1e-6)
    return result


def _shares(known: _Read, confirmed: Floats, asked: int) -> tuple[Floats, float]:
    """How probably each text speaks of each theme, a row for each text that has a passage, and how many themes a text
    has. `confirmed`: texts by themes, of the texts from number `asked` on.

    The likeness in standard deviations is taken for the logarithm of the odds. Confirmed texts correct it: Gaussian
    process regression, linear in the vectors, whose mean is the shares (Rasmussen and Williams 2006, 2.7).
    """
    best, (numbers, _) = known.best(), known.texts()
    odds = np.exp((best - best.max(axis=1, keepdims=True)) / (float(best.std()) or 1.0))
    shown = np.flatnonzero(numbers >= asked)
    confirmed_shares = confirmed[numbers[shown] - asked] if len(shown) else np.zeros((0, best.shape[1]), np.float32)
    per_text = float(confirmed_shares.sum() + _FEW * PER_TEXT) / (len(confirmed_shares) + _FEW)
    shares: Floats = np.minimum(per_text * odds / odds.sum(axis=1, keepdims=True), 1).astype(np.float32)
    if len(shown):
        whole = known.whole().astype(np.float64)
        alike = whole @ whole[shown].T
        noisy = alike[shown] + NOISE * np.eye(len(shown))
        shares = (shares + alike @ np.linalg.solve(noisy, confirmed_shares - shares[shown])).astype(np.float32)
    return np.round(shares[numbers < asked], 4), per_text


def _chosen(shares: Floats, per_text: float) -> list[int]:
    """The themes of a text, the likeliest first: as many as raise the expected F1, which is twice what is right of
    them over how many they and the true ones are."""
    ranked: list[int] = np.lexsort((np.arange(len(shares)), -shares))[:_THEMES].tolist()
    chosen, right = ranked[:1], float(shares[ranked[0]])
    for theme in ranked[1:]:
        if shares[theme] <= max(right, 0.0) / (len(chosen) + per_text):
            break
        chosen.append(theme)
        right += float(shares[theme])
    return chosen


def _rows(
    read: Sequence[Passage], known: _Read, shares: Floats, per_text: float, given: Sequence[GivenTheme]
) -> pa.Table:
    """The best passage of each text for each of its themes."""
    numbers, first = known.texts()
    ends = np.append(first[1:], len(read))
    best = known.best()[: len(shares)].max(axis=1)
    certain = np.argsort(np.argsort(best, kind="stable"), kind="stable") / max(1, len(best) - 1)
    rows = []
    for at, text in enumerate(numbers[: len(shares)].tolist()):
        for theme in _chosen(shares[at], per_text):
            passage = read[int(first[at] + known.likely[first[at] : ends[at], theme].argmax())]
            rows.append((text, given[theme].name, passage.start, passage.end, round(float(certain[at]), 3)))
    return pa.Table.from_pylist([dict(zip(ASSIGNED_SCHEMA.names, row, strict=True)) for row in rows], ASSIGNED_SCHEMA)
