from collections.abc import Callable

import pytest
from django.test import Client

from hemicycle.accounts.models import User


def test_every_answer_keeps_a_page_to_its_own_scripts_and_styles(client: Client, db: None) -> None:
    for address in ("/account/login/", "/nowhere/", "/health/", "/account/"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_no_page_is_framed_guessed_or_told_where_one_came_from(client: Client, db: None) -> None:
    headers = client.get("/account/login/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_transport_is_strict_behind_tls_only(client: Client, db: None, settings) -> None:
    assert "Strict-Transport-Security" not in client.get("/account/login/").headers
    settings.SECURE_HSTS_SECONDS = 63_072_000
    assert "max-age=63072000" in Client().get("/account/login/", secure=True).headers["Strict-Transport-Security"]


@pytest.mark.parametrize("address", ["/account/login/", "/account/", "/account/2fa/", "/account/password/reset/"])
def test_no_page_has_a_script_or_style_written_into_it(
    address: str, clerk: User, sign_in: Callable[[object], Client]
) -> None:
    page = sign_in(clerk).get(address, follow=True).content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert "<script>" not in page
