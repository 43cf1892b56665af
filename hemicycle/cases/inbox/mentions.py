"""Who is named behind an @ in an internal note: those who are notified, and those who are not and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from hemicycle.accounts.models import Assignment, Office, User

# Not the middle of an e-mail address.
_AT = re.compile(r"(?<![\w.+-])@(?=\w)")
_WORD = re.compile(r"[\w'’.-]*\w")


@dataclass(frozen=True, slots=True)
class Mentions:
    """`notified` may read the case; `without_access` work in its office and may not; `unknown` are names of nobody
    there, as they were written."""

    notified: list[User] = field(default_factory=list)
    without_access: list[User] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def mentions_in(text: str, *, office: Office, readers: Iterable[User], by: User) -> Mentions:
    """Colleagues of other offices are like nobody: who works there is not said here."""
    may_read = list(readers)
    found = Mentions()
    if not _AT.search(text):
        return found
    held = Assignment.objects.filter(office=office)
    colleagues = User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")
    people = _longest_first({one.pk: one for one in (*may_read, *colleagues)}.values())
    readable = {one.pk for one in may_read}
    for rest in _behind_an_at(text):
        named = next((one for one in people if _begins_with(rest, str(one))), None)
        if named is None:
            _add(found.unknown, _written_name(rest))
        elif named.pk != by.pk:
            _add(found.notified if named.pk in readable else found.without_access, named)
    return found


def notified_words(people: Iterable[User]) -> str:
    """Whom a note has notified, in words; "" for nobody."""
    names = ", ".join(str(one) for one in people)
    return gettext("Notified: %(names)s.") % {"names": names} if names else ""


def not_notified_words(found: Mentions) -> list[str]:
    """A sentence for each who was named in vain."""
    without = gettext("%(name)s may not read this letter and was not notified.")
    nobody = gettext("Nobody here is called %(name)s.")
    return [without % {"name": one} for one in found.without_access] + [
        nobody % {"name": one} for one in found.unknown
    ]


def _behind_an_at(text: str) -> Iterator[str]:
    for at in _AT.finditer(text):
        yield text[at.end() :]


def _longest_first(people: Iterable[User]) -> list[User]:
    return sorted(people, key=lambda one: -len(str(one)))


def _begins_with(rest: str, name: str) -> bool:
    """As whole words, so that @Ada is not read in @Adam."""
    after = rest[len(name) : len(name) + 1]
    return rest[: len(name)].casefold() == name.casefold() and not after.isalnum()


def _written_name(rest: str) -> str:
    """The first word, and those behind it that begin with a capital; at most four, on one line."""
    words: list[str] = []
    for word in rest.partition("\n")[0].split(" ")[:4]:
        found = _WORD.match(word)
        if found is None or (words and not word[:1].isupper()):
            break
        words.append(found[0])
        if found[0] != word:
            break
    return " ".join(words)[:80]


def _add(rows: list[Any], one: Any) -> None:
    if one not in rows:
        rows.append(one)
