"""Every address of the project, filled with what names things of an office."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.urls.converters import get_converters

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import Address

from .offices import FullOffice, address_in, key_in
from .tables import rows_of, ways_to_office

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
# What is no name of a row: by the name of the parameter.
CONSTANT = {
    "lang": ["en"], "text": ["en"], "other": ["fr"], "language": ["en"], "eid": ["sec_1"], "verb": ["accept"],
    "suffix": ["csv"], "digest": ["0" * 64], "start": ["small"], "first": ["small"], "second": ["middle"],
    "article": ["security"], "question": ["approvals-needed"], "form": ["pdf"], "section": ["clauses"],
    "uidb36": ["1"], "version": ["1"], "review": ["1"],
}  # fmt: skip


class CannotFill(LookupError):
    """A parameter that nothing is known for: say in this file what it names."""


def names_in(full: FullOffice) -> dict[str, list[str]]:
    """By the name of a parameter, what it may be."""
    first = rows_of_number(full)
    keys = [key_in(full.office), *_keys_of_groups(full)]
    return {
        "reference": [full.case.reference], "address": [address_in(full.office)], "office": [full.office.slug],
        "key": keys, "token": [f"{first}-guessed", key_in(full.office)], "code": [key_in(full.office)],
        "name": [full.office.slug], "object_id": [str(first)],
    }  # fmt: skip


def rows_of_number(full: FullOffice) -> int:
    """The number that the first row of every table of this office has."""
    return full.case.pk


def _keys_of_groups(full: FullOffice) -> list[str]:
    """What campaigns and themes of an inquiry are called."""
    tables = [one for one in ways_to_office() if one._meta.label in ("listening.Campaign", "listening.Theme")]
    return [key for table in tables for key in rows_of(table, full.office).values_list("key", flat=True)[:1]]


def filled(address: Address, full: FullOffice, *, own: FullOffice | None = None) -> Iterator[str]:
    """The addresses of that pattern which name things of an office; with `own`, those as well of which the first
    parameter names something of that office."""
    wanted = PARAMETER.findall(address.pattern)
    if not wanted:
        yield address.pattern
        return
    offered = [_values(kind, name, full) for kind, name in wanted]
    yield from _addresses(address, wanted, offered)
    if own is not None and len(wanted) > 1:
        yield from _addresses(address, wanted, [_values(*wanted[0], own), *offered[1:]])


def _addresses(address: Address, wanted: list[tuple[str, str]], offered: list[list[str]]) -> Iterator[str]:
    for values in product(*offered):
        given = {name: _typed(kind, value) for (kind, name), value in zip(wanted, values, strict=True)}
        try:
            yield reverse(address.name, kwargs=given)
        except NoReverseMatch:
            # Some values are of another alphabet than this parameter.
            continue


def _values(kind: str, name: str, full: FullOffice) -> list[str]:
    if kind == "int":
        return [str(rows_of_number(full))]
    if kind == "uuid":
        return _uuids(full)
    alternatives = get_converters()[kind].regex.strip("(?:)").split("|") if kind else []
    if len(alternatives) > 1 and all(re.fullmatch(r"[\w-]+", one) for one in alternatives):
        return alternatives
    known = {**CONSTANT, **names_in(full)}
    if name == "kind":
        return ["email", "pdf", "mourning", "bill"]
    if name not in known:
        raise CannotFill(f"<{kind}:{name}>")
    return known[name]


def _uuids(full: FullOffice) -> list[str]:
    tables = [one for one in ways_to_office() if one._meta.pk.get_internal_type() == "UUIDField"]
    keys = [str(one.pk) for table in tables for one in rows_of(table, full.office)[:1]]
    return [*keys, str(full.by.pk)]


def _typed(kind: str, value: str) -> Any:
    return int(value) if kind == "int" else value


def plausible_form(full: FullOffice, own: FullOffice | None = None) -> Mapping[str, Any]:
    """What forms of staff ask for, each field naming something of that office."""
    number, reference, address = str(rows_of_number(full)), full.case.reference, address_in(full.office)
    colleague = str(
        User.objects.filter(assignments__office=full.office).order_by("pk").values_list("pk", flat=True)[0]
    )
    return {
        "rows": [reference, full.case.written_reference, number], "references": reference, "reference": reference,
        "case": reference, "into": [address, number, reference], "to": [colleague, str(full.office.pk)],
        "office": str(full.office.pk), "assignee": colleague, "mentioned": [colleague], "people": [colleague],
        "person": colleague, "template": number, "inquiry": number, "campaign": address, "account": number,
        "accounts": [number], "item": number, "message": number, "about": f"bill:{number}", "bill": number,
        "do": "close", "add": "tag", "tag": "urgent", "name": "A name", "text": "Some words", "note": "Some words",
        "title": "A title", "lang": "en", "why": "answer", "reason": "A reason", "until": "2030-01-01",
        "triage": "answer", "outcome": "answer", "urgency": "threat", "kind": "threat", "target": "staff",
        "key": key_in(full.office), "where": "4020", "q": full.word, "answer": "yes", "send": "1", "digest": "0",
        "step": "hide", "rule": "R1", "words": "street", "days": "1", "email": "a@b.example", "role": "clerk",
        "decision": "yes", "seen": "1", "on": "2026-01-01", "ends_on": "2030-01-01", "from": number, "step_up": "1",
        "query": f"q={full.word}", "is_shared": "on", "then": "next", "confirm": "1", "all": "1",
    }  # fmt: skip


# What can be done with ticked rows, by the address that does it.
DOINGS = {
    "cases:bulk": ["close", "assign", "snooze", "tag", "untag", "answer", "campaign"],
    "cases:campaign_points": ["point", "answer", "none"],
    "cases:urgency": ["confirm", "dismiss", "set"],
}
