"""The search of the staff and the export of the inbox, asked for what the other side has."""

import pytest
from django.urls import reverse

from .attempts import browser_of
from .conftest import Parliament
from .reading import everything_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("all roles of the House", "member"), ("superuser", "member"), ("clerk", "member"), ("another member", "member"),
        ("member", "house"), ("assistant", "house"), ("another office of the House", "house"),
    ],
)  # fmt: skip
def test_a_case_of_the_other_side_is_neither_found_nor_exported(parliament: Parliament, name: str, whose: str) -> None:
    full = getattr(parliament, whose)
    client = browser_of(parliament.people[name])
    page = reverse("cases:case", args=[full.case.reference])
    for asked in (full.case.reference, full.case.written_reference, f"{full.word}letter"):
        assert page not in everything_in(client.get(reverse("site:search"), {"q": asked}))
    exported = everything_in(client.get(reverse("cases:export"), {"state": "all", "campaign": "each"}))
    assert full.case.written_reference not in exported and full.word not in exported


@pytest.mark.parametrize(("name", "whose"), [("all roles of the House", "house"), ("member", "member")])
def test_their_own_is_found_and_exported(parliament: Parliament, name: str, whose: str) -> None:
    full = getattr(parliament, whose)
    client = browser_of(parliament.people[name])
    found = everything_in(client.get(reverse("site:search"), {"q": full.case.written_reference}))
    assert reverse("cases:case", args=[full.case.reference]) in found
    exported = everything_in(client.get(reverse("cases:export"), {"state": "all", "campaign": "each"}))
    assert full.case.written_reference in exported
