"""Every write of listening, one noun a file: `by=`, one transaction, an audit row inside. Here is what they share."""

from collections.abc import Iterator, Sequence
from typing import Any

# SQLite takes 32,766 values in one statement; a tenth leaves room for every other part of it.
BATCH = 3_000


def batches(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The keys, as many at once as one statement takes."""
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def name_of(by: Any) -> str:
    """Who did it, as a page says it when the account is gone."""
    return str(getattr(by, "name", "") or by)[:120]
