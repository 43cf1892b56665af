"""The record in the search of the shell. Bills: number, titles and popular names, whichever language the words are in.

The titles of all bills are few enough to read. So staff find internal ones too, which are in no index.
"""

from __future__ import annotations

from collections.abc import Iterator

from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Hit
from hemicycle.record.models import Document
from hemicycle.record.search.entry import Kind
from hemicycle.record.search.finding import find
from hemicycle.record.search.question import Question
from hemicycle.record.search.words import plain
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint

MOST_HITS = 8


def bills(user: User, query: str) -> Iterator[Hit]:
    """The bills that hold every word of the query, newest first."""
    words = plain(query).split()
    found = 0
    for bill in Document.objects.readable_by(user).newest_first() if words else ():
        if found < MOST_HITS and _holds(bill, words) and gate.allowed(bill, via=EgressPoint.SEARCH, to=user):
            found += 1
            yield Hit(
                title=f"{bill.name} · {bill.titles.here}", kind=bill.get_kind_display(), url=bill.get_absolute_url()
            )


def _holds(bill: Document, words: list[str]) -> bool:
    said = [bill.name, bill.number, *bill.titles.values(), *bill.popular_names.values(), *bill.hashtags.values()]
    haystack = plain(" ".join(said))
    return all(word in haystack for word in words)


def record(user: User, query: str) -> Iterator[Hit]:
    """What the public search finds first; bills and acts come from `bills`."""
    for found in find(Question.read({"q": query}), to=user, limit=MOST_HITS).hits:
        if found.kind != Kind.BILL:
            words = f": {found.passage}" if found.kind == Kind.SPEECH else ""
            yield Hit(title=f"{found.title}{words}", kind=found.one, url=found.url)
