import re
from collections import deque
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import Address, addresses
from tests.cast import PASSWORD


def test_every_answer_keeps_a_page_to_its_own_scripts_and_styles(client: Client, db: None) -> None:
    for address in ("/account/login/", "/nowhere/", "/health/", "/account/"):
        policy = client.get(address).headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'"} <= set(policy)
        assert "unsafe" not in str(policy)


def test_no_page_is_framed_or_sniffed_and_no_referrer_is_sent(client: Client, db: None) -> None:
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


VALUES = {"int": "1", "followable": "bill", "feed": "atom", "tag": "en", "word": "csv", "slug": "a-1", "str": "a-1"}


def kept_by_nobody(answer) -> bool:
    if answer.streaming:
        deque(answer, maxlen=0)
    return "no-store" in answer.headers.get("Cache-Control", "")


def path_of(address: Address) -> str:
    """One that leads to its view; what is not there is refused by a page of the same kind."""
    plain = re.sub(r"\(\?P<\w+>.*?\)(?=[-/]|$)", "1", address.pattern)
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: VALUES.get(found[1] or "str", "csv"), plain)


def test_nothing_that_a_clerk_opens_is_kept_by_browser_or_proxy(
    clerk: User, sign_in: Callable[[object], Client]
) -> None:
    client, every = sign_in(clerk), [address for address in addresses() if "logout" not in address.name]
    kept = [address for address in every if not kept_by_nobody(client.get(path_of(address)))]
    # Only what is the same for everybody, and whose view says so: programs' interface, theme, files of the record.
    assert all(address.permission.public for address in kept)
    assert not [address for address in kept if "public" not in client.get(path_of(address)).headers["Cache-Control"]]
    assert len(every) > 200 > 10 * len(kept)


@pytest.mark.parametrize("name", ["listening:inquiries", "cases:inbox", "desk:board", "account", "site:home"])
def test_a_page_is_kept_by_nobody_once_somebody_signed_in(
    name: str, clerk: User, sign_in: Callable[[object], Client]
) -> None:
    answer = sign_in(clerk).get(reverse(name))
    assert answer.status_code == 200 or name == "desk:board"
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_a_page_of_everybody_may_be_kept_and_one_of_staff_never(client: Client, db: None) -> None:
    assert not kept_by_nobody(client.get("/")) and not kept_by_nobody(client.get("/theme.css"))
    assert kept_by_nobody(client.get(reverse("listening:inquiries")))
    assert kept_by_nobody(client.get("/account/login/"))


def test_who_signs_in_or_out_leaves_no_page_behind(client: Client, clerk: User) -> None:
    assert kept_by_nobody(client.post("/account/login/", {"login": clerk.email, "password": PASSWORD}))
    assert kept_by_nobody(client.post("/account/logout/"))


def test_what_is_the_same_for_everybody_is_kept_as_its_view_says(
    clerk: User, sign_in: Callable[[object], Client]
) -> None:
    answer = sign_in(clerk).get("/theme.css")
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_htmx_keeps_no_page_in_the_browser(clerk: User, sign_in: Callable[[object], Client]) -> None:
    assert '"historyCacheSize": 0' in sign_in(clerk).get(reverse("listening:inquiries")).content.decode()
