"""How people cite by number, and which target they mean: "Bill 12", "clause 4(2)", "art. 7", "first article".

The words are in `words/`, one file a language; all languages are searched at once, since people mix them and a
language may not be known. The number of a clause means little until it is known of which bill.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import pyarrow as pa
import pyarrow.compute as pc

from hearhear.linking.target import Finding, Target
from hearhear.themes.words import folded

Number = tuple[str, ...]
"""A number level by level: ("4", "2") is clause 4(2)."""

GROUPS = ("bill", "clause", "schedule", "chapter", "part", "amendment", "question", "proposal", "petition", "sitting")
_DIGITS = (
    r"(?:[A-Z]{1,4}\.?(?:[A-Z]\.)?[-. ]?)?\d+(?:[-/.]\d+)*(?:\s?(?:bis|ter|quater)\b|[A-Za-z](?![\w]))?"
    r"(?:\.?º|\.?ª|°|er\b|ère\b|e\b|ème\b|st\b|nd\b|rd\b|th\b)?(?:\s?\(\s?\w{1,4}\s?\))*"
)
_ROMAN = r"(?!I\s+[a-z])[IVXLC]+(?![\w'’])"
_LONGEST_RANGE = 50
"""Clauses in "clauses 4 to 20"; a longer range is a slip or a year."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation: a group of GROUPS, the number, and its place in the text."""

    group: str
    number: Number
    start: int
    end: int


@cache
def lists() -> dict[str, tuple[tuple[str, ...], ...]]:
    """For each section of the word files its lists, one a language, in the order of the files' names."""
    files = sorted(resources.files(__package__).joinpath("words").iterdir(), key=lambda file: file.name)
    read = [tomllib.loads(file.read_text("utf-8")) for file in files]
    return {section: tuple(tuple(file.get(section, ())) for file in read) for section in sorted(set().union(*read))}


def _any(section: str) -> str:
    """A pattern for any word of a section, in any case, the longest first, with or without accents."""
    words = {word for words in lists()[section] for word in words}
    spelled = sorted(words | {folded(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in spelled)


def _places(section: str) -> dict[str, str]:
    return {folded(word): str(at) for words in lists()[section] for at, word in enumerate(words, 1)}


@cache
def _pattern() -> re.Pattern[str]:
    """A label and one or more numbers, or an ordinal and a label."""
    labels = "|".join(f"(?P<{group}>{_any(group)})" for group in GROUPS)
    before = "|".join(f"(?P<{group}_>{_any(group)})" for group in GROUPS)
    spelled = f"(?i:{_any('cardinals')}|{_any('ordinals')})(?!\\w)"
    number = f"(?:{_DIGITS}|{_ROMAN}|{spelled})"
    sign = rf"(?:(?i:{_any('number')})(?!\w)\.?\s*|n\.?\s?[°º]\.?\s*|#\s?)?"
    joint = rf"\s*(?:,|;|&|–|-|(?<=\s)(?i:{_any('and')}|{_any('to')})(?=\s))\s*(?:(?i:{_any('and')})\s+)?"
    deeper = rf"(?:,?\s*(?i:{_any('deeper')})(?!\w)\.?\s*{sign}\(?\d+\)?)?"
    cited = rf"(?i:{labels})(?!\w)\.?\s{{0,3}}(?P<numbers>{sign}{number}{deeper}(?:{joint}{sign}{number})*)"
    ordinal = rf"(?P<ordinal>(?i:{_any('ordinals')}))\s+(?i:{before})(?!\w)"
    return re.compile(rf"(?<!\w)(?:{cited}|{ordinal})")


@cache
def _number_pattern() -> re.Pattern[str]:
    spelled = f"(?i:{_any('cardinals')}|{_any('ordinals')})(?!\\w)"
    deeper = rf"(?:,?\s*(?i:{_any('deeper')})(?!\w)\.?\s*\(?(?P<deeper>\d+)\)?)?"
    return re.compile(rf"(?<!\w)(?P<number>{_DIGITS}|{_ROMAN}|{spelled}){deeper}")


@cache
def _ranges() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:–|-|(?i:{_any('to')}))\s*")


@cache
def hint() -> str:
    """A pattern of RE2 for texts that may cite anything: the others need not be read closely."""
    spelled = "|".join(re.escape(word) for word in sorted(_places("ordinals") | _places("cardinals")))
    accented = "|".join(re.escape(word) for words in lists()["ordinals"] for word in words if word != folded(word))
    return rf"(?i)\d|\b[IVXLC]+\b|\b(?:{spelled}|{accented})\b"


def citations(text: str) -> Iterator[Citation]:
    """Everything that a text cites by number, in order."""
    for match in _pattern().finditer(text):
        if match["ordinal"]:
            group = next(group for group in GROUPS if match[f"{group}_"])
            yield Citation(group, (_places("ordinals")[folded(match["ordinal"])],), match.start(), match.end())
            continue
        group = next(group for group in GROUPS if match[group])
        for number in _numbers(match["numbers"]):
            yield Citation(group, number, match.start(), match.end())


def _numbers(written: str) -> Iterator[Number]:
    """The numbers of "4, 5 and 7(2)", and all of "4 to 7"."""
    before, end = None, 0
    for match in _number_pattern().finditer(written):
        number = parse_number(match["number"]) + ((match["deeper"],) if match["deeper"] else ())
        if before and _ranges().fullmatch(written[end : match.start()]):
            yield from _through(before, number)
        yield number
        before, end = number, match.end()


def _through(first: Number, last: Number) -> Iterator[Number]:
    """The numbers between the two."""
    if len(first) == len(last) == 1 and first[0].isdigit() and last[0].isdigit():
        low, high = int(first[0]), int(last[0])
        if high - low <= _LONGEST_RANGE:
            yield from ((str(between),) for between in range(low + 1, high))


def parse_number(written: str) -> Number:
    """A number in the one spelling for all its spellings: "IV" and "fourth" are ("4",), "C-12" is ("c12",)."""
    plain = folded(written.strip())
    spelled = _places("ordinals").get(plain) or _places("cardinals").get(plain)
    if spelled:
        return (spelled,)
    if re.fullmatch(_ROMAN, written.strip()):
        return (str(_roman(written.strip())),)
    plain = re.sub(r"(?<=\d)(?:\.?º|\.?ª|°|\.?o\b|\.?a\b(?=$)|er\b|ere\b|eme\b|e\b|st\b|nd\b|rd\b|th\b)", "", plain)
    plain = re.sub(r"(?<=[a-z])[-. ]+(?=[a-z\d])|(?<=\d)\s+(?=bis|ter|quater)", "", plain)
    return tuple(part for part in re.split(r"[().\s]+", plain) if part)


def _roman(written: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[sign] for sign in written]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def of_target(number: str, kind: str) -> Citation | None:
    """How a target's own number would be cited, or None where it has none."""
    for citation in citations(number):
        return citation
    written = re.sub(r"(?i)^\s*(?:n\.?\s?[°º]\.?|no\.?)\s*|[\s.:]+$", "", number)
    match = _number_pattern().fullmatch(written)
    if match is None:
        return None
    return Citation(kind if kind in GROUPS else "", parse_number(match["number"]), 0, len(number))


@cache
def _day_pattern() -> re.Pattern[str]:
    month = f"(?i:{_any('months')})"
    of = r"\s+(?:(?:of|del?)\s+)?"
    written = rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º)?{of}(?P<m1>{month})\.?,?{of}(?P<y1>\d{{4}})"
    american = rf"(?P<m2>{month})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
    iso = r"(?P<y3>\d{4})-(?P<m3>\d\d)-(?P<d3>\d\d)"
    slashed = r"(?P<d4>\d{1,2})[/.](?P<m4>\d{1,2})[/.](?P<y4>\d{4})"
    return re.compile(rf"(?<!\w)(?:{written}|{american}|{iso}|{slashed})(?!\w)")


def days(text: str) -> Iterator[tuple[tuple[int, int, int], int, int]]:
    """Days written out in a text as (year, month, day), and where; 3/4/2026 is read as people outside the USA do."""
    months = _places("months")
    for match in _day_pattern().finditer(text):
        form = next(form for form in "1234" if match[f"y{form}"])
        month = match[f"m{form}"]
        number = int(month) if month.isdigit() else int(months[folded(month)])
        yield (int(match[f"y{form}"]), number, int(match[f"d{form}"])), match.start(), match.end()


@cache
def _sitting_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?i:{_any('sitting')})(?!\w)")


def speaks_of_sitting(text: str) -> bool:
    """Whether a text has a word for a sitting."""
    return _sitting_pattern().search(text) is not None


SURE = 0.95
"""A number that fits in full, of the bill that is named, or of a bill."""
UNNAMED = 0.85
"""A clause of the only bill that has one of this number, where no bill is named. Shared evenly among several."""
OTHER_BILL = 0.25
"""A clause of this number where another bill is named: people cite several."""
PART, WHOLE, LOOSE = 0.95, 0.5, 0.6
"""Factors: clause 4 where 4(2) is cited; clause 4(2) where 4 is cited; bill C-12 where bill 12 is cited."""
PARENT = 0.5
"""Factor: the bill of a cited clause."""


@dataclass(frozen=True, slots=True)
class NumberIndex:
    """The numbers of all items by group and first level; the parent of each; numbers that need no label."""

    known: Mapping[tuple[str, str], Sequence[tuple[int, Number]]]
    parent: Sequence[int | None]
    literal: Sequence[tuple[int, re.Pattern[str]]]
    dates: Mapping[tuple[int, int, int], Sequence[int]]


def index_numbers(targets: Sequence[Target], item: Mapping[str, int]) -> NumberIndex:
    """`item`: the number of each id."""
    known: dict[tuple[str, str], list[tuple[int, Number]]] = defaultdict(list)
    parent: list[int | None] = [None] * len(item)
    literal: dict[tuple[int, str], re.Pattern[str]] = {}
    dates: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for target in targets:
        one = item[target.id]
        parent[one] = item.get(target.parent) if target.parent is not None else None
        day = re.fullmatch(r"\s*(\d{4})-(\d\d)-(\d\d)\s*", target.number)
        if day:
            dates[int(day[1]), int(day[2]), int(day[3])].append(one)
            continue
        cited = of_target(target.number, target.kind)
        if cited is not None and (one, cited.number) not in known[cited.group, cited.number[0]]:
            known[cited.group, cited.number[0]].append((one, cited.number))
        if _is_unambiguous(target.number):
            literal[one, target.number] = _literal(target.number)
    return NumberIndex(known, parent, [(one, pattern) for (one, _), pattern in literal.items()], dates)


def _is_unambiguous(number: str) -> bool:
    """ "C-12", "H.R. 1234", "COM(2013) 619": capitals and digits, which are unambiguous."""
    return bool(re.fullmatch(r"[A-Z][A-Z.]{0,5}[-. (]*\d[\w()/. -]*", number.strip())) and len(number) > 2


def _literal(number: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in re.findall(r"[A-Za-z]+|\d+", number)]
    return re.compile(r"(?<!\w)" + r"[-.\s()/]{0,3}".join(parts) + r"(?!\w)")


def cited_targets(texts: Sequence[str], known: NumberIndex, named: Mapping[int, Collection[int]]) -> Iterator[Finding]:
    """Evidence of kind number; `named`: for a text the bills that it calls by name."""
    if not texts:
        return
    hinted = pc.match_substring_regex(pa.array(texts, pa.large_string()), hint())
    for row in pc.indices_nonzero(hinted).to_pylist():
        yield from _in_text(row, texts[row], known, named.get(row, ()))


def _in_text(row: int, text: str, known: NumberIndex, named: Collection[int]) -> Iterator[Finding]:
    cited = list(citations(text))
    bills = {item: citation for citation in cited for item, _ in _matching_items(citation, known, bill=True)}
    numbered = any(group == "bill" for group, _ in known.known)
    unknown_bills = numbered and any(
        citation.group == "bill" and not _matching_items(citation, known, bill=True) for citation in cited
    )
    literal = [(item, match) for item, pattern in known.literal for match in pattern.finditer(text)]
    mentioned = {*named, *bills, *(item for item, _ in literal)}
    for item, match in literal:
        yield Finding(row, item, "number", SURE, match.start(), match.end())
    for citation in cited:
        bill = citation.group == "bill"
        fitting = _matching_items(citation, known, bill=bill)
        for item, fit in fitting:
            sure = SURE if bill else _citation_weight(item, fitting, known, mentioned, unknown_bills)
            yield Finding(row, item, "number", sure * fit, citation.start, citation.end)
            above = known.parent[item]
            if above is not None and not bill:
                yield Finding(row, above, "number", sure * fit * PARENT, citation.start, citation.end)
    if known.dates:
        yield from _dated(row, text, known)


def _matching_items(citation: Citation, known: NumberIndex, *, bill: bool) -> list[tuple[int, float]]:
    """Items with that number, and how well it matches, from 0 to 1."""
    if bill != (citation.group == "bill"):
        return []
    fits: dict[int, float] = {}
    for item, number in _candidates(citation, known):
        fits[item] = max(fits.get(item, 0.0), _match_quality(citation.number, number))
    return sorted((item, fit) for item, fit in fits.items() if fit)


def _candidates(citation: Citation, known: NumberIndex) -> list[tuple[int, Number]]:
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


def _match_quality(cited: Number, number: Number) -> float:
    if cited == number:
        return 1.0
    if cited[0] != number[0]:
        return LOOSE
    if cited[: len(number)] == number:
        return PART
    return WHOLE if number[: len(cited)] == cited else 0.0


def _citation_weight(
    item: int,
    fitting: Sequence[tuple[int, float]],
    known: NumberIndex,
    mentioned: Collection[int],
    unknown_bills: bool,
) -> float:
    above = known.parent[item]
    if above in mentioned:
        return SURE
    if above is not None and (mentioned or unknown_bills):
        return OTHER_BILL
    rivals = {known.parent[other] for other, _ in fitting}
    return UNNAMED / math.sqrt(max(1, len(rivals)))


def _dated(row: int, text: str, known: NumberIndex) -> Iterator[Finding]:
    """Sittings by their day; "the sitting of 12 March 2026" is plainer than the day alone."""
    sitting = speaks_of_sitting(text)
    for day, start, end in days(text):
        for item in known.dates.get(day, ()):
            yield Finding(row, item, "number", SURE if sitting else LOOSE, start, end)
