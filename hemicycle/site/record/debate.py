"""A sitting as it is read: headings, speeches and votes in their order, in one language or two side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hemicycle.record import addresses
from hemicycle.record.models import (
    UNSPOKEN,
    AgendaItem,
    Contribution,
    Organization,
    Segment,
    SegmentKind,
    Sitting,
    SpeechText,
    TextKind,
    VoteEvent,
)
from hemicycle.record.models.people import parties_on
from hemicycle.record.models.speeches import preferred
from hemicycle.record.phrases import LocalizedText, Phrase

_NOTHING = LocalizedText("", "")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`spoken_in` is the language of the floor where it changes; `beside` the same in another language."""

    anchor: str
    kind: str
    words: str
    spoken_in: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class RenderedSpeech:
    """A contribution ready to be set: `lang` is that of its words, of the name and of the office as printed.

    Where another language stands beside it, so do the name and the office as printed in that one.
    """

    speech: Contribution
    lang: str
    kind: str
    name: LocalizedText
    role: LocalizedText
    party: Organization | None
    paragraphs: tuple[Paragraph, ...]
    beside_lang: str = ""
    name_beside: LocalizedText = _NOTHING
    role_beside: LocalizedText = _NOTHING
    original: str = ""
    time_changes: bool = True

    @property
    def is_spoken(self) -> bool:
        return self.speech.kind not in UNSPOKEN


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the language of the text, and in the one that stands beside it."""

    item: AgendaItem
    rank: int
    title: LocalizedText
    beside: LocalizedText = _NOTHING

    @property
    def tag(self) -> str:
        """The page's own heading is the first."""
        return f"h{min(self.rank + 2, 6)}"


Line = Heading | RenderedSpeech | VoteEvent


@dataclass(frozen=True, slots=True)
class Wanted:
    """The languages the reader asked for: the text's, and that of a translation beside it."""

    text: str
    beside: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str], page_language: str | None, there: Iterable[str]) -> Wanted:
        """From the address; a language that the record does not have counts as none."""
        known = set(there)
        text = query.get("text", "") if query.get("text", "") in known else page_language or ""
        beside = query.get("beside", "")
        return cls(text, beside if beside in known and beside != text else "")


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to read the words: in a language, or in two side by side."""

    language: str
    query: str
    current: bool
    beside: str = ""


class Texts:
    """What this reader may see of the words of some contributions: texts in force with their paragraphs."""

    def __init__(self, contributions: Any, *, to: object) -> None:
        self._texts: dict[Any, list[SpeechText]] = defaultdict(list)
        self._segments: dict[Any, list[Segment]] = defaultdict(list)
        texts = SpeechText.objects.in_force().readable_by(to).filter(contribution__in=contributions)
        rows = Segment.objects.filter(text_version__in=texts).select_related("text_version").order_by("order")
        for segment in rows:
            if segment.text_version_id not in self._segments:
                self._texts[segment.text_version.contribution_id].append(segment.text_version)
            self._segments[segment.text_version_id].append(segment)

    @property
    def languages(self) -> list[str]:
        return sorted({text.language for texts in self._texts.values() for text in texts})

    @property
    def _in_several_languages(self) -> bool:
        """Whether any one contribution can be read in two."""
        return any(len({text.language for text in texts}) > 1 for texts in self._texts.values())

    def length_of(self, speech: Contribution) -> int:
        """How many signs it has, in the language that has most."""
        texts = self._texts.get(speech.pk, [])
        return max((sum(len(one.text) for one in self._segments[text.pk]) for text in texts), default=0)

    def choices(self, wanted: Wanted, *, kept: str = "") -> list[Choice]:
        """In which languages the page can be read, and beside which; none where each text is in one. `kept` stays in
        the address."""
        if not self._in_several_languages:
            return []
        languages = self.languages
        main = wanted.text if wanted.text in languages else languages[0]
        alone = [Choice(one, f"?text={one}{kept}", one == main and not wanted.beside) for one in languages]
        return alone + [
            Choice(main, f"?text={main}&beside={one}{kept}", one == wanted.beside, one)
            for one in languages
            if one != main
        ]

    def render(self, speech: Contribution, wanted: Wanted, party: Organization | None) -> RenderedSpeech | None:
        """None where this reader may see no text of it."""
        texts = self._texts.get(speech.pk, [])
        text = preferred(texts, wanted.text)
        if text is None:
            return None
        beside = next((t for t in texts if t.language == wanted.beside and t is not text), None)
        other = beside.language if beside else ""
        return RenderedSpeech(
            speech=speech,
            lang=text.language,
            kind=text.kind,
            name=_name(speech, text.language),
            role=speech.roles.in_language(text.language),
            party=party,
            paragraphs=tuple(self._paragraphs(speech, text, beside)),
            beside_lang=other,
            name_beside=_exactly(speech.labels, other),
            role_beside=_exactly(speech.roles, other),
            original=_original(text, texts),
        )

    def _paragraphs(self, speech: Contribution, text: SpeechText, beside: SpeechText | None) -> Iterable[Paragraph]:
        floor = text.language
        others = self._segments[beside.pk] if beside else []
        for segment, other in _paired(self._segments[text.pk], others):
            if segment is None:
                yield Paragraph("", SegmentKind.PARAGRAPH, "", beside=other)
                continue
            spoken = segment.spoken_in or floor
            anchor = addresses.paragraph(speech.address, segment.order)
            yield Paragraph(anchor, segment.kind, segment.text, spoken if spoken != floor else "", other)
            floor = spoken


def lines(sitting: Sitting, texts: Texts, wanted: Wanted, *, to: object) -> list[Line]:
    """Everything that happened in the sitting, in its order."""
    items = list(sitting.items.select_related("document"))
    ranks = _ranks(items)
    speeches = list(sitting.contributions.current().select_related("person"))
    for speech in speeches:
        speech.sitting = sitting
    parties = parties_of(speeches, sitting.date)
    votes = sitting.vote_events.readable_by(to).select_related("item").prefetch_related("counts")
    happened: list[tuple[int, Line]] = [(item.order, _heading(item, ranks[item.pk], wanted)) for item in items]
    happened += [(vote.order, vote) for vote in votes]
    rendered = (texts.render(speech, wanted, parties.get(speech.person_id)) for speech in speeches)
    happened += [(one.speech.order, one) for one in _timed(rendered)]
    return [line for _, line in sorted(happened, key=lambda pair: pair[0])]


def parties_of(speeches: Iterable[Contribution], day: date) -> dict[Any, Organization]:
    return parties_on(day, {speech.person_id for speech in speeches})


def _timed(rendered: Iterable[RenderedSpeech | None]) -> Iterable[RenderedSpeech]:
    """A time is printed where it differs from the one before."""
    before = None
    for one in rendered:
        if one is None:
            continue
        at = one.speech.started_at
        yield one if at != before else replace(one, time_changes=False)
        before = at or before


def _heading(item: AgendaItem, rank: int, wanted: Wanted) -> Heading:
    title = item.titles.in_language(wanted.text)
    beside = _exactly(item.titles, wanted.beside)
    return Heading(item, rank, title, beside if beside.lang != title.lang else _NOTHING)


def _exactly(words: Phrase, language: str) -> LocalizedText:
    """In this language or not at all: what stands beside is never a second copy of the first."""
    return LocalizedText(words.get(language, ""), language)


def _ranks(items: Sequence[AgendaItem]) -> dict[Any, int]:
    """How many headings lie around each; parents come first."""
    ranks: dict[Any, int] = {}
    for item in items:
        ranks[item.pk] = ranks.get(item.parent_id, -1) + 1
    return ranks


def _name(speech: Contribution, language: str) -> LocalizedText:
    labels: Phrase = speech.labels
    return labels.in_language(language) if labels else LocalizedText(speech.person.name if speech.person else "", "")


def _original(text: SpeechText, texts: Iterable[SpeechText]) -> str:
    """The language that a translation was made from."""
    if text.kind != TextKind.TRANSLATION:
        return ""
    return next((other.language for other in texts if other.kind != TextKind.TRANSLATION), "")


def _paired(segments: Sequence[Segment], others: Sequence[Segment]) -> Iterable[tuple[Segment | None, str]]:
    """Each paragraph with its translation: by the id both have in their source, else by its place after the last id.

    What only the other language has stands at the end, so that side by side no word is lost.
    """
    beside = dict(zip(_places(others), (other.text for other in others), strict=True))
    matched: list[tuple[Segment | None, str]] = []
    for place, segment in zip(_places(segments), segments, strict=True):
        matched.append((segment, beside.pop(place, "")))
    return [*matched, *((None, words) for words in beside.values())]


def _places(segments: Sequence[Segment]) -> Iterator[tuple[str, bool, int]]:
    """Where each stands, in words that hold for another language too, each once."""
    last, counted = "", Counter[tuple[str, bool]]()
    for segment in segments:
        last = segment.native_id or last
        place = last, bool(segment.native_id)
        counted[place] += 1
        yield *place, counted[place]
