import pytest
from django.core.exceptions import ImproperlyConfigured

from hemicycle.conf import environment
from hemicycle.rules.site_address import absolute


@pytest.fixture(autouse=True)
def _own_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "VARIABLES", {})


def test_what_is_not_set_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HEMICYCLE_TEA", raising=False)
    assert environment.number("HEMICYCLE_TEA", default=3, meaning="Cups.") == 3


def test_a_variable_is_read_as_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEMICYCLE_TEA", "1")
    assert environment.flag("HEMICYCLE_TEA", default=False, meaning="Tea.") is True
    monkeypatch.setenv("HEMICYCLE_TEA", " green , black,")
    assert environment.names("HEMICYCLE_TEA", default="", meaning="Kinds.") == ["green", "black"]


def test_a_database_address_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://ada:p%40ss@db.example:5433/house?sslmode=require")
    read = environment.database("DATABASE_URL", default="", meaning="Where.")
    assert read == {
        "ENGINE": "django.db.backends.postgresql", "NAME": "house", "USER": "ada", "PASSWORD": "p@ss",
        "HOST": "db.example", "PORT": "5433", "OPTIONS": {"sslmode": "require"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: environment.number("HEMICYCLE_TEA", default=3, meaning="Cups."), "three"),
        (lambda: environment.flag("HEMICYCLE_TEA", default=False, meaning="Tea."), "yes"),
        (lambda: environment.database("HEMICYCLE_TEA", default="", meaning="Where."), "mysql://x/y"),
        (lambda: environment.address("HEMICYCLE_TEA", default="http://a", meaning="Where."), "parliament.example"),
        (lambda: environment.address("HEMICYCLE_TEA", default="http://a", meaning="Where."), "https://a.example/"),
        (lambda: environment.theme("HEMICYCLE_TEA", default="#1f5640", meaning="Colour."), "chartreuse"),
    ],
)
def test_a_bad_value_stops_the_start_and_is_named(read, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEMICYCLE_TEA", value)
    with pytest.raises(ImproperlyConfigured, match="HEMICYCLE_TEA"):
        read()


def test_an_address_of_ours_is_written_whole(settings) -> None:
    settings.ADDRESS = "https://parliament.example"
    assert absolute("/record/") == "https://parliament.example/record/"
