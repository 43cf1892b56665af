"""Where the public reads the site, and our addresses as whoever is outside reads them: in mail, in messages, in feeds.

It is stored once, in the database, by the process that first knows it. Every process reads it there unless its
environment says it; conf stops one whose environment says another. What was approved holds links that begin with it.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from . import audit
from .models import SiteAddress
from .one_reading import read_once

DEFAULT = "http://127.0.0.1:8000"

_read: list[str] = []
"""What this process read: it is not changed under running processes."""


def site_address() -> str:
    """Without a slash at the end."""
    return settings.ADDRESS or stored() or DEFAULT


def absolute(path: str) -> str:
    """The whole address of one of our paths, "/record/…"."""
    return f"{site_address()}{path}"


def stored() -> str:
    """What is stored; "" before any process has stored one."""
    if not _read:
        # Each link of a page asks, also where there is none yet.
        _read.extend(read_once("site address", lambda: list(SiteAddress.objects.values_list("address", flat=True))))
    return _read[0] if _read else ""


def store(address: str) -> str:
    """Store it unless another process has already stored one; returns the one that holds."""
    row, _ = SiteAddress.objects.get_or_create(pk=1, defaults={"address": address})
    _read[:] = [row.address]
    return row.address


@transaction.atomic
def change(address: str, *, by: str) -> None:
    """Replace it; in the same transaction the caller takes back what was approved with links to the old one."""
    SiteAddress.objects.update_or_create(pk=1, defaults={"address": address, "since": timezone.now()})
    _read[:] = [address]
    audit.record("rules.change_site_address", by=by, about="site_address", address=address)
