import pytest

from hemicycle.demo import letters
from hemicycle.demo.letters import Corpus


@pytest.fixture(scope="session")
def corpus(seed: int) -> Corpus:
    """The letters of the seed with the truth about each."""
    return letters.generate(seed)
