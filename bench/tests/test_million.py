"""The generated postbag is what the speed run says it is."""

import numpy as np
import pyarrow.parquet as pq
import pytest
from million import truth_path, write
from rensa_peer import groups
from score import alone, bcubed

MESSAGES = 6_000


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


def test_four_in_ten_messages_are_campaign_mail(mix):
    campaign = pq.read_table(truth_path(mix))["campaign"]
    assert 0.38 < 1 - campaign.null_count / MESSAGES < 0.42


def test_messages_are_as_long_as_letters_are(mix):
    texts = pq.read_table(mix)["text"].to_pylist()
    assert len(texts) == MESSAGES
    assert 60 < np.mean([len(text.split()) for text in texts]) < 140
    assert all(text.strip() for text in texts)


def test_in_a_postbag_of_posts_individual_voices_are_short(tmp_path):
    write(300, tmp_path / "posts.parquet", seed=7, posted=True)
    campaign = pq.read_table(truth_path(tmp_path / "posts.parquet"))["campaign"].to_pylist()
    texts = pq.read_table(tmp_path / "posts.parquet")["text"].to_pylist()
    voices = [len(text.split()) for text, one in zip(texts, campaign, strict=True) if one is None]
    assert len(voices) > 150
    assert min(voices) >= 9 and max(voices) < 26


@pytest.mark.parametrize("way", ["python", "arrow"])
def test_the_peer_finds_the_form_letters(mix, way):
    truth = pq.read_table(truth_path(mix))["campaign"].fill_null(-1).to_numpy()
    score = bcubed(alone(truth), alone(groups(str(mix), way)))
    assert score.precision > 0.9
    assert score.recall > 0.7
