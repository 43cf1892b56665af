"""Letters in the same words are found by themselves: suggested, joined to what is known, and floods are reported."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hemicycle.cases import addresses
from hemicycle.cases.actions import campaigns
from hemicycle.cases.actions.campaigns import searching
from hemicycle.cases.jobs.campaigns import SEARCHES, search_due
from hemicycle.cases.jobs.searching import run_search
from hemicycle.cases.models import Campaign, CampaignSearch, CampaignState, Case, OwnPoint, Urgency
from hemicycle.conf.worker import Worker
from hemicycle.listening.engine.alike import Known, Letter, alike
from hemicycle.rules.models import ParameterInForce
from tests.cases.campaigns.conftest import TEXT

pytestmark = pytest.mark.django_db

OTHER = (
    "I write to you about the night trains, which the ministry wants to end in October. For students and nurses of the"
    " coast they are the only way home after ten. Keep them for two more years, and ask again when the new line is open."
)
HELP = "Also, I have been waiting for my disability payment for six months and they will evict me, please help me."


def search() -> None:
    cache.clear()
    search_due("worker", lambda: False)
    for one in CampaignSearch.objects.filter(state="waiting"):
        run_search(one, lambda *_arguments, **_named: None)
        CampaignSearch.objects.filter(pk=one.pk).update(state="done", finished_at=timezone.now())


@pytest.fixture
def found(write) -> Campaign:
    for _ in range(4):
        write(joins=False, text=OTHER)
    search()
    return Campaign.objects.get(origin="software")


def test_letters_in_the_same_words_are_suggested_as_one_campaign(sign_in, clerk, found):
    assert found.state == CampaignState.PROPOSED
    assert found.cases.count() == 4
    assert "only way home after ten" in found.text
    page = reverse("cases:campaign", args=[found.address])
    assert page in sign_in(clerk).get(reverse("cases:campaigns") + "?state=decide").text
    assert "night trains" in sign_in(clerk).get(page).text


def test_a_suggestion_is_no_campaign_before_somebody_says_so(client, sign_in, clerk, found):
    assert client.get(addresses.campaign(found.address)).status_code == 404
    assert str(found.cases.first()) in sign_in(clerk).get(reverse("cases:inbox")).text
    accepted = {"title_en": "Keep the night trains"}
    sign_in(clerk).post(reverse("cases:accept_campaign", args=[found.address]), accepted)
    assert "Keep the night trains" in client.get(addresses.campaign(found.address)).text


def test_a_worker_runs_the_search(write, campaign):
    case = write(joins=False)
    cache.clear()
    assert search_due("worker", lambda: False) == 1
    Worker().drain()
    case.refresh_from_db()
    assert case.campaign == campaign
    assert CampaignSearch.objects.get().state == "done"


def test_what_is_dismissed_is_not_found_again(write, found):
    campaigns.refuse(found, by="ada")
    write(joins=False, text=OTHER)
    search()
    assert not Campaign.objects.filter(state=CampaignState.PROPOSED).exists()
    assert Case.objects.filter(campaign=None).count() == 5


def test_later_copies_join_what_is_known(write, found):
    campaigns.accept(found, by="ada")
    late = write(joins=False, text=f"Dear Sir,\n\n{OTHER}\n\nNoa")
    search()
    late.refresh_from_db()
    assert late.campaign == found


def test_mail_in_the_words_of_an_announced_campaign_joins_it(write, campaign):
    mail, other = write(joins=False), write(joins=False, text="When is the gallery of the House open to visitors?")
    search()
    mail.refresh_from_db()
    other.refresh_from_db()
    assert (mail.campaign, other.campaign) == (campaign, None)
    assert not Campaign.objects.filter(origin="software").exists()


def test_the_case_of_its_organiser_is_no_letter_in_it(write, campaign):
    case = write(joins=False)
    Campaign.objects.filter(pk=campaign.pk).update(organiser_case=case)
    search()
    case.refresh_from_db()
    assert case.campaign is None


def test_what_its_sender_added_is_kept_apart_and_redacted(write, campaign):
    own = "My school at 12 Mill Lane visits the weir every May and my daughter learned to swim there."
    case = write(joins=False, text=f"{TEXT}\n\n{own}")
    search()
    case.refresh_from_db()
    assert case.own_point == OwnPoint.FOUND
    assert "visits the weir every May" in case.own_words
    assert "Mill Lane" not in case.own_words


def test_casework_in_it_is_marked_and_stays_by_itself(write, campaign):
    case = write(joins=False, text=f"{TEXT}\n\n{HELP}")
    search()
    case.refresh_from_db()
    assert (case.urgency, case.evidence["by"]) == (Urgency.CASEWORK, "software")
    start, end = case.evidence["start"], case.evidence["end"]
    assert "disability payment" in case.latest.text[start:end]


def test_two_letters_alike_are_none(write, campaign):
    for _ in range(2):
        write(joins=False, text=OTHER)
    search()
    assert not Campaign.objects.filter(origin="software").exists()


def test_the_third_is_found_beside_those_that_were_searched_before(write, campaign):
    for _ in range(3):
        write(joins=False, text=OTHER)
        search()
    assert Campaign.objects.get(origin="software").cases.count() == 3


def test_as_many_senders_make_one_as_the_policy_says(write, campaign):
    ParameterInForce.objects.create(name="campaign_minimum_senders", value=5)
    for _ in range(4):
        write(joins=False, text=OTHER)
    search()
    assert not Campaign.objects.filter(origin="software").exists()


def test_a_search_compares_a_chunk_and_the_next_begins_after_a_rest(write, campaign, monkeypatch):
    monkeypatch.setattr(searching, "NEW", 2)
    clock = iter((0.0, 400.0))
    monkeypatch.setattr("hemicycle.cases.jobs.searching.time", SimpleNamespace(monotonic=lambda: next(clock)))
    for _ in range(3):
        write(joins=False)
    search()
    assert Case.objects.filter(campaign=campaign).count() == 2 and searching.unsearched().count() == 1
    # For so long, and not for the five minutes after which the next one begins where nothing waits.
    assert cache.get(SEARCHES) == "more" and search_due("worker", lambda: False) == 0
    cache.delete(SEARCHES)
    assert search_due("worker", lambda: False) == 1


def test_a_letter_is_compared_once_and_a_search_without_new_ones_not_begun(write, found):
    assert not searching.unsearched().exists()
    cache.clear()
    assert search_due("worker", lambda: False) == 0


def test_an_offices_letters_are_compared_with_its_own_alone(write, found, other_office):
    assert not Campaign.objects.filter(office=other_office).exists()
    assert {one.office for one in Case.objects.filter(campaign=found)} == {found.office}


def test_the_same_letters_give_the_same_groups():
    letters = [Letter(str(n), f"{OTHER}\n\nNoa {n}", "en", f"s{n}") for n in range(5)]
    letters += [Letter("own", f"{TEXT}\n\n{HELP}", "en", "s")]
    known = [Known("7", TEXT, "en")]
    once = alike(letters, known)
    assert once == alike(letters, known)
    assert {one.known for one in once} == {"", "7"}


def test_copies_faster_than_people_send_them_are_a_flood():
    begins = datetime(2027, 3, 1, 12, 0, tzinfo=timezone.get_current_timezone())
    quiet = {begins + timedelta(minutes=30 * n): 30 for n in range(20)}
    assert searching.flood_in(quiet) == {}
    burst = {begins + timedelta(minutes=n): 40 for n in range(5)}
    found = searching.flood_in(quiet | burst)
    assert found["cases"] == 200 and found["since"] == begins.isoformat()


def test_a_flood_is_reported_on_every_page_and_nothing_of_it_is_lost(client, sign_in, clerk, campaign, write):
    cases = [write(confirmed=False, joins=False) for _ in range(searching.FLOOD)]
    real = write("ann")
    search()
    campaign.refresh_from_db()
    assert campaign.flood["cases"] == len(cases)
    assert campaign.cases.count() == len(cases) + 1 and real.campaign == campaign
    for page in (addresses.campaign(campaign.address), reverse("cases:campaign", args=[campaign.address])):
        assert "Copies faster than people send them" in sign_in(clerk).get(page).text


def refuse(*_arguments, **_named) -> None:
    raise OSError("the worker was killed")


def test_a_search_that_is_cut_off_reports_the_flood_when_it_is_run_again(campaign, write, monkeypatch):
    for _ in range(searching.FLOOD):
        write(confirmed=False, joins=False)
    with monkeypatch.context() as cut, pytest.raises(OSError, match="killed"):
        cut.setattr(searching, "note_flood", refuse)
        search()
    assert not campaign.cases.exists()
    search()
    campaign.refresh_from_db()
    assert campaign.flood["cases"] == searching.FLOOD


def test_all_letters_of_a_campaign_are_gone_through_before_anything_is_written(campaign, write):
    write(confirmed=False, joins=False)
    with CaptureQueriesContext(connection) as asked:
        search()
    sent = [one["sql"] for one in asked]
    read = [at for at, sql in enumerate(sent) if "GROUP BY" in sql and "own_words" in sql]
    joins = [at for at, sql in enumerate(sent) if sql.startswith("UPDATE") and "own_words" in sql]
    assert read and joins and max(read) < min(joins)


def test_whoever_answers_letters_starts_a_search_at_once_and_nobody_else(sign_in, clerk, researcher, write, campaign):
    case = write(joins=False)
    look = reverse("cases:look_for_campaigns")
    assert sign_in(researcher).post(look).status_code == 403
    for _press in range(2):
        assert "Looking for new campaigns" in sign_in(clerk).post(look, follow=True).text
    Worker().drain()
    case.refresh_from_db()
    assert case.campaign == campaign
    assert "no new letter" in sign_in(clerk).post(look, follow=True).text


def test_letters_that_came_before_a_campaign_is_accepted_join_it_when_it_is(write, campaign, clerk):
    case = write(joins=False)
    search()
    Case.objects.filter(pk=case.pk).update(campaign=None)
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.PROPOSED)
    campaigns.accept(campaign, by=clerk)
    Worker().drain()
    case.refresh_from_db()
    assert case.campaign == campaign
