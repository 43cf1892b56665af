"""The package with what is held of a person: a letter to read, the same as JSON, and files.

On the disk it is sealed with a key of its own, which is itself sealed; whoever proved the address opens it once, and
then it is gone.
"""

from __future__ import annotations

import base64
import io
import json
import os
import zipfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from hemicycle.channels.models import encryption
from hemicycle.rules import audit, personal_data, retention
from hemicycle.rules.erasure import leave_no_trace
from hemicycle.rules.personal_data import Subject

from ...errors import PackageGone, WrongCode
from ...models.requests import SEALED_FOR, PersonalDataRequest, RequestAddress
from .asking import opens
from .writing import PERSON

LASTS = timedelta(days=14)
_NONCE = 12


def path_of(request: PersonalDataRequest) -> Path:
    return Path(settings.HOME) / "requests" / f"{request.pk}.package"


def store_package(held: PersonalDataRequest, subject: Subject) -> int:
    """How many files are in it. The row gets the key and the day until which it can be opened."""
    held.package_until = timezone.now() + LASTS
    content, files = package(held, subject)
    key, nonce = AESGCM.generate_key(256), os.urandom(_NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, content, str(held.pk).encode())
    path = path_of(held)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(sealed)
    held.package_key = encryption.seal(base64.b64encode(key).decode(), SEALED_FOR)
    return files


def package(held: PersonalDataRequest, subject: Subject) -> tuple[bytes, int]:
    """A ZIP: letter.html, data.json, and a folder of files for each holding."""
    sections = {one.name: one.data(subject) for one in personal_data.in_order()}
    sections = {name: rows for name, rows in sections.items() if rows}
    packed, n = io.BytesIO(), 0
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("letter.html", _letter(held, sections))
        archive.writestr("data.json", json.dumps(sections, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        for one in personal_data.in_order():
            for file in one.files(subject):
                archive.writestr(f"files/{one.name}/{file.name}", file.content)
                n += 1
    return packed.getvalue(), n


def _letter(held: PersonalDataRequest, sections: dict[str, list[dict[str, Any]]]) -> str:
    with translation.override(held.lang):
        named = []
        for name, rows in sections.items():
            table = personal_data.HOLDINGS[name].tables[0].lower()
            named.append((retention.name_of(table), [list(_lines(row)) for row in rows]))
        return render_to_string(
            "governance/requests/package.html",
            {"request_row": held, "sections": named, "language": held.lang, "now": timezone.now()},
        )


def _lines(row: dict[str, Any], above: str = "") -> Any:
    """(name, value) of everything that says something, what is nested with its names one after the other."""
    for name, value in row.items():
        said = f"{above}{name}".replace("_", " ")
        if isinstance(value, dict):
            yield from _lines(value, f"{said} › ")
        elif isinstance(value, list | tuple):
            for n, one in enumerate(value, 1):
                yield from _lines(one, f"{said} {n} › ") if isinstance(one, dict) else [(f"{said} {n}", one)]
        elif value not in ("", None):
            yield said, value


def open_package(request: PersonalDataRequest, *, code: str) -> bytes:
    """Once, with the code that was sent to the proved address. Raises PackageGone, WrongCode."""
    content = _open(request, code)
    if content is None:
        raise WrongCode(str(request.pk))
    return content


@transaction.atomic
def _open(request: PersonalDataRequest, code: str) -> bytes | None:
    held = PersonalDataRequest.objects.select_for_update().get(pk=request.pk)
    if not is_there(held):
        raise PackageGone(str(held.pk))
    if not opens(held, code):
        return None
    sealed = path_of(held).read_bytes()
    key = base64.b64decode(encryption.unseal(held.package_key, SEALED_FOR))
    content = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], str(held.pk).encode())
    held.opened_at = timezone.now()
    drop_package(held)
    held.save(update_fields=["opened_at", "package_key"])
    audit.record("governance.request_open", by=PERSON, about=held, office=held.office)
    return content


def is_there(held: PersonalDataRequest) -> bool:
    until = held.package_until
    return bool(held.package_key) and held.opened_at is None and until is not None and until > timezone.now()


def drop_package(held: PersonalDataRequest) -> None:
    """Without its key the file is nothing, and it goes too."""
    held.package_key = ""
    RequestAddress.objects.filter(request=held).update(code="")
    leave_no_trace()
    transaction.on_commit(partial(path_of(held).unlink, missing_ok=True))
