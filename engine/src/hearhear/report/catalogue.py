"""The texts of the page in one language, and how that language writes numbers, percentages and dates."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "es", "fr")
UNBROKEN = {
    "fr": {" :": "\u00a0:", " ;": "\u202f;", " !": "\u202f!", " ?": "\u202f?", "« ": "«\u202f", " »": "\u202f»"},
}
"""Blanks before or after a sign at which no line may end: catalogues are written with plain ones."""


class Catalogue:
    """The catalogue `words/<lang>.toml`: `words("themes.heading")`, and numbers as the language writes them."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._words = _catalogue(lang)

    def __call__(self, key: str, **values: object) -> str:
        """The words under a key, `section.entry`, filled in. A key that is not there is a fault of the caller."""
        section, _, entry = key.partition(".")
        found: str = self._words[section][entry]
        return found.format(**values) if values else found

    def of(self, number: int, key: str, **values: object) -> str:
        """The text under a key for a number; under `key_one` in the singular."""
        return self(f"{key}_one" if self._single(number) else key, **values)

    def known(self, section: str, entry: str) -> str:
        """The word for something that the data names, or its name where there is none."""
        found = self._words[section].get(entry, entry)
        return found if isinstance(found, str) else entry

    def count(self, what: str, number: int) -> str:
        """`1 message`, `2,340 messages`: a number with its noun."""
        forms = self._words["count"][what]
        return str(forms["one" if self._single(number) else "other"]).format(n=self.number(number))

    def _single(self, number: int) -> bool:
        return number < 2 if self.lang == "fr" else number == 1

    def number(self, number: int) -> str:
        """A whole number."""
        digits = str(number)
        if len(digits) < int(self("format.from_digits")):
            return digits
        return f"{number:,}".replace(",", self("format.thousands"))

    def decimal(self, number: float) -> str:
        """A number from 0 to 1 with two digits."""
        return f"{number:.2f}".replace(".", self("format.decimal"))

    def percent(self, part: int, whole: int) -> str:
        """A part of a whole, without decimals from ten in a hundred on; what is there is never 0 %, and only all
        of it is 100 %.
        """
        share = 100 * part / whole if whole else 0.0
        if part < whole and share >= 99.5:
            return self("format.percent", n=f"{min(share, 99.9):.1f}".replace(".", self("format.decimal")))
        if 0 < share < 0.1:
            return "< " + self("format.percent", n="0.1".replace(".", self("format.decimal")))
        shown = f"{share:.0f}" if share >= 10 or not share else f"{share:.1f}".replace(".", self("format.decimal"))
        return self("format.percent", n=shown)

    def date(self, written: str) -> str:
        """A day, `2026-03-05`, in full."""
        when = dt.date.fromisoformat(written)
        day = self("format.first_day") if when.day == 1 else str(when.day)
        return self("format.date", day=day, month=self._month(when), year=when.year)

    def period(self, unit: str, begins: str) -> str:
        """A day, week, month or year."""
        when = dt.date.fromisoformat(begins)
        return self(f"period.{unit}", date=self.date(begins), month=self._month(when), year=when.year)

    def listed(self, words: Sequence[str]) -> str:
        """`a, b and c`."""
        return self("format.and").join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))

    def apart(self, words: Sequence[str]) -> str:
        """`a; b; c`, for items with commas."""
        return self("format.apart").join(words)

    def quoted(self, words: str) -> str:
        """In the quotation marks of the language."""
        return f"{self('format.quote_open')}{words}{self('format.quote_close')}"

    def language(self, code: str) -> str:
        """The name of a language, or its code where it has none here."""
        return self.known("languages", code)

    def _month(self, when: dt.date) -> str:
        return self("format.months").split()[when.month - 1]


@cache
def _catalogue(lang: str) -> dict[str, dict[str, Any]]:
    written = resources.files("hearhear.report").joinpath("words", f"{lang}.toml").read_text("utf-8")
    for before, after in UNBROKEN.get(lang, {}).items():
        written = written.replace(before, after)
    return tomllib.loads(written)
