"""The files of a version that people take away: text, changes and record of amendments, in each format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpResponse
from django.utils import timezone

from ..models import Version
from .akomantoso import akomantoso
from .amendments import record_of_amendments
from .blocks import Paper
from .consolidated import consolidated
from .data import data
from .markdown import markdown
from .marked_up import marked_up
from .pdf import pdf

TEXT, CHANGES, AMENDMENTS = "policy", "changes", "amendments"
TYPES = {
    "pdf": "application/pdf",
    "xml": "application/akn+xml",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
# How each format is called where it is offered.
FORMATS = {"pdf": "PDF", "xml": "Akoma Ntoso", "md": "Markdown", "json": "JSON"}
_PAPERS: dict[str, Callable[[Version, str], Paper]] = {
    TEXT: consolidated,
    CHANGES: lambda version, language: marked_up(
        version.based_on and version.based_on.read_whole(), version, language
    ),
    AMENDMENTS: record_of_amendments,
}


def download(version: Version, *, kind: str, form: str, language: str) -> HttpResponse:
    """A file as an attachment; raises Http404 for what no version has."""
    if form not in TYPES or kind not in _PAPERS or (form == "json" and kind != TEXT):
        raise Http404
    row, language = version.read_whole(), version.policy.language_for(language)
    written = data(row).encode() if form == "json" else _written(row, kind, form, language)
    response = HttpResponse(written, content_type=TYPES[form])
    tag = "" if form == "json" else f"-{language}"
    name = f"{kind}-{row.policy.address}-{row.number}{tag}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _written(version: Version, kind: str, form: str, language: str) -> bytes:
    found = _PAPERS[kind](version, language)
    if form == "pdf":
        return pdf(found)
    if form == "md":
        return markdown(found).encode()
    return akomantoso(
        found, address=version.policy.address, version=version.number, day=_day(version), is_act=kind != AMENDMENTS
    )


def _day(version: Version) -> date:
    adopted = [one.on for one in version.adoptions.all() if one.is_adopted]
    return adopted[0] if adopted else timezone.localdate(version.created_at)
