from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from rich.console import Console

from hemicycle.cases.jobs.campaigns import reply_due
from hemicycle.cases.jobs.judging import judge_due
from hemicycle.cases.jobs.outcomes import send_due
from hemicycle.conf.worker import Worker
from hemicycle.demo import load, post, preparing
from hemicycle.listening.models import Inquiry
from tests.meaning import reading
from tests.rounds import run_rounds


@dataclass(frozen=True)
class Demo:
    """The demonstration as it stands in the end."""

    opened: load.Opened
    inquiry: Inquiry
    members_inquiry: Inquiry
    home: Path


@pytest.fixture(scope="package")
def demo(
    seed: int, django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    """The demonstration, prepared to its end as in `make demo`, each step asked for twice; rolled back in the end.

    Once for all of this folder: no other fixture takes as long.
    """
    home = tmp_path_factory.mktemp("demo")
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(HOME=home, DEMONSTRATION=True),
        reading(),
    ):
        for _time in range(2):
            opened = load.load(by="test", console=Console(quiet=True))
        while not all([preparing.advance(seed=seed), preparing.advance(seed=seed)]):
            Worker().drain()
            run_rounds()
        run_rounds()
        _answer_cases()
        run_rounds()
        yield Demo(opened, *(asked.inquiry() for asked in post.INQUIRIES), home)
        transaction.set_rollback(True)


def _answer_cases() -> None:
    """What was released goes to those who wrote, once it was judged what cannot wait."""
    for due in (judge_due, reply_due, send_due):
        due("worker", lambda: False)
