"""Pictures: added, described, replaced, removed; before the release only for those who may read the announcement."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.desk import actions
from hemicycle.desk.actions.media import LARGEST
from hemicycle.desk.errors import BadPicture
from hemicycle.desk.forms import PictureForm
from hemicycle.desk.models import DUTY, WRITERS, Announcement, DutyLink, MediaFile
from hemicycle.desk.snapshot import take_snapshot
from hemicycle.desk.views.lookup import person, seen, written
from hemicycle.desk.views.responses import edit, needs_reopening, refusals_of, refused, refused_at, saved
from hemicycle.desk.words import bad_picture
from hemicycle.rules.errors import IllegalMove

PLACE, ADD = "pictures", "id_pictures"


@allow(*WRITERS, only_post=True)
def add(request: HttpRequest, address: str) -> HttpResponse:
    """Each file by itself: one that is refused does not affect the others."""
    found = written(request, address)
    files = cast("list[UploadedFile[bytes]]", request.FILES.getlist("pictures"))
    if not files:
        return _refused(request, found, _("Choose a picture first."), ADD)
    return _taken(
        request,
        found,
        files,
        lambda name, content: actions.add_picture(found, name=name, content=content, by=person(request)),
        field=ADD,
    )


@allow(*WRITERS, only_post=True)
def replace(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """Another file in its place; its descriptions are kept, to be read again."""
    found = written(request, address)
    medium = get_object_or_404(found.media, pk=number)
    files = cast("list[UploadedFile[bytes]]", request.FILES.getlist("pictures"))[:1]
    if not files:
        return _refused(request, found, _("Choose a picture first."), f"replace-{number}")
    return _taken(
        request,
        found,
        files,
        lambda name, content: actions.replace_picture(medium, name=name, content=content, by=person(request)),
        field=f"replace-{number}",
    )


def _taken(
    request: HttpRequest,
    found: Announcement,
    files: Iterable[UploadedFile[bytes]],
    take: Callable[[str, bytes], MediaFile],
    *,
    field: str,
) -> HttpResponse:
    if needs_reopening(found, request.POST):
        return _refused(request, found, _("It was submitted in the meantime and was not changed."), field)
    wrong, known, since = [], list[str](), timezone.now()
    for file in files:
        name = str(file.name or "")
        try:
            # One byte more than is taken tells that it is too large; the rest is never read.
            medium = take(name, file.read(LARGEST + 1))
            known += [medium.name] if medium.item.added_at < since else []
        except BadPicture as error:
            wrong.append(bad_picture(error, name))
        except IllegalMove as error:
            return refused(request, found, error)
    if wrong:
        return _refused(request, found, " ".join(wrong), field)
    if known and not request.htmx:  # type: ignore[attr-defined]
        messages.info(request, _("In the library already: %(names)s.") % {"names": ", ".join(known)})
    return saved(request, found.address, place=PLACE, known=known)


def _refused(request: HttpRequest, found: Announcement, why: str, field: str) -> HttpResponse:
    """Why, at the field; the accepted ones are shown."""
    if request.htmx:  # type: ignore[attr-defined]
        return saved(request, found.address, place=PLACE, refusals={field: why})
    return refused_at(request, written(request, found.address), {field: why})


@allow(*WRITERS, only_post=True)
def describe(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """Its description by language, the text in it, or that it is decorative."""
    found = written(request, address)
    medium = get_object_or_404(found.media, pk=number)
    form = PictureForm(request.POST, medium=medium, langs=found.by_language)
    if not form.is_valid():
        return refused_at(request, found, refusals_of(form))
    return edit(
        request,
        found,
        lambda: actions.describe_media_file(medium, by=person(request), **form.described),
        lambda: saved(request, address, place=f"picture-{number}"),
    )


@allow(*WRITERS, only_post=True)
def remove(request: HttpRequest, address: str, number: int) -> HttpResponse:
    found = written(request, address)
    medium = get_object_or_404(found.media, pk=number)
    return edit(
        request,
        found,
        lambda: actions.remove_media_file(medium, by=person(request)),
        lambda: saved(request, address, place=PLACE),
    )


@allow(*WRITERS)
def picture(request: HttpRequest, address: str, number: int) -> FileResponse:
    """One picture, for whoever may read the announcement; the public's is on the register, once it is released."""
    return _file(get_object_or_404(seen(request, address).media, pk=number))


@allow(*DUTY, redirects=True)
@reauthentication_required  # type: ignore[untyped-decorator]
def on_duty(request: HttpRequest, token: str, number: int) -> FileResponse:
    """The same, for whoever was asked by a signed link."""
    link = DutyLink.objects.select_related("announcement").behind(token)
    if link is None or link.to_id != person(request).pk or actions.why_closed(link, take_snapshot(link.announcement)):
        raise Http404
    return _file(get_object_or_404(link.announcement.media, pk=number))


def _file(medium: MediaFile) -> FileResponse:
    return file_answer(medium.file.open("rb"), medium.content_type)


def file_answer(file: Any, content_type: str, *, download: str = "") -> FileResponse:
    """A file that only this person gets; to be saved under the name `download` where there is one."""
    answer = FileResponse(
        file, content_type=content_type or "application/octet-stream", as_attachment=bool(download),
        filename=download or "file",
    )  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
