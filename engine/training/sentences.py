"""Train what `hearhear.sentences` knows: `python engine/training/sentences.py` writes its weights and prints figures.

The letters are ours, written by hand for this: `letters-<writer>.jsonl`, a letter a line, its sentences with their
kinds. Every figure and the line from log odds to certainty come from letters of a writer whom the sentence model has
not seen. The same letters give the same file, byte for byte, on one machine.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import scipy.sparse as sp
from hearhear.campaigns import first_look
from hearhear.campaigns.tokens import tokenise
from hearhear.embeddings import Embed, offline
from hearhear.sentences import letters as reading
from hearhear.sentences.features import places, with_neighbours, words_matrix
from hearhear.sentences.letters import Letter
from hearhear.sentences.model import KINDS, Weights, dense, probabilities, tones
from hearhear.sentences.splitting import Segment, segments
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parent / "src" / "hearhear" / "sentences" / "weights.npz"
FIGURES = HERE / "figures.json"
FIRST_LOOK = WEIGHTS.with_name("first_look.npz")
F32, F64 = npt.NDArray[np.float32], npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

PENALTY = 1 / 10
"""Of the sentence model (of 1/3, 1/10 and 1/30 the best for letters of another hand)."""
TONE_PENALTY = 1.0
"""Of the model of a letter's tone (of .3 and 1 the better for letters of another hand)."""
ROUNDS = 120
FLAGS = (("casework", reading.CASEWORK), ("disagrees", reading.REJECTS))
BASE_RATES = (0.04, 0.02)
"""How many letters of a parliament's post ask for help and disown a campaign (the invented post by another hand in
campaign_hard_dev). Our letters have far more, and a certainty has to be true of the post."""
THRESHOLDS = (0.2, 0.35)
"""The certainty from which a letter is flagged. Of pleas as many as possible are wanted, since one that is missed is
worse than one read for nothing: .2 finds .84 to .96 of three sets of post by other hands. Who disowns a campaign is no
more of its supporters, so that both errors count alike: .3 to .4 are best on these sets."""


@dataclass(frozen=True)
class Written:
    """The letters of one writer in segments; `kind`: of each sentence that is read, -1 where none was given."""

    writer: str
    letters: list[list[Segment]]
    kind: npt.NDArray[np.int64]
    sentences: list[str]
    known: npt.NDArray[np.float32]
    words: sp.csr_matrix
    flags: dict[str, Mask]


def load(path: Path, embed: Embed) -> Written:
    """Read a writer's file, split its letters as the engine does, and label what the splitter found."""
    given = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found, kind = [], []
    for letter in given:
        found.append(segments(" ".join(words for words, _ in letter["sentences"])))
        kind += [_label(segment, found[-1], letter["sentences"]) for segment in found[-1] if segment.form is None]
    sentences = [segment.words for letter in found for segment in letter if segment.form is None]
    where = places(found)
    known, words = dense(embed(sentences), where), with_neighbours(words_matrix(sentences), where)
    flags = {name: np.array([letter[name] for letter in given], np.bool_) for name, _ in FLAGS}
    return Written(path.stem.rstrip("abc"), found, np.array(kind), sentences, known, words, flags)


def _label(segment: Segment, beside: Sequence[Segment], sentences: Sequence[tuple[str, str]]) -> int:
    """The kind that most characters of a segment have, those between quotation marks left out."""
    holes = [one for one in beside if one.form == "quoted"]
    counts, at = dict.fromkeys(KINDS, 0), 0
    for words, kind in sentences:
        start, end = max(at, segment.start), min(at + len(words), segment.end)
        inside = sum(max(0, min(end, hole.end) - max(start, hole.start)) for hole in holes)
        counts[kind] += max(0, end - start - inside)
        at += len(words) + 1
    best = max(KINDS, key=lambda kind: counts[kind])
    return KINDS.index(best) if counts[best] else -1


def together(parts: Sequence[Written]) -> tuple[F32, sp.csr_matrix, npt.NDArray[np.int64]]:
    """Dense features, words and kinds of several writers' sentences."""
    kind = np.concatenate([part.kind for part in parts])
    kept = np.flatnonzero(kind >= 0)
    known = np.concatenate([part.known for part in parts])
    words = sp.vstack([part.words for part in parts]).tocsr()
    return known[kept], words[kept], kind[kept]


def fit(parts: Sequence[Written]) -> tuple[F64, F64]:
    """Multinomial logistic regression with a ridge penalty, by L-BFGS (Liu and Nocedal 1989)."""
    known, words, kind = together(parts)
    return regression(known, words, np.eye(len(KINDS), dtype=np.float32)[kind], PENALTY)


def regression(known: F32, words: sp.csr_matrix, wanted: F32, penalty: float) -> tuple[F64, F64]:
    """Weights of dense features and of words, for the classes of `wanted`, shape (sentences, classes)."""
    across, (size, classes) = words.T.tocsr(), (known.shape[1], wanted.shape[1])

    def loss(flat: F64) -> tuple[float, F64]:
        weights = flat.astype(np.float32).reshape(-1, classes)
        scores = known @ weights[:size] + words @ weights[size:]
        top = scores.max(axis=1, keepdims=True)
        raised = np.exp(scores - top)
        total = raised.sum(axis=1, keepdims=True)
        value = float((np.log(total[:, 0]) + top[:, 0] - (scores * wanted).sum(axis=1)).sum(dtype=np.float64))
        over = raised / total - wanted
        slope = np.vstack([known.T @ over, across @ over]).ravel().astype(np.float64)
        return value + penalty / 2 * float(flat @ flat), slope + penalty * flat

    start = np.zeros((size + words.shape[1]) * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    weights = found.x.reshape(-1, classes)
    return weights[:size], weights[size:]


def fit_tones(parts: Sequence[Written]) -> tuple[F64, F64]:
    """Weights whose mean over a letter's sentences tells each flag: by flag a logistic regression of the whole letter.

    What two sentences do not show apart, a letter may say by all of them.
    """
    means = [_means(part) for part in parts]
    known = np.vstack([mean @ part.known for mean, part in zip(means, parts, strict=True)])
    words = sp.vstack([mean @ part.words for mean, part in zip(means, parts, strict=True)]).tocsr()
    found = []
    for flag, _ in FLAGS:
        wanted = np.eye(2, dtype=np.float32)[_wanted(parts, flag).astype(np.int64)]
        found.append([one[:, 1] - one[:, 0] for one in regression(known, words, wanted, TONE_PENALTY)])
    return np.stack([one for one, _ in found], axis=1), np.stack([one for _, one in found], axis=1)


def _means(part: Written) -> sp.csr_matrix:
    """Of a writer's sentences those of each letter, by their mean, shape (letters, sentences)."""
    counts = np.array([sum(one.form is None for one in letter) for letter in part.letters])
    values = np.repeat(1 / np.maximum(counts, 1), counts).astype(np.float32)
    bounds = np.concatenate([[0], np.cumsum(counts)])
    return sp.csr_matrix((values, np.arange(bounds[-1]), bounds), (len(counts), bounds[-1]))


def fit_letters(signs: F64, wanted: Mask, base_rate: float) -> F64:
    """Slopes and intercept from signs to certainty, where so many letters have the flag (Platt 1999).

    `signs`: log odds and tone of letters, shape (letters, 2).
    """
    given = np.hstack([signs, np.ones((len(signs), 1))])
    weight = np.where(wanted, base_rate / wanted.sum(), (1 - base_rate) / (~wanted).sum()) * len(wanted)
    sign = np.where(wanted, 1, -1)

    def loss(line: F64) -> tuple[float, F64]:
        margin = sign * (given @ line)
        over = -weight * sign / (1 + np.exp(margin))
        return float(weight @ np.logaddexp(0, -margin)), over @ given

    return np.asarray(minimize(loss, np.array([1.0, 0.0, 0.0]), jac=True, method="L-BFGS-B").x)


def read_unseen(parts: Sequence[Written]) -> list[list[Letter]]:
    """The letters of each writer, read by a model of the others'."""
    found = []
    for part in parts:
        others = [other for other in parts if other.writer != part.writer]
        none = np.zeros((0, 0), np.float32)
        using = Weights(*map(_half, (*fit(others), *fit_tones(others))), none, none)
        rows, heard = probabilities(part.known, part.words, using), tones(part.known, part.words, using)
        found.append(reading.assembled(part.letters, rows, heard, [None] * len(rows)))
    return found


def _half(values: F64) -> npt.NDArray[np.float32]:
    return values.astype(np.float16).astype(np.float32)


def signs(letters: Sequence[Letter], kind: int) -> F64:
    """Of each letter, all of whose words are its sender's, shape (letters, 2)."""
    return np.array([reading.signs(one, kind, [True] * len(one.segments)) for one in letters], np.float64)


def certainties(signs: F64, line: F64) -> F64:
    """Of letters."""
    return 1 / (1 + np.exp(-(signs @ line[:-1] + line[-1])))


def fit_first_look(parts: Sequence[Written]) -> F64:
    """Weights of single words that tell a plea or a refusal from all other sentences, by logistic regression."""
    kind = np.concatenate([part.kind for part in parts])
    tokens = tokenise(pa.array([words for part in parts for words in part.sentences], pa.large_string()))
    column = (tokens.word >> np.uint32(32 - first_look.BITS)).astype(np.int64)
    shape = (len(kind), 1 << first_look.BITS)
    counts = sp.csr_matrix((np.ones(len(column)), column, tokens.bounds), shape)[np.flatnonzero(kind >= 0)]
    wanted = np.isin(kind[kind >= 0], [number for _, number in FLAGS])
    sign, weight = np.where(wanted, 1, -1), np.where(wanted, (~wanted).sum() / wanted.sum(), 1.0)
    across = counts.T.tocsr()

    def loss(line: F64) -> tuple[float, F64]:
        margin = sign * (counts @ line[:-1] + line[-1])
        over = -weight * sign / (1 + np.exp(margin))
        value = float(weight @ np.logaddexp(0, -margin)) + float(line[:-1] @ line[:-1]) / 2
        return value, np.append(across @ over + line[:-1], over.sum())

    start = np.zeros(shape[1] + 1)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x[:-1])


def main(say: Callable[[str], object] = print) -> None:
    """Print figures on unseen writers, then train on all and write the weights."""
    embed = offline()
    parts = [load(path, embed) for path in sorted(HERE.glob("letters-*.jsonl"))]
    unseen = read_unseen(parts)
    found = json.dumps(figures(parts, unseen), indent=1)
    say(found)
    FIGURES.write_text(found + "\n", encoding="utf-8")
    rows = []
    for (flag, kind), rate in zip(FLAGS, BASE_RATES, strict=True):
        given = np.concatenate([signs(one, kind) for one in unseen])
        rows.append(fit_letters(given, _wanted(parts, flag), rate))
    names = [field.name for field in fields(Weights)]
    values = (*fit(parts), *fit_tones(parts), np.array(rows), np.array(THRESHOLDS))
    kept = {name: one.astype(_kept_as(name)) for name, one in zip(names, values, strict=True)}
    np.savez_compressed(WEIGHTS, letters_sha256=np.array(_digest()), **kept)
    np.savez_compressed(FIRST_LOOK, words=fit_first_look(parts).astype(np.float16))
    say(f"{WEIGHTS.stat().st_size:,} bytes")


def _digest() -> str:
    """Of the letters, which a test compares with the weights."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(HERE.glob("letters-*.jsonl")))).hexdigest()


def _kept_as(name: str) -> type:
    return np.float32 if name in ("letters", "thresholds") else np.float16


def _wanted(parts: Sequence[Written], flag: str) -> Mask:
    return np.concatenate([part.flags[flag] for part in parts])


def figures(parts: Sequence[Written], unseen: Sequence[Sequence[Letter]]) -> dict[str, dict[str, object]]:
    """For each writer, read by a model of the others' letters: sentences right, and precision and recall of flags.

    From signs to certainty leads a line of the other writers', too.
    """
    found: dict[str, dict[str, object]] = {}
    for at, part in enumerate(parts):
        right = np.array(_read_rows(unseen[at])).argmax(axis=1) == part.kind
        name = f"{part.writer}, {at + 1}"
        found[name] = {
            "letters": len(part.letters), "sentences right": round(float(right[part.kind >= 0].mean()), 3)
        }  # fmt: skip
        for (flag, kind), rate, least in zip(FLAGS, BASE_RATES, THRESHOLDS, strict=True):
            others = [other for other in range(len(parts)) if parts[other].writer != part.writer]
            given = np.concatenate([signs(unseen[other], kind) for other in others])
            wanted = _wanted([parts[other] for other in others], flag)
            line = fit_letters(given, wanted, rate)
            certain = certainties(signs(unseen[at], kind), line)
            found[name][flag] = _rates(certain >= least, part.flags[flag])
    return found


def _read_rows(letters: Sequence[Letter]) -> list[npt.NDArray[np.float32]]:
    return [
        row
        for letter in letters
        for row, segment in zip(letter.probabilities, letter.segments, strict=True)
        if segment.form is None
    ]


def _rates(said: Mask, true: Mask) -> dict[str, object]:
    hits = int((said & true).sum())
    return {
        "true": int(true.sum()), "recall": round(hits / max(1, int(true.sum())), 3),
        "precision": round(hits / max(1, int(said.sum())), 3), "false alarms": int((said & ~true).sum()),
    }  # fmt: skip


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
    sys.stdout.flush()
