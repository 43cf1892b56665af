"""The OpenAPI description in the language of whoever asks.

The words are those of `schemas.py` and of the routes, translated, and where these say nothing those of the data
dictionary.
"""

from __future__ import annotations

from copy import deepcopy
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext

from hemicycle.record.api.responses import PROBLEM
from hemicycle.record.api.schemas import Fault
from hemicycle.record.tables.meanings import COLUMNS
from hemicycle.rules.licence import Licence

# In which table of the dictionary the fields of a schema are explained, where they are not the same everywhere.
_TABLES = {
    "Ballot": "vote",
    "Count": "votecount",
    "Item": "agendaitem",
    "Known": "identifier",
    "Membership": "membership",
    "Sitting": "sitting",
    "SittingInFull": "sitting",
    "Version": "documentversion",
    "VersionInFull": "documentversion",
}
# A field that names a row by its address is a key there: `parent` is `parent_id`.
_KEY = "_id"


def described(schema: dict[str, Any], licence: Licence | None = None) -> dict[str, Any]:
    """`schema` as Ninja makes it, with meanings in the active language, the licence of what it gives, and the problems
    it answers."""
    result = deepcopy(schema)
    result["info"]["description"] = gettext(result["info"]["description"])
    if licence:
        result["info"]["license"] = {"name": licence.name, **({"url": licence.url} if licence.url else {})}
    result["components"]["schemas"]["Fault"] = Fault.model_json_schema()
    for name, component in result["components"]["schemas"].items():
        _describe(name, component)
    for path, operations in result["paths"].items():
        for operation in operations.values():
            _translate(operation, "summary", "description")
            operation["tags"] = [gettext(tag) for tag in operation["tags"]]
            for parameter in operation.get("parameters", ()):
                _translate(parameter, "description")
            operation["responses"] |= _problems(path, operation)
    return result


def _describe(name: str, component: dict[str, Any]) -> None:
    component.pop("description", None)
    for field, prop in component.get("properties", {}).items():
        _translate(prop, "description")
        for key in (f"{_TABLES.get(name)}.{field}", f"{_TABLES.get(name)}.{field}{_KEY}", field, f"{field}{_KEY}"):
            if key in COLUMNS:
                prop.setdefault("description", str(COLUMNS[key]))


def _translate(part: dict[str, Any], *names: str) -> None:
    for name in names:
        if part.get(name):
            part[name] = gettext(part[name])


def _problems(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    possible = {
        HTTPStatus.NOT_FOUND: "{" in path,
        HTTPStatus.UNPROCESSABLE_ENTITY: bool(operation.get("parameters")),
        HTTPStatus.TOO_MANY_REQUESTS: True,
    }
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Fault"}}}
    return {
        str(int(status)): {"description": status.phrase, "content": content} for status, may in possible.items() if may
    }
