"""What the audit log keeps of an announcement: each act once, who did it, and facts without a word of its text."""

from typing import Any

import pytest

from hemicycle.desk import actions
from hemicycle.desk.actions import releases
from hemicycle.desk.models import Announcement, Delivery
from hemicycle.rules.audit import actor_of
from hemicycle.rules.models import AuditEntry

pytestmark = pytest.mark.django_db


def log(announcement: Announcement) -> list[tuple[str, str, dict[str, Any]]]:
    entries = list(AuditEntry.objects.about(announcement).order_by("sequence"))
    assert {entry.office for entry in entries} == {announcement.office.slug}
    return [(entry.action.removeprefix("desk."), entry.actor, entry.facts) for entry in entries]


def enqueue(announcement: Announcement) -> None:
    for delivery in Delivery.objects.filter(announcement=announcement).order_by("account__kind", "lang"):
        releases.enqueue(delivery, by="clock")


def test_from_the_draft_to_the_withdrawal(write, officer, editor, second_editor):
    announcement = write()
    actions.submit(announcement, by=officer)
    actions.send_back(announcement, note="At which door?", by=editor)
    actions.write_text(announcement, lang="en", title="The House sits", body="At the door.", edit=1, by=officer)
    actions.submit(announcement, by=officer)
    for one in (editor, second_editor):
        actions.approve(announcement, digest=announcement.digest, by=one)
    actions.schedule(announcement, by=officer)
    assert releases.release(announcement, by="clock")
    enqueue(announcement)
    actions.ask_withdrawal(announcement, reasons={"en": "The hall is closed."}, by=officer)
    actions.confirm_withdrawal(announcement, by=editor)

    writer, first, second = actor_of(officer), actor_of(editor), actor_of(second_editor)
    approval = {"edition": 2, "of_office": "research", "through": "page"}
    assert log(announcement) == [
        ("draft", writer, {"languages": ["en", "es", "fr"]}),
        ("submit", writer, {"edition": 1}),
        ("send_back", first, {}),
        ("submit", writer, {"edition": 2}),
        ("approve", first, approval),
        ("approve", second, approval),
        ("schedule", writer, {"at": "now"}),
        ("release", "clock", {"edition": 2, "channels": 2}),
        *[("put_out", "clock", {"kind": kind, "recipients": 1}) for kind in ("feed", "web") for _lang in range(3)],
        ("channels.cancel", writer, {"rows": 6, "why": "withdrawn"}),
        ("ask_withdrawal", writer, {"given": "The hall is closed."}),
        ("withdraw", first, {"notifies": False, "given": "The hall is closed."}),
    ]


def test_an_edit_is_logged_where_somebody_else_goes_on_and_where_it_voids_an_approval(
    write, officer, editor, second_editor
):
    announcement = write()
    actions.submit(announcement, by=officer)
    actions.approve(announcement, digest=announcement.digest, by=editor)
    for edit, body in enumerate(["At ten.", "At ten sharp.", "At eleven."], start=1):
        by = second_editor if edit == 3 else officer
        actions.write_text(announcement, lang="en", title="The House sits", body=body, edit=edit, by=by)

    assert log(announcement)[-2:] == [
        ("edit", actor_of(officer), {"voided": 1, "was": "in_review"}),
        ("edit", actor_of(second_editor), {"voided": 0, "was": "draft"}),
    ]


@pytest.mark.parametrize(
    ("action", "why"),
    [(actions.discard, "discarded"), (lambda row, by: actions.send_back(row, note="", by=by), "sent-back")],
)
def test_an_approval_that_is_void_says_why(write, officer, editor, action, why):
    announcement = write()
    actions.submit(announcement, by=officer)
    approval = actions.approve(announcement, digest=announcement.digest, by=editor)
    action(announcement, by=editor)

    approval.refresh_from_db()
    assert approval.voided_at is not None and approval.voided_why == why


def test_an_edit_by_the_same_hand_is_logged_where_it_takes_the_text_out_of_review(write, officer):
    announcement = write()
    actions.submit(announcement, by=officer)
    for edit, body in enumerate(["At ten.", "At ten sharp."], start=1):
        actions.write_text(announcement, lang="en", title="The House sits", body=body, edit=edit, by=officer)

    assert log(announcement)[2:] == [("edit", actor_of(officer), {"voided": 0, "was": "in_review"})]
