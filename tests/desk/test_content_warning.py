"""What a reader is warned of before they open it: approved with the text, and shown first wherever it goes."""

import json

import pytest
from lxml import html

from hemicycle.channels import actions as channels
from hemicycle.channels.adapters.mastodon.server import PER_LINK
from hemicycle.channels.models import Account
from hemicycle.channels.registry import ADAPTERS
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from hemicycle.desk.presenters.remarks import notes_on
from hemicycle.desk.remarks import blocking, draft_of
from hemicycle.desk.snapshot import take_snapshot
from hemicycle.rules.models import ParameterInForce
from tests.desk.conftest import WORDS
from tests.rounds import run_rounds

pytestmark = pytest.mark.django_db

WARNING = {"en": "War crimes", "fr": "Crimes de guerre", "es": "Crímenes de guerra"}
READ = {"purpose": "inform", "initial-purpose": "inform", "sensitivity": "routine", "initial-sensitivity": "routine"}
CARRIED = ("mastodon", "activitypub", "webhook")


@pytest.fixture(autouse=True)
def offered(settings) -> None:
    """Those that were tried against an imitation alone, too."""
    settings.UNVERIFIED_CHANNELS = [adapter.unverified for adapter in ADAPTERS.values()]


def account(office, kind: str) -> Account:
    address = {"webhook": "https://press.example/", "wordpress": "https://blog.example"}.get(kind, "house")
    return channels.open_account(office=office, kind=kind, name=kind, address=address, by="test")


@pytest.mark.parametrize("kind", sorted(ADAPTERS))
def test_every_channel_carries_it_or_says_it_first(kind, office, officer):
    announcement = actions.draft(
        office=office, by=officer, texts=WORDS, accounts=[account(office, kind)], warnings=WARNING
    )
    (one,) = [one for one in take_snapshot(announcement).messages if one.lang == "fr"]
    said = "\n".join(one.rendered.parts)

    assert "Crimes de guerre" in json.dumps(one.rendered.content, ensure_ascii=False)
    if kind in CARRIED:
        assert one.rendered.content["warning"] == "Crimes de guerre"
    else:
        # Of a video the title, which stands apart, holds it too.
        assert said.replace("\N{NO-BREAK SPACE}", " ").startswith("Avertissement : Crimes de guerre")


@pytest.mark.parametrize("kind", sorted(ADAPTERS))
def test_without_one_nothing_is_said_of_it(kind, office, officer):
    announcement = actions.draft(office=office, by=officer, texts=WORDS, accounts=[account(office, kind)])
    for one in take_snapshot(announcement).messages:
        assert not one.rendered.content.get("warning")
        assert "warning:" not in "\n".join(one.rendered.parts)


def test_what_corrects_something_says_that_before_it_warns(office, officer, approved):
    announcement = approved(accounts=[account(office, "bluesky")], warnings=WARNING)
    actions.schedule(announcement, by=officer)
    run_rounds()
    correction = actions.correct(Announcement.objects.get(), reasons={"en": "another day"}, by=officer)
    (one,) = [one for one in take_snapshot(correction).messages if one.lang == "en"]

    assert one.rendered.parts[0].startswith("Correction: another day\nContent warning: War crimes\n\nThe House sits")


def test_the_text_for_one_channel_is_warned_of_like_any_other(office, officer):
    there = account(office, "mastodon")
    announcement = actions.draft(office=office, by=officer, texts=WORDS, accounts=[there], warnings=WARNING)
    actions.write_own_text(announcement.targets.get(), lang="en", text="Tuesday it is.", by=officer)
    (one,) = [one for one in take_snapshot(Announcement.objects.get()).messages if one.lang == "en"]

    assert (one.own, one.rendered.content["warning"]) == (True, "War crimes")
    # It counts like the text (StatusLengthValidator of Mastodon), over each post.
    (characters, *_others) = one.rendered.counts
    link = one.rendered.content["link"]
    assert characters.used == len("War crimes") + len(one.rendered.parts[0]) - len(link) + PER_LINK


def test_it_is_part_of_what_is_approved(approved, officer, editor):
    announcement = approved(warnings=WARNING)
    before = announcement.digest
    actions.change(announcement, edit=announcement.edit, by=officer, warnings={**WARNING, "en": "Violence"})
    row = Announcement.objects.get()

    assert row.state == "draft" or not row.approvals.current().exists()
    assert row.digest != before


def test_what_was_approved_before_there_were_warnings_stays_approved(write):
    assert "warnings" not in take_snapshot(write()).content


def test_a_writer_gives_it_by_language_and_takes_it_back(write, officer, sign_in):
    announcement, client = write(), sign_in(officer)
    here = f"/desk/{announcement.address}/write/details/"
    client.post(here, {**READ, "warnings-en": " War   crimes "})
    assert Announcement.objects.get().warnings == {"en": "War crimes"}
    assert "Content warning" in client.get(f"/desk/{announcement.address}/write/").content.decode()

    client.post(here, {**READ, "initial-warnings-en": "War crimes", "warnings-en": ""})
    assert Announcement.objects.get().warnings == {}


def test_one_that_is_longer_than_a_line_is_refused(write, officer, sign_in):
    announcement = write()
    answer = sign_in(officer).post(f"/desk/{announcement.address}/write/details/", {**READ, "warnings-en": "x" * 101})

    assert answer.status_code == 422
    assert Announcement.objects.get().warnings == {}


def test_the_register_its_feed_and_its_interface_warn_before_they_show(approved, officer, client):
    announcement = approved(warnings=WARNING)
    actions.schedule(announcement, by=officer)
    run_rounds()
    page = client.get(announcement.get_absolute_url()).content.decode()
    body = WORDS["en"][1]

    assert 0 < page.index("War crimes") < page.index("<details><summary>Show it</summary>") < page.index(body)
    assert f'content="{body}' not in page
    feed = client.get("/announcements/feed.json?lang=en").json()
    assert feed["items"][0]["content_text"].startswith("Content warning: War crimes")
    assert client.get(f"/api/v1/announcements/{announcement.address}").json()["warnings"] == WARNING


PRIVATE = {"en": "Call 07700 900417 for support"}


def test_what_is_remarked_on_it_stands_in_the_margin_and_below_its_own_line(write, officer, sign_in):
    announcement, client = write(warnings=PRIVATE), sign_in(officer)
    (note,) = [one for one in notes_on(announcement)["en"] if one.remark.check == "personal-data"]
    assert (note.part, note.remark.words) == ("warning", "07700 900417")
    page = html.fromstring(client.get(f"/desk/{announcement.address}/write/").content)
    assert page.xpath('//*[@id="remarks-en"]//*[@data-part="warning"]//q')[0].text == "07700 900417"
    assert page.xpath('//*[@id="warned-en"]//q')[0].text == "07700 900417"
    assert not page.xpath('//*[@id="warned-fr"]//q')

    here = f"/desk/{announcement.address}/write/details/"
    said = {**READ, "initial-warnings-en": PRIVATE["en"], "warnings-en": "It tells of violence"}
    answer = html.fromstring(client.post(here, said, headers={"HX-Request": "true"}).content)
    assert answer.xpath('//*[@id="warned-en"]')
    assert not answer.xpath('//*[@id="warned-en"]//q')


def test_before_it_is_approved_the_words_are_marked_where_they_are_warned_of(write, editor, sign_in):
    announcement = write(warnings=PRIVATE)
    page = html.fromstring(sign_in(editor).get(f"/desk/{announcement.address}/").content)
    (mark,) = page.xpath('//p[contains(., "Content warning:")]//mark')
    assert "07700 900417" in mark.text_content()
    assert page.xpath(f'//a[@href="#{mark.get("id")}"]')


def test_a_blocking_remark_on_it_prevents_submission(write, officer):
    ParameterInForce.objects.create(name="checks_blocking", value=["personal-data"])
    announcement = write(warnings=PRIVATE)
    assert [one.field for one in blocking(announcement)] == ["warning"]


def test_only_what_goes_out_is_read(write):
    both = {"en": "It tells of violence", "de": "Call 07700 900417"}
    announcement = write(texts={"en": WORDS["en"]}, warnings=both)
    assert draft_of(announcement).warnings == {"en": "It tells of violence"}
    # Where this language has none, the other goes out instead.
    announcement = write(texts={"en": WORDS["en"]}, warnings={"de": both["de"]})
    assert draft_of(announcement).warnings == {"de": "Call 07700 900417"}
