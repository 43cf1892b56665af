"""Train what cannot wait in a letter: `python engine/training/urgency.py` writes the weights and prints figures.

The texts are ours, written for this. Sentences: `urgency-1.jsonl` with many that are easily mistaken (metaphors,
insults, arguments about crime), `urgency-2.jsonl` rarer wordings, veiled threats and dialects, `urgency-3.jsonl`
plain ones and insults, `urgency-4.jsonl` what is said to somebody's face without a threat. Whole letters and messages,
each with the words that tell: `urgency-letters-1.jsonl` and `urgency-letters-5.jsonl`, which were the first two blind
sets, `urgency-letters-2.jsonl` by another hand, `urgency-letters-3.jsonl` by a third, and `urgency-letters-4.jsonl`,
threats about a third person ("I will kill him") and danger in Spanish, each beside what only sounds so. What is
ordinary is all else of our own writing, the sentences of `letters-*.jsonl` and `private-*.jsonl`; of these
`urgency-others.jsonl` names the kinds of those that a first model took for urgent and a reader found so, null where
readers may differ.

Figures are of letters that the model has not seen: a fifth is held out at a time, of letters by chance, of sentences
a fifth in a row of each kind and language, since the languages tell similar things in the same order. What is known of
a whole letter is learned from sentences judged by a model that has not seen them. The same texts give the same file,
byte for byte, on one machine.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from hearhear.embeddings import Embed, offline
from hearhear.sentences import Segment, segments
from hearhear.urgency.model import KINDS, Weights, features, letter_features, log_odds
from hearhear.urgency.signals import Signal, judged
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parent / "src" / "hearhear" / "urgency" / "weights.npz"
FIGURES = HERE / "urgency-figures.json"
F32, F64 = npt.NDArray[np.float32], npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

PENALTY, LETTER_PENALTY = 0.3, 1.0
"""Of sentences .3 and 1 tried, of letters .05, .1, .3, 1 and 3."""
LETTERS_WEIGH, SENTENCES_WEIGH = 3, 0.1
"""A sentence of a letter counts as three, as those are nearest to the post (1 and 3 tried); among letters a sentence
of ours alone counts as a tenth of one (0, .1, .3 and 1 tried)."""
ROUNDS = 60
FOLDS = 5
NOTHING = np.zeros((0, len(KINDS)), np.float32)
THRESHOLDS = np.array([0.9, 0.0, -0.25, -0.75], np.float32)
"""The log odds of a letter from which each of KINDS is reported: about one in twenty unseen ordinary letters is, all
written to mislead, as the post is not. Lowest for danger, where waiting costs most, highest for threats, the hardest
to tell. A time limit is reported only where a day is named, too, and little is lost where it is none: from 0 to -.75
24 of 259 unseen days more are reported as they are, and of 2,242 letters without one 23 more are."""
ALONE = np.array([2.0, np.inf, np.inf, np.inf], np.float32)
"""The log odds of a sentence that suffice whatever surrounds it. From 2 on, 5 of 656 unseen threats are reported that
their letters drown, for 2 of 710 ordinary letters by others (from 1.5 on 9 for 4); of other kinds none."""
SMALLEST = 0.02
"""Weights nearer to zero than this are left out of the file: scores change by less than a tenth."""
ENOUGH = 0.4, 0.9
"""A sentence has a kind where so much of it, or so much of the words that tell, lies in the other."""


@dataclass(frozen=True)
class Text:
    """A letter or a sentence of ours or, without a `name`, an ordinary one; `wanted`: shape (sentences, kinds)."""

    name: str
    lang: str
    fold: int
    own: list[Segment]
    wanted: Mask
    written_on: date | None = None
    due: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Written:
    """All texts and what is known of their sentences; `wanted`: shape (sentences, kinds); `rows`: those of a text."""

    texts: list[Text]
    rows: list[slice]
    dense: F32
    words: sp.csr_matrix
    wanted: Mask
    fold: npt.NDArray[np.int64]
    weigh: F32


def load(embed: Embed) -> Written:
    """All texts, ordinary sentences last."""
    texts = [*_sentences(), *_letters(), *_ordinary()]
    sizes = [len(text.own) for text in texts]
    ends = np.cumsum(sizes)
    dense, words = features([one.words for text in texts for one in text.own], embed)
    return Written(
        texts=texts,
        rows=[slice(int(end) - size, int(end)) for end, size in zip(ends, sizes, strict=True)],
        dense=dense,
        words=words,
        wanted=np.vstack([text.wanted for text in texts]),
        fold=np.repeat([text.fold for text in texts], sizes),
        weigh=np.repeat([LETTERS_WEIGH if _is_letter(text) else 1 for text in texts], sizes).astype(np.float32),
    )


def _sentences() -> Iterator[Text]:
    rows = [(path.stem, row) for path in sorted(HERE.glob("urgency-[0-9].jsonl")) for row in _rows(path)]
    for (name, row), fold in zip(rows, _folds([row for _, row in rows]), strict=True):
        yield Text(name, row["lang"], fold, [_whole(row["text"])], _mask([row["kinds"]]))


def _letters() -> Iterator[Text]:
    for path in sorted(HERE.glob("urgency-letters-*.jsonl")):
        for row in _rows(path):
            own = [one for one in segments(row["text"]) if one.form is None]
            wanted = _mask([[told["kind"] for told in row["told"] if _tells(one, told["words"], row)] for one in own])
            due = frozenset(told["due"] for told in row["told"] if told.get("due"))
            written_on = date.fromisoformat(row["written_on"])
            yield Text(path.stem, row["lang"], _chance(row["text"]), own, wanted, written_on, due)


def _tells(one: Segment, words: str, row: dict[str, str]) -> bool:
    start = row["text"].index(words)
    shared = min(start + len(words), one.end) - max(start, one.start)
    of_sentence, of_words = ENOUGH
    return shared > 0 and shared >= min(of_sentence * (one.end - one.start), of_words * len(words))


def _ordinary() -> Iterator[Text]:
    judged = {row["text"]: row["kinds"] for row in _rows(HERE / "urgency-others.jsonl")}
    for text in sorted(set(_of_letters()) | set(_private())):
        if (kinds := judged.get(text, [])) is not None:
            yield Text("", "", _chance(text), [_whole(text)], _mask([kinds]))


def _is_letter(text: Text) -> bool:
    return text.name.startswith("urgency-letters")


def _whole(text: str) -> Segment:
    return Segment(0, len(text), text, None)


def _mask(kinds: list[list[str]]) -> Mask:
    return np.array([[kind in one for kind in KINDS] for one in kinds], np.bool_).reshape(len(kinds), len(KINDS))


def _chance(text: str) -> int:
    return crc32(text.encode()) % FOLDS


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _of_letters() -> Iterable[str]:
    for path in sorted(HERE.glob("letters-*.jsonl")):
        for letter in _rows(path):
            found = segments(" ".join(words for words, _ in letter["sentences"]))
            yield from (one.words for one in found if one.form is None)


def _private() -> Iterable[str]:
    return (row["text"] for path in sorted(HERE.glob("private-*.jsonl")) for row in _rows(path))


def _folds(rows: list[dict[str, Any]]) -> list[int]:
    """Of each kind and language a fifth in a row."""
    groups = defaultdict(list)
    for at, row in enumerate(rows):
        groups[row["lang"], *row["kinds"]].append(at)
    fold = [0] * len(rows)
    for members in groups.values():
        for number, at in enumerate(members):
            fold[at] = number * FOLDS // len(members)
    return fold


def fit(dense: F32, words: sp.csr_matrix, wanted: Mask, weigh: F32, penalty: float) -> tuple[F32, F32]:
    """Weights of dense features and of words: a logistic regression for each kind, ridge penalty, by L-BFGS."""
    goal, across, size, count = wanted.astype(np.float32), words.T.tocsr(), dense.shape[1], len(KINDS)
    weigh = weigh[:, None]

    def loss(flat: F64) -> tuple[float, F64]:
        weights = flat.astype(np.float32).reshape(-1, count)
        scores = dense @ weights[:size] + words @ weights[size:]
        over = weigh * (1 / (1 + np.exp(-scores)) - goal)
        value = float((weigh * (np.logaddexp(0, scores) - goal * scores)).sum(dtype=np.float64))
        slope = np.vstack([dense.T @ over, across @ over]).ravel().astype(np.float64)
        return value + penalty / 2 * float(flat @ flat), slope + penalty * flat

    start = np.zeros((size + words.shape[1]) * count)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x.reshape(-1, count)
    return _half(found[:size]), _half(np.where(np.abs(found[size:]) < SMALLEST, 0, found[size:]))


def _half(values: F64) -> F32:
    return values.astype(np.float16).astype(np.float32)


def of_sentences(part: Written, chosen: Mask) -> tuple[F32, F32]:
    return fit(part.dense[chosen], part.words[chosen], part.wanted[chosen], part.weigh[chosen], PENALTY)


def of_letters(known: F32, wanted: Mask, weigh: F32) -> F32:
    return fit(known, sp.csr_matrix((len(known), 0), dtype=np.float32), wanted, weigh, LETTER_PENALTY)[0]


def unseen(part: Written) -> F32:
    """The log odds of each kind for each sentence by a model that has not seen it."""
    odds = np.zeros(part.wanted.shape, np.float32)
    for fold in range(FOLDS):
        held = part.fold == fold
        using = Weights(*of_sentences(part, ~held), NOTHING, NOTHING, NOTHING)
        odds[held] = log_odds(part.dense[held], part.words[held], using)
    return odds


@dataclass(frozen=True)
class Letters:
    """Texts of ours as wholes: `known` as letter_features knows them, `odds` by a model that has not seen them, of
    which `using` are the weights for each fold; `whole`: whether each is a letter and no sentence alone."""

    texts: list[Text]
    rows: list[slice]
    known: F32
    wanted: Mask
    whole: Mask
    using: list[F32]
    odds: F32

    @property
    def weigh(self) -> F32:
        return np.where(self.whole, 1, SENTENCES_WEIGH).astype(np.float32)

    @property
    def ordinary(self) -> Mask:
        return self.whole & ~self.wanted.any(axis=1)


def as_letters(part: Written, odds: F32) -> Letters:
    """`odds`: those of unseen sentences."""
    ours = [(text, rows) for text, rows in zip(part.texts, part.rows, strict=True) if text.name and text.own]
    texts, rows = [text for text, _ in ours], [rows for _, rows in ours]
    known = np.array(
        [
            letter_features([one.words for one in text.own], part.dense[at], odds[at])
            for text, at in zip(texts, rows, strict=True)
        ]
    )
    wanted = np.array([text.wanted.any(axis=0) for text in texts])
    whole = np.array([_is_letter(text) for text in texts])
    found = Letters(texts, rows, known, wanted, whole, [], np.zeros(wanted.shape, np.float32))
    fold = np.array([text.fold for text in texts])
    for one in range(FOLDS):
        held = fold == one
        found.using.append(of_letters(known[~held], wanted[~held], found.weigh[~held]))
        found.odds[held] = known[held] @ found.using[one]
    return found


def figures(part: Written, odds: F32, letters: Letters) -> dict[str, dict[str, Any]]:
    """For each kind, and within it for each file and language, how many letters are found; and how many days."""
    found = [_reported(part, odds, letters, at) for at in range(len(letters.texts))]
    said = _mask([[one.kind for one in signals] for signals in found])
    names, langs = (np.array([getattr(text, name) for text in letters.texts]) for name in ("name", "lang"))
    groups = {name: names == name for name in sorted(set(names))}
    groups |= {lang: letters.whole & (langs == lang) for lang in sorted(set(langs))}
    rates = {
        kind: {name: _rates(said[chosen, at], letters.wanted[chosen, at]) for name, chosen in groups.items()}
        for at, kind in enumerate(KINDS)
    }
    due = [
        any(one.due and one.due.isoformat() in text.due for one in signals)
        for text, signals in zip(letters.texts, found, strict=True)
        if text.due
    ]
    ordinary, flagged = names[letters.ordinary], said[letters.ordinary, :-1].any(axis=1)
    counts = {
        "letters": Counter(ordinary.tolist()),
        "reported": Counter(ordinary[flagged].tolist()),
        "days": len(due),
        "right": sum(due),
    }
    return rates | {"ordinary": counts}


def _reported(part: Written, odds: F32, letters: Letters, at: int) -> list[Signal]:
    text, rows = letters.texts[at], letters.rows[at]
    using = Weights(NOTHING, NOTHING, letters.using[text.fold], THRESHOLDS, ALONE)
    return judged(text.own, part.dense[rows], odds[rows], text.written_on, using)


def _rates(said: Mask, wanted: Mask) -> dict[str, float | None]:
    return {
        "true": int(wanted.sum()),
        "others": int((~wanted).sum()),
        "recall": round(float(said[wanted].mean()), 3) if wanted.any() else None,
        "false alarms": int((said & ~wanted).sum()),
    }


def main(say: Callable[[str], object] = print) -> None:
    """Write figures of unseen letters, then train on all and write the weights."""
    part = load(offline())
    odds = unseen(part)
    letters = as_letters(part, odds)
    FIGURES.write_text(json.dumps(figures(part, odds, letters), indent=1) + "\n", encoding="utf-8")
    dense, words = of_sentences(part, np.ones(len(part.wanted), np.bool_))
    kept = {"dense": dense, "words": words, "letter": of_letters(letters.known, letters.wanted, letters.weigh)}
    half = {name: values.astype(np.float16) for name, values in kept.items()}
    np.savez_compressed(WEIGHTS, allow_pickle=False, **half, thresholds=THRESHOLDS, alone=ALONE)
    say(FIGURES.read_text(encoding="utf-8"))
    say(f"{WEIGHTS.stat().st_size:,} bytes")


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
    sys.stdout.flush()
