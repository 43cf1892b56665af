"""Secrets at rest, and pseudonyms of senders: unreadable to whoever has the database alone.

Passwords of accounts and addresses of people are sealed: AES-256-GCM under a key derived from the secret of this
installation (HKDF-SHA-256, RFC 5869), with what the value is for as additional data, so that a sealed address cannot
be put where a password is expected. Values sealed before the secret was changed are opened as long as the former one
stands in SECRET_KEY_FALLBACKS.

A sender is known by a keyed hash of the address: HMAC-SHA-256 with the key of digests of this installation, cut to 128
bits. Without the key an address can neither be read out of it nor be tried against it; the office goes in too, so that
two offices, each its own controller, cannot compare their senders. The key stays when HEMICYCLE_SECRET_KEY is changed;
with another HEMICYCLE_DIGEST_KEY counting begins anew, and who asked for no more letters is not known again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from hemicycle.accounts.models import Office

# NIST SP 800-38D: 96 bits, drawn anew each time; safe for 2^32 values under one key.
_NONCE = 12
_PSEUDONYM_DIGITS = 32


class Unreadable(Exception):
    """Sealed with a secret that is not this installation's any more."""


def seal(text: str, purpose: str) -> str:
    """The text, unreadable; twice the same text gives two different values."""
    nonce = os.urandom(_NONCE)
    sealed = _cipher(settings.SECRET_KEY).encrypt(nonce, text.encode(), purpose.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(value: str, purpose: str) -> str:
    """What was sealed for the same purpose; raises Unreadable."""
    sealed = base64.urlsafe_b64decode(value.encode())
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _cipher(secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], purpose.encode()).decode()
        except InvalidTag:
            continue
    raise Unreadable(purpose)


def seal_secrets(secrets: Mapping[str, str], purpose: str) -> str:
    return seal(json.dumps(dict(sorted(secrets.items()))), purpose)


def unseal_secrets(value: str, purpose: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(unseal(value, purpose)) if value else {}
    return found


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESGCM:
    # `info` is part of the key: under another name nothing that is stored could be read.
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"hemicycle.channels.sealing").derive(
        secret.encode()
    )
    return AESGCM(derived)


class Pseudonyms:
    """The pseudonyms of one office's senders."""

    def __init__(self, office: Office) -> None:
        self._key = hmac.digest(settings.DIGEST_KEY.encode(), f"channels.sender:{office.pk}".encode(), hashlib.sha256)

    def of(self, sender: str | None) -> str:
        """The pseudonym of an address, a number or a handle; "" when there is none."""
        address = plain(sender or "").casefold()
        if not address:
            return ""
        return hmac.digest(self._key, address.encode(), hashlib.sha256).hex()[:_PSEUDONYM_DIGITS]


def plain(address: str) -> str:
    """The address as it is written to: without what may stand around it, in one form of each letter."""
    return unicodedata.normalize("NFKC", address).strip()
