"""`manage.py measure_pages --messages 100000`: how many queries each page of an inquiry needs, and how long it takes.

Writes an office, a clerk and an inquiry with made-up messages into this installation, asks for every page, and
takes it all back.
"""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hearhear.analyse import Settings
from rich.console import Console
from rich.table import Table

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.models import User
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.record.models import Clause, ClauseLevel, Document, DocumentKind, DocumentVersion

from ...actions import analyses, dossiers, groups, inquiries, intakes
from ...actions.storing import store
from ...engine import gathering
from ...engine.targets import target_id
from ...models import Analysis, Inquiry
from ...models.group_kinds import CAMPAIGN, THEME
from ..made_up import LANGUAGES, made_up

BY = "measure"
START = datetime(2026, 1, 5, tzinfo=UTC)
DAYS = 90
CLAUSES = 40
# A large consultation puts some questions, and its file says a few things of senders.
QUESTIONS, REGIONS, KINDS = 4, 20, 3
MEDIA = ("email", "web", "letter", "sms", "social")


class Command(BaseCommand):
    help = "Count the queries of every page of an inquiry."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--messages", type=int, default=100_000)

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console()
        with transaction.atomic():
            with console.status(f"{options['messages']:,} messages"):
                inquiry, clerk = build(options["messages"])
            console.print(_table(measure(inquiry, clerk)))
            transaction.set_rollback(True)


def build(messages: int) -> tuple[Inquiry, User]:
    """An inquiry with so many messages, analysed and corrected, and a clerk who reads it."""
    office = accounts.open_office(slug="measured", name="Measured office", by=BY)
    clerk = accounts.add_person(email="measured@example.org", name="Measured clerk", by=BY)
    accounts.assign(clerk, office=office, role=Role.CLERK, by=BY)
    inquiry = inquiries.open_inquiry(office=office, title="Measured", language="en", bill=_bill(), by=clerk)
    channels.receive(_arriving(messages), office=office, batch=BY, by=BY)
    intakes.collect_batch(inquiry, batch=BY)
    analysis = Analysis.objects.create(inquiry=inquiry, started_by=BY)
    table = gathering.messages_of(inquiry, _silent)
    analyses.describe(analysis, engine="measured", settings=Settings())
    store(analysis, made_up(table, inquiry.bill), table, progress=_silent)
    analyses.show(analysis, by=BY)
    inquiry.refresh_from_db()
    first = analysis.campaigns.order_by("-messages")[0]
    groups.rename(inquiry, CAMPAIGN, first.key, name="The largest", by=clerk)
    groups.confirm(inquiry, CAMPAIGN, first.key, by=clerk)
    theme = analysis.themes.shown().order_by("-messages")[0]
    groups.rename(inquiry, THEME, theme.key, name="What most say", by=clerk)
    inquiry.refresh_from_db()
    dossiers.draft_dossier(inquiry, language="en", by=clerk)
    return inquiry, clerk


def _bill() -> Document:
    """A bill of forty clauses, in two languages."""
    bill = Document.objects.create(kind=DocumentKind.BILL, number="M 1", titles={"en": "Measured Bill"})
    for language in ("en", "fr"):
        version = DocumentVersion.objects.create(document=bill, language=language)
        Clause.objects.bulk_create(
            Clause(
                version=version,
                order=number,
                eid=f"sec_{number}",
                element="section",
                level=ClauseLevel.PROVISION,
                number=str(number),
                heading=f"Of pier {number}",
                text=f"The ferry stops at pier {number}.",
            )
            for number in range(1, CLAUSES + 1)
        )
    return bill


def measure(inquiry: Inquiry, clerk: User) -> Iterator[tuple[str, int, int, float]]:
    """(page, status, queries, milliseconds) of each page."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(clerk)
    for name, path in pages(inquiry):
        client.get(path)
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            status = client.get(path).status_code
        yield name, status, len(queries), 1000 * (time.perf_counter() - began)


def pages(inquiry: Inquiry) -> Iterator[tuple[str, str]]:
    """Every page of an inquiry that a person reads."""
    shown = inquiry.shown
    if shown is None:
        return
    campaign = shown.campaigns.order_by("-messages")[0]
    message = campaign.findings.order_by("-personal_length")[0].inbound_id
    here, there = [inquiry.address], [inquiry.address, campaign.key]
    yield "inquiries", reverse("listening:inquiries")
    for name in ("inquiry", "campaigns", "themes", "clauses", "voices", "messages", "history", "senders"):
        yield name, reverse(f"listening:{name}", args=here)
    for name in ("rejected", "import", "inbox"):
        yield name, reverse(f"listening:{name}", args=here)
    for name in ("campaign", "rename", "merge", "members"):
        yield name, reverse(f"listening:{name}", args=there)
    theme = shown.themes.shown().tops().order_by("-messages")[0]
    for name in ("theme", "theme_rename", "theme_merge", "theme_members"):
        yield name, reverse(f"listening:{name}", args=[inquiry.address, theme.key])
    clause = shown.links.exclude(eid="").order_by("pk")[0].eid
    yield "clause", reverse("listening:clause", args=[inquiry.address, clause])
    yield "clause, may", reverse("listening:clause", args=[inquiry.address, clause]) + "?which=may"
    target = quote(target_id(inquiry.bill_id, clause))
    yield "voices, by theme", reverse("listening:voices", args=here) + f"?theme={theme.key}"
    yield "voices, by clause", reverse("listening:voices", args=here) + f"?clause={target}"
    yield "cross", reverse("listening:cross", args=here)
    yield "cross, campaigns", reverse("listening:cross", args=here) + "?of=campaigns&by=2&unit=messages"
    for name in ("messages", "voices"):
        yield f"{name}, by facts", reverse(f"listening:{name}", args=here) + "?question=1&fact2==Region+19"
    yield "themes, by question", reverse("listening:themes", args=here) + "?question=2"
    yield "campaigns, by question", reverse("listening:campaigns", args=here) + "?question=2"
    yield "theme, by facts", reverse("listening:theme", args=[inquiry.address, theme.key]) + "?fact2==Region+19"
    yield "campaign, by facts", reverse("listening:campaign", args=there) + "?question=1&fact1==Kind+1"
    yield "themes, searched", reverse("listening:themes", args=here) + "?q=ferry&lang=fr"
    yield "inbox, counted", reverse("listening:inbox", args=here) + "?phrases=lighthouse&since=2026-01-10"
    yield from _dossier_pages(inquiry)
    yield "slot", reverse("listening:slot", args=[*there, 1])
    yield "message", reverse("listening:message", args=[inquiry.address, message])
    yield "campaigns, narrowed", reverse("listening:campaigns", args=here) + "?lang=fr&q=ferry&order=growth"
    yield "voices, narrowed", reverse("listening:voices", args=here) + "?words=own&lang=es&channel=email"
    yield "voices, searched", reverse("listening:voices", args=here) + "?q=lighthouse"
    yield "voices, last page", reverse("listening:voices", args=here) + "?page=9999"


def _dossier_pages(inquiry: Inquiry) -> Iterator[tuple[str, str]]:
    yield "dossiers", reverse("listening:dossiers", args=[inquiry.address])
    dossier = inquiry.dossiers.get()
    one = [inquiry.address, dossier.pk]
    for name in ("dossier", "dossier_notes", "dossier_release"):
        yield name, reverse(f"listening:{name}", args=one)
    longest = max(dossier.content["notes"].items(), key=lambda note: len(note[1]))[0]
    yield "dossier_note", reverse("listening:dossier_note", args=[*one, longest])


def _table(rows: Iterator[tuple[str, int, int, float]]) -> Table:
    table = Table("page", "status", "queries", "ms")
    for name, status, queries, milliseconds in rows:
        table.add_row(name, str(status), str(queries), f"{milliseconds:.0f}")
    return table


def _arriving(messages: int) -> Iterator[channels.Arriving]:
    for number in range(messages):
        lang = LANGUAGES[number % len(LANGUAGES)]
        text = f"Letter {number} about the ferry, the lighthouse and pier {number % 97}. " * 8
        yield channels.Arriving(
            external_id=str(number),
            text=text,
            channel=MEDIA[number % len(MEDIA)],
            lang=lang,
            sender=f"{number}@example.org",
            sent_at=START + timedelta(minutes=number * DAYS * 1440 // messages),
            question=f"{number % QUESTIONS + 1}. What of pier {number % QUESTIONS + 1}?",
            # The square root makes some regions large and some small.
            facts={"Region": f"Region {int((number * 7919 % REGIONS**2) ** 0.5)}", "Kind": f"Kind {number % KINDS}"},
        )


def _silent(done: int, total: int) -> None:
    """Nobody watches."""
