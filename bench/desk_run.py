"""One installation of the desk: `desk_run.py make` fills it, `desk_run.py ask LANG` types into an announcement,
and `desk_run.py first LANG` does so for the first time in a process whose lists of words nobody has read.

What is asked is the request that the composer sends while somebody types: the text is saved, and answered with the
remarks on all of the announcement and its previews on every channel.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import django
from django.core.management import call_command
from django.test import Client

django.setup()

from hemicycle import checks  # noqa: E402
from hemicycle.accounts import actions as accounts  # noqa: E402
from hemicycle.accounts.models import Office, User  # noqa: E402
from hemicycle.accounts.roles import Role  # noqa: E402
from hemicycle.channels import actions as channels  # noqa: E402
from hemicycle.channels.models import Account  # noqa: E402
from hemicycle.demo import parliament, spine  # noqa: E402
from hemicycle.desk import actions  # noqa: E402
from hemicycle.desk.models import Announcement  # noqa: E402
from hemicycle.desk.remarks import draft_of, house_now  # noqa: E402

CHARACTERS, RUNS = 2_000, 15
LANGUAGES = ("en", "fr", "es")
EXAMPLES = Path(__file__).resolve().parent / "checks"
ACCOUNTS = (("web", "web", {}), ("feed", "feed", {}), ("smpp", "33100", {"price": 0.08, "currency": "EUR"}))


def made() -> dict[str, Any]:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    spine.enter(parliament.load(), by="bench")
    office = accounts.open_office(slug="desk", name="Communications", by="bench")
    for role in (Role.OFFICER, Role.EDITOR):
        user = accounts.add_person(email=f"{role}@parliament.example", name=role, password=None, by="bench")
        accounts.assign(user, office=office, role=role, by="bench")
    for kind, address, settings in ACCOUNTS:
        channels.open_account(office=office, kind=kind, name=kind, address=address, settings=settings, by="bench")
    return {}


def text_in(lang: str) -> str:
    """What a communications office writes, to the length that is measured."""
    lines = (EXAMPLES / f"development-{lang}.jsonl").read_text(encoding="utf-8").splitlines()
    return "\n\n".join(json.loads(line)["body"] for line in lines)[:CHARACTERS]


def asked(lang: str) -> dict[str, Any]:
    """Milliseconds of core time: of getting ready, of the first answer of this process, and of those that follow."""
    ready = _timed(checks.prepare)
    client, officer = _signed_in()
    one, every, empty = _desk(officer, (lang,)), _desk(officer, LANGUAGES), _desk(officer, (lang,))
    text = text_in(lang)
    _looked_at(client, empty)
    first = _timed(lambda: _typed(client, one, lang, text))
    return {
        "ready": ready,
        "first": first,
        "checks": _several(lambda: checks.look(draft_of(_again(one)), house_now())),
        "empty": _several(lambda: _typed(client, empty, lang, "")),
        "page": _several(lambda: _typed(client, one, lang, text)),
        "every": _several(lambda: _typed(client, every, lang, text)),
    }


def first(lang: str) -> dict[str, Any]:
    """Milliseconds of the first answer of a process that was not prepared."""
    client, officer = _signed_in()
    one, empty = _desk(officer, (lang,)), _desk(officer, (lang,))
    _looked_at(client, empty)
    return {"unprepared": _timed(lambda: _typed(client, one, lang, text_in(lang)))}


def _signed_in() -> tuple[Client, User]:
    officer, client = User.objects.get(email=f"{Role.OFFICER}@parliament.example"), Client(SERVER_NAME="localhost")
    client.force_login(officer)
    return client, officer


def _looked_at(client: Client, announcement: Announcement) -> float:
    """The composer is opened before anybody types in it: addresses and templates are read then."""
    return _timed(lambda: client.get(f"/desk/{announcement.address}/write/"))


def _desk(officer: User, langs: tuple[str, ...]) -> Announcement:
    """A draft for every channel; in several languages, it has its text in each of them."""
    office = Office.objects.get(slug="desk")
    texts = {lang: ("The House sits", text_in(lang) if len(langs) > 1 else "") for lang in langs}
    return actions.draft(office=office, by=officer, texts=texts, accounts=Account.objects.open())


def _again(announcement: Announcement) -> Announcement:
    return Announcement.objects.whole().get(pk=announcement.pk)


_turn = iter(range(1, 1_000_000))


def _typed(client: Client, announcement: Announcement, lang: str, text: str) -> None:
    """What the composer sends after a pause in typing: each time one more word, so that it is saved."""
    edit = announcement.texts.get(lang=lang).edit
    said = {f"{lang}-title": f"Number {next(_turn)}", f"{lang}-body": text, f"{lang}-edit": edit}
    answer = client.post(f"/desk/{announcement.address}/write/text/{lang}/", said, headers={"HX-Request": "true"})
    if answer.status_code != 200:
        raise SystemExit(f"answered {answer.status_code}")


def _several(do: Callable[[], object]) -> float:
    do()
    return median(_timed(do) for _ in range(RUNS))


def _timed(do: Callable[[], object]) -> float:
    begun = time.process_time()
    do()
    return 1000 * (time.process_time() - begun)


def _results() -> Iterator[dict[str, Any]]:
    match sys.argv[1:]:
        case ["make"]:
            yield made()
        case ["ask", lang]:
            yield asked(lang)
        case ["first", lang]:
            yield first(lang)


if __name__ == "__main__":
    for measured in _results():
        print(json.dumps(measured))
