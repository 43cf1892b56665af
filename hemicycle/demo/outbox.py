"""What the demonstration would have sent, as it lies in its folders; and a telephone that can write to it.

Whoever tries the way of a citizen finds here the message that asks them to confirm, their reference and the answer.
"""

from __future__ import annotations

import email
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.policy import default as current
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from hemicycle.channels.adapters.gammu import files

SHOWN = 20
# Of those that lie there as many of the newest are looked through for an address.
LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class Sent:
    """`is_text`: a text message, which has no subject."""

    to: str
    subject: str
    text: str
    at: datetime
    lang: str = ""
    is_text: bool = False


def sent(*, to: str = "") -> list[Sent]:
    """The newest first; `to`: whose address has these characters."""
    found = (_read(path, at) for path, at in _newest_first()[:LOOKED_AT])
    wanted = (one for one in found if one is not None and to.casefold() in one.to.casefold())
    return list(islice(wanted, SHOWN))


def write_text(*, number: str, text: str) -> None:
    """As the modem's program lays down what a telephone sent; the worker takes it from there within seconds."""
    now = timezone.localtime()
    name = f"IN{now:%Y%m%d_%H%M%S}_{now.microsecond // 10_000:02d}_{number}_00.txt"
    path = texts_folder() / "inbox" / name
    part = path.with_name(f".{name}")
    part.write_text(text, encoding="utf-8")
    part.rename(path)


def texts_folder() -> Path:
    return Path(settings.HOME) / "outbox" / "sms"


def _newest_first() -> list[tuple[Path, datetime]]:
    mails = (Path(settings.HOME) / "outbox" / "email").glob("[!.]*.eml")
    texts = (path for name in ("outbox", "sent") for path in (texts_folder() / name).glob(f"OUT*{files.SUFFIX}"))
    dated = list[tuple[int, Path]]()
    for path in (*mails, *texts):
        # The program of a modem may take it meanwhile.
        with suppress(FileNotFoundError):
            dated.append((path.stat().st_mtime_ns, path))
    return [(path, datetime.fromtimestamp(ns / 1e9, UTC)) for ns, path in sorted(dated, reverse=True)]


def _read(path: Path, at: datetime) -> Sent | None:
    if path.suffix != files.SUFFIX:
        return _mail_in(path.read_bytes(), at)
    content = files.content_of(path)
    return _text_in(content, at) if content is not None else None


def _mail_in(content: bytes, at: datetime) -> Sent:
    mail = email.message_from_bytes(content, policy=current)
    body = mail.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    return Sent(str(mail["To"]), str(mail["Subject"]), text, at, lang=str(mail["Content-Language"] or ""))


def _text_in(content: bytes, at: datetime) -> Sent | None:
    parts = files.read(content)
    return Sent(parts[0].number, "", "".join(part.text for part in parts), at, is_text=True) if parts else None
