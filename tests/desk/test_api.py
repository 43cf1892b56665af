"""What was released, for programs: as the public register shows it, and nothing that was not."""

from typing import Any

import pytest
from django.test import Client

from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from hemicycle.record.models import Document
from hemicycle.rules.classification import Classification
from tests.rounds import run_rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def released(approved, officer) -> Announcement:
    found = approved()
    actions.schedule(found, by=officer)
    run_rounds()
    found.refresh_from_db()
    return found


def ask(path: str = "", **more: str) -> Any:
    return Client(headers={"accept-language": "fr"}).get(f"/api/v1/announcements{path}", more)


def test_what_was_released_is_served_with_its_texts_channels_and_approvals(released, office):
    (listed,) = ask().json()["items"]
    payload = ask(f"/{released.address}").json()

    assert (listed["name"], listed["state"], listed["office"]) == ("La Chambre siège mardi", "released", office.name)
    assert listed["url"].endswith(released.get_absolute_url())
    assert payload["texts"]["es"] == "La Cámara se reúne el martes 3 de marzo a las 10:00."
    assert {one["kind"] for one in payload["channels"]} == {"web", "feed"}
    assert [one["by"] for one in payload["approvals"]] == [office.name] * 2
    assert (payload["about"], payload["corrects"], payload["corrected_by"], payload["media"]) == (None, None, None, [])


def test_what_was_never_released_is_not_served(write, approved, officer, editor, sign_in):
    draft, ready = write(), approved()
    submitted = write()
    actions.submit(submitted, by=officer)

    assert ask().json()["total"] == 0
    for client in (Client(), sign_in(officer), sign_in(editor)):
        for row in (draft, submitted, ready):
            assert client.get(f"/api/v1/announcements/{row.address}").status_code == 404


def test_what_is_restricted_is_not_served(released):
    assert ask(f"/{released.address}").status_code == 200
    Announcement.objects.filter(pk=released.pk).update(classification=Classification.INTERNAL)

    assert ask(f"/{released.address}").status_code == 404
    assert ask().json()["items"] == []


def test_what_was_said_internally_of_it_is_not_served(released, officer):
    payload = str(ask(f"/{released.address}").json()) + str(ask().json())
    assert str(officer) not in payload and released.digest not in payload


def test_a_correction_and_what_it_corrects_lead_to_each_other(released, officer, editor, second_editor):
    later = actions.correct(released, reasons={"fr": "L’heure était fausse."}, by=officer)
    actions.write_text(later, lang="en", title="The House sits", body="It sits at eleven.", edit=1, by=officer)
    actions.submit(later, by=officer)
    assert ask(f"/{later.address}").status_code == 404
    for one in (editor, second_editor):
        actions.approve(later, digest=later.digest, by=one)
    actions.schedule(later, by=officer)
    run_rounds()

    first, second = (ask(f"/{one.address}").json() for one in (released, later))
    assert (first["state"], first["corrected_by"]["address"]) == ("corrected", later.address)
    assert second["corrects"]["address"] == released.address
    assert second["reasons"] == {"fr": "L’heure était fausse."}


def test_what_was_withdrawn_says_why_and_shows_no_picture(released, officer, editor):
    actions.ask_withdrawal(released, reasons={"fr": "Cela n’est pas exact."}, by=officer)
    actions.confirm_withdrawal(released, by=editor)
    payload = ask(f"/{released.address}").json()

    assert (payload["state"], payload["reasons"], payload["media"]) == (
        "withdrawn",
        {"fr": "Cela n’est pas exact."},
        [],
    )


def test_they_are_found_by_words_year_and_what_they_are_about(valmora, approved, officer):
    bill = Document.objects.get(number="12")
    found = approved(document=bill)
    actions.schedule(found, by=officer)
    run_rounds()
    found.refresh_from_db()
    year = str(found.released_at.year)

    assert ask(q="martes marzo", year=year, about=bill.address).json()["total"] == 1
    assert ask(f"/{found.address}").json()["about"]["address"] == bill.address
    for asked in ({"q": "nowhere"}, {"year": "1999"}, {"about": "nothing"}):
        assert ask(**asked).json()["total"] == 0
    assert ask(year="soon").status_code == 422
    Document.objects.filter(pk=bill.pk).update(classification="internal")
    assert ask(f"/{found.address}").json()["about"] is None
