"""A sitting as TEI: its speeches as utterances under their headings, the notes between them, and the time of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from hemicycle.record.exporters.parlamint import header
from hemicycle.record.exporters.parlamint.elements import Element, element, put
from hemicycle.record.exporters.parlamint.names import Names, is_id
from hemicycle.record.exporters.parlamint.timeline import Timeline
from hemicycle.record.exporters.scope import public
from hemicycle.record.importers.parlamint.vocabulary import KINDS, TEXTS
from hemicycle.record.models import (
    UNSPOKEN,
    AgendaItem,
    Contribution,
    ContributionKind,
    Segment,
    SegmentKind,
    Sitting,
    SpeechText,
)
from hemicycle.record.models.speeches import preferred
from hemicycle.record.phrases import Phrase

_KINDS = {kind: ana for ana, kind in KINDS.items()}
_TEXTS = {kind: ana for ana, kind in TEXTS.items()}


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is public of a sitting, fetched in a few queries."""

    sitting: Sitting
    speeches: list[Contribution]
    texts: dict[Any, list[SpeechText]]
    segments: dict[Any, list[Segment]]
    items: dict[Any, AgendaItem]

    @classmethod
    def of(cls, sitting: Sitting) -> Spoken:
        rows = Contribution.objects.current().readable_by(None).filter(sitting=sitting)
        speeches = list(rows.select_related("person", "sitting").order_by("order", "pk"))
        texts, segments = defaultdict[Any, list[SpeechText]](list), defaultdict[Any, list[Segment]](list)
        found = SpeechText.objects.in_force().readable_by(None).filter(contribution__in=rows)
        for text in public(found.order_by("language", "kind", "pk")):
            texts[text.contribution_id].append(text)
        for segment in Segment.objects.filter(text_version__in=found).order_by("text_version", "order"):
            segments[segment.text_version_id].append(segment)
        items = {item.pk: item for item in sitting.items.all()}
        return cls(sitting, list(public(speeches)), texts, segments, items)

    @property
    def people(self) -> set[Any]:
        return {speech.person.pk for speech in self.speeches if speech.person is not None}

    @property
    def languages(self) -> list[str]:
        """Those in which something is there, of most speeches first."""
        counted = Counter(text.language for texts in self.texts.values() for text in texts)
        return [tag for tag, _count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]

    @property
    def files(self) -> list[str]:
        """The languages in which a file is to be written, so that every text stands in one of them."""
        written, covered = list[str](), set[Any]()
        for language in self.languages:
            shown = {text.pk for speech in self.speeches if (text := self.text(speech, language)) is not None}
            if shown - covered:
                written.append(language)
                covered |= shown
        return written

    @property
    def main_language(self) -> str:
        return next(iter(self.languages), "und")

    def text(self, speech: Contribution, language: str) -> SpeechText | None:
        return preferred(self.texts[speech.pk], language)

    def headings(self, speech: Contribution) -> tuple[AgendaItem, ...]:
        """Above it, the outermost first."""
        found: list[AgendaItem] = []
        at = self.items.get(speech.item_id)
        while at is not None:
            found.insert(0, at)
            at = self.items.get(at.parent_id)
        return tuple(found)


def file_of(spoken: Spoken, names: Names, language: str) -> Element:
    """The TEI element of one sitting in one language. Ids are unique within it."""
    sitting = spoken.sitting
    other = "" if language == spoken.main_language else language
    root = element("TEI", {"id": header.name_of(sitting, names, other), "lang": language})
    root.set("ana", "#parla.sitting #reference")
    debate = _Debate(spoken, names, language, Timeline(sitting))
    body = element("body")
    body.extend(debate.divisions())
    text = element("text", {"ana": "#reference"})
    text.extend(debate.timeline.elements())
    text.append(body)
    root.append(header.of_sitting(sitting, names, language, text, debate.timeline.recordings()))
    root.append(text)
    return root


@dataclass
class _Debate:
    spoken: Spoken
    names: Names
    language: str
    timeline: Timeline
    used: set[str] = field(default_factory=set)
    opened: set[Any] = field(default_factory=set)

    def divisions(self) -> Iterator[Element]:
        """One for each run of speeches under the same heading; a heading stands before what is first under it."""
        for path, speeches in self._runs():
            div = element("div", {"type": "debateSection"})
            for item in path:
                if item.pk not in self.opened:
                    self.opened.add(item.pk)
                    title = item.titles.in_language(self.language)
                    put(div, "head", {"id": self._id(item.native_id, ""), "lang": self._other(title.lang)}, title.text)
            for speech in speeches:
                self._put(div, speech)
            if div.find("{*}u") is None:
                div.set("type", "commentSection")
            yield div

    def _runs(self) -> Iterator[tuple[tuple[AgendaItem, ...], list[Contribution]]]:
        path: tuple[AgendaItem, ...] = ()
        run: list[Contribution] = []
        for speech in self.spoken.speeches:
            here = self.spoken.headings(speech)
            if here != path and run:
                yield path, run
                run = []
            path = here
            run.append(speech)
        if run:
            yield path, run

    def _put(self, div: Element, speech: Contribution) -> None:
        text = self.spoken.text(speech, self.language)
        if text is None:
            return
        segments = self.spoken.segments[text.pk]
        is_remark = speech.kind == ContributionKind.NOTE and len(segments) == 1 and speech.person_id is None
        if is_remark and not speech.labels:
            self._remark(div, speech, text, segments[0])
            return
        self._printed(div, "speaker", speech.labels)
        self._printed(div, "role", speech.roles)
        self._utterance(div, speech, text, segments)

    def _printed(self, div: Element, kind: str, words: Phrase) -> None:
        """The name and the office as the report prints them."""
        if words:
            phrase = words.in_language(self.language)
            put(div, "note", {"type": kind, "lang": self._other(phrase.lang)}, phrase.text)

    def _remark(self, div: Element, speech: Contribution, text: SpeechText, segment: Segment) -> None:
        attributes = {"id": self._id(segment.native_id, ""), "ana": _TEXTS.get(text.kind, "")}
        note = put(div, "note", {**attributes, "lang": self._other(text.language)}, segment.text)
        self.timeline.synchronize(note, speech=speech, name=f"u.{speech.address}")

    def _utterance(self, div: Element, speech: Contribution, text: SpeechText, segments: Iterable[Segment]) -> None:
        own = self._id(speech.native_id, f"u.{speech.address}")
        attributes = {"id": own, "lang": self._other(text.language), "ana": _ana(speech, text)}
        if speech.person is not None:
            attributes["who"] = f"#{self.names.person(speech.person)}"
        utterance = put(div, "u", attributes)
        for place, segment in enumerate(segments, start=1):
            kind = "note" if segment.kind == SegmentKind.NOTE else "seg"
            name = self._id(segment.native_id, f"{own}-{place}")
            paragraph = put(utterance, kind, {"id": name}, segment.text)
            self.timeline.synchronize(paragraph, segment=segment.pk, name=name)
        self.timeline.synchronize(utterance, speech=speech, name=own)

    def _id(self, native_id: str, otherwise: str) -> str:
        """What the source calls it, where XML lets it be an id and nothing else has it; else `otherwise`."""
        name = native_id if is_id(native_id) and native_id not in self.used else otherwise
        self.used.add(name)
        return name

    def _other(self, tag: str) -> str:
        """The language of words, where it is not that of the file."""
        return "" if tag == self.language else tag


def _ana(speech: Contribution, text: SpeechText) -> str:
    """Who speaks, as ParlaMint sorts speakers, then what the record knows besides."""
    is_plain = speech.kind == ContributionKind.SPEECH
    first = [] if speech.kind in (*UNSPOKEN, ContributionKind.CHAIR) else ["#regular"]
    kind = [] if is_plain else [_KINDS[speech.kind]]
    return " ".join((*first, *kind, *([_TEXTS[text.kind]] if text.kind in _TEXTS else [])))
