"""A bill or an act as Akoma Ntoso 3.0: one text of it, in one language; a file for each text.

Clauses become the elements they came from, or `hcontainer` where the standard has none of that name; the way through
the House becomes the workflow, the texts of the same language before this one its lifecycle.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import translation
from lxml import etree

from hemicycle.record.exporters.akomantoso import clauses, elements
from hemicycle.record.exporters.akomantoso.elements import MAKER, Identified, References, lang, put
from hemicycle.record.exporters.scope import Lack, NothingToExport, Scope, public, refuse_unless_public
from hemicycle.record.importers import languages
from hemicycle.record.models import Document, DocumentVersion, VersionStatus
from hemicycle.record.phrases import Phrase

# The standard requires a date at every level: this name says that none is known.
NO_DAY, NOT_KNOWN = date.min, "unknown"
INTRODUCED, VERSION = "introduced", "version"


def chunks(scope: Scope) -> Iterator[bytes]:
    """The text of the scope, else the one in force in its language. Raises NothingToExport."""
    assert scope.bill is not None
    refuse_unless_public(scope.bill)
    texts = list(public(scope.bill.versions.readable_by(None).oldest_first()))
    text = scope.text or _in_force(texts, scope.language)
    refuse_unless_public(text)
    text.document = scope.bill
    earlier = [each for each in texts if each.language == text.language]
    yield elements.written(_Bill(scope, scope.bill, text, earlier, References(text.language)).document())


def _in_force(texts: list[DocumentVersion], language: str) -> DocumentVersion:
    """That of the House's language where none is asked for, else any; of a bill without one in force, the newest."""
    in_force = [text for text in texts if text.valid_to is None] or texts[-1:]
    wanted = [text for text in in_force if text.language == (language or settings.LANGUAGE_CODE)]
    if not in_force or (language and not wanted):
        raise NothingToExport(Lack.NOT_IN_THIS_LANGUAGE, ", ".join(sorted({text.language for text in texts})))
    return (wanted or in_force)[0]


@dataclass(slots=True)
class _Bill:
    scope: Scope
    bill: Document
    text: DocumentVersion
    texts: list[DocumentVersion]
    references: References

    def document(self) -> etree._Element:
        """The header last, when it is known who and what is mentioned."""
        root = elements.root()
        paper = put(root, self.bill.kind, name=self.bill.kind)
        meta, preface = put(paper, "meta"), put(paper, "preface")
        with translation.override(self.text.language):
            self._preface(preface)
            clauses.write(paper, self.scope.passing(self.text.clauses.in_reading_order()))
            self._meta(meta)
        return root

    def _meta(self, meta: etree._Element) -> None:
        bill, text, known_as = self.bill, self.text, elements.names(self.bill)
        work = elements.identifier(known_as, "akn") or self._address()
        known_text = elements.names(text)
        Identified(
            work=work,
            author=self._author(),
            day=bill.introduced_on or text.valid_from or NO_DAY,
            day_is=INTRODUCED if bill.introduced_on else NOT_KNOWN,
            language=text.language,
            version=text.valid_from or bill.introduced_on or NO_DAY,
            version_is=VERSION if text.valid_from else NOT_KNOWN,
            known_as=known_as,
            expression=elements.identifier(known_text, "akn"),
            expression_known_as=known_text,
            number=bill.number,
            names=bill.popular_names,
            label=text.label,
            authoritative=text.status == VersionStatus.FINAL,
        ).write(meta)
        self._lifecycle(meta, work)
        self._workflow(meta)
        self.references.write(meta)

    def _address(self) -> str:
        year = f"{self.bill.introduced_on.year}/" if self.bill.introduced_on else ""
        return f"/akn/{elements.country()}/{self.bill.kind}/{year}{elements.slug(self.bill.number)}"

    def _author(self) -> str:
        if self.bill.chamber:
            return self.references.body(self.bill.chamber)
        return self.references.person(self.bill.sponsor) if self.bill.sponsor else f"#{MAKER}"

    def _lifecycle(self, meta: etree._Element, work: str) -> None:
        """How the text came to be what it is; a text without a day is in no order."""
        until = self.text.valid_from
        dated = [(each, each.valid_from) for each in self.texts if each.valid_from and until]
        before = [(each, day) for each, day in dated if until and day <= until]
        if not before:
            return
        lifecycle = put(meta, "lifecycle", source=f"#{MAKER}")
        for number, (each, day) in enumerate(before):
            address = f"{work}/{languages.code(each.language)}@{day.isoformat()}"
            source = self.references.text(
                f"text-{each.address}", address, each.label or day.isoformat(), first=not number
            )
            kind = "amendment" if number else "generation"
            put(lifecycle, "eventRef", eId=f"eventRef_{number + 1}", date=day.isoformat(), source=source, type=kind)

    def _workflow(self, meta: etree._Element) -> None:
        steps = list(self.bill.steps.all())
        if not steps:
            return
        workflow, by = put(meta, "workflow", source=f"#{MAKER}"), self._author()
        for step in steps:
            stage = self.references.concept(step.stage, step.get_stage_display())
            put(workflow, "step", date=step.date.isoformat(), by=by, refersTo=stage)

    def _preface(self, head: etree._Element) -> None:
        bill, language = self.bill, self.text.language
        first = put(head, "p")
        if bill.origin:
            put(first, "docType", bill.get_origin_display(), class_=bill.origin).tail = " "
        put(first, "docNumber", bill.number)
        for tag, words in _translations(bill.titles, language):
            put(put(head, "p"), "shortTitle", words, **lang(tag, language))
        for tag, words in _translations(bill.long_titles, language):
            put(put(head, "longTitle", **lang(tag, language)), "p", words)
        if bill.session:
            put(put(head, "p"), "session", bill.session)
        for name, body in (("docProponent", bill.chamber), ("docCommittee", bill.committee)):
            if body:
                title = str(body.names.in_language(language))
                put(put(head, "p"), name, title, refersTo=self.references.body(body))
        if bill.sponsor:
            by = self.references.person(bill.sponsor)
            put(put(head, "p"), "docIntroducer", bill.sponsor.name, refersTo=by)
        last = put(head, "p")
        if bill.stage:
            put(last, "docStage", str(bill.stage.label), class_=str(bill.stage)).tail = " "
        put(last, "docStatus", self.text.get_status_display(), class_=self.text.status)


def _translations(words: Phrase, language: str) -> list[tuple[str, str]]:
    """In every language there is, that of the text first."""
    return sorted(words.items(), key=lambda item: (item[0] != language, item[0]))


def versions(bill: Document) -> list[DocumentVersion]:
    """The public texts of a bill, oldest first."""
    return list(public(bill.versions.readable_by(None).oldest_first()))
