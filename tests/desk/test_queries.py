"""The boards ask the database a small number of questions, however many announcements there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hemicycle.desk import actions
from tests.desk.many import make_many

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
