"""The whole public record as one file: each table as CSV and Parquet, described by a Frictionless Data Package.

    datapackage.json        tables, columns, keys, licences and sources (https://specs.frictionlessdata.io/data-package/)
    README.en.md …          the data dictionary, in each language of the platform
    csv/TABLE.csv           what `hemicycle import` reads back
    parquet/TABLE.parquet   the same rows for people who calculate

The same record is the same bytes. Tables pass one by one through files beside the one that is written, so that memory
stays flat; a table is read once for both its files.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.record.exporters.public_rows import one_moment, public
from hemicycle.record.exporters.scope import Passing, Scope
from hemicycle.record.exporters.tables import write as write_table
from hemicycle.record.models import Source
from hemicycle.record.tables import dictionary, meanings
from hemicycle.record.tables.columns import MODELS, Column, Kind, columns, name_of
from hemicycle.rules.house_name import house_name
from hemicycle.rules.licence import record_licence

# The first moment a zip can name: when it was made is no part of what it says.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1024 * 1024
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{1,60}")


@dataclass(frozen=True, slots=True)
class Packed:
    """A table in the archive: how many rows, and of each of its files how large, and which digest."""

    model: type[models.Model]
    rows: int
    files: dict[str, tuple[int, str]]


def chunks(scope: Scope) -> Iterator[bytes]:
    """The file bit by bit, for `hemicycle export`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dataset.zip"
        write(path, passing=scope.passing)
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk


def write(path: Path, *, passing: Passing = iter) -> dict[str, int]:
    """Write the dataset; returns how many rows each table has."""
    with (
        tempfile.TemporaryDirectory(dir=path.parent) as work,
        zipfile.ZipFile(path, "w") as archive,
        one_moment(),
    ):
        packed = [_pack(archive, Path(work), model, passing) for model in MODELS]
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                _add_text(archive, f"README.{language}.md", readme(packed))
        with translation.override("en"):
            _add_text(archive, "datapackage.json", json.dumps(package(packed), ensure_ascii=False, indent=1) + "\n")
    return {name_of(one.model): one.rows for one in packed}


def _pack(archive: zipfile.ZipFile, work: Path, model: type[models.Model], passing: Passing) -> Packed:
    name = name_of(model)
    as_csv, as_parquet = work / f"{name}.csv", work / f"{name}.parquet"
    rows = write_table(model, csv_to=as_csv, parquet_to=as_parquet, passing=passing)
    files = {
        f"csv/{name}.csv": _add(archive, f"csv/{name}.csv", as_csv, zipfile.ZIP_DEFLATED),
        # Its columns are compressed as they are.
        f"parquet/{name}.parquet": _add(archive, f"parquet/{name}.parquet", as_parquet, zipfile.ZIP_STORED),
    }
    return Packed(model, rows, files)


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.compress_type, entry.create_system, entry.external_attr = compression, 3, 0o644 << 16
    return entry


def _add(archive: zipfile.ZipFile, name: str, path: Path, compression: int) -> tuple[int, str]:
    """Move a file into the archive; returns its size and its SHA-256."""
    size, digest = 0, hashlib.sha256()
    with path.open("rb") as file, archive.open(_entry(name, compression), "w", force_zip64=True) as packed:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            digest.update(chunk)
            packed.write(chunk)
    path.unlink()
    return size, digest.hexdigest()


def _add_text(archive: zipfile.ZipFile, name: str, text: str) -> None:
    archive.writestr(_entry(name, zipfile.ZIP_DEFLATED), text.encode())


def package(packed: list[Packed]) -> dict[str, Any]:
    """datapackage.json; its `version` says whether two datasets hold the same."""
    digests = "".join(digest for one in packed for _size, digest in one.files.values())
    return {
        "profile": "data-package",
        "name": "parliamentary-record",
        "title": _("The record of %(house)s") % {"house": house_name()},
        "description": _("Everything public that happened in the House, as the sources report it."),
        "version": hashlib.sha256(digests.encode()).hexdigest()[:16],
        "licenses": [licence(words) for words in licences()],
        "sources": sources(),
        "resources": [resource for one in packed for resource in _resources(one)],
    }


def licences() -> list[str]:
    """That of the House, then those that sources state, each once."""
    own = record_licence()
    stated = public(Source).exclude(licence="").order_by("licence").values_list("licence", flat=True).distinct()
    return list(dict.fromkeys([*([own.words] if own else []), *stated]))


def licence(words: str) -> dict[str, str]:
    """As the specification wants it: a name without spaces, an address, or both."""
    if words.startswith(("http://", "https://")):
        return {"path": words}
    return {"name": words} if _SPDX.fullmatch(words) else {"name": "other", "title": words}


def sources() -> list[dict[str, str]]:
    rows = public(Source).order_by("address").values_list("address", flat=True).distinct()
    return [
        {"title": address} | ({"path": address} if address.startswith(("http://", "https://")) else {})
        for address in rows
    ]


def _resources(one: Packed) -> Iterator[dict[str, Any]]:
    name = name_of(one.model)
    described = {
        "title": str(one.model._meta.verbose_name).capitalize(),
        "description": meanings.of_table(one.model),
    }
    for path, (size, digest) in one.files.items():
        form = path.partition("/")[0]
        is_csv = form == "csv"
        yield {
            "name": name if is_csv else f"{name}-parquet",
            "path": path,
            "profile": "tabular-data-resource" if is_csv else "data-resource",
            **described,
            "format": form,
            "mediatype": "text/csv" if is_csv else "application/vnd.apache.parquet",
            **({"encoding": "utf-8"} if is_csv else {}),
            "bytes": size,
            "hash": f"sha256:{digest}",
            "schema": schema(one.model),
        }


def schema(model: type[models.Model]) -> dict[str, Any]:
    """Frictionless Table Schema."""
    described = columns(model)
    keys = [
        {"fields": [one.name], "reference": {"resource": _reference(model, one), "fields": ["id"]}}
        for one in described
        if one.to
    ]
    return {
        "fields": [_field(model, one) for one in described],
        "missingValues": [""],
        "primaryKey": ["id"],
        **({"foreignKeys": keys} if keys else {}),
    }


def _reference(model: type[models.Model], column: Column) -> str:
    """The specification writes a table’s keys to itself as "" ."""
    return "" if column.to == name_of(model) else column.to


def _field(model: type[models.Model], column: Column) -> dict[str, Any]:
    kind = {"type": "string", "format": "uuid"} if column.kind is Kind.KEY else {"type": column.kind.value}
    limits: dict[str, Any] = {}
    if not dictionary.may_be_empty(column):
        limits["required"] = True
    if column.field.primary_key:
        limits["unique"] = True
    if column.choices:
        limits["enum"] = column.choices
    return {
        "name": column.name,
        **kind,
        "description": meanings.of_column(model, column),
        **({"constraints": limits} if limits else {}),
    }


def readme(packed: list[Packed]) -> str:
    """What somebody reads who has only the file, in the language that is active."""
    known = [*licences()] or [_("The sources state none.")]
    return "\n".join(
        (
            "# " + _("The record of %(house)s") % {"house": house_name()},
            "",
            _("Everything public that happened in the House, as the sources report it."),
            "",
            f"## {_('Licence')}",
            "",
            *(f"- {words}" for words in known),
            "",
            _("A row says through `source_id` where it was taken from, and the table `source` under which licence."),
            "",
            f"## {_('Files')}",
            "",
            "- `datapackage.json`: " + _("describes all tables for programs (Frictionless Data Package)"),
            "- `csv/`: " + _("one table a file, UTF-8, the first line names the columns"),
            "- `parquet/`: " + _("the same tables with their types"),
            "",
            _("Rows stand in the order of their keys. An empty cell means that nothing is known."),
            _("Texts in several languages are JSON objects by language tag."),
            _(
                "In CSV, a text that begins with one of = + - @ ' or with a tab or a line break has an apostrophe "
                "before it, so that no spreadsheet runs it as a formula; remove it to get the text."
            ),
            _("It does not contain what is internal or was withdrawn."),
            _("`hemicycle import FILE` imports this file again, every row with its key."),
            "",
            f"## {_('Size')}",
            "",
            f"| {_('table')} | {_('rows')} |",
            "|---|---:|",
            *(f"| `{name_of(one.model)}` | {one.rows} |" for one in packed),
            "",
            *dictionary.tables(),
            "",
        )
    )
