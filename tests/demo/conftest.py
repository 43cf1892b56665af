from collections.abc import Iterator

import pytest
from django.db import transaction
from rich.console import Console

from hemicycle.conf.worker import Worker
from hemicycle.demo import letters
from hemicycle.demo.letters import Corpus
from hemicycle.demo.load import LoadedDemo, load


@pytest.fixture(scope="session")
def corpus(seed: int) -> Corpus:
    """The letters of the seed with the truth about each."""
    return letters.generate(seed)


@pytest.fixture(scope="module")
def demo(seed: int, django_db_setup: None, django_db_blocker) -> Iterator[LoadedDemo]:
    """The whole demonstration, loaded twice and worked off by a worker as in `make demo`; rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(by="test", seed=seed, console=Console(quiet=True))
        loaded = load(by="test", seed=seed, console=Console(quiet=True))
        Worker().drain()
        loaded.inquiry.refresh_from_db()
        loaded.members_inquiry.refresh_from_db()
        yield loaded
        transaction.set_rollback(True)
