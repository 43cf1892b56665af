"""Who received what is withdrawn gets a short notice where the officer chose so; nobody hears of what never left.
Where the withdrawal is refused, what it stopped is sent if somebody says so, once."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from hemicycle.accounts.models import Notice
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import (
    Account,
    Activity,
    Dispatch,
    Outbound,
    OutboundQuerySet,
    Reaction,
    RemoteInbox,
    Server,
)
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from hemicycle.desk.presenters.delivery_status import on_channels
from hemicycle.desk.presenters.results import Results
from hemicycle.follow import actions as follow
from hemicycle.follow.models import DigestRun, News, Topic
from hemicycle.rules import audit
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.models import AuditEntry
from tests.cast import person
from tests.rounds import run_rounds

pytestmark = pytest.mark.django_db
REASONS = {"en": "The hour was wrong.", "fr": "L’heure était fausse.", "es": "La hora era errónea."}


@pytest.fixture
def news(office) -> Account:
    """It has no server: what it would send waits."""
    return channels.open_account(office=office, kind="email", name="News", address="news@valmora.example", by="test")


@pytest.fixture
def followers(office, news) -> dict[str, object]:
    topic, found = Topic.objects.create(address="sittings", names={"en": "Sittings"}), {}
    for name, lang in (("ann", "en"), ("bea", "fr")):
        found[name] = channels.contact_of(office=office, channel="email", address=f"{name}@valmora.example", lang=lang)
        follow.ask(found[name], to_follow=topic, words="Yes", through="test")
        follow.confirm(found[name], words="Yes", through="test")
    return found


@pytest.fixture
def received(approved, site, news, followers, officer) -> Announcement:
    announcement = approved(accounts=[site, news], before=lambda draft: draft.topics.set(Topic.objects.all()))
    actions.schedule(announcement, by=officer)
    run_rounds()
    Outbound.objects.filter(account=news).update(state="sent", sent_at=announcement.opened_at)
    return Announcement.objects.get(pk=announcement.pk)


def notices(announcement: Announcement) -> list[Outbound]:
    rows = Outbound.objects.of_source(f"{actions.source_of(announcement)}:withdrawn").exclude(contact=None)
    return list(rows.order_by("contact"))


def withdraw(announcement: Announcement, officer, editor, *, notifies: bool) -> None:
    actions.ask_withdrawal(announcement, reasons=REASONS, notifies=notifies, by=officer)
    actions.confirm_withdrawal(announcement, by=editor)
    run_rounds()
    run_rounds()


def test_each_person_who_received_it_gets_one_notice_in_their_language(received, followers, officer, editor):
    withdraw(received, officer, editor, notifies=True)
    said = {row.contact: "\n".join(row.content.parts) for row in notices(received)}
    assert set(said) == set(followers.values())
    assert "Withdrawn: The hour was wrong." in said[followers["ann"]]
    assert "L’heure était fausse." in said[followers["bea"]]
    assert "at 10:00" not in said[followers["ann"]], "the withdrawn text is not said again"


def test_where_the_officer_chose_none_nobody_is_written_to(received, officer, editor):
    withdraw(received, officer, editor, notifies=False)
    assert notices(received) == []


def test_who_said_stop_since_is_written_to_no_more(received, followers, officer, editor):
    follow.end(followers["ann"], through="test")
    withdraw(received, officer, editor, notifies=True)
    assert [row.contact for row in notices(received)] == [followers["bea"]]


def test_nobody_gets_a_notice_of_what_they_did_not_receive(received, followers, news, officer, editor):
    Outbound.objects.filter(contact=followers["ann"]).update(state="failed", sent_at=None)
    withdraw(received, officer, editor, notifies=True)
    assert [row.contact for row in notices(received)] == [followers["bea"]]


def test_no_channel_takes_back_what_it_never_got(approved, office, officer, editor, second_editor):
    by_hand = channels.open_account(office=office, kind="x", name="X", address="house", by="test")
    announcement = approved(accounts=[by_hand])
    actions.schedule(announcement, by=officer)
    run_rounds()
    withdraw(announcement, officer, second_editor, notifies=False)
    states = set(Outbound.objects.filter(account=by_hand).values_list("content__source", "state"))
    assert states == {(actions.source_of(announcement), "cancelled")}


def test_the_officer_sees_what_each_channel_would_say_and_who_can_confirm(received, officer, editor, sign_in):
    page = sign_in(officer).get(reverse("desk:withdraw", args=[received.address])).text
    assert 'name="notify"' in page and "checked" in page
    assert "Withdrawn: (your reason)" in page
    assert "fewer than five people" in page
    assert str(editor) in page


def test_before_it_is_confirmed_the_page_says_what_leaves(received, officer, editor, sign_in):
    actions.ask_withdrawal(received, reasons=REASONS, notifies=True, by=officer)
    client, address = sign_in(editor), reverse("desk:confirm_withdrawal", args=[received.address])
    page = client.get(address).text
    assert "News: a notice to fewer than five people." in page
    assert "A notice is published: Our site." in page
    assert "Withdrawn: The hour was wrong." in page
    assert client.post(address, follow=True).status_code == 200
    received.refresh_from_db()
    assert received.state == "withdrawn"


def test_nobody_is_asked_about_a_notice_where_nobody_received_anything(approved, officer, sign_in):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    run_rounds()
    page = sign_in(officer).get(reverse("desk:withdraw", args=[announcement.address])).text
    assert 'name="notify"' not in page


def test_its_page_names_who_can_confirm_and_offers_it_to_them_alone(received, officer, editor, second_editor, sign_in):
    actions.ask_withdrawal(received, reasons=REASONS, by=editor)
    address = reverse("desk:announcement", args=[received.address])
    pages = {one: sign_in(one).get(address).text for one in (officer, editor, second_editor)}
    offered = reverse("desk:confirm_withdrawal", args=[received.address])
    assert [offered in pages[one] for one in (officer, editor, second_editor)] == [False, False, True]
    assert all(f"Who can confirm it: {second_editor}" in " ".join(page.split()) for page in pages.values())


@pytest.fixture
def stopped(approved, site, news, followers, officer, editor) -> Announcement:
    """Its mails wait, since their account has no server; the withdrawal that stopped them was refused."""
    announcement = approved(accounts=[site, news], before=lambda draft: draft.topics.set(Topic.objects.all()))
    actions.schedule(announcement, by=officer)
    run_rounds()
    actions.ask_withdrawal(announcement, reasons=REASONS, by=editor)
    assert set(mails(announcement).values_list("state", flat=True)) == {"cancelled"}
    actions.drop_withdrawal(announcement, by=officer)
    announcement.refresh_from_db()
    return announcement


def mails(announcement: Announcement) -> OutboundQuerySet:
    return Outbound.objects.of_source(actions.source_of(announcement)).filter(contact__isnull=False)


def waiting(announcement: Announcement) -> set[object]:
    return {row.contact for row in mails(announcement).waiting().select_related("contact")}


def send(sign_in, by, announcement):
    return sign_in(by).post(reverse("desk:send_stopped", args=[announcement.address]), follow=True)


def test_what_a_cancelled_withdrawal_stopped_is_offered_and_sent_once(stopped, followers, officer, sign_in):
    page = sign_in(officer).get(reverse("desk:announcement", args=[stopped.address])).text
    assert "Stopped by a withdrawal that was refused or taken back: News (fewer than five people)" in page
    assert "Send what was stopped" in page and waiting(stopped) == set()

    answer = send(sign_in, officer, stopped)
    assert "What was stopped is being sent." in answer.text and "Stopped by a withdrawal" not in answer.text
    assert "Sent what a withdrawal had stopped" in answer.text
    assert waiting(stopped) == set(followers.values())
    assert "Nothing was left to send" in send(sign_in, officer, stopped).text
    assert mails(stopped).count() == len(followers)


def test_the_page_that_offers_it_asks_no_more_than_any_page_of_the_desk(stopped, officer, sign_in):
    client, address = sign_in(officer), reverse("desk:announcement", args=[stopped.address])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert "Send what was stopped" in client.get(address).text
    assert len(queries) <= 25, len(queries)


def test_who_said_stop_meanwhile_gets_nothing(stopped, followers, officer):
    channels.suppress(followers["ann"], why="stop", by="test")
    assert actions.send_stopped(stopped, by=officer) == 1
    assert waiting(stopped) == {followers["bea"]}


def test_who_follows_it_no_more_gets_nothing(stopped, followers, officer):
    follow.end(followers["bea"], through="test")
    assert actions.send_stopped(stopped, by=officer) == 1
    assert waiting(stopped) == {followers["ann"]}


def test_what_is_too_late_says_so_and_is_not_sent(stopped, officer, sign_in):
    mails(stopped).update(not_after=timezone.now() - timedelta(minutes=1))
    page = sign_in(officer).get(reverse("desk:announcement", args=[stopped.address])).text
    assert "Its deadline has passed: it is not sent there any more." in page
    assert "Send what was stopped" not in page
    assert actions.send_stopped(stopped, by=officer) == 0


def test_through_a_closed_account_nothing_of_it_is_sent(stopped, news, officer):
    channels.close_account(news, by="test")
    assert actions.send_stopped(stopped, by=officer) == 0


def test_what_was_cancelled_for_another_reason_stays(stopped, officer):
    mails(stopped).update(code="unfollowed")
    assert actions.send_stopped(stopped, by=officer) == 0


def test_of_what_is_to_be_withdrawn_again_or_was_corrected_nothing_of_it_is_sent(stopped, officer):
    actions.ask_withdrawal(stopped, reasons=REASONS, by=officer)
    with pytest.raises(IllegalMove):
        actions.send_stopped(stopped, by=officer)
    actions.drop_withdrawal(stopped, by=officer)
    Announcement.objects.filter(pk=stopped.pk).update(state="corrected")
    with pytest.raises(IllegalMove):
        actions.send_stopped(stopped, by=officer)


def test_only_who_writes_in_its_office_sends_it(stopped, other_office, clerk, outsider, sign_in):
    stranger = person("Sara Editor", Role.EDITOR, office=other_office)
    assert [send(sign_in, by, stopped).status_code for by in (clerk, outsider, stranger)] == [403, 403, 404]
    assert waiting(stopped) == set()


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_send_what_was_stopped_once(stopped, officer, editor):
    def pressed(by) -> int:
        try:
            return actions.send_stopped(stopped, by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(pressed, (officer, editor))) == [0, 2]


def test_a_post_that_was_not_on_its_network_yet_is_posted_after_all(approved, office, officer, editor):
    by_hand = channels.open_account(office=office, kind="x", name="X", address="house", by="test")
    announcement = approved(accounts=[by_hand])
    actions.schedule(announcement, by=officer)
    run_rounds()
    actions.ask_withdrawal(announcement, reasons=REASONS, by=editor)
    actions.drop_withdrawal(announcement, by=editor)
    assert actions.send_stopped(announcement, by=officer) == 3
    run_rounds()
    assert set(Outbound.objects.filter(account=by_hand).values_list("state", flat=True)) == {"by hand"}


def test_the_digests_to_come_have_it_again_when_the_withdrawal_is_cancelled(stopped):
    news = News.objects.get(source=actions.source_of(stopped))
    assert news.came_at == stopped.released_at < news.at
    assert [one.followable for one in news.abouts.all()] == ["topic:sittings"]


def test_a_digest_that_may_have_had_it_does_not_have_it_twice(received, officer, editor):
    DigestRun.objects.create(frequency="daily", until=timezone.now())
    actions.ask_withdrawal(received, reasons=REASONS, by=editor)
    assert not News.objects.exists()
    actions.drop_withdrawal(received, by=officer)
    assert News.objects.get().at == received.released_at


def test_to_servers_that_do_not_have_a_note_it_goes_on_when_the_withdrawal_is_cancelled(received, officer, editor):
    """Of a post that is out already; what was cancelled for another reason stays."""
    dispatches = dispatched(received)
    actions.ask_withdrawal(received, reasons=REASONS, by=editor)
    assert [one.state for one in dispatches.order_by("pk")] == ["cancelled", "cancelled"]
    dispatches.filter(pk=dispatches.order_by("pk")[1].pk).update(code="blocked")
    actions.drop_withdrawal(received, by=officer)
    assert [one.state for one in dispatches.order_by("pk")] == ["waiting", "cancelled"]


def dispatched(announcement: Announcement):
    """Two servers wait for its first post."""
    post = Outbound.objects.of_source(actions.source_of(announcement)).first()
    activity = Activity.objects.create(account=post.account, outbound=post, key="k", kind="create", body="{}")
    for host in ("one.example", "two.example"):
        server = Server.objects.create(host=host)
        inbox = RemoteInbox.objects.create(digest=host, server=server)
        Dispatch.objects.create(activity=activity, inbox=inbox, server=server)
    return Dispatch.objects.about(actions.source_of(announcement))


@pytest.fixture
def withdrawn_with_its_correction(released_twice, officer, editor) -> list[Announcement]:
    """What was released, and its correction, which was withdrawn."""
    actions.ask_withdrawal(released_twice[1], reasons=REASONS, by=officer)
    actions.confirm_withdrawal(released_twice[1], by=editor)
    return [Announcement.objects.get(pk=one.pk) for one in released_twice]


@pytest.fixture
def released_twice(approved, site, officer, editor, second_editor) -> list[Announcement]:
    first = approved(accounts=[site])
    actions.schedule(first, by=officer)
    run_rounds()
    return [first, release_correction(first, officer, editor, second_editor)]


def release_correction(first: Announcement, officer, *editors) -> Announcement:
    second = actions.correct(first, reasons={"en": "The day was wrong."}, by=officer)
    actions.write_text(second, lang="en", title="The House sits on Wednesday", body="At ten.", edit=1, by=officer)
    actions.submit(second, by=officer)
    for one in editors:
        actions.approve(second, digest=second.digest, by=one)
    actions.schedule(second, by=officer)
    run_rounds()
    return second


def test_with_its_correction_the_first_is_withdrawn_in_calendar_and_lists(
    withdrawn_with_its_correction, officer, sign_in
):
    assert [one.state for one in withdrawn_with_its_correction] == ["withdrawn", "withdrawn"]
    client = sign_in(officer)
    page = client.get("/desk/calendar/").text
    assert page.count("Withdrawn") == 2 and "Corrected" not in page
    listed = client.get("/desk/all/?state=withdrawn")
    assert set(listed.context["page"]) == set(withdrawn_with_its_correction)


def test_the_board_lists_and_counts_what_was_withdrawn_no_more_as_released(released_twice, officer, editor, sign_in):
    def released() -> list[tuple[int, list[str]]]:
        column = sign_in(officer).get("/desk/").context["board"].columns[-1]
        listed = sign_in(officer).get(f"/desk/all/?state={column.query}").context["page"]
        assert {row.pk for row in listed} == {row.pk for row in column.rows}
        return [(column.count, [row.state for row in column.rows])]

    assert released() == [(2, ["released", "corrected"])]
    withdraw(released_twice[1], officer, editor, notifies=False)
    assert released() == [(0, [])]


def test_who_asks_for_the_withdrawal_of_a_correction_and_who_confirms_read_what_goes_with_it(
    released_twice, officer, editor, second_editor, sign_in
):
    first, second = released_twice
    third = release_correction(second, officer, editor, second_editor)
    asks = sign_in(officer).get(reverse("desk:withdraw", args=[third.address])).text
    actions.ask_withdrawal(third, reasons=REASONS, by=officer)
    page, confirms = (
        sign_in(editor).get(reverse(f"desk:{name}", args=[third.address]))
        for name in ("announcement", "confirm_withdrawal")
    )
    said = f"The announcements corrected before are shown as withdrawn too: {second.title}; {first.title}."
    assert all(said in read for read in (asks, page.text)) and said in confirms.context["consequences"]
    asks = sign_in(officer).get(reverse("desk:withdraw", args=[second.address]), follow=True).text
    assert "withdrawn too" not in asks


def test_the_withdrawal_of_what_corrects_nothing_takes_nothing_with_it(received, officer, sign_in):
    assert "withdrawn too" not in sign_in(officer).get(reverse("desk:withdraw", args=[received.address])).text


def test_the_page_of_each_says_when_by_whom_and_why_it_was_withdrawn(
    withdrawn_with_its_correction, officer, editor, sign_in
):
    first, second = withdrawn_with_its_correction
    pages = [" ".join(sign_in(officer).get(f"/desk/{one.address}/").text.split()) for one in (first, second)]
    for page in pages:
        assert "Withdrawn on" in page and f"Requested by {officer}, confirmed by {editor}." in page
        assert "The hour was wrong." in page and "Español" in page
        assert (
            "Marked as withdrawn" in page and "Published" not in page.partition('id="sent"')[2].partition("</ul>")[0]
        )
    assert ["It was withdrawn with its correction." in page for page in pages] == [True, False]


def test_its_public_page_says_the_hour_of_the_withdrawal(withdrawn_with_its_correction, client):
    first, second = withdrawn_with_its_correction
    at = timezone.localtime(second.withdrawal.confirmed_at)
    for one in (first, second):
        page = client.get(one.get_absolute_url()).text
        assert f"Withdrawn on {date_format(at, 'DATETIME_FORMAT')}" in page and "The hour was wrong." in page
    assert client.get(f"/api/v1/announcements/{first.address}").json()["state"] == "withdrawn"


def test_a_correction_that_is_not_withdrawn_leaves_the_first_corrected(released_twice, officer):
    actions.ask_withdrawal(released_twice[1], reasons=REASONS, by=officer)
    assert Announcement.objects.get(pk=released_twice[0].pk).state == "corrected"


@pytest.fixture
def actor(office) -> Account:
    """Of the fediverse, where a correction and a withdrawal keep the name of the note that they change."""
    return channels.open_account(office=office, kind="activitypub", name="House", address="house", by="test")


def answer_and_like(note: Outbound, number: int) -> None:
    for n in range(number):
        message = InboundMessage(secrets.token_hex(), "When?", sender=f"@ana{n}@social.example", answers=(note.key,))
        channels.store_incoming(message, account=note.account, by="test")
        Reaction.objects.create(outbound=note, kind="like", digest=secrets.token_hex(16), named=str(n))


def test_each_reply_and_like_counts_once_for_what_stood_there_when_it_came(
    approved, actor, officer, editor, second_editor
):
    first = approved(accounts=[actor])
    actions.schedule(first, by=officer)
    run_rounds()
    note = Outbound.objects.get(account=actor, content__lang="en")
    answer_and_like(note, 3)
    second = release_correction(first, officer, editor, second_editor)
    answer_and_like(note, 2)
    withdraw(second, officer, editor, notifies=False)
    rows = [Announcement.objects.get(pk=one.pk) for one in (first, second)]
    counted = [[(one.notice, one.replies, one.likes) for one in on_channels(row)] for row in rows]
    assert counted == [[(False, 3, 3)], [(False, 2, 2), (True, 0, 0)]]

    results = Results(Announcement.objects.all())
    assert [(one.replies, one.likes) for row in rows for one in results.of(row)] == [(3, 3), (2, 2)]
    assert [(one.replies, one.likes) for one in results.together()] == [(5, 5)]
    alone = Results(Announcement.objects.filter(pk=second.pk))
    assert [(one.replies, one.likes) for one in alone.together()] == [(2, 2)]


def test_what_people_received_is_said_not_to_be_taken_back(received, officer, editor, sign_in):
    withdraw(received, officer, editor, notifies=False)
    page = sign_in(officer).get(f"/desk/{received.address}/").text
    assert page.count("A message cannot be taken back.") == 1


def test_to_confirm_one_goes_back_and_to_refuse_is_a_word_of_its_own(received, officer, editor, sign_in):
    actions.ask_withdrawal(received, reasons=REASONS, by=officer)
    asked = sign_in(editor).get(reverse("desk:confirm_withdrawal", args=[received.address])).text
    assert ">Back</a>" in asked and ">Cancel</a>" not in asked
    assert all(name in asked for name in ("English", "Français", "Español"))
    pages = [sign_in(by).get(f"/desk/{received.address}/").text for by in (officer, editor)]
    assert ["Take back the request" in page for page in pages] == [True, False]
    assert ["Refuse the withdrawal" in page for page in pages] == [False, True]

    answer = sign_in(editor).post(reverse("desk:drop_withdrawal", args=[received.address]), follow=True).text
    assert "Withdrawal refused." in answer and "Refused a withdrawal" in answer


def refuse(client, announcement: Announcement, reason: str):
    return client.post(reverse("desk:drop_withdrawal", args=[announcement.address]), {"reason": reason}, follow=True)


def test_why_a_withdrawal_is_refused_is_read_in_the_history_and_the_log_by_whom_asked(
    received, officer, editor, sign_in
):
    actions.ask_withdrawal(received, reasons=REASONS, by=officer)
    refuse(sign_in(editor), received, " The hour is right. ")
    client = sign_in(officer)
    notice = Notice.objects.get(kind="desk.withdrawal_cancelled", person=officer)
    answer = client.get(reverse("open_notice", args=[notice.pk]), follow=True)
    assert answer.redirect_chain[-1][0].endswith("#history")
    assert "The hour is right." in answer.text.partition('id="history"')[2]
    assert audit.reason(AuditEntry.objects.get(action="desk.drop_withdrawal")) == "The hour is right."


def test_without_a_reason_a_withdrawal_is_refused_as_well(received, officer, editor, sign_in):
    actions.ask_withdrawal(received, reasons=REASONS, by=officer)
    assert "Withdrawal refused." in refuse(sign_in(editor), received, " ").text


@pytest.mark.parametrize(
    ("reason", "said"),
    [("x" * 201, "At most 200 characters: this has 201."), ("Ask ann@valmora.example.", "Leave out the e-mail")],
)
def test_a_reason_that_the_history_cannot_keep_is_refused_at_its_field(
    received, officer, editor, sign_in, reason, said
):
    actions.ask_withdrawal(received, reasons=REASONS, by=officer)
    answer = refuse(sign_in(editor), received, reason)
    assert answer.status_code == 422 and said in answer.text and reason in answer.text
    assert received.withdrawal.confirmed_at is None


def test_while_its_withdrawal_is_asked_for_no_correction_is_offered(received, officer, editor, sign_in):
    offered = reverse("desk:correct", args=[received.address])
    client = sign_in(officer)
    assert offered in client.get(f"/desk/{received.address}/").text
    actions.ask_withdrawal(received, reasons=REASONS, by=editor)
    assert offered not in client.get(f"/desk/{received.address}/").text
    assert "it can be corrected once that is refused" in client.get(offered, follow=True).text
    actions.drop_withdrawal(received, by=editor)
    assert offered in client.get(f"/desk/{received.address}/").text


def test_how_long_a_reason_may_be_is_said_at_each_field(received, officer, sign_in):
    page = sign_in(officer).get(reverse("desk:withdraw", args=[received.address])).text
    assert page.count("At most 300 characters.") == 3


def test_a_notice_in_french_says_withdrawn_as_the_page_does(received, officer, editor, followers):
    withdraw(received, officer, editor, notifies=True)
    [words] = ["\n".join(row.content.parts) for row in notices(received) if row.contact == followers["bea"]]
    assert "Retirée\u00a0: L’heure était fausse." in words


def test_who_takes_back_the_own_request_is_said_to(received, officer, editor, sign_in):
    actions.ask_withdrawal(received, reasons=REASONS, by=officer)
    pages = [sign_in(by).get(f"/desk/{received.address}/").text for by in (officer, editor)]
    assert ['name="reason"' in page for page in pages] == [False, True]
    answer = sign_in(officer).post(reverse("desk:drop_withdrawal", args=[received.address]), follow=True).text
    assert "You have taken back the request." in answer and "Took back a request for withdrawal" in answer


def test_the_log_has_the_reason_and_names_the_announcement_everywhere(stopped, officer):
    actions.send_stopped(stopped, by=officer)
    about = f"desk.announcement:{stopped.pk}"
    entries = {one.action: one for one in AuditEntry.objects.filter(about=about)}
    assert {"channels.cancel", "channels.requeue", "follow.take_back"} <= entries.keys()
    assert all(one.office == stopped.office.slug for one in entries.values())
    assert audit.reason(entries["desk.ask_withdrawal"]) == "The hour was wrong."
    assert not AuditEntry.objects.filter(about__in=("channels.outbound", "follow.news")).exists()


@pytest.mark.parametrize(("reason", "kept"), [("x" * 300, 200), ("Write to ann@valmora.example.", 0)])
def test_a_reason_that_the_log_does_not_take_keeps_nobody_from_asking(received, officer, reason, kept):
    actions.ask_withdrawal(received, reasons={"en": reason}, by=officer)
    assert len(audit.reason(AuditEntry.objects.get(action="desk.ask_withdrawal"))) == kept


def test_what_was_withdrawn_before_takes_what_it_corrected_with_it(released_twice, write):
    _first, second = released_twice
    third = Announcement.objects.filter(pk=write().pk)
    third.update(corrects=second, classification="public", released_at=timezone.now(), state="withdrawn")
    Announcement.objects.filter(pk=second.pk).update(state="corrected")
    import_module("hemicycle.desk.migrations.0019_withdrawn_with_correction").withdraw(apps, None)
    assert set(Announcement.objects.values_list("state", flat=True)) == {"withdrawn"}
