"""Points that speak of one thing are found by its words, and answered together, however many they are."""

import pytest
from django.core.cache import cache

from hemicycle.cases.campaigns.points import Points, SharedWord
from hemicycle.cases.jobs.campaigns import reply_due
from hemicycle.cases.models import Case, OwnPoint, PointAnswer, Urgency
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


def test_what_is_written_is_kept_where_nothing_is_ticked_and_what_is_ticked_where_nothing_is_written(
    sign_in, clerk, campaign, three
):
    client, there = sign_in(clerk), page("campaign_points", campaign)
    said = {"text": "The council sets them.", "lang": "fr", "do": "answer"}
    shown = client.post(there, said)
    assert shown.status_code == 422 and "Tick letters first." in shown.text
    assert "The council sets them.</textarea>" in shown.text and '<option value="fr" selected>' in shown.text
    shown = client.post(there, {**said, "text": "", "rows": [three[0].pk, three[2].pk]})
    assert "Write an answer." in shown.text
    assert [f'value="{one.pk}" checked' in shown.text for one in three] == [True, False, True]


def test_what_is_ticked_on_another_page_is_kept_as_well(sign_in, clerk, campaign, three, monkeypatch):
    monkeypatch.setattr("hemicycle.channels.views.lookup.PER_PAGE", 2)
    asked = {"text": "", "lang": "en", "do": "answer", "rows": [three[0].pk, three[2].pk]}
    shown = sign_in(clerk).post(page("campaign_points", campaign), asked).text
    assert "1 letter on another page is ticked as well." in shown
    assert f'<input type="hidden" name="rows" value="{three[2].pk}">' in shown


def test_a_saved_answer_is_changed_for_all_who_get_it_or_deleted(sign_in, clerk, campaign, three):
    client, there = sign_in(clerk), page("campaign_points", campaign)
    both = [one.pk for one in three[:2]]
    client.post(there, {"rows": both, "text": "The council sets them.", "lang": "en", "do": "answer"})
    assert "Delete this answer" in client.get(page("campaign", campaign)).text
    shown = client.post(there, {"change": three[0].pk})
    assert shown.status_code == 200 and "The council sets them.</textarea>" in shown.text
    assert [f'value="{one.pk}" checked' in shown.text for one in three] == [True, True, False]
    client.post(there, {"rows": both, "text": "The House sets them.", "lang": "en", "do": "answer"})
    said = client.post(there, {"delete": three[0].pk, "rows": both}, follow=True).text
    assert "The answer is deleted. The point is still to be answered." in said
    saved = [one and one.text for one in (Case.objects.get(pk=key).point_answer for key in both)]
    assert saved == [None, "The House sets them."]
    client.post(there, {"delete": three[1].pk})
    assert not PointAnswer.objects.exists()
    assert "Somebody was quicker" in client.post(there, {"change": three[1].pk}, follow=True).text
