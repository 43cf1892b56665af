"""What the House heard about a bill and what it did with it; and what people asked, small enough for other pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.cases.addresses import asked as address_of_asked
from hemicycle.cases.addresses import heard as address_of
from hemicycle.cases.agreement import agreement_of
from hemicycle.cases.heard.reading import HeardPage, asked_about, page_of
from hemicycle.cases.models import Heard
from hemicycle.desk.public import announcements as public
from hemicycle.record.models import Document
from hemicycle.rules.site_address import absolute

from .pages import page, refuse_unless_allowed

# Like any page, but that other sites may show it in a frame of theirs; it has no form, no script and no cookie.
FRAMED = "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors *"


@allow(public=True)
def heard(request: HttpRequest, address: str) -> HttpResponse:
    """The last version that was released; `version` names one that is being written, for those of its office."""
    bill = _bill(request, address)
    found = _version(bill, request.GET["version"]) if "version" in request.GET else Heard.objects.about(bill)
    if found is None:
        raise Http404
    refuse_unless_allowed(request, found)
    shown = page_of(found)
    state, reason, later = _state(found)
    return page(
        request,
        "bills/heard",
        title=_("What we heard about %(bill)s") % {"bill": bill.name},
        description=shown.introduction.text or _numbers(shown),
        bill=bill,
        heard=found,
        heard_page=shown,
        agreed=agreement_of(found),
        state=state,
        reason=reason,
        later=later,
        notes_at=f"{shown.dossier.public_path}notes/" if shown.dossier is not None else "",
        asked_at=absolute(address_of_asked(bill)) if asked_about(bill) is not None else "",
        content={"language": get_language()},
        section=shown.unheard,
    )


@allow(public=True)
def asked(request: HttpRequest, address: str) -> HttpResponse:
    """What people asked about a bill: numbers, the clauses most spoken of, and the way to more."""
    bill = _bill(request, address)
    found, released = asked_about(bill), Heard.objects.about(bill)
    if found is None:
        raise Http404
    more = address_of(bill) if released is not None and not released.is_withdrawn else found.dossier.public_path
    context = {"bill": bill, "asked": found, "more": absolute(more)}
    response = render(request, "site/record/bills/asked_frame.html", context)
    response.headers["Content-Security-Policy"] = FRAMED
    response.xframe_options_exempt = True
    return response


def _bill(request: HttpRequest, address: str) -> Document:
    found = get_object_or_404(Document, address=address)
    refuse_unless_allowed(request, found)
    return found


def _version(bill: Document, number: str) -> Heard | None:
    """By its number; several offices of the House may have written one, of which the latest is meant."""
    if not (number.isascii() and number.isdigit()):
        return None
    rows = Heard.objects.filter(bill=bill, number=int(number[:4]))
    return rows.select_related("office", "bill", "inquiry", "announcement").order_by("-pk").first()


def _state(found: Heard) -> tuple[str, str, object]:
    """What stands above it where its announcement was corrected or withdrawn; nothing of one that is not out."""
    if not found.is_public or found.announcement is None:
        return "", "", None
    row = public.in_full().get(pk=found.announcement.pk)
    return public.notice(row, get_language() or "")


def _numbers(shown: HeardPage) -> str:
    counts = shown.counts
    return _("%(n)s messages, and what became of them.") % {"n": counts["messages"]["n"]} if counts else ""
