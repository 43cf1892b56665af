"""The steps of the end of a mandate. The House sets the day; the office does the rest, and confirms twice to erase."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import FileField, ProtectedError, RestrictedError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hemicycle.accounts.actions import close_members_office
from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.accounts.roles import Role
from hemicycle.cases.models import Case, CaseMessage, InternalNote
from hemicycle.cases.models import State as CaseState
from hemicycle.channels.actions import close_account, contact_of, erase, prepare, queue, render
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.models import Account, Answer, Inbound
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.listening.models import Upload
from hemicycle.rules import audit, holds, work
from hemicycle.rules.erasure import leave_no_trace
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.site_address import absolute

from ...addresses import transfer_page
from ...errors import Blocked, NotEditor, SecondPersonNeeded
from ...models.mandates import SETTERS, Mandate, MandateErasure, TransferConsent
from ..requests.accounts import offered
from .holdings import export, held_by

Tick = Callable[..., None]

TRANSFER = "transfer:"
"""Begins the source of what asks whether a successor may have somebody's case (`Content.source`)."""


@transaction.atomic
def set_end(office: Office, *, ends_on: date, by: User) -> Mandate:
    """The day on which a mandate ends; another day takes its place. Raises NotEditor, IllegalMove."""
    if not any(one.office.kind == Office.Kind.INSTITUTION for one in by.assignments_as(SETTERS)):
        raise NotEditor(str(by.pk))
    if office.kind != Office.Kind.MEMBER:
        raise IllegalMove("only a member's office has a mandate that ends")
    row: Mandate
    row, _new = Mandate.objects.under_way().update_or_create(
        office=office, defaults={"ends_on": ends_on, "set_by": by}
    )
    audit.record("governance.mandate", by=by, about=row, ends_on=ends_on.isoformat())
    return row


@transaction.atomic
def remove_end(mandate: Mandate, *, by: User) -> None:
    """The mandate does not end, or another office was meant. Raises NotEditor; IllegalMove once the office has taken a
    step."""
    if not any(one.office.kind == Office.Kind.INSTITUTION for one in by.assignments_as(SETTERS)):
        raise NotEditor(str(by.pk))
    row = Mandate.objects.select_for_update(of=("self",)).select_related("office").get(pk=mandate.pk)
    if row.exported_at or row.asked_at or row.done_at or row.consents.exists():
        raise IllegalMove("the office has taken a step")
    audit.record("governance.mandate_removed", by=by, about=row, ends_on=row.ends_on.isoformat())
    row.delete()


@transaction.atomic
def take_export(mandate: Mandate, *, by: User) -> bytes:
    """Everything in open formats, for the office to keep."""
    held = _locked(mandate, by)
    content, held.digest = export(held.office)
    held.exported_at = timezone.now()
    held.save(update_fields=["exported_at", "digest"])
    audit.record("governance.mandate_export", by=by, about=held, office=held.office, digest=held.digest)
    return content


@transaction.atomic
def ask_consents(mandate: Mandate, *, successor: Office, by: User) -> int:
    """Each person whose case is open is asked once whether the successor may have it; how many are asked now.

    Raises IllegalMove where the successor is no other member's office.
    """
    held = _locked(mandate, by)
    if successor.kind != Office.Kind.MEMBER or successor.pk == held.office_id:
        raise IllegalMove("a successor is another member's office")
    held.successor = successor
    held.save(update_fields=["successor"])
    asked = held.consents.values("contact")
    open_cases = Case.objects.filter(office=held.office, state=CaseState.OPEN, contact__isnull=False)
    contacts = {one.contact for one in open_cases.exclude(contact__in=asked).select_related("contact")}
    for contact in sorted(contacts, key=lambda one: one.pk):
        consent = TransferConsent.objects.create(mandate=held, contact=contact, key=secrets.token_urlsafe(16))
        _ask(consent)
    audit.record("governance.mandate_ask", by=by, about=held, office=held.office, asked=len(contacts))
    return len(contacts)


def _ask(consent: TransferConsent) -> None:
    """Through the office's own account; who cannot be reached there is not asked, and their case stays."""
    mandate, contact = consent.mandate, consent.contact
    account = offered(mandate.office).get(contact.channel)
    if account is None:
        return
    with translation.override(contact.lang or translation.get_language()):
        names = {"office": str(mandate.office), "successor": mandate.successor}
        text = _("May %(successor)s have your open case? Without your yes it is erased when the mandate ends.") % names
        outgoing = OutgoingText(
            _("%(office)s closes") % names, text, contact.lang, link=absolute(transfer_page(consent.key)),
            sender=str(mandate.office),
        )  # fmt: skip
        content = prepare(
            account, source=f"{TRANSFER}{consent.pk}", lang=contact.lang, rendered=render(account, outgoing)
        )
    queue(content, to=contact, asked_for=True, by="mandate")


@transaction.atomic
def answer_consent(consent: TransferConsent, *, agreed: bool) -> TransferConsent:
    """The person's own answer; a yes transfers their open cases at once. Raises IllegalMove for a second answer."""
    held = TransferConsent.objects.select_for_update(of=("self",)).select_related(
        "mandate__office", "mandate__successor", "contact"
    ).get(pk=consent.pk)  # fmt: skip
    if held.answered_at is not None or held.mandate.confirmed_at is not None:
        raise IllegalMove("it was answered, or the office is being closed")
    held.agreed, held.answered_at = agreed, timezone.now()
    held.save(update_fields=["agreed", "answered_at"])
    moved = _transfer(held) if agreed else 0
    audit.record(
        "governance.mandate_consent",
        by="person",
        about=held.mandate,
        office=held.mandate.office,
        agreed=agreed,
        cases=moved,
    )
    return held


def _transfer(consent: TransferConsent) -> int:
    """Messages, files and answers go; what colleagues noted for each other does not."""
    office, successor, old = consent.mandate.office, consent.mandate.successor, consent.contact
    assert successor is not None
    new = contact_of(office=successor, channel=old.channel, address=old.address, lang=old.lang)
    account = offered(successor).get(old.channel)
    cases = list(Case.objects.filter(office=office, contact=old, state=CaseState.OPEN).values_list("pk", flat=True))
    keys = list(CaseMessage.objects.filter(case__in=cases).values_list("inbound", flat=True))
    InternalNote.objects.filter(case__in=cases).delete()
    Answer.objects.filter(inbound__in=keys).update(office=successor, outbound=None)
    sender = Pseudonyms(successor).of(old.address)
    Inbound.objects.filter(pk__in=keys).update(
        office=successor, contact=new, sender=sender, account=account, answers=None,
        batch=f"transfer:{consent.mandate_id}",
    )  # fmt: skip
    Case.objects.filter(pk__in=cases).update(
        office=successor, contact=new, sender=sender, account=account, assignee=None
    )
    return len(cases)


@transaction.atomic
def ask_erasure(mandate: Mandate, *, by: User) -> Mandate:
    """The first of two confirmations. Raises Blocked while a legal hold is on the office."""
    held = _locked(mandate, by)
    _refuse_while_held(held.office)
    held.asked_by, held.asked_at = by, timezone.now()
    held.save(update_fields=["asked_by", "asked_at"])
    audit.record("governance.mandate_erase", by=by, about=held, office=held.office, confirmed=False)
    return held


@transaction.atomic
def keep_everything(mandate: Mandate, *, by: User) -> Mandate:
    """Nobody asks for the erasure any more; what was asked can be asked again."""
    held = _locked(mandate, by)
    held.asked_by = held.asked_at = None
    held.save(update_fields=["asked_by", "asked_at"])
    audit.record("governance.mandate_keep", by=by, about=held, office=held.office)
    return held


@transaction.atomic
def confirm_erasure(mandate: Mandate, *, typed: str, by: User) -> MandateErasure:
    """The second: by another person where more than one works there, and with the office's name typed. A worker
    erases. Raises SecondPersonNeeded, Blocked; IllegalMove where nobody asked, or another name was typed."""
    held = _locked(mandate, by)
    if held.asked_at is None or typed.strip() != str(held.office):
        raise IllegalMove("nobody asked for it, or the name is another")
    others = Assignment.objects.filter(office=held.office, role=Role.MEMBER, user__is_active=True).exclude(user=by)
    if held.asked_by_id == by.pk and others.exists():
        raise SecondPersonNeeded(str(held.pk))
    _refuse_while_held(held.office)
    held.confirmed_at = timezone.now()
    held.save(update_fields=["confirmed_at"])
    erasure = MandateErasure.objects.create(mandate=held)
    audit.record("governance.mandate_erase", by=by, about=held, office=held.office, confirmed=True)
    work.wake()
    return erasure


def erase_office(erasure: MandateErasure, tick: Tick) -> None:
    """Table by table; what another table still needs waits for the next pass. Twice does no more than once."""
    mandate = Mandate.objects.select_related("office").get(pk=erasure.mandate_id)
    left = _pass(mandate, tick, 0)
    for passed in range(1, 20):
        if not left:
            break
        left = _pass(mandate, tick, passed)
    if left:
        raise IllegalMove(f"could not be erased: {', '.join(left)}")
    _close(mandate)


def _pass(mandate: Mandate, tick: Tick, passed: int) -> list[str]:
    tables, left = held_by(mandate.office), []
    for number, rows in enumerate(tables):
        tick(number, len(tables), f"erasing {passed}")
        try:
            _erase_table(mandate, rows)
        except (ProtectedError, RestrictedError):
            left.append(rows.model._meta.label)
    return left


@transaction.atomic
def _erase_table(mandate: Mandate, rows: Any) -> None:
    model, n = rows.model, rows.count()
    if model is Inbound:
        # With what was found in them, and what is kept of them outside the database.
        erase(rows.all(), office=mandate.office, by="mandate")
    else:
        _delete_files(rows)
        rows.delete()
    leave_no_trace()
    held = Mandate.objects.select_for_update().get(pk=mandate.pk)
    held.removed[model._meta.label_lower] = held.removed.get(model._meta.label_lower, 0) + n
    held.save(update_fields=["removed"])


def _delete_files(rows: Any) -> None:
    for field in (one for one in rows.model._meta.concrete_fields if isinstance(one, FileField)):
        for row in rows:
            if file := getattr(row, field.attname):
                transaction.on_commit(partial(file.storage.delete, file.name))
    if rows.model is Upload:
        for upload in rows.exclude(stored=""):
            transaction.on_commit(partial(upload.path.unlink, missing_ok=True))


@transaction.atomic
def _close(mandate: Mandate) -> None:
    for account in Account.objects.filter(office=mandate.office, is_open=True):
        close_account(account, by="mandate")
    close_members_office(mandate.office, by="mandate")
    held = Mandate.objects.select_for_update().select_related("office").get(pk=mandate.pk)
    held.done_at = timezone.now()
    held.save(update_fields=["done_at"])
    audit.record(
        "governance.mandate_done", by="mandate", about=held, office=held.office,
        removed=[f"{table}: {n}" for table, n in sorted(held.removed.items())],
    )  # fmt: skip


def _refuse_while_held(office: Office) -> None:
    if any(one.office == office.slug for one in holds.in_force()):
        raise Blocked([_("A legal hold keeps data of this office: nothing is erased until it is lifted.")])


def _locked(mandate: Mandate, by: User) -> Mandate:
    held: Mandate = Mandate.objects.select_for_update(of=("self",)).select_related("office").get(pk=mandate.pk)
    if held.office_id not in by.offices_as([Role.MEMBER]):
        raise NotEditor(str(by.pk))
    if held.confirmed_at is not None:
        raise IllegalMove("the office is being closed")
    return held
