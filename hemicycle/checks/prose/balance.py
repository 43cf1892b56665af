"""Whom the House names: mentions of parties and members in a moving window, against seats and speaking time.

A name counts once an announcement, in whichever languages it stands; a member counts for their party too, one who
presides for none. A party is named too often where its share of all mentions exceeds both its share of the seats and
that of the speaking time by more points than the House allows; a member, where it exceeds an equal share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from hemicycle.checks.check import check
from hemicycle.checks.contract import Draft, House, Member, Message, Party
from hemicycle.checks.passages import Found, Passage, Reading, read
from hemicycle.checks.phrases import Match, Phrases

_OF_BOTH = Message(
    en="%(name)s: %(count)d of %(total)d mentions in %(days)d days, %(share)d%%. "
    "It has %(seats)d%% of the seats and %(speaking)d%% of the speaking time.",
    fr="%(name)s : %(count)d mentions sur %(total)d en %(days)d jours, soit %(share)d %%. "
    "Il a %(seats)d %% des sièges et %(speaking)d %% du temps de parole.",
    es="%(name)s: %(count)d de %(total)d menciones en %(days)d días, el %(share)d %%. "
    "Tiene el %(seats)d %% de los escaños y el %(speaking)d %% del tiempo de palabra.",
)
_OF_ONE = Message(
    en="%(name)s: %(count)d of %(total)d mentions in %(days)d days, %(share)d%%. Its expected share: %(due)d%%.",
    fr="%(name)s : %(count)d mentions sur %(total)d en %(days)d jours, soit %(share)d %%. "
    "Sa part attendue : %(due)d %%.",
    es="%(name)s: %(count)d de %(total)d menciones en %(days)d días, el %(share)d %%. "
    "Su proporción esperada: %(due)d %%.",
)
_OTHERS = Message(
    en="Mentioned least for its size: %(least)s, %(least_share)d%%.",
    fr="Le moins cité pour sa taille : %(least)s, %(least_share)d %%.",
    es="El menos citado para su tamaño: %(least)s, el %(least_share)d %%.",
)


class Named(NamedTuple):
    """What a name stands for: the key of a member or party, and of the party it counts for ("" for none)."""

    key: str
    party: str


def mentions(draft: Draft, house: House) -> dict[str, int]:
    """What an announcement adds to the counts of a window, by key; to be kept when it is released."""
    return dict(_counted(read(draft, house)))


@check(
    "imbalance",
    reason=Message(
        en="%(name)s: %(count)d of %(total)d mentions in %(days)d days.",
        fr="%(name)s : %(count)d mentions sur %(total)d en %(days)d jours.",
        es="%(name)s: %(count)d de %(total)d menciones en %(days)d días.",
    ),
    suggestion=Message(en="Mention others as well.", fr="Citez aussi les autres.", es="Cite también a los demás."),
)
def imbalance(reading: Reading) -> Iterator[Found]:
    mine, house = _counted(reading), reading.house
    counts = Counter(house.mentions) + mine
    total = sum(counts[party.key] for party in house.parties)
    if not mine or total < house.least_mentions:
        return
    first = _first_places(reading)
    for party in house.parties:
        share, due = counts[party.key] / total, _due(party, house)
        if mine[party.key] and due and 100 * (share - max(due)) > house.points:
            passage, start, end = first[party.key]
            values = _values(party, counts, total, house) | _shares(party, due) | _least_named(counts, total, house)
            yield passage.found(
                start, end, reason=_OF_ONE if "due" in values else _OF_BOTH, suggestion=_OTHERS, **values
            )
    for member in house.members:
        share, equal = counts[member.key] / total, 1 / len(house.members)
        if mine[member.key] and not member.presides and 100 * (share - equal) > house.points:
            passage, start, end = first[member.key]
            yield passage.found(start, end, **_values(member, counts, total, house))


def _values(who: Party | Member, counts: Mapping[str, int], total: int, house: House) -> dict[str, Any]:
    return {
        "name": who.names[0],
        "count": counts[who.key],
        "total": total,
        "days": house.window_days,
        "share": round(100 * counts[who.key] / total),
    }


def _counted(reading: Reading) -> Counter[str]:
    counted: Counter[str] = Counter()
    for key, party in {found.value for _passage, found in _found(reading)}:
        counted[key] += 1
        if party and party != key:
            counted[party] += 1
    return counted


def _first_places(reading: Reading) -> dict[str, tuple[Passage, int, int]]:
    """Where each is named first; a party also where one of its members is."""
    first: dict[str, tuple[Passage, int, int]] = {}
    for passage, found in _found(reading):
        for key in (found.value.key, found.value.party):
            first.setdefault(key, (passage, found.start, found.end))
    return first


def _found(reading: Reading) -> Iterator[tuple[Passage, Match[Named]]]:
    named = _named(reading.house.parties, reading.house.members)
    short = {word for party in reading.house.parties for word in party.abbreviations}
    for passage in reading.passages:
        for found in named.find(passage.words):
            words = passage.text[found.start : found.end]
            if words in short or words.upper() not in short:
                yield passage, found


@lru_cache(maxsize=4)
def _named(parties: tuple[Party, ...], members: tuple[Member, ...]) -> Phrases[Named]:
    of_parties = (
        (name, Named(party.key, party.key)) for party in parties for name in (*party.names, *party.abbreviations)
    )
    of_members = (
        (name, Named(member.key, "" if member.presides else member.party))
        for member in members
        for name in member.names
    )
    return Phrases([*of_parties, *of_members])


def _due(party: Party, house: House) -> tuple[float, ...]:
    """Its shares of seats and of speaking time, as far as they are known."""
    shares = []
    for of_party, of_all in (
        (party.seats, [one.seats for one in house.parties]),
        (party.speaking, [one.speaking for one in house.parties]),
    ):
        whole = sum(one or 0 for one in of_all)
        if of_party is not None and whole:
            shares.append(of_party / whole)
    return tuple(shares)


def _shares(party: Party, due: tuple[float, ...]) -> dict[str, Any]:
    if party.seats is None or len(due) == 1:
        return {"due": round(100 * due[0])}
    return {"seats": round(100 * due[0]), "speaking": round(100 * due[1])}


def _least_named(counts: Mapping[str, int], total: int, house: House) -> dict[str, Any]:
    """The party that is named least, against what is due to it."""
    known = [(party, due) for party in house.parties if (due := _due(party, house))]
    party, _due_to_it = min(known, key=lambda one: (counts.get(one[0].key, 0) / total - min(one[1]), one[0].key))
    return {"least": party.names[0], "least_share": round(100 * counts.get(party.key, 0) / total)}
