"""Days that a sentence names, in figures or in words, counted from the day on which it was written.

A date without a year is the next of its kind, a weekday the next after the day of writing; "the 14th" is the next
14th. What lies behind ("last Friday", "every Friday") is no date here. Figures are read with the day first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import ceil

from hearhear.urgency.ideas import folded
from hearhear.urgency.vocabulary import read_words

_NO_LETTERS = re.compile(r"[^\w/.:-]+|(?<=\D)[.:]|[.:](?=\D|$)|(?<!\d)-|-(?!\d)")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_FIGURES = r"(?<![\d/])(?!24/7\b)(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?(?![\d/]| ?%)"
_CENTURY = 2000
_DAYS = {"hours": 1 / 24, "days": 1, "weeks": 7, "fortnights": 14}
Span = tuple[int, int]


@dataclass(frozen=True)
class _Rules:
    months: dict[str, int]
    weekdays: dict[str, int]
    figures: re.Pattern[str]
    day_month: re.Pattern[str]
    month_day: re.Pattern[str]
    month_end: re.Pattern[str]
    weekday: re.Pattern[str]
    past: re.Pattern[str]
    counted: re.Pattern[str]
    numbers: dict[str, int]
    units: dict[str, str]
    relative: tuple[tuple[re.Pattern[str], int], ...]
    ends: tuple[tuple[re.Pattern[str], str], ...]
    days: tuple[re.Pattern[str], ...]
    vague: re.Pattern[str]
    midnight: re.Pattern[str]


def named(text: str, written_on: date | None) -> list[date | None]:
    """The days that a text names, in the order in which rules find them; None where one cannot be told."""
    plain = " ".join(_NO_LETTERS.sub(" ", folded(text)).split())
    rules = _rules()
    plain = rules.past.sub(lambda match: "." * len(match[0]), plain)
    taken: list[Span] = []
    found: list[date | None] = []
    for span, day in _all(plain, rules, written_on):
        if not any(start < span[1] and span[0] < end for start, end in taken):
            taken.append(span)
            found.append(day)
    # "Tuesday at midnight" names Tuesday.
    return found or [written_on] * bool(rules.midnight.search(plain))


def _all(plain: str, rules: _Rules, written_on: date | None) -> Iterator[tuple[Span, date | None]]:
    yield from _full(plain, rules, written_on)
    yield from _counted(plain, rules, written_on)
    for pattern, unit in rules.ends:
        yield from ((one.span(), _end_of(unit, written_on)) for one in pattern.finditer(plain))
    for pattern, days in rules.relative:
        yield from ((one.span(), _later(written_on, days)) for one in pattern.finditer(plain))
    for pattern in rules.days:
        yield from ((one.span(), _next_day(int(one[1]), written_on)) for one in pattern.finditer(plain))
    for one in rules.weekday.finditer(plain):
        day = _next_weekday(rules.weekdays[one[1] or one[2] or one[3]], written_on)
        yield one.span(), _a_week_on(day, written_on, bool(one["later"])) if one["later"] or one["next"] else day
    yield from ((one.span(), None) for one in rules.vague.finditer(plain))


def _full(plain: str, rules: _Rules, written_on: date | None) -> Iterator[tuple[Span, date | None]]:
    """Dates with a month."""
    for one in _ISO.finditer(plain):
        yield one.span(), _valid(int(one[1]), int(one[2]), int(one[3]))
    for one in rules.day_month.finditer(plain):
        yield one.span(), _dated(int(one[1]), rules.months[one[2]], one[3], written_on)
    for one in rules.month_day.finditer(plain):
        yield one.span(), _dated(int(one[2]), rules.months[one[1]], one[3], written_on)
    for one in rules.month_end.finditer(plain):
        first = _dated(28, rules.months[one[1]], None, written_on)
        yield one.span(), _end_of("month", first)
    for one in rules.figures.finditer(plain):
        day, month = int(one[1]), int(one[2])
        if day <= 12 < month:
            day, month = month, day
        if _valid(_CENTURY, month, day):
            yield one.span(), _dated(day, month, one[3], written_on)


def _counted(plain: str, rules: _Rules, written_on: date | None) -> Iterator[tuple[Span, date | None]]:
    """ "In ten days", "48 hours": a day where the count begins with the writing, and none of working days."""
    for one in rules.counted.finditer(plain):
        if one["within"] or one["left"]:
            number = int(one["n"]) if one["n"].isdigit() else rules.numbers[one["n"]]
            working = one["working"] or one["after"]
            yield one.span(), None if working else _after(number, rules.units[one["unit"]], written_on)


def _after(number: int, unit: str, written_on: date | None) -> date | None:
    if unit != "months" or written_on is None:
        return _later(written_on, ceil(number * _DAYS.get(unit, 0)))
    years, month = divmod(written_on.month - 1 + number, 12)
    first = date(written_on.year + years, month + 1, 1)
    return _valid(first.year, first.month, written_on.day) or _end_of("month", first)


def _a_week_on(day: date | None, written_on: date | None, later: bool) -> date | None:
    """ "Friday week" lies a week after Friday, "Friday of next week" in the next week."""
    if day is None or written_on is None:
        return None
    same_week = day - written_on < timedelta(7 - written_on.weekday())
    return day + timedelta(7) if later or same_week else day


def _dated(day: int, month: int, year: str | None, written_on: date | None) -> date | None:
    if year:
        return _valid(int(year) if len(year) > 2 else _CENTURY + int(year), month, day)
    if written_on is None:
        return None
    this = _valid(written_on.year, month, day)
    return this if this and this >= written_on else _valid(written_on.year + 1, month, day)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _later(written_on: date | None, days: int) -> date | None:
    return written_on + timedelta(days) if written_on else None


def _next_day(day: int, written_on: date | None) -> date | None:
    """The next day of a month with that number."""
    if written_on is None or not 1 <= day <= 31:
        return None
    at = written_on
    while at.day != day:
        at += timedelta(1)
    return at


def _next_weekday(weekday: int, written_on: date | None) -> date | None:
    return _later(written_on, (weekday - written_on.weekday() - 1) % 7 + 1) if written_on else None


def _end_of(unit: str, written_on: date | None) -> date | None:
    if written_on is None:
        return None
    if unit == "week":
        return written_on + timedelta(6 - written_on.weekday())
    month = written_on.month if unit == "month" else 12
    return date(written_on.year + month // 12, month % 12 + 1, 1) - timedelta(1)


@cache
def _rules() -> _Rules:
    """The rules of all languages together."""
    tables = [table["dates"] for table in read_words()]
    months = _numbered([(one["months"], 1) for one in tables] + [(one["months_short"], 1) for one in tables])
    weekdays = _numbered([(one["weekdays"], 0) for one in tables])
    short = _numbered([(one["weekdays_short"], 0) for one in tables])
    numbers = _numbered([(one["numbers"], 1) for one in tables])
    numbers |= {word: int(number) for one in tables for number, text in one["tens"].items() for word in text.split()}
    units = {word: unit for one in tables for unit, text in one["units"].items() for word in _plurals(text)}
    month, year, any_weekday = _any(months), r"(?:,? (?:of |de |del )?(\d{4}))?", _any(weekdays | short)
    before = rf"(?:\b(?:{any_weekday}),? (?:the |le |el )?)?"

    def filled(text: str) -> str:
        return text.replace("{weekday}", f"(?:{_any(weekdays)})").replace("{month}", f"(?:{month})")

    def joined(name: str) -> str:
        return "|".join(filled(one[name]) for one in tables)

    return _Rules(
        months=months,
        weekdays=weekdays | short,
        figures=re.compile(before + _FIGURES),
        day_month=re.compile(rf"{before}\b(\d{{1,2}})(?:st|nd|rd|th|er|o)?(?: of| de)? ({month})\b{year}"),
        month_day=re.compile(rf"{before}\b({month}) (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\b(?! ?%|:){year}"),
        month_end=re.compile(rf"\b(?:{joined('ends_of')}) ({month})\b"),
        weekday=re.compile(
            rf"\b(?:({_any(weekdays)}|fri|thurs?|weds)|(?:by|before|b4|on|until|till|is|due|next|this) ({_any(short)})"
            rf"|({_any(short)})(?= (?:\d{{1,2}} ?(?:am|pm)|morning|nite|night)\b))\b"
            rf"(?P<later> (?:{joined('week_later')})\b)?(?P<next> (?:{joined('next_week')})\b)?"
        ),
        past=re.compile(joined("past")),
        counted=re.compile(
            rf"(?:\b(?P<within>{joined('within')}) )?\b(?P<n>\d{{1,3}}|{_any(numbers)}) ?"
            rf"(?:(?P<working>{joined('working')}) )?(?P<unit>{_any(units)})\b(?: (?P<after>{joined('working')})\b)?"
            rf"(?: (?P<left>{joined('left')})\b)?"
        ),
        numbers=numbers,
        units=units,
        relative=tuple(
            (re.compile(rf"\b(?:{text})\b"), int(days))
            for one in tables
            for days, text in sorted(one["relative"].items(), key=lambda row: -int(row[0]))
        ),
        ends=tuple((re.compile(rf"\b(?:{text})\b"), unit) for one in tables for unit, text in one["end"].items()),
        days=tuple(re.compile(before + filled(one["day_of_month"])) for one in tables),
        vague=re.compile(rf"\b(?:{joined('vague')})\b"),
        midnight=re.compile(rf"\b(?:{joined('midnight')})\b"),
    )


def _numbered(lists: list[tuple[str, int]]) -> dict[str, int]:
    """Words with their place in their list; `|` stands between two words for the same."""
    return {
        word: number
        for text, first in lists
        for number, words in enumerate(text.split(), first)
        for word in words.split("|")
    }


def _plurals(text: str) -> Iterator[str]:
    for word in text.split():
        yield from (word[:-2], word[:-1]) if word.endswith("?") else (word,)


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))
