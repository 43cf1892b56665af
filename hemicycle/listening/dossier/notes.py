"""The numbered notes of a dossier: which messages stand behind a sentence or a number."""

from collections.abc import Iterable


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
