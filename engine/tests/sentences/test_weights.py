"""The weights in the wheel are those of the letters in the repository."""

import hashlib
from importlib import resources
from pathlib import Path

import numpy as np

TRAINING = Path(__file__).resolve().parents[2] / "training"


def test_the_weights_were_learned_from_these_letters() -> None:
    """If this fails: python engine/training/sentences.py."""
    letters = sorted(TRAINING.glob("letters-*.jsonl"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in letters)).hexdigest()
    with resources.files("hearhear.sentences").joinpath("weights.npz").open("rb") as file, np.load(file) as kept:
        assert str(kept["letters_sha256"]) == digest


def test_the_weights_take_less_than_three_megabytes() -> None:
    with resources.as_file(resources.files("hearhear.sentences").joinpath("weights.npz")) as path:
        assert path.stat().st_size < 3_000_000
