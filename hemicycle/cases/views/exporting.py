"""What the inbox shows, as a file for a spreadsheet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hemicycle.accounts.permissions import allow
from hemicycle.cases.actions.exporting import note_export
from hemicycle.cases.inbox.filters import Asked
from hemicycle.cases.inbox.table import COLUMNS, cells, listed
from hemicycle.cases.views.lookup import person
from hemicycle.channels.permissions import MAY_READ
from hemicycle.rules.spreadsheets import as_csv


@allow(*MAY_READ, step_up="export")
def export(request: HttpRequest) -> HttpResponse:
    """Of the view in the address, what this person may read."""
    found, more = listed(Asked(person(request), request.GET))
    note_export(found, by=person(request))
    answer = HttpResponse("".join(as_csv(COLUMNS, cells(found, more=more))), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="cases-{timezone.localdate()}.csv"'
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
