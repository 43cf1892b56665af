"""Letters that came by post: entered by staff, acknowledged on paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.cases.actions.opening import case_for_letter
from hemicycle.cases.errors import CannotCorrect
from hemicycle.cases.models import Case, Obstacle, OutcomeNotice
from hemicycle.channels.actions import correct_paper_sender, store_paper_letter
from hemicycle.channels.contract import AttachedFile
from hemicycle.channels.models import Answer, Inbound
from hemicycle.record.models import Area
from hemicycle.rules import audit


@transaction.atomic
def add_letter(
    *, office: Office, sender: str, text: str, subject: str, lang: str, received_at: datetime,
    files: Iterable[AttachedFile] = (), area: Area | None = None, form: str, by: Any,
) -> Case:  # fmt: skip
    """Its case, from the day on which it came; the same form sent twice is one letter. `sender`: name and postal
    address, line by line; `area`: in which that lies."""
    message, is_new = store_paper_letter(
        office=office, sender=sender, text=text, subject=subject, lang=lang, received_at=received_at, files=files,
        form=form, by=by,
    )  # fmt: skip
    case = case_for_letter(message, is_new=is_new, by=by)
    if is_new and area is not None and case.area_id is None:
        case.area = area
        case.save(update_fields=["area"])
    return case


@audit.atomic()
def correct_address(case: Case, message: Inbound, *, sender: str, area: Area | None, by: Any) -> None:
    """Name and postal address of a letter of this case; `area`, in which that lies, is said of it where none was
    known. Raises CannotCorrect once an answer to the letter was posted."""
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if Answer.objects.filter(inbound=message, posted_at__isnull=False).exists():
        raise CannotCorrect(case.written_reference)
    if not correct_paper_sender(message, sender=sender, by=by):
        return
    theirs = {"contact": message.contact, "sender": message.sender} if held.latest_id == message.pk else {}
    Case.objects.filter(pk=held.pk).update(area=held.area_id or area, **theirs)


@transaction.atomic
def acknowledge_on_paper(case: Case, *, by: Any) -> bool:
    """Somebody prints the acknowledgement; whether it is the first time."""
    if not Case.objects.filter(pk=case.pk, acknowledged_at=None).update(acknowledged_at=timezone.now()):
        return False
    audit.record("cases.acknowledge", by=by, about=case, office=case.office)
    return True


@transaction.atomic
def notify_on_paper(notice: OutcomeNotice, *, by: Any) -> bool:
    """Somebody prints what became of it for whoever wrote by post: they count as notified. Whether it is the first
    time."""
    rows = OutcomeNotice.objects.filter(pk=notice.pk, obstacle=Obstacle.POST)
    if not rows.update(obstacle="", at=timezone.now()):
        return False
    audit.record("cases.notify_on_paper", by=by, about=notice.case, office=notice.case.office)
    return True
