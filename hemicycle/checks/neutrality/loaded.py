"""Words of praise, and words that take a side, in the House's own voice.

Somebody's attributed words, names of the record and of things, and what the language's list calls neutral
(“historic buildings”) are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hemicycle.checks.attribution import is_attributed
from hemicycle.checks.neutrality.unattributed import claims
from hemicycle.checks.passages import Note, Passage, Reading
from hemicycle.checks.vocabulary import Match


def promotional(reading: Reading) -> Iterator[Note]:
    for passage in reading.passages:
        for found in _own_words(passage, "promotional", "loaded"):
            yield passage.note(
                found.start,
                found.end,
                _("The House informs; this praises."),
                _("Write “%(plain)s”.") % {"plain": found.value}
                if found.value
                else _("Leave it out, or say what happened: who, what, how many, when."),
            )


def loaded(reading: Reading) -> Iterator[Note]:
    """Of a clause that is the claim of one side, one remark says it all."""
    for passage in reading.passages:
        words = list(_own_words(passage, "loaded", "promotional"))
        told = set(claims(passage)) if words else set()
        for found in words:
            if any(start <= found.start < end for start, end in told):
                continue
            yield passage.note(
                found.start,
                found.end,
                _("In the voice of the House, this takes a side."),
                _("Write “%(plain)s”, or say whose word it is.") % {"plain": found.value}
                if found.value
                else _("Say what happened in plain words, or say whose word it is."),
            )


def _own_words(passage: Passage, section: str, other: str) -> Iterator[Match[str]]:
    """Words of one list that say more than those of the other at the same place: “tireless champion of …”."""
    if not passage.known:
        return
    longer = [(one.start, one.end) for one in passage.find("loaded", other)]
    for found in passage.find("loaded", section):
        said = any(a <= found.start and found.end <= b and (a, b) != (found.start, found.end) for a, b in longer)
        if not said and not _is_harmless(passage, found) and not is_attributed(passage, found.start, found.end):
            yield found


def _is_harmless(passage: Passage, found: Match[str]) -> bool:
    return (
        passage.is_named(found.start, found.start + 1)
        or any(a < found.end and found.start < b for a, b in passage.neutral)
        or passage.is_proper_name(found.first, found.last)
    )
