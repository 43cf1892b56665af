"""One installation with an inbox of many cases: `inbox_run.py make COUNT` fills it, `inbox_run.py ask` opens each view
and prints its queries, and the milliseconds that the database took for them.

Two offices: an old one with all the cases but a thousand, and a young one with those. Which database it is, DATABASE_URL
says.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from statistics import median
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

# A process as gunicorn loads it.
import hemicycle.conf.wsgi  # noqa: F401
from hemicycle.accounts import actions as accounts
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role
from hemicycle.cases import actions
from hemicycle.cases.models import Case, CaseMessage, CaseTag, State, Subject, Tag
from hemicycle.cases.references import ALPHABET, LENGTH
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, Inbound
from hemicycle.demo import parliament, spine
from hemicycle.record.models import Document
from hemicycle.rules import site_address

RUNS, YOUNG, BATCH = 5, 1_000, 5_000
# Of every hundred cases so many are to do, snoozed, or were never for a person; the others are closed.
OPEN, SNOOZED, SET_ASIDE = 10, 1, 4
# 1,400 characters is the median of a letter to a parliament in bench/letters; most of them are said again.
WORDS = (
    "Dear committee, my street floods each spring and nobody from the council answers when we call. ",
    "Madame, Monsieur, je vous écris au sujet du projet de loi et de ce qu’il change pour nos enfants. ",
    "Estimados diputados, en mi pueblo cerró la escuela y el autobús ya no pasa por las mañanas. ",
)
VIEWS = {
    "to do": "",
    "oldest first": "order=oldest",
    "page 20": "page=20",
    "closed": "state=closed",
    "all": "state=all",
    "snoozed": "state=snoozed",
    "French, closed": "state=closed&lang=fr",
    "of no language of ours": "state=all&lang=other",
    "mine": "whose=mine",
    "for me to answer": "whose=for-me",
    "overdue, oldest first": "due=overdue&order=oldest",
    "cannot wait": "urgency=any",
    "a threat, all": "state=all&urgency=threat",
    "one bill": "state=all&bill=1",
    "a rare tag": "state=all&tag=Rare",
    "a common tag": "state=all&tag=Common",
    "text messages": "state=all&medium=sms",
    "not confirmed": "state=all&confirmed=no",
    "a frequent word": "state=all&q=committee",
    "a word that nobody wrote": "state=all&q=zebra",
    "a reference": "state=all&q=2222-22",
    "a word, French, closed, mine": "state=closed&q=street&lang=fr&whose=mine",
}


def make(count: int) -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    site_address.store("https://parliament.example")
    spine.enter(parliament.load(), by="bench")
    numbers = iter(range(count))
    for slug, size in (("young", min(YOUNG, count // 2)), ("old", count)):
        office = accounts.open_office(slug=slug, name=slug.title(), by="bench")
        clerk = accounts.add_person(email=f"{slug}@parliament.example", name=slug.title(), password=None, by="bench")
        accounts.assign(clerk, office=office, role=Role.CLERK, by="bench")
        account = channels.open_account(
            office=office, kind="email", name="Letters", address=f"{slug}@parliament.example",
            settings={"transport": "folder", "folder": "outbox"}, by="bench",
        )  # fmt: skip
        _fill(account, clerk, list(islice(numbers, size)))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _fill(account: Account, clerk: User, numbers: list[int]) -> None:
    bills = list(Document.objects.order_by("pk"))
    tags = [Tag.objects.create(office=account.office, name=name) for name in ("Common", "Rare")]
    for name, query in (("Mine", "whose=mine"), ("French", "lang=fr"), ("Cannot wait", "urgency=any")):
        actions.save_view(office=account.office, name=name, query=query, is_shared=True, by=clerk)
    for start in range(0, len(numbers), BATCH):
        part = numbers[start : start + BATCH]
        messages = Inbound.objects.bulk_create([_message(n, account) for n in part])
        cases = Case.objects.bulk_create([_case(n, one, clerk) for n, one in zip(part, messages, strict=True)])
        CaseMessage.objects.bulk_create(
            [CaseMessage(case=case, inbound=one) for case, one in zip(cases, messages, strict=True)]
        )
        Subject.objects.bulk_create(
            [
                Subject(case=case, bill=bills[n % len(bills)], origin="sender")
                for n, case in zip(part, cases, strict=True)
                if n % 2
            ]
        )
        CaseTag.objects.bulk_create(
            [CaseTag(case=case, tag=tags[0]) for n, case in zip(part, cases, strict=True) if n % 3 == 0]
            + [CaseTag(case=case, tag=tags[1]) for n, case in zip(part, cases, strict=True) if n % 20_000 == 0]
        )


def _message(number: int, account: Account) -> Inbound:
    at = timezone.now() - timedelta(minutes=number)
    return Inbound(
        office=account.office, account=account, channel="sms" if number % 5 == 0 else "email", batch=str(account.pk),
        external_id=f"m{number}", text=f"{WORDS[number % 3] * 15}{number}", lang=("en", "fr", "es")[number % 3],
        sender=f"{number // 3:032}", received_at=at,
    )  # fmt: skip


def _case(number: int, message: Inbound, clerk: User) -> Case:
    share = number % 100
    state = State.OPEN if share < OPEN + SNOOZED else State.SET_ASIDE if share < OPEN + SNOOZED + SET_ASIDE else State.CLOSED
    at = message.received_at
    return Case(
        office=message.office, reference=_reference(number), channel=message.channel, account=message.account,
        sender=message.sender, lang=message.lang, latest=message, opened_at=at, heard_at=at, state=state,
        waiting_since=at if state == State.OPEN else None, closed_at=at if state == State.CLOSED else None,
        snoozed_until=timezone.now() + timedelta(days=9) if OPEN <= share < OPEN + SNOOZED else None,
        assignee=clerk if number % 1_000 == 0 else None, confirmed_at=at if number % 7 else None,
        urgency="threat" if number % 5_000 == 0 else "casework" if number % 500 == 0 else "", judged_at=at,
    )  # fmt: skip


def _reference(number: int) -> str:
    signs = []
    for _place in range(LENGTH):
        number, at = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[at])
    return "".join(reversed(signs))


def ask() -> dict[str, dict[str, float]]:
    """By view: its `queries`, and `ms` of the database."""
    found = {}
    for slug in ("old", "young"):
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.get(email=f"{slug}@parliament.example"))
        case = Case.objects.filter(office=Office.objects.get(slug=slug), state=State.OPEN).order_by("-heard_at")[3]
        pages = {f"a case, {slug} office": f"/inbox/cases/{case.reference}/"}
        if slug == "old":
            pages |= {name: f"/inbox/?{query}" for name, query in VIEWS.items()}
        client.get("/inbox/templates/")
        found |= {name: _asked(client, address) for name, address in pages.items()}
    return found


def _asked(client: Client, address: str) -> dict[str, float]:
    cache.clear()
    _timed(client, address)
    runs = [_timed(client, address) for _run in range(RUNS)]
    return {"queries": runs[0][0], "ms": median(ms for _queries, ms in runs)}


def _timed(client: Client, address: str) -> tuple[int, float]:
    """How many queries, and how long the database took for them by the clock."""
    queries, took = 0, 0.0

    def measured(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal queries, took
        begun = time.perf_counter()
        try:
            return execute(sql, *rest)
        finally:
            queries, took = queries + 1, took + time.perf_counter() - begun

    with connection.execute_wrapper(measured):
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return queries, 1000 * took


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", count]:
            make(int(count))
        case ["ask"]:
            print(json.dumps(ask()))
        case _:
            raise SystemExit(__doc__)
