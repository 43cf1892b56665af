"""The result depends on what was sent, and not on the order of rows or on how the file was cut."""

import random
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hearhear.campaigns import gather

from .postbag import letter, lines, posted, spun, strangers, thinned


def postbag() -> pa.Table:
    """Letters, a mad-lib, posts, a frame, and repeats."""
    texts = [*thinned("ferry.en", 12, 0.7), *spun("madlib.fr", 25), *[letter("ferry.es")] * 3, *lines("voices.en")]
    texts += [f"Toll or no toll, sign {at} https://freeze-the-toll.example/sign" for at in range(5)]
    texts += [f"{' '.join(strangers(2, 14, seed=11))} {own}" for own in strangers(6, 30, seed=2)]
    texts += ['"sluice leaks badly", said the keeper', "sluice leaks badly said the keeper", *strangers(60, seed=7)]
    weir = "Lower the Tarnow weir, eels cannot climb concrete. Vote for motion 58"
    texts += [
        weir,
        f"{weir}!",
        f"{weir} Bea",
        "motion 58 eels cant climb concrete, lower tarnow weir and mind my geese",
    ]
    return posted(texts)


def by_id(table: pa.Table) -> dict[str, int]:
    return dict(zip(table["id"].to_pylist(), gather(table).campaign.tolist(), strict=True))


@pytest.fixture(scope="module")
def in_order() -> dict[str, int]:
    return by_id(postbag())


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_rows_give_every_message_the_same_campaign(in_order, seed):
    order = list(range(len(in_order)))
    random.Random(seed).shuffle(order)
    assert max(in_order.values()) >= 3
    assert by_id(postbag().take(pa.array(order))) == in_order


def test_cutting_the_file_changes_nothing(in_order):
    table = postbag()
    cuts = np.random.default_rng(1).choice(len(table), 9, replace=False)
    edges = sorted({0, len(table), *cuts.tolist()})
    parts = [table.slice(one, other - one) for one, other in pairwise(edges)]
    assert by_id(pa.concat_tables(parts)) == in_order
