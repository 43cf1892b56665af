"""The media library: what the offices hold in which a person writes, and choosing from it in the composer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow
from hemicycle.channels.files.pictures import Unreadable
from hemicycle.desk import actions
from hemicycle.desk.actions.media import LARGEST
from hemicycle.desk.errors import BadPicture, EditConflict, InUse
from hemicycle.desk.forms.library import LibraryItemForm, UploadForm
from hemicycle.desk.models import (
    WRITERS,
    Announcement,
    Kind,
    LibraryItem,
    LibraryItemQuerySet,
    Template,
)
from hemicycle.desk.offices import usual_office, written_in
from hemicycle.desk.views.lookup import person, written
from hemicycle.desk.views.media import file_answer
from hemicycle.desk.views.responses import focused, fragment, needs_reopening, refused_at, saved
from hemicycle.desk.words import bad_picture

PER_PAGE, PER_CHOICE, MOST_USES = 24, 12, 50
SEARCH = "library-words"

_RIGHTS: dict[str, tuple[Any, Callable[[LibraryItemQuerySet], LibraryItemQuerySet]]] = {
    "usable": (gettext_lazy("Usable now"), lambda rows: rows.usable()),
    "ending": (gettext_lazy("Rights end within 14 days"), lambda rows: rows.ending()),
    "ended": (gettext_lazy("Rights have ended"), lambda rows: rows.ended()),
    "public": (gettext_lazy("Rights have ended, still public"), lambda rows: rows.ended().still_public()),
    "incomplete": (gettext_lazy("Rights incomplete"), lambda rows: rows.incomplete()),
}


@allow(*WRITERS)
def library(request: HttpRequest) -> HttpResponse:
    return _listed(request, UploadForm(offices=written_in(person(request)), initial=_usual(request)))


def _listed(request: HttpRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    rows = LibraryItem.objects.visible_to(request.user)
    offices = {str(one.pk): one.name for one in cast("Any", form.fields["office"]).queryset}
    filters = [
        Filter("q", _("Words"), words=True).read(request.GET),
        Filter("rights", _("Rights"), (("", _("All")), *((key, one[0]) for key, one in _RIGHTS.items()))).read(
            request.GET
        ),
        Filter("kept", _("Show"), (("", _("In the library")), ("archived", _("Archived")))).read(request.GET),
    ]
    if len(offices) > 1:
        filters.append(Filter("office", _("Office"), (("", _("All")), *offices.items())).read(request.GET))
    words, rights, kept, *office = (one.value for one in filters)
    found = rows.archived() if kept else rows.offered()
    found = found.filter(office=int(office[0])) if office and office[0] else found
    found = _RIGHTS[rights][1](found) if rights else found
    page = _page(found.saying(words).select_related("office"), request, PER_PAGE)
    context = {
        "page": page,
        "filters": filters,
        "form": form,
        "several_offices": len(offices) > 1,
        "ending": rows.offered().ending().count(),
        "still_public": rows.ended().still_public().count(),
    }
    return render(request, "desk/media/library.html", context, status=status)


def _usual(request: HttpRequest) -> dict[str, Any]:
    office = usual_office(person(request))
    return {"office": office} if office else {}


def _page(rows: Any, request: HttpRequest, per_page: int) -> Page[Any]:
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


@allow(*WRITERS, only_post=True)
def upload(request: HttpRequest) -> HttpResponse:
    """Each file by itself; one leads to its own page, where its rights are stated."""
    form = UploadForm(request.POST, request.FILES, offices=written_in(person(request)))
    if not form.is_valid():
        return _listed(request, focused(form), status=422)
    since, added = timezone.now(), []
    for file in form.cleaned_data["pictures"]:
        name = str(file.name or "")
        try:
            # One byte more than is taken tells that it is too large; the rest is never read.
            content = file.read(LARGEST + 1)
            added.append(
                actions.upload_picture(
                    office=form.cleaned_data["office"], name=name, content=content, by=person(request)
                )
            )
        except BadPicture as error:
            form.add_error("pictures", bad_picture(error, name))
    known = [one.name for one in added if one.added_at < since]
    if len(added) > len(known):
        n = len(added) - len(known)
        messages.success(
            request,
            ngettext("%(n)d picture is in the library now.", "%(n)d pictures are in the library now.", n) % {"n": n},
        )
    if known:
        messages.info(request, _("In the library already: %(names)s.") % {"names": ", ".join(known)})
    if form.errors:
        return _listed(request, focused(form), status=422)
    return redirect("desk:media_item", added[0].pk) if len(added) == 1 else redirect("desk:media")


@allow(*WRITERS)
def item(request: HttpRequest, number: int) -> HttpResponse:
    """One file: what is known of it, where it is used, and its facts to be changed."""
    found = _found(request, number)
    form = LibraryItemForm(request.POST if request.method == "POST" else None, item=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_item(found, edit=form.cleaned_data["edit"], by=person(request), **form.facts)
        except EditConflict:
            found.refresh_from_db()
            form.refuse_over(found)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:media_item", number)
    return render(
        request,
        "desk/media/item.html",
        {"item": found, "form": focused(form), **_uses(request, found)},
        status=422 if form.errors else 200,
    )


def _uses(request: HttpRequest, found: LibraryItem) -> dict[str, Any]:
    seen = Announcement.objects.visible_to(request.user).filter(media__item=found)
    uses = seen.prefetch_related("texts").newest_first()[:MOST_USES]
    templates = Template.objects.written_by(person(request), WRITERS).in_use().filter(media__item=found)
    return {"uses": list(uses), "templates": list(templates), "used": found.is_used}


def _found(request: HttpRequest, number: int) -> LibraryItem:
    rows = LibraryItem.objects.visible_to(request.user).select_related("office", "added_by")
    found: LibraryItem = get_object_or_404(rows, pk=number)
    return found


@allow(*WRITERS)
def file(request: HttpRequest, number: int) -> FileResponse:
    found = _found(request, number)
    return file_answer(found.file.open("rb"), found.content_type, download=found.name)


@allow(*WRITERS)
def preview(request: HttpRequest, number: int) -> FileResponse:
    """Small, for the grid."""
    found = _found(request, number)
    try:
        name = actions.preview_of(found)
    except (Unreadable, OSError) as error:
        raise Http404 from error
    return file_answer(found.file.storage.open(name), "image/jpeg")


@allow(*WRITERS, only_post=True)
def archive(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    actions.archive_item(found, by=person(request))
    undo = f"undo:{reverse('desk:restore_media', args=[number])}"
    messages.success(request, _("%(name)s has been archived.") % {"name": found.name}, extra_tags=undo)
    return redirect("desk:media_item", number)


@allow(*WRITERS, only_post=True)
def restore(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    actions.restore_item(found, by=person(request))
    messages.success(request, _("%(name)s is in the library.") % {"name": found.name})
    return redirect("desk:media_item", number)


@allow(*WRITERS)
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """For good, and only what neither an announcement nor a template uses."""
    found = _found(request, number)
    if request.method != "POST":
        lines = [
            _("The file, its descriptions and its rights are deleted for good."),
            _("No announcement and no template uses it."),
        ]
        context = {"item": found, "consequences": lines, "used": found.is_used}
        return render(request, "desk/media/delete.html", context)
    try:
        actions.delete_item(found, by=person(request))
    except InUse:
        messages.error(request, _("%(name)s is in use, so it was not deleted.") % {"name": found.name})
        return redirect("desk:media_item", number)
    messages.success(request, _("%(name)s has been deleted.") % {"name": found.name})
    return redirect("desk:media")


@allow(*WRITERS)
def choose(request: HttpRequest, address: str) -> HttpResponse:
    """What the library offers an announcement: within the composer, or as a page of its own."""
    found = written(request, address)
    if request.method == "POST":
        return _chosen(request, found)
    template = "desk/media/choices.html" if request.htmx else "desk/media/choose.html"  # type: ignore[attr-defined]
    return fragment(
        request, template, {"announcement": found, "reopen": request.GET.get("reopen", ""), **_offered(request, found)}
    )


def _offered(request: HttpRequest, found: Announcement) -> dict[str, Any]:
    rows = LibraryItem.objects.filter(office=found.office_id, kind=Kind.IMAGE).offered()
    words = request.GET.get("q", "").strip()[:200]
    there = {one.item_id for one in found.media.all()}
    page = _page(rows.exclude(pk__in=rows.ended().values("pk")).saying(words), request, PER_CHOICE)
    return {"page": page, "words": words, "there": there}


def _chosen(request: HttpRequest, found: Announcement) -> HttpResponse:
    number = request.POST.get("item", "")
    rows = LibraryItem.objects.visible_to(request.user).filter(office=found.office_id)
    item = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) <= 18 else None
    if item is None:
        return refused_at(request, found, {SEARCH: _("Choose a picture first.")})
    if needs_reopening(found, request.POST):
        return refused_at(request, found, {SEARCH: _("It was submitted in the meantime and was not changed.")})
    try:
        actions.use_item(found, item, by=person(request))
    except BadPicture as error:
        return refused_at(request, found, {SEARCH: bad_picture(error, item.name)})
    return saved(request, found.address, place="pictures")
