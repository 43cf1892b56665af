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
    return seconds_to_wait_for(visitor_network(request), what=what, most=most, within=within)


def seconds_to_wait_for(name: str, *, what: str, most: int, within: int) -> int:
    """The same, counted for whatever is named: a caller, or a server that callers ask us to call."""
    span, passed = divmod(int(time.time()), within)
    key = f"{what}:{span}:{salted_hmac('hemicycle.accounts.limits', name).hexdigest()}"
    cache.add(key, 0, timeout=2 * within)
    try:
        asked = cache.incr(key)
    except ValueError:  # just thrown out of a full cache
        return 0
    return within - passed if asked > most else 0
