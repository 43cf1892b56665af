"""Trains the letters of names: which sequences of letters names have, and which the words of everyday language have.

Names are those of the engine's own lists (given.toml, surnames.toml), words those of ordinary.toml. A logistic
regression over hashed sequences of two to four letters, with a mark at both ends; the weights are kept as one byte
each.

    python engine/training/name_letters.py            writes the weights
    python engine/training/name_letters.py --check    says how well words are told that were left out
"""

import argparse
import re
import tomllib
from pathlib import Path

import numpy as np
from hearhear.redaction.names.letters import BUCKETS, FILE, SCALE, buckets
from hearhear.redaction.vocabulary import plain

WORDS = Path(__file__).parents[1] / "src" / "hearhear" / "redaction" / "words"
_NO_WORDS = re.compile("stems|endings")
ROUNDS, RATE, PENALTY = 400, 2.0, 3e-5
"""Full-batch steps of Adagrad; more rounds and other penalties told the words that were left out no better."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="leave out one word of five, and say how they are told")
    asked = parser.parse_args()
    if asked.check:
        _check(*_lists())
    else:
        FILE.write_bytes(made().tobytes())


def made() -> np.ndarray:
    """The weights as they are kept, int8."""
    return np.clip(np.round(_trained(*_lists()) * SCALE), -127, 127).astype(np.int8)


def _lists() -> tuple[list[str], list[str]]:
    names = _names()
    return sorted(names), sorted(_words() - names)


def _names() -> set[str]:
    found: set[str] = set()
    for file in ("given.toml", "surnames.toml"):
        for name, text in tomllib.loads((WORDS / file).read_text("utf-8")).items():
            if name != "doubtful":
                found |= {part for word in text.split() for part in re.findall(r"[^\W\d_]{3,}", plain(word))}
    return found


def _words() -> set[str]:
    lists = tomllib.loads((WORDS / "ordinary.toml").read_text("utf-8"))
    found = {plain(word) for name, text in lists.items() if not _NO_WORDS.search(name) for word in text.split()}
    return {word for word in found if len(word) > 2 and word.isalpha()}


def _trained(names: list[str], words: list[str]) -> np.ndarray:
    rows = [buckets(word) for word in (*names, *words)]
    target = np.array([1.0] * len(names) + [0.0] * len(words))
    weight = np.where(target == 1, 0.5 / len(names), 0.5 / len(words)) * len(target)
    row = np.repeat(np.arange(len(rows)), [len(one) for one in rows])
    column = np.concatenate(rows)
    value = 1 / np.sqrt(np.array([len(one) for one in rows]))[row]
    weights, history = np.zeros(BUCKETS), np.full(BUCKETS, 1e-8)
    for _ in range(ROUNDS):
        score = np.bincount(row, weights[column] * value, len(rows))
        slope = (1 / (1 + np.exp(-score)) - target) * weight / len(rows)
        gradient = np.bincount(column, slope[row] * value, BUCKETS) + PENALTY * weights
        history += gradient**2
        weights -= RATE * gradient / np.sqrt(history)
    return weights


def _check(names: list[str], words: list[str]) -> None:
    rest = [[word for at, word in enumerate(one) if at % 5] for one in (names, words)]
    weights = _trained(*rest)
    scores = [
        np.array([sum(weights[at] for at in buckets(word)) / len(buckets(word)) ** 0.5 for word in one[::5]])
        for one in (names, words)
    ]
    print(len(names), "names,", len(words), "words")
    for bar in (-2, -1, 0, 1, 2, 3):
        told, wrong = (scores[0] > bar).mean(), (scores[1] > bar).mean()
        print(f"above {bar:2}: names {told:.3f}, words {wrong:.3f}")


if __name__ == "__main__":
    main()
