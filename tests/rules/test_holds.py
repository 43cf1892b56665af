"""What is under a legal hold ends by no rule, whoever it belongs to, until the hold is lifted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.channels.models import Attachment, Inbound, Peer
from hemicycle.listening.models import Campaign, Finding
from hemicycle.rules import actions, holds, work
from hemicycle.rules.errors import HoldRefused
from hemicycle.rules.models import AuditEntry, LegalHold, RetentionRun
from tests.rows import row_of

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=5 * 365 + 1)


def message(office: Office) -> Inbound:
    return row_of(Inbound, office=office, received_at=LONG_AGO)


def night(key: str = "channels.inbound") -> RetentionRun:
    run = RetentionRun.objects.create(rule=key)
    claimed = RetentionRun.objects.filter(pk=run.pk).claim(worker="anna", lease=timedelta(minutes=1))
    assert claimed is not None
    actions.carry_out(claimed, work.Tick(claimed, worker="anna"))
    work.finish(claimed, worker="anna")
    return claimed


def named(row: Inbound | Attachment | Finding) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def test_a_row_that_is_held_stays_until_the_hold_is_lifted(office: Office, clerk: User) -> None:
    kept, ended = message(office), message(office)
    hold = actions.place_hold(office=office.slug, about=named(kept), why="A court asked for it", by=clerk)
    run = night()
    assert list(Inbound.objects.all()) == [kept]
    assert (run.ended, run.held) == ({"research": 1}, {"research": 1})
    actions.lift_hold(hold, by=clerk)
    assert night().ended == {"research": 1}
    assert not Inbound.objects.filter(pk__in=[kept.pk, ended.pk]).exists()


def test_a_table_that_is_held_stays_whole(office: Office, clerk: User) -> None:
    message(office)
    actions.place_hold(office=office.slug, about="channels.inbound", why="An inquiry of the House", by=clerk)
    assert night().held == {"research": 1}
    assert Inbound.objects.count() == 1


def test_an_office_that_is_held_keeps_its_rows_and_others_lose_theirs(
    office: Office, other_office: Office, clerk: User
) -> None:
    kept = message(office)
    message(other_office)
    actions.place_hold(office=office.slug, why="An audit", by=clerk)
    assert night().ended == {"enquiries": 1}
    assert list(Inbound.objects.all()) == [kept]


def test_rows_of_no_office_are_held_by_a_hold_of_no_office(office: Office, clerk: User) -> None:
    row_of(Peer, fetched_at=LONG_AGO)
    actions.place_hold(office=office.slug, why="An audit", by=clerk)
    actions.place_hold(office="", about="channels.peer", why="Somebody broke in", by=clerk)
    assert night("channels.peer").held == {"": 1}
    assert Peer.objects.exists()


def test_what_belongs_to_a_message_is_held_with_it(office: Office, clerk: User) -> None:
    file = row_of(Attachment, inbound=message(office))
    actions.place_hold(office=office.slug, about=named(file.inbound), why="A court asked for it", by=clerk)
    assert night("channels.attachment").held == {"research": 1}
    assert Attachment.objects.exists()


def test_a_message_is_held_as_long_as_one_of_its_files_is(office: Office, clerk: User) -> None:
    file = row_of(Attachment, inbound=message(office))
    message(office)
    actions.place_hold(office=office.slug, about=named(file), why="A court asked for it", by=clerk)
    run = night()
    assert (run.ended, run.held) == ({"research": 1}, {"research": 1})
    assert Attachment.objects.get() == file


def test_a_campaign_waits_for_the_finding_in_it_that_is_held(office: Office, clerk: User) -> None:
    finding = row_of(Finding, inbound=message(office))
    campaign = row_of(Campaign, analysis=finding.analysis)
    Finding.objects.update(campaign=campaign, place="campaign")
    type(finding.analysis).objects.update(created_at=LONG_AGO)
    type(finding.analysis.inquiry).objects.update(office=office)
    actions.place_hold(office=office.slug, about=named(finding), why="A court asked for it", by=clerk)
    for key in ("listening.finding", "listening.campaign", "channels.inbound"):
        assert (night(key).state, Finding.objects.count(), Campaign.objects.count()) == ("running", 1, 1)
    assert Inbound.objects.exists()


def test_an_office_holds_nothing_of_another(office: Office, member_office: Office, clerk: User) -> None:
    letter, _ours = message(member_office), message(office)
    for about in (named(letter), "channels.inbound:404", "channels.inbound:no-number", "channels.inbound:"):
        with pytest.raises(HoldRefused, match="no-row"):
            actions.place_hold(office=office.slug, about=about, why="Curiosity", by=clerk)
    actions.place_hold(office=office.slug, about="channels.inbound", why="An audit", by=clerk)
    assert night().ended == {"member-okafor": 1}
    assert Inbound.objects.get().office == office


@pytest.mark.parametrize(
    ("about", "why", "code"),
    [
        ("channels.inbound", " ", "no-reason"),
        ("channels.letters", "An audit", "no-table"),
        ("channels.peer", "An audit", "no-table"),
        ("", "Again", "held-already"),
    ],
)
def test_a_hold_on_what_is_not_there_is_refused(about: str, why: str, code: str, office: Office, clerk: User) -> None:
    actions.place_hold(office=office.slug, why="An audit", by=clerk)
    with pytest.raises(HoldRefused, match=code):
        actions.place_hold(office=office.slug, about=about, why=why, by=clerk)
    assert LegalHold.objects.count() == 1


def test_placing_and_lifting_are_in_the_log_without_the_reason(office: Office, clerk: User) -> None:
    hold = actions.place_hold(office=office.slug, about="channels.inbound", why="Ann Other sues us", by=clerk)
    assert actions.lift_hold(hold, by=clerk)
    lifted = AuditEntry.objects.get(action="rules.lift_hold")
    assert not actions.lift_hold(hold, by=clerk)
    assert list(AuditEntry.objects.filter(action="rules.lift_hold")) == [lifted]
    entries = AuditEntry.objects.filter(about=f"rules.legalhold:{hold.pk}")
    assert list(entries.values_list("action", "actor", "office", "facts")) == [
        (action, clerk.audit_label, "research", {"on": "channels.inbound"})
        for action in ("rules.place_hold", "rules.lift_hold")
    ]


def test_the_newest_hold_is_read_first(office: Office, clerk: User) -> None:
    first = actions.place_hold(office=office.slug, why="An audit", by=clerk)
    second = actions.place_hold(office=office.slug, about="channels.inbound", why="A court asked for it", by=clerk)
    assert list(LegalHold.objects.newest_first()) == [second, first]
    LegalHold.objects.filter(pk=second.pk).update(since=LONG_AGO)
    assert list(LegalHold.objects.newest_first()) == [first, second]


def test_the_office_of_a_row_is_found_through_what_it_belongs_to() -> None:
    found = {model: holds.office_of.__wrapped__(model) for model in (Inbound, Attachment, Peer)}
    assert found == {Inbound: "office", Attachment: "inbound__office", Peer: ""}
