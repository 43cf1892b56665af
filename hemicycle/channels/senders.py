"""Who sent a message, without saying who: a keyed hash of the address.

HMAC-SHA-256 with the key of digests of this installation, cut to 128 bits. Without the key an address can neither be
read out of it nor be tried against it; the office goes in too, so that two offices, each its own controller, cannot
compare their senders. The key stays when HEMICYCLE_SECRET_KEY is changed; with another HEMICYCLE_DIGEST_KEY counting
begins anew, and who asked for no more letters is not known again.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from django.conf import settings

from hemicycle.accounts.models import Office

_DIGITS = 32


class Pseudonyms:
    """The pseudonyms of one office's senders."""

    def __init__(self, office: Office) -> None:
        self._key = hmac.digest(settings.DIGEST_KEY.encode(), f"channels.sender:{office.pk}".encode(), hashlib.sha256)

    def of(self, sender: str | None) -> str:
        """The pseudonym of an address, a number or a handle; "" when there is none."""
        address = plain(sender or "").casefold()
        if not address:
            return ""
        return hmac.digest(self._key, address.encode(), hashlib.sha256).hex()[:_DIGITS]


def plain(address: str) -> str:
    """The address as it is written to: without what may stand around it, in one form of each letter."""
    return unicodedata.normalize("NFKC", address).strip()
