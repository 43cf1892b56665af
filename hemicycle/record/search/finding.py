"""From a question to what the page shows: keys from the index, rows read again, each past the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language

from hemicycle.record.models import Organization, Person, Unindexed
from hemicycle.record.search import slips
from hemicycle.record.search.engine import Criteria, Matches, engine
from hemicycle.record.search.entry import Kind
from hemicycle.record.search.hits import READERS, Hit, Reader
from hemicycle.record.search.question import NEWEST, Part, Question
from hemicycle.record.search.words import WORD, plain, whole

# Whoever shares more of a name with everybody else narrows it down by hand.
MOST_PEOPLE_OF_A_NAME = 200
# Of results with the same text so many are named; the others are counted.
MOST_SAME = 3


@dataclass(frozen=True, slots=True)
class Found:
    """`meant` is the question as it was answered, where nothing has the words that were typed."""

    total: int
    hits: tuple[Hit, ...]
    meant: str = ""


def find(question: Question, *, to: object, offset: int = 0, limit: int, forgiving: bool = False) -> Found:
    """The hits of one page. What the index still has and the gate refuses is neither shown nor counted.

    `forgiving`, as a reader wants it and a program does not: a slip finds what was meant, and of several results with
    the same text the best is one, with the others in `same`.
    """
    if not question:
        return Found(0, ())
    asked, matches, meant = _matches(question, offset, limit, forgiving=forgiving)
    others = [key for several in matches.same.values() for key in several[:MOST_SAME]]
    read = {hit.key: hit for hit in shown([*matches.keys, *others], question, to=to, parts=asked.parts)}
    hits = tuple(_with_same(read, key, matches.same.get(key, ())) for key in matches.keys if key in read)
    return Found(matches.total - len(matches.keys) + len(hits), hits, meant if hits else "")


def _matches(question: Question, offset: int, limit: int, *, forgiving: bool) -> tuple[Criteria, Matches, str]:
    asked = criteria(question)
    if not forgiving:
        return asked, engine().find(asked, offset=offset, limit=limit), ""
    asked = replace(asked, parts=slips.compounds(asked.parts), once=True)
    matches = engine().find(asked, offset=offset, limit=limit)
    if matches.total or not asked.parts:
        return asked, matches, ""
    meant = slips.forgiven(asked)
    if meant == asked:
        return asked, matches, ""
    return meant, engine().find(meant, offset=offset, limit=limit), slips.written(meant.parts)


def _with_same(read: Mapping[str, Hit], key: str, others: Sequence[str]) -> Hit:
    return replace(read[key], same=tuple(read[other] for other in others if other in read), more=others[MOST_SAME:])


def shown(keys: Sequence[str], question: Question, *, to: object, parts: tuple[Part, ...] = ()) -> tuple[Hit, ...]:
    """The rows with these keys as hits, in this order; in their passages these `parts` are marked, or the question."""
    wanted: dict[str, list[str]] = {}
    for key in keys:
        kind, _, row = key.partition(":")
        wanted.setdefault(kind, []).append(row)
    asked = parts or question.parts
    reader = Reader(asked, question.language or get_language() or "", bool(question.language), to)
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
