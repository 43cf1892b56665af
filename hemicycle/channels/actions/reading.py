"""Reading what a person wrote, as it came: noted each time, with why; of what stands around it, once a day."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemicycle.channels.models import Account, Attachment, Inbound
from hemicycle.rules import audit

REASONS_TO_READ: dict[str, str | Promise] = {
    "answer": _("To answer it"),
    "place": _("To find out where it belongs"),
    "sender": _("Its sender asked for it"),
    "rules": _("To see whether it breaks a house rule"),
}


Redact = Callable[[str, str, Collection[str]], str]
_redacting: list[Redact] = []


def register_redaction(redact: Redact) -> None:
    """How personal data are taken out of a text in a language; the app that knows the engine says it at start."""
    _redacting[:] = [redact]


def without_personal_data(text: str, lang: str, public: Collection[str] = ()) -> str:
    """What may be shown of a letter that nobody has opened; "" where nothing can redact it. `public` are names of
    people in public office, which stay readable."""
    return _redacting[0](text, lang, public) if _redacting else ""


@transaction.atomic
def read_message(message: Inbound, *, why: str, by: Any) -> str:
    """The text, cleaned when it came. The log holds the reason and no words of it; ValueError without one."""
    if why not in REASONS_TO_READ:
        raise ValueError(why)
    audit.record("channels.read", by=by, about=message, office=message.office, why=why)
    return message.text


def note_thread_read(message: Inbound, *, by: Any) -> None:
    """What was answered to one person, and what colleagues noted: once a day for each of them."""
    audit.record_daily("channels.read_thread", by=by, about=message, office=message.office)


@transaction.atomic
def note_lookalikes_export(*, lines: int, by: Any) -> None:
    """A report that leaves as a file; what it was asked about is kept nowhere, so not here either."""
    audit.record("channels.export_lookalikes", by=by, about=Account._meta.label_lower, lines=lines)


@transaction.atomic
def read_file(file: Attachment, *, why: str, by: Any) -> bytes:
    """The content of a file that was kept, as it came; noted like the reading of its message. ValueError without a
    reason."""
    if why not in REASONS_TO_READ:
        raise ValueError(why)
    audit.record("channels.read_file", by=by, about=file.inbound, office=file.inbound.office, why=why, kind=file.kind)
    return bytes(file.content or b"")
