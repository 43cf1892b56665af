"""Most campaigns write to members: their letters are found in a member's office too, and answered from one page."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.navigation import shell
from hemicycle.accounts.roles import Role
from hemicycle.cases.jobs.campaigns import search_due
from hemicycle.cases.jobs.searching import run_search
from hemicycle.cases.models import Campaign, CampaignSearch, CampaignState, Case, OwnPoint
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, Answer, Inbound
from tests.cases.arriving import case_from, mailbox_of
from tests.cast import person

pytestmark = pytest.mark.django_db

INBOX = reverse("cases:inbox")

TEXT = (
    "Dear Ms Okafor, the last bus to the hospital is to stop at six in the evening from March on. Nurses who work late"
    " and those who visit the sick have no other way home. Please ask the minister to keep the bus until eleven."
)
OWN = "My mother is in ward four, and I walk nine kilometres home along the road each night."
WORDS = "I have asked the minister, and tell you what she says."


@pytest.fixture
def mailbox(member_office, settings, tmp_path) -> Account:
    settings.HOME = tmp_path
    return mailbox_of(member_office, "ada@h.example")


@pytest.fixture
def letters(mailbox) -> list[Case]:
    return [case_from(mailbox, f"c{number}@citizen.example", TEXT) for number in range(10)]


def search() -> int:
    cache.clear()
    started = search_due("worker", lambda: False)
    for one in CampaignSearch.objects.filter(state="waiting"):
        run_search(one, lambda *_arguments, **_named: None)
        CampaignSearch.objects.filter(pk=one.pk).update(state="done", finished_at=timezone.now())
    Case.objects.filter(judged_at=None).update(judged_at=timezone.now())
    return started


def accepted() -> Campaign:
    search()
    Campaign.objects.update(state=CampaignState.RUNNING, titles={"en": "Keep the late bus"})
    return Campaign.objects.get()


def page(campaign: Campaign) -> str:
    return reverse("cases:campaign", args=[campaign.address])


def asked(campaign: Campaign, cases: list[Case], **more) -> dict[str, object]:
    return {"campaign": campaign.address, "rows": [one.reference for one in cases], **more}


def key_in(shown: str) -> str:
    return shown.partition('name="key" value="')[2].partition('"')[0]


def test_it_is_found_and_decided_there_and_the_house_sees_nothing_of_it(sign_in, member, clerk, letters):
    search()
    campaign = Campaign.objects.get()
    assert campaign.cases.count() == len(letters) and campaign.state == CampaignState.PROPOSED
    assert sign_in(clerk).get(page(campaign)).status_code == 404
    client = sign_in(member)
    assert "To accept it answers nobody yet." in client.get(page(campaign)).text
    client.post(reverse("cases:accept_campaign", args=[campaign.address]), {"title_en": "Keep the late bus"})
    shown = client.get(page(campaign)).text
    assert "10 letters wait for an answer" in shown and "Answer 10 letters" in shown
    assert "at the desk" not in shown and "public page" not in shown


def test_a_few_letters_are_compared_once_a_day_and_many_soon(mailbox):
    for number in range(4):
        case_from(mailbox, f"c{number}@citizen.example", TEXT)
    assert search() == 0
    Case.objects.update(opened_at=timezone.now() - timedelta(hours=25))
    assert search() == 1
    assert Campaign.objects.get().cases.count() == 4


def test_its_letters_are_answered_from_its_page_and_the_words_are_there_for_the_next(
    sign_in, member, mailbox, letters
):
    campaign, client, there = accepted(), sign_in(member), reverse("cases:bulk_answer")
    words = asked(campaign, letters, own="1", **{"text-en": WORDS})
    shown = client.post(there, {**words, "look": "1"}).text
    assert "10 answers would leave:" in shown
    sent = client.post(there, {**words, "send": "1", "key": key_in(shown)})
    assert sent.headers["Location"] == page(campaign)
    assert set(Answer.objects.values_list("text", flat=True)) == {WORDS} and Answer.objects.count() == 10
    assert "Every letter is answered." in client.get(page(campaign)).text

    late = case_from(mailbox, "late@citizen.example", TEXT)
    again = case_from(mailbox, "c3@citizen.example", f"Once more. {TEXT}")
    Case.objects.filter(pk__in=[late.pk, again.pk]).update(campaign=campaign)
    shown = client.get(page(campaign)).text
    # Nobody gets the same twice.
    assert "Answer 1 letter" in shown and f'value="{late.reference}"' in shown
    assert f">{WORDS}</textarea>" in client.post(there, asked(campaign, [late])).text
    assert f">{WORDS}</textarea>" not in client.post(there, {"rows": [late.reference]}).text


def test_hundreds_of_letters_are_answered_by_one_press_and_what_they_say_is_read_once(
    sign_in, member, mailbox, letters
):
    campaign, client, there = accepted(), sign_in(member), reverse("cases:bulk_answer")
    more = [case_from(mailbox, f"d{number}@citizen.example", TEXT) for number in range(50)]
    Case.objects.filter(pk__in=[one.pk for one in more]).update(campaign=campaign, judged_at=timezone.now())
    Inbound.objects.filter(pk=more[-1].latest_id).update(lang="fr")
    shown = client.get(page(campaign)).text
    assert "Answer 60 letters" in shown
    words = asked(campaign, [*letters, *more], own="1", **{"text-en": WORDS, "text-fr": "J’ai interrogé la ministre."})
    shown = client.post(there, {**words, "look": "1"}).text
    plan = shown.partition('id="plan"')[2].partition("<form")[0]
    assert (plan.count(WORDS), plan.count("J’ai interrogé la ministre.")) == (1, 1)
    assert "59 answers with this text" in plan and plan.count(more[0].written_reference) == 1
    client.post(there, {**words, "send": "1", "key": key_in(shown)})
    assert Answer.objects.count() == 60


def test_whoever_adds_something_of_their_own_is_answered_by_themselves(sign_in, member, mailbox, letters):
    own = case_from(mailbox, "own@citizen.example", f"{TEXT}\n\n{OWN}")
    campaign = accepted()
    own.refresh_from_db()
    assert own.campaign == campaign and "ward four" in own.own_words
    shown = sign_in(member).get(page(campaign)).text
    assert "Answer 10 letters" in shown and f'value="{own.reference}"' not in shown
    assert reverse("cases:case", args=[own.reference]) in shown and "Save the answer for the ticked" not in shown
    answer = {"do": "answer", "rows": [own.pk], "text": "Thank you", "lang": "en"}
    there = reverse("cases:campaign_points", args=[campaign.address])
    assert sign_in(member).post(there, answer).status_code == 403


@pytest.fixture
def answered(sign_in, member, mailbox, letters) -> Campaign:
    """Ten letters that were answered together, and one with a point of its own that waits."""
    case_from(mailbox, "own@citizen.example", f"{TEXT}\n\n{OWN}")
    campaign, client, there = accepted(), sign_in(member), reverse("cases:bulk_answer")
    words = asked(campaign, letters, own="1", **{"text-en": WORDS})
    client.post(there, {**words, "send": "1", "key": key_in(client.post(there, {**words, "look": "1"}).text)})
    return campaign


def with_a_point() -> Case:
    return Case.objects.exclude(own_words="").get()


def answer_by_itself(case: Case, user) -> Answer:
    return channels.give_answer(case.latest, text="I am sorry for her.", lang="en", key=f"k{case.pk}", by=user)


def test_its_page_has_the_words_that_were_sent_and_says_what_still_waits(sign_in, member, letters, answered):
    client, own = sign_in(member), with_a_point()
    shown = client.get(page(answered))
    assert shown.text.count(WORDS) == 1 and "10 letters got this answer" in shown.text
    assert reverse("cases:case", args=[letters[0].reference]) in shown.text
    assert (shown.context["counts"].answered, shown.context["counts"].open_points) == (10, 1)
    column = shown.text.partition('data-label="Answer"')[2].partition("</td>")[0]
    assert "To be answered" in column and "Running" in shown.text
    assert str(answered) in client.get(reverse("cases:campaigns")).text
    assert own.own_point == OwnPoint.FOUND


def test_once_every_letter_is_answered_it_says_so_and_stands_among_the_answered(sign_in, member, answered):
    client, own = sign_in(member), with_a_point()
    given = answer_by_itself(own, member)
    shown = client.get(page(answered))
    assert (shown.context["counts"].answered, shown.context["counts"].open_points) == (11, 0)
    assert "All letters answered" in shown.text and "<span>Running</span>" not in shown.text
    assert "I am sorry for her." in shown.text
    column = shown.text.partition('data-label="Answer"')[2].partition("</td>")[0]
    assert "Answered on" in column and reverse("cases:case", args=[own.reference]) in column
    board = reverse("cases:campaigns")
    assert str(answered) in client.get(board, {"state": "answered"}).text
    assert str(answered) not in client.get(board).text
    assert [tab.count for tab in client.get(board).context["asked"].tabs()] == [0, 0, 1, 0]
    # Taken back, it waits again.
    assert channels.take_back(given, by=member)
    assert str(answered) in client.get(board).text and with_a_point().own_point == OwnPoint.CONFIRMED
    assert "I am sorry for her." not in client.get(page(answered)).text


def test_on_the_page_of_a_letter_with_a_point_what_the_others_got_is_offered(sign_in, member, letters, answered):
    client, own = sign_in(member), with_a_point()
    shown = client.get(reverse("cases:case", args=[own.reference])).text
    offered = shown.partition('<option value="campaign-en"')[2].partition("</option>")[0]
    assert f'data-text="{WORDS}"' in offered and "What the others of this campaign got (EN)" in offered
    assert "selected" in offered and page(answered) in shown.partition('id="answer-form"')[2]
    assert f">{WORDS}</textarea>" not in shown
    typed = {"insert": "1", "template": "campaign-en", "text": "I am sorry for her.", "lang": "en", "key": "k"}
    shown = client.post(reverse("cases:answer", args=[own.reference]), typed).text
    assert f"I am sorry for her.\n\n{WORDS}</textarea>" in shown
    assert Answer.objects.count() == 10


def test_what_went_to_one_alone_is_offered_to_nobody(sign_in, member, mailbox, letters, answered):
    Answer.objects.exclude(pk=Answer.objects.first().pk).delete()
    shown = sign_in(member).get(reverse("cases:case", args=[with_a_point().reference])).text
    assert 'id="answer-form"' in shown and "campaign-en" not in shown


def badge(user) -> int:
    return (shell(user, "/").menu and next(one.waiting for one in shell(user, "/").menu if one.url == INBOX)) or 0


def test_a_campaign_that_waits_counts_as_one_and_a_point_of_its_own_by_itself(sign_in, member, mailbox, letters):
    case_from(mailbox, "own@citizen.example", f"{TEXT}\n\n{OWN}")
    campaign, client = accepted(), sign_in(member)
    own = with_a_point()
    shown = client.get(INBOX)
    assert [str(row.case) for row in shown.context["rows"]] == [str(own)]
    assert shown.context["campaigns"] == [(campaign, 10)]
    assert (shown.context["tabs"][0].number, shown.context["waiting"].mine, badge(member)) == ("2", 2, 2)
    for_me = client.get(INBOX, {"whose": "for-me"})
    assert for_me.context["campaigns"] == [(campaign, 10)] and for_me.context["tabs"][0].number == "2"
    Case.objects.filter(own_words="").update(state="closed", closed_at=timezone.now())
    assert badge(member) == 1 and client.get(INBOX).context["campaigns"] == []
    answer_by_itself(own, member)
    assert badge(member) == 0 and client.get(INBOX).context["tabs"][0].number == "0"


def test_letters_that_a_colleague_sees_to_are_counted_for_them(sign_in, member, member_office, letters):
    accepted()
    colleague = person("Cora Colleague", Role.MEMBER, office=member_office)
    Case.objects.update(assignee=colleague)
    assert (badge(member), badge(colleague)) == (0, 1)
    shown = sign_in(member).get(INBOX).context
    assert (shown["tabs"][0].number, shown["waiting"].mine, shown["waiting"].of_others) == ("1", 0, 1)


def test_the_page_on_which_it_is_answered_names_it_and_shows_what_people_sent(sign_in, member, letters):
    campaign = accepted()
    shown = sign_in(member).post(reverse("cases:bulk_answer"), asked(campaign, letters)).text
    assert "<h1>Answer a campaign</h1>" in shown and "ticked cases" not in shown
    named = shown.partition('id="campaign-name"')[2].partition("</section>")[0]
    assert "Keep the late bus" in named and "the last bus to the hospital" in named
    assert f'href="{page(campaign)}"' in named and "10 letters of it wait for this answer." in named
    own, _form, after = shown.partition('name="text-en"')
    assert "Your office has no template yet." in after and "template" not in own.partition("</section>")[2]
    ticked = sign_in(member).post(reverse("cases:bulk_answer"), {"rows": [letters[0].reference]}).text
    assert "<h1>Answer the ticked cases</h1>" in ticked and "campaign-name" not in ticked


def test_the_page_of_campaigns_says_what_is_true_of_a_members_office(sign_in, member, clerk):
    board = reverse("cases:campaigns")
    shown, of_the_house = sign_in(member).get(board).text, sign_in(clerk).get(board).text
    assert "organisers" not in shown and "organisers can announce theirs" in of_the_house
    assert "is answered with them" not in shown and "is answered with them" in of_the_house
    assert "organisers" not in sign_in(member).get(board, {"state": "decide"}).text


def test_a_look_for_new_ones_shows_how_far_it_is_and_what_it_found(sign_in, member, letters):
    client = sign_in(member)
    asked_for = client.post(reverse("cases:look_for_campaigns"))
    shown = client.get(asked_for.headers["Location"]).text
    card = shown.partition('id="progress-looking"')[2].partition("</section>")[0]
    assert "Looking for new campaigns" in card and f'hx-get="{asked_for.headers["Location"]}"' in card
    search()
    card = client.get(asked_for.headers["Location"]).text.partition('id="progress-looking"')[2]
    card = card.partition("</section>")[0]
    assert "1 campaign is to be decided on." in card and "hx-get" not in card and "?state=decide" in card
    assert "progress-looking" not in client.get(reverse("cases:campaigns")).text


def test_it_ends_and_is_not_said_to_have_had_no_answer(sign_in, member, letters):
    campaign, client = accepted(), sign_in(member)
    client.post(reverse("cases:end_campaign", args=[campaign.address]))
    shown = client.get(page(campaign)).text
    assert "<span>Ended</span>" in shown and "End it without an answer" not in shown
