"""Texts in several languages."""

import pytest
from django.utils.translation import override

from hemicycle.record import addresses
from hemicycle.record.models import Area
from hemicycle.record.phrases import NotAPhrase, Phrase


def test_the_language_asked_for_comes_first_then_its_parent_then_any():
    words = Phrase(pt="Rio", es="Río")
    assert words.in_language("es").text == "Río"
    assert words.in_language("pt-BR").lang == "pt"
    assert words.in_language("fr").lang == "es"
    assert not Phrase().in_language("fr")


def test_on_a_page_the_words_are_in_the_pages_language():
    with override("fr"):
        assert Phrase(en="River", fr="Rivière").here.text == "Rivière"


@pytest.mark.django_db
@pytest.mark.parametrize("names", [{"English": "River"}, {"en": ""}, {"en": 3}, {"en": " "}])
def test_what_is_no_wording_cannot_be_stored_by_any_way(names):
    with pytest.raises(NotAPhrase):
        Area.objects.create(names=names)
    with pytest.raises(NotAPhrase):
        Area.objects.bulk_create([Area(names=names)])


@pytest.mark.django_db
def test_words_come_back_as_wording():
    Area.objects.create(names={"en": "Kestwick"})
    assert Area.objects.get().names.in_language("es").text == "Kestwick"


def test_keys_are_version_seven_and_in_the_order_of_time(monkeypatch):
    timestamps = iter([1_000_000_000_000_000_000, 2_000_000_000_000_000_000])
    monkeypatch.setattr(addresses.time, "time_ns", lambda: next(timestamps))
    earlier, later = addresses.uuid7(), addresses.uuid7()
    assert earlier.version == later.version == 7
    assert earlier.variant == "specified in RFC 4122"
    assert earlier < later


def test_public_addresses_do_not_repeat():
    assert len({addresses.new_address() for _ in range(2_000)}) == 2_000


def test_ten_million_public_addresses_are_drawn_without_a_second_one_alike():
    """The approximation of the birthday problem: pairs by the number of addresses there can be."""
    signs = {sign for _ in range(2_000) for sign in addresses.new_address()}
    assert 10_000_000**2 / 2 / len(signs) ** len(addresses.new_address()) < 1 / 1_000
