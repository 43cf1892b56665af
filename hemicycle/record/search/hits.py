"""How what was found is shown: title, place, day, and the passage that answers, by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from hemicycle.record.models import (
    AgendaItem,
    Clause,
    ClauseLevel,
    Contribution,
    Document,
    Organization,
    Person,
    Segment,
    SpeechText,
    VoteEvent,
)
from hemicycle.record.phrases import LocalizedText, Phrase
from hemicycle.record.search.entry import SINGULAR, Kind
from hemicycle.record.search.passages import Passage, best
from hemicycle.record.search.question import Part
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. `about` says where it belongs; `url` leads to the paragraph; `same` have the same text, and of
    `more` there are only the keys."""

    kind: Kind
    row: str
    title: LocalizedText
    url: str
    about: tuple[LocalizedText, ...] = ()
    passage: Passage | None = None
    day: date | None = None
    body: Organization | None = None
    same: tuple[Hit, ...] = ()
    more: Sequence[str] = ()

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.row}"

    @property
    def one(self) -> str:
        """What kind of thing it is."""
        return str(SINGULAR[self.kind])


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, in which language, and what was asked; `alone` where no other language is wanted."""

    asked: tuple[Part, ...]
    language: str
    alone: bool
    to: object

    def may_see(self, *rows: object) -> bool:
        return all(gate.allowed(row, via=EgressPoint.SEARCH, to=self.to) for row in rows)

    def reads(self, language: str) -> bool:
        return language.split("-", maxsplit=1)[0] == self.language.split("-")[0]

    def best_of(self, texts: Iterable[tuple[str, Sequence[str]]]) -> Passage | None:
        """The passage that has most of what was asked; among equals the one in the reader's language."""
        ordered = sorted(texts, key=lambda text: (not self.reads(text[0]), text[0]))
        passages = [best(paragraphs, language, self.asked) for language, paragraphs in ordered if paragraphs]
        return max(passages, key=lambda passage: passage.runs, default=None)

    def worded(self, *wordings: Phrase) -> Passage | None:
        """A passage of texts that are kept by language."""
        languages = {language for wording in wordings for language in wording}
        return self.best_of((one, [wording[one] for wording in wordings if one in wording]) for one in languages)


def _speeches(rows: Sequence[str], reader: Reader) -> Iterator[Hit]:
    """Two queries, and rows only for what a page shows: reading takes longer than finding."""
    texts = _texts(rows, reader)
    paragraphs: dict[UUID, list[tuple[int, str]]] = {text.pk: [] for several in texts.values() for text in several}
    segments = Segment.objects.filter(text_version__in=paragraphs).order_by("text_version", "order")
    for key, order, words in segments.values_list("text_version", "order", "text"):
        paragraphs[key].append((order, words))
    for several in texts.values():
        passage = reader.best_of((one.language, [words for _, words in paragraphs[one.pk]]) for one in several)
        if passage is None:
            continue
        text = next(one for one in several if one.language == passage.language and paragraphs[one.pk])
        segment = Segment(text_version=text, order=paragraphs[text.pk][passage.place][0])
        speech = text.contribution
        yield Hit(
            kind=Kind.SPEECH,
            row=str(speech.pk),
            title=LocalizedText(speech.person.name, "") if speech.person else _label(speech),
            url=_paragraph(segment, text, reader),
            about=(speech.item.titles.here,) if speech.item else (),
            passage=passage,
            day=speech.sitting.date,
            body=speech.sitting.organization,
        )


def _texts(rows: Sequence[str], reader: Reader) -> dict[UUID, list[SpeechText]]:
    """By speech, what this reader may read of it."""
    found: dict[UUID, list[SpeechText]] = {}
    texts = SpeechText.objects.in_force().readable_by(reader.to).filter(contribution__in=[UUID(row) for row in rows])
    around = "contribution__sitting__organization", "contribution__person", "contribution__item"
    for text in texts.filter(contribution__withdrawn_at__isnull=True).select_related(*around):
        if reader.may_see(text.contribution, text) and (reader.reads(text.language) or not reader.alone):
            found.setdefault(text.contribution_id, []).append(text)
    return found


def _label(speech: Contribution) -> LocalizedText:
    return speech.labels.here if speech.labels else LocalizedText(speech.instead_of_a_name, "")


def _paragraph(segment: Segment, text: SpeechText, reader: Reader) -> str:
    """The page shows the text in the language of the page; the address asks for another one."""
    address = segment.get_absolute_url()
    return address if reader.reads(text.language) else address.replace("#", f"?text={text.language}#")


def _debates(rows: Sequence[str], reader: Reader) -> Iterator[Hit]:
    for item in AgendaItem.objects.filter(pk__in=rows).select_related("sitting__organization"):
        if reader.may_see(item.sitting):
            url = f"{item.sitting.get_absolute_url()}#item-{item.order}"
            yield _of_sitting(Kind.DEBATE, item, url, reader.worded(item.titles), item.titles.here)


def _votes(rows: Sequence[str], reader: Reader) -> Iterator[Hit]:
    for event in VoteEvent.objects.filter(pk__in=rows).select_related("sitting__organization"):
        if reader.may_see(event, event.sitting):
            title = event.motions.here or LocalizedText(event.number, "")
            url = event.get_absolute_url()
            yield _of_sitting(Kind.VOTE, event, url, reader.worded(event.motions), title)


def _of_sitting(kind: Kind, row: Any, url: str, passage: Passage | None, title: LocalizedText) -> Hit:
    # A passage that only repeats the title says nothing.
    shown = passage if passage and str(passage) != str(title) else None
    return Hit(kind, str(row.pk), title, url, (), shown, row.sitting.date, row.sitting.organization)


def _bills(rows: Sequence[str], reader: Reader) -> Iterator[Hit]:
    for bill in Document.objects.filter(pk__in=rows):
        if reader.may_see(bill):
            passage = reader.worded(bill.long_titles, bill.summaries, bill.popular_names)
            about = (LocalizedText(bill.name, ""),)
            url = bill.get_absolute_url()
            yield Hit(Kind.BILL, str(bill.pk), bill.titles.here, url, about, passage, bill.introduced_on)


def _provisions(rows: Sequence[str], reader: Reader) -> Iterator[Hit]:
    for head in Clause.objects.filter(pk__in=rows).select_related("version__document"):
        version = head.version
        if version.valid_to is not None or not reader.may_see(version, version.document):
            continue
        clauses = [(clause, text) for clause in _with_parts(head) for text in (clause.heading, clause.text) if text]
        passage = best([text for _, text in clauses], version.language, reader.asked)
        bill = version.document
        yield Hit(
            kind=Kind.PROVISION,
            row=str(head.pk),
            title=LocalizedText(f"{bill.name}, {head.cited_as}", ""),
            url=(clauses[passage.place][0] if clauses else head).get_absolute_url(),
            about=(bill.titles.here,),
            passage=passage,
            day=version.valid_from or bill.introduced_on,
        )


def _with_parts(head: Clause) -> Iterator[Clause]:
    """A provision with the paragraphs in it, in reading order; anything else by itself."""
    yield head
    if head.level != ClauseLevel.PROVISION:
        return
    after = head.version.clauses.filter(order__gt=head.order).in_reading_order()
    for clause in after.iterator():
        if clause.depth <= head.depth:
            return
        clause.version = head.version
        yield clause


def _members(rows: Sequence[str], reader: Reader) -> Iterator[Hit]:
    for person in Person.objects.filter(pk__in=rows):
        if reader.may_see(person):
            passage = reader.worded(person.biographies)
            url = person.get_absolute_url()
            yield Hit(Kind.MEMBER, str(person.pk), LocalizedText(person.name, ""), url, (), passage)


def _bodies(rows: Sequence[str], reader: Reader) -> Iterator[Hit]:
    for body in Organization.objects.filter(pk__in=rows):
        if reader.may_see(body):
            passage = reader.worded(body.descriptions)
            about = (LocalizedText(str(body.get_kind_display()), ""),)
            yield Hit(Kind.BODY, str(body.pk), body.names.here, body.get_absolute_url(), about, passage)


READERS: dict[Kind, Callable[[Sequence[str], Reader], Iterator[Hit]]] = {
    Kind.SPEECH: _speeches,
    Kind.DEBATE: _debates,
    Kind.BILL: _bills,
    Kind.PROVISION: _provisions,
    Kind.VOTE: _votes,
    Kind.MEMBER: _members,
    Kind.BODY: _bodies,
}
