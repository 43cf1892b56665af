"""What the House published is in the archive as it looked, within a minute, and again whenever it changed."""

import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, Outbound
from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement
from hemicycle.governance import jobs
from hemicycle.governance.actions import archiving
from hemicycle.governance.addresses import site_pages
from hemicycle.governance.archive import networks, subjects
from hemicycle.governance.archive.closing import coverage
from hemicycle.governance.archive.gaps import GONE, NEVER, REFUSED, SIGN_IN, TOO_LARGE, UNREACHABLE, WHY, Gap
from hemicycle.governance.archive.pages import Pages
from hemicycle.governance.models import ArchiveRecord, Capture
from hemicycle.rules import work
from hemicycle.rules.actions import plan_period
from hemicycle.rules.errors import Refused
from hemicycle.rules.internet import is_public
from hemicycle.rules.models import AuditEntry, ParameterInForce, WorkState
from hemicycle.rules.site_address import absolute
from tests import served
from tests.desk import picture_files as files
from tests.desk.conftest import WORDS, approved, feed, second_editor, site, write
from tests.rounds import run_rounds

from . import archives, policies

__all__ = ["approved", "feed", "second_editor", "site", "write"]

pytestmark = pytest.mark.django_db

ANNOUNCEMENT, ACCOUNT, SITE = Capture.Kind.ANNOUNCEMENT, Capture.Kind.ACCOUNT, Capture.Kind.SITE


@pytest.fixture
def released(approved, officer) -> Announcement:
    announcement = approved()
    desk.schedule(announcement, by=officer)
    run_rounds()
    return Announcement.objects.get(pk=announcement.pk)


def page_of(announcement: Announcement, language: str = "en") -> str:
    return absolute(f"{announcement.get_absolute_url()}?lang={language}")


def test_a_released_announcement_is_kept_in_each_language_with_what_its_page_loads(released) -> None:
    (taken,) = archives.capture(ANNOUNCEMENT)
    pages = archives.bodies("response")
    for language, words in (("en", "sits on Tuesday"), ("fr", "siège mardi"), ("es", "se reúne el martes")):
        assert words in pages[page_of(released, language)].decode()
        assert f'<html lang="{language}"' in pages[page_of(released, language)].decode()
    assert any(uri.endswith(".css") and b"{" in body for uri, body in pages.items())
    assert any(uri.endswith(".woff2") for uri in pages)
    assert taken.reason == "publication" and taken.title == "The House sits on Tuesday"


def test_what_was_sent_is_kept_for_each_channel_and_language_as_it_was_sent(released) -> None:
    archives.capture(ANNOUNCEMENT)
    sent = [json.loads(body) for body in archives.bodies("metadata").values()]
    assert {(one["account"], one["language"]) for one in sent} == {
        (account, lang) for account in ("Our site", "Our feeds") for lang in ("en", "fr", "es")
    }
    assert all(one["announcement"] == absolute(released.get_absolute_url()) for one in sent)
    assert any("siège mardi" in json.dumps(one["content"], ensure_ascii=False) for one in sent)


def test_pictures_are_kept_by_their_digest_and_no_path_of_this_machine(approved, officer, settings) -> None:
    def illustrate(row: Announcement) -> None:
        medium = desk.add_picture(row, name="clock.png", content=files.png(), by=officer)
        desk.describe_media_file(medium, alternatives={"en": "A clock", "fr": "Horloge", "es": "Reloj"}, by=officer)

    announcement = approved(before=illustrate)
    desk.schedule(announcement, by=officer)
    run_rounds()
    archives.capture(ANNOUNCEMENT)
    pictures = archives.bodies("resource")
    sent = b"".join(archives.bodies("metadata").values())
    assert pictures and all(uri.startswith("urn:sha256:") and uri.encode() in sent for uri in pictures)
    assert str(settings.HOME).encode() not in sent


def test_a_correction_or_a_withdrawal_is_a_further_capture_and_nothing_is_captured_twice(
    released, editor, second_editor
) -> None:
    assert len(archives.capture(ANNOUNCEMENT)) == 1
    assert archives.capture(ANNOUNCEMENT) == []
    desk.ask_withdrawal(released, reasons={"en": "Sent by mistake"}, by=editor)
    desk.confirm_withdrawal(released, by=second_editor)
    (again,) = archives.capture(ANNOUNCEMENT)
    assert again.reason == "change"
    assert b"Sent by mistake" in archives.bodies("response")[page_of(released)]


def test_what_is_the_same_as_before_is_not_kept_twice(released) -> None:
    archives.capture(ANNOUNCEMENT)
    archiving.ask_for(ANNOUNCEMENT, released.address, by=released.author)
    archives.run(ANNOUNCEMENT)
    styles = [row.kind for row in ArchiveRecord.objects.filter(uri__endswith=".css").order_by("pk")]
    assert set(styles[: len(styles) // 2]) == {"response"} and set(styles[len(styles) // 2 :]) == {"revisit"}


def test_where_it_stands_on_a_network_is_captured_as_soon_as_that_is_known(released) -> None:
    archives.capture(ANNOUNCEMENT)
    row = Outbound.objects.filter(account__kind="feed").first()
    Outbound.objects.filter(pk=row.pk).update(external_id="https://127.0.0.1:9/posts/1")
    (again,) = archives.capture(ANNOUNCEMENT)
    gaps = {gap["what"]: gap["why"] for gap in again.gaps}
    assert gaps == {"https://127.0.0.1:9/posts/1": UNREACHABLE}


@pytest.mark.parametrize("state", ["draft", "internal"])
def test_what_is_not_public_is_refused_by_the_gate(state, write, released) -> None:
    row = write() if state == "draft" else released
    Announcement.objects.filter(pk=row.pk).update(classification="internal")
    with pytest.raises(Refused):
        subjects.found(ANNOUNCEMENT, row.address)
    assert (ANNOUNCEMENT, row.address) not in subjects.wanted()
    assert row.address not in {one.key for one in archives.capture(ANNOUNCEMENT)}


def test_a_capture_of_what_was_taken_back_before_it_ran_keeps_nothing(released) -> None:
    archiving.ask_for_due(now=timezone.now(), by="test")
    Announcement.objects.filter(pk=released.pk).update(classification="internal")
    with pytest.raises(Refused):
        archives.run(ANNOUNCEMENT)
    assert not ArchiveRecord.objects.exists()


@pytest.mark.parametrize(("kind", "key"), [("announcement", "nothing"), ("dossier", "x"), ("policy", "9"), ("account", "7"),
                                           ("moon", "1")])  # fmt: skip
def test_what_is_not_there_is_refused(kind: str, key: str, office: Office) -> None:
    with pytest.raises(Refused):
        subjects.found(kind, key)


def test_a_version_of_the_policy_is_kept_in_force_and_once_it_was_replaced(secretary, second_secretary) -> None:
    version = policies.draft(secretary)
    policies.approvals_article(version, by=secretary)
    assert archives.capture("policy") == []
    policies.in_force(version, by=secretary, second=second_secretary)
    (taken,) = archives.capture("policy")
    found = archives.bodies("response")
    assert b"A sensitive announcement is approved by 3 people" in found[absolute("/policy/versions/1/?lang=en")]
    assert found[absolute("/policy/versions/1/policy.pdf?lang=en")].startswith(b"%PDF")
    assert taken.gaps == []


def test_the_site_is_kept_in_every_language_and_each_of_its_pages_is_there(office: Office) -> None:
    (taken,) = archives.capture(SITE)
    found = archives.bodies("response")
    for path in site_pages():
        assert {absolute(f"{path}?lang={language}") for language in ("en", "fr", "es")} <= found.keys()
    assert GONE not in archives.why(taken)


def test_accounts_are_captured_again_after_the_days_that_the_policy_says(site: Account) -> None:
    channels.change_account(site, url=absolute("/"), is_public=True, by="test")
    assert [one.reason for one in archives.capture(ACCOUNT)] == ["schedule"]
    now = timezone.now()
    ParameterInForce.objects.create(name="capture_days", value=30)
    for days, due in ((29, 0), (31, 2)):
        assert archiving.ask_for_due(now=now + timedelta(days=days), by="test") == due


def test_they_are_captured_when_a_sensitive_period_begins_and_when_it_ends(
    site: Account, secretary: User, second_secretary: User
) -> None:
    channels.change_account(site, url=absolute("/"), is_public=True, by="test")
    archives.capture(ACCOUNT, SITE)
    now = timezone.now()
    period = plan_period(
        kind="mourning", starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=3), notices={}, by=secretary
    )
    for days, due in ((0.5, 0), (1.5, 2)):
        assert archiving.ask_for_due(now=now + timedelta(days=days), by="test") == due
    Capture.objects.update(state=WorkState.DONE, finished_at=now, created_at=period.starts_at)
    assert archiving.ask_for_due(now=now + timedelta(days=2), by="test") == 0
    assert archiving.ask_for_due(now=now + timedelta(days=4), by="test") == 2
    assert set(Capture.objects.filter(state=WorkState.WAITING).values_list("reason", flat=True)) == {"period"}


def test_a_members_account_is_not_captured_by_the_house(member_office: Office) -> None:
    channels.open_account(office=member_office, kind="webhook", name="Hers", url="https://x.example/", is_public=True,
                          by="test")  # fmt: skip
    archives.capture(SITE)
    assert not Capture.objects.filter(kind=ACCOUNT).exists()


def test_a_capture_that_is_run_a_second_time_adds_nothing(released) -> None:
    (taken,) = archives.capture(ANNOUNCEMENT)
    before = ArchiveRecord.objects.count()
    jobs.take_capture(taken, work.Tick(taken, worker="another"))
    assert ArchiveRecord.objects.count() == before


def test_what_failed_is_missing_until_somebody_has_it_captured(released, secretary: User) -> None:
    archiving.ask_for_due(now=timezone.now(), by="test")
    Capture.objects.filter(kind=ANNOUNCEMENT).move("fail", error="Broken")
    archiving.ask_for_due(now=timezone.now(), by="test")
    assert coverage(subjects.wanted()).missing == [(ANNOUNCEMENT, released.address)]
    for _click in range(2):
        archiving.ask_for(ANNOUNCEMENT, released.address, by=secretary)
    assert len(archives.run(ANNOUNCEMENT)) == 1
    assert coverage(subjects.wanted()).missing == []
    assert AuditEntry.objects.filter(action="governance.capture").count() == 1


def test_links_to_others_are_named_and_not_followed(approved, officer) -> None:
    far = "https://library.parliament.example/papers/12"
    announcement = approved(texts={lang: (title, f"{body} {far}") for lang, (title, body) in WORDS.items()})
    desk.schedule(announcement, by=officer)
    run_rounds()
    (taken,) = archives.capture(ANNOUNCEMENT)
    assert {"what": far, "why": "link"} in taken.gaps


class Network(served.Served):
    """Answers with the status that its path names; under /long with more than is kept."""

    def respond(self, request: BaseHTTPRequestHandler, body: bytes) -> served.Response:
        name = request.path.rpartition("/")[2]
        said = b"x" * (networks.MOST_BYTES + 1) if name == "long" else b"<p>A post</p>"
        return int(name) if name.isdecimal() else 200, said, {"Content-Type": "text/html", "Set-Cookie": "visit=1"}


@pytest.fixture
def network() -> Iterator[str]:
    found = Network()
    found.serve()
    yield found.address
    found.close()


def test_a_page_on_a_network_is_kept_as_its_server_gave_it_without_cookies(network: str) -> None:
    kept = networks.asked(f"{network}/posts/one")
    assert not isinstance(kept, Gap) and kept.body == b"<p>A post</p>"


@pytest.mark.parametrize(("path", "why"), [("403", SIGN_IN), ("401", SIGN_IN), ("410", GONE), ("404", GONE),
                                           ("503", UNREACHABLE), ("long", TOO_LARGE)])  # fmt: skip
def test_what_a_network_does_not_show_is_a_gap_with_its_reason(network: str, path: str, why: str) -> None:
    assert networks.asked(f"{network}/{path}") == Gap(f"{network}/{path}", why)


@pytest.mark.parametrize(("url", "why"), [("https://www.facebook.com/house", SIGN_IN), ("https://127.0.0.1:9/", UNREACHABLE),
                                          ("ftp://x.example/", REFUSED), ("nothing", REFUSED)])  # fmt: skip
def test_what_cannot_be_asked_for_is_a_gap_with_its_reason(url: str, why: str) -> None:
    assert networks.asked(url) == Gap(url, why)


def test_an_address_of_this_machine_is_not_asked_for_where_only_public_ones_are_allowed(network: str) -> None:
    assert networks.asked(f"{network}/posts/one", allowed=is_public) == Gap(f"{network}/posts/one", REFUSED)


def test_a_page_that_is_not_there_is_a_gap(office: Office) -> None:
    assert list(Pages().page("/announcements/nothing/", "en")) == [
        Gap(absolute("/announcements/nothing/?lang=en"), GONE)
    ]


def test_every_reason_has_its_sentence() -> None:
    assert all(len(str(said)) > 20 for said in WHY.values())
    assert all(str(what) and str(why) for what, why in NEVER)


def test_a_channel_that_gives_no_address_is_a_gap_of_its_account_and_our_own_pages_are_none(released) -> None:
    kinds = ("facebook", "email", "activitypub")
    there = {kind: channels.open_account(office=released.office, kind=kind, name=kind, address=kind, is_public=True,
                                         by="test") for kind in kinds}  # fmt: skip
    row = Outbound.objects.filter(account__kind="web").first()
    for account in there.values():
        content = row.content
        content.pk, content.account = None, account
        content.save()
        Outbound.objects.create(office=released.office, account=account, content=content, key=account.kind,
                                state="sent", sent_at=row.sent_at)  # fmt: skip
    taken = {(one.kind, one.title): one.gaps for one in archives.capture(ANNOUNCEMENT, ACCOUNT)}
    by_account = {gap["account"]: gap["why"] for gap in taken[ANNOUNCEMENT, "The House sits on Tuesday"]}
    assert by_account == {str(there["facebook"].pk): "no-address", str(there["email"].pk): "look"}
    assert [gap["why"] for gap in taken[ACCOUNT, "facebook"]] == ["no-page"]
