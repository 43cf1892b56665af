"""What was said in a sitting, from ParlaMint TEI: divisions with their heads, utterances, notes, and their times."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from hemicycle.record.importers import languages
from hemicycle.record.importers.parlamint_times import Times
from hemicycle.record.importers.parlamint_words import (
    DEPTH,
    ID,
    KINDS,
    LANG,
    LEVEL,
    MADE,
    MADE_OF_SPEECHES,
    NATIVE,
    NUMBER,
    PARAGRAPH,
    TEXTS,
)
from hemicycle.record.importers.passages import plain
from hemicycle.record.importers.safe_xml import children, first, line_of, local, within
from hemicycle.record.importers.taken import Taken
from hemicycle.record.papers import ItemPaper, Known, LeftAside, Part, SegmentPaper, SpeechPaper, TextPaper, Words

_NOTES = ("note", "kinesic", "incident", "vocal", "gap")
# Notes that say who speaks next, as the report prints it.
_PRINTED = ("speaker", "role")


def tag_of(element: etree._Element, default: str) -> str:
    told = element.get(LANG) or ""
    return (languages.tag(told) or default) if told else default


@dataclass
class _Open:
    """A heading of which more may come."""

    kind: str
    titles: Words
    native_id: str
    parts: list[_Open | Part] = field(default_factory=list)

    def closed(self) -> ItemPaper | None:
        parts = tuple(_closed(self.parts))
        return ItemPaper(self.kind, self.titles, parts, native_id=self.native_id) if parts else None


def _closed(parts: list[_Open | Part]) -> Iterator[Part]:
    for part in parts:
        done = part.closed() if isinstance(part, _Open) else part
        if done is not None:
            yield done


class Debate:
    """`parts` in reading order, and what was left aside."""

    def __init__(self, root: etree._Element, language: str, known: Callable[[str], Known], taken: Taken) -> None:
        self.language, self.known, self.words = language, known, taken.words
        self.times = Times(root)
        self.aside: list[LeftAside] = []
        self._top: list[_Open | Part] = []
        self._open: list[_Open] = []
        for div in within(root, "div"):
            self._division(div)
        self.parts: list[Part] = list(_closed(self._top))

    def _division(self, div: etree._Element) -> None:
        """A division of a corpus stands for itself; one of ours says under which headings it lies."""
        depth = (div.get("n") or "").removeprefix(DEPTH)
        if not (div.get("n") or "").startswith(DEPTH) or not depth.isdigit():
            self._open = []
            head = first(div, "head")
            title = _BULLET.sub("", self.words(head)) if head is not None else ""
            if title:
                self._begin(1, "debate", {self.language: title}, "")
        else:
            for head in children(div, "head"):
                level = LEVEL.fullmatch(head.get("type") or "")
                if level and plain(head):
                    titles = {tag_of(head, self.language): self.words(head)}
                    self._begin(int(level[1]), level[2], titles, native_id(head))
            self._open = self._open[: int(depth)]
        said = self._open[-1].parts if self._open else self._top
        said.extend(self._said(div))

    def _begin(self, level: int, kind: str, titles: Words, native: str) -> None:
        self._open = self._open[: level - 1]
        new = _Open(kind if kind in _ITEMS else "other", titles, native)
        (self._open[-1].parts if self._open else self._top).append(new)
        self._open.append(new)

    def _said(self, div: etree._Element) -> Iterator[SpeechPaper]:
        printed: dict[str, Words] = {}
        is_ours = (div.get("n") or "").startswith(DEPTH)
        for child in div:
            kind = child.get("type") or ""
            if local(child) == "u":
                yield from self._speech(child, printed, is_ours=is_ours)
                printed = {}
            elif local(child) == "note" and kind in _PRINTED and plain(child) and _precedes_speech(child):
                printed[kind] = {tag_of(child, self.language): self.words(child)[:200]}
            elif local(child) in _NOTES and (words := self.words(child)):
                yield self._note(child, words, is_ours=is_ours)

    def _note(self, note: etree._Element, words: str, *, is_ours: bool) -> SpeechPaper:
        told = note.get("n") or ""
        kind = PARAGRAPH if note.get("type") == PARAGRAPH else "note"
        own = note.get(ID) or ""
        segment = SegmentPaper(words, own.removeprefix(NUMBER) if is_ours else own, kind)
        begun, ended = self.times.of(note)
        native = told.removeprefix(NATIVE) if told.startswith(NATIVE) else ""
        self.times.note_spans(note, native)
        return SpeechPaper(
            (
                TextPaper(
                    tag_of(note, self.language), (segment,), _first((note.get("ana") or "").split(), TEXTS, "official")
                ),
            ),
            kind="note",
            native_id=native,
            started_at=begun,
            ended_at=ended,
        )

    def _speech(self, u: etree._Element, printed: dict[str, Words], *, is_ours: bool) -> Iterator[SpeechPaper]:
        segments = tuple(self._segments(u))
        if not segments:
            self.aside.append(LeftAside(line_of(u), f"u {u.get(ID) or ''}"[:80], "no-words"))
            return
        who = (u.get("who") or "").removeprefix("#")
        ana = (u.get("ana") or "").split()
        own = tag_of(u, self.language)
        spoken = next((tag_of(seg, own) for seg in children(u, "seg") if seg.get(LANG)), own)
        labels = printed.get("speaker") or ({self.language: _apart(who)} if who and not MADE.fullmatch(who) else {})
        begun, ended = self.times.of(u)
        native = "" if is_ours and MADE_OF_SPEECHES.fullmatch(native_id(u)) else native_id(u)
        self.times.note_spans(u, native)
        yield SpeechPaper(
            (TextPaper(spoken, segments, _first(ana, TEXTS, "official")),),
            person=self.known(who) if who else None,
            labels=labels,
            roles=printed.get("role", {}),
            kind=_first(ana, KINDS, "speech") if who or labels else _first(ana, _NAMELESS, "procedural"),
            native_id=native,
            started_at=begun,
            ended_at=ended,
        )

    def _segments(self, u: etree._Element) -> Iterator[SegmentPaper]:
        """One whose id only counts on from that of its speech has none in its source."""
        own = u.get(ID) or ""
        for place, child in enumerate(u, start=1):
            if local(child) is not None and (words := self.words(child)):
                kind = "paragraph" if local(child) == "seg" else "note"
                native = native_id(child)
                yield SegmentPaper(words, "" if native == f"{own}-{place}" else native, kind)


# A report that prints its headings as a list: “- Election of the secretaries”.
_BULLET = re.compile(r"^[-–—•]\s+")
_ITEMS = ("statement", "questions", "debate", "vote", "motion", "other")
# Of whom no name has to be known: who presides speaks for the House.
_NAMELESS = {ana: kind for ana, kind in KINDS.items() if kind in ("procedural", "note", "chair")}


def native_id(element: etree._Element) -> str:
    """What the source calls it."""
    told = element.get("n") or ""
    return told.removeprefix(NATIVE) if told.startswith(NATIVE) else (element.get(ID) or "")


def _first(ana: list[str], words: dict[str, str], default: str) -> str:
    return next((words[word] for word in ana if word in words), default)


def _precedes_speech(note: etree._Element) -> bool:
    """Whether the next element but others of the kind is an utterance."""
    following = note.getnext()
    while following is not None and local(following) == "note" and following.get("type") in _PRINTED:
        following = following.getnext()
    return following is not None and local(following) == "u"


def _apart(reference: str) -> str:
    """“MaríaSuchPalomares” as “María Such Palomares”: what a reader sees until the person is known."""
    return re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])", " ", reference)[:200]
