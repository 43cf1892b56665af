"""Released once, at its hour, on every channel it was approved for; corrected and withdrawn in the open."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.utils import timezone

from hemicycle.channels import actions as channels
from hemicycle.channels.models import Content, Outbound
from hemicycle.channels.registry import ADAPTERS
from hemicycle.desk import actions, jobs
from hemicycle.desk.actions import releases, reviews
from hemicycle.desk.errors import DigestMismatch, InvalidTime, MayNotApprove, NotReady, OwnWork
from hemicycle.desk.models import Announcement, AnnouncementText, Delivery, Withdrawal
from hemicycle.desk.presenters.history import events_of
from hemicycle.desk.remarks import blocking, house_now, key_of
from hemicycle.follow import actions as follow
from hemicycle.follow.models import News, Topic
from hemicycle.record.models import Organization
from hemicycle.rules import audit
from hemicycle.rules.classification import Classification
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.models import AuditEntry
from tests.desk.conftest import WORDS
from tests.follow.conftest import Mail
from tests.rounds import run_rounds

pytestmark = pytest.mark.django_db

REASON = {"en": "The hall is closed."}


def reread(announcement: Announcement) -> Announcement:
    return Announcement.objects.get(pk=announcement.pk)


def rows(announcement: Announcement) -> list[tuple[str, str, str]]:
    found = Outbound.objects.of_source(actions.source_of(announcement)).order_by("pk")
    return [(row.account.kind, row.content.lang, row.state) for row in found]


def test_it_goes_out_once_in_every_language_on_every_channel(approved, officer):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    run_rounds()
    run_rounds()

    row = reread(announcement)
    assert (row.state, row.classification) == ("released", Classification.PUBLIC)
    assert sorted(rows(row)) == [(kind, lang, "sent") for kind in ("feed", "web") for lang in ("en", "es", "fr")]
    assert list(Announcement.objects.public()) == [row]


def test_nothing_is_public_before_it_is_released(approved):
    announcement = approved()

    assert not Announcement.objects.public().exists()
    assert reread(announcement).classification == Classification.INTERNAL


def test_it_waits_for_the_end_of_the_embargo_which_is_part_of_what_was_approved(approved, officer):
    now = timezone.now()
    announcement = approved(release_at=now - timedelta(minutes=1), embargo_until=now + timedelta(hours=1))
    actions.schedule(announcement, by=officer)
    run_rounds()
    assert reread(announcement).state == "scheduled"

    Announcement.objects.filter(pk=announcement.pk).update(embargo_until=None)
    with pytest.raises(DigestMismatch):
        actions.release(reread(announcement), by="worker")


def test_two_workers_release_it_once(approved, officer):
    announcement = approved()
    actions.schedule(announcement, by=officer)

    assert [actions.release(announcement, by="a"), actions.release(announcement, by="b")] == [True, False]
    assert AuditEntry.objects.filter(action="desk.release").count() == 1


def test_not_after_means_rather_not_at_all(approved, officer):
    now = timezone.now()
    announcement = approved(not_after=now + timedelta(hours=1))
    Announcement.objects.filter(pk=announcement.pk).update(not_after=now - timedelta(hours=1))
    with pytest.raises(InvalidTime):
        actions.schedule(announcement, by=officer)
    run_rounds()

    assert reread(announcement).state == "missed"
    assert rows(announcement) == []


def test_a_worker_that_stood_still_releases_nothing_that_became_too_late_meanwhile(approved, officer):
    announcement = approved(not_after=timezone.now() + timedelta(hours=1))
    actions.schedule(announcement, by=officer)
    found_in_time = Announcement.objects.due().get()
    Announcement.objects.filter(pk=announcement.pk).update(not_after=timezone.now() - timedelta(seconds=1))

    assert not actions.release(found_in_time, by="worker")
    assert rows(announcement) == []
    run_rounds()
    assert reread(announcement).state == "missed"


def test_a_pause_holds_it_back_and_resuming_lets_it_go(approved, officer):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    channels.pause(reason="A false account is about", by=officer)
    run_rounds()
    assert reread(announcement).state == "scheduled"
    channels.resume(by=officer)
    run_rounds()

    assert reread(announcement).state == "released"


def test_a_text_changed_behind_the_desks_back_is_not_released(approved, officer):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    AnnouncementText.objects.filter(announcement=announcement, lang="en").update(body="Vote for us.")
    run_rounds()

    row = reread(announcement)
    assert row.state == "draft"
    assert rows(row) == []
    assert set(row.approvals.values_list("voided_why", flat=True)) == {"not-the-same"}


def test_what_was_approved_with_an_hour_goes_out_then_without_anybody_choosing_it_again(approved):
    announcement = approved(release_at=timezone.now() + timedelta(hours=1))
    assert reread(announcement).state == "scheduled"
    assert "desk.schedule" in AuditEntry.objects.values_list("action", flat=True)


def test_what_was_approved_after_its_hour_waits_for_somebody_to_release_it(
    write, officer, editor, second_editor, monkeypatch
):
    hour = timezone.now() + timedelta(hours=1)
    announcement = write(release_at=hour)
    actions.submit(announcement, by=officer)
    monkeypatch.setattr(reviews, "timezone", SimpleNamespace(now=lambda: hour + timedelta(hours=1)))
    for one in (editor, second_editor):
        actions.approve(announcement, digest=announcement.digest, by=one)
    assert reread(announcement).state == "approved"


def test_kept_back_it_stays_approved(approved, officer):
    announcement = approved(release_at=timezone.now() + timedelta(hours=1))
    actions.unschedule(announcement, by=officer)

    assert reread(announcement).state == "approved"
    assert reread(announcement).approvals.current().count() == 2


@pytest.fixture
def released(approved, officer) -> Announcement:
    announcement = approved()
    actions.schedule(announcement, by=officer)
    run_rounds()
    return reread(announcement)


def test_a_correction_reaches_those_whom_the_first_reached(approved, officer, sign_in):
    topic = Topic.objects.create(address="sittings", names={"en": "Sittings"})

    def prepare(announcement: Announcement) -> None:
        announcement.topics.add(topic)
        for target in announcement.targets.all():
            for lang in WORDS:
                actions.write_own_text(target, lang=lang, text=f"Tuesday, in {lang}.", by=officer)

    first = approved(before=prepare)
    actions.schedule(first, by=officer)
    run_rounds()
    second = actions.correct(reread(first), reasons=REASON, by=officer)

    assert list(second.topics.all()) == [topic]
    assert {target.own_texts["en"] for target in second.targets.all()} == {"Tuesday, in en."}
    answer = sign_in(officer).get(f"/desk/{first.address}/correct/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/desk/{second.address}/"
    assert "A correction of this announcement is already under way" in answer.text


def test_a_correction_that_leaves_a_channels_own_text_as_it_was_is_not_submitted(approved, officer, site):
    def prepare(announcement: Announcement) -> None:
        for lang in WORDS:
            actions.write_own_text(announcement.targets.get(), lang=lang, text=f"Tuesday, in {lang}.", by=officer)

    first = approved(accounts=[site], before=prepare)
    actions.schedule(first, by=officer)
    run_rounds()
    second = actions.correct(reread(first), reasons=REASON, by=officer)
    assert not uncorrected(second)

    edit = second.texts.get(lang="en").edit
    actions.write_text(second, lang="en", title="T", body="It meets on Wednesday at ten.", edit=edit, by=officer)
    assert uncorrected(second) == ["Tuesday"]
    with pytest.raises(NotReady):
        actions.submit(reread(second), by=officer)

    actions.write_own_text(second.targets.get(), lang="en", text="Tuesday, in en!", by=officer)
    assert uncorrected(second) == ["Tuesday"], "another sign does not correct it"
    actions.write_own_text(second.targets.get(), lang="en", text="Wednesday, in en.", by=officer)
    assert not uncorrected(second)


@pytest.fixture
def left_uncorrected(approved, officer, site) -> Announcement:
    """A correction of the day, with an own text that still says the day before."""

    def prepare(announcement: Announcement) -> None:
        actions.write_own_text(announcement.targets.get(), lang="en", text="Tuesday, not Monday.", by=officer)

    first = approved(accounts=[site], before=prepare)
    actions.schedule(first, by=officer)
    run_rounds()
    second = actions.correct(reread(first), reasons=REASON, by=officer)
    body = WORDS["en"][1].replace("Tuesday, 3", "Wednesday, 4")
    actions.write_text(second, lang="en", title="The House sits on Wednesday", body=body, edit=1, by=officer)
    return reread(second)


def test_the_composer_names_channel_language_and_what_was_changed(left_uncorrected, officer, site, sign_in):
    page = " ".join(sign_in(officer).get(f"/desk/{left_uncorrected.address}/write/").text.split())
    assert f"{site.name} · English" in page
    assert "still says “Tuesday”" in page and "Tuesday → Wednesday" in page
    assert "Another language was corrected (Tuesday → Wednesday" in page, "said of French and Spanish"


def test_whoever_writes_keeps_an_own_text_that_is_right_and_approvers_see_who_did(
    left_uncorrected, officer, editor, sign_in
):
    second, client = left_uncorrected, sign_in(officer)
    (remark,) = blocking(second)
    address = f"/desk/{second.address}/write/channels/keep/"
    assert client.post(address, {"remark": "none of these"}).status_code == 302
    assert len(blocking(reread(second))) == 1

    client.post(address, {"remark": key_of(remark)})
    client.post(address, {"remark": key_of(remark)})
    actions.submit(reread(second), by=officer)
    page = " ".join(sign_in(editor).get(f"/desk/{second.address}/").text.split())
    assert f"{officer} says that the own text is right." in page
    assert page.count("Kept a channel’s own text as it is") == 1
    assert 'Own text still as it was released: Our site (English: <span lang="en">Tuesday, not Monday.</span>)' in page
    entry = AuditEntry.objects.get(action="desk.keep_own_text")
    assert entry.about == f"desk.announcement:{second.pk}" and entry.facts["lang"] == "en"


def test_what_was_kept_holds_until_a_text_changes_and_only_writers_keep_it(
    left_uncorrected, officer, clerk, outsider, sign_in
):
    second, (remark,) = left_uncorrected, blocking(left_uncorrected)
    address = f"/desk/{second.address}/write/channels/keep/"
    assert [sign_in(by).post(address, {"remark": key_of(remark)}).status_code for by in (clerk, outsider)] == [
        403,
        403,
    ]
    sign_in(officer).post(address, {"remark": key_of(remark)})
    assert not blocking(reread(second))
    actions.write_own_text(second.targets.get(), lang="en", text="Tuesday, as ever.", by=officer)
    assert uncorrected(second) == ["Tuesday"]


def test_a_correction_is_read_beside_what_was_released(released, officer, editor, sign_in):
    second = actions.correct(released, reasons=REASON, by=officer)
    edit = second.texts.get(lang="en").edit
    actions.write_text(second, lang="en", title="T", body="It meets on Wednesday at ten.", edit=edit, by=officer)
    actions.submit(reread(second), by=officer)
    page = " ".join(sign_in(editor).get(f"/desk/{second.address}/").text.split())
    assert "What the correction changes" in page and "<ins>" in page.partition('id="corrected"')[2]
    assert (
        "Still as it was released: Français, Español" in page or "Still as it was released: Español, Français" in page
    )


def test_an_own_text_that_was_corrected_is_read_beside_what_was_released(left_uncorrected, officer, editor, sign_in):
    target = left_uncorrected.targets.get()
    actions.write_own_text(target, lang="en", text="Wednesday, not Monday.", by=officer)
    actions.submit(reread(left_uncorrected), by=officer)
    page = " ".join(sign_in(editor).get(f"/desk/{left_uncorrected.address}/").text.split())
    changes = page.partition('id="corrected"')[2].partition("</section>")[0]
    own = changes.partition(f"{target.account.name} · English")[2]
    assert "removed: </span>Tuesday<" in own and "added: </span>Wednesday<" in own
    assert "Own text still as it was released" not in changes


def uncorrected(announcement: Announcement) -> list[str]:
    return [one.words for one in blocking(reread(announcement)) if one.check == "uncorrected"]


def test_a_correction_goes_the_same_way_and_leaves_the_first_in_its_place(released, officer, editor, second_editor):
    second = actions.correct(released, reasons={"en": "The hour was wrong"}, by=officer)
    assert actions.correct(released, reasons={"en": "again"}, by=officer) == second
    assert reread(released).state == "released"

    actions.write_text(
        second, lang="en", title="The House sits at 11", body="On Tuesday at 11:00.", edit=1, by=officer
    )
    actions.submit(second, by=officer)
    for one in (editor, second_editor):
        actions.approve(second, digest=second.digest, by=one)
    actions.schedule(second, by=officer)
    run_rounds()

    assert (reread(released).state, reread(second).state) == ("corrected", "released")
    assert reread(released).by_language["en"].title == "The House sits on Tuesday"
    sent = Outbound.objects.of_source(actions.source_of(second)).filter(content__lang="en")
    assert [row.content.parts[0].startswith("Correction: The hour was wrong") for row in sent] == [True, True]


def test_a_correction_without_a_reason_is_not_submitted(released, officer):
    second = actions.correct(released, reasons={}, by=officer)

    with pytest.raises(NotReady) as refused:
        actions.submit(second, by=officer)
    assert refused.value.reasons == ("no-reason",)


def test_one_asks_for_a_withdrawal_and_another_confirms_it(released, editor, clerk):
    with pytest.raises(NotReady):
        actions.ask_withdrawal(released, reasons={"en": " "}, by=editor)
    actions.ask_withdrawal(released, reasons={"en": "Sent by mistake"}, by=editor)
    with pytest.raises(OwnWork):
        actions.confirm_withdrawal(released, by=editor)
    with pytest.raises(MayNotApprove):
        actions.confirm_withdrawal(released, by=clerk)
    assert reread(released).state == "released"


def test_withdrawn_it_stays_on_the_register_and_the_channels_say_so(released, officer, editor, second_editor):
    actions.ask_withdrawal(released, reasons={"en": "Sent by mistake"}, by=editor)
    actions.confirm_withdrawal(released, by=second_editor)
    run_rounds()

    assert reread(released) in Announcement.objects.public()
    notices = Outbound.objects.of_source(f"{actions.source_of(released)}:withdrawn")
    assert [row.state for row in notices] == ["sent"] * 6
    with pytest.raises(IllegalMove):
        actions.correct(released, reasons={"en": "x"}, by=officer)


def test_a_withdrawal_is_sent_after_the_announcement_has_expired(released, editor, second_editor):
    Announcement.objects.filter(pk=released.pk).update(not_after=timezone.now() - timedelta(seconds=1))
    actions.ask_withdrawal(reread(released), reasons={"en": "Sent by mistake"}, by=editor)
    actions.confirm_withdrawal(reread(released), by=second_editor)
    run_rounds()
    notices = Outbound.objects.of_source(f"{actions.source_of(released)}:withdrawn")
    assert [row.state for row in notices] == ["sent"] * 6


def test_whom_the_house_names_is_counted_for_the_check_of_balance(valmora, write, officer, editor, second_editor):
    cache.clear()
    party = Organization.objects.parties().order_by("pk")[0]
    words = {lang: (title, f"{body} {party.names.in_language(lang)}.") for lang, (title, body) in WORDS.items()}
    announcement = write(texts=words)
    actions.submit(announcement, by=officer)
    for one in (editor, second_editor):
        actions.approve(announcement, digest=announcement.digest, by=one)
    actions.schedule(announcement, by=officer)
    run_rounds()

    named = Announcement.objects.named_since(timezone.now() - timedelta(days=1))
    assert sum(named.values()) >= 1
    assert Announcement.objects.named_since(timezone.now() + timedelta(days=1)) == {}
    cache.clear()
    assert dict(house_now().mentions) == dict(named)


def overdue_since(client) -> int | None:
    return client.get("/health/").json()["oldest_announcement_due_seconds_ago"]


def test_an_announcement_past_its_hour_is_an_alarm_for_those_who_write(approved, officer, clerk, editor, sign_in):
    announcement = approved(release_at=timezone.now() + timedelta(hours=1))
    client = sign_in(officer)
    assert overdue_since(client) is None
    Announcement.objects.update(release_at=timezone.now() - timedelta(minutes=5))
    assert 300 <= overdue_since(client) <= 305
    assert client.get("/health/").json()["on_time"] is False
    said = client.get("/account/").text
    assert "1 announcement was not released at its scheduled time" in said
    assert "/desk/all/?late=late" in said
    assert "was not released" not in sign_in(clerk).get("/account/").text
    channels.pause(reason="A wrong number", by=editor)
    assert "was not released" not in sign_in(officer).get("/account/").text
    assert announcement.pk


def test_nothing_is_sent_of_what_is_withdrawn_before_it_was_queued(approved, officer):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    jobs.release_due("w", lambda: False)
    actions.ask_withdrawal(announcement, reasons=REASON, by=officer)
    jobs.enqueue_due("w", lambda: False)

    assert {state for _kind, _lang, state in rows(announcement)} == {"cancelled"}


def test_nothing_is_sent_of_what_is_withdrawn_while_it_is_queued(approved, officer, monkeypatch):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    jobs.release_due("w", lambda: False)
    queue = releases._queue

    def interrupted(delivery, *, by):
        queue(delivery, by=by)
        Withdrawal.objects.get_or_create(announcement=announcement, defaults={"reasons": REASON, "asked_by": officer})

    monkeypatch.setattr(releases, "_queue", interrupted)
    jobs.enqueue_due("w", lambda: False)

    assert {state for _kind, _lang, state in rows(announcement)} == {"cancelled"}


def test_what_is_being_withdrawn_is_in_no_digest(approved, officer):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    run_rounds()
    News.objects.create(source=actions.source_of(announcement), words={}, office=announcement.office)
    actions.ask_withdrawal(announcement, reasons=REASON, by=officer)

    assert not News.objects.filter(source=actions.source_of(announcement)).exists()


def test_what_a_withdrawal_cancels_says_why(approved, officer):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    jobs.release_due("w", lambda: False)
    jobs.enqueue_due("w", lambda: False)
    actions.ask_withdrawal(announcement, reasons=REASON, by=officer)

    waiting = Outbound.objects.of_source(actions.source_of(announcement))
    assert {(row.state, row.code) for row in waiting} == {("cancelled", "withdrawn")}


def test_a_follower_reads_the_text_that_is_the_accounts_own(approved, office, officer, monkeypatch):
    monkeypatch.setitem(ADAPTERS, "mail", Mail())
    account = channels.open_account(office=office, kind="mail", name="News", address="news@valmora.example", by="test")
    topic = Topic.objects.create(address="sittings", names={"en": "Sittings"})
    ann = channels.contact_of(office=office, channel="email", address="ann@valmora.example", lang="en")
    follow.ask(ann, to_follow=topic, words="Yes", through="test")
    follow.confirm(ann, words="Yes", through="test")

    def prepare(announcement: Announcement) -> None:
        announcement.topics.add(topic)
        for lang in WORDS:
            actions.write_own_text(announcement.targets.get(), lang=lang, text=f"Tuesday, in {lang}.", by=officer)

    actions.schedule(approved(accounts=[account], before=prepare), by=officer)
    run_rounds()
    assert Outbound.objects.get(contact=ann).content.content["text"] == "Tuesday, in en."


def test_what_is_under_embargo_is_not_overdue(approved, sign_in, officer):
    approved(release_at=timezone.now() + timedelta(hours=1))
    past, ahead = timezone.now() - timedelta(minutes=5), timezone.now() + timedelta(hours=1)
    Announcement.objects.update(release_at=past, embargo_until=ahead)
    assert overdue_since(sign_in(officer)) is None


def test_what_is_released_and_not_enqueued_for_its_recipients_raises_an_alarm(approved, officer, sign_in):
    actions.schedule(approved(), by=officer)
    jobs.release_due("w", lambda: False)
    client = sign_in(officer)
    assert overdue_since(client) is None

    Delivery.objects.update(asked_at=timezone.now() - timedelta(minutes=5))
    assert 300 <= overdue_since(client) <= 305
    assert client.get("/health/").json()["on_time"] is False
    assert "1 announcement was not released at its scheduled time" in client.get("/account/").text

    jobs.enqueue_due("w", lambda: False)
    assert overdue_since(client) is None


def test_a_delivery_that_cannot_be_enqueued_holds_up_no_other(approved, officer):
    actions.schedule(approved(), by=officer)
    jobs.release_due("w", lambda: False)
    first = Delivery.objects.order_by("pk").first()
    broken = Delivery.objects.create(announcement=first.announcement, account=first.account, lang="xx")
    Delivery.objects.filter(pk=first.pk).update(enqueued_at=timezone.now())
    last = Delivery.objects.create(announcement=first.announcement, account=first.account, lang=first.lang, part=":x")
    Content.objects.create(source=last.source, account=first.account, lang=first.lang, content={})

    jobs.enqueue_due("w", lambda: False)
    assert list(Delivery.objects.filter(enqueued_at=None)) == [broken]


def test_what_was_enqueued_for_each_account_is_one_line_of_the_history(approved, officer):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    run_rounds()

    entries = AuditEntry.objects.filter(action="desk.put_out")
    events = [one for one in events_of(reread(announcement)) if one.what == audit.label("desk.put_out")]
    assert entries.count() > 1
    # Nobody was written to: a post on our site and in our feeds has readers, no recipients.
    assert [one.why for one in events] == ["To be published: Feeds, Website."]
