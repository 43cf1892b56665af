"""What happened in a sitting as entries: its debates by their headings, speeches with their words, votes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hemicycle.record.models import AgendaItem, Segment, Sitting, VoteEvent
from hemicycle.record.reading import parties_on
from hemicycle.record.search.entry import Entry, Kind
from hemicycle.rules.classification import Classification

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
        texts={language: ["\n".join(pieces)] for language, pieces in texts.items()},
        people=(str(person),) if person else (),
        parties=parties.get(person, ()),
        day=sitting.date,
        languages=tuple(sorted(texts)),
    )


def _parties(sitting: Sitting) -> dict[UUID, tuple[str, ...]]:
    """Everybody's party or group on the day."""
    speakers = sitting.contributions.standing().values_list("person", flat=True).distinct()
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
