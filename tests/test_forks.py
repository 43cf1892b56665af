"""A forked worker works whatever else this process does, and never goes on with the test."""

import os
import signal
import threading

import pytest
from django.core.signals import request_finished, request_started
from django.db import transaction

from hemicycle.accounts import actions
from tests.forks import fork, is_killed


def _office(slug: str) -> object:
    return actions.open_office(slug=slug, name=slug, by="test")


@pytest.mark.django_db(transaction=True)
def test_who_is_forked_while_a_page_is_answered_can_write() -> None:
    writing, forked = threading.Event(), threading.Event()

    def answer() -> None:
        request_started.send(sender=None)
        with transaction.atomic():
            _office("answered")
            writing.set()
            forked.wait(1)
        request_finished.send(sender=None)

    answering = threading.Thread(target=answer)
    answering.start()
    assert writing.wait(30)
    child = fork(lambda: _office("forked"))
    forked.set()
    answering.join()
    assert os.waitpid(child, 0)[1] == 0


def test_a_worker_that_fails_ends_there(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(AssertionError, match="ended by itself"):
        is_killed(fork(lambda: 1 / 0))
    assert "ZeroDivisionError" in capfd.readouterr().err
    is_killed(fork(lambda: os.kill(os.getpid(), signal.SIGKILL)))
