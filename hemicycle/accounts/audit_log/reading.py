"""Which entries of the audit log a person may read: those of the House, or those of their own member's office.

An entry that names no office belongs to whoever it is about or by, and to where they worked when it was made: what a
person of a member's office does with their own account (signing in, choosing a language) is read in that office, and
by no administrator of the House, wherever that person works afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from hemicycle.rules.models import AuditEntry, AuditEntryQuerySet

from ..governed import OF_NO_OFFICE
from ..models import Assignment, Office, PendingAssignment

# Done by an administrator of the House to a member's office, not in it.
OF_THE_HOUSE = ("accounts.open_office", "accounts.correct_address")
# The entries that say who works in an office, and who no longer does.
GIVEN, WITHDRAWN = ("accounts.assign", "accounts.confirm"), "accounts.withdraw"


@dataclass(frozen=True, slots=True)
class Stay:
    """That a person worked for a member: from one entry of the log up to another. `since` 0: with all that came before
    their first role; `until` None: to this day."""

    person: str
    since: int
    until: int | None


Role = tuple[int, str, str]
"""An entry about one person's role: its sequence, the action and the office."""


def readable_in(offices: Collection[str]) -> AuditEntryQuerySet:
    """By whoever answers for these offices (`governed`), "" being none: the House."""
    return _of_the_house(offices) if OF_NO_OFFICE in offices else _of_offices(offices)


def _of_the_house(offices: Iterable[str]) -> AuditEntryQuerySet:
    rows = AuditEntry.objects.filter(Q(office__in=offices) | Q(action__in=OF_THE_HOUSE))
    private, roles = _private(), _roles()
    apart = [stay for person, held in roles.items() for stay in _apart_from_house(person, held, private)]
    apart += [Stay(person, 0, None) for person in _held_now(private) if person not in roles]
    return rows.exclude(_made_during(apart) & Q(office=OF_NO_OFFICE))


def _of_offices(offices: Collection[str]) -> AuditEntryQuerySet:
    roles = _roles()
    there = [stay for person, held in roles.items() for slug in offices for stay in _in_office(person, held, slug)]
    there += [Stay(person, 0, None) for person in _held_now(offices) if person not in roles]
    return AuditEntry.objects.filter(Q(office__in=offices) | (_made_during(there) & Q(office=OF_NO_OFFICE)))


def _made_during(stays: Collection[Stay]) -> Q:
    """By these people, or about them, while they worked there."""
    whole = [stay.person for stay in stays if not stay.since and stay.until is None]
    found = _mentioning(whole)
    for stay in stays:
        if stay.person not in whole:
            within = Q(sequence__gte=stay.since)
            found |= _mentioning([stay.person]) & (within & Q(sequence__lt=stay.until) if stay.until else within)
    return found


def _mentioning(people: Iterable[str]) -> Q:
    keys = list(people)
    return Q(actor__in=[f"user:{key}" for key in keys]) | Q(about__in=[f"accounts.user:{key}" for key in keys])


def _private() -> set[str]:
    return set(Office.objects.filter(kind=Office.Kind.MEMBER).values_list("slug", flat=True))


def _roles() -> dict[str, list[Role]]:
    """Of everybody who works or worked in a member's office, as the log tells it, by the key of the person."""
    rows = AuditEntry.objects.filter(action__in=[*GIVEN, WITHDRAWN])
    theirs = rows.filter(office__in=_private()).values("about")
    found: dict[str, list[Role]] = {}
    for sequence, about, action, office in (
        rows.filter(about__in=theirs).order_by("sequence").values_list("sequence", "about", "action", "office")
    ):
        found.setdefault(about.partition(":")[2], []).append((sequence, action, office))
    return found


def _apart_from_house(person: str, roles: list[Role], private: Collection[str]) -> Iterator[Stay]:
    """From a role in a member's office until they get one of the House, wherever they are between the two."""
    since: int | None = None
    given = [(sequence, office) for sequence, action, office in roles if action in GIVEN]
    for at, (sequence, office) in enumerate(given):
        if office in private and since is None:
            since = sequence if at else 0
        elif office not in private and since is not None:
            yield Stay(person, since, sequence)
            since = None
    if since is not None:
        yield Stay(person, since, None)


def _in_office(person: str, roles: list[Role], office: str) -> Iterator[Stay]:
    """From a role in this office until it is withdrawn."""
    since: int | None = None
    for at, (sequence, action, where) in enumerate(roles):
        if where != office:
            continue
        if action == WITHDRAWN and since is not None:
            yield Stay(person, since, sequence)
            since = None
        elif action in GIVEN and since is None:
            since = sequence if at else 0
    if since is not None:
        yield Stay(person, since, None)


def _held_now(offices: Collection[str]) -> set[str]:
    """Those whose roles the log does not tell of are where they work today."""
    rows = [
        model.objects.order_by().filter(office__slug__in=offices).values_list("user", flat=True)
        for model in (Assignment, PendingAssignment)
    ]
    return {str(key) for key in rows[0].union(rows[1])}


def page_of(rows: AuditEntryQuerySet, *, before: int | None, most: int) -> tuple[list[AuditEntry], bool]:
    """The newest, or those before an entry; and whether there are more. Nothing is counted: the log has millions."""
    found = list(_before(rows, before).order_by("-at", "-sequence")[: most + 1])
    return found[:most], len(found) > most


def _before(rows: AuditEntryQuerySet, sequence: int | None) -> AuditEntryQuerySet:
    """The index by time finds them; a clock that was set back gives two entries one order all the same."""
    place: datetime | None = rows.filter(sequence=sequence).values_list("at", flat=True).first() if sequence else None
    return rows.filter(Q(at__lt=place) | Q(at=place, sequence__lt=sequence)) if place else rows
