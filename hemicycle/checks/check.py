"""What a check is: a name, words in three languages, and a function that finds places in a draft.

To add one, copy a file of `form/` or `prose/` and add a line to `registry.py`; docs/checks.md says it in ten lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hemicycle.checks.contract import House, Message, Remark, Severity
from hemicycle.checks.passages import Found, Reading

Finder = Callable[[Reading], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Check:
    """`find` yields the places of a draft that the check remarks on, with `reason` and `suggestion`.

    `can_block` is for what has a form, so that a remark is hardly ever wrong. What is inferred from prose only
    advises, whatever the House has set.
    """

    name: str
    find: Finder
    reason: Message
    suggestion: Message
    can_block: bool

    def severity(self, house: House) -> Severity:
        return Severity.BLOCKING if self.can_block and self.name in house.blocking else Severity.ADVISORY

    def remarks(self, reading: Reading) -> Iterable[Remark]:
        for found in self.find(reading):
            yield Remark(
                check=self.name,
                severity=self.severity(reading.house),
                lang=found.lang,
                field=found.field,
                start=found.start,
                end=found.end,
                reason=_fill(found.reason or self.reason, found),
                suggestion=_fill(found.suggestion or self.suggestion, found),
                words=reading.text_of(found.field, found.lang)[found.start : found.end],
                basis=found.basis,
            )


def check(name: str, *, reason: Message, suggestion: Message, can_block: bool = False) -> Callable[[Finder], Check]:
    """Make a check of the function below it."""
    return lambda find: Check(name, find, reason, suggestion, can_block)


def _fill(message: Message, found: Found) -> str:
    text = message.in_language_of_reader()
    values = {
        key: value.in_language_of_reader() if isinstance(value, Message) else value
        for key, value in (found.values or {}).items()
    }
    return text % values if values else text
