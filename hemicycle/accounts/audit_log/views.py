"""The page of the audit log, and its file."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from hemicycle.rules.models import AuditHead

from ..models import User
from ..permissions import allow
from ..roles import KEEPERS, Role
from . import actions
from .asking import LogForm
from .checks import last_check
from .exporting import exported
from .presenting import lines
from .reading import page_of

ON_A_PAGE = 50


@allow(*KEEPERS)
def audit_log(request: HttpRequest) -> HttpResponse:
    """What people did, newest first: in the House, or in one's own member's office."""
    reader = _person(request)
    form = LogForm(request.GET, reader=reader)
    form.is_valid()
    before = request.GET.get("before", "")
    entries, more = page_of(form.entries(), before=int(before) if _is_number(before) else None, most=ON_A_PAGE)
    if not form.errors:
        actions.note_reading(by=reader)
    shown = {
        "form": form,
        "lines": lines(entries, reader=reader, offices=form.offices),
        "older": _address(request.GET, before=str(entries[-1].sequence)) if more else "",
        "newest": _address(request.GET, before="") if before else "",
        "asked": [(name, value) for name, value in form.data.items() if name in form.fields],
        "checked": last_check(),
        "head": AuditHead.objects.first() if reader.has_role([Role.ADMINISTRATOR]) else None,
    }
    return render(request, "accounts/audit_log.html", shown, status=422 if form.errors else 200)


@allow(*KEEPERS, only_post=True, step_up="export")
def audit_log_file(request: HttpRequest) -> HttpResponseBase:
    """The same entries, all of them, as a file; that somebody took it stands in the log."""
    reader = _person(request)
    form = LogForm(request.POST, reader=reader)
    if not form.is_valid():
        raise BadRequest("the page offers no such file")
    days = form.cleaned_data
    actions.note_export(since=days["since"], until=days["until"], by=reader)
    rows = exported(form.entries(), reader=reader, offices=form.offices)
    answer = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="audit-log-{timezone.localdate()}.csv"'
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _is_number(text: str) -> bool:
    # The largest number that the databases keep in such a column.
    return text.isdecimal() and text.isascii() and int(text[:20]) < 2**63


def _address(asked: QueryDict, *, before: str) -> str:
    changed = asked.copy()
    changed.pop("before", None)
    if before:
        changed["before"] = before
    return f"?{changed.urlencode()}"


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
