"""Which group of a new analysis continues which of the one before, so that addresses and corrections stay valid."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Overlap:
    """So many messages are both in the old group `old` and in the new one `new`."""

    old: str
    new: str
    messages: int


def continued_keys(old: Iterable[tuple[str, str]], new: Iterable[tuple[str, str]]) -> dict[str, str]:
    """New group → the key of the old one that it continues; `old` and `new` are (message, group)."""
    before: dict[str, list[str]] = defaultdict(list)
    for message, key in old:
        before[message].append(key)
    members = list(new)
    pairs = Counter((key, group) for message, group in members for key in before.get(message, ()))
    overlaps = [Overlap(key, group, n) for (key, group), n in pairs.items()]
    old_sizes = Counter(key for keys in before.values() for key in keys)
    return same_groups(overlaps, old_sizes=old_sizes, new_sizes=Counter(group for _message, group in members))


def same_groups(
    overlaps: Iterable[Overlap], *, old_sizes: Mapping[str, int], new_sizes: Mapping[str, int]
) -> dict[str, str]:
    """New group → the old one that it continues; one to one, the largest overlap first.

    A group keeps its address when more than half of the smaller of the two is in both: one that grew or shrank is
    the same one, one that was cut in two goes on in its larger part. Ties are broken by the keys, so that two runs
    over the same rows agree.
    """
    continued: dict[str, str] = {}
    taken: set[str] = set()
    for pair in sorted(overlaps, key=lambda o: (-o.messages, o.old, o.new)):
        majority = 2 * pair.messages > min(old_sizes[pair.old], new_sizes[pair.new])
        if majority and pair.new not in continued and pair.old not in taken:
            continued[pair.new] = pair.old
            taken.add(pair.old)
    return continued
