"""How often one caller may ask for something; of the caller a keyed digest is kept, for as long as it is counted."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .visitors import visitor_network

MINUTE, HOUR = 60, 3_600


def seconds_to_wait(request: HttpRequest, *, what: str, most: int, within: int) -> int:
    """Nought, or how long until this caller may ask again: `most` times in each span of `within` seconds."""
    span, passed = divmod(int(time.time()), within)
    caller = salted_hmac("hemicycle.accounts.limits", visitor_network(request)).hexdigest()
    key = f"{what}:{span}:{caller}"
    cache.add(key, 0, timeout=2 * within)
    try:
        asked = cache.incr(key)
    except ValueError:  # just thrown out of a full cache
        return 0
    return within - passed if asked > most else 0
