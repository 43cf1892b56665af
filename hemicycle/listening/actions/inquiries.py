"""Opening, describing, closing, reopening and deleting an inquiry, and locking it for a write."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.record.models import Document
from hemicycle.rules import audit
from hemicycle.rules.classification import Classification

from ..errors import InquiryClosed, NotEmpty
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
def open_once(
    *, office: Office, title: str, question: str = "", bill: Document | None = None, language: str, by: Any
) -> Inquiry:
    """The same, for who may click twice: exactly the same one, with nothing in it yet, is the one."""
    # The second of two clicks at the same moment waits here for the first.
    Office.objects.select_for_update().get(pk=office.pk)
    asked = {"office": office, "title": " ".join(title.split()), "question": question.strip(), "bill": bill}
    same = Inquiry.objects.filter(**asked, language=language, state=Inquiry.State.OPEN, opened_by=audit.actor_of(by))
    there: Inquiry | None = same.empty().newest_first().first()
    return there or open_inquiry(office=office, title=title, question=question, bill=bill, language=language, by=by)


@transaction.atomic
def describe_inquiry(inquiry: Inquiry, *, title: str, question: str, by: Any) -> Inquiry:
    """Change what it is called and what it asks. A dossier keeps the title that it was drafted with."""
    found = locked_open(inquiry)
    new = {"title": " ".join(title.split()), "question": question.strip()}
    changed = [name for name, value in new.items() if getattr(found, name) != value]
    if changed:
        found.title, found.question = new["title"], new["question"]
        found.save(update_fields=["title", "question"])
        audit.record("listening.describe", by=by, about=found, office=found.office, changed=changed)
    return found


@transaction.atomic
def delete_empty(inquiry: Inquiry, *, by: Any) -> None:
    """Delete an inquiry that holds nothing; raises NotEmpty where a message, a file or a dossier is in it."""
    found = locked(inquiry)
    if not Inquiry.objects.filter(pk=found.pk).empty().exists():
        raise NotEmpty(_("There is something in this inquiry by now: it can be closed, not deleted."))
    audit.record("listening.delete", by=by, about=found, office=found.office)
    found.delete()


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
