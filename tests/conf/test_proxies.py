import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client

from hemicycle.conf import environment
from hemicycle.conf.processes import say_warnings, web_command

PROXY, STRANGER = "10.0.0.9", "198.51.100.66"


@pytest.fixture
def over_tls(settings, db: None) -> None:
    settings.TLS, settings.TRUSTED_PROXIES = True, ["10.0.0.0/24"]
    settings.SECURE_HSTS_SECONDS = 60


def is_secure(peer: str) -> bool:
    answer = Client(REMOTE_ADDR=peer, HTTP_X_FORWARDED_PROTO="https").get("/account/login/")
    return "Strict-Transport-Security" in answer.headers


def test_that_a_request_came_over_tls_is_believed_from_trusted_proxies_alone(over_tls: None) -> None:
    assert [is_secure(peer) for peer in (PROXY, STRANGER, "127.0.0.1", "")] == [True, False, False, False]


def test_where_no_proxy_is_named_one_nearby_is_believed_about_tls_and_no_stranger(over_tls: None, settings) -> None:
    settings.TRUSTED_PROXIES = []
    assert [is_secure(peer) for peer in ("127.0.0.1", "172.17.0.1", "", STRANGER)] == [True, True, True, False]


def test_the_check_warns_where_tls_is_on_and_no_proxy_is_named(
    over_tls: None, settings, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("check")
    assert "hemicycle.W001" not in capsys.readouterr().err
    settings.TRUSTED_PROXIES = []
    call_command("check")
    assert "hemicycle.W001" in capsys.readouterr().err


def test_the_server_says_the_warning_when_it_starts(over_tls: None, settings, capsys) -> None:
    settings.TRUSTED_PROXIES = []
    say_warnings()
    said = capsys.readouterr().err
    assert "HEMICYCLE_TRUSTED_PROXIES" in said and "127.0.0.1" in said
    settings.TLS = False
    say_warnings()
    assert capsys.readouterr().err == ""


def test_gunicorn_believes_nobody_about_protocol_or_path() -> None:
    command = web_command(host="127.0.0.1", port=8000)
    assert command[command.index("--forwarded-allow-ips") + 1] == ""


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("10.0.0.5/8", "host bits"),
        ("proxy.example", "proxy.example"),
        ("0.0.0.0/0", "everybody"),
        ("127.0.0.1,::/0", "everybody"),
    ],
)
def test_a_proxy_that_is_no_address_or_everybody_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, value: str, reason: str
) -> None:
    monkeypatch.setenv("HEMICYCLE_TEST_PROXIES", value)
    monkeypatch.setattr(environment, "VARIABLES", {})
    with pytest.raises(ImproperlyConfigured, match=reason):
        environment.proxies("HEMICYCLE_TEST_PROXIES", default="", meaning="")


def test_proxies_are_addresses_networks_and_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEMICYCLE_TEST_PROXIES", "127.0.0.1, ::1,10.0.0.0/24,unix")
    monkeypatch.setattr(environment, "VARIABLES", {})
    found = environment.proxies("HEMICYCLE_TEST_PROXIES", default="", meaning="")
    assert found == ["127.0.0.1", "::1", "10.0.0.0/24", "unix"]


def test_the_server_warns_where_links_in_mail_would_lead_to_a_site_without_tls(
    over_tls: None, settings, capsys
) -> None:
    settings.ADDRESS = "http://127.0.0.1:8000"
    say_warnings()
    assert "HEMICYCLE_ADDRESS is http://127.0.0.1:8000" in capsys.readouterr().err
    settings.ADDRESS = "https://letters.parliament.example"
    say_warnings()
    assert capsys.readouterr().err == ""
