"""One installation with an inbox of many cases: `inbox_run.py make COUNT` fills it, `inbox_run.py ask` opens each view
and prints its queries, and the milliseconds that the database took for them; `inbox_run.py watch ADDRESS` goes on
opening some of them, as the person with that address, until its standard input ends.

Two offices: an old one with that many cases, and a young one with a thousand. Which database it is, DATABASE_URL
says.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
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
from hemicycle.cases import actions, references
from hemicycle.cases.models import Case, CaseMessage, CaseTag, State, Subject, Tag
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, Inbound
from hemicycle.demo import parliament, spine
from hemicycle.record.models import Document
from hemicycle.rules import site_address, table_sizes

RUNS, BATCH = 9, 1_000
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
    "latest first": "order=latest",
    "oldest first": "order=oldest",
    "due first": "order=due",
    "due first, French": "order=due&lang=fr",
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
    "French": "lang=fr",
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


WATCHED = ("to do", "oldest first", "all", "cannot wait", "a frequent word")


def make(count: int) -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    site_address.store("https://parliament.example")
    spine.enter(parliament.load(), by="bench")
    for slug in ("young", "old"):
        office = accounts.open_office(slug=slug, name=slug.title(), by="bench")
        clerk = accounts.add_person(email=f"{slug}@parliament.example", name=slug.title(), password=None, by="bench")
        accounts.assign(clerk, office=office, role=Role.CLERK, by="bench")
        account = channels.open_account(
            office=office, kind="email", name="Letters", address=f"{slug}@parliament.example",
            settings={"transport": "folder", "folder": "outbox"}, by="bench",
        )  # fmt: skip
        _fill(account, clerk)
    _grow(Office.objects.get(slug="old"), count)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    # What an installation does when it starts, and every night.
    table_sizes.learn()


def _fill(account: Account, clerk: User) -> None:
    """The first BATCH of an office, row by row."""
    bills = list(Document.objects.order_by("pk"))
    tags = [Tag.objects.create(office=account.office, name=name) for name in ("Common", "Rare")]
    for name, query in (("Mine", "whose=mine"), ("French", "lang=fr"), ("Cannot wait", "urgency=any")):
        actions.save_view(office=account.office, name=name, query=query, is_shared=True, by=clerk)
    numbers = range(BATCH)
    messages = Inbound.objects.bulk_create([_message(n, account) for n in numbers])
    cases = Case.objects.bulk_create([_case(n, one, clerk) for n, one in zip(numbers, messages, strict=True)])
    pairs = list(zip(numbers, cases, messages, strict=True))
    CaseMessage.objects.bulk_create([CaseMessage(case=case, inbound=one) for _n, case, one in pairs])
    about = [Subject(case=case, bill=bills[n % len(bills)], origin="sender") for n, case, _one in pairs if n % 2]
    Subject.objects.bulk_create(about)
    CaseTag.objects.bulk_create([CaseTag(case=case, tag=tags[0]) for n, case, _one in pairs if n % 3 == 0])
    CaseTag.objects.create(case=cases[7], tag=tags[1])


def _grow(office: Office, count: int) -> None:
    """The office's cases again and again, each time as many as there are and as much older, until there are `count`;
    by the database itself, which takes a minute for a million."""
    rare = Tag.objects.get(office=office, name="Rare").pk
    while (there := Case.objects.filter(office=office).count()) < count:
        copied = min(there, count - there)
        first = {model: model._base_manager.order_by("-pk")[0].pk for model in _TABLES}
        least = {model: _least(model, office) for model in _TABLES}
        moved = {model: first[model] - least[model] + 1 for model in _TABLES}
        last = least[Case] + copied - 1
        for model, where in _TABLES.items():
            shifted = _shifted(model, moved, minutes=there)
            columns = [one.column for one in model._meta.local_concrete_fields if not one.generated]
            chosen = [shifted.get(one, f'"{one}"') for one in columns]
            names = ", ".join(f'"{one}"' for one in columns)
            sql = (
                f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(chosen)} FROM {model._meta.db_table}"
            )
            sql += f" WHERE {where} BETWEEN {least[Case]} AND {last}" if where else ""
            sql += f" AND tag_id <> {rare}" if model is CaseTag else ""
            if model is Inbound:
                sql += f" WHERE id BETWEEN {least[Inbound]} AND {least[Inbound] + copied - 1}"
            with connection.cursor() as cursor:
                cursor.execute(sql)
    if connection.vendor == "postgresql":
        for model in _TABLES:
            with connection.cursor() as cursor:
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"
                )


# In the order in which they point to each other, with the column by which they are the office's.
_TABLES: dict[Any, str] = {Inbound: "", Case: "id", CaseMessage: "case_id", Subject: "case_id", CaseTag: "case_id"}


def _least(model: Any, office: Office) -> int:
    rows = model._base_manager
    mine = rows.filter(office=office) if model in (Inbound, Case) else rows.filter(case__office=office)
    key: int = mine.order_by("pk")[0].pk
    return key


def _shifted(model: Any, moved: dict[Any, int], *, minutes: int) -> dict[str, str]:
    """What a copied row has otherwise than the row that it is copied from."""

    def earlier(column: str) -> str:
        if connection.vendor == "postgresql":
            return f"\"{column}\" - interval '{minutes} minutes'"
        return f"strftime('%Y-%m-%d %H:%M:%f', \"{column}\", '-{minutes} minutes')"

    there = {"id": f"id + {moved[model]}"}
    if model is Inbound:
        there |= {"external_id": f"'c' || (id + {moved[Inbound]})", "sender": f"'s' || (id + {moved[Inbound]})"}
        return there | {"received_at": earlier("received_at")}
    if model is not Case:
        return (
            there
            | {"case_id": f"case_id + {moved[Case]}"}
            | ({"inbound_id": f"inbound_id + {moved[Inbound]}"} if model is CaseMessage else {})
        )
    number = f"(id + {moved[Case]})"
    there |= {name: earlier(name) for name in ("opened_at", "heard_at", "waiting_since", "closed_at", "judged_at")}
    key = f"'k' || {number}"
    hexadecimal = (
        f"lpad(to_hex({number}), 5, '0')" if connection.vendor == "postgresql" else f"printf('%05x', {number})"
    )
    # In small letters, so that none is one of those that were drawn.
    reference = f"'z' || {hexadecimal}"
    latest = f"latest_id + {moved[Inbound]}"
    return there | {"reference": reference, "key": key, "latest_id": latest}


def _message(number: int, account: Account) -> Inbound:
    at = timezone.now() - timedelta(minutes=number)
    return Inbound(
        office=account.office, account=account, channel="sms" if number % 5 == 0 else "email", batch=str(account.pk),
        external_id=f"m{number}", text=f"{WORDS[number % 3] * 15}{number}", lang=("en", "fr", "es")[number % 3],
        sender=f"{number // 3:032}", received_at=at,
    )  # fmt: skip


def _case(number: int, message: Inbound, clerk: User) -> Case:
    share, at = number % 100, message.received_at
    is_open, is_snoozed = share < OPEN + SNOOZED, OPEN <= share < OPEN + SNOOZED
    state = State.OPEN if is_open else State.SET_ASIDE if share < OPEN + SNOOZED + SET_ASIDE else State.CLOSED
    return Case(
        office=message.office, reference=references.new_reference(), channel=message.channel, account=message.account,
        sender=message.sender, lang=message.lang, latest=message, opened_at=at, heard_at=at, state=state,
        waiting_since=at if is_open else None, closed_at=at if state == State.CLOSED else None,
        snoozed_until=timezone.now() + timedelta(days=9) if is_snoozed else None,
        assignee=clerk if number % 1_000 == 0 else None, confirmed_at=at if number % 7 else None,
        urgency="threat" if number % 5_000 == 0 else "casework" if number % 500 == 0 else "", judged_at=at,
    )  # fmt: skip


def ask() -> dict[str, dict[str, float]]:
    """By view: its `queries`, and the fewest `ms` of the database: other programs disturb that least (as `timeit`)."""
    found: dict[str, dict[str, float]] = {}
    for slug in ("old", "young"):
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.get(email=f"{slug}@parliament.example"))
        cases = Case.objects.filter(office=Office.objects.get(slug=slug), state=State.OPEN).order_by("-heard_at")
        pages = {
            f"{which} case, {slug} office": f"/inbox/cases/{case.reference}/"
            for which, case in (("a new", cases[3]), ("the oldest", cases.reverse()[0]))
        }
        if slug == "old":
            pages |= {name: f"/inbox/?{query}" for name, query in VIEWS.items()}
        client.get("/inbox/templates/")
        found |= {name: _asked(client, address) for name, address in pages.items()}
    return found


def watch(address: str) -> dict[str, dict[str, float]]:
    """By view: its `queries`, the median of `ms`, and the `slowest`."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=address))
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    seen: dict[str, list[tuple[int, float]]] = {name: [] for name in WATCHED}
    while not ended.is_set():
        for name in WATCHED:
            seen[name].append(_timed(client, f"/inbox/?{VIEWS[name]}"))
            # As several people who work there: a page each second.
            ended.wait(1)
    return {
        name: {
            "queries": max(one for one, _ms in runs), "ms": median(ms for _n, ms in runs),
            "slowest": max(ms for _n, ms in runs),
        }
        for name, runs in seen.items() if runs
    }  # fmt: skip


def _asked(client: Client, address: str) -> dict[str, float]:
    cache.clear()
    _timed(client, address)
    runs = [_timed(client, address) for _run in range(RUNS)]
    return {"queries": runs[0][0], "ms": min(ms for _queries, ms in runs)}


def _timed(client: Client, address: str) -> tuple[int, float]:
    """How many queries, and how long the database took for them and all of their rows by the clock."""
    queries, took = 0, 0.0

    def measured(execute: Callable[..., Any], sql: str, given: Any, many: bool, context: Any) -> Any:
        nonlocal queries, took
        begun = time.perf_counter()
        answer = execute(sql, given, many, context)
        if connection.vendor == "sqlite" and context["cursor"].description:
            # SQLite finds a row when it is fetched: asked once more, the page fetches its own.
            context["cursor"].fetchall()
            took += time.perf_counter() - begun
            answer = execute(sql, given, many, context)
        else:
            took += time.perf_counter() - begun
        queries += 1
        return answer

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
        case ["watch", address]:
            print(json.dumps(watch(address)))
        case _:
            raise SystemExit(__doc__)
