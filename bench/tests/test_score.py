"""The scores, against examples worked by hand."""

from dataclasses import dataclass

import numpy as np
import pytest
from score import (
    Joined,
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

# Three messages of campaign A, two of B; the prediction moves one of A to B.
TRUTH = ["A", "A", "A", "B", "B"]
MOVED = ["x", "x", "y", "y", "y"]


@dataclass(frozen=True)
class Message:
    campaign: str | None
    trap: str | None
    trap_group: str | None


def test_each_individual_is_a_cluster_of_one():
    assert codes(["A", None, "A", None]).tolist() == [0, 1, 0, 2]


def test_pairs_put_together_are_counted_both_ways():
    score = pairwise(codes(TRUTH), codes(MOVED))
    assert (score.precision, score.recall) == (2 / 4, 2 / 4)


def test_the_rand_index_is_adjusted_for_chance():
    # Pairs together in both 2, in truth 4, in prediction 4, of 10: (2 - 1.6) / (4 - 1.6).
    assert adjusted_rand(codes(TRUTH), codes(MOVED)) == pytest.approx(0.4 / 2.4)


def test_the_rand_index_of_the_truth_itself_is_one():
    assert adjusted_rand(codes(TRUTH), codes(TRUTH)) == 1
    assert adjusted_rand(codes([None, None]), codes([None, None])) == 1


def test_bcubed_is_the_mean_over_messages():
    # Precision by message 1, 1, 1/3, 2/3, 2/3; recall 2/3, 2/3, 1/3, 1, 1.
    score = bcubed(codes(TRUTH), codes(MOVED))
    assert score.precision == pytest.approx(11 / 15)
    assert score.recall == pytest.approx(11 / 15)
    assert score.f1 == pytest.approx(11 / 15)


def test_bcubed_punishes_a_joined_individual_in_precision_only():
    score = bcubed(codes(["A", "A", None]), codes(["x", "x", "x"]))
    assert score.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert score.recall == 1


def test_recall_counts_messages_in_a_campaign_that_is_mostly_theirs():
    kinds = ["sms", "sms", "sms", "exact", "exact"]
    assert recall_by_kind(kinds, TRUTH, MOVED) == {"sms": 2 / 3, "exact": 1.0}


def test_messages_left_alone_are_fragments():
    found = togetherness(["A"] * 5, ["x", "x", "x", None, None], ["A"])
    assert found == {"A": Together(0.6, 3)}


def test_a_trap_message_in_any_campaign_is_joined():
    rows = [Message(None, "polite", "a"), Message(None, "polite", "a"), Message(None, None, None)]
    assert traps_joined(rows, ["x", None, "x"]) == {"polite": Joined(2, 1)}


def test_repeats_are_counted_by_person():
    rows = [Message(None, "repeat", "p1")] * 3 + [Message(None, "repeat", "p2")] * 2
    assert traps_joined(rows, ["x", "x", "x", None, None]) == {"repeat": Joined(2, 1)}


def test_opposing_sides_in_one_campaign_are_joined():
    rows = [Message("for", "opposing", "g")] * 3 + [Message("against", "opposing", "g")] * 2
    assert traps_joined(rows, ["x"] * 5) == {"opposing": Joined(5, 2), "opposing_pair": Joined(1, 1)}
    assert traps_joined(rows, ["x"] * 3 + ["y"] * 2) == {"opposing": Joined(5, 0), "opposing_pair": Joined(1, 0)}


def test_token_f1_ignores_order_and_case():
    assert token_f1("One two three", "three TWO four") == pytest.approx(2 / 3)
    assert token_f1("", "") == 1
    assert token_f1("", "word") == 0


def test_a_group_of_two_senders_is_no_campaign():
    groups = np.array([0, 0, 0, 1, 1, 1])
    assert campaigns_only(groups, ["a", "b", None, "c", "c", "d"]) == ["0", "0", "0", None, None, None]
