"""The responsibility matrix: each duty with its holder and deputy, what is missing, and where it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.accounts.roles import Role
from hemicycle.accounts.training import REQUIRED
from hemicycle.channels.models import Account
from hemicycle.channels.status.labels import kind_of
from hemicycle.desk.models import APPROVERS, WRITERS, named_offices
from hemicycle.rules.parameters import in_force

from ..models import Appointment, Duty, Leave, RecoveryTest, Training, trained

HOLDER, DEPUTY = Appointment.Part.HOLDER, Appointment.Part.DEPUTY
OF_THE_HOUSE = frozenset({Duty.Kind.SECURITY, Duty.Kind.POLICY, Duty.Kind.DATA_PROTECTION, Duty.Kind.ARCHIVE})
"""Done for all offices: a role in any of them will do."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing, and the next step; `posts`: one click does it. Without `url` the sentence says who does it."""

    code: str
    sentence: str
    url: str = ""
    action: str = ""
    posts: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """`until`: the last day, where there is one; `away_until`: that of a leave they are on now."""

    person: User
    until: date | None = None
    away_until: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """`duty` None: an account that nobody has allocated, with whom its own page names."""

    name: str
    kind: str
    office: Office
    url: str
    duty: Duty | None
    holder: Held | None
    deputy: Held | None
    gaps: Sequence[Gap] = ()

    @property
    def stands_in(self) -> bool:
        """The holder is away, and the deputy is not."""
        here = self.deputy is not None and self.deputy.away_until is None
        return here and self.holder is not None and self.holder.away_until is not None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is asked of each row, read once."""

    today: date
    away: dict[UUID, date]
    roles: dict[UUID, list[tuple[int, str]]]
    trained: set[UUID]
    tested: dict[int, RecoveryTest]
    give_roles: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """`approvals`: offices in which too few people can approve today."""

    rows: Sequence[Row]
    approvals: Sequence[tuple[Office, Gap]] = field(default_factory=tuple)

    @property
    def gaps(self) -> int:
        return sum(len(row.gaps) for row in self.rows) + len(self.approvals)

    def by_person(self) -> list[tuple[User, list[tuple[Row, str]]]]:
        """Who does what, by name."""
        found: dict[User, list[tuple[Row, str]]] = {}
        for row in self.rows:
            for part, held in ((HOLDER, row.holder), (DEPUTY, row.deputy)):
                if held is not None:
                    found.setdefault(held.person, []).append((row, str(part.label)))
        return sorted(found.items(), key=lambda one: (str(one[0]), str(one[0].pk)))


def matrix(today: date, *, with_gaps: bool) -> Matrix:
    """`with_gaps`: with what is missing, which says things of persons that only who allocates duties sees."""
    duties = list(Duty.objects.open().whole())
    allocated = {duty.account_id for duty in duties if duty.account_id}
    rest = Account.objects.open().filter(office__kind=Office.Kind.INSTITUTION).exclude(pk__in=allocated)
    accounts = list(rest.select_related("office", "owner", "deputy"))
    facts = _facts(today)
    rows = [_of_duty(duty, facts, with_gaps) for duty in duties]
    rows += [_of_account(account, facts, with_gaps) for account in accounts]
    rows.sort(key=lambda row: (row.office.name, row.kind, row.name))
    return Matrix(rows, list(_approvals(facts)) if with_gaps else ())


def _facts(today: date) -> Facts:
    roles: dict[UUID, list[tuple[int, str]]] = {}
    held = Assignment.objects.filter(office__kind=Office.Kind.INSTITUTION, user__is_active=True)
    for person, office, role in held.values_list("user", "office", "role"):
        roles.setdefault(person, []).append((office, role))
    away = Leave.objects.on(today).order_by("ends_on").values_list("person", "ends_on")
    tests = RecoveryTest.objects.select_related("account").order_by("on", "pk")
    return Facts(
        today, dict(away), roles, trained(roles, today), {one.account_id: one for one in tests}, _who_gives_roles()
    )


def _who_gives_roles() -> str:
    """Who allocates duties gives no role, and cannot open the page where it is done."""
    names = User.objects.filter(is_active=True, assignments__role=Role.ADMINISTRATOR).order_by("name").distinct()
    if not names:
        return _("Whoever runs the server gives roles: no administrator is named.")
    return _("An administrator gives roles: %(names)s.") % {"names": ", ".join(map(str, names))}


def _of_duty(duty: Duty, facts: Facts, with_gaps: bool) -> Row:
    page = reverse("governance:duty", args=[duty.pk])
    holder, deputy = (_held(duty.holding(part, facts.today), facts) for part in (HOLDER, DEPUTY))
    row = Row(str(duty), _kind(duty), duty.office, page, duty, holder, deputy)
    return _with(row, [*_of_parts(row, facts), *_of_recovery(row, facts)]) if with_gaps else row


def _kind(duty: Duty) -> str:
    """Names of accounts are in one language: what sort of account it is stands beside it in that of the page."""
    kind = str(duty.get_kind_display())
    return f"{kind} · {kind_of(duty.account.kind)}" if duty.account is not None else kind


def _held(appointment: Appointment | None, facts: Facts) -> Held | None:
    if appointment is None:
        return None
    return Held(appointment.person, appointment.ends_on, facts.away.get(appointment.person_id))


def _of_account(account: Account, facts: Facts, with_gaps: bool) -> Row:
    holder, deputy = (
        Held(person, None, facts.away.get(person.pk)) if person is not None else None
        for person in (account.owner, account.deputy)
    )
    label = f"{Duty.Kind.ACCOUNT.label} · {kind_of(account.kind)}"
    row = Row(account.name, label, account.office, "", None, holder, deputy)
    step = reverse("governance:allocate_account", args=[account.pk])
    gap = Gap("not-allocated", _("Nobody has allocated this account."), step, _("Allocate it"), posts=True)
    return _with(row, [gap]) if with_gaps else row


def _with(row: Row, gaps: Iterable[Gap]) -> Row:
    return Row(row.name, row.kind, row.office, row.url, row.duty, row.holder, row.deputy, list(gaps))


def _of_parts(row: Row, facts: Facts) -> Iterator[Gap]:
    assert row.duty is not None
    step = reverse("governance:appoint", args=[row.duty.pk])
    if row.holder is None:
        yield Gap("no-holder", _("Nobody holds this duty."), f"{step}?part={HOLDER}", _("Give it to somebody"))
    if row.deputy is None:
        yield Gap("no-deputy", _("Nobody stands in."), f"{step}?part={DEPUTY}", _("Name a deputy"))
    for part, held in ((HOLDER, row.holder), (DEPUTY, row.deputy)):
        if held is not None:
            yield from _of_person(row.duty, held, f"{step}?part={part}", facts)
    if row.holder and row.holder.away_until and not row.stands_in:
        yield Gap("all-away", _away(row), f"{step}?part={DEPUTY}", _("Name a deputy"))
    if (account := row.duty.account) is not None and _differs(account, row):
        url = reverse("governance:update_account", args=[row.duty.pk])
        yield Gap("differs", _("The account itself names somebody else."), url, _("Update the account"), posts=True)


def _away(row: Row) -> str:
    assert row.holder is not None
    if row.deputy is None:
        return _("%(person)s is on leave, and nobody stands in.") % {"person": row.holder.person}
    names = {"holder": row.holder.person, "deputy": row.deputy.person}
    return _("%(holder)s and %(deputy)s are both on leave: nobody does it now.") % names


def _differs(account: Account, row: Row) -> bool:
    parts = ((row.holder, account.owner_id), (row.deputy, account.deputy_id))
    return any(held is not None and held.person.pk != named for held, named in parts)


def _of_person(duty: Duty, held: Held, step: str, facts: Facts) -> Iterator[Gap]:
    person, roles = held.person, facts.roles.get(held.person.pk, [])
    if not roles:
        words = _("%(person)s does not work for the House any more.") % {"person": person}
        yield Gap("left", words, step, _("Give it to somebody else"))
        return
    if words := _lacks(duty, person, roles):
        yield Gap("no-role", f"{words} {facts.give_roles}")
    if person.pk not in facts.trained:
        words = _("%(person)s has no valid record of all training.") % {"person": person}
        url = f"{reverse('governance:record_training')}?person={person.pk}"
        yield Gap("training", words, url, _("Record a training"))


def _lacks(duty: Duty, person: User, roles: Iterable[tuple[int, str]]) -> str:
    """Which role somebody would need to do it, in a sentence; "" where they have one of those."""
    everywhere = duty.kind in OF_THE_HOUSE
    if not duty.needs or any(
        (everywhere or office == duty.office_id) and role in duty.needs for office, role in roles
    ):
        return ""
    needed = ", ".join(str(Role(role).label) for role in duty.needs)
    return _("%(person)s has no role here that it needs: %(roles)s.") % {"person": person, "roles": needed}


def lacks_role(duty: Duty, person: User) -> str:
    """The same of somebody who was just chosen, with who gives roles."""
    held = Assignment.objects.filter(user=person, office__kind=Office.Kind.INSTITUTION)
    words = _lacks(duty, person, held.values_list("office", "role"))
    return f"{words} {_who_gives_roles()}" if words else ""


def _of_recovery(row: Row, facts: Facts) -> Iterator[Gap]:
    if row.duty is None or row.duty.account is None:
        return
    account, last = row.duty.account, facts.tested.get(row.duty.account.pk)
    step = reverse("governance:recovery_tested", args=[account.pk])
    if last is None:
        yield Gap("recovery", _("Its recovery contacts were never tested."), step, _("Record a test"))
    elif not last.works:
        yield Gap("recovery", _("Its recovery contacts did not work when they were tested."), step, _("Record a test"))
    elif last.on < facts.today - RecoveryTest.VALID:
        words = _("Its recovery contacts were last tested on %(day)s.") % {"day": date_format(last.on, "DATE_FORMAT")}
        yield Gap("recovery", words, step, _("Record a test"))


def _approvals(facts: Facts) -> Iterator[tuple[Office, Gap]]:
    """Offices that write and in which fewer people can approve today than the policy asks for."""
    needed = max(in_force("approvals_needed"), in_force("approvals_sensitive"))
    named = named_offices()
    offices = list(Office.objects.filter(kind=Office.Kind.INSTITUTION))
    counted = {one.pk for one in offices if one.slug in named}
    for office in offices:
        writes = any(where == office.pk and role in WRITERS for held in facts.roles.values() for where, role in held)
        able = _able(facts, counted if named else {office.pk})
        if writes and len(able) < needed:
            words = ngettext(
                "%(n)d person can approve here today; what needs most approvals needs %(needed)d.",
                "%(n)d people can approve here today; what needs most approvals needs %(needed)d.",
                len(able),
            ) % {"n": len(able), "needed": needed}
            yield office, Gap("approvers", f"{words} {facts.give_roles}")


def _able(facts: Facts, offices: set[int]) -> set[UUID]:
    """Who approves in these offices, is here, and has the training that is required."""
    required = in_force("training_required") == REQUIRED
    return {
        person
        for person, held in facts.roles.items()
        if any(office in offices and role in APPROVERS for office, role in held)
        and person not in facts.away
        and (not required or person in facts.trained)
    }


def csv_rows(found: Matrix) -> Iterator[list[Any]]:
    for row in found.rows:
        people = [cell for held in (row.holder, row.deputy) for cell in _cells(held)]
        yield [str(row.office), row.kind, row.name, *people, " ".join(gap.sentence for gap in row.gaps)]
    for office, gap in found.approvals:
        yield [str(office), str(Duty.Kind.APPROVING.label), "", "", "", "", "", gap.sentence]


def _cells(held: Held | None) -> tuple[str, str]:
    return ("", "") if held is None else (str(held.person), held.until.isoformat() if held.until else "")


def csv_columns() -> list[str]:
    return [
        _("Office"), _("Kind"), _("Duty"), str(HOLDER.label), _("Holder until"), str(DEPUTY.label),
        _("Deputy until"), _("What is missing"),
    ]  # fmt: skip


def missing_subjects(person: User, today: date) -> list[str]:
    """What somebody has no valid record of, of all that is needed."""
    there = set(Training.objects.valid(today).filter(person=person).values_list("subject", flat=True))
    return [str(subject.label) for subject in Training.NEEDED if subject not in there]
