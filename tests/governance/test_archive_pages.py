"""The pages of the archive: what is kept, what is missing and why, for those who keep it; and accounts to be closed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hemicycle.accounts.models import Notice, Office, User
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.channels.errors import ClosingBlocked
from hemicycle.channels.models import Account, Outbound
from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement
from hemicycle.governance.actions import archiving
from hemicycle.governance.errors import NotReady, NotResponsible
from hemicycle.governance.models import ArchiveConfirmation, ArchiveFile, Capture
from hemicycle.rules.models import AuditEntry
from hemicycle.rules.site_address import absolute
from tests.cast import person
from tests.desk.conftest import approved, feed, second_editor, site, write
from tests.rounds import run_rounds

from . import archives

__all__ = ["approved", "feed", "second_editor", "site", "write"]

pytestmark = pytest.mark.django_db

Browser = Callable[[object], Client]
PAGE = "/policy/archive/"
ANNOUNCEMENT = Capture.Kind.ANNOUNCEMENT


@pytest.fixture
def released(approved, officer) -> Announcement:
    announcement = approved()
    desk.schedule(announcement, by=officer)
    run_rounds()
    return Announcement.objects.get(pk=announcement.pk)


@pytest.fixture
def listed(site: Account, officer: User) -> Account:
    """The account of the site, on the public list; the officer answers for it."""
    return channels.change_account(site, url=absolute("/"), is_public=True, owner=officer, by="test")


def text(answer: object) -> str:
    return " ".join(answer.text.split())


def closing(account: Account) -> str:
    return f"/channels/accounts/{account.pk}/close/"


def test_the_page_says_how_much_is_kept_what_is_missing_and_why(released, secretary: User, sign_in: Browser) -> None:
    client = sign_in(secretary)
    page = text(client.get(PAGE))
    assert "0 of 1 published announcement, dossier or policy is in the archive as it is now." in page
    assert "The House sits on Tuesday" in page and "it is captured within a minute" in page
    archives.capture(ANNOUNCEMENT)
    Capture.objects.update(gaps=[{"what": "https://x.example/1", "why": "sign-in"}])
    page = text(client.get(PAGE))
    assert "1 announcement, dossier or policy was published, and it is in the archive as it is now." in page
    assert "The network shows it only to people who have signed in there." in page and "https://x.example/1" in page
    assert "Comments and replies of people" in page and "every 120 days" in page


def test_a_capture_that_failed_is_asked_for_again_with_one_click(released, clerk: User, sign_in: Browser) -> None:
    archiving.ask_for_due(now=timezone.now(), by="test")
    Capture.objects.filter(kind=ANNOUNCEMENT).move("fail", error="Broken")
    client = sign_in(clerk)
    assert "The capture failed" in text(client.get(PAGE))
    client.post(f"{PAGE}capture/", {"kind": "announcement", "key": released.address})
    archives.run(ANNOUNCEMENT)
    assert "it is in the archive as it is now" in text(client.get(PAGE))


@pytest.mark.parametrize(("kind", "key"), [("announcement", "nothing"), ("", ""), ("moon", "1"), ("policy", "x")])
def test_what_is_not_published_cannot_be_captured(kind: str, key: str, clerk: User, sign_in: Browser) -> None:
    assert sign_in(clerk).post(f"{PAGE}capture/", {"kind": kind, "key": key}).status_code == 404


def test_a_file_is_downloaded_and_verified_and_its_manifest_read(released, clerk: User, sign_in: Browser) -> None:
    archives.capture(ANNOUNCEMENT)
    file, client = ArchiveFile.objects.get(), sign_in(clerk)
    one = f"{PAGE}files/{file.pk}/"
    with file.path.open("ab") as stream:
        stream.write(b"left by a worker that died")
    content = b"".join(client.get(f"{one}file.warc.gz").streaming_content)
    assert hashlib.sha256(content).hexdigest() == file.sha256 in client.get(one).text
    assert json.loads(client.get(f"{one}manifest.json").content)["captures"][0]["title"] == "The House sits on Tuesday"
    assert "every record was read and its digest is right" in text(client.post(f"{one}verify/", follow=True))
    file.path.unlink()
    assert "Restore it from a backup" in text(client.post(f"{one}verify/", follow=True))
    assert client.get(f"{one}file.warc.gz").status_code == 404
    assert "Not what was written" in text(client.get(PAGE))


def test_who_answers_for_accounts_reads_the_archive_and_who_keeps_it_verifies_it(
    released, outsider: User, member: User, officer: User, sign_in: Browser
) -> None:
    archives.capture(ANNOUNCEMENT)
    one = f"{PAGE}files/{ArchiveFile.objects.get().pk}/"
    addresses = (PAGE, one, f"{one}manifest.json", f"{one}file.warc.gz")
    for user, status in ((outsider, 403), (member, 403), (officer, 200)):
        for address in addresses:
            answer = sign_in(user).get(address)
            assert answer.status_code == status
            # Read to its end, which closes the file.
            assert b"".join(answer)
        assert sign_in(user).post(f"{one}verify/").status_code == 403
    assert "Verify it now" not in sign_in(officer).get(one).text
    assert Client().get(PAGE).status_code == 302


def test_an_account_is_not_closed_before_what_it_published_is_archived_and_confirmed(
    released, listed: Account, editor: User, officer: User, sign_in: Browser
) -> None:
    client = sign_in(editor)
    page = text(client.get(closing(listed)))
    assert "0 of 1 announcement that went out through it is in the archive as it is now." in page
    assert f"{PAGE}accounts/{listed.pk}/" in page and "Close it for good" not in page
    client.post(closing(listed))
    with pytest.raises(ClosingBlocked):
        channels.close_account(listed, by=editor)
    archives.capture(ANNOUNCEMENT, Capture.Kind.ACCOUNT)
    page = text(client.get(closing(listed)))
    assert "Oscar Officer has not confirmed yet that it can be read." in page
    archiving.confirm(listed, by=officer)
    assert "Close it for good" in client.get(closing(listed)).text
    assert "The account is closed." in client.post(closing(listed), follow=True).text


def test_whoever_answers_for_an_account_gets_a_notice_until_they_have_confirmed(
    released, listed: Account, editor: User, officer: User, sign_in: Browser
) -> None:
    archives.capture(ANNOUNCEMENT, Capture.Kind.ACCOUNT)
    one = f"{PAGE}accounts/{listed.pk}/"
    client = sign_in(editor)
    assert "Ask for the confirmation" in client.get(one).text
    client.post(f"{one}ask/")
    waiting = Notice.objects.unread().filter(kind="governance.archive")
    assert [each.person for each in waiting] == [officer]
    assert "See what is kept, and confirm" in sign_in(officer).get("/account/notices/").text
    archiving.confirm(listed, by=officer)
    assert not waiting.all()


def test_the_page_of_an_account_leads_through_all_steps(
    released, listed: Account, officer: User, sign_in: Browser
) -> None:
    client, one = sign_in(officer), f"{PAGE}accounts/{listed.pk}/"
    assert "0 of 1 announcement" in text(client.get(one))
    archives.capture(ANNOUNCEMENT)
    page = text(client.get(one))
    assert "It has not been captured since the account last published something." in page
    asked = {"kind": "account", "key": listed.pk, "account": listed.pk}
    assert client.post(f"{PAGE}capture/", asked).url == one
    archives.run(Capture.Kind.ACCOUNT)
    assert "Everything is in the archive and can be read" in text(client.get(one))
    assert "Oscar Officer confirmed on" in text(client.post(f"{one}confirm/", follow=True))
    assert closing(listed) in client.get(one).text


def test_what_is_published_after_the_confirmation_needs_another(released, listed: Account, officer: User) -> None:
    archives.capture(ANNOUNCEMENT, Capture.Kind.ACCOUNT)
    archiving.confirm(listed, by=officer)
    later = timezone.now() + timedelta(seconds=1)
    Outbound.objects.filter(account=listed).update(sent_at=later)
    with pytest.raises(ClosingBlocked):
        channels.close_account(listed, by=officer)


def test_nobody_confirms_what_is_not_archived_nor_what_others_answer_for(
    released, listed: Account, officer: User, editor: User, secretary: User, sign_in: Browser
) -> None:
    with pytest.raises(NotReady):
        archiving.confirm(listed, by=officer)
    archives.capture(ANNOUNCEMENT, Capture.Kind.ACCOUNT)
    with pytest.raises(NotResponsible):
        archiving.confirm(listed, by=editor)
    page = text(sign_in(editor).get(f"{PAGE}accounts/{listed.pk}/"))
    assert "It awaits Oscar Officer, who is responsible for the account" in page
    refused = sign_in(editor).post(f"{PAGE}accounts/{listed.pk}/confirm/", follow=True)
    assert "Who is responsible for the account or stands in confirms it." in text(refused)
    assert not ArchiveConfirmation.objects.exists()
    archiving.confirm(listed, by=secretary)
    assert AuditEntry.objects.get(action="governance.confirm_archive").facts == {"kept": 1}


def test_an_account_that_published_nothing_is_closed_at_once(feed: Account, editor: User, sign_in: Browser) -> None:
    assert "It may be closed at any time." in text(sign_in(editor).get(f"{PAGE}accounts/{feed.pk}/"))
    assert not channels.close_account(feed, by=editor).is_open


def test_a_members_account_is_their_own_to_close(
    member_office: Office, member: User, secretary: User, sign_in: Browser
) -> None:
    hers = channels.open_account(office=member_office, kind="web", name="Hers", address="hers", by="test")
    assert sign_in(secretary).get(f"{PAGE}accounts/{hers.pk}/").status_code == 404
    assert sign_in(member).get(f"{PAGE}accounts/{hers.pk}/").status_code == 403
    assert not channels.close_account(hers, by=member).is_open


def test_who_works_for_another_office_reads_what_is_missing_and_confirms_nothing(
    released, listed: Account, other_office: Office, sign_in: Browser
) -> None:
    archives.capture(ANNOUNCEMENT, Capture.Kind.ACCOUNT)
    stranger, one = person("Ella Editor", Role.EDITOR, office=other_office), f"{PAGE}accounts/{listed.pk}/"
    assert "1 announcement went out through it, and it is in the archive" in text(sign_in(stranger).get(one))
    sign_in(stranger).post(f"{one}confirm/")
    assert not ArchiveConfirmation.objects.exists()
