"""What an entry of the audit log is about, in words, and where it is seen. Apps register their rows at start:

    register_subject("desk.announcement", SubjectKind(_("Announcement"), announcement_pages))

A title is that of the page to which the link leads, and shown to those who may open it: it may be classified.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemicycle.rules import holds, retention

from ..models import Assignment, Office, User
from ..permissions import permission_of


@dataclass(frozen=True, slots=True)
class Page:
    """Where one row is seen, and what it is called there; `lang` is that of the title, where it is known."""

    url: str
    title: str = ""
    lang: str = ""


Pages = Callable[[User, Collection[str]], Mapping[str, Page]]
"""pages(person, keys): the page of each row, by its key; without those that the person may not see."""


@dataclass(frozen=True)
class SubjectKind:
    """`name` is that of one row; `pages` finds its page, where it has one."""

    name: str | Promise
    pages: Pages | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What it is, by its number, and for those who may open its page what that calls it."""

    name: str
    page: Page = Page("")

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.name, self.page.title)))


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


def subjects_of(abouts: Iterable[str], *, person: User) -> dict[str, Subject]:
    """By what the log writes (`AuditEntry.about`); some queries for each kind of row that has a page."""
    by_model: dict[str, set[str]] = {}
    for about in abouts:
        model, _colon, key = about.partition(":")
        by_model.setdefault(model, set()).add(key)
    found: dict[str, Subject] = {}
    for model, keys in by_model.items():
        named, known = _NAMED.get(model), _keys_of_rows(model, keys)
        names = named(known) if named else {}
        pages = _pages(model, known, person)
        for key in keys:
            about = f"{model}:{key}" if key else model
            found[about] = Subject(names.get(key) or _name(model, key), pages.get(key, Page("")))
    return found


def _keys_of_rows(model: str, words: Collection[str]) -> set[str]:
    """Those that a row of this table can have: a table may have had others."""
    table = retention.tables().get(model)
    return {word for word in words if table and holds.key_of(table, word) is not None} - {""}


def _pages(model: str, keys: Collection[str], person: User) -> Mapping[str, Page]:
    kind = SUBJECTS.get(model)
    if kind is None or kind.pages is None or not keys:
        return {}
    return {key: page for key, page in kind.pages(person, keys).items() if _may_open(person, page.url)}


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


def people_page(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    """Of those who work in one's offices, and of these offices."""
    known = {str(office.pk) for office in person.offices} | {
        str(key) for key in Assignment.objects.filter(office__in=person.offices).values_list("user", flat=True)
    }
    return dict.fromkeys(known & set(keys), Page(reverse("people")))


def _people(keys: Collection[str]) -> dict[str, str]:
    return {str(one.pk): str(one) for one in User.objects.filter(pk__in=keys)}


def _offices(keys: Collection[str]) -> dict[str, str]:
    return {str(one.pk): one.name for one in Office.objects.filter(pk__in=keys)}


# Rows with a name that everybody who may read the entry knows.
_NAMED: dict[str, Callable[[Collection[str]], dict[str, str]]] = {
    "accounts.user": _people,
    "accounts.office": _offices,
}
