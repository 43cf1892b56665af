"""What an entry of the audit log is about, in words, and where it is seen. Apps register their rows at start:

    register_subject("desk.announcement", SubjectKind(_("Announcement"), seen_by))

No title and no text is given: they may be classified, and stand on the page to which the link leads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemicycle.rules import holds, retention
from hemicycle.rules.models import AuditEntry

from ..models import Assignment, Office, User
from ..permissions import permission_of

Addresses = Callable[[User, Collection[str]], Mapping[str, str]]
"""addresses(person, keys): the page of each row, by its key; without those that the person may not see."""


@dataclass(frozen=True)
class SubjectKind:
    """`name` is that of one row; `addresses` finds its page, where it has one."""

    name: str | Promise
    addresses: Addresses | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    name: str
    url: str = ""


SUBJECTS: dict[str, SubjectKind] = {}

# What is not a row.
WORDS: dict[str, str | Promise] = {
    "audit_log": _("Audit log"),
    "house_name": _("Name of the House"),
    "parameters": _("Settings of the House"),
    "site_address": _("Address of the site"),
    "record": _("The record"),
    "localities": _("Postcodes and places"),
}


def register_subject(model: str, kind: SubjectKind) -> None:
    """`model` is "app_label.model", as the log writes it."""
    SUBJECTS[model] = kind


def subjects_of(entries: Iterable[AuditEntry], *, person: User) -> dict[str, Subject]:
    """By `AuditEntry.about`; one query for each kind of row that has a page."""
    by_model: dict[str, set[str]] = {}
    for entry in entries:
        model, _colon, key = entry.about.partition(":")
        by_model.setdefault(model, set()).add(key)
    found: dict[str, Subject] = {}
    for model, keys in by_model.items():
        named, known = _NAMED.get(model), _keys_of_rows(model, keys)
        names = named(known) if named else {}
        urls = _urls(model, known, person)
        for key in keys:
            about = f"{model}:{key}" if key else model
            found[about] = Subject(names.get(key) or _name(model, key), urls.get(key, ""))
    return found


def _keys_of_rows(model: str, words: Collection[str]) -> set[str]:
    """Those that a row of this table can have: a table may have had others."""
    table = retention.tables().get(model)
    return {word for word in words if table and holds.key_of(table, word) is not None} - {""}


def _urls(model: str, keys: Collection[str], person: User) -> Mapping[str, str]:
    kind = SUBJECTS.get(model)
    if kind is None or kind.addresses is None or not keys:
        return {}
    return {key: url for key, url in kind.addresses(person, keys).items() if _may_open(person, url)}


def _may_open(person: User, url: str) -> bool:
    permission = permission_of(resolve(url.partition("#")[0]).func)
    return permission is not None and permission.admits(person)


def _name(model: str, key: str) -> str:
    """One row by its kind and number, several by their table."""
    if model in WORDS:
        return str(WORDS[model])
    kind = SUBJECTS.get(model)
    name = str(kind.name) if kind is not None and key else retention.name_of(model)
    if not name or not key.isdigit():
        return name
    return f"{name} {key}" if kind is not None else f"{name}\u00a0·\u00a0{key}"


def people_page(person: User, keys: Collection[str]) -> Mapping[str, str]:
    """Of those who work in one's offices, and of these offices."""
    known = {str(office.pk) for office in person.offices} | {
        str(key) for key in Assignment.objects.filter(office__in=person.offices).values_list("user", flat=True)
    }
    return dict.fromkeys(known & set(keys), reverse("people"))


def retention_page(_person: User, keys: Collection[str]) -> Mapping[str, str]:
    return dict.fromkeys(keys, f"{reverse('retention')}#holds")


def _people(keys: Collection[str]) -> dict[str, str]:
    return {str(one.pk): str(one) for one in User.objects.filter(pk__in=keys)}


def _offices(keys: Collection[str]) -> dict[str, str]:
    return {str(one.pk): one.name for one in Office.objects.filter(pk__in=keys)}


# Rows with a name that everybody who may read the entry knows.
_NAMED: dict[str, Callable[[Collection[str]], dict[str, str]]] = {
    "accounts.user": _people,
    "accounts.office": _offices,
}
