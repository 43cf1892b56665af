"""What the House is called: as an administrator said, else as the settings say, else what it is."""

import pytest
from django.db import DatabaseError
from django.utils.translation import override

from hemicycle.rules import house_name as module
from hemicycle.rules.errors import BadParameter
from hemicycle.rules.house_name import LONGEST, house_name, house_names, is_named, name_house, remembered_house_name
from hemicycle.rules.models import AuditEntry, ParameterInForce

pytestmark = pytest.mark.django_db


def test_the_settings_name_it_until_an_administrator_does(settings):
    settings.HOUSE_NAME, settings.HOUSE_NAMES = "Assembly", {"fr": "Assemblée"}
    with override("fr"):
        assert house_name() == "Assemblée"
    name_house({"en": " Senate  of\nValmora "}, by="test")
    assert house_names() == {"en": "Senate of Valmora"}
    assert house_name("fr") == "Senate of Valmora"
    assert AuditEntry.objects.get(action="rules.name_house").facts == {"languages": ["en"]}


def test_a_house_without_a_name_is_called_what_it_is_in_the_language_of_the_page(settings):
    settings.HOUSE_NAME, settings.HOUSE_NAMES = "", {}
    assert not is_named()
    for language, name in (("en", "The House"), ("fr", "L’assemblée"), ("es", "La Cámara")):
        with override(language):
            assert house_name() == name


@pytest.mark.parametrize("names", [{}, {"en": "  "}, {"en": "x" * (LONGEST + 1)}, {"not a language": "x"}])
def test_what_cannot_be_a_name_is_refused(names):
    with pytest.raises(BadParameter):
        name_house(names, by="test")
    assert not ParameterInForce.objects.exists()


def test_the_page_that_says_the_database_is_gone_still_has_a_name(settings, monkeypatch):
    def gone(name):
        raise DatabaseError

    settings.HOUSE_NAME, settings.HOUSE_NAMES = "Assembly", {}
    monkeypatch.setattr(module, "_read", [])
    monkeypatch.setattr(module, "in_force", gone)
    assert house_name() == remembered_house_name() == "Assembly"
    module._read[:] = [{"en": "Senate"}]
    assert house_name() == remembered_house_name() == "Senate"
