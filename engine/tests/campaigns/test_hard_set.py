"""The promises of accuracy, on a hard set dealt anew for each run and on the development set."""

import os
import secrets

import pytest
from accuracy import Result, engine, measure
from truth import development, hard

LEAST_F1, LEAST_TOGETHER, LEAST_WHOLE, MOST_JOINED = 0.95, 0.9, 0.9, 1 / 50
# A campaign has three senders, so one accident joins three cases at once, more than one in fifty of a trap's sixty-six.
# One is forgiven; where there are more, further sets are dealt, since the promise is about all of them.
ONE_ACCIDENT, DEALS = 3, 4
# A set has two families: where one is not whole, so many further sets show whether that was one in ten.
FAMILIES_DEALS = 4


@pytest.fixture(scope="module")
def seed() -> str:
    """Printed when a promise is broken; HEARHEAR_HARD_SEED deals the same set again."""
    return os.environ.get("HEARHEAR_HARD_SEED") or secrets.token_hex(4)


@pytest.fixture(scope="module")
def hard_set(seed) -> Result:
    return measure(engine(about=True), hard(seed))


def test_messages_are_grouped_as_they_belong(hard_set, seed):
    assert hard_set.bcubed.f1 >= LEAST_F1, f"seed {seed}"


def test_no_trap_is_joined_in_more_than_one_case_of_fifty(hard_set, seed):
    deals = [hard_set]
    while _too_often(deals) and len(deals) < DEALS:
        deals.append(measure(engine(about=True), hard(f"{seed}+{len(deals)}")))
    assert _too_often(deals) == {}, f"seed {seed}"


def _too_often(deals: list[Result]) -> dict[str, tuple[int, int]]:
    """Traps joined too often, with the cases joined and all cases; pairs of opponents are counted by their messages."""
    found = {}
    for trap in set(deals[0].traps) - {"opposing_pair"}:
        joined, cases = (sum(getattr(one.traps[trap], name) for one in deals) for name in ("joined", "cases"))
        if joined > MOST_JOINED * cases + ONE_ACCIDENT:
            found[trap] = joined, cases
    return found


def test_mad_libs_hold_together(hard_set, seed):
    shares = [found.share for found in hard_set.madlibs.values()]
    assert len(shares) >= 10
    assert sum(shares) / len(shares) >= LEAST_TOGETHER, f"seed {seed}"


def test_families_are_found_whole(hard_set, seed):
    deals = [hard_set.families]
    if deals[0][1] < deals[0][0]:
        further = [measure(engine(about=True), hard(f"{seed}*{deal}")) for deal in range(FAMILIES_DEALS)]
        deals += [one.families for one in further]
    families, whole = map(sum, zip(*deals, strict=True))
    assert whole >= LEAST_WHOLE * families > 0, f"seed {seed}: {deals}"


def test_the_development_set_is_grouped_as_labelled(development_file):
    found = measure(engine(about=False), development(development_file))
    assert found.rand >= 0.99
    assert found.pairs.precision >= 0.99
