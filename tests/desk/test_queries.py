"""The boards ask the database a small number of questions, however many announcements there are."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, Outbound
from hemicycle.channels.registry import ADAPTERS
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from hemicycle.follow import actions as follow
from hemicycle.follow.models import Topic
from hemicycle.record.models import Document
from hemicycle.rules import site_address
from tests.desk.many import make_many
from tests.follow.conftest import Mail
from tests.rounds import run_rounds

from . import picture_files
from .conftest import WORDS

pytestmark = pytest.mark.django_db

MANY, FEWER_THAN, MOST = 10_000, 20, 25
BOARDS = (
    "/desk/",
    "/desk/all/",
    "/desk/all/?q=announcement+77&state=public&whose=mine&purpose=inform",
    "/desk/all/?late=late&page=3",
    "/desk/calendar/",
    "/desk/calendar/?week=2026-11-26",
)


def test_no_board_asks_twenty_queries_with_ten_thousand_announcements(
    office, officer, editor, sign_in, django_assert_max_num_queries
):
    make_many(MANY, office=office, officer=officer, editor=editor)
    for by in (officer, editor):
        client = sign_in(by)
        for address in BOARDS:
            with django_assert_max_num_queries(FEWER_THAN - 1):
                answer = client.get(address)
            assert answer.status_code == 200


MOST_OF_A_COMPOSER, MOST_OF_A_SAVE = 25, 35


def queries_of(client, announcement) -> tuple[int, int]:
    """Of the composer, and of one save while typing."""
    edit = announcement.by_language["en"].edit
    said = {"en-title": "T", "en-body": f"At {edit}.", "en-edit": edit}
    with CaptureQueriesContext(connection) as page:
        assert client.get(f"/desk/{announcement.address}/write/").status_code == 200
    with CaptureQueriesContext(connection) as save:
        address = f"/desk/{announcement.address}/write/text/en/"
        assert client.post(address, said, headers={"HX-Request": "true"}).status_code == 200
    return len(page), len(save)


def test_the_composer_asks_no_more_for_more_channels_languages_and_pictures(
    write, office, site, officer, sign_in, valmora, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    few = write(texts={"en": WORDS["en"]}, accounts=[site], document=Document.objects.first())
    for kind, name in (("smpp", "33100"), ("email", "news@assembly.example"), ("mastodon", "@a@b.example")):
        for number in range(3):
            channels.open_account(
                office=office, kind=kind, name=f"{kind} {number}", address=f"{name}{number}", by="test"
            )
    many = write(accounts=Account.objects.open().filter(office=office), document=Document.objects.first())
    for width in (40, 50, 60):
        actions.add_picture(many, name="h.png", content=picture_files.png(width, 40), by=officer)
    for number in range(5):
        many.topics.add(Topic.objects.create(address=f"topic{number}", names={"en": f"Topic {number}"}))
    client = sign_in(officer)
    queries_of(client, few)
    counted = [queries_of(client, Announcement.objects.get(pk=one.pk)) for one in (few, many)]

    assert many.targets.count() == 11
    assert max(page for page, _save in counted) <= MOST_OF_A_COMPOSER
    assert max(save for _page, save in counted) <= MOST_OF_A_SAVE


@pytest.mark.parametrize("name", ["", "write/", "editions/"])
def test_a_page_asks_no_more_for_more_editions(write, officer, editor, sign_in, name):
    few, many = write(), write()
    for turn in range(1, 7):
        by = (officer, editor)[turn % 2]
        actions.write_text(many, lang="en", title="The House sits", body=f"It sits at {turn}.", edit=turn, by=by)
    client = sign_in(officer)
    client.get("/desk/")
    counted = []
    for announcement in (few, many):
        with CaptureQueriesContext(connection) as context:
            assert client.get(f"/desk/{announcement.address}/{name}").status_code == 200
        counted.append(len(context))

    assert many.editions.count() == 6
    # An edition has people to name.
    assert counted[1] <= counted[0] + 3


@pytest.fixture
def everywhere(office, officer, editor, monkeypatch) -> list[Account]:
    """Accounts of every sort: two sites, two networks, an actor, and two that write to people."""
    monkeypatch.setitem(ADAPTERS, "mail", Mail())
    server = {"server": "https://social.example"}
    opened = [
        channels.open_account(office=office, kind=kind, name=name, address=address, settings=settings, by="test")
        for kind, name, address, settings in (
            ("web", "Site", "www", {}),
            ("feed", "Feeds", "feeds", {}),
            ("mastodon", "Social", "@house@social.example", server),
            ("mastodon", "Committees", "@committees@social.example", server),
            ("activitypub", "Fediverse", "house", {}),
            ("mail", "News", "news@valmora.example", {}),
            ("mail", "More news", "more@valmora.example", {}),
        )
    ]
    topic = Topic.objects.create(address="sittings", names={"en": "Sittings"})
    for name, lang in (("ann", "en"), ("bea", "fr"), ("cid", "es")):
        contact = channels.contact_of(office=office, channel="email", address=f"{name}@valmora.example", lang=lang)
        follow.ask(contact, to_follow=topic, words="Yes", through="test")
        follow.confirm(contact, words="Yes", through="test")
    return opened


def queries(client, announcement) -> list[str]:
    with CaptureQueriesContext(connection) as context:
        assert client.get(f"/desk/{announcement.address}/").status_code == 200
    return [one["sql"] for one in context.captured_queries]


def test_a_page_in_review_asks_at_most_twenty_five_however_much_happened_to_it(
    write, everywhere, officer, editor, second_editor, other_clerk, sign_in
):
    row = write(accounts=everywhere)
    actions.change(row, edit=row.edit, topics=list(Topic.objects.all()), by=officer)
    actions.submit(row, by=officer)
    client = sign_in(editor)
    assert len(queries(client, row)) <= MOST
    for turn in range(4):
        actions.send_back(row, note=f"Not yet {turn}", by=editor)
        edit = row.by_language["en"].edit
        actions.write_text(row, lang="en", title="The House sits", body=f"At {turn}.", edit=edit, by=officer)
        actions.submit(row, by=officer)
    actions.ask_on_duty(row, to=other_clerk, why="Nobody is here", by=officer)
    for turn in range(3):
        texts = {"en": {"title": "The House sits", "body": f"At noon {turn}."}}
        actions.propose(row, texts=texts, note="Noon", by=second_editor)

    assert len(queries(client, row)) <= MOST


def test_a_released_page_asks_at_most_twenty_five_on_every_channel(
    approved, everywhere, officer, editor, second_editor, sign_in
):
    row = approved(accounts=everywhere, before=lambda draft: draft.topics.set(Topic.objects.all()))
    actions.schedule(row, by=officer)
    run_rounds()
    Outbound.objects.filter(contact=None).update(state="sent", sent_at=timezone.now(), external_id=F("key"))
    client = sign_in(editor)
    assert len(queries(client, row)) <= MOST
    actions.ask_withdrawal(row, reasons={"en": "Sent by mistake"}, notifies=True, by=officer)
    assert len(queries(client, row)) <= MOST
    actions.confirm_withdrawal(row, by=second_editor)
    run_rounds()
    assert len(queries(client, row)) <= MOST


@pytest.fixture
def cold(valmora, settings):
    """`cold()`: nothing is remembered, as in the first request after a start, or a minute after the last."""
    settings.ADDRESS = ""

    def forgotten() -> None:
        cache.clear()
        site_address._read.clear()

    return forgotten


def test_the_first_page_of_a_process_asks_at_most_twenty_seven(
    write, everywhere, officer, editor, sign_in, cold, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    about = {"accounts": everywhere, "document": Document.objects.first()}
    draft, submitted = write(**about), write(**about)
    for one in (draft, submitted):
        picture = actions.add_picture(one, name="h.png", content=picture_files.png(60, 40), by=officer)
        actions.describe_media_file(picture, alternatives={}, decorative=True, by=officer)
        one.topics.set(Topic.objects.all())
    actions.submit(submitted, by=officer)
    client = sign_in(editor)
    for address in (f"{draft.address}/write/", f"{submitted.address}/", ""):
        cold()
        with CaptureQueriesContext(connection) as context:
            assert client.get(f"/desk/{address}").status_code == 200
        # Two more than others: the sensitive periods, which hold to the minute and are remembered by no process, and
        # whether people who wrote get it, too.
        assert len(context) <= MOST + 2, address
