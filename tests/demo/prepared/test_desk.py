"""What the invented House says, as `make demo` leaves it: released by the worker, corrected in the open, and more to do."""

import email
import email.policy
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.test import Client

from hemicycle.channels.fediverse import addresses
from hemicycle.channels.models import Outbound
from hemicycle.demo import desk
from hemicycle.desk.models import Announcement
from hemicycle.desk.remarks import remarks_on
from hemicycle.rules.models import ParameterInForce
from hemicycle.rules.parameters import in_force

pytestmark = pytest.mark.django_db


def test_there_is_something_in_every_state_that_an_officer_meets(demo):
    states = Announcement.objects.values_list("state", flat=True)

    # Beside those of the desk, what cases announce: an answer to a campaign, an outcome, and what was heard.
    assert sorted(states) == ["corrected", "draft", "in_review", *["released"] * 5, "scheduled"]


def test_two_who_did_not_write_it_approved_everything_that_was_released(demo):
    for row in Announcement.objects.public():
        approved = {one.by for one in row.approvals.current()}
        assert len(approved) == 2
        assert not approved & {row.author, row.last_editor}


def test_it_is_on_the_register_and_in_the_feeds_in_three_languages(demo):
    for lang, title in (("en", "Have your say on Bill 12 until 15 May"), ("fr", "Donnez votre avis"), ("es", "Opine")):
        client = Client(headers={"accept-language": lang})
        assert title in client.get("/announcements/").content.decode()
        assert title in client.get(f"/announcements/feed.atom?lang={lang}").content.decode()


def test_text_messages_lie_in_a_local_outbox_in_the_language_of_each(demo):
    files = sorted((demo.home / "outbox" / "sms" / "outbox").iterdir())
    rows = Outbound.objects.filter(account__kind="gammu")
    announced = rows.filter(content__source__startswith="desk.announcement:")

    assert len(files) == rows.count()
    assert sorted(row.content.lang for row in announced) == ["en", "en", "es", "es"]


def test_they_lie_there_at_whatever_hour_somebody_tries_it(demo):
    assert ParameterInForce.objects.get(name="quiet_from").value == in_force("quiet_until")


def test_letters_lie_in_a_local_outbox_in_the_language_of_each(demo):
    letters = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in (demo.home / "outbox" / "email").glob("*.eml")
    ]
    rows = Outbound.objects.filter(account__kind="email")

    announced = rows.filter(content__source__startswith="desk.announcement:")
    assert len(letters) == rows.count()
    assert sorted(row.content.lang for row in announced) == ["en", "en", "es", "es", "fr", "fr"]
    assert Counter(letter["Content-Language"] for letter in letters) == Counter(row.content.lang for row in rows)
    assert {letter["To"] for letter in letters} == {row.contact.address for row in rows}


def test_everything_was_sent_once_and_nothing_is_left_unknown(demo):
    rows = Outbound.objects.all()
    by_machine = rows.exclude(account__kind="facebook")

    assert {row.state for row in by_machine} == {"sent"}
    assert len({(row.content_id, row.contact_id) for row in rows}) == len(rows)


def test_what_is_posted_by_hand_waits_for_a_person_and_what_was_corrected_meanwhile_does_not(demo):
    packs = Outbound.objects.filter(account__kind="facebook").order_by("pk").values_list("state", "content__lang")

    assert [one for one in packs if one[0] == "cancelled"] == [("cancelled", lang) for lang in ("en", "es", "fr")]
    assert [one for one in packs if one[0] != "cancelled"] == [("by hand", lang) for lang in ("en", "es", "fr")]


def test_the_house_is_found_on_the_fediverse(demo):
    client = Client(headers={"accept": "application/activity+json"})
    found = client.get("/.well-known/webfinger", {"resource": f"acct:assembly@{addresses.host()}"}).json()
    (own,) = [link["href"] for link in found["links"] if link["rel"] == "self"]

    assert client.get(urlsplit(own).path).json()["preferredUsername"] == "assembly"


def test_the_checks_have_something_to_say_of_the_draft(demo):
    (draft,) = Announcement.objects.in_state("draft")

    assert {"missing-language"} <= {one.check for one in remarks_on(draft)}


def test_a_second_time_adds_nothing(demo):
    before = Announcement.objects.count(), Outbound.objects.count()
    desk.announce(by="test")
    desk.correct()

    assert (Announcement.objects.count(), Outbound.objects.count()) == before
