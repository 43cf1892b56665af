"""How what is followed is called, in the language of the moment."""

from __future__ import annotations

from typing import Any

from django.utils.text import Truncator

from hemicycle.record.models import Document

# A text message of one segment has 160 characters, and half of them go to what is asked.
MOST_LETTERS_IN_A_TEXT = 60
# “…” is no letter of GSM-7 and would halve what fits.
_CUT = "..."


def name_of(row: Any) -> str:
    """“Bill 12 · River Bill”, “Alda Ferrer”."""
    return f"{row.name} · {row.titles.here}" if isinstance(row, Document) else str(row)


def short_name_of(row: Any) -> str:
    """The same where there is little room: “Bill 12 (River Bill)”."""
    if not isinstance(row, Document):
        return Truncator(str(row)).chars(MOST_LETTERS_IN_A_TEXT, _CUT)
    # “n°” and “n.º” are no letters of GSM-7 either.
    name = row.name.replace("n° ", "").replace("n.º ", "")
    title = Truncator(str(row.titles.here)).chars(MOST_LETTERS_IN_A_TEXT - len(name), _CUT)
    return f"{name} ({title})"
