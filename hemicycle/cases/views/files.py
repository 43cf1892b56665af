"""Files that came with a message."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header

from hemicycle.accounts.permissions import allow
from hemicycle.cases.models import CaseMessage
from hemicycle.cases.views.lookup import inbox_page, person, reads_letters
from hemicycle.channels import actions as channels
from hemicycle.channels.forms import ReadForm
from hemicycle.channels.models import Attachment, Inbound
from hemicycle.channels.permissions import MAY_READ

_PICTURE = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
# Of a letter by post, which staff scanned: checked for being what it says when it was kept. A sandbox has neither
# scripts nor our cookies; browsers show no PDF in one, and run what is in a PDF in no page of ours.
_SHOWN = {"image/jpeg": _PICTURE, "image/png": _PICTURE,
          "application/pdf": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"}  # fmt: skip


@allow(*MAY_READ, only_post=True, step_up="unredacted")
def take_file(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """A file that came with a message, to be saved: never opened by the browser as a page of ours. `show`: the scan of
    a letter, in a tab of its own."""
    visible = Inbound.objects.visible_to(request.user)
    rows = Attachment.objects.filter(inbound__in=visible, refused="").select_related("inbound__office")
    attached = get_object_or_404(rows, pk=file, inbound=number)
    held = get_object_or_404(CaseMessage.objects.select_related("case"), inbound=number)
    form = ReadForm(request.POST)
    if not reads_letters(request, held.case) or not form.is_valid():
        return redirect(inbox_page(request, held.case))
    content = channels.read_file(attached, why=form.cleaned_data["why"], by=person(request))
    shown = "show" in request.POST and attached.inbound.is_on_paper and attached.kind in _SHOWN
    answer = HttpResponse(content, content_type=attached.kind if shown else "application/octet-stream")
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=not shown, filename=attached.name) or ""
    )
    if shown:
        answer.headers["Content-Security-Policy"] = f"{_SHOWN[attached.kind]}; frame-ancestors 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
