"""The remarks on an announcement as its pages show them, blocking ones first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from hemicycle.accounts import patterns
from hemicycle.channels.registry import adapter_of
from hemicycle.checks.contract import Remark, Severity
from hemicycle.desk.models import Announcement, Override
from hemicycle.desk.remarks import key_of, remarks_on

TITLE, BODY, WARNING = "title", "body", "warning"
OVERRIDES = Prefetch("overrides", Override.objects.select_related("by"))


@dataclass(frozen=True, slots=True)
class Note:
    """A remark with its number on the page. `part` is title, body, warning, media:KEY or variant:KIND; `overruled`
    says who let it stand, and why."""

    number: int
    remark: Remark
    key: str
    overruled: Override | None = None

    @property
    def part(self) -> str:
        return self.remark.field

    @property
    def id(self) -> str:
        return f"{self.remark.lang}-{self.number}"

    @property
    def blocks(self) -> bool:
        return self.remark.severity == Severity.BLOCKING and self.overruled is None

    @property
    def is_of_text(self) -> bool:
        return self.part in (TITLE, BODY, WARNING)

    def is_of_channel(self, kind: str) -> bool:
        """Whether it is on the own text of this kind of channel."""
        return self.part in (f"variant:{kind}", f"variant:{adapter_of(kind).medium}")

    @property
    def is_of_warning(self) -> bool:
        return self.part == WARNING


def notes_on(announcement: Announcement) -> dict[str, list[Note]]:
    """By language; what blocks first, then by place. Each language of the announcement has a list."""
    prefetch_related_objects([announcement], OVERRIDES)
    overrules = {one.remark: one for one in announcement.overrides.all()}
    found: dict[str, list[Remark]] = {lang: [] for lang in announcement.by_language}
    for remark in remarks_on(announcement):
        found.setdefault(remark.lang, []).append(remark)
    return {lang: _numbered(remarks, overrules) for lang, remarks in found.items()}


def _numbered(remarks: Iterable[Remark], overrules: dict[str, Override]) -> list[Note]:
    keyed = [(key_of(remark), remark) for remark in remarks]
    first = sorted(keyed, key=lambda one: one[1].severity != Severity.BLOCKING or one[0] in overrules)
    return [Note(number, remark, key, overrules.get(key)) for number, (key, remark) in enumerate(first, start=1)]


def marks(notes: Sequence[Note], part: str) -> list[patterns.Remark]:
    """Those with words in one text, as the pattern draws them."""
    return [
        patterns.Remark(
            note.id,
            note.remark.start,
            note.remark.end,
            note.remark.reason,
            note.remark.suggestion,
            "warning",
            note.number,
        )
        for note in notes
        if note.part == part and note.remark.end > note.remark.start
    ]


def count_blocking(notes: dict[str, list[Note]]) -> int:
    return sum(note.blocks for found in notes.values() for note in found)


def of_channel(notes: Sequence[Note], kind: str) -> list[Note]:
    """What is remarked on a variant of this kind of channel."""
    return [note for note in notes if note.is_of_channel(kind)]
