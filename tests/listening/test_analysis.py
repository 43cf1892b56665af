"""A run of the engine: shown when it is whole, and begun anew where a worker died."""

import pytest

from hemicycle.accounts.models import User
from hemicycle.listening.actions import analyses
from hemicycle.listening.errors import AlreadyRunning, InquiryClosed, NothingToAnalyse
from hemicycle.listening.jobs import analysing
from hemicycle.listening.models import Analysis, Campaign, Finding, Inquiry
from hemicycle.listening.models.inquiry import CLOSED
from hemicycle.rules.errors import LeaseLost
from hemicycle.rules.models import ParameterInForce

from .conftest import bring, campaign, finding, work


def die_while(doing: str) -> object:
    """A tick at which the worker is gone."""

    def tick(done: int | None = None, total: int | None = None, key: str = "") -> None:
        if key == doing:
            raise LeaseLost

    return tick


def test_the_engine_finds_the_campaigns_of_the_letters(collected: Inquiry, clerk: User) -> None:
    analyses.start_analysis(collected, by=clerk)
    work()

    assert campaign(collected, "en-0") == campaign(collected, "en-5")
    assert campaign(collected, "en-0") != campaign(collected, "es-0")
    assert finding(collected, "voice-2").campaign is None
    assert "dialysis" in finding(collected, "en-0").personal_text


def test_as_many_senders_make_a_campaign_as_the_policy_says(collected: Inquiry, clerk: User) -> None:
    ParameterInForce.objects.create(name="campaign_minimum_senders", value=100)
    analyses.start_analysis(collected, by=clerk)
    work()

    assert finding(collected, "en-0").campaign is None


def test_what_was_shown_stays_until_the_new_run_is_whole(analysed: Inquiry, clerk: User) -> None:
    before, shown = campaign(analysed, "en-0").key, Inquiry.objects.get(pk=analysed.pk).shown
    started = analyses.start_analysis(analysed, by=clerk)

    with pytest.raises(LeaseLost):
        analysing.run_analysis(started, die_while("listening.storing"))  # type: ignore[arg-type]

    assert Finding.objects.filter(analysis=started).exists()
    assert Inquiry.objects.get(pk=analysed.pk).shown == shown
    assert campaign(analysed, "en-0").key == before


def test_a_run_that_was_killed_begins_anew_and_leaves_nothing_twice(analysed: Inquiry, clerk: User) -> None:
    started = analyses.start_analysis(analysed, by=clerk)
    with pytest.raises(LeaseLost):
        analysing.run_analysis(started, die_while("listening.storing"))  # type: ignore[arg-type]

    work()

    assert Inquiry.objects.get(pk=analysed.pk).shown == started
    assert Finding.objects.count() == analysed.collected.count()
    assert set(Campaign.objects.values_list("analysis", flat=True)) == {started.pk}


def test_a_run_that_was_killed_after_it_was_shown_is_not_run_again(analysed: Inquiry, clerk: User) -> None:
    started = analyses.start_analysis(analysed, by=clerk)
    analysing.run_analysis(started, lambda *said: None)
    keys = set(Finding.objects.values_list("pk", flat=True))

    analysing.run_analysis(started, lambda *said: None)

    assert set(Finding.objects.values_list("pk", flat=True)) == keys


def test_a_stopped_run_changes_nothing_that_is_shown(analysed: Inquiry, clerk: User) -> None:
    shown = Inquiry.objects.get(pk=analysed.pk).shown
    started = analyses.start_analysis(analysed, by=clerk)

    analyses.cancel(started, by=clerk)
    work()

    assert Inquiry.objects.get(pk=analysed.pk).shown == shown


def test_an_analysis_waits_until_every_file_is_in(inquiry: Inquiry, clerk: User) -> None:
    bring(inquiry, clerk, b"text\nThe pier is broken\n", "a.csv")
    bring(inquiry, clerk, b"text\nThe lights are out\n", "b.csv")
    with pytest.raises(AlreadyRunning):
        analyses.start_analysis(inquiry, by=clerk)

    work()

    assert Analysis.objects.get().messages == 2


def test_an_analysis_is_refused_where_there_is_nothing_or_no_one_may_add(inquiry: Inquiry, clerk: User) -> None:
    with pytest.raises(NothingToAnalyse):
        analyses.start_analysis(inquiry, by=clerk)
    Inquiry.objects.filter(pk=inquiry.pk).update(state=CLOSED, closed_at="2026-05-01T00:00:00Z")
    with pytest.raises(InquiryClosed):
        analyses.start_analysis(inquiry, by=clerk)
