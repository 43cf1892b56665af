"""What can be followed, as one word: `bill:zzm242tq…`, `topic:budget`; so it stands in rows and consents.

The addresses of the record never change (record/addresses.py), so that the word outlives a new import. A member or
committee that was merged into another is followed as that other.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from typing import Any

from django.utils import formats
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from hemicycle.channels.sms import gsm
from hemicycle.follow import addresses
from hemicycle.follow.errors import NotFollowable
from hemicycle.follow.models import FollowedSearch, Topic
from hemicycle.record.models import Document, Organization, OrganizationKind, Person, Sitting, VoteEvent
from hemicycle.record.search.entry import Kind
from hemicycle.record.search.question import Question
from hemicycle.record.search.suggestions import suggest
from hemicycle.record.search.words import WORD, plain, whole
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint

BILL, MEMBER, COMMITTEE, TOPIC, SEARCH = "bill", "member", "committee", "topic", "search"
# What has a page of its own where one asks to follow it; a search is asked for by its question.
WITH_PAGES = (BILL, MEMBER, COMMITTEE, TOPIC)
KINDS = (*WITH_PAGES, SEARCH)

Followable = Document | Person | Organization | Topic | FollowedSearch


def key_of(row: Any) -> str:
    """The word of what can be followed; raises NotFollowable."""
    if isinstance(row, Document):
        return f"{BILL}:{row.address}"
    if isinstance(row, Person):
        return f"{MEMBER}:{_current(row).address}"
    if _is_committee(row):
        return f"{COMMITTEE}:{_current(row).address}"
    if isinstance(row, Topic):
        return f"{TOPIC}:{row.address}"
    if isinstance(row, FollowedSearch):
        return f"{SEARCH}:{row.address}"
    raise NotFollowable(type(row).__name__)


def address_of(row: Any) -> str:
    """Where one asks to follow it; raises NotFollowable."""
    kind, _sep, address = key_of(row).partition(":")
    return addresses.follow_page(kind, address)


def keys_about(*rows: Any) -> list[str]:
    """Under which words followers of this are found: of a vote its bill, of a sitting the committee that sat, of a
    member also those that were merged into them. What nobody can follow has none."""
    return sorted({word for row in _followable(rows) for word in _all_keys(row)})


def public_row(kind: str, address: str) -> Followable:
    """What everybody may read and can follow there; raises NotFollowable."""
    row = _ROWS[kind].filter(address=address).first() if kind in _ROWS else None
    row = _current(row)
    if row is None or not gate.allowed(row, via=EgressPoint.NOTICE, to=None):
        raise NotFollowable(f"{kind}:{address}")
    return row  # type: ignore[no-any-return]


def by_key(word: str) -> Followable | None:
    """What a word stands for, or None where it is gone or not public any more."""
    kind, _sep, address = word.partition(":")
    if kind == SEARCH:
        return FollowedSearch.objects.filter(address=address).first()
    try:
        return public_row(kind, address)
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


def _all_keys(row: Any) -> Iterable[str]:
    word = key_of(row)
    kind, _sep, address = word.partition(":")
    yield word
    if kind in (MEMBER, COMMITTEE):
        merged = type(row)._default_manager.filter(merged_into__address=address)
        yield from (f"{kind}:{former}" for former in merged.values_list("address", flat=True))


def _current(row: Any) -> Any:
    merged = getattr(row, "merged_into", None)
    return row if merged is None else merged


_ROWS: dict[str, Any] = {
    BILL: Document.objects.all(),
    MEMBER: Person.objects.select_related("merged_into"),
    COMMITTEE: Organization.objects.committees().select_related("merged_into"),
    TOPIC: Topic.objects.all(),
}


# A text message of one segment has 160 characters, and half of them go to what is asked.
MOST_LETTERS_IN_A_TEXT = 60
# “…” is no letter of GSM-7 and would halve what fits.
_CUT = "..."


def name_of(row: Any) -> str:
    """“Bill 12 · River Bill”, “Alda Ferrer”."""
    return f"{row.name} · {row.titles.here}" if isinstance(row, Document) else str(row)


def name_for_follower(row: Any) -> str:
    """The same for who follows it: of a search the words, too."""
    if not isinstance(row, FollowedSearch):
        return name_of(row)
    return _("Search: %(words)s") % {"words": named(row.question)}


def named(question: Question) -> str:
    """The words of a search, with its filters as they are chosen."""
    kind = Kind(question.kind).label if question.kind else ""
    days = " – ".join(formats.date_format(day, "SHORT_DATE_FORMAT") for day in (question.since, question.until) if day)
    party = Organization.objects.filter(address=question.party).first() if question.party else None
    person = Person.objects.filter(address=question.speaker).first() if question.speaker else None
    who = str(person or question.speaker)
    parts = (question.text, kind, who, str(party or question.party), question.language, days)
    return " · ".join(str(part) for part in parts if part)


def short_name_of(row: Any) -> str:
    """The same where there is little room: “Bill 12 (River Bill)”."""
    if not isinstance(row, Document):
        return _shortened(str(row), MOST_LETTERS_IN_A_TEXT)
    # “n°” and “n.º” are no letters of GSM-7 either.
    name = re.sub(r"n(?:°|\.º)\s", "", row.name)
    title = _shortened(str(row.titles.here), MOST_LETTERS_IN_A_TEXT - len(name))
    return f"{name} ({title})"


def _shortened(name: str, most: int) -> str:
    """At a space, where there is one."""
    plain_name = gsm.plain_punctuation(name)
    shortened = textwrap.shorten(plain_name, most, placeholder=_CUT)
    return shortened if shortened != _CUT else Truncator(plain_name).chars(most, _CUT)


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


# What fits into a text message beside others.
_LONGEST_KEYWORD = 32


def keyword_of(topic: Topic) -> str:
    """What one sends to follow a topic, in the language of the moment: its keyword where that is a word of its name
    there, or its name is long; else the name, in letters of GSM-7."""
    name = plain(str(topic).replace("’", "'"))
    is_a_word = topic.address in [plain(word) for word in WORD.findall(whole(name))]
    return (topic.address if is_a_word or len(name) > _LONGEST_KEYWORD else name).upper()


def is_number(words: str) -> bool:
    """Whether a bill was meant, be there one or not."""
    spelled = [plain(word) for word in WORD.findall(whole(words))]
    left = [word for word in spelled if word not in _AROUND]
    return bool(spelled) and all(any(sign.isdigit() for sign in word) for word in left)


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
    rows = [row for hit in hits if (row := _OF_HIT[hit.kind].filter(pk=hit.row).first()) is not None]
    exact = [row for row in rows if _squeezed(words) in _called(row)]
    return exact if len(exact) == 1 else rows


def _called(row: Any) -> Iterable[str]:
    names = (
        [row.name] if isinstance(row, Person) else (row.titles if isinstance(row, Document) else row.names).values()
    )
    return {_squeezed(name) for name in names}


_OF_HIT: dict[Kind, Any] = {
    Kind.MEMBER: Person.objects.current(),
    Kind.BILL: Document.objects.readable_by(None),
    Kind.BODY: Organization.objects.current().committees(),
}
