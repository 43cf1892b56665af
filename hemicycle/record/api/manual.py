"""The description of the API as people read it: what can be asked, and of what the answers are made.

Made from the OpenAPI schema, so that it says nothing else than that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.record.tables.columns import Kind
from hemicycle.record.tables.meanings import KINDS

_REF = "#/components/schemas/"
# How Ninja calls a page of things: `Page_Bill_`.
_PAGE = "Page_"
_SIMPLE: dict[tuple[str, str], str | Promise] = {
    ("string", ""): KINDS[Kind.STRING],
    ("string", "date"): KINDS[Kind.DATE],
    ("string", "date-time"): KINDS[Kind.DATETIME],
    ("string", "time"): KINDS[Kind.TIME],
    ("integer", ""): KINDS[Kind.INTEGER],
    ("boolean", ""): KINDS[Kind.BOOLEAN],
    ("object", ""): gettext_lazy("object of texts"),
}
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Type:
    """What a value is, in words; `of` names the shape it has, `values` are those it may be."""

    words: str
    of: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter or a field; `limits` in words."""

    name: str
    type: Type
    meaning: str
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Row, ...]
    answer: Type

    @property
    def anchor(self) -> str:
        """For the address of its place on the page."""
        return "-".join(part.strip("{}") for part in self.path.split("/") if part)


@dataclass(frozen=True, slots=True)
class Shape:
    """Of what a thing in an answer is made."""

    name: str
    rows: tuple[Row, ...]


def operations(schema: Schema) -> list[tuple[str, list[Operation]]]:
    """By what they are about, in the order of the schema."""
    found: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, part in methods.items():
            operation = Operation(
                method=method.upper(),
                path=path,
                summary=part["summary"],
                description=part.get("description", ""),
                parameters=tuple(_parameter(schema, each) for each in part.get("parameters", ())),
                answer=_type(schema, _answer(part)),
            )
            found.setdefault(part["tags"][0], []).append(operation)
    return list(found.items())


def shapes(schema: Schema) -> list[Shape]:
    """Everything with fields that an answer has, by name; a page of things is the same for all of them."""
    components = schema["components"]["schemas"]
    return [
        Shape(name, tuple(_field(schema, field, part) for field, part in components[name]["properties"].items()))
        for name in sorted(_reached(schema))
        if "properties" in components[name] and not name.startswith(_PAGE)
    ]


def _reached(schema: Schema) -> set[str]:
    """The names of what is answered, and of what that is made of."""
    components = schema["components"]["schemas"]
    found, waiting = set[str](), [schema["paths"]]
    while waiting:
        text = json.dumps(waiting.pop())
        new = {name for name in components if f'"{_REF}{name}"' in text} - found
        found |= new
        waiting += [components[name] for name in new]
    return found


def _answer(part: Schema) -> Schema:
    response: Schema = next(each for status, each in part["responses"].items() if str(status) == "200")
    found: Schema = response["content"]["application/json"]["schema"]
    return found


def _parameter(schema: Schema, part: Schema) -> Row:
    """What may be left out is null in the schema; nobody writes null into an address."""
    shape = part["schema"]
    while "anyOf" in shape:
        shape = next(each for each in shape["anyOf"] if each != {"type": "null"})
    return Row(part["name"], _type(schema, shape), part.get("description", ""), tuple(_limits(part)))


def _field(schema: Schema, name: str, part: Schema) -> Row:
    return Row(name, _type(schema, part), part.get("description", ""))


def _limits(part: Schema) -> Iterator[str]:
    shape = part["schema"]
    if part.get("required"):
        yield _("required")
    if "minimum" in shape and "maximum" in shape:
        yield _("%(least)s to %(most)s") % {"least": shape["minimum"], "most": shape["maximum"]}
    if "maxLength" in shape:
        yield _("at most %(count)s characters") % {"count": shape["maxLength"]}
    if shape.get("default") not in (None, ""):
        yield _("if left out: %(value)s") % {"value": shape["default"]}


def _type(schema: Schema, part: Schema) -> Type:
    match part:
        case {"$ref": ref}:
            return _component(schema, ref.removeprefix(_REF))
        case {"anyOf": [one, {"type": "null"}]}:
            inner = _type(schema, one)
            return Type(_("%(type)s, or null") % {"type": inner.words}, inner.of, inner.values)
        case {"enum": values}:
            return Type(_("one of these"), values=tuple(filter(None, values)))
        case {"type": "array", "prefixItems": [one, *_others]}:
            return Type(_("pair of %(type)s") % {"type": _type(schema, one).words})
        case {"type": "array", "items": one}:
            inner = _type(schema, one)
            return Type(_("list of %(type)s") % {"type": inner.words}, inner.of)
    return Type(str(_SIMPLE[part["type"], part.get("format", "")]))


def _component(schema: Schema, name: str) -> Type:
    if name.startswith(_PAGE):
        of = name.removeprefix(_PAGE).strip("_")
        return Type(_("page of %(type)s") % {"type": of}, of)
    component = schema["components"]["schemas"][name]
    return Type(name, name) if "properties" in component else _type(schema, component)
