"""Whatever is done to the log up to a checkpoint is found: by the chain, or against the checkpoint."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemicycle.rules import audit, checkpoints
from hemicycle.rules.errors import NotACheckpoint
from hemicycle.rules.models import AuditEntry, AuditHead

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = {checkpoints.fingerprint(KEY.public_key()): KEY.public_key()}
LONGEST = 6
TABLE = "rules_auditentry"
OTHER = {
    "at": timezone.now() - timedelta(days=400), "actor": "somebody else", "office": "another", "action": "a.b",
    "about": "another desk", "facts": '{"number": 99}', "previous_hash": "f" * 64, "hash": "e" * 64,
}  # fmt: skip


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def sign(sequence: int, entry_hash: str, key: Ed25519PrivateKey = KEY) -> checkpoints.Checkpoint:
    return checkpoints.sign(
        key, house="Assembly of Tests", at=timezone.now(), sequence=sequence, entry_hash=entry_hash
    )


def written(length: int) -> checkpoints.Checkpoint:
    """A log, and the checkpoint of its end."""
    entries = [audit.record("workbench.note", by="test", about="a desk", number=n) for n in range(length)]
    return sign(length, entries[-1].hash)


# What somebody can do who owns the database. Each takes an entry, and what it is changed to.


def change_a_field(sequence: int, field: str) -> None:
    sql(f"UPDATE {TABLE} SET {field} = %s WHERE sequence = %s", OTHER[field], sequence)


def delete(sequence: int, field: str) -> None:
    sql(f"DELETE FROM {TABLE} WHERE sequence = %s", sequence)


def renumber(sequence: int, field: str) -> None:
    sql(f"UPDATE {TABLE} SET sequence = sequence + 100 WHERE sequence = %s", sequence)


def swap(sequence: int, field: str) -> None:
    other = sequence - 1 or LONGEST + 1
    sql(f"UPDATE {TABLE} SET sequence = 1000 WHERE sequence = %s", sequence)
    sql(f"UPDATE {TABLE} SET sequence = %s WHERE sequence = %s", sequence, other)
    sql(f"UPDATE {TABLE} SET sequence = %s WHERE sequence = 1000", other)


def insert(sequence: int, field: str) -> None:
    """A well-made entry of which the chain knows nothing."""
    sql(f"UPDATE {TABLE} SET sequence = sequence + 1000 WHERE sequence > %s", sequence)
    sql(f"UPDATE {TABLE} SET sequence = sequence - 999 WHERE sequence > 1000")
    before = AuditEntry.objects.get(sequence=sequence)
    chain_on(before, [{"sequence": sequence + 1}])


def cut_the_end_off_with_its_head(sequence: int, field: str) -> None:
    sql(f"DELETE FROM {TABLE} WHERE sequence >= %s", sequence)
    move_the_head()


def write_it_anew(sequence: int, field: str) -> None:
    """From an entry on: another content there, everything after it as it was, each with the hash that fits."""
    kept = list(AuditEntry.objects.filter(sequence__gte=sequence).order_by("sequence"))
    before = AuditEntry.objects.filter(sequence__lt=sequence).order_by("sequence").last()
    sql(f"DELETE FROM {TABLE} WHERE sequence >= %s", sequence)
    rows = [{name: getattr(row, name) for name in ("sequence", "at", "actor", "facts")} for row in kept]
    rows[0] |= {"actor": "somebody else"}
    chain_on(before, rows)
    move_the_head()


def chain_on(before: AuditEntry | None, rows: list[dict[str, object]]) -> None:
    for row in rows:
        entry = AuditEntry(**{"at": timezone.now(), "actor": "x", "action": "workbench.note", "about": "a desk"} | row)
        entry.previous_hash = before.hash if before else ""
        entry.hash = audit.digest(entry)
        entry.save(force_insert=True)
        before = entry


def move_the_head() -> None:
    last = AuditEntry.objects.order_by("sequence").last()
    AuditHead.objects.filter(pk=1).update(sequence=last.sequence if last else 0, hash=last.hash if last else "")


TAMPERINGS = [change_a_field, delete, renumber, swap, insert, cut_the_end_off_with_its_head, write_it_anew]


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(2, LONGEST), st.data(), st.sampled_from(TAMPERINGS), st.sampled_from(sorted(OTHER)))
def test_whatever_is_done_to_the_log_is_found_by_the_chain_or_the_checkpoint(
    length: int, data: st.DataObject, tamper: Callable[[int, str], None], field: str
) -> None:
    with transaction.atomic():
        checkpoint = written(length)
        if data.draw(st.booleans(), label="the log went on"):
            audit.record("workbench.note", by="test", about="a desk", number=length)
        assert not [*audit.verify_chain(), *checkpoints.compare([checkpoint], KEYS)]
        tamper(data.draw(st.integers(2 if tamper is swap else 1, length), label="entry"), field)
        assert [*audit.verify_chain(), *checkpoints.compare([checkpoint], KEYS)]
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("tamper", [cut_the_end_off_with_its_head, write_it_anew])
def test_what_the_chain_alone_does_not_show_is_why_there_are_checkpoints(tamper: Callable[[int, str], None]) -> None:
    checkpoint = written(4)
    tamper(3, "")
    assert list(audit.verify_chain()) == []
    assert len(list(checkpoints.compare([checkpoint], KEYS))) == 1


@pytest.mark.django_db
def test_a_checkpoint_says_nothing_of_what_came_after_it() -> None:
    checkpoint = written(2)
    audit.record("workbench.note", by="test", about="a desk")
    cut_the_end_off_with_its_head(3, "")
    assert not [*audit.verify_chain(), *checkpoints.compare([checkpoint], KEYS)]


@settings(deadline=None)
@given(st.sampled_from(["house", "at", "sequence", "hash", "key", "signature"]), st.integers(0, 20))
def test_no_part_of_a_checkpoint_can_be_changed_unseen(part: str, place: int) -> None:
    found = sign(7, "a" * 64).as_data()
    whole = str(found[part])
    other = "b" if whole[place % len(whole)] != "b" else "c"
    changed = whole[: place % len(whole)] + other + whole[place % len(whole) + 1 :]
    found[part] = 8 if part == "sequence" else changed
    assert not checkpoints.Checkpoint(**{k: v for k, v in found.items() if k != "kind"}).is_signed_with(
        KEY.public_key()
    )


def test_what_is_written_is_read_again_alone_and_as_the_published_list() -> None:
    one, two = sign(1, "a" * 64), sign(2, "b" * 64)
    assert checkpoints.read(one.as_file()) == [one]
    assert checkpoints.read(json.dumps({"checkpoints": [one.as_data(), two.as_data()]})) == [one, two]
    assert checkpoints.fingerprint(checkpoints.read_key(checkpoints.as_pem(KEY.public_key()))) == one.key


@pytest.mark.parametrize(
    "changed",
    [{"sequence": 0}, {"sequence": True}, {"sequence": 2**63}, {"hash": "x"}, {"kind": "another"}, {"at": 3}],
)
def test_what_names_no_entry_is_no_checkpoint(changed: dict[str, object]) -> None:
    with pytest.raises(NotACheckpoint):
        checkpoints.read(json.dumps(sign(1, "a" * 64).as_data() | changed))


@pytest.mark.django_db
def test_a_checkpoint_that_an_unknown_key_signed_is_none_of_ours() -> None:
    written(1)
    first = AuditEntry.objects.get(sequence=1)
    forged = sign(1, first.hash, Ed25519PrivateKey.generate())
    assert [b.reason for b in checkpoints.compare([forged], KEYS)] == [audit.NOT_SIGNED]
