"""No number, list or mark on a page of the House changes by what people write to a member, nor the other way round."""

import re
from collections.abc import Iterator
from difflib import unified_diff

import pytest
from django.db import transaction

from hemicycle.accounts import actions
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.permissions import addresses
from hemicycle.accounts.roles import Role
from hemicycle.rules.models import ParameterInForce
from tests.cast import person

from .attempts import browser_of
from .conftest import HOUSE_ROLES, Parliament
from .offices import fill
from .reading import texts_in
from .tables import begin_numbers_at

pytestmark = pytest.mark.django_db

# How old something is, what the time is, and what is drawn for each page.
_ANEW = re.compile(
    r"just now|\d+\s(?:second|minute|hour)s?(?:\sago)?|\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?|"
    r"\b[A-Za-z0-9]{32,64}\b|name=\"stamp\" value=\"[^\"]*\""
)
# By design, and why.
CHANGES = {
    "/account/log/": "All entries are one chain; how many they are is public, for whoever verifies it.",
    "/policy/your-data/": "By which ways an office can be asked is public.",
    "/campaigns/": "The House publishes campaigns that it answers.",
    "/health/": "Whether the machine sends in time, for whoever operates it.",
}  # fmt: skip


def pages_of(user: User) -> Iterator[tuple[str, str]]:
    """Every page without a parameter that they may open, as it stands."""
    client = browser_of(user)
    cookies = client.cookies.copy()
    for address in addresses():
        opened = address.permission.admits(user) and address.permission.answers == 200
        if "<" in address.pattern or not opened or address.name.startswith("admin:"):
            continue
        with transaction.atomic():
            answer = client.get(address.pattern)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        client.cookies = cookies.copy()
        yield address.pattern, "\n".join(_ANEW.sub("", text) for text in texts_in(content))


@pytest.mark.parametrize(
    ("name", "kind"), [("all roles of the House", Office.Kind.MEMBER), ("member", Office.Kind.INSTITUTION)]
)
def test_no_page_shows_that_another_office_was_written_to(
    parliament: Parliament, name: str, kind: Office.Kind
) -> None:
    user = parliament.people[name]
    assert user is not None
    with transaction.atomic():
        # Whatever waits is late from the beginning: reading all pages takes minutes on a slow machine, and the alarm would
        # begin between the two.
        ParameterInForce.objects.create(name="late_after_seconds", value=0)
        office = actions.open_office(slug="third", name="The third", kind=kind, by="test")
        roles = [Role.MEMBER] if kind == Office.Kind.MEMBER else HOUSE_ROLES
        theirs = person("The third", *roles, office=office)
        before = dict(pages_of(user))
        begin_numbers_at(97_001)
        fill(
            office,
            by=theirs,
            word="zqthird",
            bill=parliament.house.bill,
            colleagues=[theirs],
            elsewhere=Office.objects.get(slug="member-lind"),
        )
        after = dict(pages_of(user))
        transaction.set_rollback(True)
    changed = {path: _lines(before[path], after[path]) for path in before if before[path] != after[path]}
    assert {path: lines for path, lines in changed.items() if path not in CHANGES} == {}
    assert len(before) > 60


def _lines(before: str, after: str) -> list[str]:
    return [one.strip()[:160] for one in unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")][3:9]
