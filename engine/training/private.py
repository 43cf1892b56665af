"""Train which sentences are nobody else's business: `python engine/training/private.py` writes the weights.

The sentences are ours, written for this: `private-1.jsonl` by one hand, `private-2.jsonl` and the long sentences of
`private-3.jsonl`, which tell of themselves while they argue, by another; `private-letters.jsonl` are those of the
letters beside them that a first model took for private, their stories and casework, and some claims and requests, each
judged by a reader: most of what is not private in it is hard. `private-4.jsonl` is mostly public argument about
health, money, children and streets, and harmless stories of oneself; `private-5.jsonl` is of text messages. A sentence
is also learned joined to another that is not private. What kind each sentence is, the model of `sentences.py` tells,
which is trained first; of our letters one that has not seen their writer. Figures are of sentences that the model has
not seen: held out by rows (a fifth at a time), by language, and by file. The same sentences give the same file, byte
for byte, on one machine.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
import sentences
from hearhear.embeddings import Embed, offline
from hearhear.sentences import kinds
from hearhear.sentences.features import words_matrix
from hearhear.sentences.private import CLASSES, WHY, Weights, log_odds, probabilities, with_intercept
from threadpoolctl import threadpool_limits

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parent / "src" / "hearhear" / "sentences" / "private.npz"
F32, F64 = npt.NDArray[np.float32], npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

PENALTY = 2.0
"""Of .1, .3, 1, 2 and 3 the best in a language that was held out."""
RECALL = 0.9
"""The part of private sentences that must be found, by rows and by language alike; the threshold is the larger that
gives both."""
FOLDS = 5


@dataclass(frozen=True)
class Written:
    """Sentences and then, in the same order, each of them joined to another: `known` and `words` are of both.

    Of the sentences alone: `kinds`, the probability of each of KINDS; `why`, the number of the class; `lang` and
    `file`, numbers, too; `partner`, the row of the sentence that each is joined to.
    """

    known: F32
    words: sp.csr_matrix
    kinds: F32
    why: I64
    lang: I64
    file: I64
    partner: I64
    files: tuple[str, ...]
    langs: tuple[str, ...]


def load(embed: Embed) -> Written:
    """All sentences of `private-*.jsonl`, in the order of the files."""
    paths = sorted(HERE.glob("private-*.jsonl"))
    rows = [
        (number, json.loads(line))
        for number, path in enumerate(paths)
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    langs = tuple(sorted({row["lang"] for _, row in rows}))
    texts, lang = [row["text"] for _, row in rows], np.array([langs.index(row["lang"]) for _, row in rows])
    why = np.array([CLASSES.index(row["why"]) for _, row in rows])
    longer, partner = joined(texts, lang, why)
    return Written(
        known=with_intercept(embed([*texts, *longer])),
        words=words_matrix([*texts, *longer]),
        kinds=kinds_of(texts, embed),
        why=why,
        lang=lang,
        file=np.array([number for number, _ in rows]),
        partner=partner,
        files=tuple(path.stem for path in paths),
        langs=langs,
    )


def kinds_of(texts: Sequence[str], embed: Embed) -> F32:
    """The probability of each of KINDS: in its letter where it stands in one of ours, else alone."""
    parts = [sentences.load(path, embed) for path in sorted(HERE.glob("letters-*.jsonl"))]
    known = {
        segment.words: row
        for letters in sentences.read_unseen(parts)
        for letter in letters
        for segment, row in zip(letter.segments, letter.probabilities, strict=True)
    }
    return np.stack([known.get(text, alone) for text, alone in zip(texts, kinds(texts, embed=embed), strict=True)])


def joined(texts: Sequence[str], lang: I64, why: I64) -> tuple[list[str], I64]:
    """Each sentence with another of its language that is not private, before or after it, and the row of the other.

    People tell of themselves inside an argument; without these, three in ten of such sentences were missed, with them
    one. The other is found by the sentence's own hash.
    """
    others = {one: np.flatnonzero((lang == one) & (why == 0)) for one in np.unique(lang)}
    longer, partner = [], []
    for at, text in enumerate(texts):
        mark = crc32(text.encode())
        partner.append(int(others[lang[at]][mark // 2 % len(others[lang[at]])]))
        first, second = (text, texts[partner[-1]]) if mark % 2 else (texts[partner[-1]], text)
        longer.append(f"{first.rstrip('.!? ')}, {second[:1].lower()}{second[1:]}")
    return longer, np.array(partner)


def fit(part: Written, chosen: Mask) -> Weights:
    """Weights learned on the chosen sentences, as precise as those of the file; none is joined to one left out."""
    alone, longer = np.flatnonzero(chosen), np.flatnonzero(chosen & chosen[part.partner])
    rows = np.concatenate([alone, len(chosen) + longer])
    wanted = np.eye(len(CLASSES), dtype=np.float32)[np.tile(part.why, 2)[rows]]
    known, words = (
        one.astype(np.float16).astype(np.float32)
        for one in sentences.regression(part.known[rows], part.words[rows], wanted, PENALTY)
    )
    return Weights(known, words, 0.0)


def unseen(part: Written, group: I64) -> F64:
    """The probability of each of CLASSES for each sentence by a model of the other groups'."""
    found = np.zeros((len(group), len(CLASSES)))
    for one in np.unique(group):
        held = np.flatnonzero(group == one)
        found[held] = probabilities(part.known[held], part.words[held], fit(part, group != one))
    return found


def threshold(odds: F64, private: Mask) -> float:
    """The largest log odds at which RECALL of the private sentences are found."""
    certain = np.sort(odds[private])[::-1]
    return float(certain[int(np.ceil(RECALL * len(certain))) - 1])


def main(say: Callable[[str], object] = print) -> None:
    """Print figures on unseen sentences, then train on all and write the weights."""
    part = load(offline())
    found, least = measured(part)
    say(json.dumps(found | {"threshold": least}, indent=1))
    learned = fit(part, np.ones(len(part.why), np.bool_))
    half = {"dense": learned.dense.astype(np.float16), "words": learned.words.astype(np.float16)}
    np.savez_compressed(WEIGHTS, allow_pickle=False, **half, threshold=np.float32(least))
    say(f"{WEIGHTS.stat().st_size:,} bytes")


def measured(part: Written) -> tuple[dict[str, dict[str, dict[str, float]]], float]:
    """The figures for each way of holding out, and the threshold."""
    # Neighbouring rows are of one subject, so that every fifth is held out and not a fifth in a row.
    by = {"rows": np.arange(len(part.why)) % FOLDS, "language": part.lang, "file": part.file}
    chance = {name: unseen(part, group) for name, group in by.items()}
    odds = {name: np.asarray(log_odds(one.astype(np.float32), part.kinds), np.float64) for name, one in chance.items()}
    least = min(threshold(odds[name], part.why > 0) for name in ("rows", "language"))
    return {name: figures(part, one, odds[name] >= least) for name, one in chance.items()}, least


def figures(part: Written, chance: F64, said: Mask) -> dict[str, dict[str, float]]:
    """For each reason recall, and how often it is the reason given; for files, languages and all, every rate."""
    private = part.why > 0
    right = chance[:, 1:].argmax(axis=1) + 1 == part.why
    return {
        **{why: _found(said, right, part.why == at) for at, why in enumerate(WHY, 1)},
        **{name: _rates(said, private, part.file == at) for at, name in enumerate(part.files)},
        **{name: _rates(said, private, part.lang == at) for at, name in enumerate(part.langs)},
        "all": _rates(said, private, np.ones(len(said), np.bool_)),
    }


def _found(said: Mask, right: Mask, among: Mask) -> dict[str, float]:
    return {
        "private": int(among.sum()),
        "recall": round(float(said[among].mean()), 3),
        "reason right": round(float(right[among & said].mean()), 3),
    }


def _rates(said: Mask, private: Mask, among: Mask) -> dict[str, float]:
    hits = int((said & private & among).sum())
    return {
        "private": int((private & among).sum()), "others": int((~private & among).sum()),
        "recall": round(hits / max(1, int((private & among).sum())), 3),
        "precision": round(hits / max(1, int((said & among).sum())), 3),
        "false alarms": round(float(said[~private & among].mean()), 3),
    }  # fmt: skip


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
    sys.stdout.flush()
