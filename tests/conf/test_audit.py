"""`hemicycle audit`: what is signed, and what is found against it, as whoever runs it reads it."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from hemicycle.conf import cli
from hemicycle.rules import audit
from hemicycle.rules.models import AuditEntry, AuditHead

pytestmark = pytest.mark.django_db

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """The command begins a log of its own, on what pytest captures here and closes afterwards."""
    root = logging.getLogger()
    before = root.handlers[:]
    yield
    root.handlers[:] = before


def note(**facts: object) -> AuditEntry:
    return audit.record("workbench.note", by="test", about="a desk", **facts)


def tamper(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def written_anew_from(sequence: int) -> None:
    """What somebody does who owns the machine: other entries, each chained, and the head with them."""
    tamper("DELETE FROM rules_auditentry WHERE sequence >= %s", sequence)
    last = AuditEntry.objects.order_by("sequence").last()
    AuditHead.objects.filter(pk=1).update(sequence=last.sequence if last else 0, hash=last.hash if last else "")
    for number in range(3):
        note(other=number)


def checkpoint(folder: Path, name: str = "checkpoint.json") -> str:
    file = str(folder / name)
    assert cli.main(["audit", "checkpoint", "--out", file]) == 0
    return file


def test_a_log_that_went_on_after_a_checkpoint_holds(tmp_path: Path, capsys: Output) -> None:
    note()
    file = checkpoint(tmp_path)
    note()
    assert cli.main(["audit", "verify", "--checkpoint", file]) == 0
    said = capsys.readouterr().out
    assert "is in the log" in said and f"The log holds: {AuditEntry.objects.count()} entries" in said


def test_a_log_that_was_written_anew_is_found_against_a_checkpoint(tmp_path: Path, capsys: Output) -> None:
    note()
    file = checkpoint(tmp_path)
    tamper("DELETE FROM governance_auditcheckpoint")
    written_anew_from(1)
    assert cli.main(["audit", "verify"]) == 0
    assert cli.main(["audit", "verify", "--checkpoint", file]) == 1
    assert f"{file}: entry 2 is not the one that a checkpoint names" in capsys.readouterr().err


def test_an_end_that_was_cut_off_with_its_head_is_found_against_a_checkpoint(tmp_path: Path, capsys: Output) -> None:
    first = note()
    file = checkpoint(tmp_path)
    tamper("DELETE FROM governance_auditcheckpoint")
    tamper("DELETE FROM rules_auditentry WHERE sequence > 1")
    tamper("UPDATE rules_audithead SET sequence = 1, hash = %s", first.hash)
    assert cli.main(["audit", "verify"]) == 0
    assert cli.main(["audit", "verify", "--checkpoint", file]) == 1
    assert "entry 2 is missing, though a checkpoint names it" in capsys.readouterr().err


def test_its_own_checkpoints_are_compared_without_being_named(tmp_path: Path, capsys: Output) -> None:
    note()
    checkpoint(tmp_path)
    written_anew_from(1)
    assert cli.main(["audit", "verify"]) == 1
    assert "entry 2 is not the one that a checkpoint names" in capsys.readouterr().err


def test_nothing_is_signed_any_more_once_the_log_was_written_anew(tmp_path: Path, capsys: Output) -> None:
    note()
    checkpoint(tmp_path)
    written_anew_from(1)
    assert cli.main(["audit", "checkpoint"]) == 1
    assert "nothing was signed" in capsys.readouterr().err


def test_a_key_kept_elsewhere_shows_that_another_one_signed(tmp_path: Path, capsys: Output) -> None:
    """Whoever owns the machine draws a key of their own, and signs what they wrote."""
    note()
    checkpoint(tmp_path)
    key = tmp_path / "key.pem"
    assert cli.main(["audit", "key", "--out", str(key)]) == 0
    tamper("DELETE FROM governance_auditcheckpoint")
    tamper("DELETE FROM governance_signingkey")
    written_anew_from(1)
    forged = checkpoint(tmp_path, "forged.json")
    assert cli.main(["audit", "verify", "--checkpoint", forged]) == 0
    assert cli.main(["audit", "verify", "--checkpoint", forged, "--key", str(key)]) == 1
    assert "does not bear the signature" in capsys.readouterr().err


def test_a_checkpoint_that_somebody_changed_proves_nothing(tmp_path: Path, capsys: Output) -> None:
    note()
    file = Path(checkpoint(tmp_path))
    changed = json.loads(file.read_text()) | {"hash": AuditEntry.objects.get(sequence=1).hash, "sequence": 1}
    file.write_text(json.dumps(changed))
    assert cli.main(["audit", "verify", "--checkpoint", str(file)]) == 1
    assert "entry 1 its checkpoint does not bear the signature" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"checkpoints": []}', '{"kind": "hemicycle audit checkpoint 1"}']
)
def test_a_file_that_is_no_checkpoint_is_named(content: str, tmp_path: Path, capsys: Output) -> None:
    file = tmp_path / "other.json"
    file.write_text(content)
    assert cli.main(["audit", "verify", "--checkpoint", str(file)]) == 2
    assert str(file) in capsys.readouterr().err


def test_a_file_that_is_not_there_and_a_key_that_is_none_are_named(tmp_path: Path, capsys: Output) -> None:
    note()
    file = checkpoint(tmp_path)
    assert cli.main(["audit", "verify", "--checkpoint", str(tmp_path / "none")]) == 2
    assert cli.main(["audit", "verify", "--checkpoint", file, "--key", file]) == 2
    said = capsys.readouterr().err
    assert "there is no such file" in said and "it is no public key" in said


def test_an_altered_entry_is_named(capsys: Output) -> None:
    note()
    assert cli.main(["audit", "verify"]) == 0
    assert "holds: 1" in capsys.readouterr().out
    tamper("UPDATE rules_auditentry SET actor = %s", "somebody else")
    assert cli.main(["audit", "verify"]) == 1
    assert "entry 1 was altered" in capsys.readouterr().err


def test_number_and_hash_of_the_last_entry_are_always_printed(capsys: Output) -> None:
    assert cli.main(["audit", "verify"]) == 0
    assert "Last entry: 0 none" in capsys.readouterr().out
    note()
    last = note()
    tamper("UPDATE rules_auditentry SET actor = %s WHERE sequence = 1", "somebody else")
    assert cli.main(["audit", "verify"]) == 1
    assert f"Last entry: 2 {last.hash}" in capsys.readouterr().out


def test_a_hash_that_was_written_down_is_found_wherever_the_log_went_on(capsys: Output) -> None:
    first, second = note(), note()
    assert cli.main(["audit", "verify", "--expect", first.hash, "--expect", f" {second.hash.upper()} "]) == 0
    said = capsys.readouterr().out
    assert f"Expected entry: 1 {first.hash}" in said and f"Expected entry: 2 {second.hash}" in said


def test_a_log_that_was_cut_off_and_written_anew_holds_but_is_not_the_expected_one(capsys: Output) -> None:
    note()
    noted = note().hash
    written_anew_from(2)
    assert cli.main(["audit", "verify"]) == 0
    assert cli.main(["audit", "verify", "--expect", noted]) == 1
    assert f"no entry has the hash {noted}" in capsys.readouterr().err


@pytest.mark.parametrize("mistyped", ["", "abc", "z" * 64])
def test_what_is_no_hash_is_refused_before_the_log_is_read(mistyped: str, capsys: Output) -> None:
    assert cli.main(["audit", "verify", "--expect", mistyped]) == 2
    assert "Last entry" not in capsys.readouterr().out
