"""Rows of any table, with what they need to be there: for tests that are about every table alike."""

import uuid
from typing import Any, TypeVar

from django.db.models import Field, ForeignKey, Model
from django.utils import timezone

from hemicycle.rules.models import Work, WorkState

M = TypeVar("M", bound=Model)

_VALUES = {
    "DateTimeField": timezone.now,
    "DateField": timezone.localdate,
    "JSONField": dict,
    "BinaryField": lambda: b"bytes",
    "UUIDField": uuid.uuid4,
    "FloatField": lambda: 0.5,
    "PositiveIntegerField": lambda: 1,
    "PositiveSmallIntegerField": lambda: 1,
    "PositiveBigIntegerField": lambda: 1,
    "IntegerField": lambda: 1,
}


# What the constraints of a table ask for beside its fields.
_GIVEN: dict[str, dict[str, Any]] = {
    "channels.Attachment": {"content": b"bytes"},
    "channels.Measure": {"rule": "R1"},
    "follow.DigestRun": {"frequency": "daily"},
    "record.Document": {"titles": {"en": "A bill"}},
    "listening.Finding": {"place": "voice"},
}


def row_of(model: type[M], **given: Any) -> M:
    """A row with `given`; whatever else the table asks for is made up, rows that it points to among them."""
    given = {**_GIVEN.get(model._meta.label, {}), **given}
    if issubclass(model, Work) and "state" not in given:
        # One that waits would be done by whichever worker a test starts.
        given |= {"state": WorkState.DONE, "finished_at": timezone.now()}
    needed = {field.name: _value(field) for field in model._meta.concrete_fields if _is_needed(field, given)}
    return model._base_manager.create(**needed, **given)


def _is_needed(field: Field[Any, Any], given: dict[str, Any]) -> bool:
    made_up = field.has_default() or field.null or field.blank or getattr(field, "auto_created", False)
    return field.name not in given and not made_up


def _value(field: Field[Any, Any]) -> Any:
    if isinstance(field, ForeignKey):
        return row_of(field.related_model)
    if field.choices:
        return field.choices[0][0]
    make = _VALUES.get(field.get_internal_type(), lambda: uuid.uuid4().hex[: min(field.max_length or 32, 32)])
    return make()
