"""DKIM (RFC 6376): rsa-sha256, relaxed header and body. A letter's own words are prepared once for all its readers."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

# RFC 6376, 5.4: whatever a reader sees or that makes their program act. RFC 8058, 4: both List-Unsubscribe fields.
SIGNED = (
    "from", "to", "subject", "date", "message-id", "reply-to", "mime-version", "content-type", "content-language",
    "auto-submitted", "list-unsubscribe", "list-unsubscribe-post",
)  # fmt: skip
# 8.15: named once more than they are there, so that nobody can add another unseen.
ONCE_MORE = ("from", "to", "subject", "date", "reply-to", "list-unsubscribe", "list-unsubscribe-post")
# 3.3.1 and RFC 8301: fewer bits are broken, or not accepted any more.
FEWEST_BITS = 1024

_BLANKS = re.compile(rb"[ \t]+")
Field = tuple[str, str]
"""Name and value of a header field, folded by CRLF and a blank."""


class Signer:
    """Raises ValueError for a key that is no RSA key in PEM, or too short a one."""

    def __init__(self, domain: str, selector: str, key: str) -> None:
        loaded = load_pem_private_key(key.encode(), password=None)
        if not isinstance(loaded, RSAPrivateKey) or loaded.key_size < FEWEST_BITS:
            raise ValueError("no RSA key of 1024 bits or more")
        self._key = loaded
        self._tags = f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s={selector};\r\n "

    def sign(self, fields: Sequence[Field], canonical_body: bytes, at: int) -> Field:
        """The field to put before the others; `canonical_body` as `relaxed_body` gives it, `at` in seconds of 1970."""
        there = {name.lower(): value for name, value in fields}
        named = [name for name in SIGNED if name in there]
        hashed = base64.b64encode(hashlib.sha256(canonical_body).digest()).decode()
        covered = ":\r\n  ".join(_lines([*named, *ONCE_MORE]))
        unsigned = f"{self._tags}t={at};\r\n h={covered};\r\n bh={hashed};\r\n b="
        signed = "\r\n".join(_relaxed(name, there[name]) for name in named)
        signed += "\r\n" + _relaxed("dkim-signature", unsigned)
        signature = base64.b64encode(self._key.sign(signed.encode(), PKCS1v15(), SHA256())).decode()
        folded = "\r\n  ".join(signature[start : start + 72] for start in range(0, len(signature), 72))
        return "DKIM-Signature", unsigned + folded


def relaxed_body(body: bytes) -> bytes:
    """3.4.4: no blanks at the end of a line, one for several within, no empty lines at the end."""
    lines = (_BLANKS.sub(b" ", line).removesuffix(b" ") for line in body.split(b"\r\n"))
    kept = b"\r\n".join(lines).rstrip(b"\r\n")
    return kept + b"\r\n" if kept else b""


def _relaxed(name: str, value: str) -> str:
    """3.4.2."""
    return f"{name}:{' '.join(value.split())}"


def _lines(names: list[str]) -> list[str]:
    """Colon lists of up to five names."""
    return [":".join(names[start : start + 5]) for start in range(0, len(names), 5)]
