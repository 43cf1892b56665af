"""A campaign is answered once: each confirmed sender gets the answer in their language, and nobody twice."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from hemicycle.cases.actions import campaigns, take_back
from hemicycle.cases.actions.campaigns.letters import Edition, letter_for
from hemicycle.cases.errors import HasAnswer
from hemicycle.cases.jobs.campaigns import reply_due
from hemicycle.cases.models import CampaignReply, CampaignState, Case, CaseMessage, OwnPoint, State, Urgency
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Answer, Outbound
from hemicycle.desk import actions as desk
from hemicycle.desk.errors import NotReady
from hemicycle.desk.models import Announcement
from hemicycle.desk.remarks import blocking
from hemicycle.desk.views.releases import consequences
from hemicycle.rules import actions as rules
from hemicycle.rules.models import ParameterInForce, SensitivePeriod
from tests.cases.campaigns.conftest import TEXT

pytestmark = pytest.mark.django_db


def run() -> int:
    cache.clear()
    return reply_due("worker", lambda: False)


def state(case: Case) -> tuple[str, str]:
    case.refresh_from_db()
    return case.state, case.own_point


def test_nobody_gets_anything_before_the_answer_is_released(campaign, write, officer, mail):
    write("ann")
    campaigns.draft_answer(campaign, by=officer)
    assert run() == 0
    assert not Outbound.objects.exists()


def test_each_confirmed_sender_gets_the_answer_in_their_language(campaign, write, release, mail, by_mail):
    ann, zoe = write("ann"), write("zoe", lang="fr")
    release(campaign)
    assert run() == 2
    send_account(by_mail, worker="worker")
    assert sorted(message.lang for message in mail.got) == ["en", "fr"]
    assert any("three metres (fr)" in message.content["text"] for message in mail.got)
    assert all("/campaigns/" in message.content["link"] for message in mail.got)
    assert state(ann)[0] == state(zoe)[0] == State.CLOSED
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.ANSWERED


def test_it_goes_through_the_channel_that_each_of_them_used(campaign, write, release, texts, by_text, by_mail):
    write("+447700900123", account=by_text)
    release(campaign)
    run()
    send_account(by_text, worker="worker")
    assert [message.to for message in texts.got] == ["+447700900123"]


def test_run_again_it_sends_nothing_twice(campaign, write, release):
    write("ann")
    write("ann")
    release(campaign)
    assert (run(), run()) == (2, 0)
    assert Outbound.objects.filter(content__source__startswith="campaign:").count() == 1


def test_a_run_that_was_cut_off_goes_on_where_it_was(campaign, write, release, monkeypatch):
    monkeypatch.setattr("hemicycle.cases.actions.campaigns.replying.CHUNK", 2)
    for _ in range(5):
        write()
    release(campaign)
    left = iter([False, False, True, True, True])
    cache.clear()
    assert reply_due("worker", lambda: next(left)) < 5
    run()
    assert CampaignReply.objects.count() == 5
    assert Outbound.objects.filter(content__source__startswith="campaign:").count() == 5


def test_a_round_ends_before_a_large_campaign_is_done_and_the_next_goes_on(campaign, write, release, monkeypatch):
    monkeypatch.setattr("hemicycle.cases.actions.campaigns.replying.CHUNK", 1)
    monkeypatch.setattr("hemicycle.cases.actions.campaigns.replying.MOST_CHUNKS", 2)
    for _ in range(3):
        write()
    release(campaign)
    assert (run(), run(), run()) == (2, 1, 0)


def test_whoever_has_not_confirmed_gets_it_when_they_do(campaign, write, release):
    case = write("ann", confirmed=False)
    release(campaign)
    run()
    assert not Outbound.objects.filter(content__source__startswith="campaign:").exists()
    assert state(case)[0] == State.CLOSED
    assert campaigns.public_answer_of(case) is not None
    Case.objects.filter(pk=case.pk).update(confirmed_at=timezone.now())
    assert (run(), run()) == (1, 0)
    assert Outbound.objects.filter(content__source__startswith="campaign:").count() == 1


def test_whoever_says_that_they_wrote_nothing_gets_nothing(campaign, write, release):
    case = write("ann")
    Case.objects.filter(pk=case.pk).update(disputed_at=timezone.now())
    release(campaign)
    assert run() == 0


def test_casework_in_a_campaign_letter_stays_open_and_waits_for_its_own_answer(campaign, write, release):
    case = write("ann", own="The bailiffs come on Monday, I need help.")
    Case.objects.filter(pk=case.pk).update(urgency=Urgency.CASEWORK)
    release(campaign)
    run()
    assert state(case)[0] == State.OPEN
    assert not CampaignReply.objects.exists()


def test_a_letter_with_words_of_its_own_waits_until_it_was_judged(campaign, write, release):
    case = write("ann", own="The bailiffs come on Monday, I need help.")
    Case.objects.filter(pk=case.pk).update(judged_at=None)
    release(campaign)
    assert run() == 0


def test_a_point_of_ones_own_is_answered_with_it(campaign, write, release, clerk, mail, by_mail):
    case, other = write("ann", own="My school visits the weir every May."), write("bob")
    campaigns.answer_points(
        Case.objects.filter(pk=case.pk), campaign, text="School visits stay free.", lang="en", by=clerk
    )
    release(campaign)
    run()
    send_account(by_mail, worker="worker")
    by_reader = {message.to: message.content["text"] for message in mail.got}
    assert "School visits stay free." in by_reader["ann@valmora.example"]
    assert "School visits" not in by_reader["bob@valmora.example"]
    assert state(case) == (State.CLOSED, OwnPoint.ANSWERED)
    assert state(other) == (State.CLOSED, OwnPoint.NONE)


def test_a_point_that_nobody_answered_keeps_the_case_open(campaign, write, release):
    case = write("ann", own="My school visits the weir every May.")
    release(campaign)
    run()
    assert state(case) == (State.OPEN, OwnPoint.FOUND)
    assert Outbound.objects.filter(content__source__startswith="campaign:").count() == 1


def test_whoever_said_stop_gets_nothing_and_is_counted(campaign, write, release):
    case = write("ann")
    channels.suppress(case.contact, why="stop", by="test")
    release(campaign)
    run()
    assert CampaignReply.objects.get().why_not == "stopped"


def test_stop_in_the_middle_holds(campaign, write, release, mail, by_mail):
    ann, _bob = write("ann"), write("bob")
    release(campaign)
    run()
    channels.suppress(ann.contact, why="stop", by="test")
    send_account(by_mail, worker="worker")
    assert [message.to for message in mail.got] == ["bob@valmora.example"]


def test_erasure_in_the_middle_holds(campaign, write, release, mail, by_mail):
    ann, _bob = write("ann"), write("bob")
    release(campaign)
    run()
    channels.forget(ann.contact, by="test")
    send_account(by_mail, worker="worker")
    assert [message.to for message in mail.got] == ["bob@valmora.example"]


def test_a_letter_taken_back_while_its_answer_waits_to_be_sent_gets_none(campaign, write, release, mail, by_mail):
    ann, _bob = write("ann"), write("bob")
    release(campaign)
    run()
    take_back(ann)
    send_account(by_mail, worker="worker")
    assert [message.to for message in mail.got] == ["bob@valmora.example"]


def test_one_of_two_letters_taken_back_leaves_the_answer_to_the_other(campaign, write, release, mail, by_mail):
    first, _second = write("ann"), write("ann")
    release(campaign)
    run()
    take_back(first)
    send_account(by_mail, worker="worker")
    assert [message.to for message in mail.got] == ["ann@valmora.example"]


def test_a_sensitive_period_holds_it_until_it_is_over(campaign, write, release, mail, by_mail):
    ParameterInForce.objects.create(name="period_exceptions", value=[])
    write("ann")
    release(campaign)
    period = rules.plan_period(kind="election", starts_at=None, ends_at=None, notices={}, by="ada")
    SensitivePeriod.objects.filter(pk=period.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    assert run() == 0
    rules.ask_to_end_period(period, by="ada")
    rules.end_period(period, by="bob")
    assert run() == 1


def test_a_period_that_begins_after_it_was_queued_holds_what_waits(campaign, write, release, mail, by_mail):
    ParameterInForce.objects.create(name="period_exceptions", value=[])
    write("ann")
    release(campaign)
    run()
    period = rules.plan_period(kind="election", starts_at=None, ends_at=None, notices={}, by="ada")
    SensitivePeriod.objects.filter(pk=period.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    channels.hold_back(by_mail)
    send_account(by_mail, worker="worker")
    assert mail.got == []


def test_a_reply_to_the_answer_comes_back_to_the_case(campaign, write, release, mail, by_mail):
    case = write("ann")
    release(campaign)
    run()
    send_account(by_mail, worker="worker")
    sent = CampaignReply.objects.get(case=case).outbound
    reply = InboundMessage("r", "But what about dogs?", sender="ann@valmora.example", answers=(sent.key,))
    stored = channels.store_incoming(reply, account=by_mail, by="test")
    assert CaseMessage.objects.get(inbound=stored).case == case
    assert state(case)[0] == State.OPEN


def test_a_withdrawn_answer_stops_what_has_not_left(campaign, write, release, officer, mail, by_mail):
    case = write("ann")
    answer = release(campaign)
    run()
    desk.ask_withdrawal(answer, reasons={"en": "It was wrong."}, by=officer)
    run()
    send_account(by_mail, worker="worker")
    assert mail.got == []
    assert state(case)[0] == State.OPEN


def test_what_a_withdrawal_stopped_that_was_dropped_is_sent_once(campaign, write, release, officer, mail, by_mail):
    cases = [write("ann"), write("ann"), write("bob", own="My school visits the weir every May."), write("zoe")]
    answer = release(campaign)
    run()
    send_account(by_mail, worker="worker")
    sent, mail.got = mail.got, []
    late = write("cy")
    run()
    desk.ask_withdrawal(answer, reasons={"en": "It was wrong."}, by=officer)
    run()
    assert [state(case)[0] for case in (*cases, late)] == [*(["closed"] * 2), "open", "closed", "open"]
    desk.drop_withdrawal(answer, by=officer)
    assert (run(), run()) == (1, 0)
    send_account(by_mail, worker="worker")
    assert len(sent) == 3 and [message.to for message in mail.got] == ["cy@valmora.example"]
    assert state(late)[0] == State.CLOSED


def test_whoever_had_a_point_of_their_own_gets_the_answer_after_a_withdrawal_that_was_dropped(
    campaign, write, release, clerk, officer, mail, by_mail
):
    answered, owed = write("ann", own="My school visits the weir every May."), write("bob", own="And my dog?")
    rows = Case.objects.filter(pk=answered.pk)
    campaigns.answer_points(rows, campaign, text="School visits stay free.", lang="en", by=clerk)
    answer = release(campaign)
    run()
    desk.ask_withdrawal(answer, reasons={"en": "It was wrong."}, by=officer)
    run()
    assert (state(answered), state(owed)) == (("open", "confirmed"), ("open", "found"))
    desk.drop_withdrawal(answer, by=officer)
    assert run() == 2
    send_account(by_mail, worker="worker")
    assert len(mail.got) == 2
    assert (state(answered), state(owed)) == (("closed", "answered"), ("open", "found"))


def test_a_withdrawn_answer_leaves_nobody_closed_who_read_it_on_a_page_alone(
    campaign, write, release, officer, sign_in, clerk
):
    cases = [write("ann", confirmed=False), write("bob")]
    channels.suppress(cases[1].contact, why="stop", by="test")
    public = write("cy")
    Case.objects.filter(pk=public.pk).update(channel="social", direct=False)
    answer = release(campaign)
    assert run() == 3
    desk.ask_withdrawal(answer, reasons={"en": "It was wrong."}, by=officer)
    run()
    assert not CampaignReply.objects.exists()
    for case in (*cases, public):
        case.refresh_from_db()
        assert (case.state, case.answered_at, case.waiting_since) == (State.OPEN, None, case.heard_at)
    shown = sign_in(clerk).get(f"/inbox/campaigns/{campaign.address}/").text
    assert "3 did not get it, because it is being withdrawn" in shown
    desk.drop_withdrawal(answer, by=officer)
    assert run() == 3
    assert {state(case)[0] for case in (*cases, public)} == {State.CLOSED}


def test_what_was_answered_by_itself_is_not_to_do_again_when_the_answer_to_all_is_withdrawn(
    campaign, write, release, officer, clerk
):
    # Another before it: else its key and that of the answer are the same number.
    write("bob", confirmed=False)
    case = write("ann", confirmed=False)
    answer = release(campaign)
    run()
    Answer.objects.create(
        office=case.office, inbound=case.latest, key="k", text="By itself.", lang="en", written_by=clerk
    )  # fmt: skip
    desk.ask_withdrawal(answer, reasons={"en": "It was wrong."}, by=officer)
    run()
    assert state(case)[0] == State.CLOSED


@pytest.fixture
def correct(officer, editor, second_editor):
    """`correct(answer)`: it says two metres now, in every language."""

    def corrected(answer: Announcement) -> Announcement:
        second = desk.correct(answer, reasons={"en": "The width was wrong."}, by=officer)
        for text in second.texts.all():
            body = text.body.replace("three", "two")
            desk.write_text(second, lang=text.lang, title=text.title, body=body, edit=text.edit, by=officer)
        second.refresh_from_db()
        desk.submit(second, by=officer)
        for one in (editor, second_editor):
            desk.approve(second, digest=second.digest, by=one)
        desk.schedule(second, by=officer)
        assert desk.release(second, by="worker")
        return second

    return corrected


def test_what_has_not_left_when_the_answer_is_corrected_leaves_in_the_corrected_words(
    campaign, write, release, correct, mail, by_mail
):
    cases = [write("ann"), write("ann"), write("bob", confirmed=False)]
    answer = release(campaign)
    run()
    correct(answer)
    assert (run(), run()) == (2, 0)
    send_account(by_mail, worker="worker")
    assert ["two metres" in message.content["text"] for message in mail.got] == [True]
    assert {state(case)[0] for case in cases} == {State.CLOSED}
    assert Outbound.objects.get().state == "sent"


def test_whoever_has_the_answer_gets_no_other_when_it_is_corrected(campaign, write, release, correct, mail, by_mail):
    write("ann")
    answer = release(campaign)
    run()
    send_account(by_mail, worker="worker")
    correct(answer)
    assert run() == 0
    send_account(by_mail, worker="worker")
    assert len(mail.got) == 1


def test_the_withdrawal_of_a_corrected_answer_stops_what_has_not_left(
    campaign, write, release, correct, officer, editor, mail, by_mail
):
    case = write("ann")
    correction = correct(release(campaign))
    run()
    desk.ask_withdrawal(correction, reasons={"en": "It was wrong."}, by=officer)
    run()
    assert state(case)[0] == State.OPEN and not Outbound.objects.exists()
    desk.confirm_withdrawal(correction, by=editor)
    assert run() == 0
    send_account(by_mail, worker="worker")
    assert mail.got == [] and state(case)[0] == State.OPEN


def test_there_is_one_answer(campaign, write, officer):
    campaigns.draft_answer(campaign, by=officer)
    with pytest.raises(HasAnswer):
        campaigns.draft_answer(campaign, by=officer)


def test_an_answer_with_no_words_of_its_own_in_a_language_is_not_submitted(campaign, officer, site, feed):
    answer = campaigns.draft_answer(campaign, by=officer)
    (english,) = answer.texts.filter(lang="en")
    desk.write_text(
        answer, lang="en", title=english.title, body=f"{english.body}\n\nWe agree.", edit=english.edit, by=officer
    )
    found = [one.lang for one in blocking(Announcement.objects.whole().get(pk=answer.pk))]
    assert sorted(found) == ["es", "fr"]
    with pytest.raises(NotReady):
        desk.submit(answer, by=officer)


def test_a_discarded_draft_makes_room_for_another(campaign, officer):
    desk.discard(campaigns.draft_answer(campaign, by=officer), by=officer)
    assert campaigns.draft_answer(campaign, by=officer).state == "draft"


def test_four_hundred_letters_are_answered_once_and_what_is_in_them_is_not_lost(
    campaign, write, release, clerk, by_mail, mail
):
    cases = [write() for _ in range(379)]
    points = [write(own=f"In my street, number {n}, the path is my way to work.") for n in range(20)]
    urgent = write(own="The bailiffs come on Monday, I need help.")
    Case.objects.filter(pk=urgent.pk).update(urgency=Urgency.CASEWORK)
    ours = Case.objects.filter(pk__in=[one.pk for one in points])
    campaigns.answer_points(ours, campaign, text="Ways to work stay open.", lang="en", by=clerk)
    release(campaign)
    assert run() == 399
    send_account(by_mail, worker="worker")
    assert len({message.to for message in mail.got}) == len(mail.got) == 399
    assert sum("Ways to work stay open." in message.content["text"] for message in mail.got) == 20
    assert Case.objects.filter(state=State.OPEN).get() == urgent
    assert len(cases) == 379 and TEXT


def test_a_point_is_not_answered_with_what_has_gone_out_already(campaign, write, release, clerk, sign_in):
    case = write("ann", own="My school visits the weir every May.")
    release(campaign)
    run()
    rows = Case.objects.filter(pk=case.pk)
    campaigns.answer_points(rows, campaign, text="School visits stay free.", lang="en", by=clerk)
    assert (state(case), case.point_answer) == ((State.OPEN, OwnPoint.FOUND), None)

    answered = {"rows": [case.pk], "do": "answer", "text": "Visits stay free.", "lang": "en"}
    page = sign_in(clerk).post(f"/inbox/campaigns/{campaign.address}/points/", answered, follow=True)
    assert "has its answer already" in page.text
    assert "Answer it in the letter" in page.text and "Save the answer for the ticked letters" not in page.text
    assert (
        "They got the answer to it on"
        in sign_in(clerk).post(f"/inbox/cases/{case.reference}/read/", {"why": ""}, follow=True).text
    )


def test_the_answer_is_from_the_house_in_the_language_of_its_reader_and_says_how_to_go_on(
    campaign, write, release, mail, by_mail, settings
):
    settings.HOUSE_NAMES = {"fr": "Assemblée"}
    write("zoe", lang="fr")
    answer = release(campaign)
    assert letter_for(campaign, Edition(answer, "fr", None), reference="").sender == "Assemblée"
    campaign.origin = "organiser"
    assert (
        "avez annoncé la campagne"
        in letter_for(campaign, Edition(answer, "fr", None, announced=True), reference="").footer
    )
    run()
    send_account(by_mail, worker="worker")
    (message,) = mail.got
    footer = letter_for(campaign, Edition(answer, message.lang, None), reference="7K3M-Q2").footer
    assert "/status/" in footer and "7K3M-Q2" in footer
    assert "Vous pouvez répondre à ce message." in footer


def test_the_answer_names_the_reference_of_the_letter_that_it_answers(campaign, write, release, mail, by_mail):
    cases = [write("ann"), write("bea")]
    release(campaign)
    run()
    send_account(by_mail, worker="worker")
    assert len(mail.got) == 2
    assert {one.own for one in mail.got} == {one.written_reference for one in cases}
    assert all(len(one.own) == len(one.content["slot"]) for one in mail.got)


def test_whose_point_waits_learns_that_it_does(campaign, write, release, mail, by_mail):
    write("ann", own="My daughter walks there.")
    write("bea")
    release(campaign)
    run()
    send_account(by_mail, worker="worker")
    texts = [message.content["text"] for message in mail.got]
    assert sorted("is dealt with separately" in text for text in texts) == [False, True]


def test_a_name_with_a_full_stop_has_one_alone_in_a_sentence(campaign):
    campaign.titles = {"en": "Markets on Saturdays.", "fr": "Et la suite..."}
    assert str(campaign.title_in("en")) == "Markets on Saturdays"
    assert str(campaign.title_in("fr")) == "Et la suite..."
    assert str(campaign) == "Markets on Saturdays"


def test_before_the_release_the_desk_says_how_many_get_it(campaign, write, officer, by_mail, sign_in):
    write("ann")
    write("bea")
    write("cy", confirmed=False)
    answer = campaigns.draft_answer(campaign, by=officer)
    said = "E-mail: a message to each who wrote about it, 2 in all."
    assert said in consequences(answer, by=officer)
    for page in ("write/", ""):
        assert said in sign_in(officer).get(f"/desk/{answer.address}/{page}").text
