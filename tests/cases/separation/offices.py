"""An office with everything that an office can have, each text of it with a word that stands nowhere else."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.cases import actions as cases
from hemicycle.cases.actions import campaigns, safety
from hemicycle.cases.models import (
    Campaign,
    Case,
    CaseMessage,
    Heard,
    ImpersonationReport,
    Outcome,
    OwnPoint,
    ProposedAnswer,
    ThreatReport,
)
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import AttachedFile, InboundMessage
from hemicycle.channels.models import Account, Activity, Answer, Contact, Inbound, Outbound
from hemicycle.desk import actions as desk
from hemicycle.governance.models import PersonalDataRequest
from hemicycle.listening.actions import inquiries
from hemicycle.record.addresses import AddressField
from hemicycle.record.models import Document
from tests.rows import row_of

from .tables import keys_of, rows_of, texts_of, ways_to_office

ADA = "ada@citizen.example"
# A row of these would let others in, or end the office: what it means is tested where it belongs.
NOT_FILLED = {
    "accounts.Assignment": "whoever holds one is of the office",
    "governance.Activity": "the House's plan is of its own offices alone",
    "accounts.PendingAssignment": "whoever it names is asked to join the office",
    "cases.ThreatSharing": "lets the safety officers of the House see its reports of threats, and is tried by itself",
    "cases.FakeSharing": "lets the House see to what imitates the member, and is tried by itself",
    "channels.Suppression": "nobody asked for no more messages",
    "governance.Mandate": "the office would end", "governance.MandateErasure": "the office would end",
    "governance.TransferConsent": "the office would end",
    "record.MemberOffice": "public: whose office it is",
    "workbench.Note": "a table of tests",
}  # fmt: skip
# Known to networks and gateways, not to people.
KEYS_OF_MACHINES = (Account, Activity, Answer, Contact, Outbound)


@dataclass
class FullOffice:
    """`word` stands in every text of it; `names` are what its things are called, by what they are."""

    office: Office
    by: User
    word: str
    bill: Document
    names: dict[str, Any] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        found: Case = self.names["case"]
        return found


def fill(
    office: Office, *, by: User, word: str, bill: Document, colleagues: list[User], elsewhere: Office
) -> FullOffice:
    full = FullOffice(office, by, word, bill)
    _receive_letters(full)
    _handle(full, colleagues, elsewhere)
    _run_a_campaign(full)
    _say_what_became_of_it(full)
    _report_a_threat(full)
    _fill_what_is_empty(full)
    _mark_every_text(full)
    _call_alike(full)
    return full


def _receive_letters(full: FullOffice) -> None:
    """Ada wrote to every office, and twice about the same; somebody whom nobody knows wrote as well."""
    folder = {"transport": "folder", "folder": f"outbox-{full.office.slug}"}
    full.names["mailbox"] = channels.open_account(
        office=full.office, kind="email", name="Letters", address=f"{full.office.slug}@h.example", settings=folder,
        by="test",
    )  # fmt: skip
    full.names["case"] = case = _letter(full, "The street floods")
    _letter(full, f"{case.written_reference} It floods still")
    full.names["other"] = _letter(full, "The school needs a roof")


def _letter(full: FullOffice, said: str) -> Case:
    text = f"{said}, writes {full.word}letter"
    files = (AttachedFile(f"{full.word}.png", "image/png", b"\x89PNG\r\n\x1a\n" + f"{full.word}file".encode()),)
    number = Inbound.objects.count()
    message = InboundMessage(
        f"<{number}@{full.office.slug}>", text, sender=ADA, subject=f"{said} {full.word}subject", lang="en",
        raw=f"From: {ADA}\r\n\r\n{text} {full.word}raw".encode(), files=files,
    )  # fmt: skip
    found = channels.store_incoming(message, account=full.names["mailbox"], by="test")
    assert found is not None
    return CaseMessage.objects.get(inbound=found).case


def _handle(full: FullOffice, colleagues: list[User], elsewhere: Office) -> None:
    case, word, by = full.case, full.word, full.by
    rows = Case.objects.filter(pk=case.pk)
    cases.write_note(case, text=f"Ask the engineer {word}note", mentioned=colleagues, by=by)
    cases.tag(rows, name=f"{word}tag", by=by)
    cases.save_view(office=full.office, name=f"{word}view", query="state=all", is_shared=True, by=by)
    cases.save_view(office=full.office, name=f"{word}own", query="state=open", is_shared=False, by=by)
    cases.save_template(None, office=full.office, name=f"{word}template", lang="en", text=f"{word} Dear", by=by)
    cases.assign(rows, to=colleagues[0], by=by)
    cases.mark_present(case, by=by, is_writing=True)
    cases.add_subject(case, full.bill, origin="staff", by=by)
    cases.ask_to_pass_on(full.names["other"], to=elsewhere, by=by)
    channels.give_answer(
        case.latest, text=f"We send an engineer {word}answer", lang="en", key=f"a-{full.office.slug}", by=by
    )
    cases.reopen(rows, by=by)
    ProposedAnswer.objects.create(
        office=full.office, inbound=case.latest, key=f"p-{full.office.slug}", text=f"We come {word}proposed", lang="en",
        written_by=by, returned_by=colleagues[0], returned_at=timezone.now(), why=f"Name the day {word}why",
    )  # fmt: skip


def _run_a_campaign(full: FullOffice) -> None:
    campaign = campaigns.make_campaign(
        office=full.office, titles={"en": f"{full.word}campaign"}, text=f"Keep the path {full.word}words", lang="en",
        bill=full.bill, by=full.by,
    )  # fmt: skip
    campaigns.join(full.case, campaign, own_words=f"And the bridge {full.word}own", by="test")
    Campaign.objects.filter(pk=campaign.pk).update(organisation=f"{full.word}ramblers", reason=f"{full.word}reason")
    Case.objects.filter(pk=full.case.pk).update(own_point=OwnPoint.CONFIRMED)


def _say_what_became_of_it(full: FullOffice) -> None:
    inquiry = inquiries.open_inquiry(
        office=full.office, title=f"{full.word}inquiry", question=f"What of it {full.word}question?", language="en",
        by=full.by,
    )  # fmt: skip
    words = {"en": f"The committee agreed {full.word}committee"}
    desk.draft(
        office=full.office, by=full.by, accounts=(),
        texts={"en": (f"{full.word}announcement", f"It is so {full.word}body")},
    )  # fmt: skip
    agreed = {"agreed_on": timezone.localdate(), "agreed_digest": f"{full.word}digest", "agreed_by": full.by.pk}
    agreed["minutes"] = f"{full.word}minutes"
    Outcome.objects.create(
        office=full.office, bill=full.bill, stage="passed", on=timezone.localdate(), kind="passed", reasons={"": words},
        words=words, **agreed,
    )  # fmt: skip
    Heard.objects.create(
        office=full.office, bill=full.bill, inquiry=inquiry, introductions=words, responses={"": words}, **agreed
    )
    PersonalDataRequest.objects.create(
        office=full.office, kind="access", state="open", key=full.word, lang="en",
        due_at=timezone.now() + timedelta(days=30),
    )  # fmt: skip


def _report_a_threat(full: FullOffice) -> None:
    report = safety.report_threat(full.case, kind="threat", target="staff", by=full.by)
    ThreatReport.objects.filter(pk=report.pk).update(external_reference=f"{full.word}police")
    safety.note_step(report, text=f"Called back {full.word}step", by=full.by)
    ImpersonationReport.objects.create(
        kept_by=full.office, address=f"@{full.word}fake", imitated="member", found_by="staff",
        evidence=f"Folder 5 {full.word}captured",
    )  # fmt: skip


def _fill_what_is_empty(full: FullOffice) -> None:
    """One row of every other table of an office, nearest to the office first."""
    for table, way in ways_to_office().items():
        if table._meta.label in NOT_FILLED or rows_of(table, full.office).exists():
            continue
        given: dict[str, Any] = {}
        for key in keys_of(table):
            if key.related_model is Office:
                given[key.name] = full.office
            elif key.related_model is User and not key.null:
                given[key.name] = full.by
            elif key.related_model is Document:
                given[key.name] = full.bill
            elif key.related_model in ways_to_office() and (not key.null or key.name == way.partition("__")[0]):
                given[key.name] = rows_of(key.related_model, full.office).first()
        # Where constraints ask for more than can be made up, the test of tables says so (test_tables.py).
        with suppress(IntegrityError, ValidationError, ValueError), transaction.atomic():
            row_of(table, **given)


def _mark_every_text(full: FullOffice) -> None:
    """Whatever was made without the word; what accounts are called is public."""
    for table in ways_to_office():
        for one in () if table is Account else texts_of(table):
            mark = f"{full.word}{table.__name__.lower()}{one.name.replace('_', '')}"
            for row in rows_of(table, full.office):
                said = getattr(row, one.name)
                if said and full.word not in said and not one.unique and (one.max_length or 999) > 2 * len(mark):
                    table._base_manager.filter(pk=row.pk).update(**{one.name: f"{said[:40]} {mark}"})


def _call_alike(full: FullOffice) -> None:
    """The first row of every table that has an address, or a secret key, has the same: one address of a page then
    names whatever it may name."""
    for table in ways_to_office():
        first = rows_of(table, full.office).first()
        for one in table._meta.concrete_fields if first is not None else ():
            if isinstance(one, AddressField):
                table._base_manager.filter(pk=first.pk).update(**{one.name: address_in(full.office)})
            elif one.name == "key" and one.unique and table not in KEYS_OF_MACHINES:
                table._base_manager.filter(pk=first.pk).update(key=key_in(full.office))


def address_in(office: Office) -> str:
    return f"page{office.pk}"


def key_in(office: Office) -> str:
    return f"key-of-{office.slug}".ljust(32, "x")[:32]
