"""What committees were given: the released dossiers, as pages and files that anyone may take."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from hemicycle.accounts.permissions import allow
from hemicycle.listening.dossier import serving
from hemicycle.listening.dossier.blocks import runs
from hemicycle.listening.models import Dossier
from hemicycle.listening.views.lookup import page_of


@allow(public=True)
def board(request: HttpRequest) -> HttpResponse:
    """The versions in force, the latest first; those before them are reached by their own address."""
    rows = Dossier.objects.released().without_words().titled().select_related("inquiry__office")
    rows = rows.order_by("-released_at", "-pk")
    return render(request, "site/dossiers.html", {"page": page_of(rows, request)})


@dataclass(frozen=True)
class Chapter:
    """A section of a dossier as a page; `anchor` is where it stood when a dossier was one page."""

    title: str
    url: str
    anchor: str = ""


@allow(public=True)
def dossier(request: HttpRequest, address: str) -> HttpResponse:
    """The summary, and what else there is."""
    found = serving.page(address, to=request.user)
    sections = found.content.get("sections", [])
    return _page(request, found, section=sections[0] if sections else None)


@allow(public=True)
def chapter(request: HttpRequest, address: str, section: str) -> HttpResponse:
    found = serving.page(address, to=request.user)
    chapters = found.content.get("sections", [])[1:]
    at = next((at for at, one in enumerate(chapters) if one["id"] == section), None)
    if at is None:
        raise Http404
    around = _chapters(found)
    before, after = around[at], around[at + 2] if at + 2 < len(around) else None
    return _page(request, found, section=chapters[at], chapter=chapters[at], before=before, after=after)


@allow(public=True)
def whole(request: HttpRequest, address: str) -> HttpResponse:
    """Everything on one page, as it is printed."""
    return _page(request, serving.page(address, to=request.user), whole=True)


def _page(request: HttpRequest, found: Dossier, **about: Any) -> HttpResponse:
    chapters = _chapters(found)
    context = {
        "dossier": found,
        "inquiry": found.inquiry,
        "content": found.content,
        "lines": serving.lines_of(found),
        "notes_at": f"{_url('dossier', found)}notes/",
        "summary_url": _url("dossier", found),
        "whole_url": _url("dossier_whole", found),
        "chapters": chapters,
        "in_my_language": _in_my_language(found),
        "language_here": get_language() or "",
    }
    return render(request, "site/dossier.html", context | about)


def _in_my_language(found: Dossier) -> str:
    """Where the same is read in the language of the page, if this one is not in it and another is."""
    language = get_language() or ""
    if found.language == language:
        return ""
    others = Dossier.objects.released().without_words().filter(inquiry=found.inquiry, language=language)
    other = others.first()
    return _url("dossier", other) if other is not None else ""


def _chapters(found: Dossier) -> list[Chapter]:
    """The summary first."""
    sections = found.content.get("sections", [])
    first = [Chapter(one["title"], _url("dossier", found)) for one in sections[:1]]
    return first + [
        Chapter(one["title"], _url("dossier_chapter", found, one["id"]), one["id"]) for one in sections[1:]
    ]


def _url(name: str, found: Dossier, *more: str) -> str:
    return reverse(f"site:{name}", args=[found.address, *more])


@allow(public=True)
def note(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """The numbers of the messages; the messages themselves stay with the office that asked."""
    found = serving.page(address, to=request.user)
    listed = found.content.get("notes", {}).get(str(number))
    if listed is None:
        raise Http404
    context = {
        "dossier": found,
        "inquiry": found.inquiry,
        "number": number,
        "count": len(listed),
        "runs": runs(listed),
    }
    return render(request, "site/dossier_note.html", context)


@allow(public=True)
def take_away(request: HttpRequest, address: str, kind: str) -> HttpResponse:
    found = serving.export(address, to=request.user)
    return serving.download(found, kind)
