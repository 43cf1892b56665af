"""Train what cannot wait in a letter: `python engine/training/urgency.py` writes the weights and prints figures.

The sentences are ours, written for this: `urgency-1.jsonl` with many that are easily mistaken (metaphors, insults,
arguments about crime), `urgency-2.jsonl` rarer wordings, veiled threats and dialects, `urgency-3.jsonl` plain ones and
insults, `urgency-4.jsonl` what is said to somebody's face without a threat, after a first model had been looked at on
public debates. What is ordinary is all else of our own writing, the sentences of `letters-*.jsonl` and
`private-*.jsonl`; of these `urgency-others.jsonl` names the kinds of those that a first model took for urgent and a
reader found so, null where readers may differ.

Figures are of sentences that the model has not seen. A quarter is held out at a time: of our sentences a quarter in a
row of each kind and language, since the languages tell similar things in the same order, so that nothing like them is
seen in any language. The same sentences give the same file, byte for byte, on one machine.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from hearhear.embeddings import Embed, offline
from hearhear.sentences import segments
from hearhear.urgency.model import KINDS, Weights, features, log_odds
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parent / "src" / "hearhear" / "urgency" / "weights.npz"
FIGURES = HERE / "urgency-figures.json"
F32, F64 = npt.NDArray[np.float32], npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

PENALTY = 0.3
"""Of .3 and 1 the better."""
ROUNDS = 60
FOLDS = 4
FALSE_ALARMS = (0.004, 0.004, 0.008, 0.008)
"""The part of ordinary sentences, none of which was seen, that may be reported for each of KINDS. Of 200 letters a day
a few may be looked at for nothing: letters here have five sentences, and they are harder than the post. Danger sounds
like other pleas for help, which people read anyway, so that a false alarm costs less; a time limit is reported only
where a day is named, too."""
SMALLEST = 0.02
"""Weights nearer to zero than this are left out of the file: scores change by less than a tenth."""


@dataclass(frozen=True)
class Written:
    """`wanted`: shape (sentences, kinds); `ours`: whether a sentence was written for this, else it is of a letter."""

    known: F32
    words: sp.csr_matrix
    wanted: Mask
    ours: Mask
    fold: npt.NDArray[np.int64]
    names: tuple[str, ...]
    langs: tuple[str, ...]


def load(embed: Embed) -> Written:
    """All sentences, ours first."""
    ours = [(path.stem, row) for path in sorted(HERE.glob("urgency-[0-9].jsonl")) for row in _rows(path)]
    judged = {row["text"]: row["kinds"] for row in _rows(HERE / "urgency-others.jsonl")}
    others = sorted(text for text in set(_of_letters()) | set(_private()) if judged.get(text, []) is not None)
    texts = [*(row["text"] for _, row in ours), *others]
    kinds = [*(row["kinds"] for _, row in ours), *(judged.get(text, []) for text in others)]
    known, words = features(texts, embed)
    return Written(
        known=known,
        words=words,
        wanted=np.array([[kind in one for kind in KINDS] for one in kinds], np.bool_),
        ours=np.arange(len(texts)) < len(ours),
        fold=np.array([*_folds([row for _, row in ours]), *(crc32(text.encode()) % FOLDS for text in others)]),
        names=tuple(name for name, _ in ours),
        langs=tuple(row["lang"] for _, row in ours),
    )


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _of_letters() -> Iterable[str]:
    for path in sorted(HERE.glob("letters-*.jsonl")):
        for letter in _rows(path):
            found = segments(" ".join(words for words, _ in letter["sentences"]))
            yield from (one.words for one in found if one.form is None)


def _private() -> Iterable[str]:
    return (row["text"] for path in sorted(HERE.glob("private-*.jsonl")) for row in _rows(path))


def _folds(rows: list[dict[str, object]]) -> list[int]:
    """Of each kind and language a quarter in a row."""
    groups = defaultdict(list)
    for at, row in enumerate(rows):
        groups[row["lang"], *row["kinds"]].append(at)
    fold = [0] * len(rows)
    for members in groups.values():
        for number, at in enumerate(members):
            fold[at] = number * FOLDS // len(members)
    return fold


def fit(part: Written, chosen: Mask) -> tuple[F32, F32]:
    """Weights of dense features and of words: a logistic regression for each kind, ridge penalty, by L-BFGS."""
    known, words, wanted = part.known[chosen], part.words[chosen], part.wanted[chosen].astype(np.float32)
    across, size, count = words.T.tocsr(), known.shape[1], len(KINDS)

    def loss(flat: F64) -> tuple[float, F64]:
        weights = flat.astype(np.float32).reshape(-1, count)
        scores = known @ weights[:size] + words @ weights[size:]
        over = 1 / (1 + np.exp(-scores)) - wanted
        value = float((np.logaddexp(0, scores) - wanted * scores).sum(dtype=np.float64))
        slope = np.vstack([known.T @ over, across @ over]).ravel().astype(np.float64)
        return value + PENALTY / 2 * float(flat @ flat), slope + PENALTY * flat

    start = np.zeros((size + words.shape[1]) * count)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x.reshape(-1, count)
    return _half(found[:size]), _half(np.where(np.abs(found[size:]) < SMALLEST, 0, found[size:]))


def _half(values: F64) -> F32:
    return values.astype(np.float16).astype(np.float32)


def unseen(part: Written) -> F32:
    """The log odds of each kind for each sentence by a model that has not seen it."""
    odds = np.zeros(part.wanted.shape, np.float32)
    for fold in range(FOLDS):
        held = part.fold == fold
        using = Weights(*fit(part, ~held), np.zeros(len(KINDS), np.float32))
        odds[held] = log_odds(part.known[held], part.words[held], using)
    return odds


def thresholds(part: Written, odds: F32) -> F32:
    """The log odds above which FALSE_ALARMS of the ordinary sentences lie."""
    found = []
    for at, share in enumerate(FALSE_ALARMS):
        ordinary = np.sort(odds[~part.wanted[:, at] & ~part.ours, at])[::-1]
        found.append(ordinary[int(share * len(ordinary))])
    return np.array(found, np.float32)


def figures(part: Written, odds: F32, least: F32) -> dict[str, dict[str, dict[str, float]]]:
    """For each kind, and within it for each file and language of ours, how many are found."""
    names, langs = np.array(part.names), np.array(part.langs)
    count = len(names)
    found = {}
    for at, kind in enumerate(KINDS):
        said, wanted = odds[:, at] > least[at], part.wanted[:, at]
        rates = {"all": _rates(said, wanted)}
        for column in (names, langs):
            for one in sorted(set(column)):
                rates[one] = _rates(said[:count][column == one], wanted[:count][column == one])
        found[kind] = rates | {"letters": _rates(said[count:], wanted[count:])}
    return found


def _rates(said: Mask, wanted: Mask) -> dict[str, float]:
    return {
        "true": int(wanted.sum()),
        "others": int((~wanted).sum()),
        "recall": round(float(said[wanted].mean()), 3),
        "false alarms": int((said & ~wanted).sum()),
    }


def main(say: Callable[[str], object] = print) -> None:
    """Write figures of unseen sentences, then train on all and write the weights."""
    part = load(offline())
    odds = unseen(part)
    least = thresholds(part, odds)
    FIGURES.write_text(json.dumps(figures(part, odds, least), indent=1) + "\n", encoding="utf-8")
    dense, words = fit(part, np.ones(len(part.wanted), np.bool_))
    half = {"dense": dense.astype(np.float16), "words": words.astype(np.float16)}
    np.savez_compressed(WEIGHTS, allow_pickle=False, **half, thresholds=least)
    say(FIGURES.read_text(encoding="utf-8"))
    say(f"{WEIGHTS.stat().st_size:,} bytes, thresholds {least.round(2).tolist()}")


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
    sys.stdout.flush()
