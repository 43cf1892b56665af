"""Erasing a message at its writer's request: what will go, said before it goes."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.permissions import allow

from ..actions.dossiers import citing
from ..actions.erasing import erase_message
from ..errors import ListeningError
from ..models import Dossier, Finding, Inquiry
from ..models.inquiry import RELEASERS
from ..text.words import grouped
from .lookup import shown_analysis, visible_inquiry


@allow(*RELEASERS)
def erase(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """Only whoever may release a dossier: an erasure releases new versions of those that cite the message."""
    inquiry = visible_inquiry(request, address)
    get_object_or_404(Inquiry.objects.releasable_by(request.user), pk=inquiry.pk)
    related = shown_analysis(inquiry).findings.select_related("inbound")
    finding: Finding = get_object_or_404(related.filter(inbound__office=inquiry.office), inbound=number)
    if request.method == "POST":
        try:
            erase_message(inquiry, message=number, by=request.user)
        except ListeningError as error:
            messages.error(request, str(error))
            return redirect("listening:message", inquiry.address, number)
        messages.success(request, _("The message is erased, and every number was counted anew."))
        return redirect("listening:messages", inquiry.address)
    context = {"inquiry": inquiry, "finding": finding, "consequences": _consequences(inquiry, number)}
    return render(request, "listening/message/erase.html", context)


def _consequences(inquiry: Inquiry, message: int) -> list[str]:
    inquiries = list(Inquiry.objects.filter(office=inquiry.office, collected__inbound=message).annotate(Count("pk")))
    dossiers = citing(inquiries, [message])
    sentences = [
        _(
            "The message, what was found in it and what was made of its words are deleted for good. Nobody can "
            "bring them back."
        ),
        ngettext(
            "It leaves %(n)s inquiry; every number there is counted anew.",
            "It leaves %(n)s inquiries; every number there is counted anew.",
            len(inquiries),
        )
        % {"n": grouped(len(inquiries))},
    ]
    released = [one for one in dossiers if one.state == Dossier.State.RELEASED]
    if released:
        text = ngettext(
            "%(n)s released dossier cites it. A new version is released at once, made from what the inquiry shows "
            "today; the version before it is emptied and says why.",
            "%(n)s released dossiers cite it. A new version of each is released at once, made from what the inquiry "
            "shows today; the versions before them are emptied and say why.",
            len(released),
        )
        sentences.append(text % {"n": grouped(len(released))})
    return [
        *sentences,
        _("The audit log keeps that a message was erased, when and by whom, and nothing of its words."),
    ]
