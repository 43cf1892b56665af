"""That somebody looked for words in letters, which is a way of reading them: who, in which office, and how many cases
were found.

The words are noted nowhere. Another page of what was found, another state or the same words on the same day are the
same search: a keyed digest in the cache, kept for a day, knows these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import salted_hmac

from hemicycle.accounts.models import Office, User
from hemicycle.cases.models import Case
from hemicycle.channels.permissions import MAY_READ
from hemicycle.rules import audit

SAME_FOR = timedelta(days=1)
# The palette asks with each letter that is typed: so long somebody types the words of one search.
TYPED_FOR = timedelta(minutes=1)


def note_search(words: str, count: Callable[[], Mapping[int, int]], *, by: User, typed: bool = False) -> bool:
    """A line for each office whose letters this person reads, with how many cases `count` finds in it, which is asked
    of a new search alone. Whether it was one; whoever reads no letters makes none. `typed`: letter by letter."""
    offices = [one for one in by.offices if one.pk in by.offices_as(MAY_READ)]
    if not offices or not _is_new(words, by):
        return False
    if typed and not cache.add(f"cases.typed:{by.pk}", True, TYPED_FOR.total_seconds()):
        return False
    _record(offices, count(), by)
    return True


@transaction.atomic
def _record(offices: list[Office], found: Mapping[int, int], by: User) -> None:
    for office in offices:
        n = found.get(office.pk, 0)
        audit.record("cases.search", by=by, about=Case._meta.label_lower, office=office, cases=n)


def _is_new(words: str, by: User) -> bool:
    same = " ".join(words.casefold().split())
    digest = salted_hmac("cases.search", f"{by.pk}:{same}", algorithm="sha256").hexdigest()
    return bool(cache.add(f"cases.search:{digest}", True, SAME_FOR.total_seconds()))
