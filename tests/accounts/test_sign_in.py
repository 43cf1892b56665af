import re
import time

import pytest
from allauth.core.internal import ratelimit
from django.core import mail
from django.core.cache import cache
from django.test import Client

from hemicycle.accounts.jobs import send_mail
from hemicycle.accounts.models import User
from hemicycle.rules.models import AuditEntry, ParameterInForce
from tests.cast import PASSWORD, person


def give(client: Client, email: str, password: str = PASSWORD, **extra: str):
    return client.post("/account/login/", {"login": email, "password": password}, **extra)


def test_a_person_signs_in_with_address_and_password_and_the_log_says_so(client: Client, clerk: User) -> None:
    response = give(client, clerk.email.upper())
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(clerk.pk)
    assert AuditEntry.objects.get(action="accounts.sign_in").actor == clerk.audit_label


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client, clerk: User) -> None:
    wrong, unknown = give(client, clerk.email, "guess"), give(client, "nobody@assembly.example", "guess")
    assert wrong.status_code == unknown.status_code == 200
    errors = [response.context["form"].non_field_errors() for response in (wrong, unknown)]
    assert errors[0] and errors[0] == errors[1]


def test_a_person_whose_account_was_closed_does_not_get_in(client: Client, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    give(client, clerk.email)
    assert "_auth_user_id" not in client.session


def test_guessing_is_slowed_down(client: Client, clerk: User) -> None:
    answers = [give(client, clerk.email, f"guess {number}").status_code for number in range(12)]
    assert 429 in answers or "too many" in str(give(client, clerk.email).content).lower()
    give(client, clerk.email)
    assert "_auth_user_id" not in client.session


def test_a_whole_house_behind_one_address_of_the_network_signs_in_within_a_minute(db: None) -> None:
    people = [person(f"Colleague {n}") for n in range(32)]
    for n, one in enumerate(people):
        if n % 3 == 0:
            give(Client(), one.email, "mistyped")
        browser = Client()
        assert give(browser, one.email).status_code == 302
        assert browser.session["_auth_user_id"] == str(one.pk)


def test_whoever_waits_for_their_turn_behind_one_address_is_not_refused(
    client: Client, clerk: User, monkeypatch
) -> None:
    class Clock:
        """Others are counted first, for eight seconds."""

        now = 0.0

        def monotonic(self) -> float:
            return self.now

        def time(self) -> float:
            return time.time()

        def sleep(self, seconds: float) -> None:
            self.now += seconds
            if self.now >= 8:
                monkeypatch.setattr(ratelimit, "cache", cache)

    class Taken:
        def __getattr__(self, name: str) -> object:
            return (lambda *_, **__: False) if name == "add" else getattr(cache, name)

    clock = Clock()
    monkeypatch.setattr(ratelimit, "time", clock)
    monkeypatch.setattr(ratelimit, "cache", Taken())
    assert give(client, clerk.email).status_code == 302
    assert client.session["_auth_user_id"] == str(clerk.pk)
    assert clock.now >= 8


def test_nobody_signs_up_by_themselves(client: Client, db: None) -> None:
    assert client.get("/account/signup/").status_code == 404
    assert client.post("/account/signup/", {"email": "new@assembly.example", "password1": PASSWORD}).status_code == 404
    assert not User.objects.exists()


def test_a_session_lasts_as_long_as_the_house_decided(client: Client, clerk: User) -> None:
    ParameterInForce.objects.create(name="session_hours", value=2)
    give(client, clerk.email)
    assert client.session.get_expiry_age() == 2 * 3600


def test_a_forgotten_password_is_set_anew_by_the_link_in_the_mail(client: Client, clerk: User) -> None:
    client.post("/account/password/reset/", {"email": clerk.email})
    send_mail("test", lambda: False)
    link = re.search(r"http://[^/]+(/account/password/reset/key/\S+)", mail.outbox[0].body)
    assert link
    page = client.get(link[1], follow=True)
    client.post(
        page.request["PATH_INFO"], {"password1": "quite another sentence", "password2": "quite another sentence"}
    )
    give(client, clerk.email, "quite another sentence")
    assert "_auth_user_id" in client.session


def test_nothing_is_sent_to_an_address_without_an_account(client: Client, db: None) -> None:
    assert client.post("/account/password/reset/", {"email": "nobody@assembly.example"}).status_code == 302
    send_mail("test", lambda: False)
    assert mail.outbox == []


def test_a_second_factor_is_set_up_only_after_the_password_is_given_again(client: Client, clerk: User) -> None:
    give(client, clerk.email)
    asked = client.get("/account/2fa/totp/activate/")
    assert asked.headers["Location"].startswith("/account/reauthenticate/")
    client.post(asked.headers["Location"], {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    assert page.status_code == 200
    assert b"data:image/svg+xml" in page.content


def test_passkeys_are_offered_and_added_only_after_the_password_is_given_again(client: Client, clerk: User) -> None:
    give(client, clerk.email)
    asked = client.get("/account/2fa/webauthn/add/")
    assert asked.headers["Location"].startswith("/account/reauthenticate/")
    client.post(asked.headers["Location"], {"password": PASSWORD})
    page = client.get("/account/2fa/webauthn/add/").text
    assert "Name of this key" in page and "Passkey 1" in page and "Sign in with this key alone" in page
    assert "Passwordless" not in page and "Master key" not in page
    assert "/account/2fa/webauthn/" in client.get("/account/2fa/").text


def test_who_asked_for_a_page_that_is_not_theirs_is_led_to_where_their_work_begins(
    client: Client, safety: User
) -> None:
    address = {"next": "/inbox/?state=all"}
    said = client.post("/account/login/", {"login": safety.email, "password": PASSWORD, **address}, follow=True)
    assert said.request["PATH_INFO"] == "/inbox/safety/"
    assert "The page that you asked for is not part of your role. Your work begins here." in said.text
    theirs = {"login": safety.email, "password": PASSWORD, "next": "/inbox/safety/?state=all"}
    assert Client().post("/account/login/", theirs).headers["Location"] == "/inbox/safety/?state=all"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_sign_in_never_leads_to_another_site(client: Client, clerk: User, address: str) -> None:
    response = client.post("/account/login/", {"login": clerk.email, "password": PASSWORD, "next": address})
    assert "evil" not in response.headers["Location"] and "script" not in response.headers["Location"]
