"""Groups in a graph of texts that are alike."""

import numpy as np
from hearhear.campaigns.communities import communities


def dense(size: int, part: float, start: int, seed: int) -> np.ndarray:
    """Pairs of `size` texts from `start` on, each with probability `part`, shape (2, pairs)."""
    left, right = np.triu_indices(size, 1)
    kept = np.random.default_rng(seed).random(len(left)) < part
    return np.stack([left[kept], right[kept]]) + start


def test_a_dense_group_is_found_whole():
    found = communities(*dense(30, 0.35, 5, seed=1), 40)
    assert (found[5:35] == found[5]).mean() >= 0.9
    assert (found[[*range(5), *range(35, 40)]] == -1).all()


def test_two_dense_groups_with_a_few_joins_between_are_two():
    bridges = np.array([[0, 3, 7, 12, 18, 25], [31, 35, 42, 48, 52, 59]])
    pairs = np.concatenate([dense(30, 0.4, 0, seed=1), dense(30, 0.4, 30, seed=2), bridges], axis=1)
    found = communities(*pairs, 60)
    assert set(found[:30]) & set(found[30:]) <= {-1}
    assert (found[:30] == found[0]).mean() >= 0.9


def test_pairs_by_chance_are_no_group():
    rng = np.random.default_rng(3)
    found = communities(rng.integers(0, 500, 300), rng.integers(500, 1000, 300), 1000)
    assert (found == -1).all()


def test_without_pairs_there_is_no_group():
    nobody = np.empty(0, np.int64)
    assert communities(nobody, nobody, 4).tolist() == [-1] * 4
