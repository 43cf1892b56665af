"""What a speech, a vote or a bill says of itself where it is shared: embedded elsewhere, or as a picture of a link.

Whoever looks is not known: only what everybody may read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import Resolver404, resolve
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.record.models import Contribution, Document, Stage, VoteEvent
from hemicycle.record.models.speeches import openings
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint

from ..pages import on

# What a quotation shows before it is cut, as in the descriptions of pages.
MOST_WORDS = 280
SPEECH, VOTE, BILL = "speech", "vote", "bill"
_ROWS: dict[str, Any] = {
    SPEECH: Contribution.objects.current().select_related("sitting__organization", "item", "person"),
    VOTE: VoteEvent.objects.select_related("sitting__organization", "item").prefetch_related("counts"),
    BILL: Document.objects.prefetch_related("steps"),
}
# The pages that are of one of them.
_PAGES = {"site:speech": SPEECH, "site:vote": VOTE, "site:bill": BILL}


@dataclass(frozen=True, slots=True)
class Shared:
    """`kind` is one of the three; `words` are in `language`, `by` who said them or when it was."""

    kind: str
    row: Any
    title: str
    words: str
    language: str
    by: str


def kind_of(row: Any) -> str:
    """ "" of what is not shared in this way."""
    kinds = {Contribution: SPEECH, VoteEvent: VOTE, Document: BILL}
    return kinds.get(type(row), "")


def at(path: str) -> Shared | None:
    """What stands at this path of ours; None for any other page, and for what is not for everybody."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    kind = _PAGES.get(found.view_name)
    return of(kind, str(found.kwargs["address"])) if kind else None


def of(kind: str, address: str) -> Shared | None:
    row = _ROWS[kind].filter(address=address).first() if kind in _ROWS else None
    about = [row, getattr(row, "sitting", None)]
    if row is None or not all(gate.allowed(one, via=EgressPoint.EMBED, to=None) for one in about if one is not None):
        return None
    return _READ[kind](row)


def _speech(row: Contribution) -> Shared | None:
    opened = next(iter(openings([row], to=None, language=get_language())), None)
    if opened is None:
        return None
    about = str(row.item.titles.here) if row.item else str(row.get_kind_display())
    words = Truncator(opened.words).chars(MOST_WORDS)
    return Shared(SPEECH, row, about, words, opened.text.language, f"{row}, {on(row.sitting.date)}")


def _vote(row: VoteEvent) -> Shared:
    counts = ", ".join(f"{count.get_option_display()} {count.value}" for count in row.counts.all())
    title = str(row.titles.here) or _("Vote %(number)s") % {"number": row.number}
    result = str(row.get_result_display())
    words = " · ".join(part for part in (result, counts) if part)
    return Shared(VOTE, row, title, words, get_language() or "", on(row.sitting.date))


def _bill(row: Document) -> Shared:
    words, stage = row.titles.here, row.stage
    return Shared(BILL, row, row.name, words.text, words.lang, str(Stage(stage).label) if stage else "")


_READ: dict[str, Callable[[Any], Shared | None]] = {SPEECH: _speech, VOTE: _vote, BILL: _bill}
