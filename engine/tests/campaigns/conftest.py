"""What the tests of campaigns share, and the ways to the hard set, its scores and the development data."""

import os
import sys
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[3]
DEVELOPMENT = Path("listening", "campaigns", "campaign_synth_dev.jsonl")

sys.path += [str(ROOT / "bench"), str(ROOT / "engine" / "tests")]


@pytest.fixture(scope="session")
def development_file() -> Path:
    """Labelled letters; they lie beside the checkout, or where HEMICYCLE_DATA says, and are never copied into it."""
    path = Path(os.environ.get("HEMICYCLE_DATA") or ROOT.parent / "shared" / "data") / DEVELOPMENT
    if not path.is_file():
        absent(f"no development set at {path}; set HEMICYCLE_DATA to the folder that holds {DEVELOPMENT.parts[0]}")
    return path


def absent(what: str) -> NoReturn:
    """Skip, but where CI=true everything must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)
