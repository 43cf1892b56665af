"""Two texts of a bill clause by clause: which belong together, and what changed in each word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from hemicycle.accounts.patterns import Change, difference
from hemicycle.record.models import Clause, ClauseLevel, DocumentVersion


@dataclass(frozen=True, slots=True)
class Row:
    """A clause in both texts; None where one lacks it."""

    old: Clause | None
    new: Clause | None

    @property
    def changed(self) -> bool:
        return self.old is None or self.new is None or _words(self.old) != _words(self.new)

    @property
    def clause(self) -> Clause | None:
        """The one to cite it by."""
        return self.new or self.old

    @property
    def is_provision(self) -> bool:
        return self.clause is not None and self.clause.level == ClauseLevel.PROVISION

    @property
    def before(self) -> list[Change]:
        """What the left column shows: the old words, those that are gone marked."""
        return [change for change in self._changes() if change.kind != "added"]

    @property
    def after(self) -> list[Change]:
        return [change for change in self._changes() if change.kind != "removed"]

    def _changes(self) -> list[Change]:
        return difference(self.old.text if self.old else "", self.new.text if self.new else "")


def changed_provisions(old: DocumentVersion, new: DocumentVersion) -> list[tuple[str, str]]:
    """What people cite of two texts of one language that are not the same in both, in reading order: the eIds before
    and after, "" where one of them lacks it. A part that changed changes what it is a part of."""
    changed: dict[tuple[str, str], None] = {}
    old_one = new_one = ""
    for row in compared(old, new):
        if row.is_provision:
            old_one, new_one = row.old.eid if row.old else "", row.new.eid if row.new else ""
        if row.changed and (row.is_provision or _is_part(row)) and (old_one or new_one):
            changed[old_one, new_one] = None
    return list(changed)


def matched_provisions(old: DocumentVersion, new: DocumentVersion) -> list[tuple[str, str]]:
    """The eIds before and after of every provision of two texts, "" where one of them lacks it."""
    rows = [row for row in compared(old, new) if row.is_provision]
    return [(row.old.eid if row.old else "", row.new.eid if row.new else "") for row in rows]


def _is_part(row: Row) -> bool:
    return row.clause is not None and row.clause.level in (ClauseLevel.PART, ClauseLevel.TEXT)


def compared(old: DocumentVersion, new: DocumentVersion) -> list[Row]:
    """In one language clauses belong together by their words and headings, since inserted ones move the numbers."""
    before, after = (list(text.clauses.in_reading_order()) for text in (old, new))
    if old.language != new.language:
        return list(_by_eid(before, after))
    return list(_by_words(before, after))


def _by_eid(before: Sequence[Clause], after: Sequence[Clause]) -> Iterator[Row]:
    """Translations of one text have the same eIds; what only one of them has stands alone."""
    translated = {clause.eid: clause for clause in after}
    for clause in before:
        yield Row(clause, translated.pop(clause.eid, None))
    yield from (Row(None, clause) for clause in translated.values())


def _by_words(before: Sequence[Clause], after: Sequence[Clause]) -> Iterator[Row]:
    matcher = SequenceMatcher(None, [_title(c) for c in before], [_title(c) for c in after], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from (Row(one, other) for one, other in zip(before[a:b], after[c:d], strict=True))
            continue
        yield from (Row(clause, None) for clause in before[a:b])
        yield from (Row(None, clause) for clause in after[c:d])


def _title(clause: Clause) -> tuple[str, str]:
    """What a clause keeps when its words and its number change: its heading, else its eId."""
    return clause.level, clause.heading or clause.eid


def _words(clause: Clause) -> tuple[str, str, str]:
    return clause.number, clause.heading, clause.text
