"""Which target is cited by its number; a clause's number means little until it is known of which bill."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from hearhear.linking import citing
from hearhear.linking.citing import Citation, Number
from hearhear.linking.evidence import Found
from hearhear.linking.target import Target

SURE = 0.95
"""A number that fits in full, of the bill that is named, or of a bill."""
UNNAMED = 0.85
"""A clause of the only bill that has one of this number, where no bill is named. Shared evenly among several."""
OTHER_BILL = 0.25
"""A clause of this number where another bill is named: people cite several."""
PART, WHOLE, LOOSE = 0.95, 0.5, 0.6
"""Of that: clause 4 for one who cites 4(2); clause 4(2) for one who cites 4; bill C-12 for one who writes bill 12."""
PARENT = 0.5
"""Of that: the bill, of whose clauses one is cited."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of all things: by group and first level; what each is a part of; numbers that need no label."""

    known: Mapping[tuple[str, str], Sequence[tuple[int, Number]]]
    parent: Sequence[int | None]
    literal: Sequence[tuple[int, re.Pattern[str]]]
    dates: Mapping[tuple[int, int, int], Sequence[int]]


def numbers(targets: Sequence[Target], thing: Mapping[str, int]) -> Numbers:
    """`thing`: the number of each id."""
    known: dict[tuple[str, str], list[tuple[int, Number]]] = defaultdict(list)
    parent: list[int | None] = [None] * len(thing)
    literal: dict[tuple[int, str], re.Pattern[str]] = {}
    dates: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for target in targets:
        one = thing[target.id]
        parent[one] = thing.get(target.parent) if target.parent is not None else None
        day = re.fullmatch(r"\s*(\d{4})-(\d\d)-(\d\d)\s*", target.number)
        if day:
            dates[int(day[1]), int(day[2]), int(day[3])].append(one)
            continue
        cited = citing.of_target(target.number, target.kind)
        if cited is not None and (one, cited.number) not in known[cited.group, cited.number[0]]:
            known[cited.group, cited.number[0]].append((one, cited.number))
        if _speaks_for_itself(target.number):
            literal[one, target.number] = _literal(target.number)
    return Numbers(known, parent, [(one, pattern) for (one, _), pattern in literal.items()], dates)


def _speaks_for_itself(number: str) -> bool:
    """ "C-12", "H.R. 1234", "COM(2013) 619": capitals and digits, which no other thing is called."""
    return bool(re.fullmatch(r"[A-Z][A-Z.]{0,5}[-. (]*\d[\w()/. -]*", number.strip())) and len(number) > 2


def _literal(number: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in re.findall(r"[A-Za-z]+|\d+", number)]
    return re.compile(r"(?<!\w)" + r"[-.\s()/]{0,3}".join(parts) + r"(?!\w)")


def found(texts: Sequence[str], known: Numbers, named: Mapping[int, Collection[int]]) -> Iterator[Found]:
    """Evidence of kind number; `named`: for a text the bills that it calls by name."""
    if not texts:
        return
    hinted = pc.match_substring_regex(pa.array(texts, pa.large_string()), citing.hint())
    for row in pc.indices_nonzero(hinted).to_pylist():
        yield from _in_text(row, texts[row], known, named.get(row, ()))


def _in_text(row: int, text: str, known: Numbers, named: Collection[int]) -> Iterator[Found]:
    cited = list(citing.citations(text))
    bills = {thing: citation for citation in cited for thing, _ in _fitting(citation, known, bill=True)}
    numbered = any(group == "bill" for group, _ in known.known)
    strangers = numbered and any(
        citation.group == "bill" and not _fitting(citation, known, bill=True) for citation in cited
    )
    literal = [(thing, match) for thing, pattern in known.literal for match in pattern.finditer(text)]
    spoken = {*named, *bills, *(thing for thing, _ in literal)}
    for thing, match in literal:
        yield Found(row, thing, "number", SURE, match.start(), match.end())
    for citation in cited:
        bill = citation.group == "bill"
        fitting = _fitting(citation, known, bill=bill)
        for thing, fit in fitting:
            sure = SURE if bill else _sure(thing, fitting, known, spoken, strangers)
            yield Found(row, thing, "number", sure * fit, citation.start, citation.end)
            above = known.parent[thing]
            if above is not None and not bill:
                yield Found(row, above, "number", sure * fit * PARENT, citation.start, citation.end)
    if known.dates:
        yield from _dated(row, text, known)


def _fitting(citation: Citation, known: Numbers, *, bill: bool) -> list[tuple[int, float]]:
    """Things of that number, and how well it fits from 0 to 1."""
    if bill != (citation.group == "bill"):
        return []
    fits: dict[int, float] = {}
    for thing, number in _candidates(citation, known):
        fits[thing] = max(fits.get(thing, 0.0), _fit(citation.number, number))
    return sorted((thing, fit) for thing, fit in fits.items() if fit)


def _candidates(citation: Citation, known: Numbers) -> list[tuple[int, Number]]:
    first = citation.number[0] if citation.number else ""
    same = list(known.known.get((citation.group, first), ()))
    if citation.group == "bill" and not same:
        digits = re.sub(r"^[a-z]+|[-/].*$", "", first)
        same = [
            pair
            for (group, number), pairs in sorted(known.known.items())
            if group == "bill" and digits and re.sub(r"^[a-z]+|[-/].*$", "", number) == digits
            for pair in pairs
            if first.isdigit() or pair[1][0].isdigit()
        ]
    return same


def _fit(cited: Number, number: Number) -> float:
    if cited == number:
        return 1.0
    if cited[0] != number[0]:
        return LOOSE
    if cited[: len(number)] == number:
        return PART
    return WHOLE if number[: len(cited)] == cited else 0.0


def _sure(
    thing: int, fitting: Sequence[tuple[int, float]], known: Numbers, spoken: Collection[int], strangers: bool
) -> float:
    above = known.parent[thing]
    if above in spoken:
        return SURE
    if above is not None and (spoken or strangers):
        return OTHER_BILL
    rivals = {known.parent[other] for other, _ in fitting}
    return UNNAMED / math.sqrt(max(1, len(rivals)))


def _dated(row: int, text: str, known: Numbers) -> Iterator[Found]:
    """Sittings by their day; "the sitting of 12 March 2026" is plainer than the day alone."""
    sitting = citing.speaks_of_sitting(text)
    for day, start, end in citing.days(text):
        for thing in known.dates.get(day, ()):
            yield Found(row, thing, "number", SURE if sitting else LOOSE, start, end)
