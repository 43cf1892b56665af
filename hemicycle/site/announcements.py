"""What the House said: the public register of announcements."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow
from hemicycle.desk.languages import following
from hemicycle.desk.models import Announcement, State
from hemicycle.desk.public import announcements as public
from hemicycle.desk.snapshot import text_in, warning_of
from hemicycle.desk.words import language_name
from hemicycle.listening.views.lookup import page_of
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.parameters import PARAMETERS
from hemicycle.rules.site_address import absolute

from .reaching import form_about
from .record.pages import MOST_DESCRIBED

PER_PAGE = 20
# Addresses of the record are twelve signs.
LONGEST_SIGNS = 20


@allow(public=True)
def register(request: HttpRequest) -> HttpResponse:
    """Everything that was released, the latest first, narrowed by words, a year or a thing of the record."""
    years = [str(at.year) for at in Announcement.objects.public().datetimes("released_at", "year", order="DESC")]
    filters = [
        Filter("q", _("Words"), words=True).read(request.GET),
        Filter("year", _("Year"), (("", _("All years")), *((one, one) for one in years))).read(request.GET),
    ]
    words, year, about = filters[0].value, filters[1].value, request.GET.get("about", "")[:LONGEST_SIGNS]
    those = public.found(public.with_corrections(public.register()), about=about)
    rows = public.found(those, words=words, year=int(year) if year else None)
    page = page_of(rows, request, per_page=PER_PAGE)
    context = {
        "page": page, "cards": [_card(row) for row in page], "filters": filters, "about": _about(those, about),
        "kept": {"about": about} if about else {},
    }  # fmt: skip
    return render(request, "site/announcements.html", context)


@allow(public=True)
def announcement(request: HttpRequest, address: str) -> HttpResponse:
    row = public.by_address(address, via=EgressPoint.PAGE, to=request.user)
    lang = request.GET.get("lang", "")
    chosen = lang if lang in row.by_language else (get_language() or "")
    state, reason, later = public.notice(row, chosen)
    text, said = public.text_for(row, chosen), public.summary(row, chosen)
    context = {
        "announcement": row,
        "text": text,
        "said": said,
        "description": Truncator(" ".join((said.warning or said.words).split())).chars(MOST_DESCRIBED),
        "to_follow": _to_follow(row),
        "others": [(one, language_name(one)) for one in sorted(row.by_language) if one != text.lang],
        "media": public.media(row, text.lang),
        "warning": warning_of(row, text.lang),
        "correction_reason": text_in(row.reasons, text.lang),
        "state": state,
        "reason": reason,
        "withdrawal": row.confirmed_withdrawal,
        "later": later,
        "corrected_for": text_in(later.reasons, chosen) if later else "",
        "channels": public.sent_on_channels(row),
        "approvals": list(public.approvals(row)),
        "canonical": absolute(row.get_absolute_url()),
        "write_url": form_about("announcement", row.address),
    }
    return render(request, "site/announcement.html", context)


def _to_follow(row: Announcement) -> dict[str, Any]:
    """The languages that it does not have yet, as its reader calls them, and by when they are promised."""
    found = following(row)
    if found is None:
        return {}
    names = PARAMETERS["required_languages"].said(found.languages)
    return {"languages": names, "due_at": found.due_at, "is_overdue": found.is_overdue}


def _card(row: Announcement) -> dict[str, Any]:
    """With what became of it, as its own page says it."""
    lang = get_language() or ""
    return {"row": row, "text": public.text_for(row, lang), "state": State(row.state)}


def _about(those: Any, about: str) -> Any:
    """What of the record the list is narrowed to, where something is announced about it."""
    first = those.first() if about else None
    return first.about_what if first else None
