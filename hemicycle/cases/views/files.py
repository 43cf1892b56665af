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


@allow(*MAY_READ, only_post=True, step_up="unredacted")
def take_file(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """A file that came with a message, to be saved: never opened by the browser as a page of ours."""
    visible = Inbound.objects.visible_to(request.user)
    attached = get_object_or_404(Attachment.objects.filter(inbound__in=visible, refused=""), pk=file, inbound=number)
    held = get_object_or_404(CaseMessage.objects.select_related("case"), inbound=number)
    form = ReadForm(request.POST)
    if not reads_letters(request, held.case) or not form.is_valid():
        return redirect(inbox_page(request, held.case))
    content = channels.read_file(attached, why=form.cleaned_data["why"], by=person(request))
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=attached.name) or ""
    )
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
