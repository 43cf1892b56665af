from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from rich.console import Console

from hemicycle.conf.worker import Worker
from hemicycle.demo import letters, load, post
from hemicycle.demo.letters import Corpus
from hemicycle.listening.models import Inquiry


@dataclass(frozen=True)
class Demo:
    """The demonstration as it stands in the end."""

    opened: load.Opened
    inquiry: Inquiry
    members_inquiry: Inquiry


@pytest.fixture(scope="session")
def corpus(seed: int) -> Corpus:
    """The letters of the seed with the truth about each."""
    return letters.generate(seed)


@pytest.fixture(scope="module")
def demo(seed: int, django_db_setup: None, django_db_blocker) -> Iterator[Demo]:
    """The parliament and its post, each step done twice, worked off by a worker as in `make demo`; rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        for _time in range(2):
            opened = load.load(by="test", console=Console(quiet=True))
            post.bring(seed=seed)
        for _time in range(2):
            Worker().drain()
            post.choose_columns()
        Worker().drain()
        yield Demo(opened, *(asked.inquiry() for asked in post.INQUIRIES))
        transaction.set_rollback(True)
