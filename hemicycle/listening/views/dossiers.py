"""The dossiers of an inquiry: drafted, read, released, downloaded; and the messages behind each note."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.channels.models import Medium
from hemicycle.follow.numbers import rounded
from hemicycle.rules import audit, gate
from hemicycle.rules.egress import EgressPoint

from ..actions import dossiers as actions
from ..actions.dossier_news import followers_of, was_announced
from ..actions.exporting import note_dossier_export
from ..dossier.releasing import (
    can_release,
    needs_two,
    nobody_to_release,
    not_by_oneself,
    one_of,
    others_who_may,
    why_not_proposed,
    why_not_released,
)
from ..dossier.reviews import missing, read_by, set_aside_since
from ..dossier.serving import download, lines_of
from ..errors import ListeningError
from ..forms import DeclineForm, DossierForm
from ..models import Dossier, Finding, Inquiry
from ..models.inquiry import CORRECTORS, READERS, RELEASERS
from ..presenters.downloads import downloads_of, downloads_of_findings
from ..text.words import grouped
from .lookup import correctable_inquiry, may_correct, page_of, visible_inquiry

# Of the sentences that bear one note, the first say enough.
MOST_SENTENCES = 3


@allow(*READERS)
def board(request: HttpRequest, address: str) -> HttpResponse:
    inquiry = visible_inquiry(request, address)
    drafting = inquiry.shown is not None and may_correct(request, inquiry)
    form = DossierForm(initial={"language": get_language()}, inquiry=inquiry) if drafting else None
    return _board(request, inquiry, form)


def _board(request: HttpRequest, inquiry: Inquiry, form: DossierForm | None, *, status: int = 200) -> HttpResponse:
    page = page_of(inquiry.dossiers.without_words().newest_first(), request)
    mine = next((one for one in page if _is_mine(request, one)), None)
    context = {
        "inquiry": inquiry,
        "tab": "dossiers",
        "page": page,
        "me": audit.actor_of(request.user),
        "can_release": can_release(mine, besides=request.user) if mine else "",
        "form": form,
        "may_release": _may_release(request, inquiry),
        "downloads": downloads_of_findings(inquiry.shown) if inquiry.shown else (),
    }
    return render(request, "listening/dossier/dossiers.html", context, status=status)


@allow(*CORRECTORS, only_post=True)
def draft(request: HttpRequest, address: str) -> HttpResponse:
    inquiry = correctable_inquiry(request, address)
    form = DossierForm(request.POST, inquiry=inquiry)
    if not form.is_valid():
        return _board(request, inquiry, form, status=422)
    try:
        made = actions.draft_dossier(inquiry, **form.cleaned_data, by=request.user)
    except ListeningError as error:
        messages.error(request, str(error))
        return redirect("listening:dossiers", inquiry.address)
    messages.success(request, _("The dossier is drafted. Nobody outside this office can read it."))
    return redirect("listening:dossier", inquiry.address, made.pk)


@allow(*READERS)
def dossier(request: HttpRequest, address: str, number: int) -> HttpResponse:
    inquiry, found = found_dossier(request, address, number)
    context = {
        "inquiry": inquiry,
        "tab": "dossiers",
        "dossier": found,
        "content": found.content,
        "lines": lines_of(found),
        "notes_at": reverse("listening:dossier_notes", args=[inquiry.address, found.pk]),
        "downloads": downloads_of(found),
        "public_path": "" if found.is_draft else found.public_path,
        **(_release_facts(request, found) if found.is_draft else {"set_aside": set_aside_since(found)}),
    }
    return render(request, "listening/dossier/dossier.html", context)


def _release_facts(request: HttpRequest, draft: Dossier) -> dict[str, Any]:
    """What stands between a draft and its release, and what this person may do about it."""
    # Asked for once, whatever is counted in them.
    prefetch_related_objects([draft.inquiry], "quote_reviews")
    left = len(missing(draft))
    corrects, releases = may_correct(request, draft.inquiry), _may_release(request, draft.inquiry)
    proposes = corrects and not left and needs_two(draft) and not draft.is_proposed
    refused = nobody_to_release(draft, by=request.user) if proposes else None
    return {
        "quotes_left": left,
        "read_by": read_by(draft),
        "may_read_quotes": corrects,
        "may_propose": proposes and refused is None,
        "nobody_else": refused,
        "may_release": releases and not left and not_by_oneself(draft, by=request.user) is None,
        "is_mine": _is_mine(request, draft),
        "can_release": can_release(draft, besides=draft.proposed_by) if draft.is_proposed else "",
    }


def _is_mine(request: HttpRequest, dossier: Dossier) -> bool:
    """Whether this person proposed its release."""
    return dossier.is_proposed and dossier.proposed_by == audit.actor_of(request.user)


@allow(*READERS)
def notes(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """Every note, with how many messages it lists."""
    inquiry, found = found_dossier(request, address, number)
    listed = [(int(key), len(listed)) for key, listed in found.content.get("notes", {}).items()]
    context = {"inquiry": inquiry, "tab": "dossiers", "dossier": found, "page": page_of(sorted(listed), request)}
    return render(request, "listening/dossier/notes.html", context)


@allow(*READERS)
def messages_behind(request: HttpRequest, address: str, number: int, note: int) -> HttpResponse:
    """The messages behind one sentence or number; those that were erased since are said to be gone."""
    inquiry, found = found_dossier(request, address, number)
    listed = found.content.get("notes", {}).get(str(note))
    if listed is None:
        raise Http404
    page = page_of(listed, request)
    findings = _findings(inquiry, list(page))
    context = {
        "inquiry": inquiry,
        "tab": "dossiers",
        "dossier": found,
        "number": note,
        "page": page,
        "rows": [(message, findings.get(message)) for message in page],
        "sentences": list(_bearing(found.content, note))[:MOST_SENTENCES],
    }
    return render(request, "listening/dossier/note.html", context)


@allow(*CORRECTORS)
def propose(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """Ask another person to release it; where nobody can, or a quote is unread, say what is to be done first."""
    inquiry, found = found_dossier(request, address, number)
    if not may_correct(request, inquiry):
        raise PermissionDenied
    if not found.is_draft:
        return redirect("listening:dossier", inquiry.address, found.pk)
    if request.method == "POST":
        return _done(request, found, partial(actions.propose_release, found, by=request.user), _("Proposed."))
    prefetch_related_objects([inquiry], "quote_reviews")
    context = {
        "inquiry": inquiry,
        "dossier": found,
        "refused": why_not_proposed(found, by=request.user),
        "quotes_left": len(missing(found)),
        "consequences": [*_consequences(found), *_asked(request, found)],
        "proposing": True,
    }
    return render(request, "listening/dossier/release.html", context)


def _asked(request: HttpRequest, draft: Dossier) -> list[str]:
    """Who is asked to release it."""
    names = others_who_may(RELEASERS, draft, besides=request.user)
    return [_("A notice goes to %(names)s, who can release it.") % {"names": one_of(names)}] if names else []


@allow(*CORRECTORS, only_post=True)
def withdraw(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """Take the own proposal back."""
    inquiry, found = found_dossier(request, address, number)
    if not may_correct(request, inquiry):
        raise PermissionDenied
    act = partial(actions.withdraw_proposal, found, by=request.user)
    return _done(request, found, act, _("Withdrawn. Nobody is asked to release it any more."))


@allow(*RELEASERS, step_up="release")
def release(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """Say what will be published and to whom; then release it."""
    inquiry, found = found_dossier(request, address, number)
    if not _may_release(request, inquiry):
        raise PermissionDenied
    if not found.is_draft:
        return redirect("listening:dossier", inquiry.address, found.pk)
    if request.method == "POST":
        released = _("The dossier is released. Anyone may read it now.")
        return _done(request, found, partial(actions.release_dossier, found, by=request.user), released)
    return _release_page(request, inquiry, found, DeclineForm())


def _release_page(
    request: HttpRequest, inquiry: Inquiry, draft: Dossier, form: DeclineForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """What a release does, or what has to be done first; `form`: why it is declined."""
    prefetch_related_objects([inquiry], "quote_reviews")
    context = {
        "inquiry": inquiry,
        "dossier": draft,
        "refused": why_not_released(draft, by=request.user),
        "quotes_left": len(missing(draft)),
        "consequences": _consequences(draft),
        "form": form,
    }
    return render(request, "listening/dossier/release.html", context, status=status)


@allow(*RELEASERS, only_post=True)
def decline(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """Send a proposal back, with the reason."""
    inquiry, found = found_dossier(request, address, number)
    if not _may_release(request, inquiry):
        raise PermissionDenied
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _release_page(request, inquiry, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    act = partial(actions.decline_release, found, why=form.cleaned_data["why"], by=request.user)
    return _done(request, found, act, _("Declined. Whoever proposed it gets a notice with your reason."))


def _done(request: HttpRequest, dossier: Dossier, act: Callable[[], Dossier], said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except ListeningError as error:
        messages.error(request, str(error))
    return redirect("listening:dossier", dossier.inquiry.address, dossier.pk)


@allow(*READERS, step_up="export")
def download_file(request: HttpRequest, address: str, number: int, kind: str) -> HttpResponse:
    """Each download is logged; the PDF, with an annex that is the office's own, bears who took it."""
    inquiry, found = found_dossier(request, address, number)
    gate.release(found, via=EgressPoint.EXPORT, to=request.user)
    if not found.content:
        raise Http404
    try:
        response = download(found, kind, annex=True, taken_by=str(request.user))
    except ListeningError as error:
        messages.error(request, str(error))
        return redirect("listening:dossier", inquiry.address, found.pk)
    note_dossier_export(found, kind=kind, by=request.user)
    return response


def found_dossier(
    request: HttpRequest, address: str, number: int, *, with_words: bool = True
) -> tuple[Inquiry, Dossier]:
    """The dossier of this number, for whoever may read it."""
    inquiry = visible_inquiry(request, address)
    rows = inquiry.dossiers.all() if with_words else inquiry.dossiers.without_words()
    found: Dossier = get_object_or_404(rows, pk=number)
    found.inquiry = inquiry
    if not gate.allowed(found, via=EgressPoint.PAGE, to=request.user):
        raise Http404
    return inquiry, found


def _may_release(request: HttpRequest, inquiry: Inquiry) -> bool:
    return Inquiry.objects.releasable_by(request.user).filter(pk=inquiry.pk).exists()


def _findings(inquiry: Inquiry, numbers: list[int]) -> dict[int, Finding]:
    if inquiry.shown is None:
        return {}
    rows = inquiry.shown.findings.filter(inbound__in=numbers).select_related("campaign").defer("evidence")
    return {finding.inbound_id: finding for finding in rows}


def _bearing(content: Any, note: int) -> Any:
    """The sentences and the numbers that bear this note, as the dossier has them."""
    for section in content["sections"]:
        for block in section["blocks"]:
            for sentence in (*block.get("sentences", ()), *block.get("items", ())):
                if sentence["note"] == note:
                    yield sentence
            table = block if block["kind"] == "table" else block.get("table")
            for row in table["rows"] if table else ():
                for column, cell in zip(table["columns"], row, strict=True):
                    if cell["note"] == note:
                        yield {**row[0], "text": f"{row[0]['text']} – {column}: {cell['text']}"}


def _consequences(dossier: Dossier) -> list[str]:
    facts = {"language": dossier.language_in_words, "version": dossier.version, "n": grouped(dossier.messages)}
    sentences = [
        ngettext(
            "The dossier in %(language)s, version %(version)s, is published: numbers about %(n)s message, and "
            "words quoted from letters, with names and addresses redacted.",
            "The dossier in %(language)s, version %(version)s, is published: numbers about %(n)s messages, and "
            "words quoted from letters, with names and addresses redacted.",
            dossier.messages,
        )
        % facts,
        _("Software redacts names, addresses and numbers, and misses some: staff read every quote in its letter."),
        _("It becomes public at once, as a page, a PDF and data."),
        *_notified(dossier),
        _("The letters themselves stay here; their numbers in the dossier open for this office alone."),
    ]
    if dossier.version > 1:
        sentences.append(_("It replaces the version before it, which stays readable and says so."))
    return [*sentences, _("It cannot be undone. A later version can replace it, and says so.")]


def _notified(dossier: Dossier) -> list[str]:
    """Who gets a message of it; nobody where that version was released in another language before."""
    if was_announced(dossier):
        return []
    reached, bill = followers_of(dossier), dossier.inquiry.bill
    if bill is None or not sum(reached.values()):
        return []
    numbers = {"mail": rounded(reached.get(Medium.EMAIL, 0)), "text": rounded(reached.get(Medium.SMS, 0))}
    facts = {"bill": bill.name, **numbers}
    return [
        _("Those who follow %(bill)s get a message that it can be read: by e-mail %(mail)s, by text message %(text)s.")
        % facts
    ]
