"""A sitting as an Akoma Ntoso 3.0 debate, in one language: a file for each language that the sitting has.

Headings become sections, speeches, questions and answers what they are called there, the clerk's words `other`, votes
a section with the ballots and a `voting` with the counts. What has no text in the language is there in the one it has.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import translation
from lxml import etree

from hemicycle.record.exporters.akomantoso import elements, votes
from hemicycle.record.exporters.akomantoso.elements import (
    Identified,
    References,
    lang,
    put,
    set_attributes,
    timestamp,
    without_space,
)
from hemicycle.record.exporters.scope import Lack, NothingToExport, Scope, public, refuse_unless_public
from hemicycle.record.models import (
    UNSPOKEN,
    AgendaItem,
    Contribution,
    ContributionKind,
    Segment,
    SegmentKind,
    Sitting,
    SpeechText,
    TextKind,
    VersionStatus,
    VoteEvent,
)
from hemicycle.record.models.speeches import preferred

ELEMENTS = {ContributionKind.QUESTION: "question", ContributionKind.ANSWER: "answer"}
# Of what kind a speech is, where its element does not say it.
CONCEPTS = {
    ContributionKind.CHAIR: ("from-the-chair", "From the chair"),
    ContributionKind.INTERJECTION: ("interjection", "Interjection"),
    ContributionKind.PROCEDURAL: ("procedural", "Procedure"),
    ContributionKind.NOTE: ("note", "Note"),
}
RECOGNISED = ("recognised", "Recognised by machine")
# The words of Akoma Ntoso for how a text came about (statusType).
STATUSES = {TextKind.TRANSLATION: "translated", TextKind.VERBATIM: "verbatim"}

Part = AgendaItem | Contribution | VoteEvent


def chunks(scope: Scope) -> Iterator[bytes]:
    """The sitting of the scope in its language, else in the main one. Raises NothingToExport."""
    assert scope.sitting is not None
    refuse_unless_public(scope.sitting)
    found = languages(scope.sitting)
    language = scope.language or (found[0] if found else settings.LANGUAGE_CODE)
    if scope.language and scope.language not in found:
        raise NothingToExport(Lack.NOT_IN_THIS_LANGUAGE, ", ".join(found))
    yield elements.written(_Debate.of(scope, scope.sitting, language).document())


def languages(sitting: Sitting) -> list[str]:
    """Those of its public texts: that of the House, then the one with the most."""
    texts = SpeechText.objects.in_force().readable_by(None)
    texts = texts.filter(contribution__sitting=sitting, contribution__withdrawn_at=None)
    counted = Counter(texts.values_list("language", flat=True))
    return sorted(counted, key=lambda tag: (tag != settings.LANGUAGE_CODE, -counted[tag], tag))


@dataclass(slots=True)
class _Debate:
    sitting: Sitting
    language: str
    parts: dict[Any, list[Part]]
    references: References
    eids: Counter[str] = field(default_factory=Counter)
    texts: list[SpeechText] = field(default_factory=list)
    votes: votes.Votings = field(default_factory=votes.Votings)

    @classmethod
    def of(cls, scope: Scope, sitting: Sitting, language: str) -> _Debate:
        found: list[Part] = [*sitting.items.all(), *_speeches(sitting, scope), *votes.events(sitting)]
        parts: dict[Any, list[Part]] = defaultdict(list)
        for part in sorted(found, key=lambda part: part.order):
            parts[part.parent_id if isinstance(part, AgendaItem) else part.item_id].append(part)
        return cls(sitting, language, parts, References(language))

    def document(self) -> etree._Element:
        """The header last, when it is known who and what is mentioned."""
        root = elements.root()
        debate = put(root, "debate", name="debate")
        body = put(debate, "debateBody")
        self._fill_body(body)
        head = put(debate, "preface")
        with translation.override(self.language):
            self._preface(head)
        meta = put(debate, "meta")
        self._meta(meta)
        debate[:] = [meta, head, body]
        return root

    def _meta(self, meta: etree._Element) -> None:
        author = self.references.body(self.sitting.organization)
        known_as = elements.names(self.sitting)
        Identified(
            work=elements.identifier(known_as, "akn") or self._address(),
            author=author,
            day=self.sitting.date,
            language=self.language,
            version=self.sitting.date,
            known_as=known_as,
            number=str(self.sitting.number),
            authoritative=not self._provisional(),
        ).write(meta)
        self.votes.write(meta)
        self.references.write(meta)

    def _address(self) -> str:
        day, body = (
            self.sitting.date.isoformat(),
            elements.slug(str(self.sitting.organization.names.in_language("en"))),
        )
        return f"/akn/{elements.country()}/debate/{body}/{day}/{self.sitting.number}"

    def _provisional(self) -> bool:
        """Whether the House may still change something of it."""
        return self.sitting.status != VersionStatus.FINAL or any(
            text.status == VersionStatus.PROVISIONAL for text in self.texts
        )

    def _preface(self, head: etree._Element) -> None:
        sitting = self.sitting
        first = put(head, "p")
        body = self.references.body(sitting.organization)
        put(
            first, "docProponent", str(sitting.organization.names.in_language(self.language)), refersTo=body
        ).tail = " "
        put(first, "docDate", sitting.date.isoformat(), date=sitting.date.isoformat()).tail = " "
        put(first, "docStatus", sitting.get_status_display(), class_=sitting.status)
        if sitting.titles:
            title = sitting.titles.in_language(self.language)
            put(put(head, "p"), "docTitle", str(title), **lang(title, self.language))
        for name, at in (("startEvent", sitting.opened_at), ("endEvent", sitting.closed_at)):
            if at is not None:
                line = put(head, "p")
                put(line, "recordedTime", f"{at:%H:%M}", type=name, time=timestamp(sitting.date, at))

    def _fill_body(self, body: etree._Element) -> None:
        """A debate holds nothing but sections; what is under no heading gets one without words."""
        loose: etree._Element | None = None
        for part in self.parts[None]:
            if isinstance(part, AgendaItem):
                loose = None
                self._item(body, part)
            else:
                loose = self._section(body, "part") if loose is None else loose
                self._put(loose, part)
        if len(body) == 0:
            self._section(body, "part")

    def _section(self, parent: etree._Element, name: str) -> etree._Element:
        return put(parent, "debateSection", name=name, eId=self._eid(parent, "dbsect"))

    def _eid(self, parent: etree._Element, short: str) -> str:
        above = parent.get("eId") or ""
        place = f"{above}__{short}" if above else short
        self.eids[place] += 1
        return f"{place}_{self.eids[place]}"

    def _put(self, parent: etree._Element, part: Part) -> None:
        match part:
            case AgendaItem():
                self._item(parent, part)
            case VoteEvent():
                self.votes.put(self._section(parent, votes.SECTION), part, self.references)
            case _:
                self._speech(parent, part)

    def _item(self, parent: etree._Element, item: AgendaItem) -> None:
        section = set_attributes(self._section(parent, item.kind), {"wId": without_space(item.native_id)})
        title = item.titles.in_language(self.language)
        put(section, "heading", str(title), **lang(title, self.language))
        for part in self.parts[item.pk]:
            self._put(section, part)

    def _speech(self, parent: etree._Element, row: Contribution) -> None:
        text = preferred(public(row.texts.all()), self.language)
        if text is None:
            return
        self.texts.append(text)
        provisional = "temporary" if text.status == VersionStatus.PROVISIONAL else None
        attributes = {
            "wId": without_space(row.native_id),
            "GUID": row.get_absolute_url(),
            "status": STATUSES.get(TextKind(text.kind), provisional),
            **lang(text.language, self.language),
        }
        clerks = row.kind in UNSPOKEN and not (row.person or row.labels or row.roles or row.started_at)
        place = self._clerks(parent, row, text) if clerks else self._spoken(parent, row, text)
        set_attributes(place, attributes)
        for segment in text.segments.all():
            self._paragraph(place, segment)

    def _clerks(self, parent: etree._Element, row: Contribution, text: SpeechText) -> etree._Element:
        """What nobody says."""
        kind = self.references.concept(*RECOGNISED) if text.kind == TextKind.RECOGNISED else None
        return put(parent, "other", eId=self._eid(parent, "other"), class_=row.kind, refersTo=kind)

    def _spoken(self, parent: etree._Element, row: Contribution, text: SpeechText) -> etree._Element:
        name, day = ELEMENTS.get(ContributionKind(row.kind), "speech"), self.sitting.date
        kinds = [CONCEPTS[row.kind]] if row.kind in CONCEPTS else []  # type: ignore[index]
        kinds += [RECOGNISED] if text.kind == TextKind.RECOGNISED else []
        role = row.roles.in_language(self.language)
        place = put(
            parent,
            name,
            eId=self._eid(parent, name),
            by=self.references.person(row.person) if row.person else self.references.unknown(),
            as_=self.references.role(role) if role else None,
            refersTo=" ".join(self.references.concept(*kind) for kind in kinds),
            startTime=timestamp(day, row.started_at),
            endTime=timestamp(day, row.ended_at),
        )
        label = row.labels.in_language(self.language)
        if label:
            put(place, "from", str(label), **lang(label, self.language))
        elif row.person:
            put(place, "from", row.person.name)
        return place

    def _paragraph(self, place: etree._Element, segment: Segment) -> None:
        plain = segment.kind == SegmentKind.PARAGRAPH
        put(
            place,
            "p" if plain else "block",
            segment.text,
            eId=self._eid(place, "p" if plain else "block"),
            wId=without_space(segment.native_id),
            name=None if plain else segment.kind,
        )


def _speeches(sitting: Sitting, scope: Scope) -> Iterable[Contribution]:
    texts = SpeechText.objects.in_force().readable_by(None).order_by("language", "kind").prefetch_related("segments")
    rows = sitting.contributions.current().readable_by(None).select_related("sitting", "person")
    rows = rows.prefetch_related(Prefetch("texts", texts), "person__identifiers")
    return public(scope.passing(rows))
