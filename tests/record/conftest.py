import os
from pathlib import Path

import pytest
from lxml import etree

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def benches(tmp_path: Path) -> Path:
    """A copy of our own bill, to be spoilt or corrected."""
    copy = tmp_path / "benches.xml"
    copy.write_bytes((GOLDEN / "benches.xml").read_bytes())
    return copy


@pytest.fixture(scope="session")
def akomantoso_files(record_files: Path) -> Path:
    return record_files / "akn"


@pytest.fixture(scope="session")
def record_files() -> Path:
    """Real records; they lie beside the checkout, or where HEMICYCLE_DATA says, and are never copied into it."""
    folder = Path(os.environ.get("HEMICYCLE_DATA") or Path(__file__).parents[3] / "shared" / "data") / "record"
    if not folder.is_dir():
        message = f"no real records in {folder}; set HEMICYCLE_DATA to the folder that holds record/"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def schema(akomantoso_files: Path) -> etree.XMLSchema:
    """That of Akoma Ntoso 3.0."""
    return etree.XMLSchema(etree.parse(akomantoso_files / "akomantoso30_final_namespace.xsd"))
