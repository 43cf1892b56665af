"""What becomes of links, sessions, passwords and digests when the House changes its secret key."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client

from hemicycle.accounts.jobs import send_mail
from hemicycle.accounts.models import Office, User
from hemicycle.channels import actions as channels
from hemicycle.channels.fediverse.addresses import digest
from hemicycle.channels.models import Account
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.conf.deployment import kept_digest_key
from hemicycle.desk.models import DutyLink
from hemicycle.follow.addresses import opened, opening
from tests.conf.installation import ROOT
from tests.desk.conftest import feed, site, write
from tests.desk.test_duty import announcement, link

__all__ = ["announcement", "feed", "link", "site", "write"]
pytestmark = pytest.mark.django_db

ANN = "ann@valmora.example"


def rotate(settings, *, keep: bool = True) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if keep else []
    settings.SECRET_KEY = "another key for tests only"


def read_by_settings(**sets: str) -> list[str]:
    """Key, fallbacks and key of digests, as a process reads them from its environment."""
    code = "from hemicycle.conf import settings as s; print(s.SECRET_KEY, *s.SECRET_KEY_FALLBACKS, s.DIGEST_KEY)"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEMICYCLE_")}
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=ROOT, env=kept | sets, capture_output=True, text=True, check=True
    ).stdout.split()


def test_former_keys_are_read_from_a_setting_and_the_oldest_is_that_of_digests() -> None:
    new, old = {"HEMICYCLE_SECRET_KEY": "new"}, {"HEMICYCLE_SECRET_KEY_FALLBACKS": "former, first"}
    assert read_by_settings(**new) == ["new", "new"]
    assert read_by_settings(**new, **old) == ["new", "former", "first", "first"]
    assert read_by_settings(**new, **old, HEMICYCLE_DIGEST_KEY="digests") == ["new", "former", "first", "digests"]


def test_processes_that_start_at_once_in_a_new_home_have_one_key(tmp_path) -> None:
    home = tmp_path / "home"
    with ThreadPoolExecutor(4) as pool:
        keys = list(pool.map(lambda _: read_by_settings(HEMICYCLE_HOME=str(home)), range(4)))
    assert len({tuple(key) for key in keys}) == 1
    assert [file.name for file in home.iterdir()] == ["secret-key"]
    assert (home / "secret-key").stat().st_mode & 0o777 == 0o600


def test_who_had_signed_in_stays_signed_in_while_the_former_key_is_kept(clerk: User, settings, sign_in) -> None:
    client, forgotten = sign_in(clerk), sign_in(clerk)
    rotate(settings)
    assert client.get("/account/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/account/").status_code == 200
    assert forgotten.get("/account/").status_code == 302


def test_a_link_that_was_sent_opens_while_the_former_key_is_kept(office: Office, settings) -> None:
    contact = channels.contact_of(office=office, channel="email", address=ANN, lang="en")
    sent = opening(contact).rstrip("/").rpartition("/")[2]
    rotate(settings)
    assert opened(sent) == contact
    settings.SECRET_KEY_FALLBACKS = []
    assert opened(sent) is None


def test_a_link_for_who_is_on_duty_opens_while_the_former_key_is_kept(link: DutyLink, settings) -> None:
    sent = link.token
    rotate(settings)
    assert DutyLink.objects.behind(sent) == link
    settings.SECRET_KEY_FALLBACKS = []
    assert DutyLink.objects.behind(sent) is None


def test_the_password_of_an_account_is_read_while_the_former_key_is_kept(office: Office, settings) -> None:
    secret = {"password": "of the server"}
    account = channels.open_account(office=office, kind="webhook", name="Archive", secret=secret, by="test")
    rotate(settings)
    assert Account.objects.get(pk=account.pk).access.secret == secret


def test_who_asked_to_be_left_alone_is_known_after_the_key_is_changed(office: Office, settings) -> None:
    contact = channels.contact_of(office=office, channel="email", address=ANN, lang="en")
    channels.suppress(contact, why="stop", by="test")
    before = Pseudonyms(office).of(ANN), digest("https://remote.example/ann")
    rotate(settings, keep=False)
    assert channels.contact_of(office=office, channel="email", address=ANN).is_suppressed
    assert (Pseudonyms(office).of(ANN), digest("https://remote.example/ann")) == before


def test_the_check_says_to_keep_the_key_of_digests_before_a_former_key_goes(settings) -> None:
    assert kept_digest_key() == []
    rotate(settings)
    (warning,) = kept_digest_key()
    assert warning.id == "hemicycle.W002" and "HEMICYCLE_DIGEST_KEY" in warning.msg
    settings.DIGEST_KEY_IS_SET = True
    assert kept_digest_key() == []


def test_a_reset_link_opens_while_the_former_key_is_kept(clerk: User, client: Client, settings, mailoutbox) -> None:
    client.post("/account/password/reset/", {"email": clerk.email})
    send_mail("test", lambda: False)
    path = mailoutbox[0].body.partition("/account/password/reset/key/")[2].split()[0]
    rotate(settings)
    assert "set-password" in client.get(f"/account/password/reset/key/{path}").headers["Location"]
