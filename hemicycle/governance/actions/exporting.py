"""Tables that leave as files are logged, before the first line is sent."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model

from hemicycle.rules import audit


@transaction.atomic
def note_export(kind: str, *, about: Model | type[Model], by: Any) -> None:
    """`about`: the row whose table it is, or the model of the rows in it."""
    named = about if isinstance(about, Model) else about._meta.label_lower
    audit.record("governance.export", by=by, about=named, kind=kind)
