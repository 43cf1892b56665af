"""Train which sentences are nobody else's business: `python engine/training/private.py` writes the weights.

The sentences are ours, written for this: `private-1.jsonl` by one hand, `private-2.jsonl` and the long sentences of
`private-3.jsonl`, which tell of themselves while they argue, by another; `private-letters.jsonl` are those of the
letters beside them that a first model took for private, and their stories and casework, each judged by a reader: what
is not private in it are the hard ones. A sentence is also learned joined to another that is not private. Figures are
of sentences that the model has not seen: held out by rows (a fifth at a time), by language, and by file. The same
sentences give the same file, byte for byte, on one machine.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from hearhear.embeddings import Cached, Embed, offline, offline_model
from hearhear.sentences.features import words_matrix
from hearhear.sentences.private import CLASSES, WHY, Weights, probabilities, with_intercept
from sentences import regression
from threadpoolctl import threadpool_limits

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parent / "src" / "hearhear" / "sentences" / "private.npz"
F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

PENALTY = 0.3
"""Of .03, .1, .3 and 1 the best in a language that was held out."""
RECALL = 0.9
"""The part of private sentences that must be found, by rows and by language alike; the threshold is the larger that
gives both."""
FOLDS = 5


@dataclass(frozen=True)
class Written:
    """Sentences with what is known of each; `why`: the number of its class; `lang` and `file`: numbers, too."""

    texts: tuple[str, ...]
    known: F64
    words: sp.csr_matrix
    why: I64
    lang: I64
    file: I64
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
    texts = [row["text"] for _, row in rows]
    langs = tuple(sorted({row["lang"] for _, row in rows}))
    return Written(
        texts=tuple(texts),
        known=with_intercept(embed(texts)).astype(np.float64),
        words=words_matrix(texts).astype(np.float64).tocsr(),
        why=np.array([CLASSES.index(row["why"]) for _, row in rows]),
        lang=np.array([langs.index(row["lang"]) for _, row in rows]),
        file=np.array([number for number, _ in rows]),
        files=tuple(path.stem for path in paths),
        langs=langs,
    )


def joined(part: Written, chosen: I64) -> list[str]:
    """Each chosen sentence with another that is not private, of its language and chosen too, before or after it.

    People tell of themselves inside an argument; without these, three in ten of such sentences were missed, with them
    one. The other is found by the sentence's own hash.
    """
    others = {lang: chosen[(part.lang[chosen] == lang) & (part.why[chosen] == 0)] for lang in np.unique(part.lang)}
    found = []
    for at in chosen:
        mark = crc32(part.texts[at].encode())
        other = part.texts[others[part.lang[at]][mark // 2 % len(others[part.lang[at]])]]
        first, second = (part.texts[at], other) if mark % 2 else (other, part.texts[at])
        found.append(f"{first.rstrip('.!? ')}, {second[:1].lower()}{second[1:]}")
    return found


def fit(part: Written, chosen: Mask, embed: Embed) -> Weights:
    """Weights learned on the chosen sentences, as precise as those of the file."""
    rows = np.flatnonzero(chosen)
    longer = joined(part, rows)
    known = np.vstack([part.known[rows], with_intercept(embed(longer))]).astype(np.float64)
    words = sp.vstack([part.words[rows], words_matrix(longer).astype(np.float64)]).tocsr()
    learned = regression(known, words, np.eye(len(CLASSES))[np.tile(part.why[rows], 2)], PENALTY)
    learned_known, learned_words = (one.astype(np.float16).astype(np.float32) for one in learned)
    return Weights(learned_known, learned_words, 0.0)


def unseen(part: Written, group: I64, embed: Embed) -> F64:
    """The probabilities of each sentence by a model of the other groups'."""
    found = np.zeros((len(group), len(CLASSES)))
    for one in np.unique(group):
        held = group == one
        found[held] = probabilities(part.known[held], part.words[np.flatnonzero(held)], fit(part, ~held, embed))
    return found


def threshold(chance: F64, private: Mask) -> float:
    """The largest at which RECALL of the private sentences are found."""
    certain = np.sort(1 - chance[private, 0])[::-1]
    return float(certain[int(np.ceil(RECALL * len(certain))) - 1])


def main(say: Callable[[str], object] = print) -> None:
    """Print figures on unseen sentences, then train on all and write the weights."""
    embed = Cached(offline(), None, model=offline_model())
    part = load(embed)
    private = part.why > 0
    # Neighbouring rows are of one subject, so that every fifth is held out and not a fifth in a row.
    by = {"rows": np.arange(len(part.why)) % FOLDS, "language": part.lang, "file": part.file}
    chance = {name: unseen(part, group, embed) for name, group in by.items()}
    least = min(threshold(chance[name], private) for name in ("rows", "language"))
    say(json.dumps({name: figures(part, one, least) for name, one in chance.items()} | {"threshold": least}, indent=1))
    learned = fit(part, np.ones(len(part.why), np.bool_), embed)
    half = {"dense": learned.dense.astype(np.float16), "words": learned.words.astype(np.float16)}
    np.savez_compressed(WEIGHTS, allow_pickle=False, **half, threshold=np.float32(least))
    say(f"{WEIGHTS.stat().st_size:,} bytes")


def figures(part: Written, chance: F64, least: float) -> dict[str, object]:
    """Recall of each reason, whether the reason is right, and, file by file and language by language, all rates."""
    said, private = 1 - chance[:, 0] >= least, part.why > 0
    right = chance[:, 1:].argmax(axis=1) + 1 == part.why
    return {
        "recall": {why: round(float(said[part.why == at].mean()), 3) for at, why in enumerate(WHY, 1)},
        "reason right": round(float(right[private & said].mean()), 3),
        **{name: _rates(said, private, part.file == at) for at, name in enumerate(part.files)},
        **{name: _rates(said, private, part.lang == at) for at, name in enumerate(part.langs)},
        "all": _rates(said, private, np.ones(len(said), np.bool_)),
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
