"""What was said in a sitting, from ParlaMint TEI: divisions with their heads, utterances, notes, and their times."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from hemicycle.record.importers import languages
from hemicycle.record.importers.coverage import Coverage
from hemicycle.record.importers.parlamint.times import Times
from hemicycle.record.importers.parlamint.vocabulary import ID, KINDS, LANG, TEXTS
from hemicycle.record.importers.safe_xml import children, line_of, local, plain, within
from hemicycle.record.papers import ItemPaper, Known, LeftAside, Part, SegmentPaper, SpeechPaper, TextPaper, Words

_NOTES = ("note", "kinesic", "incident", "vocal", "gap")
# Notes that say who speaks next, as the report prints it.
_PRINTED = ("speaker", "role")


def tag_of(element: etree._Element, default: str) -> str:
    tag = element.get(LANG) or ""
    return (languages.tag(tag) or default) if tag else default


class Debate:
    """`parts` in reading order, and what was left aside."""

    def __init__(self, root: etree._Element, language: str, known: Callable[[str], Known], coverage: Coverage) -> None:
        self.language, self.known, self.words = language, known, coverage.words
        self.times = Times(root)
        self.aside: list[LeftAside] = []
        self.parts: list[Part] = [part for div in within(root, "div") for part in self._division(div)]

    def _division(self, div: etree._Element) -> Iterator[Part]:
        """Its contributions under its headings, the outermost first."""
        heads = [(tag_of(head, self.language), _BULLET.sub("", self.words(head))) for head in children(div, "head")]
        parts: tuple[Part, ...] = tuple(self._contributions(div))
        for tag, title in reversed(heads):
            parts = (ItemPaper("debate", {tag: title}, parts),) if title and parts else parts
        yield from parts

    def _contributions(self, div: etree._Element) -> Iterator[SpeechPaper]:
        printed: dict[str, Words] = {}
        for child in div:
            kind = child.get("type") or ""
            if local(child) == "u":
                yield from self._speech(child, printed)
                printed = {}
            elif local(child) == "note" and kind in _PRINTED and plain(child) and _precedes_speech(child):
                printed[kind] = {tag_of(child, self.language): self.words(child)[:200]}
            elif local(child) in _NOTES and (words := self.words(child)):
                yield self._note(child, words)

    def _note(self, note: etree._Element, words: str) -> SpeechPaper:
        begun, ended = self.times.of(note)
        kind = _first((note.get("ana") or "").split(), TEXTS, "official")
        text = TextPaper(tag_of(note, self.language), (SegmentPaper(words, note.get(ID) or "", "note"),), kind)
        return SpeechPaper((text,), kind="note", started_at=begun, ended_at=ended)

    def _speech(self, u: etree._Element, printed: dict[str, Words]) -> Iterator[SpeechPaper]:
        segments = tuple(self._segments(u))
        if not segments:
            self.aside.append(LeftAside(line_of(u), f"u {u.get(ID) or ''}"[:80], "no-words"))
            return
        who = (u.get("who") or "").removeprefix("#")
        ana = (u.get("ana") or "").split()
        own = tag_of(u, self.language)
        spoken = next((tag_of(seg, own) for seg in children(u, "seg") if seg.get(LANG)), own)
        labels = printed.get("speaker") or ({self.language: _apart(who)} if who else {})
        begun, ended = self.times.of(u)
        native_id = u.get(ID) or ""
        self.times.note_spans(u, native_id)
        yield SpeechPaper(
            (TextPaper(spoken, segments, _first(ana, TEXTS, "official")),),
            person=self.known(who) if who else None,
            labels=labels,
            roles=printed.get("role", {}),
            kind=_first(ana, KINDS, "speech") if who or labels else _first(ana, _NAMELESS, "procedural"),
            native_id=native_id,
            started_at=begun,
            ended_at=ended,
        )

    def _segments(self, u: etree._Element) -> Iterator[SegmentPaper]:
        """One whose id only counts on from that of its speech has none in its source."""
        own = u.get(ID) or ""
        for place, child in enumerate(u, start=1):
            if local(child) is not None and (words := self.words(child)):
                kind = "paragraph" if local(child) == "seg" else "note"
                native = child.get(ID) or ""
                yield SegmentPaper(words, "" if native == f"{own}-{place}" else native, kind)


# A report that prints its headings as a list: “- Election of the secretaries”.
_BULLET = re.compile(r"^[-–—•]\s+")
# Of whom no name has to be known: who presides speaks for the House.
_NAMELESS = {ana: kind for ana, kind in KINDS.items() if kind in ("procedural", "note", "chair")}


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
