"""What a page says of itself where it is shared: embedded elsewhere as a quotation, or as the picture of a link.

Whoever looks is not known: only what everybody may read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import Resolver404, resolve
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from hemicycle.desk.models import Announcement
from hemicycle.desk.public import announcements as public
from hemicycle.desk.snapshot import warning_line
from hemicycle.record.models import Contribution, Document, Stage, VoteEvent
from hemicycle.record.models.speeches import openings
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint

from ..record.pages import on

# What a quotation shows before it is cut, as in the descriptions of pages.
MOST_WORDS = 280
SPEECH, VOTE, BILL, ANNOUNCEMENT = "speech", "vote", "bill", "announcement"
_ROWS: dict[str, Callable[[], Any]] = {
    SPEECH: lambda: Contribution.objects.current().select_related("sitting__organization", "item", "person"),
    VOTE: lambda: VoteEvent.objects.select_related("sitting__organization", "item").prefetch_related("counts"),
    BILL: lambda: Document.objects.prefetch_related("steps"),
    ANNOUNCEMENT: public.in_full,
}
# The pages that are of one of them.
_PAGES = {"site:speech": SPEECH, "site:vote": VOTE, "site:bill": BILL, "site:announcement": ANNOUNCEMENT}


@dataclass(frozen=True, slots=True)
class Shared:
    """`kind` is one of the four; `words` are in `language`, `by` who said them or when it was."""

    kind: str
    row: Any
    title: str
    words: str
    language: str
    by: str

    @property
    def spoken(self) -> str:
        """The language of what we say around it: an announcement is asked for in its own."""
        return self.language if self.kind == ANNOUNCEMENT else get_language() or ""


def kind_of(row: Any) -> str:
    """ "" of what is not shared in this way."""
    kinds = {Contribution: SPEECH, VoteEvent: VOTE, Document: BILL, Announcement: ANNOUNCEMENT}
    return kinds.get(type(row), "")


def is_public(row: Any) -> bool:
    rows = (row, getattr(row, "sitting", None))
    return all(gate.allowed(one, via=EgressPoint.EMBED, to=None) for one in rows if one is not None)


def at(path: str, lang: str = "") -> Shared | None:
    """What stands at this path of ours, in a language that its address names; None for any other page, and for what
    is not for everybody."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    kind = _PAGES.get(found.view_name)
    return of(kind, str(found.kwargs["address"]), lang) if kind else None


def of(kind: str, address: str, lang: str = "") -> Shared | None:
    row = _ROWS[kind]().filter(address=address).first() if kind in _ROWS else None
    return None if row is None else read(row, lang)


def read(row: Any, lang: str = "") -> Shared | None:
    """What the row says of itself; None of what is not for everybody, or not shared in this way."""
    kind = kind_of(row)
    if not kind or not is_public(row):
        return None
    return _announcement(row, lang) if kind == ANNOUNCEMENT else _READ[kind](row)


def _speech(row: Contribution) -> Shared | None:
    opened = next(iter(openings([row], to=None, language=get_language(), original=True)), None)
    if opened is None:
        return None
    about = str(row.item.titles.here) if row.item else str(row.get_kind_display())
    words = Truncator(opened.words).chars(MOST_WORDS)
    by = f"{row}, {on(row.sitting.date)}"
    if opened.is_translation:
        by = _("%(by)s (translated)") % {"by": by}
    return Shared(SPEECH, row, about, words, opened.text.language, by)


def _vote(row: VoteEvent) -> Shared:
    counts = ", ".join(f"{count.get_option_display()} {count.value}" for count in row.counts.all())
    title = str(row.titles.here) or _("Vote %(number)s") % {"number": row.number}
    result = str(row.get_result_display())
    words = " · ".join(part for part in (result, counts) if part)
    return Shared(VOTE, row, title, words, get_language() or "", on(row.sitting.date))


def _bill(row: Document) -> Shared:
    words, stage = row.titles.here, row.stage
    return Shared(BILL, row, row.name, words.text, words.lang, str(Stage(stage).label) if stage else "")


def _announcement(row: Announcement, lang: str) -> Shared:
    """Whoever embeds it does not choose for their readers: of what is to be warned of, the warning alone."""
    shown = public.text_for(row, lang or get_language() or "").lang
    with override(shown):
        said = public.summary(row, shown)
        words = warning_line(said.warning, shown) if said.warning else " ".join(said.words.split())
        assert row.released_at is not None
        by = f"{row.office}, {date_format(localtime(row.released_at), 'DATE_FORMAT')}"
        return Shared(ANNOUNCEMENT, row, said.title, Truncator(words).chars(MOST_WORDS), shown, by)


_READ: dict[str, Callable[[Any], Shared | None]] = {SPEECH: _speech, VOTE: _vote, BILL: _bill}
