"""Groups that become part of the one whose passages explain theirs, against the obvious way, pair by pair."""

import numpy as np
import pytest
import scipy.sparse as sp
from hearhear.campaigns import explained
from hearhear.campaigns.passages import UNIT

PART, LEAST = 0.6, 3.0


def texts_of_letters(seed: int, *, letters: int = 4, count: int = 150) -> tuple[sp.csr_matrix, np.ndarray]:
    """Texts by grams, and their groups: each text has a part of one of a few letters and some grams of others; those
    of two letters are in groups, and a third of them alone, as are all of the other letters."""
    rng = np.random.default_rng(seed)
    table = rng.random((count, letters * 20)) < 0.05
    letter = rng.integers(0, letters, count)
    for text in range(count):
        table[text, letter[text] * 20 : letter[text] * 20 + 20] |= rng.random(20) < rng.choice([0.3, 0.7, 1.0])
    alone = (letter > 1) | (rng.random(count) < 0.3)
    group = np.where(alone, count + np.arange(count), 9 * letter + (9 * rng.random(count) ** 3).astype(np.int64))
    return sp.csr_matrix(table * rng.integers(8, 40, table.shape[1], dtype=np.int32)), group


def pair_by_pair(size: np.ndarray, weight: np.ndarray, times: np.ndarray) -> list[int]:
    """For each group the larger one, or the earlier of one size, that has most of what it shares."""
    own = np.array([0 if one <= 2 else 1 if one <= 10 else 2 if one <= 30 else 3 for one in size])
    found = []
    for small in range(len(size)):
        best, chosen = -1, small
        for large in range(len(size)):
            common = weight[small][times[large] > own[large]].sum()
            above = (-size[large], large) < (-size[small], small)
            enough = common >= PART * weight[small].sum() and common >= LEAST * UNIT * size[small]
            if above and enough and common > best:
                best, chosen = common, large
        found.append(chosen)
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("at_once", [50, 2_000_000])
def test_a_group_joins_the_one_that_comparing_all_pairs_finds(seed, at_once, monkeypatch):
    monkeypatch.setattr(explained, "_MOST_PAIRS", at_once)
    table, group = texts_of_letters(seed)
    heads, index = np.unique(group, return_inverse=True)
    member = sp.csr_matrix((np.ones(len(index), np.int64), (index, np.arange(len(index)))))
    weight, times, size = (member @ table).tocsr(), (member @ (table > 0).astype(np.int64)).tocsr(), np.bincount(index)
    wanted = pair_by_pair(size, weight.toarray(), times.toarray())
    assert explained._explained_by(heads, size, weight, times, PART, LEAST).tolist() == wanted
    assert 20 < np.count_nonzero(wanted != np.arange(len(heads))) < len(heads) - 3


def test_who_shares_nothing_stays_in_a_group_of_his_own():
    table = sp.csr_matrix(np.array([[40, 40, 0], [40, 40, 0], [0, 0, 0], [40, 40, 9]], np.int32))
    assert explained.merge_groups(np.arange(4), table, PART, LEAST).tolist() == [0, 0, 2, 0]
