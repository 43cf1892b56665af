"""The page of data and the file of the whole record: packed by a job, taken back at once, the same for everybody."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from hemicycle.accounts.models import User
from hemicycle.conf.worker import Worker
from hemicycle.record import actions
from hemicycle.record.actions import indexing, packing
from hemicycle.record.models import Document, Packing
from hemicycle.record.tables.columns import MODELS, name_of
from hemicycle.rules.classification import Classification
from hemicycle.rules.errors import StopRequested
from tests.record import chamber

from .test_record import SignIn

pytestmark = pytest.mark.django_db
PAGE, FILE = "/record/data/", "/record/data/parliamentary-record.zip"


@pytest.fixture
def house(db: None) -> None:
    chamber.whole()


@pytest.fixture
def packed(house: None) -> Packing:
    Worker().drain()
    found = Packing.objects.offered().first()
    assert found is not None
    return found


def read(language: str = "en") -> str:
    answer = Client(headers={"accept-language": language}).get(PAGE)
    assert answer.status_code == 200
    return answer.text


def fetched(browser: Client | None = None) -> bytes:
    answer = (browser or Client()).get(FILE)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_what_was_imported_is_packed_in_the_background_and_offered_with_its_size_and_day(packed: Packing) -> None:
    page = read()
    assert f'href="{FILE}"' in page and f"{packed.digest}" in page
    content = fetched()
    assert len(content) == packed.size
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert json.loads(archive.read("datapackage.json"))["version"] == packed.summary["version"]
        assert archive.read("csv/person.csv").count(b"\n") == packed.summary["rows"]["person"] + 1 == 4
    assert "The House entered the record itself, without a source; no licence is stated." in page
    assert all(f'id="table-{name_of(model)}"' in page for model in MODELS)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Download the dataset"),
        ("fr", "Télécharger le jeu de données"),
        ("es", "Descargar el conjunto de datos"),
    ],
)
def test_the_page_speaks_the_readers_language(packed: Packing, language: str, words: str) -> None:
    assert words in read(language)


def test_each_link_of_the_page_leads_somewhere_and_each_feed_tells_something(packed: Packing) -> None:
    page = read().split("<main")[1].split("</main")[0]
    links = set(re.findall(r'href="(/[^"#]*)"', page))
    assert {"/record/feed.atom", "/record/feed.json"} <= links
    browser = Client(headers={"accept-language": "en"})
    for link in links:
        answer = browser.get(link)
        assert answer.status_code == 200, link
        assert not answer.streaming or b"".join(answer.streaming_content)
    atom = etree.fromstring(browser.get("/record/feed.atom").content)
    assert atom.findtext("{*}title").startswith("Everything new in the record")
    assert atom.findall("{*}entry") and atom.findtext("{*}updated") > "1971"
    assert browser.get("/record/feed.json").json()["items"]


@pytest.mark.parametrize("kind", ["atom", "json"])
def test_the_feed_of_no_question_is_that_of_everything_new(packed: Packing, kind: str) -> None:
    """Programs have subscribed to the address that the page gave before."""
    answer = Client().get(f"/record/search/feed.{kind}")
    assert answer.status_code == 302 and answer.url == f"/record/feed.{kind}?lang=en"
    assert Client().get(f"/record/search/feed.{kind}?q=eels").status_code == 200


def test_an_empty_record_says_that_there_is_nothing_yet(db: None) -> None:
    assert "There is no file yet" in read()
    indexing.ask_for_dataset()
    assert "The file is being created" in read()
    Worker().drain()
    assert "There is no file yet" in read()
    assert Client().get("/record/data/other.zip").status_code == 404


def test_a_record_that_changed_says_that_a_new_file_is_on_its_way(packed: Packing) -> None:
    indexing.ask_for_dataset()
    assert "a new file is being created" in read()
    assert fetched()


def test_a_bill_that_became_internal_is_in_no_file_from_that_moment(
    packed: Packing, clerk: User, sign_in: SignIn
) -> None:
    """Not even for staff; the next file is packed at once, without it."""
    bill = Document.objects.get()
    actions.classify(bill, classification=Classification.INTERNAL, by="test")
    for browser in (Client(), sign_in(clerk)):
        assert browser.get(FILE).status_code == 404
    assert FILE not in read()
    Worker().drain()
    with zipfile.ZipFile(io.BytesIO(fetched())) as archive:
        assert b"River Bill" not in archive.read("csv/document.csv")


def test_what_became_internal_while_it_was_packed_is_not_offered(house: None) -> None:
    job = Packing.objects.create()
    Packing.objects.filter(pk=job.pk).claim(worker="one", lease=timedelta(minutes=1))
    job.refresh_from_db()

    def classified_meanwhile() -> bool:
        actions.classify(Document.objects.get(), classification=Classification.INTERNAL, by="test")
        return False

    packing.pack(job, stopping=classified_meanwhile)
    Packing.objects.filter(pk=job.pk).move("finish")
    assert not Packing.objects.offered().exists()
    assert Packing.objects.waiting().exists()


def test_a_worker_that_has_to_go_leaves_the_file_before_it(packed: Packing) -> None:
    job = Packing.objects.create()
    with pytest.raises(StopRequested):
        packing.pack(job, stopping=lambda: True)
    assert Packing.objects.offered().first() == packed
    assert len(fetched()) == packed.size


def test_only_the_newest_files_are_kept_and_packing_rests_nine_times_as_long_as_it_took(packed: Packing) -> None:
    indexing.ask_for_dataset()
    assert Worker().drain() == 0
    for hours in (2, 1):
        ended = timezone.now() - timedelta(hours=hours)
        Packing.objects.filter(finished_at__isnull=False).update(started_at=ended, finished_at=ended)
        indexing.ask_for_dataset()
        assert Worker().drain() == 1
    assert Packing.objects.exclude(file="").count() <= 2
    assert all(row.file.storage.exists(row.file.name) for row in Packing.objects.exclude(file=""))


def test_an_unchanged_file_costs_nothing_and_one_that_is_gone_is_not_there(packed: Packing) -> None:
    first = Client().get(FILE)
    assert b"".join(first.streaming_content)
    tag = first.headers["ETag"]
    again = Client().get(FILE, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    packed.file.storage.delete(packed.file.name)
    assert Client().get(FILE).status_code == 404


def test_the_page_asks_the_database_little(packed: Packing, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(4):
        assert Client().get(PAGE).status_code == 200


def test_every_public_page_leads_to_it(house: None) -> None:
    assert f'href="{PAGE}"' in Client().get(reverse("site:home")).text
