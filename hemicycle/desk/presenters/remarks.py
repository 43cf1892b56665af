"""The remarks on an announcement as its pages show them, blocking ones first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from hemicycle.accounts import patterns
from hemicycle.channels.registry import adapter_of
from hemicycle.checks import UNCORRECTED
from hemicycle.checks.contract import Remark, Severity
from hemicycle.desk.models import Announcement, Override, Target
from hemicycle.desk.remarks import key_of, remarks_on

TITLE, BODY, WARNING = "title", "body", "warning"
OVERRIDES = Prefetch("overrides", Override.objects.select_related("by"))


@dataclass(frozen=True, slots=True)
class Note:
    """A remark with its number on the page. `part` is title, body, warning, media:KEY or variant:KIND; `overruled`
    says who let it stand, and why. `targets` are the channels whose own text it is on."""

    number: int
    remark: Remark
    key: str
    overruled: Override | None = None
    targets: Sequence[Target] = ()

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
    def quoted(self) -> str:
        """The words it is on, as they stand before the reason; that of an own text has them in it."""
        return "" if self.remark.check == UNCORRECTED else self.remark.words

    @property
    def channels(self) -> str:
        """The names of the channels whose own text it is on; "" where it is on no own text."""
        return ", ".join(one.account.name for one in self.targets)

    @property
    def may_be_kept(self) -> bool:
        """Whether whoever writes can say that the own text is right as it is."""
        return self.blocks and self.remark.check == UNCORRECTED

    @property
    def is_of_text(self) -> bool:
        return self.part in (TITLE, BODY, WARNING)

    def is_of_channel(self, kind: str) -> bool:
        """Whether it is on the own text of this kind of channel."""
        return _is_of_channel(self.remark, kind)

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
    targets = list(announcement.targets.all())
    return {lang: _numbered(remarks, overrules, targets) for lang, remarks in found.items()}


def _numbered(remarks: Iterable[Remark], overrules: dict[str, Override], targets: Sequence[Target]) -> list[Note]:
    keyed = [(key_of(remark), remark) for remark in remarks]
    first = sorted(keyed, key=lambda one: one[1].severity != Severity.BLOCKING or one[0] in overrules)
    return [
        Note(number, remark, key, overrules.get(key), [one for one in targets if _is_on(remark, one)])
        for number, (key, remark) in enumerate(first, start=1)
    ]


def _is_on(remark: Remark, target: Target) -> bool:
    """Whether it is on the own text of this channel; two of a kind may have two texts."""
    words = target.own_texts.get(remark.lang, "")[remark.start : remark.end]
    return _is_of_channel(remark, target.account.kind) and words == remark.words


def _is_of_channel(remark: Remark, kind: str) -> bool:
    return remark.field in (f"variant:{kind}", f"variant:{adapter_of(kind).medium}")


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
