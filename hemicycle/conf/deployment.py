"""What an operator is warned of, by `serve` at its start and by `manage.py check`."""

from typing import Any

from django.conf import settings
from django.core import checks


def trusted_proxies(**options: Any) -> list[checks.CheckMessage]:
    """W001: served over TLS, so behind a proxy, and nobody said which."""
    if not settings.TLS or settings.TRUSTED_PROXIES:
        return []
    return [
        checks.Warning(
            "HEMICYCLE_TLS is on and HEMICYCLE_TRUSTED_PROXIES is not set: all visitors count as one, so that ten "
            "wrong passwords of anybody keep everybody from signing in.",
            hint="Set HEMICYCLE_TRUSTED_PROXIES to the addresses your TLS proxy asks from, such as 127.0.0.1 "
            "(docs/operate.md, Behind a proxy).",
            id="hemicycle.W001",
        )
    ]


def kept_digest_key(**options: Any) -> list[checks.CheckMessage]:
    """W002: the key of digests is a former secret key, and would go with it."""
    if settings.DIGEST_KEY_IS_SET or not settings.SECRET_KEY_FALLBACKS:
        return []
    return [
        checks.Warning(
            "HEMICYCLE_DIGEST_KEY is not set: the oldest of HEMICYCLE_SECRET_KEY_FALLBACKS is used, and whoever asked "
            "for no more mail is forgotten when that one is taken out.",
            hint="Set HEMICYCLE_DIGEST_KEY to the oldest key, and leave it so (docs/operate.md, Change the key).",
            id="hemicycle.W002",
        )
    ]


def site_address(**options: Any) -> list[checks.CheckMessage]:
    """W003: served over TLS, and links in mail lead elsewhere."""
    if not settings.TLS or settings.ADDRESS.startswith("https://"):
        return []
    return [
        checks.Warning(
            f"HEMICYCLE_TLS is on and HEMICYCLE_ADDRESS is {settings.ADDRESS or 'not set'}: links in mail and "
            "messages begin with it.",
            hint="Set HEMICYCLE_ADDRESS to where the public reads the site, such as https://letters.parliament.example.",
            id="hemicycle.W003",
        )
    ]


WARNINGS = (trusted_proxies, kept_digest_key, site_address)
