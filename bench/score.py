"""How well predicted campaigns match the true ones: pure functions over labels.

Labels are sequences of names with None for an individual, who is a cluster of one everywhere. Formulas: Hubert and
Arabie 1985 (adjusted Rand index), Bagga and Baldwin 1998 (B-cubed), counted over the sparse table of true by predicted
cluster, so that a million messages take seconds.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

Label = str | None
Labels = Sequence[Label]
TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
# Messages a campaign needs before it is one (product definition: three senders).
SMALLEST_CAMPAIGN = 3


@dataclass(frozen=True)
class Score:
    """Precision and recall between 0 and 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Joined:
    """How many cases of a trap there are and how many were joined."""

    cases: int
    joined: int

    @property
    def share(self) -> float:
        return self.joined / self.cases if self.cases else 0.0


@dataclass(frozen=True)
class Together:
    """Share of a campaign's messages in its largest predicted group, and the number of groups they lie in."""

    share: float
    fragments: int


class Trapped(Protocol):
    """What the trap count reads of a row of the hard set."""

    @property
    def campaign(self) -> Label: ...
    @property
    def trap(self) -> Label: ...
    @property
    def trap_group(self) -> Label: ...


def codes(labels: Labels) -> np.ndarray:
    """Cluster numbers from 0; each None gets a number of its own."""
    numbers: dict[str, int] = {}
    found = np.array([-1 if label is None else numbers.setdefault(label, len(numbers)) for label in labels], np.int64)
    return alone(found)


def alone(numbers: np.ndarray) -> np.ndarray:
    """The same cluster numbers with each negative one replaced by a number of its own."""
    single = numbers < 0
    out = numbers.astype(np.int64, copy=True)
    out[single] = out.max(initial=-1) + 1 + np.arange(np.count_nonzero(single))
    return out


def adjusted_rand(truth: np.ndarray, predicted: np.ndarray) -> float:
    """Adjusted Rand index of two arrays of cluster numbers."""
    together, same_truth, same_predicted, pairs = _pairs(truth, predicted)
    expected = same_truth * same_predicted / pairs if pairs else 0.0
    highest = (same_truth + same_predicted) / 2
    return (together - expected) / (highest - expected) if highest != expected else 1.0


def pairwise(truth: np.ndarray, predicted: np.ndarray) -> Score:
    """Of the pairs put together, how many belong together; of those that belong together, how many were put so."""
    together, same_truth, same_predicted, _ = _pairs(truth, predicted)
    return Score(
        together / same_predicted if same_predicted else 1.0,
        together / same_truth if same_truth else 1.0,
    )


def bcubed(truth: np.ndarray, predicted: np.ndarray) -> Score:
    """Mean over messages of the share of its predicted cluster that is its own, and of its own that was found."""
    cells, in_truth, in_predicted = _table(truth, predicted)
    squared = cells.astype(np.float64) ** 2
    return Score(float((squared / in_predicted).sum() / len(truth)), float((squared / in_truth).sum() / len(truth)))


def recall_by_kind(kinds: Sequence[str], truth: Labels, predicted: Labels) -> dict[str, float]:
    """For each kind, the share of its campaign messages that sit in a predicted campaign whose majority is theirs."""
    owner = _owners(truth, predicted)
    found, total = Counter[str](), Counter[str]()
    for kind, true, guess in zip(kinds, truth, predicted, strict=True):
        if true is not None:
            total[kind] += 1
            found[kind] += guess is not None and owner[guess] == true
    return {kind: found[kind] / total[kind] for kind in total}


def togetherness(truth: Labels, predicted: Labels, campaigns: Iterable[str]) -> dict[str, Together]:
    """Of each named campaign, the largest predicted share and the fragments; a message alone is a fragment."""
    wanted = set(campaigns)
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for at, (true, guess) in enumerate(zip(truth, predicted, strict=True)):
        if true in wanted and true is not None:
            groups[true][guess or f"alone {at}"] += 1
    return {name: Together(max(c.values()) / c.total(), len(c)) for name, c in groups.items()}


def traps_joined(rows: Sequence[Trapped], predicted: Labels) -> dict[str, Joined]:
    """For each trap, its cases and those joined to a campaign they do not belong to.

    A case is a message; for `repeat` it is the person; `opposing_pair` counts pairs with a predicted campaign that
    holds both sides, `opposing` messages in a campaign whose majority is not theirs.
    """
    owner = _owners([row.campaign for row in rows], predicted)
    cases: dict[str, dict[str, bool]] = defaultdict(lambda: defaultdict(bool))
    for at, (row, guess) in enumerate(zip(rows, predicted, strict=True)):
        if row.trap is not None:
            case = str(row.trap_group) if row.trap == "repeat" else str(at)
            cases[row.trap][case] |= guess is not None and (row.campaign is None or owner[guess] != row.campaign)
    joined = {trap: Joined(len(found), sum(found.values())) for trap, found in cases.items()}
    return joined | _opposing_pairs(rows, predicted)


def _opposing_pairs(rows: Sequence[Trapped], predicted: Labels) -> dict[str, Joined]:
    sides: dict[Label, dict[Label, set[Label]]] = defaultdict(lambda: defaultdict(set))
    for row, guess in zip(rows, predicted, strict=True):
        if row.trap == "opposing":
            sides[row.trap_group][guess].add(row.campaign)
    fused = [any(len(both) > 1 for guess, both in found.items() if guess is not None) for found in sides.values()]
    return {"opposing_pair": Joined(len(fused), sum(fused))} if fused else {}


def token_f1(text: str, wanted: str) -> float:
    """F1 of the words of a text against the wanted ones, order aside."""
    have, want = Counter(TOKEN.findall(text.lower())), Counter(TOKEN.findall(wanted.lower()))
    if not have and not want:
        return 1.0
    common = (have & want).total()
    return Score(common / max(have.total(), 1), common / max(want.total(), 1)).f1


def campaigns_only(groups: np.ndarray, senders: Sequence[Label]) -> list[Label]:
    """Groups of at least three senders as campaign names, all other messages None; a missing sender is its own."""
    known = [sender if sender is not None else f"alone {at}" for at, sender in enumerate(senders)]
    who: dict[int, set[str]] = defaultdict(set)
    for group, sender in zip(groups.tolist(), known, strict=True):
        who[group].add(sender)
    return [str(group) if len(who[group]) >= SMALLEST_CAMPAIGN else None for group in groups.tolist()]


def _owners(truth: Labels, predicted: Labels) -> dict[str, Label]:
    """The true campaign of most messages of each predicted one; None where individuals are most."""
    votes: dict[str, Counter[Label]] = defaultdict(Counter)
    for true, guess in zip(truth, predicted, strict=True):
        if guess is not None:
            votes[guess][true] += 1
    return {guess: counted.most_common(1)[0][0] for guess, counted in votes.items()}


def _table(truth: np.ndarray, predicted: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cells of true by predicted cluster that are not empty, with the sizes of both clusters of each cell."""
    wide = int(predicted.max(initial=0)) + 1
    keys, cells = np.unique(truth.astype(np.int64) * wide + predicted, return_counts=True)
    return cells, np.bincount(truth)[keys // wide], np.bincount(predicted)[keys % wide]


def _pairs(truth: np.ndarray, predicted: np.ndarray) -> tuple[float, float, float, float]:
    def pairs(sizes: np.ndarray) -> float:
        sizes = sizes.astype(np.float64)
        return float((sizes * (sizes - 1)).sum() / 2)

    cells, _, _ = _table(truth, predicted)
    return pairs(cells), pairs(np.bincount(truth)), pairs(np.bincount(predicted)), len(truth) * (len(truth) - 1) / 2
