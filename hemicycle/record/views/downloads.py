"""Exports for everybody to fetch, from the pages of what they are of: a sitting, a text of a bill, all people.

The whole record is one file that a job packs (`models/packing.py`), so that no visitor waits for it. The pages link to
the others by `offered`. What may not leave, is not there or not in that language is answered alike.
"""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from hemicycle.accounts.permissions import allow
from hemicycle.record.api.responses import served
from hemicycle.record.exporters.offers import BILL, SITTING, WHOLE, offered
from hemicycle.record.exporters.scope import NothingToExport, Scope
from hemicycle.record.models import DocumentVersion, Packing, Sitting
from hemicycle.rules.egress import EgressPoint, refuse_unless_open

DATASET = "parliamentary-record.zip"


@allow(public=True)
@served
def people(request: HttpRequest, name: str, suffix: str) -> HttpResponse:
    return _answer(name, suffix, WHOLE, Scope(), name)


@allow(public=True)
@served
def sitting(request: HttpRequest, address: str, name: str, suffix: str, language: str) -> HttpResponse:
    rows = Sitting.objects.select_related("organization", "period", "source")
    found = get_object_or_404(rows, address=address)
    saved = f"{found.date.isoformat()}-{found.number}.{language}"
    return _answer(name, suffix, SITTING, Scope(sitting=found, language=language), saved)


@allow(public=True)
@served
def text(request: HttpRequest, address: str, text: str, name: str, suffix: str) -> HttpResponse:
    rows = DocumentVersion.objects.select_related("document__chamber", "document__committee", "document__sponsor")
    found = get_object_or_404(rows, document__address=address, address=text)
    bill = found.document
    saved = f"{bill.kind}-{bill.address}.{found.language}"
    return _answer(name, suffix, BILL, Scope(bill=bill, text=found), saved)


@allow(public=True)
@served
def dataset(request: HttpRequest) -> HttpResponseBase:
    """The newest packed file, as it lies there."""
    packed = Packing.objects.offered().first()
    if packed is None:
        raise Http404
    refuse_unless_open(EgressPoint.EXPORT)
    tag = quote_etag(packed.digest)
    if (unchanged := get_conditional_response(request, etag=tag)) is not None:
        return unchanged
    try:
        answer = FileResponse(packed.file.open("rb"), as_attachment=True, filename=DATASET)
    except FileNotFoundError as gone:
        raise Http404 from gone
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


def _answer(name: str, suffix: str, of: str, scope: Scope, saved: str) -> HttpResponse:
    form = dict(offered(of)).get(name)
    if form is None or form.chunks is None or not form.suffix.endswith(f".{suffix}"):
        raise Http404
    try:
        written = b"".join(form.chunks(scope))
    except NothingToExport as lack:
        raise Http404 from lack
    answer = HttpResponse(written, content_type=form.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{saved}{form.suffix}"'
    return answer
