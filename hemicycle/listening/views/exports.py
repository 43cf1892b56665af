"""Findings as files."""

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from hemicycle.accounts.permissions import allow
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint

from .. import exports
from ..actions.exporting import note_export
from ..models.inquiry import READERS
from .lookup import seen, shown

FORMATS = {
    "csv": (exports.as_csv, "text/csv; charset=utf-8"),
    "json": (exports.as_json, "application/json"),
}


@allow(*READERS)
def export(request: HttpRequest, address: str, kind: str) -> HttpResponseBase:
    """Who takes findings away is written down before the first line leaves."""
    inquiry = seen(request, address)
    analysis = shown(inquiry)
    gate.release(inquiry, via=EgressPoint.EXPORT, to=request.user)
    note_export(analysis, kind=kind, by=request.user)
    write, content_type = FORMATS[kind]
    response = StreamingHttpResponse(write(analysis), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="findings-{inquiry.address}.{kind}"'
    return response
