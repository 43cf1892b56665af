"""Erasing messages at their writer's request: their words go from everywhere, and every number is counted anew."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Inbound, InboundQuerySet
from hemicycle.channels.personal_data import messages as messages_of
from hemicycle.rules import audit
from hemicycle.rules.erasure import leave_no_trace
from hemicycle.rules.personal_data import Subject

from ..dossier.removed import Removed
from ..errors import AlreadyRunning
from ..models import Analysis, Collected, Finding, Inquiry, Intake
from ..personal_data import rejected
from .dossiers import citing, reissue_without
from .forgetting import forget_findings, forget_messages
from .replay import replay


@transaction.atomic
def erase_message(inquiry: Inquiry, *, message: int, by: Any) -> None:
    """Erase the message in every inquiry of its office; released dossiers that cite it get a new version.

    Raises AlreadyRunning while an import or an analysis of one of them is under way: it holds the words in its hands.
    """
    inquiries, dossiers = _locked(inquiry.office, [message])
    channels.erase(Inbound.objects.filter(pk=message), office=inquiry.office, by=by)
    _count_anew(inquiries, dossiers, why=Removed.ERASED, by=by)
    audit.record("listening.erase", by=by, about=inquiry, office=inquiry.office, dossiers=len(dossiers))


@transaction.atomic
def erase_messages_of(subject: Subject, by: Any) -> None:
    """The same for all that a person wrote to the offices of one controller; also from rows that could not be read."""
    for office in subject.offices:
        wrote = messages_of(subject).filter(office=office)
        inquiries, dossiers = _locked(office, list(wrote.values_list("pk", flat=True)))
        if not inquiries:
            continue
        n = channels.erase(wrote, office=office, by=by)
        _count_anew(inquiries, dossiers, why=Removed.ERASED, by=by)
        audit.record(
            "listening.erase_person", by=by, about="listening.finding", office=office, erased=n,
            inquiries=len(inquiries), dossiers=len(dossiers),
        )  # fmt: skip
    rejected(subject).delete()
    leave_no_trace()


@transaction.atomic
def take_out_messages_of(subject: Subject, by: Any) -> None:
    """They object: what they wrote leaves every inquiry, with all that was made of it, and stays where it came in."""
    for office in subject.offices:
        wrote: InboundQuerySet = messages_of(subject).filter(office=office)
        inquiries, dossiers = _locked(office, list(wrote.values_list("pk", flat=True)))
        if not inquiries:
            continue
        forget_messages(wrote)
        Finding.objects.filter(inbound__in=wrote.values("pk")).delete()
        left, _by_table = Collected.objects.filter(inbound__in=wrote.values("pk")).delete()
        _count_anew(inquiries, dossiers, why=Removed.OBJECTED, by=by)
        leave_no_trace()
        audit.record(
            "listening.take_out", by=by, about="listening.finding", office=office, messages=left,
            inquiries=len(inquiries), dossiers=len(dossiers),
        )  # fmt: skip


@transaction.atomic
def leave_to_safety(office: Office, messages: list[int], *, by: Any) -> None:
    """They were reported as threats: no inquiry of the office reads, quotes or exports them from now on. They stay
    collected, and are counted. A run that is under way forgets them before it is shown (analyses.py)."""
    inquiries = _holding(office, messages)
    if not inquiries:
        return
    dossiers = citing(inquiries, messages)
    forget_findings(messages, inquiries)
    _count_anew(inquiries, dossiers, why=Removed.REPORTED, by=by)
    audit.record(
        "listening.leave_to_safety", by=by, about="listening.finding", office=office, messages=len(messages),
        inquiries=len(inquiries), dossiers=len(dossiers),
    )  # fmt: skip


def _locked(office: Office, messages: list[int]) -> tuple[list[Inquiry], dict[Any, int]]:
    """The inquiries that hold them, and how many of them each dossier cites."""
    inquiries = _holding(office, messages)
    _refuse_while_running(inquiries)
    return inquiries, citing(inquiries, messages)


def _holding(office: Office, messages: list[int]) -> list[Inquiry]:
    collected = Inquiry.objects.filter(office=office, collected__inbound__in=messages)
    return list(Inquiry.objects.select_for_update().filter(pk__in=collected).select_related("office"))


def _count_anew(inquiries: Iterable[Inquiry], dossiers: dict[Any, int], *, why: Removed, by: Any) -> None:
    for one in inquiries:
        if one.shown is not None:
            one.shown.inquiry = one
            replay(one.shown)
    reissue_without(dossiers, why=why, by=by)


def _refuse_while_running(inquiries: list[Inquiry]) -> None:
    for model in (Intake, Analysis):
        if model.objects.filter(inquiry__in=inquiries).unfinished().exists():
            raise AlreadyRunning(_("A file or an analysis is under way. Erase the message when it is done."))
