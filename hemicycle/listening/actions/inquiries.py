"""Opening, closing and reopening an inquiry, and locking it for a write."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.record.models import Document
from hemicycle.rules import audit
from hemicycle.rules.classification import Classification

from ..errors import InquiryClosed
from ..models import Inquiry
from ..models.inquiry import INQUIRY_LIFE
from . import name_of


@transaction.atomic
def open_inquiry(
    *, office: Office, title: str, question: str = "", bill: Document | None = None, language: str, by: Any
) -> Inquiry:
    """A member's office asks over its own messages, which are confidential; the House over the House's."""
    member = office.kind == Office.Kind.MEMBER
    inquiry = Inquiry.objects.create(
        office=office,
        title=" ".join(title.split()),
        question=question.strip(),
        bill=bill,
        language=language,
        classification=Classification.CONFIDENTIAL if member else Classification.INTERNAL,
        opened_by=audit.actor_of(by),
        opened_by_name=name_of(by),
    )
    audit.record("listening.open", by=by, about=inquiry, office=office, bill=str(bill.pk) if bill else None)
    return inquiry


@transaction.atomic
def close_inquiry(inquiry: Inquiry, *, by: Any) -> Inquiry:
    return _move(inquiry, "close", closed_at=timezone.now(), by=by)


@transaction.atomic
def reopen_inquiry(inquiry: Inquiry, *, by: Any) -> Inquiry:
    return _move(inquiry, "reopen", closed_at=None, by=by)


def _move(inquiry: Inquiry, verb: str, *, closed_at: Any, by: Any) -> Inquiry:
    found = locked(inquiry)
    found.state = INQUIRY_LIFE.after(found.state, verb)
    found.closed_at = closed_at
    found.save(update_fields=["state", "closed_at"])
    audit.record(f"listening.{verb}", by=by, about=found, office=found.office)
    return found


def locked(inquiry: Inquiry) -> Inquiry:
    """The inquiry as it is now, locked until the transaction ends."""
    found: Inquiry = Inquiry.objects.select_for_update().select_related("office").get(pk=inquiry.pk)
    return found


def locked_open(inquiry: Inquiry) -> Inquiry:
    """The same; raises InquiryClosed."""
    found = locked(inquiry)
    if not found.is_open:
        raise InquiryClosed(_("This inquiry is closed."))
    return found
