"""What the police get of one report: every part of the evidence as it came, with its hash, and a list of them.

A ZIP: evidence/…, manifest.json, manifest.pdf of the same words, and SHA256SUMS, which `sha256sum --check` reads.
Notes of staff are not in it.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hemicycle.cases.models import Evidence, EvidenceKind, ThreatReport
from hemicycle.rules import typesetting
from hemicycle.rules.house_name import house_name

TEMPLATE = Path(__file__).with_name("pack.typ")
ENDINGS = {EvidenceKind.ORIGINAL: "eml", EvidenceKind.TEXT: "txt", EvidenceKind.SENDER: "txt"}


def pack(report: ThreatReport, *, made_by: str, at: datetime) -> bytes:
    """The ZIP. Raises rules.errors.PdfRefused, channels.models.encryption.Unreadable."""
    parts = [(_file_name(number, one), one) for number, one in enumerate(report.evidence.all(), 1)]
    files = {name: one.content() for name, one in parts}
    listed = manifest(report, parts, made_by=made_by, at=at)
    files["manifest.json"] = json.dumps(listed, ensure_ascii=False, indent=2).encode()
    files["manifest.pdf"] = as_pdf(listed)
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    return _zipped({**files, "SHA256SUMS": sums.encode()}, at)


def manifest(
    report: ThreatReport, parts: Iterable[tuple[str, Evidence]], *, made_by: str, at: datetime
) -> dict[str, Any]:
    return {
        "house": str(house_name()),
        "office": str(report.office),
        "report": str(report),
        "case": report.case.written_reference if report.case is not None else "",
        "kind": report.kind,
        "against": report.target,
        "reported_at": report.reported_at.isoformat(),
        "made_at": at.isoformat(),
        "made_by": made_by,
        "evidence": [{"file": name, **_described(one)} for name, one in parts],
    }


def as_pdf(listed: dict[str, Any]) -> bytes:
    """The list on paper, in the language of the page."""
    facts = [
        (_("Office"), listed["office"]), (_("Report"), listed["report"]),
        *([(_("Reference of the letter"), listed["case"])] if listed["case"] else []),
        (_("Made by"), listed["made_by"]), (_("Made on"), _moment(listed["made_at"])),
        (_("Reported on"), _moment(listed["reported_at"])),
    ]  # fmt: skip
    data = {
        "language": translation.get_language().partition("-")[0], "font": typesetting.FONT, "house": listed["house"],
        "title": _("Evidence handed over"), "facts": [list(map(str, one)) for one in facts],
        "lines": [_("Each file is a copy of what came in. Its SHA-256 was taken when it was copied.")],
        "files": [[list(pair) for pair in _said(one)] for one in listed["evidence"]],
    }  # fmt: skip
    return typesetting.pdf(TEMPLATE, data)


def _described(one: Evidence) -> dict[str, Any]:
    return {
        "what": one.kind,
        "label": one.label,
        **({"confirmed": not one.is_unconfirmed_address} if one.kind == EvidenceKind.SENDER else {}),
        "name": one.name,
        "message": one.message,
        "channel": one.channel,
        "external_id": one.external_id,
        "sent_at": one.sent_at.isoformat() if one.sent_at else None,
        "received_at": one.received_at.isoformat(),
        "kept_at": one.kept_at.isoformat(),
        "size": one.size,
        "sha256": one.sha256,
    }


def _said(one: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("File"), one["file"]), (_("What it is"), one["label"]),
        (_("Number on its network"), one["external_id"]), (_("Received on"), _moment(one["received_at"])),
        (_("Copied on"), _moment(one["kept_at"])), ("SHA-256", one["sha256"]),
    ]  # fmt: skip


def _moment(written: str) -> str:
    return f"{date_format(timezone.localtime(datetime.fromisoformat(written)), 'DATETIME_FORMAT')} ({written})"


def _file_name(number: int, one: Evidence) -> str:
    ending = (
        ENDINGS.get(EvidenceKind(one.kind))
        or "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in one.name)[-60:]
    )
    return f"evidence/{number:03}-{one.kind}.{ending}"


def _zipped(files: dict[str, bytes], at: datetime) -> bytes:
    written, moment = io.BytesIO(), timezone.localtime(at).timetuple()[:6]
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name, moment), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()
