"""What committees were given: the released dossiers, as pages and files that anyone may take."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from hemicycle.accounts.permissions import allow
from hemicycle.listening.dossier import serving
from hemicycle.listening.dossier.blocks import runs
from hemicycle.listening.models import Dossier
from hemicycle.listening.views.lookup import page_of


@allow(public=True)
def board(request: HttpRequest) -> HttpResponse:
    """The versions in force, the latest first; those before them are reached by their own address."""
    rows = Dossier.objects.released().without_words().select_related("inquiry__office").order_by("-released_at", "-pk")
    return render(request, "site/dossiers.html", {"page": page_of(rows, request)})


@allow(public=True)
def dossier(request: HttpRequest, address: str) -> HttpResponse:
    found = serving.page(address, to=request.user)
    context = {
        "dossier": found,
        "inquiry": found.inquiry,
        "content": found.content,
        "lines": serving.lines_of(found),
        "notes_at": f"{request.path}notes/",
    }
    return render(request, "site/dossier.html", context)


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
