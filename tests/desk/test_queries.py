"""The boards ask the database a small number of questions, however many announcements there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from hemicycle.record.models import Document
from tests.desk.many import make_many

from . import picture_files
from .conftest import WORDS

pytestmark = pytest.mark.django_db

MANY, FEWER_THAN = 10_000, 20
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
