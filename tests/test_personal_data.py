"""Every table says what it holds of a person outside the House, or that it holds nothing."""

import pytest
from django.apps import apps
from django.db.models import Model

from hemicycle.rules import personal_data
from hemicycle.rules.personal_data import HOLDINGS, WITHOUT, Holding, Subject

# Tables of names and kinds, without a row about anybody.
OF_THE_FRAMEWORK = {"auth.Permission", "auth.Group", "contenttypes.ContentType"}
TABLES = [
    m for m in apps.get_models() if m._meta.label not in OF_THE_FRAMEWORK and not m.__module__.startswith("tests.")
]
HELD = {table for holding in HOLDINGS.values() for table in holding.tables}


@pytest.mark.parametrize("model", TABLES, ids=lambda m: m._meta.label)
def test_every_table_says_what_it_holds_of_a_person(model: type[Model]) -> None:
    """Red: register what it holds in registers.py of its app (rules/personal_data.py), or that it holds nothing."""
    assert (model._meta.label in HELD) != (model._meta.label in WITHOUT)


def test_no_table_is_spoken_for_that_does_not_exist() -> None:
    assert {model._meta.label for model in TABLES} >= HELD | WITHOUT.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("holding", HOLDINGS.values(), ids=lambda one: one.name)
def test_what_a_holding_finds_is_in_the_tables_that_it_names(holding: Holding) -> None:
    found = {rows.model._meta.label for rows in holding.rows(Subject(frozenset({"https://a.example/b"}), (), True))}
    log = {"rules.AuditEntry"}
    assert found <= set(holding.tables) | log


def test_what_is_neither_erased_nor_kept_for_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="does not say why"):
        personal_data.register(Holding("nobody", tables=(), rows=lambda one: [], data=lambda one: []))


@pytest.mark.django_db
def test_of_nobody_nothing_is_found(office) -> None:
    assert personal_data.count(Subject(frozenset(), (office,), is_house=True)) == {}
