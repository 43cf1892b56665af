"""Results, the calendar and templates in a real browser: nothing for axe, no sideways scrolling, and days by drag."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.channels.models import ClickCount, Outbound, Reaction
from hemicycle.desk import actions, jobs
from hemicycle.desk.models import Announcement
from tests.browser import (
    PHONE,
    Visit,
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_readable_in_the_dark,
    follow,
    settle,
)

from .conftest import Write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# In the middle of a month, so that the days after it are on the same page.
DAY = (timezone.now() + timedelta(days=40)).replace(day=12, hour=10, minute=30, second=0, microsecond=0)


def here(name: str, announcement: Announcement) -> str:
    return reverse(f"desk:{name}", args=[announcement.address])


@pytest.fixture
def planned(write: Write) -> Announcement:
    return write(release_at=DAY)


@pytest.fixture
def pages(
    approved: Write, planned: Announcement, office: Office, other_office: Office, officer: User
) -> list[str]:  # fmt: skip
    accounts.assign(officer, office=other_office, role=Role.OFFICER, by="test")
    actor = channels.open_account(office=office, kind="activitypub", name="House", address="house", by="test")
    released = approved(accounts=[actor])
    actions.schedule(released, by=officer)
    jobs.release_due("test", lambda: False)
    jobs.enqueue_due("test", lambda: False)
    Reaction.objects.create(
        outbound=Outbound.objects.filter(account=actor).first(), kind="like", digest="d", named="n"
    )
    ClickCount.objects.create(account=actor, source=actions.source_of(released), day=timezone.localdate(), clicks=12)
    channels.mint_short_links(
        actor, {"bcdfghjkm": "https://x.example/"}, source=actions.source_of(released), lang="en"
    )
    template = actions.save_template(office=office, name="Meeting", texts={"en": ("{body} meets", "")}, by=officer)
    return [
        here("announcement_results", released),
        here("announcement_results", planned),
        reverse("desk:results"),
        f"{reverse('desk:results')}?month=2020-02",
        reverse("desk:list"),
        f"{reverse('desk:calendar')}?month={DAY:%Y-%m}",
        f"{reverse('desk:calendar')}?week={DAY:%Y-%m-%d}",
        f"{reverse('desk:new')}?on={DAY:%Y-%m-%d}",
        here("new_time", planned),
        here("office", planned),
        reverse("desk:templates"),
        reverse("desk:new_template"),
        reverse("desk:template", args=[template.pk]),
        reverse("desk:use_template", args=[template.pk]),
        reverse("site:short_link_target", args=["bcdfghjkm"]),
    ]


@pytest.mark.parametrize("width", [PHONE, 1440])
def test_axe_finds_nothing_on_the_pages_of_planning_and_results(
    visit: Visit, pages: list[str], officer: User, width: int
) -> None:
    page = visit(pages[0], by=officer, width=width)
    for path in pages:
        page.goto(path)
        settle(page)
        assert_accessible(page)
        assert_readable_in_the_dark(page)
        assert_no_sideways_scrolling(page)


def on(page: Page, days: int) -> str:
    return f"[data-day='{DAY + timedelta(days=days):%Y-%m-%d}']"


def test_an_announcement_is_dragged_to_another_day_and_back(
    visit: Visit, planned: Announcement, officer: User
) -> None:
    page = visit(f"{reverse('desk:calendar')}?month={DAY:%Y-%m}", by=officer, width=1440)
    page.locator(f"{on(page, 0)} [data-move]").drag_to(page.locator(on(page, 7)))
    expect(page.locator(f"{on(page, 7)} [data-move]")).to_have_count(1)
    assert Announcement.objects.get().release_at == DAY + timedelta(days=7)

    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"{on(page, 0)} [data-move]")).to_have_count(1)


def test_what_was_submitted_asks_before_it_is_moved_by_drag_and_by_keyboard(
    visit: Visit, planned: Announcement, officer: User
) -> None:
    actions.submit(planned, by=officer)
    calendar = f"{reverse('desk:calendar')}?month={DAY:%Y-%m}"
    page = visit(calendar, by=officer, width=1440)
    page.locator(f"{on(page, 0)} [data-move]").drag_to(page.locator(on(page, 7)))
    expect(page.get_by_text("It is submitted for review again")).to_be_visible()
    hour = f"{timezone.localtime(DAY):%H:%M}"
    assert page.locator("#id_release_at").input_value() == f"{DAY + timedelta(days=7):%Y-%m-%d}T{hour}"

    page.goto(calendar)
    follow(page, f"a[href='{here('new_time', planned)}?from=calendar']")
    page.locator("#id_release_at").fill(f"{DAY + timedelta(days=2):%Y-%m-%d}T{hour}")
    page.keyboard.press("Enter")
    expect(page.locator(f"{on(page, 2)} [data-move]")).to_have_count(1)
    assert Announcement.objects.get().state == "in_review"
