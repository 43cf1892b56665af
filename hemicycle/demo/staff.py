"""The offices of the demonstration and the people who sign in to them: one for each role, and one with none.

Their password is made from the secret key of the installation, so that a second start can print it again without
it being kept anywhere, and no two installations share one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role
from hemicycle.demo.parliament import Parliament
from hemicycle.demo.spine import known
from hemicycle.record import actions as record
from hemicycle.record.models import Identifier, Person

DOMAIN = "valmora.example"
LETTERS_TO = f"letters@{DOMAIN}"
# As on an envelope.
WRITTEN_TO = ("Assembly of Valmora", "Harbour Square 1", "1000 Castelmere")
COMMITTEE_OFFICE = "committee-office"
COMMUNICATIONS_OFFICE = "communications-office"
OFFICES = {
    COMMITTEE_OFFICE: {
        "en": "Committee Office", "fr": "Secrétariat des commissions", "es": "Secretaría de Comisiones",
    },
    COMMUNICATIONS_OFFICE: {
        "en": "Communications Office", "fr": "Service de la communication", "es": "Oficina de Comunicación",
    },
}  # fmt: skip


@dataclass(frozen=True)
class SignIn:
    """Somebody who can sign in: `part` says what they are, as the table of sign-ins prints it."""

    email: str
    name: str
    part: str


@dataclass(frozen=True)
class _Employee:
    mailbox: str
    name: str
    language: str
    held: Mapping[str, tuple[Role, ...]]


# Officer and editors belong to Communications and are lent to the committee, so that both offices have readers. The
# letters that come to Communications are read and answered by its second editor, who is its clerk too, and by another
# clerk: to one of them the other escalates, and one approves what the other wrote.
EMPLOYEES = (
    _Employee("clerk", "Imogen Starling", "en", {COMMITTEE_OFFICE: (Role.CLERK,)}),
    _Employee("researcher", "Théodore Lanvaux", "fr", {COMMITTEE_OFFICE: (Role.RESEARCHER,)}),
    _Employee(
        "officer", "Marisol Quintela", "es", dict.fromkeys((COMMUNICATIONS_OFFICE, COMMITTEE_OFFICE), (Role.OFFICER,))
    ),
    _Employee(
        "editor", "Edmund Hartnell", "en", dict.fromkeys((COMMUNICATIONS_OFFICE, COMMITTEE_OFFICE), (Role.EDITOR,))
    ),
    _Employee(
        "second.editor",
        "Inès Caradec",
        "fr",
        {COMMUNICATIONS_OFFICE: (Role.EDITOR, Role.CLERK), COMMITTEE_OFFICE: (Role.EDITOR,)},
    ),
    _Employee("second.clerk", "Baltasar Olmeda", "es", {COMMUNICATIONS_OFFICE: (Role.CLERK,)}),
    _Employee("administrator", "Solveig Aldaine", "fr", {COMMITTEE_OFFICE: (Role.ADMINISTRATOR,)}),
    _Employee("secretary", "Aurelia Montclair", "en", {COMMITTEE_OFFICE: (Role.SECRETARY,)}),
    _Employee("second.secretary", "Anselme Duquerroy", "fr", {COMMITTEE_OFFICE: (Role.SECRETARY,)}),
    _Employee("safety", "Ottoline Verrier", "en", {COMMITTEE_OFFICE: (Role.SAFETY,)}),
    _Employee("outsider", "Perrin Nomad", "en", {}),
)
# Whose offices are open: the mailbox, and the member's key in the papers of the parliament.
MEMBERS = {"member": "duncan-fairweather", "other.member": "yann-kerdrel"}


def password() -> str:
    """Four groups of four letters and digits: 80 bits of a keyed hash."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"demo.password", hashlib.sha256)
    letters = base64.b32encode(digest)[:16].decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


@transaction.atomic
def employ(parliament: Parliament, *, by: Any) -> tuple[SignIn, ...]:
    """Open the offices and let their people in; whoever is there already stays as they are."""
    house = parliament.country.assembly
    for slug, names in OFFICES.items():
        named = {language: f"{house[language]} – {name}" for language, name in names.items()}
        _office(slug, named.pop("en"), named, Office.Kind.INSTITUTION, by=by)
    sign_ins = (*_employees(by), *_members(parliament, by))
    _lend_to_the_committee("second.editor", Role.RESEARCHER)
    return sign_ins


def _employees(by: Any) -> Iterable[SignIn]:
    for employee in EMPLOYEES:
        user = _user(employee.mailbox, employee.name, employee.language, by=by)
        for slug, roles in employee.held.items():
            for role in roles:
                _assign(user, Office.objects.get(slug=slug), role, by=by)
        parts = dict.fromkeys(str(role.label) for roles in employee.held.values() for role in roles)
        yield SignIn(user.email, user.name, ", ".join(parts) or "—")


def _members(parliament: Parliament, by: Any) -> Iterable[SignIn]:
    for mailbox, key in MEMBERS.items():
        member = parliament.member(key)
        office = _office(
            f"member-{key}", f"Office of {member.name}", _of_member(member.name), Office.Kind.MEMBER, by=by
        )
        user = _user(mailbox, member.name, member.language, by=by)
        _assign(user, office, Role.MEMBER, by=by)
        person = Identifier.objects.known(known("member", key)).get().person
        record.seat_in_office(_there(person), office=office, by=by)
        yield SignIn(user.email, user.name, str(Role.MEMBER.label))


def _lend_to_the_committee(mailbox: str, role: Role) -> None:
    """By its administrator: it waits for a second person of the committee to confirm it."""
    office, user = Office.objects.get(slug=COMMITTEE_OFFICE), User.objects.get(email=f"{mailbox}@{DOMAIN}")
    administrator = User.objects.get(email=f"administrator@{DOMAIN}")
    if not user.pending_assignments.filter(office=office, role=role).exists():
        _assign(user, office, role, by=administrator)


def _there(person: Person | None) -> Person:
    if person is None:
        raise LookupError("the record has to be entered before its members are given offices")
    return person


def _of_member(name: str) -> dict[str, str]:
    return {"fr": f"Bureau de {name}", "es": f"Oficina de {name}"}


def _office(slug: str, name: str, names: dict[str, str], kind: Office.Kind, *, by: Any) -> Office:
    there = Office.objects.filter(slug=slug).first()
    return there or accounts.open_office(slug=slug, name=name, names=names, kind=kind, by=by)


def _user(mailbox: str, name: str, language: str, *, by: Any) -> User:
    email = f"{mailbox}@{DOMAIN}"
    there = User.objects.filter(email=email).first()
    return there or accounts.add_person(email=email, name=name, password=password(), language=language, by=by)


def _assign(user: User, office: Office, role: Role, *, by: Any) -> None:
    if not user.assignments.filter(office=office, role=role).exists():
        accounts.assign(user, office=office, role=role, by=by)
