"""The postbag by another hand is what the speed run says it is."""

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from million import truth_path
from stranger import write

MESSAGES = 4_000


@pytest.fixture(scope="module")
def mix(tmp_path_factory):
    path = tmp_path_factory.mktemp("mix") / "mix.parquet"
    write(MESSAGES, path, seed=7)
    return path


def test_the_same_seed_writes_the_same_messages(mix, tmp_path):
    write(MESSAGES, tmp_path / "again.parquet", seed=7)
    write(MESSAGES, tmp_path / "other.parquet", seed=8)
    assert pq.read_table(mix).equals(pq.read_table(tmp_path / "again.parquet"))
    assert not pq.read_table(mix)["text"].equals(pq.read_table(tmp_path / "other.parquet")["text"])


def test_nine_messages_in_ten_are_campaign_mail(mix):
    campaign = pq.read_table(truth_path(mix))["campaign"]
    assert 0.88 < 1 - campaign.null_count / MESSAGES < 0.92
    assert pc.count_distinct(campaign).as_py() == 35


def test_most_copies_differ_and_no_two_voices_are_alike(mix):
    texts, campaign = pq.read_table(mix)["text"], pq.read_table(truth_path(mix))["campaign"]
    voices = texts.filter(pc.is_null(campaign)).to_pylist()
    assert len(set(voices)) == len(voices)
    assert pc.count_distinct(texts).as_py() > 0.85 * MESSAGES


def test_voices_share_no_long_runs_of_words(mix):
    texts, campaign = pq.read_table(mix)["text"], pq.read_table(truth_path(mix))["campaign"]
    words = [text.split() for text in texts.filter(pc.is_null(campaign)).to_pylist()]
    runs = [{" ".join(one[at : at + 8]) for at in range(len(one) - 7)} for one in words]
    _, times = np.unique([run for own in runs for run in own], return_counts=True)
    assert (times > 1).mean() < 0.001
