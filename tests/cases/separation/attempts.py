"""Somebody who asks for an address, with or without a form, and what came of it; afterwards nothing has happened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db import connection, transaction
from django.db.models import Model
from django.test import Client

from hemicycle.accounts.models import User

from .offices import FullOffice, key_in
from .reading import everything_in
from .tables import digest_of, tables_by_name, ways_to_office

_CHANGED = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"', re.IGNORECASE)


def browser_of(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


class Attempts:
    """Of one person, at one office that is not theirs. `found`: what they should not have seen or done."""

    def __init__(self, name: str, user: User | None, at: FullOffice) -> None:
        self.name, self.at, self.client = name, at, browser_of(user)
        self.secrets = _secrets_of(at)
        self.cookies = self.client.cookies.copy()
        self.before = {table: digest_of(table, at.office) for table in ways_to_office()}
        self.found: list[str] = []
        self.asked = 0

    def get(self, path: str) -> None:
        self._ask("GET", path, {})

    def post(self, path: str, form: Mapping[str, Any]) -> None:
        self._ask("POST", path, form)

    def _ask(self, method: str, path: str, form: Mapping[str, Any]) -> None:
        self.asked += 1
        body = urlencode(form, doseq=True)
        with transaction.atomic():
            changes = _Changes()
            with connection.execute_wrapper(changes):
                answer = (
                    self.client.post(path, body, content_type="application/x-www-form-urlencoded")
                    if method == "POST"
                    else self.client.get(path)
                )
                said = everything_in(answer)
            self._judge(method, path, answer.status_code, said, asked=path + body)
            if changed := [one for one in changes.tables if digest_of(one, self.at.office) != self.before[one]]:
                names = ", ".join(one._meta.label for one in changed)
                self.found.append(f"{method} {path}: {self.name} gets {answer.status_code} and changed {names}")
            transaction.set_rollback(True)
        # Somebody who signed out is signed in again, and no message waits for the next page.
        self.client.cookies = self.cookies.copy()

    def _judge(self, method: str, path: str, status: int, said: str, *, asked: str) -> None:
        if status >= 500:
            self.found.append(f"{method} {path}: {self.name} gets {status}")
        if leaked := sorted({one for one in self.secrets.findall(said) if one not in asked}):
            self.found.append(f"{method} {path}: {self.name} gets {status} and reads {leaked}")


class _Changes:
    """Which tables of offices were written to."""

    def __init__(self) -> None:
        self.tables: set[type[Model]] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if (found := _CHANGED.match(sql)) and found[1] in tables_by_name():
            self.tables.add(tables_by_name()[found[1]])
        return execute(sql, params, many, context)


def _secrets_of(full: FullOffice) -> re.Pattern[str]:
    """Words of it, the references of its cases, and the keys that open pages to whoever has them."""
    cases = [full.case, full.names["other"]]
    known = [key_in(full.office), *(one.reference for one in cases), *(one.written_reference for one in cases)]
    return re.compile("|".join([rf"{full.word}\w+", *map(re.escape, known)]))
