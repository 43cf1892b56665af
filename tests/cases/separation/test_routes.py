"""Every address of the project, asked for by everybody whom it does not concern, with what names things of an office."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

import pytest

from hemicycle.accounts.permissions import Address, addresses

from .attempts import Attempts
from .conftest import HOUSE_ROLES, Parliament
from .offices import FullOffice, address_in
from .routes import DOINGS, filled, plausible_form

pytestmark = pytest.mark.django_db

# By design: why what is behind these addresses is of the other office, or is changed.
BY_THEIR_KEY = "The key was sent to whoever wrote, and opens to them alone what is theirs."
OPEN = {
    **dict.fromkeys((
        "site:letter", "site:letter_take_back", "site:letter_more", "site:letter_address", "site:write_confirm",
        "site:write_dispute", "site:write_stop",
        "site:passing_on", "site:campaign_organiser", "site:confirm_campaign", "site:write_about_campaign",
        "site:appeal", "governance:your_request", "governance:your_request_prove", "governance:your_request_again",
        "governance:your_request_add", "governance:your_request_account", "governance:your_request_code",
        "governance:your_request_package", "governance:transfer",
    ), BY_THEIR_KEY),
    "governance:mandates": "The House says on which day a mandate ends, and reads nothing of the office.",
}  # fmt: skip
# What the House publishes of itself: a member reads it as everybody does.
PUBLISHED = {"site:campaigns", "site:campaign", "site:campaign_join"}

# Shown and downloaded by a form that says why.
TAKEN = {"cases:read", "cases:take_file", "cases:show_evidence"}

Which = Callable[[Address], bool]


def not_public(address: Address) -> bool:
    return not address.permission.public


def of_cases(address: Address) -> bool:
    return address.name.startswith("cases:")


def attempts_of(name: str, parliament: Parliament, at: FullOffice, which: Which) -> Attempts:
    """Where the guard lets them in; behind it the view is never asked (tests/demo/prepared/test_routes.py)."""
    person = parliament.people[name]
    attempts = Attempts(name, person, at)
    own = parliament.house if at is parliament.member else parliament.member
    form = plausible_form(at)
    for address in addresses():
        if address.name in OPEN or not which(address) or not address.permission.admits(person):
            continue
        for path in filled(address, at, own=own):
            attempts.post(path, form)
            if address.permission.answers != HTTPStatus.METHOD_NOT_ALLOWED:
                attempts.get(path)
        if "<" not in address.pattern:
            attempts.get(f"{address.pattern}?{urlencode(form, doseq=True)}")
    return attempts


@pytest.mark.parametrize("name", ["all roles of the House", "superuser", "signed in"])
def test_nobody_reaches_a_members_office_by_any_address(parliament: Parliament, name: str) -> None:
    attempts = attempts_of(name, parliament, parliament.member, not_public)
    assert not attempts.found


def test_nobody_reads_of_a_members_office_what_is_public(parliament: Parliament) -> None:
    attempts = attempts_of("nobody", parliament, parliament.member, lambda address: address.permission.public)
    assert attempts.asked > 200 and not attempts.found


@pytest.mark.parametrize(
    "name", [*(role.value for role in HOUSE_ROLES), "another office of the House", "another member"]
)
def test_nobody_else_reaches_a_case_of_a_member(parliament: Parliament, name: str) -> None:
    attempts = attempts_of(name, parliament, parliament.member, of_cases)
    assert not attempts.found


@pytest.mark.parametrize("name", ["member", "another member"])
def test_no_member_reaches_the_house_by_any_address(parliament: Parliament, name: str) -> None:
    which = not_public if name == "member" else of_cases
    attempts = attempts_of(name, parliament, parliament.house, which)
    assert not attempts.found


def test_another_office_of_the_house_reaches_no_case_of_this_one(parliament: Parliament) -> None:
    attempts = attempts_of("another office of the House", parliament, parliament.house, of_cases)
    assert not attempts.found


@pytest.mark.parametrize(
    ("name", "own", "at"), [("all roles of the House", "house", "member"), ("member", "member", "house")]
)
def test_nothing_of_another_office_is_reached_from_one_s_own_pages(
    parliament: Parliament, name: str, own: str, at: str
) -> None:
    """Ticked, named, chosen, merged into, assigned or mentioned beside what is one's own."""
    mine, theirs = getattr(parliament, own), getattr(parliament, at)
    attempts = Attempts(name, parliament.people[name], theirs)
    form = plausible_form(theirs)
    form["rows"] = [*form["rows"], mine.case.reference]
    for address in addresses():
        if not of_cases(address) or not address.permission.admits(parliament.people[name]):
            continue
        for path in filled(address, mine):
            attempts.get(f"{path}?{urlencode(form, doseq=True)}")
            for doing in DOINGS.get(address.name, [form["do"]]):
                attempts.post(path, {**form, "do": doing})
    assert not attempts.found


@pytest.mark.parametrize("name", ["all roles of the House", "superuser", "another member"])
def test_what_is_of_another_office_answers_as_what_does_not_exist(parliament: Parliament, name: str) -> None:
    person = parliament.people[name]
    client = Attempts(name, person, parliament.member).client
    different = [
        (path, status)
        for address in addresses()
        if of_cases(address) and "<" in address.pattern and address.permission.admits(person)
        for path in filled(address, parliament.member)
        if address.permission.answers == 200 and (status := client.get(path).status_code) != 404
    ]
    assert not different


def narrowed(full: FullOffice) -> list[dict[str, str]]:
    """By what names something of that office, one at a time: together they leave nothing of anybody."""
    asked = {
        "q": [f"{full.word}subject", full.case.reference, full.names["other"].reference],
        "bill": [full.bill.number], "tag": [f"{full.word}tag"], "campaign": [address_in(full.office)],
        "account": [str(full.names["mailbox"].pk)], "whose": [str(full.case.assignee_id)], "urgency": ["any"],
        "lang": ["en"], "medium": ["email"], "order": ["oldest"], "": [""],
    }  # fmt: skip
    return [{"state": "all", name: value} for name, values in asked.items() for value in values]


def found_by(name: str, parliament: Parliament, at: FullOffice) -> dict[str, list[str]]:
    """What each of these shows of that office."""
    attempts = Attempts(name, parliament.people[name], at)
    shown: dict[str, list[str]] = {}
    for one in narrowed(at):
        attempts.get(f"/inbox/?{urlencode(one)}")
        shown[repr(one)], attempts.found = attempts.found, []
    return shown


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("all roles of the House", "member"), ("two offices of the House", "member"), ("another member", "member"),
        ("member", "house"),
    ],
)  # fmt: skip
def test_no_search_finds_anything_of_another_office(parliament: Parliament, name: str, at: str) -> None:
    found = found_by(name, parliament, getattr(parliament, at))
    assert {asked: shown for asked, shown in found.items() if shown} == {}


@pytest.mark.parametrize(("name", "at"), [("member", "member"), ("two offices of the House", "house")])
def test_whoever_works_there_finds_it_by_each_search(parliament: Parliament, name: str, at: str) -> None:
    found = found_by(name, parliament, getattr(parliament, at))
    assert [asked for asked, shown in found.items() if not shown] == []


@pytest.mark.parametrize(("name", "at"), [("member", "member"), ("all roles of the House", "house")])
def test_whoever_works_there_reads_all_of_it_at_these_addresses(parliament: Parliament, name: str, at: str) -> None:
    """So that it is known that the addresses lead to something."""
    office = getattr(parliament, at)
    attempts = Attempts(name, parliament.people[name], office)
    form = plausible_form(office)
    for address in addresses():
        for path in filled(address, office) if of_cases(address) else ():
            attempts.get(path)
            if address.name in TAKEN:
                attempts.post(path, form)
    seen = " ".join(attempts.found)
    written = {
        "letter", "subject", "file", "note", "tag", "view", "own", "template", "answer", "campaign", "words",
        "ramblers", "police", "step",
    }  # fmt: skip
    if at == "house":
        # The desk, and what it says of bills, is the House's.
        written |= {"committee"}
    assert {one for one in written if f"{office.word}{one}" not in seen} == set()
