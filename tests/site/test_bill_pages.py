"""The pages of bills: for everyone, in the reader's language, and never what the gate keeps in."""

from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from hemicycle.record import actions
from hemicycle.record.models import Clause, Document, DocumentVersion
from hemicycle.record.papers import Known
from hemicycle.rules import gate
from hemicycle.rules.classification import Classification
from hemicycle.rules.egress import EgressPoint
from tests.record.test_bills import AMENDED, INTRODUCED, bill, version

pytestmark = pytest.mark.django_db

FRENCH = version("Texte initial", date(2026, 3, 10), "Les rivières sont publiques.", language="fr")


@pytest.fixture
def river() -> Document:
    actions.put_bill(bill(INTRODUCED, AMENDED, FRENCH), by="test")
    return Document.objects.get()


@pytest.fixture
def secret() -> Document:
    paper = bill(INTRODUCED, number="99", titles={"en": "Secret Bill"}, known_as=(Known("native", "secret"),))
    actions.put_bill(paper, by="test", classification=Classification.INTERNAL)
    return Document.objects.get(number="99")


def content(response) -> str:
    return response.content.decode()


def test_a_citizen_reads_the_list_and_the_bill(river, citizen, sign_in):
    browser = sign_in(citizen)
    assert "River Bill" in content(browser.get(reverse("site:bills")))
    page = content(browser.get(river.get_absolute_url()))
    assert "Spills are fined twice." in page
    assert "Spills are fined.<" not in page


def test_a_reader_of_french_gets_the_french_text(river, citizen, sign_in):
    page = content(sign_in(citizen).get(river.get_absolute_url(), headers={"accept-language": "fr"}))
    assert "Projet de loi sur les rivières" in page
    assert 'lang="fr" dir="auto"' in page
    assert "Les rivières sont publiques." in page


def test_a_clause_is_cited_in_the_language_of_its_text(river, citizen, sign_in):
    introduced, amended = river.versions.filter(language="en").oldest_first()
    compared = f"{introduced.get_absolute_url()}{amended.address}/"
    for path in (amended.get_absolute_url(), compared):
        page = content(sign_in(citizen).get(path, headers={"accept-language": "fr"}))
        assert "Clause 2" in page
        assert "Article 2" not in page


def test_a_title_the_record_lacks_in_spanish_is_marked_with_its_own_language(river, citizen, sign_in):
    page = content(sign_in(citizen).get(reverse("site:bills"), headers={"accept-language": "es"}))
    assert '<span lang="en" dir="auto">River Bill</span>' in page


def test_an_older_text_says_that_a_newer_one_replaced_it(river, clerk, sign_in):
    older = river.versions.get(label="As introduced")
    page = content(sign_in(clerk).get(older.get_absolute_url()))
    assert "A newer text has replaced this one" in page
    assert "Spills are fined." in page


def test_a_text_called_by_its_day_is_dated_once(citizen, sign_in):
    actions.put_bill(bill(version("2026-03-10", date(2026, 3, 10), "Rivers are public.")), by="test")
    page = content(sign_in(citizen).get(Document.objects.get().get_absolute_url()))
    assert "10 March 2026" in page
    assert "2026-03-10 ·" not in page and "2026-03-10</span>" not in page


@pytest.mark.parametrize(
    ("title", "smaller"), [("River Bill", False), ("An Act on rivers, lakes and wells " * 5, True)]
)
def test_a_long_title_is_set_smaller(citizen, sign_in, title, smaller):
    actions.put_bill(bill(INTRODUCED, titles={"en": title.strip()}), by="test")
    page = content(sign_in(citizen).get(Document.objects.get().get_absolute_url()))
    assert ('<h1 class="long-title">' in page) is smaller


def test_what_stands_beside_the_text_scrolls_with_the_page(river, citizen, sign_in):
    page = content(sign_in(citizen).get(river.get_absolute_url()))
    styles = Path(str(finders.find("css/patterns.css"))).read_text()
    scrolls = [
        line.partition("{")[0].strip() for line in styles.splitlines() if line.strip().startswith(".pair-aside")
    ]
    assert 'class="pair-aside pair-aside-long"' in page and scrolls == [".pair-aside:not(.pair-aside-long)"]


def test_the_address_of_a_clause_leads_to_its_place(river, citizen, sign_in):
    clause = Clause.objects.select_related("version__document").get(version__label="As amended", eid="cl_2")
    address, place = clause.get_absolute_url().split("#")
    assert f'id="{place}"' in content(sign_in(citizen).get(address))


def test_an_address_that_names_nothing_is_not_found(river, citizen, sign_in):
    browser = sign_in(citizen)
    assert browser.get("/record/bills/nothing/").status_code == 404
    assert browser.get(f"{river.get_absolute_url()}nothing/").status_code == 404


def test_an_internal_bill_has_no_public_page(secret, citizen, outsider, member, clerk, sign_in):
    for reader in (citizen, outsider, member):
        browser = sign_in(reader)
        assert browser.get(secret.get_absolute_url()).status_code == 404
        assert browser.get(secret.versions.get().get_absolute_url()).status_code == 404
        assert "Secret Bill" not in content(browser.get(reverse("site:bills")))
    assert "Secret Bill" in content(sign_in(clerk).get(reverse("site:bills")))


def test_an_internal_text_of_a_public_bill_is_not_shown(river, citizen, sign_in):
    DocumentVersion.objects.filter(label="As amended").update(classification=Classification.INTERNAL)
    amended = river.versions.get(label="As amended")
    page = content(sign_in(citizen).get(river.get_absolute_url()))
    assert "Spills are fined twice." not in page
    assert "As amended" not in page
    assert sign_in(citizen).get(amended.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("classification", list(Classification))
def test_the_list_and_the_gate_agree_for_every_reader(
    river, classification, citizen, outsider, member, clerk, superuser
):
    actions.classify(river, classification=classification, by="test")
    river.refresh_from_db()
    for reader in (citizen, outsider, member, clerk, superuser):
        listed = Document.objects.readable_by(reader).exists()
        assert listed == gate.allowed(river, via=EgressPoint.PAGE, to=reader)


def test_pages_do_not_ask_more_of_the_database_when_there_is_more(
    river, citizen, sign_in, django_assert_max_num_queries
):
    for number in range(20, 50):
        paper = bill(INTRODUCED, number=str(number), known_as=(Known("native", str(number)),))
        actions.put_bill(paper, by="test")
    browser = sign_in(citizen)
    with django_assert_max_num_queries(10):
        browser.get(reverse("site:bills"))
    # Seven more than the text needs: who is written to, what was announced, the dossiers, what the House has decided,
    # campaigns, what was heard, what people asked.
    with django_assert_max_num_queries(16):
        browser.get(river.get_absolute_url())
