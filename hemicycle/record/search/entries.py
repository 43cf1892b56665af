"""From rows of the record to the entries of the search: what is public, as it stands, and nothing else.

`entries(owners)` reads what noted owners have, `everything()` the whole record. Rows are read as a stream: a record
of decades does not fit into memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation

from hemicycle.record.models import (
    AgendaItem,
    Clause,
    ClauseLevel,
    Document,
    DocumentVersion,
    Organization,
    OrganizationKind,
    Person,
    Segment,
    Sitting,
    VoteEvent,
)
from hemicycle.record.models.people import parties_on
from hemicycle.record.search.entry import Entry, Kind
from hemicycle.rules.classification import Classification

Read = Callable[[Sequence[UUID]], Iterator[Entry]]

_AT_ONCE = 500


def people(keys: Sequence[UUID]) -> Iterator[Entry]:
    """A member is found by name and biography, and under the party of today."""
    parties = parties_on(timezone.localdate(), keys)
    for row in Person.objects.filter(pk__in=keys).order_by("pk"):
        names = [row.name, *(str(name) for name in row.other_names)]
        yield Entry(
            kind=Kind.MEMBER,
            row=str(row.pk),
            owners=(f"person:{row.pk}",),
            texts={"": names, **{language: [text] for language, text in row.biographies.items()}},
            titles=tuple(names),
            people=(str(row.pk),),
            parties=(str(parties[row.pk].pk),) if row.pk in parties else (),
        )


def bodies(keys: Sequence[UUID]) -> Iterator[Entry]:
    for row in Organization.objects.filter(pk__in=keys).order_by("pk"):
        texts: dict[str, list[str]] = {}
        for wording in (row.names, row.short_names, row.descriptions):
            for language, text in wording.items():
                texts.setdefault(language, []).append(text)
        party = (str(row.pk),) if row.kind in PARTIES else ()
        yield Entry(
            kind=Kind.BODY,
            row=str(row.pk),
            owners=(f"body:{row.pk}",),
            texts=texts,
            titles=tuple({*row.names.values(), *row.short_names.values()}),
            parties=party,
            languages=tuple(sorted(texts)),
        )


def documents(keys: Sequence[UUID]) -> Iterator[Entry]:
    rows = Document.objects.filter(pk__in=keys, classification=Classification.PUBLIC).order_by("pk")
    for document in rows:
        yield _title(document)
        in_force = document.versions.in_force().filter(classification=Classification.PUBLIC).order_by("pk")
        for version in in_force:
            yield from _provisions(document, version)


def _title(document: Document) -> Entry:
    texts: dict[str, list[str]] = {}
    named = (document.titles, document.popular_names, document.hashtags)
    for wording in (*named, document.long_titles, document.summaries):
        for language, text in wording.items():
            texts.setdefault(language, []).append(text)
    for language in [*texts, settings.LANGUAGE_CODE]:
        with translation.override(language):
            texts.setdefault(language, []).append(document.name)
    titles = {text for wording in named for text in wording.values()}
    return Entry(
        kind=Kind.BILL,
        row=str(document.pk),
        owners=(f"document:{document.pk}",),
        texts=texts,
        titles=(document.number, *sorted(titles)),
        day=document.introduced_on,
        languages=tuple(sorted(texts)),
    )


def _provisions(document: Document, version: DocumentVersion) -> Iterator[Entry]:
    """An article with its paragraphs is one entry, so that words are found that stand in two of them."""
    head: Clause | None = None
    words: list[str] = []
    for clause in version.clauses.in_reading_order().iterator():
        if head is None or not _belongs(clause, head):
            if head is not None and words:
                yield _provision(document, version, head, words)
            head, words = clause, []
        words += [text for text in (clause.heading, clause.text) if text]
    if head is not None and words:
        yield _provision(document, version, head, words)


def _belongs(clause: Clause, head: Clause) -> bool:
    return head.level == ClauseLevel.PROVISION and clause.depth > head.depth


def _provision(document: Document, version: DocumentVersion, head: Clause, words: list[str]) -> Entry:
    return Entry(
        kind=Kind.PROVISION,
        row=str(head.pk),
        owners=(f"document:{document.pk}",),
        texts={version.language: words},
        day=version.valid_from or document.introduced_on,
        languages=(version.language,),
    )


_TEXT = "text_version"
_SPOKEN = f"{_TEXT}__contribution"
_COLUMNS = (_SPOKEN, f"{_SPOKEN}__person", f"{_TEXT}__language", "text")


def sittings(keys: Sequence[UUID]) -> Iterator[Entry]:
    rows = Sitting.objects.filter(pk__in=keys, classification=Classification.PUBLIC).order_by("pk")
    for sitting in rows:
        yield from _debates(sitting)
        yield from _speeches(sitting, _segments(sitting))
        yield from _votes(sitting)


def said_by(keys: Sequence[UUID]) -> Iterator[Entry]:
    """The speeches of these people, wherever they spoke."""
    public = Sitting.objects.filter(classification=Classification.PUBLIC)
    for key in keys:
        for sitting in public.filter(contributions__person=key).distinct().order_by("pk"):
            yield from _speeches(sitting, _segments(sitting).filter(**{f"{_SPOKEN}__person": key}))


def _segments(sitting: Sitting) -> QuerySet[Segment]:
    return Segment.objects.filter(
        text_version__valid_to__isnull=True,
        text_version__classification=Classification.PUBLIC,
        text_version__contribution__sitting=sitting,
        text_version__contribution__withdrawn_at__isnull=True,
    )


def _speeches(sitting: Sitting, segments: QuerySet[Segment]) -> Iterator[Entry]:
    """One entry a speech, with its words in every language."""
    parties = _parties(sitting)
    ordered = segments.order_by(_SPOKEN, _TEXT, "order").values_list(*_COLUMNS)
    for speech, rows in groupby(ordered.iterator(), key=itemgetter(0)):
        yield _speech(sitting, str(speech), list(rows), parties)


def _speech(sitting: Sitting, speech: str, rows: list[Any], parties: Mapping[UUID, tuple[str, ...]]) -> Entry:
    texts: dict[str, list[str]] = {}
    for _speech, _person, language, text in rows:
        texts.setdefault(language, []).append(text)
    person = rows[0][1]
    return Entry(
        kind=Kind.SPEECH,
        row=speech,
        owners=(f"sitting:{sitting.pk}", *([f"speaker:{person}"] if person else [])),
        # One piece, so that a phrase is found across paragraphs and lengths are those of speeches.
        texts={language: ["\n".join(parts)] for language, parts in texts.items()},
        people=(str(person),) if person else (),
        parties=parties.get(person, ()),
        day=sitting.date,
        languages=tuple(sorted(texts)),
    )


def _parties(sitting: Sitting) -> dict[UUID, tuple[str, ...]]:
    """Everybody's party or group on the day."""
    speakers = sitting.contributions.current().values_list("person", flat=True).distinct()
    return {person: (str(party.pk),) for person, party in parties_on(sitting.date, speakers).items()}


def _debates(sitting: Sitting) -> Iterator[Entry]:
    for item in AgendaItem.objects.filter(sitting=sitting).order_by("order").iterator():
        yield _of_sitting(Kind.DEBATE, item, sitting, item.titles)


def _votes(sitting: Sitting) -> Iterator[Entry]:
    rows = VoteEvent.objects.filter(sitting=sitting, classification=Classification.PUBLIC).order_by("order")
    for event in rows.iterator():
        yield _of_sitting(Kind.VOTE, event, sitting, event.motions)


def _of_sitting(kind: Kind, row: AgendaItem | VoteEvent, sitting: Sitting, words: Mapping[str, str]) -> Entry:
    return Entry(
        kind=kind,
        row=str(row.pk),
        owners=(f"sitting:{sitting.pk}",),
        texts={language: [text] for language, text in words.items()},
        titles=tuple(words.values()) if kind == Kind.DEBATE else (),
        day=sitting.date,
        languages=tuple(sorted(words)),
    )


READERS: dict[str, Read] = {
    "person": people,
    "body": bodies,
    "document": documents,
    "sitting": sittings,
    "speaker": said_by,
}
_WHOLE = {"person": Person, "body": Organization, "document": Document, "sitting": Sitting}


def entries(owners: Iterable[str]) -> Iterator[Entry]:
    """What these owners have now. One that is both a sitting's and its speaker's comes once."""
    keys: dict[str, list[UUID]] = {}
    for name in owners:
        kind, _, key = name.partition(":")
        keys.setdefault(kind, []).append(UUID(key))
    seen: set[str] = set()
    for kind, several in keys.items():
        for entry in READERS[kind](several):
            if entry.key not in seen:
                seen.add(entry.key)
                yield entry


def everything() -> Iterator[Entry]:
    for kind, model in _WHOLE.items():
        keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), _AT_ONCE):
            yield from READERS[kind](keys[start : start + _AT_ONCE])


def all_owners() -> Iterator[str]:
    """Every owner there is, for an index that must be made from nothing."""
    for kind, model in _WHOLE.items():
        for key in model._default_manager.order_by("pk").values_list("pk", flat=True).iterator():
            yield f"{kind}:{key}"


PARTIES = (OrganizationKind.PARTY, OrganizationKind.GROUP)
