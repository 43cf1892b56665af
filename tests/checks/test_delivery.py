"""Links and quiet hours."""

from datetime import UTC, datetime

import pytest

from hemicycle.checks import Answer
from hemicycle.checks.form.links import ask
from hemicycle.record.sources.fetching import Busy, Refused
from tests.checks.houses import HOUSE, remarks, replace, words


@pytest.mark.parametrize(
    "text",
    [
        "See https://www.assembly.example/bills/12.",
        "See record.assembly.example/votes/3?x=1#a, or write to press@assembly.example.",
        "It rose by 2.5 points, e.g. in No. 7 of the U.S. list at 10.30 a.m. and ended.The next one fell.",
    ],
)
def test_official_addresses_and_what_is_no_address_are_left_alone(text: str) -> None:
    assert remarks(text, "unofficial-link") == []


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Join at https://bit.ly/alder now", "https://bit.ly/alder"),
        ("More (www.mealsforall.example/join).", "www.mealsforall.example/join"),
        ("Lire notassembly.example/a", "notassembly.example/a"),
        ("See http://assembly.example.evil.example", "http://assembly.example.evil.example"),
    ],
)
def test_a_link_that_leads_elsewhere_is_shown(text: str, link: str) -> None:
    assert words(remarks(text, "unofficial-link")) == [link]


def test_a_house_that_has_named_no_sites_hears_nothing_about_them() -> None:
    assert remarks("See https://bit.ly/alder", "unofficial-link", house=replace(HOUSE, hosts=())) == []


@pytest.mark.parametrize(
    ("answer", "count"), [(Answer.GONE, 1), (Answer.REACHED, 0), (Answer.UNREACHABLE, 0), (Answer.REFUSED, 0)]
)
def test_only_a_page_that_is_surely_gone_is_called_dead(answer: Answer, count: int) -> None:
    found = remarks("See assembly.example/a", "dead-link", links={"https://assembly.example/a": answer})
    assert len(found) == count


def sms(moment: datetime) -> list[str]:
    return [r.suggestion for r in remarks("x", "quiet-hours", release_at=moment, channels=frozenset({"sms"}))]


def test_a_text_message_waits_for_the_morning_of_the_house() -> None:
    assert sms(datetime(2026, 6, 1, 17, 59, tzinfo=UTC)) == []
    assert sms(datetime(2026, 6, 1, 18, 0, tzinfo=UTC)) == ["Send it at 2026-06-02 08:00 or later."]
    assert sms(datetime(2026, 6, 2, 5, 59, tzinfo=UTC)) == ["Send it at 2026-06-02 08:00 or later."]
    assert sms(datetime(2026, 6, 2, 6, 0, tzinfo=UTC)) == []


def test_the_clock_of_the_house_changes_in_spring_and_autumn() -> None:
    # Paris: UTC+1 until 29 March 2026, 02:00, then UTC+2; back on 25 October.
    assert sms(datetime(2026, 3, 28, 18, 30, tzinfo=UTC)) == []
    assert sms(datetime(2026, 3, 29, 18, 30, tzinfo=UTC)) == ["Send it at 2026-03-30 08:00 or later."]
    assert sms(datetime(2026, 10, 25, 18, 30, tzinfo=UTC)) == []


def test_quiet_hours_concern_text_messages_only() -> None:
    night = datetime(2026, 6, 1, 23, tzinfo=UTC)
    assert remarks("x", "quiet-hours", release_at=night, channels=frozenset({"email"})) == []
    assert len(remarks("x", "quiet-hours", release_at=night, channels=frozenset({"sms"}))) == 1


def test_what_is_at_the_other_end_of_links_is_asked_by_a_job() -> None:
    def status(address: str) -> int:
        if "busy" in address:
            raise Busy("nobody")
        if "inside" in address:
            raise Refused("private-network")
        return 404 if "gone" in address else 200

    found = ask(["a.example/gone", "https://a.example/b", "busy.example/", "inside.example"], status=status)
    assert found == {
        "a.example/gone": Answer.GONE,
        "busy.example/": Answer.UNREACHABLE,
        "https://a.example/b": Answer.REACHED,
        "inside.example": Answer.REFUSED,
    }
    text = "See a.example/gone."
    assert words(remarks(text, "dead-link", links=found)) == ["a.example/gone"]
