"""The first of a month as French writes it: "1er mars", but "2 mars".

Django's formats know the ordinals of English alone ("S"), and no other place decides upon a single day.
"""

from django.utils.dateformat import DateFormat
from django.utils.translation import get_language

_english = DateFormat.S


def ordinal(date: DateFormat) -> str:
    if (get_language() or "").partition("-")[0] == "fr":
        return "er" if date.j() == 1 else ""
    return _english(date)


def install() -> None:
    DateFormat.S = ordinal  # type: ignore[method-assign,assignment]
