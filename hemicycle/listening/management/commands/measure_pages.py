"""`manage.py measure_pages --messages 100000`: how many queries each page of an inquiry needs, and how long it takes.

Writes an office, a clerk and an inquiry with made-up messages into this installation, asks for every page, and
takes it all back.
"""

import json
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hearhear.campaigns import CAMPAIGNS_SCHEMA, FINDINGS_SCHEMA, Campaigns, Settings
from rich.console import Console
from rich.table import Table

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.models import User
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels

from ...actions import analyses, corrections, gathering, inquiries, intakes
from ...actions.storing import store
from ...models import Analysis, Inquiry
from ...running import Found

BY = "measure"
START = datetime(2026, 1, 5, tzinfo=UTC)
DAYS = 90
LANGUAGES = ("en", "fr", "es")
CHANNELS = ("email", "web", "letter", "sms", "social")
# Two of five messages are campaign mail, in as many campaigns as a large bill draws.
CAMPAIGN_MAIL, CAMPAIGNS = 5, 200


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
    inquiry = inquiries.open_inquiry(office=office, title="Measured", language="en", by=clerk)
    channels.receive(_arriving(messages), office=office, batch=BY, by=BY)
    intakes.collect_batch(inquiry, batch=BY)
    analysis = Analysis.objects.create(inquiry=inquiry, started_by=BY)
    table = gathering.messages_of(inquiry, _silent)
    analyses.describe(analysis, engine="measured", settings=Settings())
    store(analysis, Found(_answer(table)), table, progress=_silent)
    analyses.show(analysis, by=BY)
    inquiry.refresh_from_db()
    first = analysis.campaigns.order_by("-messages")[0]
    corrections.rename_campaign(inquiry, campaign=first.key, name="The largest", by=clerk)
    corrections.confirm_campaign(inquiry, campaign=first.key, by=clerk)
    return inquiry, clerk


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
    for name in ("inquiry", "campaigns", "voices", "messages", "history", "senders", "rejected", "import"):
        yield name, reverse(f"listening:{name}", args=here)
    for name in ("campaign", "rename", "merge", "members"):
        yield name, reverse(f"listening:{name}", args=there)
    yield "slot", reverse("listening:slot", args=[*there, 1])
    yield "message", reverse("listening:message", args=[inquiry.address, message])
    yield "campaigns, narrowed", reverse("listening:campaigns", args=here) + "?lang=fr&q=ferry&order=growth"
    yield "voices, narrowed", reverse("listening:voices", args=here) + "?words=own&lang=es&channel=email"
    yield "voices, searched", reverse("listening:voices", args=here) + "?q=lighthouse"
    yield "voices, last page", reverse("listening:voices", args=here) + "?page=9999"


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
            channel=CHANNELS[number % len(CHANNELS)],
            lang=lang,
            sender=f"{number}@example.org",
            sent_at=START + timedelta(minutes=number * DAYS * 1440 // messages),
        )


def _answer(messages: pa.Table) -> Campaigns:
    ids = messages["id"].to_pylist()
    count = min(CAMPAIGNS, len(ids) // 20)
    rows = [_finding(key, number, count) for number, key in enumerate(ids)]
    campaigns = [_campaign(number) for number in range(count)]
    return Campaigns(
        pa.Table.from_pylist(rows, schema=FINDINGS_SCHEMA), pa.Table.from_pylist(campaigns, schema=CAMPAIGNS_SCHEMA)
    )


def _finding(key: str, number: int, campaigns: int) -> dict[str, Any]:
    # Campaigns of very different sizes: the square root draws more messages into the later ones.
    member = number % CAMPAIGN_MAIL < 2
    passage = {"text": "about the ferry", "start": 8, "end": 23, "shared_by": 900, "rarity": 40.0}
    return {
        "id": key,
        "campaign_id": f"c{int((number * 7919 % campaigns**2) ** 0.5)}" if member else None,
        "family_id": None,
        "similarity": 0.8 if member else None,
        "personal_text": f"My own words, number {number}." if member and number % 3 == 0 else "",
        "repeat": number % 50 == 2,
        "set_aside": "automatic_reply" if number % 50 == 3 else None,
        "evidence": json.dumps({"why": "passages" if member else None, "passages": [passage] if member else []}),
    }


def _campaign(number: int) -> dict[str, Any]:
    fixed = {
        "text": f"Dear members, this is letter {number} about the ferry.",
        "kind": "fixed",
        "share": 1.0,
        "examples": [],
    }
    slot = {"text": "", "kind": "slot", "share": 0.6, "examples": [{"text": "the islands", "share": 0.4}]}
    return {
        "campaign_id": f"c{number}",
        "family_id": f"f{number // 2}" if number % 10 < 4 else None,
        "template": json.dumps([fixed, slot]),
        "lang": LANGUAGES[number % len(LANGUAGES)],
        "messages": 0,
        "senders": 0,
        "links": [],
        "kind": "template",
    }


def _silent(done: int, total: int) -> None:
    """Nobody watches."""
