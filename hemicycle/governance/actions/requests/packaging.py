"""The package with what is held of a person: a letter to read (HTML and PDF), the same as JSON, and files.

On the disk it is sealed with a key of its own, which is itself sealed; whoever proved the address opens it once, and
then it is gone.
"""

from __future__ import annotations

import base64
import io
import json
import os
import zipfile
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from hemicycle.channels.models import encryption
from hemicycle.rules import audit, personal_data
from hemicycle.rules.erasure import leave_no_trace
from hemicycle.rules.errors import PdfRefused
from hemicycle.rules.personal_data import Subject

from ...documents.held import Letter, as_html, as_pdf, letter
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
    """A ZIP: letter.html and letter.pdf, data.json, and a folder of files for each holding."""
    sections = {one.name: one.data(subject) for one in personal_data.in_order()}
    sections = {name: rows for name, rows in sections.items() if rows}
    packed, n = io.BytesIO(), 0
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        _write_letter(archive, letter(sections, office=str(held.office), language=held.lang))
        archive.writestr("data.json", json.dumps(sections, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        for one in personal_data.in_order():
            for file in one.files(subject):
                archive.writestr(f"files/{one.name}/{file.name}", file.content)
                n += 1
    return packed.getvalue(), n


def _write_letter(archive: zipfile.ZipFile, found: Letter) -> None:
    """What typst cannot set is in the page all the same: nobody waits for their data because of a sign."""
    archive.writestr("letter.html", as_html(found))
    with suppress(PdfRefused):
        archive.writestr("letter.pdf", as_pdf(found))


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
