"""Digests: everything new that somebody follows, in one message, and nothing twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions as channels
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Content, Outbound
from hemicycle.conf.worker import Worker
from hemicycle.follow import actions, jobs, messages
from hemicycle.follow.actions import digests as digests_action
from hemicycle.follow.messages import Line, compose
from hemicycle.follow.models import DigestRun, Follower, News
from hemicycle.record import actions as record
from hemicycle.record.actions import classify
from hemicycle.record.models import Document
from hemicycle.record.papers import BillPaper, StepPaper
from hemicycle.rules.classification import Classification
from hemicycle.rules.errors import StopRequested
from hemicycle.rules.models import ParameterInForce
from tests.record import chamber

pytestmark = pytest.mark.django_db


def announce(about, account, *, number: int = 1, by="desk") -> None:
    outgoing_texts = {
        lang: OutgoingText(f"{word} {number}", "…", lang, link=f"https://valmora.example/announcements/{number}/")
        for lang, word in (("en", "News"), ("fr", "Nouvelle"))
    }
    actions.notify_followers(
        source=f"a:{number}", about=[about], account=account, outgoing_texts=outgoing_texts, by=by
    )


def gather(frequency: str = "daily") -> list[Outbound]:
    """Enqueue the digests that are due now, and return what was enqueued."""
    before = set(Outbound.objects.values_list("pk", flat=True))
    actions.start_digests(frequency=frequency, until=timezone.now())
    Worker().drain()
    assert {run.state for run in DigestRun.objects.all()} == {"done"}
    return [row for row in Outbound.objects.order_by("pk") if row.pk not in before]


def said(row: Outbound) -> list[str]:
    return row.content.content["text"].split("\n\n")


def reread(*steps: StepPaper) -> None:
    """The source of the bill has further steps."""
    paper = BillPaper(kind="bill", number="12", titles={"en": "River Bill"}, known_as=(chamber.BILL,), steps=steps)
    record.put_bill(paper, by="test")


def test_a_day_of_news_is_one_message_and_the_next_day_begins_anew(river, budget, by_mail, follow):
    follow("ann", river, budget, frequency="daily")
    announce(river, by_mail, number=1)
    announce(budget, by_mail, number=2)

    (row,) = gather()
    assert row.contact.address == "ann@valmora.example"
    assert row.content.content["title"] == "News 1, and 1 more"
    assert said(row) == [
        "News 1\nhttps://valmora.example/announcements/1/",
        "News 2\nhttps://valmora.example/announcements/2/",
    ]
    assert row.content.content["unsubscribe"].endswith("/end/")
    assert gather() == []
    announce(river, by_mail, number=3)
    (row,) = gather()
    assert row.content.content["title"] == "News 3"


def test_nothing_empty_is_sent(river, budget, by_mail, follow):
    follow("ann", river, frequency="daily")
    announce(budget, by_mail)

    assert gather() == []


def test_daily_and_weekly_digests_go_out_each_in_their_time(river, by_mail, follow):
    follow("ann", river, frequency="daily")
    follow("ben", river, frequency="weekly")
    announce(river, by_mail)

    assert [row.contact.address[:3] for row in gather("daily")] == ["ann"]
    assert [row.contact.address[:3] for row in gather("weekly")] == ["ben"]
    assert gather("weekly") == []


def test_each_reads_it_in_their_language_and_those_who_read_the_same_share_it(river, by_mail, follow):
    for name, lang in (("ann", "en"), ("ben", "fr"), ("cleo", "en"), ("dora", "es")):
        follow(name, river, frequency="daily", lang=lang)
    announce(river, by_mail)
    rows = gather()

    titles = {row.contact.address[:3]: row.content.content["title"] for row in rows}
    assert titles == {"ann": "News 1", "ben": "Nouvelle 1", "cle": "News 1", "dor": "News 1"}
    assert Content.objects.count() == 3


def test_news_of_the_record_goes_out_by_mail_and_not_by_text_message(river, by_mail, by_text, follow):
    follow("ann", river, lang="fr")
    follow("+447700900123", river, channel="sms", frequency="daily")
    assert gather() == []
    reread(StepPaper("introduced", date(2026, 3, 10)), StepPaper("passed", timezone.localdate()))

    # The second step was there, and is another now; the third is new.
    reread(
        StepPaper("introduced", date(2026, 3, 10)),
        StepPaper("second_reading", date(2026, 3, 31)),
        StepPaper("passed", timezone.localdate()),
    )
    (row,) = gather()
    assert row.contact.channel == "email"
    assert row.content.content["title"] == "Texte de loi n°\u00a012 · Projet de loi sur les rivières: Adopté"
    assert gather() == []


def test_what_was_there_before_one_followed_is_no_news(river, by_mail, follow):
    reread(StepPaper("introduced", timezone.localdate()))
    follow("ann", river)

    assert gather() == []


def test_an_archive_that_is_imported_is_no_news(river, by_mail, follow):
    follow("ann", river)
    reread(
        StepPaper("introduced", date(2024, 3, 10)),
        StepPaper("second_reading", date(2024, 3, 31)),
        StepPaper("passed", date(2024, 4, 1)),
    )

    assert gather() == []


def test_the_same_step_of_two_followed_objects_is_in_the_digest_once(river, committee, by_mail, follow):
    follow("ann", river, committee)
    steps = (StepPaper("introduced", date(2026, 3, 10)), StepPaper("second_reading", date(2026, 3, 31)))
    reread(*steps, StepPaper("passed", timezone.localdate()))
    record.put_bill(
        BillPaper("bill", "12", {"en": "River Bill"}, (chamber.BILL,), committee=chamber.COMMITTEE), by="test"
    )
    (row,) = gather()

    assert len(said(row)) == 1


def test_what_has_become_internal_meanwhile_is_in_no_digest(river, by_mail, follow, officer):
    follow("ann", river, frequency="weekly")
    follow("ben", river, frequency="daily")
    reread(
        StepPaper("introduced", date(2026, 3, 10)),
        StepPaper("second_reading", date(2026, 3, 31)),
        StepPaper("passed", timezone.localdate()),
    )
    assert len(gather("daily")) == 1
    classify(river, classification=Classification.INTERNAL, by=officer)

    assert gather("weekly") == []
    assert News.objects.of_the_record().exists()


def test_what_was_withdrawn_is_in_no_digest(river, by_mail, follow):
    follow("ann", river, frequency="daily")
    announce(river, by_mail)
    assert actions.remove_news(source="a:1", by="desk")
    assert not actions.remove_news(source="a:1", by="desk")

    assert gather() == []


def test_whoever_changes_how_often_loses_nothing_and_gets_nothing_twice(river, by_mail, follow):
    ann = follow("ann", river)
    announce(river, by_mail, number=1)
    actions.choose(ann, lang="en", frequency="daily")
    announce(river, by_mail, number=2)
    actions.choose(ann, lang="en", frequency="at_once")
    announce(river, by_mail, number=3)
    (row,) = gather()

    assert said(row) == ["News 2\nhttps://valmora.example/announcements/2/"]
    sources = list(Outbound.objects.order_by("pk").values_list("content__source", flat=True))
    assert sources[:2] == ["a:1", "a:3"] and sources[2].startswith("digest:daily:")


def test_who_said_stop_gets_no_digest(river, by_mail, follow):
    ann = follow("ann", river, frequency="daily")
    announce(river, by_mail)
    channels.suppress(ann, why="stop", by="test")

    assert gather() == []


def test_a_digest_holds_nothing_that_was_not_confirmed(river, budget, by_mail, follow):
    ann = follow("ann", river, frequency="daily")
    actions.ask(ann, to_follow=budget, words="Yes, write to me.", through="form")
    announce(budget, by_mail)

    assert gather() == []


def test_news_of_another_office_is_not_mixed_in(river, by_mail, other_office, follow):
    follow("ann", river, frequency="daily")
    other = channels.open_account(office=other_office, kind="mail", name="O", address="o@valmora.example", by="t")
    announce(river, other)

    assert gather() == []


def test_each_office_writes_to_its_own_followers_through_its_own_account(river, by_mail, other_office, follow):
    other = channels.open_account(office=other_office, kind="mail", name="O", address="o@valmora.example", by="t")
    follow("ann", river)
    ben = channels.contact_of(office=other_office, channel="email", address="ben@valmora.example", lang="en")
    actions.ask(ben, to_follow=river, words="Yes, write to me.", through="test")
    actions.confirm(ben, words="Yes.", through="test")
    reread(
        StepPaper("introduced", date(2026, 3, 10)),
        StepPaper("second_reading", date(2026, 3, 31)),
        StepPaper("passed", timezone.localdate()),
    )

    sent = {(row.contact.address, row.content.account) for row in gather()}
    assert sent == {("ann@valmora.example", by_mail), ("ben@valmora.example", other)}


def test_a_text_message_has_the_first_three_and_waits_for_the_morning(river, by_text, follow, settings):
    settings.TIME_ZONE = "Europe/Paris"
    ParameterInForce.objects.create(name="quiet_from", value="20:00")
    follow("+447700900123", river, channel="sms", frequency="daily")
    Follower.objects.update(notified_until=timezone.now() - timedelta(days=2))
    for number in range(5):
        announce(river, by_text, number=number)
    until = timezone.now().replace(hour=23) + timedelta(days=1)
    News.objects.update(at=until - timedelta(hours=3))
    actions.start_digests(frequency="daily", until=until)
    Worker().drain()

    (row,) = Outbound.objects.all()
    assert row.content.content["text"] == "News 0\nNews 1\nNews 2\nAnd 2 more."
    assert row.content.content["footer"] == "Opt out: STOP"
    assert row.due_at.astimezone(UTC).hour in (6, 7)
    assert row.due_at > until


def test_an_interrupted_run_continues_and_notifies_nobody_twice(river, by_mail, mail, follow, monkeypatch):
    monkeypatch.setattr(digests_action, "CHUNK", 2)
    for number in range(5):
        follow(f"c{number}", river, frequency="daily")
    announce(river, by_mail)
    run = DigestRun.objects.create(frequency="daily", until=timezone.now())
    ticks = 0

    def tick(*said: object, **words: object) -> None:
        nonlocal ticks
        ticks += 1
        if ticks == 3:
            raise StopRequested

    with pytest.raises(StopRequested):
        actions.gather(run, tick)
    assert Outbound.objects.count() == 2
    actions.gather(run, lambda *said, **words: None)
    actions.gather(run, lambda *said, **words: None)
    send_account(by_mail, worker="w")

    assert sorted(m.to for m in mail.got) == [f"c{n}@valmora.example" for n in range(5)]


def test_the_same_news_gives_the_same_bytes(river, budget, by_mail, follow):
    follow("ann", river, budget, frequency="daily")
    announce(river, by_mail, number=2)
    announce(budget, by_mail, number=1)
    until = timezone.now()
    made = []
    for _ in range(2):
        run, _new = DigestRun.objects.get_or_create(frequency="daily", until=until)
        actions.gather(run, lambda *said, **words: None)
        content = Content.objects.get(source__startswith="digest:")
        made.append((content.source, content.content))
        Outbound.objects.all().delete()
        content.delete()
        Follower.objects.update(notified_until=until - timedelta(hours=1))

    assert made[0] == made[1]


def test_the_clock_starts_each_digest_once(by_mail):
    assert jobs.gather_due("w", lambda: False) == 2
    assert jobs.gather_due("w", lambda: False) == 0
    assert sorted(DigestRun.objects.values_list("frequency", flat=True)) == ["daily", "weekly"]


def test_queries_do_not_grow_with_the_followers(river, by_mail, follow, django_assert_max_num_queries):
    for number in range(30):
        follow(f"c{number}", river, frequency="daily")
    announce(river, by_mail)
    run = DigestRun.objects.create(frequency="daily", until=timezone.now())
    with django_assert_max_num_queries(60):
        actions.gather(run, lambda *said, **words: None)
    assert Outbound.objects.count() == 30
    assert Document.objects.count() == 1
    assert datetime.now(UTC) >= run.until


def test_a_mail_names_as_many_as_fit_and_says_how_many_are_left() -> None:
    lines = [
        Line(f"Bill {number}", f"https://parliament.example/{number}/") for number in range(messages.MOST_BY_MAIL + 3)
    ]
    body = compose("email", "en", lines).body
    assert f"Bill {messages.MOST_BY_MAIL - 1}\n" in body and f"Bill {messages.MOST_BY_MAIL}\n" not in body
    assert body.endswith("And 3 more.")
    assert not compose("email", "en", lines[: messages.MOST_BY_MAIL]).body.endswith("more.")
