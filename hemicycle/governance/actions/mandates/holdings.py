"""Which rows an office holds, in whatever table: found by the keys, so that a new table is never forgotten."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import BinaryField, FileField, Model, QuerySet
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.channels.models import Contact, opened_address
from hemicycle.rules import holds, retention

# Who works there and that the office was one: the record of the House. Accounts are closed and lose their secrets.
KEPT = frozenset({
    "accounts.office", "accounts.assignment", "accounts.pendingassignment", "accounts.notice", "record.memberoffice",
    "channels.account", "governance.mandate", "governance.mandateerasure", "governance.personaldatarequest",
    "governance.requestaddress",
})  # fmt: skip
# No reader has a use for these, and whoever found the file could.
_SECRET = frozenset({"sealed", "digest", "key", "sender"})


def held_by(office: Office) -> list[QuerySet[Any]]:
    """Everything that goes, a queryset for each table that has such rows."""
    found = []
    for model in apps.get_models():
        if holds.office_of(model) and model._meta.label_lower not in KEPT:
            mine = holds.of_office(model, office.slug)
            assert mine is not None
            rows = model._base_manager.filter(mine)
            found += [rows] if rows.exists() else []
    return found


def export(office: Office) -> tuple[bytes, str]:
    """A ZIP of JSON lines, one file a table, with the files that came along, their SHA-256 and a manifest; and the
    SHA-256 of the whole."""
    packed, sums = io.BytesIO(), dict[str, str]()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(office):
            sums[name] = hashlib.sha256(content).hexdigest()
            archive.writestr(name, content)
        archive.writestr("SHA256SUMS", "".join(f"{digest}  {name}\n" for name, digest in sums.items()))
        archive.writestr("manifest.json", json.dumps(_manifest(office, sums), ensure_ascii=False, indent=1))
    content = packed.getvalue()
    return content, hashlib.sha256(content).hexdigest()


def _manifest(office: Office, sums: dict[str, str]) -> dict[str, Any]:
    tables = {
        rows.model._meta.label: {"name": retention.name_of(rows.model._meta.label_lower), "rows": rows.count()}
        for rows in held_by(office)
    }
    return {
        "office": office.name,
        "made_at": timezone.now().isoformat(),
        "format": "JSON Lines, UTF-8",
        "tables": tables,
        "sha256": sums,
    }


def _files(office: Office) -> Iterator[tuple[str, bytes]]:
    for rows in held_by(office):
        label, lines = rows.model._meta.label, []
        for row in rows.order_by("pk").iterator():
            lines.append(json.dumps(_plain(row), cls=DjangoJSONEncoder, ensure_ascii=False))
            yield from ((f"files/{label}/{row.pk}-{name}", content) for name, content in _contents(row))
        yield f"tables/{label}.jsonl", "".join(f"{line}\n" for line in lines).encode()


def _plain(row: Model) -> dict[str, Any]:
    said = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not isinstance(field, BinaryField | FileField) and field.name not in _SECRET
    }
    return said | ({"address": opened_address(row.sealed)} if isinstance(row, Contact) else {})


def _contents(row: Model) -> Iterator[tuple[str, bytes]]:
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, BinaryField) and value is not None:
            yield field.name, bytes(value)
        if isinstance(field, FileField) and value:
            with value.open("rb") as file:
                yield field.name, file.read()
