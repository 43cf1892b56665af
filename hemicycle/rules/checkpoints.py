"""Signed checkpoints of the audit log: which entry was the last, with which hash, at which moment.

The chain shows what was altered within it. It cannot show that its end was cut off together with the head, nor that
all of it was written anew: such a log holds. A checkpoint that is kept elsewhere shows both, for every entry up to its
own: the log has that entry with that hash, or it is another log. It is signed (Ed25519, RFC 8032) over canonical JSON
of everything in it, so that whoever keeps it needs to be trusted by nobody.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .audit import ANOTHER, NOT_SIGNED, NOT_THERE, Break
from .errors import NotACheckpoint
from .models import AuditEntry

# What the statement is of, and of which form: a signature over something else is never taken for one of these.
KIND = "hemicycle audit checkpoint 1"
# SHA-256 in hexadecimal.
HASH = re.compile(r"[0-9a-f]{64}")
# The largest number that the table holds.
LARGEST = 2**63 - 1
# SQLite takes 999 values in one question where it is old.
AT_ONCE = 500


@dataclass(frozen=True)
class Checkpoint:
    """`at`: ISO 8601 in UTC. `key`: the fingerprint of the key that signed. `signature`: Base64."""

    house: str
    at: str
    sequence: int
    hash: str
    key: str
    signature: str = ""

    def statement(self) -> bytes:
        """What is signed: canonical JSON (sorted keys, no spaces) of everything but the signature."""
        content = {"kind": KIND, **asdict(self)}
        del content["signature"]
        return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    def as_data(self) -> dict[str, Any]:
        return {"kind": KIND, **asdict(self)}

    def as_file(self) -> str:
        return json.dumps(self.as_data(), indent=1, ensure_ascii=False) + "\n"

    def is_signed_with(self, key: Ed25519PublicKey) -> bool:
        try:
            key.verify(base64.b64decode(self.signature, validate=True), self.statement())
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True


def sign(key: Ed25519PrivateKey, *, house: str, at: datetime, sequence: int, entry_hash: str) -> Checkpoint:
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    unsigned = Checkpoint(house, moment, sequence, entry_hash, fingerprint(key.public_key()))
    signature = base64.b64encode(key.sign(unsigned.statement())).decode()
    return Checkpoint(unsigned.house, unsigned.at, unsigned.sequence, unsigned.hash, unsigned.key, signature)


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the 32 bytes of the key, in hexadecimal."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()


def as_pem(key: Ed25519PublicKey) -> str:
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return pem.decode()


def read_key(pem: str) -> Ed25519PublicKey:
    """Raises NotACheckpoint for what is no public key of this kind."""
    try:
        key = serialization.load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise NotACheckpoint("it is no public key in PEM") from error
    if not isinstance(key, Ed25519PublicKey):
        raise NotACheckpoint("it is no Ed25519 key")
    return key


def read(text: str) -> list[Checkpoint]:
    """Those of a file: one, or the published list of them. Raises NotACheckpoint."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotACheckpoint("it is no JSON") from error
    listed = found.get("checkpoints") if isinstance(found, dict) and "checkpoints" in found else [found]
    if not isinstance(listed, list) or not listed:
        raise NotACheckpoint("it holds no checkpoint")
    return [read_one(one) for one in listed]


def read_one(found: Any) -> Checkpoint:
    """One, as JSON gives it. Raises NotACheckpoint."""
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise NotACheckpoint("it is no checkpoint of an audit log")
    words = {name: found.get(name) for name in ("house", "at", "hash", "key", "signature")}
    sequence = found.get("sequence")
    if not all(isinstance(one, str) for one in words.values()) or type(sequence) is not int:
        raise NotACheckpoint("a part of the checkpoint is missing")
    if not 0 < sequence <= LARGEST or not HASH.fullmatch(str(words["hash"])):
        raise NotACheckpoint("the checkpoint names no entry")
    return Checkpoint(sequence=sequence, **{name: str(one) for name, one in words.items()})


def compare(checkpoints: Iterable[Checkpoint], keys: Mapping[str, Ed25519PublicKey]) -> Iterator[Break]:
    """Where the log is not the one of these checkpoints; `keys` by fingerprint: those that may have signed them."""
    rest = iter(checkpoints)
    while some := list(islice(rest, AT_ONCE)):
        there = _hashes({one.sequence for one in some})
        for one in some:
            key = keys.get(one.key)
            if key is None or not one.is_signed_with(key):
                yield Break(one.sequence, NOT_SIGNED)
            elif one.sequence not in there:
                yield Break(one.sequence, NOT_THERE)
            elif there[one.sequence] != one.hash:
                yield Break(one.sequence, ANOTHER)


def _hashes(sequences: set[int]) -> dict[int, str]:
    return dict(AuditEntry.objects.filter(sequence__in=sequences).values_list("sequence", "hash"))
