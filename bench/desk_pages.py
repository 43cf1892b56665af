"""One installation of the desk with many announcements: `desk_pages.py make COUNT` fills it, `desk_pages.py ask`
opens each page and prints its queries, those of a first request with nothing remembered, and its core time.

It runs the code of whichever checkout comes first in PYTHONPATH, and fills it with the same rows: bench/desk_speed.py
measures two checkouts so.
"""

import importlib.util
import json
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

# A process as gunicorn loads it: what does not change is not walked over again and again by the collector.
import hemicycle.conf.wsgi  # noqa: F401
from hemicycle.accounts import actions as accounts
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, Outbound
from hemicycle.demo import parliament, spine
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from hemicycle.record.models import Document
from hemicycle.rules import site_address

RUNS = 9
MANY = Path(__file__).resolve().parent.parent / "tests" / "desk" / "many.py"
PEOPLE = {"officer": Role.OFFICER, "editor": Role.EDITOR, "second": Role.EDITOR}
ACCOUNTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("web", "web", {}),
    ("feed", "feed", {}),
    ("smpp", "33100", {"price": 0.08, "currency": "EUR"}),
    ("email", "news@parliament.example", {}),
    ("mastodon", "@house@social.example", {"server": "https://social.example"}),
    ("activitypub", "house", {}),
)
# What no check blocks.
SAID = {
    "en": "The House sits on Tuesday, 3 March, at 10:00.",
    "fr": "La Chambre siège mardi 3 mars à 10 heures.",
    "es": "La Cámara se reúne el martes 3 de marzo a las 10:00.",
}
BOARDS = (
    "/desk/",
    "/desk/all/",
    "/desk/all/?q=announcement+77&state=public&whose=mine&purpose=inform",
    "/desk/all/?late=late&page=3",
    "/desk/calendar/",
    "/desk/calendar/?week=2026-11-26",
)


def make(count: int) -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    site_address.store("https://parliament.example")
    spine.enter(parliament.load(), by="bench")
    office = accounts.open_office(slug="desk", name="Communications", by="bench")
    people = {name: _person(name, role, office) for name, role in PEOPLE.items()}
    for kind, address, settings in ACCOUNTS:
        channels.open_account(office=office, kind=kind, name=kind, address=address, settings=settings, by="bench")
    _three(office, people)
    _many().make_many(count, office=office, officer=people["officer"], editor=people["editor"])


def _person(name: str, role: Role, office: Office) -> User:
    user = accounts.add_person(email=f"{name}@parliament.example", name=name, password=None, by="bench")
    accounts.assign(user, office=office, role=role, by="bench")
    return user


def _many() -> Any:
    """From beside this file, not from the checkout that is measured: both get the same rows."""
    spec = importlib.util.spec_from_file_location("many", MANY)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _three(office: Office, people: dict[str, User]) -> None:
    """A draft, one in review and a released one, in every language, on every channel, about a bill."""
    texts = {lang: (said, said) for lang, said in SAID.items()}
    everywhere: dict[str, Any] = {
        "office": office,
        "by": people["officer"],
        "texts": texts,
        "accounts": Account.objects.open(),
    }
    _draft, in_review, released = (actions.draft(**everywhere, document=Document.objects.first()) for _ in range(3))
    for row in (in_review, released):
        actions.submit(row, by=people["officer"])
    for by in ("editor", "second"):
        actions.approve(released, digest=released.digest, by=people[by])
    actions.schedule(released, by=people["officer"])
    actions.release(released, by="bench")
    for delivery in released.deliveries.all():
        actions.enqueue(delivery, by="bench")
    Outbound.objects.update(state="sent", sent_at=timezone.now(), external_id="1")


def ask() -> dict[str, dict[str, float]]:
    """By page: `queries`, those of the `first` request, and `ms` of core time."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email="editor@parliament.example"))
    of_draft, of_review, of_released = (one.address for one in Announcement.objects.order_by("pk")[:3])
    pages = {
        "composer": f"/desk/{of_draft}/write/",
        "page, in review": f"/desk/{of_review}/",
        "page, released": f"/desk/{of_released}/",
        **{f"`{address}`": address for address in BOARDS},
    }
    client.get("/desk/templates/")
    return {name: _asked(client, address) for name, address in pages.items()}


def _asked(client: Client, address: str) -> dict[str, float]:
    cache.clear()
    first, queries = _queries(client, address), _queries(client, address)
    return {"first": first, "queries": queries, "ms": median(_timed(client, address) for _ in range(RUNS))}


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as context:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return len(context)


def _timed(client: Client, address: str) -> float:
    begun = time.process_time()
    client.get(address)
    return 1000 * (time.process_time() - begun)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", count]:
            make(int(count))
        case ["ask"]:
            print(json.dumps(ask()))
        case _:
            raise SystemExit(__doc__)
