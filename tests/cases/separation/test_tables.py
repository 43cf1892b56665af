"""Each table of cases whose rows are of an office is among what is tried: a new one is not forgotten."""

import pytest
from django.apps import apps

from hemicycle.accounts.models import OfficeScoped

from .conftest import Parliament
from .offices import NOT_FILLED
from .tables import rows_of, texts_of, ways_to_office

pytestmark = pytest.mark.django_db

# What the House tells its own staff.
OF_ALL_STAFF = {"cases.GuidanceText"}


@pytest.mark.parametrize("app", ["cases", "channels"])
def test_every_table_of_an_office_has_rows_in_both(parliament: Parliament, app: str) -> None:
    """Those of other apps have as far as rows can be made up."""
    missing = [
        f"{table._meta.label} of {one.word}"
        for table in ways_to_office()
        for one in (parliament.house, parliament.member)
        if table._meta.app_label == app and not rows_of(table, one.office).exists()
    ]
    assert [one for one in missing if one.partition(" ")[0] not in NOT_FILLED] == []


def test_every_table_of_cases_belongs_to_an_office_or_says_why_not() -> None:
    known = {table._meta.label for table in ways_to_office()} | OF_ALL_STAFF
    assert {one._meta.label for one in apps.get_app_config("cases").get_models()} <= known


def test_every_text_that_somebody_writes_about_a_case_is_marked(parliament: Parliament) -> None:
    unmarked = [
        f"{table._meta.label}.{one.name} of {office.word}"
        for table in apps.get_app_config("cases").get_models()
        if table in ways_to_office()
        for one in texts_of(table)
        for office in (parliament.house, parliament.member)
        if not any(
            office.word in str(value) for value in rows_of(table, office.office).values_list(one.name, flat=True)
        )
    ]
    assert not unmarked


# Work of the machine, and which offices share: neither is read by a person as a row.
NOT_READ = {"cases.CampaignSearch", "cases.FakeSharing", "cases.ThreatSharing"}


def test_what_has_an_office_of_its_own_is_read_by_office() -> None:
    """`visible_to` is there to be used; reports of threats have `open_to`, which is narrower."""
    lacking = [
        table._meta.label
        for table in apps.get_app_config("cases").get_models()
        if ways_to_office().get(table) == "office"
        and not isinstance(table._default_manager.all(), OfficeScoped)
        and not hasattr(table._default_manager.all(), "open_to")
    ]
    assert set(lacking) == NOT_READ
