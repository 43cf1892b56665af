"""A bill about harbours with two texts, its way through the House, and people who wrote about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role
from hemicycle.cases.actions import source_of
from hemicycle.cases.models import Case, Origin, Subject
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import Account, Outbound
from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement
from hemicycle.record.models import Clause, ClauseLevel, Document, DocumentKind, DocumentVersion, ProcedureStep
from tests.cast import person

TODAY = timezone.localdate
FEES, PILOTS = "sec_1", "sec_2"
HEADINGS = {"en": ("Harbour fees", "Pilots"), "fr": ("Droits de port", "Pilotes")}
BEFORE, AFTER = "The fee is ten crowns.", "The fee is five crowns."

Write = Callable[..., Case]


def step(bill: Document, stage: str, on: date | None = None) -> ProcedureStep:
    order = bill.steps.count() + 1
    return ProcedureStep.objects.create(document=bill, order=order, stage=stage, date=on or TODAY())


def text_of(bill: Document, lang: str, words: str, *, since: date, until: date | None = None) -> DocumentVersion:
    version = DocumentVersion.objects.create(
        document=bill, language=lang, label=f"{since} {lang}", valid_from=since, valid_to=until
    )
    for order, heading in enumerate(HEADINGS[lang], start=1):
        Clause.objects.create(
            version=version, order=order, eid=f"sec_{order}", element="section", level=ClauseLevel.PROVISION,
            number=str(order), heading=heading, text=words if order == 1 else "Pilots are free to ships of the House.",
        )  # fmt: skip
    return version


def insert_section(bill: Document, *, since: date, words: str = "Pilots are free to ships of the House.") -> None:
    """A text with a new second section, by which the pilots become the third."""
    for lang, heading in (("en", "Lighthouses"), ("fr", "Phares")):
        bill.versions.filter(language=lang, valid_to=None).update(valid_to=since)
        version = text_of(bill, lang, AFTER, since=since)
        version.clauses.filter(eid=PILOTS).update(order=3, eid="sec_3", number="3", text=words)
        Clause.objects.create(
            version=version, order=2, eid="sec_2", element="section", level=ClauseLevel.PROVISION, number="2",
            heading=heading, text="They are lit at night.",
        )  # fmt: skip


@pytest.fixture
def bill(db: None) -> Document:
    """Introduced a month ago; its first section was changed a week ago."""
    titles = {"en": "Harbour Bill", "fr": "Projet sur les ports"}
    found = Document.objects.create(kind=DocumentKind.BILL, number="12", titles=titles)
    began, changed = TODAY() - timedelta(days=30), TODAY() - timedelta(days=7)
    step(found, "introduced", began)
    for lang in HEADINGS:
        text_of(found, lang, BEFORE, since=began, until=changed)
        text_of(found, lang, AFTER, since=changed)
    return found


@pytest.fixture
def mailbox(office: Office, settings: Any, tmp_path: Any) -> Account:
    settings.HOME = tmp_path
    folder = {"transport": "folder", "folder": "outbox"}
    return channels.open_account(
        office=office, kind="email", name="Letters", address="house@h.example", settings=folder, by="test"
    )


@pytest.fixture
def phone(office: Office) -> Account:
    return channels.open_account(
        office=office, kind="gammu", name="Phone", address="+999600100", settings={"folder": "outbox"}, by="test"
    )


@pytest.fixture
def write(mailbox: Account, bill: Document) -> Write:
    """`write("ada@citizen.example", eid=FEES)` is the case of a letter about a clause of the bill."""
    numbers = count()

    def written(sender: str, *, eid: str = "", account: Account = mailbox, lang: str = "", about=bill, **more) -> Case:
        message = InboundMessage(f"m-{next(numbers)}", f"Letter {next(numbers)}", sender=sender, lang=lang)
        row = channels.store_incoming(message, account=account, by="test")
        case = Case.objects.holding(row).get()
        # What is said back at once is tested elsewhere.
        Outbound.objects.filter(content__source=source_of(case, "ack")).delete()
        Case.objects.filter(pk=case.pk).update(opened_at=timezone.now() - timedelta(days=10), **more)
        Subject.objects.create(case=case, bill=about, eid=eid, origin=Origin.SENDER)
        case.refresh_from_db()
        return case

    return written


@pytest.fixture
def second_editor(office: Office) -> User:
    return person("Sven Editor", Role.EDITOR, office=office)


Publish = Callable[[Announcement], Announcement]


@pytest.fixture
def publish(office: Office, officer: User, editor: User, second_editor: User) -> Publish:
    """Both editors approve it, and it is released on the House's own site."""
    channels.open_account(office=office, kind="web", name="Our site", address="web", by="test")

    def published(announcement: Announcement) -> Announcement:
        desk.submit(announcement, by=officer)
        announcement.refresh_from_db()
        for one in (editor, second_editor):
            desk.approve(announcement, digest=announcement.digest, by=one)
        announcement.refresh_from_db()
        if announcement.state == "approved":
            desk.schedule(announcement, by=officer)
        assert desk.release(announcement, by="test")
        announcement.refresh_from_db()
        return announcement

    return published


Correct = Callable[..., Announcement]


@pytest.fixture
def correct(officer: User, publish: Publish) -> Correct:
    """`correct(announcement, "By 22 votes.")`: it says that instead now, in every language."""

    def corrected(announcement: Announcement, words: str) -> Announcement:
        second = desk.correct(announcement, reasons={"en": "The figures were wrong."}, by=officer)
        for text in second.texts.all():
            body = f"{words} ({text.lang})"
            desk.write_text(second, lang=text.lang, title=text.title, body=body, edit=text.edit, by=officer)
        second.refresh_from_db()
        return publish(second)

    return corrected
