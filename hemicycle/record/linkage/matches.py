"""Which two people, or two parties, of different sources may be one, and why. It proposes; staff decide.

Plain Python. A pair is considered when the surnames agree. What both sources state is compared fact by fact; certainty
is the share of these facts that agree. One fact that cannot be of one person (another birth date, another gender, two
entries of one register) and the pair is not proposed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

# Numbers that a source gives to a mandate or an office and not to a person: one person has several.
PER_MANDATE = frozenset({"publicwhip", "ourcommons"})
_TITLES = """
sir dame lord lady dr prof mr mrs ms miss rt hon rh m mme mlle don dona sr sra senor senora the le la l el
"""
TITLES = frozenset(_TITLES.split())
REASONS: dict[str, str | Promise] = {
    "same-name": gettext_lazy("the same name"),
    "same-surname": gettext_lazy("the same surname and the same first letter"),
    "same-birth": gettext_lazy("the same date of birth"),
    "same-area": gettext_lazy("the same constituency"),
    "same-party": gettext_lazy("the same party or group"),
    "same-link": gettext_lazy("the same address on the web"),
    "same-short-name": gettext_lazy("the same short name"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the record says of one person or party, as far as it is compared."""

    key: UUID
    names: frozenset[str]
    schemes: frozenset[str]
    born: str = ""
    gender: str = ""
    areas: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    short_names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    first: UUID
    second: UUID
    reasons: tuple[str, ...]
    certainty: float


def plain(name: str) -> str:
    """“Tremaine, rh Maud” and “Maud TREMAINE” alike: lower case, no accents, no titles, in natural order."""
    last, comma, rest = name.partition(",")
    natural = f"{rest} {last}" if comma else name
    apart = unicodedata.normalize("NFKD", natural.casefold())
    words = re.findall(r"[^\W_]+", "".join(sign for sign in apart if not unicodedata.combining(sign)))
    return " ".join(word for word in words if word not in TITLES) or " ".join(words)


def people(rows: Iterable[Facts]) -> Iterator[Proposal]:
    """Pairs of people that may be one."""
    by_surname: dict[str, list[Facts]] = defaultdict(list)
    for row in rows:
        for surname in {name.rsplit(" ", 1)[-1] for name in row.names if name}:
            by_surname[surname].append(row)
    yield from _each_once(by_surname, _compare_people)


def parties(rows: Iterable[Facts]) -> Iterator[Proposal]:
    """Pairs of parties or groups that may be one: the same name or short name in any language."""
    by_name: dict[str, list[Facts]] = defaultdict(list)
    for row in rows:
        for name in row.names | row.short_names:
            by_name[name].append(row)
    yield from _each_once(by_name, _compare_parties)


def _each_once(groups: dict[str, list[Facts]], compare: object) -> Iterator[Proposal]:
    seen: set[tuple[UUID, UUID]] = set()
    for group in groups.values():
        for one, other in combinations(sorted(group, key=lambda row: row.key), 2):
            if (one.key, other.key) in seen or one.key == other.key:
                continue
            seen.add((one.key, other.key))
            reasons, stated = compare(one, other)  # type: ignore[operator]
            if reasons:
                yield Proposal(one.key, other.key, reasons, round(len(reasons) / max(stated, len(reasons)), 2))


def _compare_people(one: Facts, other: Facts) -> tuple[tuple[str, ...], int]:
    """(reasons, how many facts both state); no reasons for a pair that is not to be proposed."""
    if _in_one_register(one, other) or _differ(one.born, other.born) or _differ(one.gender, other.gender):
        return (), 0
    name = _named_alike(one, other)
    facts = {
        "same-birth": (one.born and other.born, bool(one.born and other.born)),
        "same-area": (one.areas & other.areas, bool(one.areas and other.areas)),
        "same-party": (one.parties & other.parties, bool(one.parties and other.parties)),
        "same-link": (one.links & other.links, bool(one.links & other.links)),
    }
    agreeing = tuple(reason for reason, (agrees, _stated) in facts.items() if agrees)
    stated = 1 + sum(both for _agrees, both in facts.values())
    if name == "same-name" or (name and agreeing):
        return (name, *agreeing), stated
    return (), 0


def _compare_parties(one: Facts, other: Facts) -> tuple[tuple[str, ...], int]:
    if _in_one_register(one, other):
        return (), 0
    found = {"same-name": one.names & other.names, "same-short-name": one.short_names & other.short_names}
    stated = 1 + bool(one.short_names and other.short_names)
    return tuple(reason for reason, agrees in found.items() if agrees), stated


def _in_one_register(one: Facts, other: Facts) -> bool:
    """A register does not list anybody twice."""
    return bool((one.schemes & other.schemes) - PER_MANDATE)


def _differ(one: str, other: str) -> bool:
    """Whether both are known and neither is the other less exactly (1961 and 1961-05)."""
    return bool(one and other) and not (one.startswith(other) or other.startswith(one))


def _named_alike(one: Facts, other: Facts) -> str:
    if {frozenset(name.split()) for name in one.names} & {frozenset(name.split()) for name in other.names}:
        return "same-name"
    initials = ({(name[:1], name.rsplit(" ", 1)[-1]) for name in row.names if " " in name} for row in (one, other))
    first, second = initials
    return "same-surname" if first & second else ""
