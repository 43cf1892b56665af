"""What is offered while one types, on the page of the search and in that of the shell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hemicycle.accounts import navigation
from hemicycle.accounts.models import User
from hemicycle.record.models import Document
from hemicycle.record.search.engine import engine
from hemicycle.record.search.entry import NAMED, Kind
from hemicycle.record.search.finding import find, shown
from hemicycle.record.search.hits import Hit
from hemicycle.record.search.question import Question
from hemicycle.record.search.slips import SHORTEST_SLIP, begins_nearly, near
from hemicycle.record.search.words import WORD, plain, whole
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint

# A list that is read while one types: what fits above the keyboard of a phone.
MOST_NAMES, MOST_WORDS = 5, 3
# One letter begins everything.
SHORTEST = 2
# Some milliseconds of comparing.
MOST_COMPARED = 5_000


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`words` are whole questions: what was typed, with its last word completed."""

    hits: tuple[Hit, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.hits or self.words)


def suggest(typed: str, *, to: object) -> Suggestions:
    """What begins so; where nothing does, what begins so but for a slip."""
    words = WORD.findall(whole(typed))
    if not words or len(words[-1]) < SHORTEST:
        return Suggestions()
    spelled = [plain(word) for word in words]
    begun = typed.rstrip()[: -len(words[-1])]
    completed = [word for word in engine().spellings(spelled[-1], limit=MOST_WORDS + 1) if word != words[-1].lower()]
    found = _suggested(spelled, begun, completed, to)
    if found or len(spelled[-1]) <= SHORTEST_SLIP or not spelled[-1].isalpha():
        return found
    nearly = _nearly(spelled[-1])
    keys = [key for word in nearly for key in engine().named([*spelled[:-1], plain(word)], NAMED, limit=MOST_NAMES)]
    hits = shown(tuple(dict.fromkeys(keys))[:MOST_NAMES], Question(), to=to)
    return Suggestions(hits, tuple(f"{begun}{word}" for word in nearly))


def _suggested(spelled: Sequence[str], begun: str, completed: Sequence[str], to: object) -> Suggestions:
    keys = engine().named(spelled, NAMED, limit=MOST_NAMES)
    return Suggestions(shown(keys, Question(), to=to), tuple(f"{begun}{word}" for word in completed[:MOST_WORDS]))


def _nearly(typed: str) -> list[str]:
    """Words of titles that begin with the same letter, and so but for one slip; then any word it may be."""
    begin_so = engine().spellings(typed[0], limit=MOST_COMPARED)
    of_titles = [word for word in begin_so if begins_nearly(plain(word), typed)]
    return list(dict.fromkeys([*of_titles, *(" ".join(way) for way in near(typed))]))[:MOST_WORDS]


MOST_HITS = 8


def bills(user: User, query: str) -> Iterator[navigation.Hit]:
    """The bills that hold every word of the query, newest first."""
    words = plain(query).split()
    found = 0
    for bill in Document.objects.readable_by(user).newest_first() if words else ():
        if found < MOST_HITS and _contains(bill, words) and gate.allowed(bill, via=EgressPoint.SEARCH, to=user):
            found += 1
            yield navigation.Hit(
                title=f"{bill.name} · {bill.titles.here}", kind=bill.get_kind_display(), url=bill.get_absolute_url()
            )


def _contains(bill: Document, words: list[str]) -> bool:
    values = [bill.name, bill.number, *bill.titles.values(), *bill.popular_names.values(), *bill.hashtags.values()]
    haystack = plain(" ".join(values))
    return all(word in haystack for word in words)


def record(user: User, query: str) -> Iterator[navigation.Hit]:
    """What the public search finds first; bills and acts come from `bills`."""
    for found in find(Question.read({"q": query}), to=user, limit=MOST_HITS, forgiving=True).hits:
        if found.kind != Kind.BILL:
            words = f": {found.passage}" if found.kind == Kind.SPEECH else ""
            yield navigation.Hit(title=f"{found.title}{words}", kind=found.one, url=found.url)
