"""In a sensitive period what stops waits, the exceptions go on, and the end brings no flood."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.accounts.models import Notice
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Outbound
from hemicycle.channels.models.outbound import HELD
from hemicycle.channels.registry import ADAPTERS
from hemicycle.desk import actions, jobs
from hemicycle.desk.models import Announcement, Purpose
from hemicycle.desk.presenters import board, waiting
from hemicycle.desk.snapshot import take_snapshot
from hemicycle.follow import actions as follow
from hemicycle.follow.models import Topic
from hemicycle.record.models import VoteEvent
from hemicycle.rules import actions as rules
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.models import AuditEntry, ParameterInForce, SensitivePeriod
from tests.follow.conftest import Mail
from tests.rounds import run_rounds

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def begin(kind="election", *, at=None, lasts=timedelta(days=30)) -> SensitivePeriod:
    starts = at or timezone.now()
    ends = starts + lasts if lasts else None
    return rules.plan_period(kind=kind, starts_at=at, ends_at=ends, notices={}, by="ada")


def end(period: SensitivePeriod) -> None:
    rules.ask_to_end_period(period, by="ada")
    rules.end_period(period, by="bob")


def stop(*parts: str, kind="election") -> None:
    ParameterInForce.objects.update_or_create(name=f"{kind}_freezes", defaults={"value": list(parts)})


def state_of(row: Announcement) -> str:
    return Announcement.objects.get(pk=row.pk).state


@pytest.fixture
def scheduled(approved, officer):
    """`scheduled(purpose=…)`: released in the next round, unless something stops it."""

    def ready(**what) -> Announcement:
        row = approved(**what)
        if row.state != "scheduled":
            actions.schedule(row, by=officer)
        return row

    return ready


@pytest.fixture
def followed(office, monkeypatch):
    """A topic that two people follow by mail, and what arrives there."""
    mail = Mail()
    monkeypatch.setitem(ADAPTERS, "mail", mail)
    account = channels.open_account(office=office, kind="mail", name="News", address="news@valmora.example", by="t")
    topic = Topic.objects.create(address="sittings", names={"en": "Sittings"})
    for name in ("ann", "bea"):
        contact = channels.contact_of(office=office, channel="email", address=f"{name}@valmora.example", lang="en")
        follow.ask(contact, to_follow=topic, words="Yes", through="test")
        follow.confirm(contact, words="Yes", through="test")
    return account, mail, lambda draft: draft.topics.set([topic])


def test_an_invitation_waits_and_information_goes(scheduled):
    begin()
    invitation, information = scheduled(purpose=Purpose.OUTREACH), scheduled()
    run_rounds()
    assert (state_of(invitation), state_of(information)) == ("scheduled", "released")


def test_it_stops_at_the_minute_at_which_the_period_begins(scheduled, monkeypatch):
    clock, at = timezone.now, timezone.now() + HOUR
    begin(at=at)
    before, after = (scheduled(purpose=Purpose.OUTREACH, release_at=at - minutes) for minutes in (MINUTE, MINUTE * 0))
    monkeypatch.setattr(timezone, "now", lambda: at - MINUTE + timedelta(seconds=1))
    run_rounds()
    monkeypatch.setattr(timezone, "now", lambda: at)
    run_rounds()

    assert (state_of(before), state_of(after)) == ("released", "scheduled")
    assert jobs.next_release(clock()) == at


def test_what_waited_is_not_released_at_the_end_but_comes_back_to_those_who_wrote_it(
    scheduled, officer, sign_in, second_editor
):
    period = begin()
    rows = [scheduled(purpose=Purpose.OUTREACH) for _ in range(3)]
    run_rounds()
    end(period)
    run_rounds()

    assert {state_of(row) for row in rows} == {"missed"}
    assert {entry.facts["why"] for entry in AuditEntry.objects.filter(action="desk.miss")} == {"period"}
    assert Notice.objects.of(officer).filter(kind="desk.not_sent").count() == 3
    page = sign_in(officer).get("/desk/").content.decode()
    assert page.count("A sensitive period stopped it, and is over") == 3
    later = timezone.now() + HOUR
    actions.choose_new_time(rows[0], release_at=later, not_after=None, by=officer)
    assert state_of(rows[0]) == "in_review"


def test_the_end_by_the_clock_brings_no_flood_either(scheduled, monkeypatch):
    clock = timezone.now
    begin(lasts=HOUR)
    row = scheduled(purpose=Purpose.OUTREACH)
    monkeypatch.setattr(timezone, "now", lambda: clock() + 2 * HOUR)
    run_rounds()
    assert state_of(row) == "missed"


def test_what_is_scheduled_after_the_end_goes_at_its_time(scheduled):
    end(begin())
    row = scheduled(purpose=Purpose.OUTREACH)
    run_rounds()
    assert state_of(row) == "released"


def test_in_mourning_what_was_scheduled_before_waits_and_what_is_scheduled_since_goes(scheduled):
    before = scheduled()
    begin("mourning")
    since = scheduled()
    run_rounds()
    assert (state_of(before), state_of(since)) == ("scheduled", "released")


def exceptions(scheduled, officer, valmora) -> dict[str, Announcement]:
    """One of each, while everything is stopped."""
    released = scheduled()
    run_rounds()
    correction = actions.correct(released, reasons={"en": "A wrong hour"}, by=officer)
    stop("announcements", "scheduled")
    begin()
    found = {
        "safety": scheduled(for_safety=True),
        "votes": scheduled(vote=VoteEvent.objects.first()),
        "answers": scheduled(purpose=Purpose.ENGAGE),
    }
    return {**found, "corrections": correction}


def test_the_policy_says_what_goes_on_in_every_period(scheduled, officer, editor, second_editor, valmora):
    rows = exceptions(scheduled, officer, valmora)
    text = rows["corrections"].texts.get(lang="en")
    body = "It sits on Tuesday, 3 March, at 11:00."
    actions.write_text(rows["corrections"], lang="en", title=text.title, body=body, edit=text.edit, by=officer)
    actions.submit(rows["corrections"], by=officer)
    for one in (editor, second_editor):
        actions.approve(rows["corrections"], digest=rows["corrections"].digest, by=one)
    actions.schedule(rows["corrections"], by=officer)
    ParameterInForce.objects.create(name="period_exceptions", value=["safety", "corrections"])
    run_rounds()
    used = AuditEntry.objects.filter(action="desk.release").values_list("facts__exception", flat=True)
    assert set(used) == {None, "safety", "corrections"}
    states = {name: state_of(row) for name, row in rows.items()}
    expected = {"safety": "released", "corrections": "released", "votes": "scheduled", "answers": "scheduled"}
    assert states == expected

    ParameterInForce.objects.update_or_create(name="period_exceptions", defaults={"value": ["votes", "answers"]})
    run_rounds()
    assert {state_of(rows["votes"]), state_of(rows["answers"])} == {"released"}


def test_the_mark_of_safety_is_a_part_of_what_is_approved(write, officer, editor, sign_in):
    row = write()
    unmarked = row.digest
    actions.change(row, edit=row.edit, for_safety=True, by=officer)
    assert row.digest != unmarked
    actions.submit(row, by=officer)
    assert "Warning for the safety of life" in sign_in(editor).get(f"/desk/{row.address}/").content.decode()
    assert "for_safety" not in take_snapshot(write()).content


def test_two_workers_at_the_end_send_it_back_once(scheduled):
    period = begin()
    row = scheduled(purpose=Purpose.OUTREACH)
    end(period)
    assert not actions.release(row, by="a")
    with pytest.raises(IllegalMove):
        actions.release(row, by="b")
    assert AuditEntry.objects.filter(action="desk.miss").count() == 1


def test_messages_to_followers_wait_while_the_announcement_itself_is_public(scheduled, followed, officer):
    account, mail, by_topic = followed
    period = begin()
    row = scheduled(accounts=[account], before=by_topic)
    run_rounds()
    assert state_of(row) == "released"
    assert mail.got == []
    found = waiting.for_person(officer)[0]
    assert "2 messages were held back: News." in found.next_step
    assert found.send == ""
    assert actions.send_held(row, by=officer) == 0

    end(period)
    run_rounds()
    assert mail.got == []
    assert waiting.for_person(officer)[0].send
    assert [actions.send_held(row, by=officer) for _ in range(2)] == [2, 0]
    run_rounds()
    assert len(mail.got) == 2
    assert waiting.for_person(officer) == []


def test_what_was_held_back_is_left_if_its_writers_say_so(scheduled, followed, officer, sign_in, outsider):
    account, _mail, by_topic = followed
    period = begin()
    row = scheduled(accounts=[account], before=by_topic)
    run_rounds()
    end(period)
    assert sign_in(outsider).post(f"/desk/{row.address}/leave-held/").status_code == 403
    page = sign_in(officer).get(f"/desk/{row.address}/").content.decode()
    assert "Send what was held back" in page
    sign_in(officer).post(f"/desk/{row.address}/leave-held/")
    assert waiting.for_person(officer) == []
    assert actions.send_held(row, by=officer) == 0


def test_who_stopped_following_meanwhile_gets_nothing_of_what_was_held_back(scheduled, followed, officer, office):
    account, mail, by_topic = followed
    period = begin()
    row = scheduled(accounts=[account], before=by_topic)
    run_rounds()
    ann = channels.contact_of(office=office, channel="email", address="ann@valmora.example", lang="en")
    follow.end(ann, through="test")
    end(period)
    assert actions.send_held(row, by=officer) == 1
    run_rounds()
    assert [message.to for message in mail.got] == ["bea@valmora.example"]


def test_the_notice_of_a_withdrawal_reaches_who_has_the_message(scheduled, followed, officer, second_editor):
    account, mail, by_topic = followed
    row = scheduled(accounts=[account], before=by_topic)
    run_rounds()
    begin()
    actions.ask_withdrawal(row, reasons={"en": "Wrong"}, notifies=True, by=officer)
    actions.confirm_withdrawal(row, by=second_editor)
    run_rounds()
    assert len(mail.got) == 4
    assert not Outbound.objects.filter(code=HELD).exists()


def test_the_board_says_what_waits_until_when_and_alarms_nobody(scheduled, officer, sign_in):
    stop("announcements")
    begin()
    row, later = scheduled(), scheduled(release_at=timezone.now() + HOUR)
    Announcement.objects.filter(pk=row.pk).update(release_at=timezone.now() - HOUR, scheduled_at=timezone.now() - HOUR)
    page = sign_in(officer).get("/desk/").content.decode()

    assert "Stopped by a sensitive period" in page
    assert page.count("Waits for the end of the election period (until ") == 2
    assert "It will not be released at its time" in page
    assert board.late(officer) is None
    assert "Overdue" not in page
    assert f"/desk/{later.address}/" in page
    assert "Waits for the end" in sign_in(officer).get(f"/desk/{row.address}/").content.decode()


def test_who_schedules_in_a_period_reads_that_it_will_wait(approved, officer, sign_in):
    row = approved(purpose=Purpose.OUTREACH)
    begin()
    page = sign_in(officer).get(f"/desk/{row.address}/schedule/").content.decode()
    assert "it is not released before, and then comes back to you" in page


def test_the_composer_says_of_a_draft_for_what_it_would_wait(write, officer, sign_in):
    row = write()
    page = f"/desk/{row.address}/write/"
    assert "it would not go out at its time" not in sign_in(officer).get(page).content.decode()
    stop("announcements")
    begin()
    assert "Waits for the end of the election period" in sign_in(officer).get(page).content.decode()
