"""Where a person is signed in, and the notice of a browser that they have not used before."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from hemicycle.accounts.jobs import remove_ended, send_mail
from hemicycle.accounts.models import Notice, User
from hemicycle.accounts.sign_in.devices import device_of
from hemicycle.accounts.sign_in.sessions import next_end
from hemicycle.rules.models import AuditEntry, ParameterInForce
from tests.cast import PASSWORD

WHERE = "/account/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"


def signed_in(user: User, browser: str = FIREFOX, client: Client | None = None, **extra: str) -> Client:
    client = client or Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD}, HTTP_USER_AGENT=browser, **extra)
    assert "_auth_user_id" in client.session
    return client


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0 Safari/537.36", "Samsung Internet on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15", "Safari on Mac"),
        ("curl/8", "A browser that does not say which"),
        ("", "A browser that does not say which"),
    ],
)  # fmt: skip
def test_a_device_is_named_in_plain_words(said: str, words: str) -> None:
    assert device_of(said) == words


def test_a_person_sees_where_they_are_signed_in_this_browser_first(clerk: User, editor: User) -> None:
    signed_in(clerk, PHONE, REMOTE_ADDR="192.0.2.7")
    signed_in(editor)
    page = signed_in(clerk, REMOTE_ADDR="198.51.100.9").get(WHERE).text
    rows = re.findall(r'<th scope="row">([^<]+)', page)
    assert rows == ["Firefox on Windows", "Safari on iPhone"]
    assert "192.0.2.7" in page and "198.51.100.9" in page and page.count("This browser") == 1


def test_the_account_page_leads_there(clerk: User) -> None:
    assert f'href="{WHERE}"' in signed_in(clerk).get("/account/").text


def test_one_is_ended_and_that_browser_is_signed_out(clerk: User) -> None:
    phone, desk = signed_in(clerk, PHONE), signed_in(clerk)
    row = UserSession.objects.get(user_agent=PHONE)
    desk.post(f"{WHERE}{row.pk}/end/")
    assert phone.get("/account/").status_code == 302 and desk.get("/account/").status_code == 200
    assert AuditEntry.objects.get(action="accounts.end_sessions").facts["sessions"] == 1
    assert "had ended already" in desk.post(f"{WHERE}{row.pk}/end/", follow=True).text


def test_all_others_are_ended_and_nobody_elses(clerk: User, editor: User) -> None:
    others, stranger = [signed_in(clerk, PHONE), signed_in(clerk)], signed_in(editor)
    desk = signed_in(clerk)
    desk.post(f"{WHERE}others/end/")
    assert [one.get("/account/").status_code for one in others] == [302, 302]
    assert desk.get("/account/").status_code == 200 and stranger.get("/account/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(clerk: User, administrator: User) -> None:
    theirs = signed_in(clerk)
    row = UserSession.objects.get()
    signed_in(administrator).post(f"{WHERE}{row.pk}/end/")
    assert theirs.get("/account/").status_code == 200


def test_no_address_is_kept_longer_than_the_session(clerk: User) -> None:
    browser = signed_in(clerk)
    browser.post("/account/logout/")
    assert not UserSession.objects.exists()
    signed_in(clerk, client=browser)
    session = Session.objects.get()
    assert next_end(timezone.now()) == session.expire_date
    assert remove_ended("test", lambda: False) == 0
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert remove_ended("test", lambda: False) == 1
    assert not UserSession.objects.exists()


def test_who_is_asked_through_a_socket_signs_in_and_no_address_is_shown(clerk: User) -> None:
    page = signed_in(clerk, REMOTE_ADDR="").get(WHERE).text
    assert "Address not known" in page and "0.0.0.0" not in page


def test_a_session_from_before_there_was_a_list_stands_in_it(sign_in: Callable[[object], Client], clerk: User) -> None:
    assert "This browser" in sign_in(clerk).get(WHERE).text


def test_the_owner_is_notified_of_a_new_browser_by_bell_and_mail_and_of_no_other(clerk: User) -> None:
    browser = signed_in(clerk)
    assert not Notice.objects.exists()
    browser.post("/account/logout/")
    signed_in(clerk, client=browser)
    assert not Notice.objects.exists()
    other = signed_in(clerk, PHONE)
    assert "with a browser or device that was not used before" in other.get("/account/notices/").text
    Notice.objects.update(mail_at=timezone.now())
    send_mail("test", lambda: False)
    (message,) = mail.outbox
    assert message.to == [clerk.email] and "was not used before" in message.body
    assert "iPhone" not in message.body


def test_a_role_that_waits_for_a_second_factor_hides_no_notice_of_a_new_browser(clerk: User) -> None:
    signed_in(clerk)
    ParameterInForce.objects.create(name="second_factor_roles", value=["clerk"])
    assert "was not used before" in signed_in(clerk, PHONE).get("/account/notices/").text


def test_two_new_browsers_are_counted_in_one_notice(clerk: User) -> None:
    signed_in(clerk)
    signed_in(clerk, PHONE)
    page = signed_in(clerk, PHONE).get("/account/notices/").text
    assert "2 times with browsers or devices" in page and Notice.objects.count() == 1


def test_a_browser_is_known_for_the_people_who_used_it_and_no_others(clerk: User, editor: User) -> None:
    signed_in(editor)
    shared = signed_in(clerk)
    shared.post("/account/logout/")
    signed_in(editor, client=shared)
    assert Notice.objects.get().person == editor
    shared.post("/account/logout/")
    signed_in(clerk, client=shared)
    assert not Notice.objects.filter(person=clerk).exists()


def test_a_cookie_of_ones_own_making_makes_no_browser_known(clerk: User) -> None:
    signed_in(clerk)
    forger = Client()
    forger.cookies["known_device"] = "WyJ4Il0:1:forged"
    signed_in(clerk, client=forger)
    assert Notice.objects.filter(person=clerk).exists()


def test_after_a_new_password_every_browser_is_a_new_one(clerk: User) -> None:
    browser = signed_in(clerk)
    clerk.refresh_from_db()
    clerk.set_password(PASSWORD)
    clerk.save()
    signed_in(clerk, client=browser)
    assert Notice.objects.filter(person=clerk).exists()


def test_the_page_speaks_french_and_spanish(clerk: User) -> None:
    browser = signed_in(clerk)
    for lang, words in (("fr", "Vos sessions ouvertes"), ("es", "Sus sesiones abiertas")):
        User.objects.filter(pk=clerk.pk).update(language=lang)
        with translation.override(lang):
            assert words in browser.get(WHERE).text
