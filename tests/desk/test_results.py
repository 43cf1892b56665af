"""Results: each number says what it counts, and no small number can be read from any of them."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.channels import actions as channels
from hemicycle.channels.contract import InboundMessage, Metrics, OutgoingText
from hemicycle.channels.models import FollowerCount, Inbound, Outbound, ShortLink
from hemicycle.desk import actions, jobs
from hemicycle.desk.models import Announcement, AnnouncementText, Delivery
from hemicycle.desk.presenters import result_figures as figures
from hemicycle.desk.presenters.results import OnAccount, Results, in_steps
from hemicycle.follow import actions as follow
from hemicycle.follow.models import Topic
from hemicycle.rules.models import AuditEntry
from tests.desk.many import make_many

pytestmark = pytest.mark.django_db

MOST_QUERIES = 25
FAR = "https://library.parliament.example/en/papers/2026/bill-12-in-plain-words"
TEXTS = {
    "en": ("The House sits", f"It sits on Tuesday. {FAR}"),
    "fr": ("La Chambre siège", f"Elle siège mardi. {FAR}"),
    "es": ("La Cámara se reúne", f"Se reúne el martes. {FAR}"),
}


@pytest.fixture
def sms(office):
    return channels.open_account(office=office, kind="gammu", name="Texts", address="+34600000001", by="test")


@pytest.fixture
def mastodon(office):
    return channels.open_account(
        office=office, kind="mastodon", name="Mastodon", address="@house@social.example", by="test",
        settings={"server": "https://social.example", "short_links": True},
    )  # fmt: skip


@pytest.fixture
def topic(office):
    topic = Topic.objects.create(address="news", names={"en": "News"})
    for number in range(3):
        contact = channels.contact_of(office=office, channel="sms", address=f"+3461200000{number}", lang="en")
        follow.ask(contact, to_follow=topic, words="News", through="sms")
        follow.confirm(contact, words="News", through="sms")
    return topic


@pytest.fixture
def released(approved, officer, site, feed, sms, mastodon, topic):
    """Released, with three text messages of which two were delivered and one failed, and a post on Mastodon."""
    announcement = approved(
        texts=TEXTS,
        before=lambda row: (
            actions.choose_accounts(row, (site, feed, sms, mastodon), by=officer),
            actions.change(row, edit=row.edit, topics=[topic], by=officer),
        ),
    )
    actions.schedule(announcement, by=officer)
    jobs.release_due("test", lambda: False)
    jobs.enqueue_due("test", lambda: False)
    now = timezone.now()
    texts = list(Outbound.objects.filter(account=sms).order_by("pk"))
    for row, state in zip(texts, ("delivered", "delivered", "failed"), strict=True):
        Outbound.objects.filter(pk=row.pk).update(state=state, sent_at=now)
    for number, row in enumerate(Outbound.objects.exclude(account=sms)):
        Outbound.objects.filter(pk=row.pk).update(state="sent", sent_at=now, external_id=f"post-{number}")
    announcement.refresh_from_db()
    return announcement


def post_of(mastodon) -> Outbound:
    return Outbound.objects.filter(account=mastodon, content__lang="en").get()


def results(announcement) -> dict[str, OnAccount]:
    rows = Announcement.objects.filter(pk=announcement.pk)
    return {one.account.kind: one for one in Results(rows).of(announcement)}


def click(announcement, account, times: int) -> None:
    link = ShortLink.objects.filter(source=actions.source_of(announcement), account=account).first()
    for _turn in range(times):
        channels.count_click(link)


def test_people_are_people_posts_are_posts_and_the_site_is_neither(released):
    found = results(released)

    assert (found["gammu"].unit, found["gammu"].sent, found["gammu"].delivered, found["gammu"].failed) == (
        "people", 2, 2, 1,
    )  # fmt: skip
    assert (found["mastodon"].unit, found["mastodon"].sent) == ("posts", 3)
    assert found["web"].unit == found["feed"].unit == "published"
    assert figures.people_of(found.values()) is None
    assert figures.posts_of(found.values()) == 3


def test_a_few_people_are_counted_nowhere(released, sign_in, officer):
    address = reverse("desk:announcement_results", args=[released.address])
    page = " ".join(sign_in(officer).get(address).text.split())
    assert "Messages to people: fewer than five on each channel" in page
    file = b"".join(sign_in(officer).get(f"{address}announcement.csv").streaming_content).decode()
    [line] = [one.split(",") for one in file.splitlines() if ",gammu," in one]
    assert line[4:9] == ["people", "<5", "<5", "<5", "0"]
    history = sign_in(officer).get(f"/desk/{released.address}/").text.partition('id="history"')[2]
    assert "To fewer than five people on each channel." in history and "To 3 people" not in history


def test_each_export_of_results_is_in_the_audit_log(released, sign_in, officer):
    client = sign_in(officer)
    client.get(f"/desk/{released.address}/results/announcement.csv")
    client.get("/desk/results/month.csv?month=2026-01")
    one, month = AuditEntry.objects.filter(action="desk.export_results").order_by("sequence")
    assert (one.about, one.office) == (f"desk.announcement:{released.pk}", released.office.slug)
    assert (month.about, month.facts) == ("desk.announcement", {"month": "2026-01"})


def test_what_a_channel_does_not_report_is_empty_in_the_file(released, sign_in, officer):
    address = reverse("desk:announcement_results", args=[released.address])
    rows = {one["kind"]: one for one in csv_of(sign_in(officer).get(f"{address}announcement.csv"))}
    names = ("delivered", "failed", "waiting", "likes", "boosts")
    assert [rows["web"][name] for name in names] == ["", "", "", "", ""]
    assert (rows["gammu"]["likes"], rows["mastodon"]["likes"], rows["mastodon"]["delivered"]) == ("", "0", "")


def test_no_sum_of_a_month_tells_what_each_announcement_hides(released, approved, sms, officer, topic):
    second = approved(
        texts=TEXTS,
        before=lambda row: (
            actions.choose_accounts(row, [sms], by=officer),
            actions.change(row, edit=row.edit, topics=[topic], by=officer),
        ),
    )
    actions.schedule(second, by=officer)
    jobs.release_due("test", lambda: False)
    jobs.enqueue_due("test", lambda: False)

    month = Results(Announcement.objects.filter(pk__in=[released.pk, second.pk])).together()
    [texts] = [one for one in month if one.account == sms]
    assert (texts.sent, texts.waiting, texts.recipients, texts.has_few) == (0, 0, 0, True)
    assert not texts.is_forgotten
    assert figures.people_of(month) is None
    assert figures.sent_in_words(texts) == "fewer than five people each time"


def test_replies_likes_and_boosts_are_those_of_its_posts(released, mastodon):
    post = post_of(mastodon)
    channels.store_metrics(
        mastodon, [Metrics(followers=40), Metrics(post.external_id, likes=7, boosts=2), Metrics("older", likes=99)]
    )
    channels.store_incoming(
        InboundMessage("r-1", "When?", sender="@ana@social.example", answers=(post.external_id,)),
        account=mastodon, by="test",
    )  # fmt: skip

    found = results(released)["mastodon"]
    assert (found.likes, found.boosts, found.replies) == (7, 2, 1)


def test_what_is_hidden_is_counted_as_a_reply(released, mastodon, editor):
    channels.store_incoming(
        InboundMessage("r-1", "Vermin!", sender="@ana@social.example", answers=(post_of(mastodon).external_id,)),
        account=mastodon, by="test",
    )  # fmt: skip
    channels.moderate(Inbound.objects.get(), step="hide", rule="R2", words="Vermin", days=1, by=editor)
    assert results(released)["mastodon"].replies == 1


@pytest.mark.parametrize(("clicks", "shown"), [(0, 0), (1, 0), (4, 0), (5, 5), (9, 5), (12, 10)])
def test_clicks_are_shown_in_steps_of_five(clicks, shown):
    assert in_steps(clicks) == shown


def test_fewer_than_five_clicks_are_read_nowhere(released, sms, mastodon, sign_in, officer):
    click(released, sms, 4)
    click(released, mastodon, 14)
    client = sign_in(officer)

    for path in (f"/desk/{released.address}/results/", "/desk/results/"):
        page = client.get(path).content.decode()
        assert "fewer than five" in page
        for exact in (">4<", ">14<", ">18<", "14 clicks", "18 clicks"):
            assert exact not in page
        assert "10 clicks" in page
    for path in (f"/desk/{released.address}/results/announcement.csv", "/desk/results/month.csv"):
        rows = csv_of(client.get(path))
        assert {row["kind"]: row["clicks"] for row in rows} == {
            "gammu": "<5", "mastodon": "10", "web": "", "feed": "",
        }  # fmt: skip


def test_no_total_tells_what_a_small_number_was(released, sms, mastodon):
    click(released, mastodon, 13)
    before = figures.clicks_of(results(released).values())
    click(released, sms, 4)

    assert figures.clicks_of(results(released).values()) == before == 10
    assert figures.clicks_of(Results(Announcement.objects.filter(pk=released.pk)).together()) == 10


def csv_of(answer) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_channel_whose_name_is_a_formula_is_harmless_in_the_file(released, sms, sign_in, officer):
    channels.change_account(sms, name="=1+1", by=officer)

    rows = csv_of(sign_in(officer).get(f"/desk/{released.address}/results/announcement.csv"))
    assert "'=1+1" in [row["channel"] for row in rows]


def test_the_title_of_the_chart_says_the_finding(released, mastodon, sign_in, officer):
    channels.store_metrics(mastodon, [Metrics(post_of(mastodon).external_id, likes=7)])

    page = sign_in(officer).get(f"/desk/{released.address}/results/").content.decode()
    assert "All replies, likes and boosts (7) came through Mastodon" in page


def test_before_the_release_the_page_says_so(write, sign_in, officer):
    announcement = write()

    page = sign_in(officer).get(f"/desk/{announcement.address}/results/")
    assert page.status_code == 200 and "Not released yet" in page.content.decode()


def test_a_month_without_releases_says_so_and_rubbish_is_this_month(sign_in, officer, released):
    client = sign_in(officer)
    assert "Nothing was released in this month" in client.get("/desk/results/?month=2020-02").content.decode()
    for rubbish in ("2026-13", "x", "", "9999-12", "-1"):
        answer = client.get("/desk/results/", {"month": rubbish})
        assert answer.status_code == 200 and "The House sits" in answer.content.decode()


def test_an_outsider_reads_no_results(released, sign_in, outsider, clerk, citizen, member):
    for path in (f"/desk/{released.address}/results/", f"/desk/{released.address}/results/announcement.csv"):
        for person in (outsider, clerk, citizen, member):
            assert sign_in(person).get(path).status_code in (302, 403, 404)


def test_followers_gained_and_lost_are_the_changes_of_the_days(office, officer, mastodon, sms):
    for day, followers in ((28, 90), (2, 100), (9, 96), (20, 103)):
        month = 10 if day == 28 else 11
        FollowerCount.objects.create(account=mastodon, day=date(2026, month, day), followers=followers)
    for day, followers in ((2, 20), (9, 23)):
        FollowerCount.objects.create(account=sms, day=date(2026, 11, day), followers=followers)

    grown = {one.account.kind: one for one in figures.growth(officer, date(2026, 11, 1), date(2026, 11, 30))}
    assert (grown["mastodon"].followers, grown["mastodon"].gained, grown["mastodon"].lost) == ("103", "17", "4")
    # Who joined our own list is not to be told from a number.
    assert (grown["gammu"].followers, grown["gammu"].gained) == ("20", "fewer than five")


def test_the_network_is_asked_and_the_day_keeps_its_last_count(mastodon):
    for followers in (10, 12):
        channels.store_metrics(mastodon, [Metrics(followers=followers)])

    assert [row.followers for row in FollowerCount.objects.all()] == [12]


def test_a_correction_in_the_place_of_a_post_is_not_counted_twice(released, mastodon):
    post = post_of(mastodon)
    channels.store_metrics(mastodon, [Metrics(post.external_id, likes=7)])
    copy = Announcement.objects.create(
        office=released.office, author=released.author, last_editor=released.author, state="released",
        released_at=released.released_at, classification="public",
    )  # fmt: skip
    AnnouncementText.objects.create(announcement=copy, lang="en", title="Sits", body="It sits.")
    content = channels.prepare(
        mastodon,
        source=actions.source_of(copy),
        lang="en",
        rendered=channels.render(mastodon, OutgoingText("Sits", "It sits.", "en")),
    )
    row = channels.queue(content, by="test")
    Outbound.objects.filter(pk=row.pk).update(state="sent", sent_at=timezone.now(), external_id=post.external_id)
    Delivery.objects.create(announcement=copy, account=mastodon, lang="en")

    both = Results(Announcement.objects.filter(pk__in=(released.pk, copy.pk)))
    assert [one.likes for one in both.of(copy)] == [7]
    assert {one.account.kind: one.likes for one in both.together()}["mastodon"] == 7


@pytest.mark.parametrize("path", ["/desk/results/", "/desk/results/month.csv"])
def test_a_month_of_thousands_asks_few_queries(
    office, officer, editor, sign_in, mastodon, sms, django_assert_max_num_queries, path
):
    make_many(10_000, office=office, officer=officer, editor=editor)
    rows = Announcement.objects.filter(released_at__gte=timezone.now() - timedelta(days=31))
    Delivery.objects.bulk_create(
        [Delivery(announcement=row, account=account) for row in rows for account in (mastodon, sms)]
    )
    client = sign_in(officer)
    with django_assert_max_num_queries(MOST_QUERIES):
        answer = client.get(path)
        assert answer.status_code == 200
        b"".join(answer) if answer.streaming else answer.content


def test_the_page_of_one_asks_few_queries(released, sign_in, officer, django_assert_max_num_queries):
    client = sign_in(officer)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(f"/desk/{released.address}/results/").status_code == 200
