"""The numbered notes of a dossier: which messages stand behind a sentence or a number."""

from collections.abc import Iterable
from itertools import pairwise


class Notes:
    """Each different set of messages is one note, numbered from 1 in the order in which it is first cited."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, ...], int] = {}

    def of(self, messages: Iterable[int]) -> int | None:
        """The number of the note that lists these messages; None for no message at all."""
        listed = tuple(sorted(set(messages)))
        return self._numbers.setdefault(listed, len(self._numbers) + 1) if listed else None

    def listed(self) -> dict[str, list[int]]:
        """Note → messages, as JSON takes it."""
        return {str(number): list(messages) for messages, number in self._numbers.items()}


def runs(messages: Iterable[int]) -> list[str]:
    """4, 5, 6, 9 → 4–6, 9."""
    ordered = sorted(messages)
    breaks = [0, *(at for at, (a, b) in enumerate(pairwise(ordered), 1) if b != a + 1), len(ordered)]
    found = [ordered[a:b] for a, b in pairwise(breaks)]
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in found]
