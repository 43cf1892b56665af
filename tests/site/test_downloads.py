"""Files to fetch from the pages of the record: what is public, once, by the same address for good."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from hemicycle.accounts.models import User
from hemicycle.record.models import Document, DocumentVersion, Sitting, SpeechText
from hemicycle.rules.classification import Classification
from tests.record import chamber

from .test_record import SignIn

pytestmark = pytest.mark.django_db
# The rows themselves, their people, texts, paragraphs, votes and identifiers: as many for any sitting.
FEWER_THAN = 25


@pytest.fixture(autouse=True)
def _house(db: None) -> None:
    chamber.whole()


def debate(language: str = "en") -> str:
    return f"{Sitting.objects.get().get_absolute_url()}akn-debate.{language}.xml"


def text() -> str:
    return f"{DocumentVersion.objects.get(label='As amended').get_absolute_url()}akn-bill.xml"


PEOPLE = "/record/members/popolo-people.json"


def test_each_page_leads_to_its_files() -> None:
    client = Client(headers={"accept-language": "en"})
    sitting = client.get(Sitting.objects.get().get_absolute_url()).text
    assert f'href="{debate("en")}"' in sitting and f'href="{debate("fr")}"' in sitting
    assert "Akoma Ntoso debate (French)" in sitting
    assert f'href="{text()}"' in client.get(Document.objects.get().get_absolute_url()).text
    assert f'href="{PEOPLE}"' in client.get("/record/members/").text


def test_a_file_is_what_it_says_and_short_where_nothing_changed() -> None:
    answer = Client().get(debate())
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/akn+xml")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="2026-03-31-1.en.akn.xml"'
    assert etree.fromstring(answer.content)[0].get("name") == "debate"
    again = Client().get(debate(), headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert json.loads(Client().get(PEOPLE).content)["persons"]
    assert etree.fromstring(Client().get(text()).content)[0].get("name") == "bill"


def test_what_is_internal_is_no_file_for_anybody(clerk: User, sign_in: SignIn) -> None:
    there = [debate(), text()]
    Sitting.objects.update(classification=Classification.INTERNAL)
    DocumentVersion.objects.update(classification=Classification.INTERNAL)
    for browser in (Client(), sign_in(clerk)):
        assert [browser.get(path).status_code for path in there] == [404, 404]
    page = sign_in(clerk).get(Sitting.objects.get().get_absolute_url())
    assert page.status_code == 200 and "akn-debate" not in page.text


def test_an_internal_text_is_not_in_the_file_of_its_sitting(clerk: User, sign_in: SignIn) -> None:
    SpeechText.objects.filter(contribution__native_id="s1").update(classification=Classification.INTERNAL)
    assert "Rivers belong" not in sign_in(clerk).get(debate()).text
    assert Client().get(debate("fr")).status_code == 404


@pytest.mark.parametrize("name", ["akn-debate.de.xml", "akn-debate.en.json", "popolo.en.json", "pdf.en.xml"])
def test_a_file_that_there_is_none_of_is_not_there(name: str) -> None:
    assert Client().get(f"{Sitting.objects.get().get_absolute_url()}{name}").status_code == 404


def test_a_file_asks_the_database_as_often_for_a_long_sitting() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(debate()).status_code == 200
        return len(queries)

    few = asked()
    speeches = (chamber.speech(f"n{n}", chamber.text("en", "One."), person=chamber.ALDA) for n in range(50))
    chamber.sitting(chamber.FIRST, *speeches, chamber.vote())
    assert asked() <= few < FEWER_THAN
