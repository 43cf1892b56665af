"""Several announcements of the list at once, with undo; and what was discarded comes back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.roles import Role
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from hemicycle.rules.errors import IllegalMove
from tests.cast import person

pytestmark = pytest.mark.django_db

TOGETHER, UNDO = "/desk/all/together/", "/desk/all/together/undo/"


def states(*rows) -> list[str]:
    return [Announcement.objects.get(pk=row.pk).state for row in rows]


@pytest.fixture
def scheduled(approved):
    return approved(release_at=timezone.now() + timedelta(days=2))


def test_what_can_be_put_on_hold_is_the_rest_stays_and_undo_puts_it_back(write, scheduled, officer, sign_in):
    draft, client = write(), sign_in(officer)
    answer = client.post(TOGETHER, {"act": "hold", "rows": [scheduled.address, draft.address]}, follow=True)

    page = answer.content.decode()
    assert "1 announcement is on hold. 1 stayed as it was" in page and UNDO in page
    assert states(scheduled, draft) == ["approved", "draft"]
    client.post(UNDO)
    assert states(scheduled, draft) == ["scheduled", "draft"]


def test_undo_releases_nothing_whose_time_has_passed_meanwhile(scheduled, officer, sign_in):
    client = sign_in(officer)
    client.post(TOGETHER, {"act": "hold", "rows": [scheduled.address]})
    Announcement.objects.filter(pk=scheduled.pk).update(release_at=timezone.now() - timedelta(minutes=1))

    page = client.post(UNDO, follow=True).content.decode()
    assert "could not be put back" in page
    assert states(scheduled) == ["approved"]


def test_drafts_are_discarded_and_come_back(write, officer, sign_in):
    one, other, client = write(), write(), sign_in(officer)
    client.post(TOGETHER, {"act": "discard", "rows": [one.address, other.address]})
    assert states(one, other) == ["discarded", "discarded"]

    client.post(UNDO)
    assert states(one, other) == ["draft", "draft"]
    # A second undo does nothing.
    assert "can no longer be undone" in client.post(UNDO, follow=True).content.decode()


def test_one_that_was_discarded_alone_is_restored_from_its_page(write, officer, sign_in):
    row, client = write(), sign_in(officer)
    address = reverse("desk:restore", args=[row.address])
    answer = client.post(reverse("desk:discard", args=[row.address]), follow=True)
    assert address in answer.content.decode()
    assert address in client.get(reverse("desk:announcement", args=[row.address])).content.decode()

    client.post(address)
    assert states(row) == ["draft"]


def test_of_two_corrections_of_the_same_one_is_in_hand(approved, officer):
    released = actions.schedule(approved(), by=officer)
    actions.release(released, by="test")
    first = actions.correct(released, reasons={"en": "A number"}, by=officer)
    actions.discard(first, by=officer)
    actions.correct(released, reasons={"en": "A name"}, by=officer)

    with pytest.raises(IllegalMove):
        actions.restore(first, by=officer)


@pytest.mark.parametrize(
    "sent", [{"act": "hold"}, {"act": "release", "rows": ["x"]}, {"rows": ["x"]}, {}, {"act": "hold", "rows": ["x"]}]
)
def test_rubbish_changes_nothing(write, officer, sign_in, sent):
    row = write()
    assert sign_in(officer).post(TOGETHER, {**sent, "back": "https://evil.example/"}).url == "/desk/all/"
    assert states(row) == ["draft"]


def test_of_another_office_nothing_is_touched(write, other_office, outsider, sign_in):
    row = write()
    theirs = person("Thea Editor", Role.EDITOR, office=other_office)
    sign_in(theirs).post(TOGETHER, {"act": "discard", "rows": [row.address]})
    assert sign_in(outsider).post(TOGETHER, {"act": "discard", "rows": [row.address]}).status_code == 403
    assert states(row) == ["draft"]
