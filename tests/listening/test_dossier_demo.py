"""The dossier of the demonstration: no name, address or number that its letters hold, whatever is quoted."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.roles import Role
from hemicycle.demo import letters
from hemicycle.demo.letters import Corpus
from hemicycle.listening.dossier import content
from hemicycle.listening.models import Inquiry

from . import dossiers
from .conftest import bring, open_inquiry, work

SEED, LETTERS = 7, 300

pytestmark = pytest.mark.django_db

Told = tuple[dict[str, object], Corpus, Inquiry]


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Told]:
    """The whole way, engine included: a file of letters, imported, analysed, told in French."""
    with django_db_blocker.unblock(), transaction.atomic():
        office = accounts.open_office(slug="demo-office", name="Demo office", by="test")
        clerk = accounts.add_person(email="demo.clerk@assembly.example", name="Dora Clerk", by="test")
        accounts.assign(clerk, office=office, role=Role.CLERK, by="test")
        inquiry = open_inquiry(office, clerk)
        corpus = letters.generate(SEED, LETTERS)
        rows = (json.dumps(asdict(letter), ensure_ascii=False, default=str) for letter in corpus.messages)
        bring(inquiry, clerk, "\n".join(rows).encode())
        work()
        inquiry.refresh_from_db()
        assert inquiry.shown is not None
        yield content.build(inquiry.shown, "fr"), corpus, inquiry
        transaction.set_rollback(True)


def test_no_personal_data_of_the_letters_stands_in_it(told: Told) -> None:
    dossier, corpus, _inquiry = told
    said = "\n".join(" ".join(text.split()) for text in dossiers.words(dossier))
    secrets = {" ".join(data.split()) for truth in corpus.truth.values() for data in truth.personal_data}

    assert len(secrets) > 100
    found = [one for one in sorted(secrets) if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", said)]
    assert found == [], [said[said.index(one) - 80 : said.index(one) + 60] for one in found]


def test_it_quotes_people_all_the_same(told: Told) -> None:
    dossier, _corpus, inquiry = told
    assert inquiry.shown is not None
    shown = dict(inquiry.shown.findings.values_list("inbound", "shown_text"))
    quotes = [one for block in dossiers.blocks(dossier) if block["kind"] == "quotes" for one in block["items"]]

    assert len(quotes) > 10
    for quote in quotes:
        (message,) = dossier["notes"][str(quote["note"])]  # type: ignore[index]
        assert quote["text"] in shown[message]
