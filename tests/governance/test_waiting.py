"""What the Secretary General’s office finds when it signs in."""

from datetime import timedelta

from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.governance.actions import overriding
from hemicycle.governance.presenters.waiting import waiting_for
from hemicycle.rules import actions as rules

from .policies import TEXT, adopted, approvals_article, draft
from .test_drafting_pages import proposed


def urls(one: User) -> list[str]:
    return [each.url for each in waiting_for(one)]


def test_the_work_of_the_secretary_begins_where_it_says_what_waits(
    secretary, second_secretary, clerk, sign_in
) -> None:
    version = draft(secretary)
    approvals_article(version, by=secretary)
    adopted(version, by=secretary)
    page = sign_in(second_secretary).get("/start/", follow=True)
    assert page.redirect_chain[-1][0] == "/policy/texts/"
    assert b"Waits for you" in page.content and b"Version 1 is adopted: put it in force" in page.content
    assert sign_in(clerk).get("/start/", follow=True).redirect_chain[-1][0] != "/policy/texts/"


def test_what_is_to_be_decided_is_counted(secretary) -> None:
    version = draft(secretary)
    article = approvals_article(version, by=secretary)
    proposed(article, secretary, text=f"{TEXT} Always.")
    [one] = [each for each in waiting_for(secretary) if "amendments" in each.url]
    assert one.text == "1 amendment to decide"
    assert one.url == f"/policy/texts/{version.policy.address}/amendments/?state=proposed"


def test_what_takes_a_second_person_waits_for_the_other_alone(secretary, second_secretary, outsider) -> None:
    version = draft(secretary)
    approvals_article(version, by=secretary)
    adopted(version, by=secretary)
    period = rules.plan_period(kind="election", starts_at=None, ends_at=None, notices={"en": "x"}, by=secretary)
    rules.ask_to_end_period(period, by=secretary)
    overriding.ask_for_override(
        {"approvals_sensitive": 1}, reason="A flood", until=timezone.now() + timedelta(hours=2), by=secretary
    )  # fmt: skip
    mine = [f"/policy/texts/{version.policy.address}/versions/1/adoption/", f"/policy/periods/{period.pk}/"]
    assert set(urls(second_secretary)) - set(urls(secretary)) == {*mine, "/policy/overrides/"}
    assert urls(outsider) == []
