"""Bills in the search of the shell: by words of any language, and nothing that the gate keeps in."""

from datetime import date

import pytest

from hemicycle.record import actions
from hemicycle.record.models import Document
from hemicycle.record.papers import Known
from hemicycle.record.search import suggestions
from hemicycle.rules.classification import Classification
from tests.record.test_bills import INTRODUCED, bill, version

pytestmark = pytest.mark.django_db

FRENCH = version("Texte initial", date(2026, 3, 10), "Les rivières sont publiques.", language="fr")


@pytest.fixture
def river() -> Document:
    actions.put_bill(bill(INTRODUCED, FRENCH), by="test")
    return Document.objects.get()


@pytest.fixture
def secret() -> Document:
    paper = bill(INTRODUCED, number="99", titles={"en": "Secret Bill"}, known_as=(Known("native", "secret"),))
    actions.put_bill(paper, by="test", classification=Classification.INTERNAL)
    return Document.objects.get(number="99")


def test_search_finds_a_bill_by_words_without_accents_in_any_language(river, clerk):
    assert [hit.url for hit in suggestions.bills(clerk, "riviere LOI")] == [river.get_absolute_url()]
    assert not list(suggestions.bills(clerk, "river mountain"))
    assert not list(suggestions.bills(clerk, " "))


def test_search_finds_no_internal_bill_for_a_member(secret, member, clerk):
    assert not list(suggestions.bills(member, "secret"))
    assert list(suggestions.bills(clerk, "secret"))
