"""Points that speak of one thing are found by its words, and answered together, however many they are."""

import pytest
from django.core.cache import cache

from hemicycle.cases.campaigns.points import Points, SharedWord
from hemicycle.cases.jobs.campaigns import reply_due
from hemicycle.cases.models import Case, OwnPoint, Urgency
from hemicycle.channels import actions as channels
from tests.cases.arriving import mailbox_of
from tests.cases.campaigns.test_pages import page

pytestmark = pytest.mark.django_db
FEES = ("Who sets the parking fee?", "Parking fees are high, and the river is far.", "No fees with schools!")


@pytest.fixture
def three(write) -> list[Case]:
    return [write(own=one) for one in FEES]


def test_words_that_come_again_are_counted_once_a_letter_in_whatever_form(campaign, three, write):
    write(own="Fees, fees, fees. The anglers pay twice.")
    write(own="What of boats with oars, on the river?")
    write(own="La redevance est lourde.", lang="fr")
    write(own="Les redevances montent.", lang="fr")
    assert Points(campaign).shared() == [SharedWord("fees", 4), SharedWord("parking", 2), SharedWord("redevance", 2)]


def test_what_stands_apart_or_says_nothing_more_is_not_counted(campaign, three):
    Case.objects.filter(pk=three[0].pk).update(own_point=OwnPoint.NONE)
    Case.objects.filter(pk=three[1].pk).update(urgency=Urgency.CASEWORK)
    assert Points(campaign).shared() == []
    assert list(Points(campaign, "fee").rows()) == [three[2]]


@pytest.mark.parametrize(
    ("words", "found"),
    [("", 4), ("fee", 3), ("PARKING fees", 2), ("ecole", 1), ("écoles", 1), ("mooring", 0), ("…", 4), (" ", 4)],
)
def test_points_are_found_by_words_in_any_form_and_order(campaign, three, write, words, found):
    write(own="Et l’École du port ?", lang="fr")
    assert Points(campaign, words).rows().count() == found


def test_all_that_speak_of_it_are_answered_on_whatever_page_they_stand(
    sign_in, clerk, campaign, three, write, monkeypatch
):
    other = write(own="What of my dog?")
    client = sign_in(clerk)
    monkeypatch.setattr("hemicycle.channels.views.lookup.PER_PAGE", 2)
    shown = client.get(page("campaign", campaign), {"q": "fees"})
    assert len(shown.context["points"].object_list) == 2
    assert "3 letters speak of “fees”." in shown.text and "All 3 letters, those on the other pages too" in shown.text
    answer = {"q": "fees", "every": "1", "text": "The council sets them.", "lang": "en", "do": "answer"}
    assert client.post(page("campaign_points", campaign), answer).status_code == 302
    answered = Case.objects.filter(point_answer__text="The council sets them.")
    assert set(answered) == set(three)
    other.refresh_from_db()
    assert other.point_answer is None


def test_where_nobody_speaks_of_it_the_way_back_is_shown(sign_in, clerk, campaign, three):
    shown = sign_in(clerk).get(page("campaign", campaign), {"q": "moorings <b>"}).text
    assert "0 letters speak of “moorings &lt;b&gt;”." in shown and "Show all" in shown
    assert "Nobody has added anything" not in shown


def test_an_answer_that_is_refused_keeps_what_was_asked_for(sign_in, clerk, campaign, three):
    asked = {"q": "parking", "rows": [three[0].pk], "lang": "en", "do": "answer"}
    shown = sign_in(clerk).post(page("campaign_points", campaign), asked)
    assert shown.status_code == 422 and len(shown.context["points"].object_list) == 2


def test_a_point_that_is_answered_in_its_letter_after_the_campaign_was_is_answered(
    sign_in, clerk, office, campaign, three, write, release, settings, tmp_path
):
    settings.HOME = tmp_path
    case = write(own=FEES[0], account=mailbox_of(office, "letters@h.example"))
    release(campaign)
    cache.clear()
    reply_due("worker", lambda: False)
    given = channels.give_answer(case.latest, text="The council does.", lang="en", key="k", by=clerk)
    shown = sign_in(clerk).get(page("campaign", campaign))
    assert shown.text.count("Answer it in the letter") == 3 and "Answered on" in shown.text
    assert shown.context["counts"].open_points == 3
    assert channels.take_back(given, by=clerk)
    case.refresh_from_db()
    assert case.own_point == OwnPoint.CONFIRMED and case.answered_at is not None
