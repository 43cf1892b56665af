"""What one method found on one set, and the numbers that follow from it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import mean

import numpy as np
import pyarrow as pa
from hearhear import campaigns
from score import (
    Joined,
    Label,
    Score,
    Together,
    adjusted_rand,
    bcubed,
    campaigns_only,
    codes,
    pairwise,
    recall_by_kind,
    togetherness,
    token_f1,
    traps_joined,
)  # fmt: skip
from truth import APART, Truth

MADLIBS = ("madlib_every", "madlib_some", "madlib")
OWN_WORDS_KINDS = ("short_in_long", "edit_2", "edit_3")


@dataclass(frozen=True)
class Found:
    """The campaign of each message, and where the method gives them, its family and its personal text."""

    campaigns: list[Label]
    families: list[Label] = field(default_factory=list)
    personal: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Result:
    """Every measure of one run."""

    rand: float
    pairs: Score
    bcubed: Score
    recall: dict[str, float]
    madlibs: dict[str, Together]
    traps: dict[str, Joined]
    personal: dict[str, float]
    families: tuple[int, int] | None


Method = Callable[[Truth], Found]


def engine(*, about: bool) -> Method:
    """The engine, with or without the official texts."""

    def run(truth: Truth) -> Found:
        found = campaigns.find(truth.messages(), about=truth.about if about else ()).messages
        return _in_order(found, [row.id for row in truth.rows])

    return run


def peer(group: Callable[[Sequence[str]], np.ndarray]) -> Method:
    """A peer whose groups of at least three senders are its campaigns."""
    return lambda truth: Found(campaigns_only(group(truth.texts), truth.senders))


def measure(method: Method, truth: Truth) -> Result:
    """Runs the method on the set and counts; paraphrases count only in the recall by kind."""
    found = method(truth)
    kept = truth.target()
    true, guess = [truth.campaigns[at] for at in kept], [found.campaigns[at] for at in kept]
    known, predicted = codes(true), codes(guess)
    madlibs = {row.campaign for row in truth.rows if row.kind in MADLIBS and row.campaign}
    return Result(
        adjusted_rand(known, predicted), pairwise(known, predicted), bcubed(known, predicted),
        recall_by_kind(truth.kinds, truth.campaigns, found.campaigns),
        togetherness(truth.campaigns, found.campaigns, madlibs),
        traps_joined([truth.rows[at] for at in kept], guess),
        _own_words(truth, found), _families(truth, found),
    )  # fmt: skip


def _in_order(found: pa.Table, ids: list[str]) -> Found:
    position = {name: at for at, name in enumerate(found["id"].to_pylist())}
    taken = found.take([position[name] for name in ids])
    return Found(*(taken[name].to_pylist() for name in ("campaign_id", "family_id", "personal_text")))


def _own_words(truth: Truth, found: Found) -> dict[str, float]:
    """Mean token F1 of the personal text, by kind, over messages the method put into a campaign."""
    scores = defaultdict(list)
    for row, campaign, text in zip(truth.rows, found.campaigns, found.personal, strict=False):
        if row.kind in OWN_WORDS_KINDS and row.personal and campaign:
            scores[row.kind].append(token_f1(text or "", row.personal))
    return {kind: mean(scores[kind]) for kind in OWN_WORDS_KINDS if scores[kind]}


def _families(truth: Truth, found: Found) -> tuple[int, int] | None:
    """How many families there are, and how many of them one predicted family holds in every language and alone."""
    if not found.families or not any(row.family for row in truth.rows):
        return None
    homes: dict[str, dict[str, list[Label]]] = defaultdict(lambda: defaultdict(list))
    for row, family in zip(truth.rows, found.families, strict=True):
        if row.family:
            homes[row.family][row.lang].append(family)
    most_common = {name: [_most(known) for known in langs.values()] for name, langs in homes.items()}
    whole = [langs[0] for langs in most_common.values() if langs[0] is not None and len(set(langs)) == 1]
    return len(homes), len(set(whole))


def _most(labels: list[Label]) -> Label:
    return max(sorted({str(label) for label in labels if label} or {""}), key=labels.count) or None


__all__ = ["APART", "Found", "Result", "engine", "measure", "peer"]
