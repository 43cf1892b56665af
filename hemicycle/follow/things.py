"""What can be followed, as one word: `bill:zzm242tq…`, `topic:budget`; so it stands in rows and consents.

The addresses of the record never change (record/keys.py), so that the word outlives a new import. A member or
committee that was merged into another is followed as that other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hemicycle.follow import addresses
from hemicycle.follow.errors import NotFollowable
from hemicycle.follow.models.topic import Topic
from hemicycle.record.models import Document, Organization, OrganizationKind, Person, Sitting, VoteEvent
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint

BILL, MEMBER, COMMITTEE, TOPIC = "bill", "member", "committee", "topic"
KINDS = (BILL, MEMBER, COMMITTEE, TOPIC)

Followable = Document | Person | Organization | Topic


def word_of(row: Any) -> str:
    """The word of what can be followed; raises NotFollowable."""
    if isinstance(row, Document):
        return f"{BILL}:{row.address}"
    if isinstance(row, Person):
        return f"{MEMBER}:{_standing(row).address}"
    if _is_committee(row):
        return f"{COMMITTEE}:{_standing(row).address}"
    if isinstance(row, Topic):
        return f"{TOPIC}:{row.address}"
    raise NotFollowable(type(row).__name__)


def address_of(row: Any) -> str:
    """Where one asks to follow it; raises NotFollowable."""
    kind, _, address = word_of(row).partition(":")
    return addresses.thing(kind, address)


def words_about(*rows: Any) -> list[str]:
    """Under which words followers of this are found: of a vote its bill, of a sitting the committee that sat, of a
    member also those that were merged into them. What nobody can follow has none."""
    return sorted({word for row in _followable(rows) for word in _all_words(row)})


def found(kind: str, address: str) -> Followable:
    """What everybody may read and can follow there; raises NotFollowable."""
    row = _ROWS[kind].filter(address=address).first() if kind in _ROWS else None
    row = _standing(row)
    if row is None or not gate.allowed(row, via=EgressPoint.NOTICE, to=None):
        raise NotFollowable(f"{kind}:{address}")
    return row  # type: ignore[no-any-return]


def behind(word: str) -> Followable | None:
    """What a word stands for, or None where it is gone or not public any more."""
    kind, _, address = word.partition(":")
    try:
        return found(kind, address)
    except NotFollowable:
        return None


def _followable(rows: Iterable[Any]) -> Iterable[Any]:
    for row in rows:
        stands_for = row
        if isinstance(row, VoteEvent):
            stands_for = row.document
        if isinstance(row, Sitting):
            stands_for = row.organization
        if isinstance(stands_for, Document | Person | Topic) or _is_committee(stands_for):
            yield stands_for


def _is_committee(row: Any) -> bool:
    return isinstance(row, Organization) and row.kind == OrganizationKind.COMMITTEE


def _all_words(row: Any) -> Iterable[str]:
    word = word_of(row)
    kind, _, address = word.partition(":")
    yield word
    if kind in (MEMBER, COMMITTEE):
        merged = type(row)._default_manager.filter(merged_into__address=address)
        yield from (f"{kind}:{former}" for former in merged.values_list("address", flat=True))


def _standing(row: Any) -> Any:
    merged = getattr(row, "merged_into", None)
    return row if merged is None else merged


_ROWS: dict[str, Any] = {
    BILL: Document.objects.all(),
    MEMBER: Person.objects.select_related("merged_into"),
    COMMITTEE: Organization.objects.committees().select_related("merged_into"),
    TOPIC: Topic.objects.all(),
}
