import os
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def benches(tmp_path: Path) -> Path:
    """A copy of our own bill, to be spoilt or corrected."""
    copy = tmp_path / "benches.xml"
    copy.write_bytes((GOLDEN / "benches.xml").read_bytes())
    return copy


@pytest.fixture(scope="session")
def akomantoso_files() -> Path:
    """Real bills; they lie beside the checkout, or where HEMICYCLE_DATA says, and are never copied into it."""
    folder = Path(os.environ.get("HEMICYCLE_DATA") or Path(__file__).parents[3] / "shared" / "data") / "record" / "akn"
    if not folder.is_dir():
        message = f"no real bills in {folder}; set HEMICYCLE_DATA to the folder that holds record/akn"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder
