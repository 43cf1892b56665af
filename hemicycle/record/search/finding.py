"""From a question to what the page shows: keys from the index, rows read again, each past the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from hemicycle.record.models import Organization, Person, Unindexed
from hemicycle.record.search.engine import Criteria, engine
from hemicycle.record.search.entry import Kind
from hemicycle.record.search.hits import READERS, Hit, Reader
from hemicycle.record.search.question import NEWEST, Question
from hemicycle.record.search.words import WORD, plain, whole

# Whoever shares more of a name with everybody else narrows it down by hand.
MOST_PEOPLE_OF_A_NAME = 200


@dataclass(frozen=True, slots=True)
class Found:
    total: int
    hits: tuple[Hit, ...]


def find(question: Question, *, to: object, offset: int = 0, limit: int) -> Found:
    """The hits of one page. What the index still has and the gate refuses is neither shown nor counted."""
    if not question:
        return Found(0, ())
    matches = engine().find(criteria(question), offset=offset, limit=limit)
    hits = shown(matches.keys, question, to=to)
    return Found(matches.total - len(matches.keys) + len(hits), hits)


def shown(keys: Sequence[str], question: Question, *, to: object) -> tuple[Hit, ...]:
    """The rows with these keys as hits, in this order."""
    wanted: dict[str, list[str]] = {}
    for key in keys:
        kind, _, row = key.partition(":")
        wanted.setdefault(kind, []).append(row)
    reader = Reader(question.parts, question.language or get_language() or "", bool(question.language), to)
    hits = {hit.key: hit for kind, rows in wanted.items() for hit in READERS[Kind(kind)](rows, reader)}
    return tuple(hits[key] for key in keys if key in hits)


def criteria(question: Question) -> Criteria:
    return Criteria(
        parts=question.parts,
        kind=question.kind,
        people=people(question.speaker) if question.speaker else None,
        parties=_party(question.party) if question.party else None,
        language=question.language,
        since=question.since,
        until=question.until,
        newest=question.order == NEWEST,
    )


def people(name: str) -> tuple[str, ...]:
    """The keys of those who have this address, or every word of it in their name."""
    addressed = Person.objects.filter(address=name).values_list("pk", flat=True).first()
    if addressed is not None:
        return (str(addressed),)
    words = [plain(word) for word in WORD.findall(whole(name))]
    found = engine().named(words, [Kind.MEMBER], limit=MOST_PEOPLE_OF_A_NAME)
    return tuple(key.partition(":")[2] for key in found)


def is_behind() -> bool:
    """Whether something changed that the index does not have yet."""
    return Unindexed.objects.exists()


def _party(address: str) -> tuple[str, ...]:
    return tuple(map(str, Organization.objects.filter(address=address).values_list("pk", flat=True)))
