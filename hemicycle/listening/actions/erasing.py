"""Erasing one message at its writer's request: its words go from everywhere, and every number is counted anew."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.channels import actions as channels
from hemicycle.channels.models import Inbound
from hemicycle.rules import audit

from ..errors import AlreadyRunning
from ..models import Analysis, Inquiry, Intake
from .dossiers import citing, reissue_after_erasure
from .replay import replay


@transaction.atomic
def erase_message(inquiry: Inquiry, *, message: int, by: Any) -> None:
    """Erase the message in every inquiry of its office; released dossiers that cite it get a new version.

    Raises AlreadyRunning while an import or an analysis of one of them is under way: it holds the words in its hands.
    """
    collected = Inquiry.objects.filter(office=inquiry.office, collected__inbound=message)
    inquiries = list(Inquiry.objects.select_for_update().filter(pk__in=collected).select_related("office"))
    _refuse_while_running(inquiries)
    dossiers = citing(inquiries, message)
    channels.erase(Inbound.objects.filter(pk=message), office=inquiry.office, by=by)
    for one in inquiries:
        if one.shown is not None:
            one.shown.inquiry = one
            replay(one.shown)
    reissue_after_erasure(dossiers, by=by)
    audit.record("listening.erase", by=by, about=inquiry, office=inquiry.office, dossiers=len(dossiers))


def _refuse_while_running(inquiries: list[Inquiry]) -> None:
    for model in (Intake, Analysis):
        if model.objects.filter(inquiry__in=inquiries).unfinished().exists():
            raise AlreadyRunning(_("A file or an analysis is under way. Erase the message when it is done."))
