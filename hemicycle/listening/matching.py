"""Which campaign of the new analysis is which of the one before, so that addresses and corrections stay valid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Overlap:
    """So many messages lie both in the old campaign `old` and in the new one `new`."""

    old: str
    new: str
    messages: int


def same_campaigns(
    overlaps: Iterable[Overlap], *, old_sizes: Mapping[str, int], new_sizes: Mapping[str, int]
) -> dict[str, str]:
    """New campaign → the old one it continues; one to one, the largest overlap first.

    A campaign goes on under its address when more than half of the smaller of the two lies in both: a campaign
    that grew or shrank is the same one, one that was cut in two goes on in its larger part. Ties are broken by
    the keys, so that two runs over the same rows agree.
    """
    continued: dict[str, str] = {}
    taken: set[str] = set()
    for pair in sorted(overlaps, key=lambda o: (-o.messages, o.old, o.new)):
        majority = 2 * pair.messages > min(old_sizes[pair.old], new_sizes[pair.new])
        if majority and pair.new not in continued and pair.old not in taken:
            continued[pair.new] = pair.old
            taken.add(pair.old)
    return continued
