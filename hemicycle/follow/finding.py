"""What a person means by the few words of a text message: “12”, “Bill C-5”, “Ferrer”, “budget”."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hemicycle.follow.models import Topic
from hemicycle.follow.things import Followable
from hemicycle.record.models import Document, Organization, Person
from hemicycle.record.search.entry import Kind
from hemicycle.record.search.suggestions import suggest
from hemicycle.record.search.words import WORD, plain, whole

# What stands around the number of a bill.
_AROUND = frozenset({
    "bill", "act", "no", "number", "texte", "projet", "proposition", "de", "loi", "n", "numero", "proyecto",
    "proposicion", "ley",
})  # fmt: skip


def find(words: str) -> list[Followable]:
    """What everybody may read and that fits the words, surest first; several where they are not enough."""
    spelled = [plain(word) for word in WORD.findall(whole(words))]
    if not spelled:
        return []
    for found in (_topics(spelled), _bills(spelled)):
        if found:
            return found
    return _named(words)


def _topics(spelled: list[str]) -> list[Followable]:
    said = "".join(spelled)
    fits = (topic for topic in Topic.objects.open().in_order() if said in _names(topic))
    return list(fits)


def _names(topic: Topic) -> set[str]:
    return {_squeezed(name) for name in (topic.address, *topic.names.values())}


def _bills(spelled: list[str]) -> list[Followable]:
    """The bill of that number; where sessions number anew, the newest."""
    number = "".join(word for word in spelled if word not in _AROUND)
    if not any(sign.isdigit() for sign in number):
        return []
    rows = Document.objects.readable_by(None).newest_first().values_list("pk", "number")
    key = next((key for key, printed in rows if _squeezed(printed) == number), None)
    return [Document.objects.get(pk=key)] if key else []


def _squeezed(text: str) -> str:
    return "".join(plain(word) for word in WORD.findall(whole(text)))


def _named(words: str) -> list[Followable]:
    """Members, committees and bills by how their names begin; one whose name is just that goes alone."""
    hits = suggest(words, to=None).hits
    rows = [row for hit in hits if (row := _ROWS[hit.kind].filter(pk=hit.row).first()) is not None]
    exact = [row for row in rows if _squeezed(words) in _called(row)]
    return exact if len(exact) == 1 else rows


def _called(row: Any) -> Iterable[str]:
    names = (
        [row.name] if isinstance(row, Person) else (row.titles if isinstance(row, Document) else row.names).values()
    )
    return {_squeezed(name) for name in names}


_ROWS: dict[Kind, Any] = {
    Kind.MEMBER: Person.objects.current(),
    Kind.BILL: Document.objects.readable_by(None),
    Kind.BODY: Organization.objects.current().committees(),
}
