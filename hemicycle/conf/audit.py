"""`hemicycle audit checkpoint | verify | key`: what the audit log proves, and against what it is checked."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hemicycle.conf.errors import CannotStart
from hemicycle.conf.health import refuse_unless_migrated
from hemicycle.governance.actions.checkpoints import disproved, make_checkpoint
from hemicycle.governance.errors import LogRewritten
from hemicycle.governance.models import AuditCheckpoint, SigningKey, published_keys
from hemicycle.rules import checkpoints
from hemicycle.rules.audit import Break, verify_chain
from hemicycle.rules.errors import NotACheckpoint
from hemicycle.rules.models import AuditEntry, AuditHead

BY = "command line"
# Exit codes: the log holds, it does not; what was asked for could not be read is 2, as everywhere (cli.py).
INTACT, BROKEN = 0, 1


def run(
    *, act: str, out: str | None = None, checkpoint: Sequence[str] = (), key: str | None = None,
    expect: Sequence[str] = (),
) -> int:  # fmt: skip
    refuse_unless_migrated()
    if act == "verify":
        return _verify(checkpoint, key, expect)
    return _checkpoint(out) if act == "checkpoint" else _key(out)


def _checkpoint(out: str | None) -> int:
    """Sign where the log ends now; printed, or written to a file."""
    try:
        made = make_checkpoint(by=BY).signed
    except LogRewritten as refusal:
        sys.stderr.write(
            f"entry {refusal.sequence} is not the one that the last checkpoint names: nothing was signed. "
            "`hemicycle audit verify` lists every place.\n"
        )
        return BROKEN
    _write(made.as_file(), out)
    if out:
        sys.stdout.write(f"Checkpoint: entry {made.sequence} {made.hash}\n")
    return INTACT


def _key(out: str | None) -> int:
    """The public key that verifies the checkpoints of this House."""
    key = SigningKey.objects.first()
    if key is None:
        raise CannotStart(
            "There is no key yet: `hemicycle audit checkpoint` makes one and signs the first checkpoint."
        )
    _write(key.public, out)
    return INTACT


def _write(text: str, out: str | None) -> None:
    if not out:
        sys.stdout.write(text)
        return
    try:
        Path(out).write_text(text)
    except OSError as error:
        raise CannotStart(f"{out}: cannot be written: {error.strerror}.") from error


def _verify(files: Sequence[str], key: str | None, expect: Sequence[str]) -> int:
    """The whole chain, every checkpoint that was signed here, those of the files, and the hashes that were noted."""
    of_files = [(file, one) for file in files for one in _read(file)]
    expected = [_as_hash(value) for value in expect]
    keys = _keys(key)
    if of_files and not keys:
        raise CannotStart("There is no key here that could have signed the checkpoints: name it with --key FILE.")
    head = AuditHead.objects.first() or AuditHead()
    sys.stdout.write(f"Last entry: {head.sequence} {head.hash or 'none'}\n")
    wrong = [*_broken(), *_disproved_by(of_files, keys), *_not_found(expected)]
    sys.stderr.writelines(f"{line}\n" for line in wrong)
    if wrong:
        sys.stderr.write(f"The log is not intact: {len(wrong)} {'place' if len(wrong) == 1 else 'places'}.\n")
        return BROKEN
    sys.stdout.write(f"Own checkpoints: {AuditCheckpoint.objects.count()}, each of them in the log.\n")
    sys.stdout.write(f"The log holds: {head.sequence} entries.\n")
    return INTACT


def _broken() -> Iterator[str]:
    for place in (*verify_chain(), *disproved()):
        yield _said(place)


def _disproved_by(
    of_files: Sequence[tuple[str, checkpoints.Checkpoint]], keys: dict[str, Ed25519PublicKey]
) -> Iterator[str]:
    for file, one in of_files:
        broken = next(checkpoints.compare([one], keys), None)
        if broken:
            yield f"{file}: {_said(broken)}"
        else:
            sys.stdout.write(f"{file}: entry {one.sequence} of {one.at} is in the log.\n")


def _not_found(expected: Sequence[str]) -> Iterator[str]:
    """In a chain that holds, a hash stands for its entry and every one before it."""
    for value in expected:
        entry = AuditEntry.objects.filter(hash=value).first()
        if entry is None:
            yield f"no entry has the hash {value}: the log was cut off before it, or written anew"
        else:
            sys.stdout.write(f"Expected entry: {entry.sequence} {entry.hash}\n")


def _said(place: Break) -> str:
    return f"entry {place.sequence} {place.reason}"


def _keys(file: str | None) -> dict[str, Ed25519PublicKey]:
    """The one of the file, else those that this installation has."""
    try:
        if file is None:
            return published_keys()
        key = checkpoints.read_key(_text(file))
    except NotACheckpoint as refusal:
        raise CannotStart(f"{file or 'The key of this installation'}: {refusal}.") from refusal
    return {checkpoints.fingerprint(key): key}


def _read(file: str) -> list[checkpoints.Checkpoint]:
    try:
        return checkpoints.read(_text(file))
    except NotACheckpoint as refusal:
        raise CannotStart(f"{file}: {refusal}: give it what `hemicycle audit checkpoint` wrote.") from refusal


def _text(file: str) -> str:
    try:
        return Path(file).read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotStart(f"{file}: there is no such file, or it cannot be read.") from error


def _as_hash(value: str) -> str:
    found = value.strip().lower()
    if not checkpoints.HASH.fullmatch(found):
        raise CannotStart(f"--expect {value}: a hash has 64 digits from 0 to f, as this command prints it.")
    return found
