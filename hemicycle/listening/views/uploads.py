"""Importing files: upload, choice of columns, what was read and what could not be."""

import re
from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from hemicycle.accounts.permissions import allow
from hemicycle.rules import gate, spreadsheets
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.models import WorkState
from hemicycle.rules.parameters import in_force

from ..actions import uploads as actions
from ..actions.exporting import note_rejected
from ..errors import ListeningError
from ..forms import ColumnsForm, FileForm
from ..models import Inquiry, Upload
from ..models.inquiry import CORRECTORS, READERS, UNREDACTED
from ..presenters.encodings import reading_of
from ..text.words import FIELDS
from .lookup import correctable_inquiry, may_read_originals, page_of, visible_inquiry

SAMPLE_ROWS = 3


@allow(*CORRECTORS)
def upload_file(request: HttpRequest, address: str) -> HttpResponse:
    inquiry = correctable_inquiry(request, address)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = actions.add_file(inquiry, name=file.name, chunks=file.chunks(), by=request.user)
        except ListeningError as error:
            form.add_error("file", str(error))
        else:
            return redirect("listening:columns", inquiry.address, upload.pk)
    context = {"inquiry": inquiry, "form": form, "files": _files(inquiry), "limit": in_force("upload_limit_mb")}
    return render(request, "listening/upload/import.html", context, status=422 if form.errors else 200)


def _files(inquiry: Inquiry) -> list[Upload]:
    """The files, newest first, each with its last attempt at an import."""
    files = list(inquiry.uploads.prefetch_related("intakes").order_by("-pk"))
    for file in files:
        file.last = max(file.intakes.all(), key=lambda intake: intake.pk, default=None)
    return files


@allow(*CORRECTORS)
def columns(request: HttpRequest, address: str, upload: int) -> HttpResponse:
    """Which column is which: the guess, with sample rows, to be overridden. Before the file has been opened, how far
    that is; the same page answers the polling of the progress pattern, and continues to the columns by itself."""
    inquiry = correctable_inquiry(request, address)
    file = _file(inquiry, upload)
    if file.state != WorkState.DONE:
        return render(request, "listening/upload/file.html", {"inquiry": inquiry, "file": file})
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(request.path)
    form = ColumnsForm(request.POST or None, upload=file)
    if request.method == "POST" and form.is_valid():
        try:
            intake = actions.choose_columns(
                file,
                columns=form.columns,
                questions=form.chosen_questions,
                facts=form.chosen_facts,
                channel=form.cleaned_data["channel_if_unknown"],
                lang=form.cleaned_data["lang_if_unknown"],
                by=request.user,
            )
        except ListeningError as error:
            form.add_error(None, str(error))
        else:
            return redirect("listening:job", inquiry.address, "intake", intake.pk)
    context = {
        "inquiry": inquiry,
        "file": file,
        "form": form,
        "samples": _samples(file, _taken_for(file)),
        "candidates": _candidates(file),
        "reading": reading_of(file),
    }
    return render(request, "listening/upload/columns.html", context, status=422 if form.errors else 200)


@allow(*CORRECTORS, only_post=True)
def read_as(request: HttpRequest, address: str, upload: int) -> HttpResponse:
    """Have the file opened anew in another encoding; the page of its columns says how it was read."""
    inquiry = correctable_inquiry(request, address)
    file = _file(inquiry, upload)
    try:
        file = actions.read_as(file, encoding=request.POST.get("encoding", ""), by=request.user)
    except ListeningError as error:
        messages.error(request, str(error))
    return redirect("listening:columns", inquiry.address, file.pk)


def _taken_for(file: Upload) -> dict[str, str]:
    """Which column is which: as it was chosen, and before that as it was guessed."""
    intake = max(file.intakes.all(), key=lambda intake: intake.pk, default=None)
    return dict(file.guess["columns"] if intake is None else intake.columns)


def _candidates(file: Upload) -> list[dict[str, object]]:
    """The columns among which a person has to choose the text, with values of each."""
    names = file.guess.get("candidates", [])
    return [column for column in file.guess["found"] if column["name"] in names]


def _several(file: Upload) -> dict[str, str]:
    """The columns that are questions or facts, as they were chosen, and before that as they were guessed."""
    intake = max(file.intakes.all(), key=lambda intake: intake.pk, default=None)
    questions = file.guess.get("questions", []) if intake is None else intake.questions
    facts = file.guess.get("facts", []) if intake is None else intake.facts
    return {**dict.fromkeys(facts, _("Fact")), **dict.fromkeys(questions, _("Question"))}


def _samples(file: Upload, columns: dict[str, str]) -> list[dict[str, object]]:
    """Every column of the file with a few values, and the field it is taken for."""
    taken = {part: field for field, wanted in columns.items() for part in re.split(r"[+|]", wanted) if part}
    guessed, certainty, several = file.guess["columns"], file.guess["certainty"], _several(file)
    return [
        {
            "name": column["name"],
            "values": column["samples"][:SAMPLE_ROWS],
            "filled": column["filled"],
            "field": FIELDS[taken[column["name"]]][0] if column["name"] in taken else several.get(column["name"], ""),
            "certainty": _certainty(taken.get(column["name"], ""), columns, guessed, certainty),
        }
        for column in file.guess["found"]
    ]


def _certainty(field: str, columns: dict[str, str], guessed: dict[str, str], certainty: dict[str, str]) -> str:
    """How sure the engine was of its guess; what a person chose otherwise is their choice."""
    if not field:
        return ""
    return certainty.get(field, "") if guessed.get(field) == columns[field] else "declared"


@allow(*CORRECTORS, only_post=True)
def drop(request: HttpRequest, address: str, upload: int) -> HttpResponse:
    inquiry = correctable_inquiry(request, address)
    try:
        actions.drop_file(_file(inquiry, upload), by=request.user)
        messages.success(request, _("The file is deleted."))
    except ListeningError as error:
        messages.error(request, str(error))
    return redirect("listening:import", inquiry.address)


@allow(*READERS)
def rejected_rows(request: HttpRequest, address: str, upload: int) -> HttpResponse:
    """The rows of one file that are no messages."""
    inquiry = visible_inquiry(request, address)
    file = _file(inquiry, upload)
    intake = file.intakes.order_by("-pk").first()
    rows = intake.rejected_rows.all() if intake else []
    return render(
        request,
        "listening/upload/rejected_rows.html",
        {
            "inquiry": inquiry,
            "file": file,
            "intake": intake,
            "page": page_of(rows, request),
            "may_take_away": intake is not None and may_read_originals(request, inquiry),
        },
    )


@allow(*UNREDACTED, step_up="unredacted")
def rejected_file(request: HttpRequest, address: str, upload: int) -> HttpResponseBase:
    """The same as a CSV file, as the rows came, to be repaired and uploaded again: for those who may read that."""
    inquiry = visible_inquiry(request, address)
    if not may_read_originals(request, inquiry):
        raise PermissionDenied
    gate.release(inquiry, via=EgressPoint.EXPORT, to=request.user)
    file = _file(inquiry, upload)
    note_rejected(file, by=request.user)
    intake = file.intakes.order_by("-pk").first()
    rows = intake.rejected_rows.order_by("number").values_list("line", "reason", "detail", "raw") if intake else []
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="rejected-{inquiry.address}-{file.pk}.csv"'
    return response


def _csv(rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    return spreadsheets.as_csv(("line", "reason", "detail", "raw"), rows)


def _file(inquiry: Inquiry, upload: int) -> Upload:
    file: Upload = get_object_or_404(Upload.objects.filter(inquiry=inquiry), pk=upload)
    return file
