"""Words that were erased are in no file of the database any more: not in it, and not in its log."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.channels import actions as channels
from hemicycle.channels.actions import Arriving
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import Inbound
from hemicycle.conf.worker import Worker
from hemicycle.rules import erasure
from hemicycle.rules.actions import begin_night
from hemicycle.rules.work import ROUNDS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" not in connection.vendor, reason="PostgreSQL keeps no such log"),
]

WORD = "Perivolaris-unmistakable"


@pytest.fixture
def written(office: Office) -> Office:
    rows = [Arriving(str(number), f"{WORD} wrote letter {number}. " * 40) for number in range(30)]
    channels.receive(rows, office=office, by="test")
    assert WORD in on_disk()
    return office


@pytest.fixture
def reader() -> Iterator[sqlite3.Connection]:
    """Somebody who reads as of now, for as long as they like."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as reading:
        reading.execute("BEGIN")
        yield reading


def on_disk() -> str:
    name = Path(connection.settings_dict["NAME"])
    files = [name, name.with_name(f"{name.name}-wal")]
    return "".join(file.read_bytes().decode("latin-1") for file in files if file.exists())


def erase(office: Office) -> None:
    channels.erase(Inbound.objects.all(), office=office, by="test")


def test_erased_words_leave_the_database_and_its_log_at_once(written: Office) -> None:
    erase(written)

    assert WORD not in on_disk()


@pytest.mark.parametrize("direct", [True, False])
def test_what_our_answers_held_of_somebody_leaves_the_database_and_its_log(office: Office, clerk, direct) -> None:
    actor = channels.open_account(office=office, kind="activitypub", name="F", address="house", by="test")
    arrived = InboundMessage("n1", "A question", sender=f"https://one.example/users/{WORD}", direct=direct)
    message = channels.store_incoming(arrived, account=actor, by="test")
    text = f"You wrote about {WORD}." if direct else f"@{WORD}@one.example: everybody may."
    channels.give_answer(message, text=text, lang="en", key="k", by=clerk)
    assert WORD in on_disk()
    channels.forget(message.contact, by="test")

    assert WORD not in on_disk()


def test_what_a_rule_of_retention_ends_leaves_the_disk_too(written: Office) -> None:
    Inbound.objects.update(received_at=timezone.now() - timedelta(days=6 * 365))
    begin_night(now=timezone.now().replace(hour=9))
    Worker().drain()

    assert not Inbound.objects.exists()
    assert WORD not in on_disk()


def test_what_somebody_still_reads_leaves_the_log_once_they_have_read(
    written: Office, reader: sqlite3.Connection
) -> None:
    reader.execute("SELECT count(*) FROM channels_inbound").fetchone()
    erase(written)
    ROUNDS["erasure"]("test", lambda: False)
    now = timezone.now()
    assert WORD in on_disk()
    assert erasure.next_try(now) == now + erasure.TRY_AGAIN_AFTER

    reader.rollback()
    ROUNDS["erasure"]("test", lambda: False)
    assert WORD not in on_disk()
    assert erasure.next_try(now) is None


def test_an_erasure_that_is_taken_back_leaves_everything(written: Office) -> None:
    with transaction.atomic():
        erase(written)
        transaction.set_rollback(True)

    assert WORD in on_disk()
    assert Inbound.objects.count() == 30
