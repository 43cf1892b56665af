"""Files out, files in: the daemon and its modem do the rest."""

from __future__ import annotations

import re
import time
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.adapters.gammu import files
from hemicycle.channels.adapters.gammu.files import Entry, Folders
from hemicycle.channels.contract import (
    Access,
    Adapter,
    CannotConnect,
    Connection,
    DeliveryStatus,
    InboundMessage,
    MarkInFlight,
    Message,
    Outcome,
    OutgoingText,
    Receipt,
    Receive,
    Rendered,
    Report,
)
from hemicycle.channels.sms import NUMBER, TEXTING, gsm, phones

# The daemon writes a file in one go; one that has just changed may not be whole yet.
QUIET_SECONDS = 1.0
LOOK_SECONDS = 1.0
# Networks report within two days; whatever was sent is then of no more use, and holds a number and a text.
SENT_KEPT_SECONDS = 3 * 24 * 3600.0
# A draft gets its name after one commit: seconds, however busy the database is. An older one is of a worker that was
# killed. Were it of a machine that stood still, its message would be found nowhere and written once more.
DRAFT_KEPT_SECONDS = 600.0

# OUT<priority><date>_<time>_<serial>_<recipient>_<note>.<extension>: our key is the note, which the daemon ignores.
_KEY = re.compile(r"^OUT.*_([0-9a-f]{32})\.smsbackup$")
# How `inboxformat = detail` begins.
_DETAIL = b"; This file format was designed for Gammu"
# IN<date>_<time>_<serial>_<sender>_<part>.<extension>
_RECEIVED = re.compile(r"^(IN(\d{8}_\d{6})_\d+_(.*))_\d+\.(txt|bin|smsbackup)$")


class Gammu(Adapter):
    """One modem, one number."""

    kind = "gammu"
    label = _("Text messages, by a modem (Gammu)")
    medium = "sms"
    answers_directly = True
    addressed = True
    institution_only = True
    fields = (NUMBER, *TEXTING)
    machine_settings = ("folder", "inbox", "outbox", "sent", "error")
    in_doubt_seconds = 0.0
    reasons = {"modem-failed": _("The modem could not send it.")}

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        return gsm.render(outgoing, settings)

    def thread_of(self, external_id: str, raw: bytes) -> str:
        """A text message names none: it is answered by one to its sender."""
        return external_id

    def connect(self, access: Access) -> Connection:
        return _Sender(access, files.folders(access.settings))

    def look_up(self, access: Access, message: Message) -> Receipt | None:
        """The file is where the daemon has it, or it was never there."""
        try:
            found = _find(files.folders(access.settings), message.key)
        except (CannotConnect, OSError):
            return None
        return found or Receipt(Outcome.REFUSED, code="not-there")

    def listen(self, access: Access, receive: Receive, stop: Event) -> None:
        while not stop.wait(LOOK_SECONDS):
            self.fetch(access, receive)

    def fetch(self, access: Access, receive: Receive) -> None:
        """Messages of people, reports of the network, and what the modem could not send. A file goes when what it said
        is kept, and a draft that nobody will send when it is old."""
        where = files.folders(access.settings)
        try:
            for path in _old_enough(where.error, QUIET_SECONDS):
                if key := _key_of(path):
                    receive(Report(DeliveryStatus.FAILED, key=key, code="modem-failed"))
                    path.unlink(missing_ok=True)
            for path in _old_enough(where.sent, SENT_KEPT_SECONDS):
                if _key_of(path):
                    path.unlink(missing_ok=True)
            for path in _old_enough(where.outbox, DRAFT_KEPT_SECONDS, hidden=True):
                if _key_of(path.with_name(path.name.removeprefix("."))):
                    path.unlink(missing_ok=True)
            for paths in _together(_old_enough(where.inbox, QUIET_SECONDS)):
                _receive(paths, where, access.settings, receive)
        except OSError as error:
            raise CannotConnect("no-file", type(error).__name__) from error


class _Sender(Connection):
    def __init__(self, access: Access, where: Folders) -> None:
        self.access, self.where = access, where

    @cached_property
    def _there(self) -> set[str]:
        """The keys of what lay in the folders before, and of what was placed since: a modem sends a dozen messages a
        minute, and what waits for it is not looked through for each."""
        return {key for folder in (self.where.outbox, self.where.sent, self.where.error) for key in _keys_in(folder)}

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        try:
            number, content = _content(message, self.access.settings)
        except ValueError as error:
            return Receipt(Outcome.REFUSED, code="cannot-be-written", detail=str(error), permanent=True)
        name = f"OUTC{datetime.now().astimezone():%Y%m%d_%H%M%S}_00_{number}_{message.key}{files.SUFFIX}"
        try:
            existing = _find(self.where, message.key) if message.key in self._there else None
            part = files.prepare(self.where.outbox / name, content)
        except OSError as error:
            raise CannotConnect("no-file", type(error).__name__) from error
        with ExitStack() as unless_placed:
            unless_placed.callback(part.unlink, missing_ok=True)
            mark_in_flight()
            if existing is not None:
                return existing
            self._there.add(message.key)
            return _placed(part, self.where.outbox / name, message.key)


def _placed(part: Path, path: Path, key: str) -> Receipt:
    try:
        files.place(part, path)
    except OSError as error:
        # Whether it got its name is looked up.
        return Receipt(Outcome.UNKNOWN, code="not-placed", detail=type(error).__name__)
    return Receipt(Outcome.ACCEPTED, (key,))


def _content(message: Message, settings: Mapping[str, Any]) -> tuple[str, str]:
    """The number, and the file. Raises ValueError."""
    cut = gsm.cut(gsm.written(message))
    if len(cut.parts) > min(int(settings.get("most_segments", gsm.MOST_SEGMENTS)), gsm.MOST_PARTS):
        raise ValueError(f"{len(cut.parts)} segments")
    number = phones.recipient(message.to, phones.country_of(settings))
    if not number.lstrip("+").isdigit():
        raise ValueError("a name is no number")
    reference = zlib.crc32(message.key.encode())
    headers = [gsm.header(reference, len(cut.parts), at) for at in range(1, len(cut.parts) + 1)]
    parts = zip(headers if len(cut.parts) > 1 else [b""], cut.parts, strict=True)
    return number, files.written(parts, cut.encoding, number)


def _find(where: Folders, key: str) -> Receipt | None:
    """By our key in its name. The daemon moves files out of the outbox, so that is looked through first."""
    for folder in (where.outbox, where.sent, where.error):
        if any(_key_of(path) == key for path in folder.iterdir()):
            if folder == where.error:
                return Receipt(Outcome.REFUSED, code="modem-failed", permanent=True)
            return Receipt(Outcome.ACCEPTED, (key,))
    return None


def _keys_in(folder: Path) -> Iterator[str]:
    return filter(None, map(_key_of, folder.iterdir()))


def _key_of(path: Path) -> str:
    found = _KEY.match(path.name)
    return found[1] if found else ""


def _old_enough(folder: Path, seconds: float, *, hidden: bool = False) -> list[Path]:
    found, now = list[Path](), time.time()
    for path in sorted(path for path in folder.iterdir() if path.name.startswith(".") == hidden):
        with suppress(FileNotFoundError):
            if now - path.stat().st_mtime >= seconds:
                found.append(path)
    return found


def _together(paths: list[Path]) -> Iterator[list[Path]]:
    """The files of one message: its parts, in order."""
    whole = defaultdict[str, list[Path]](list)
    for path in paths:
        if named := _RECEIVED.match(path.name):
            whole[named[1]].append(path)
    yield from whole.values()


def _receive(paths: list[Path], where: Folders, settings: Mapping[str, Any], receive: Receive) -> None:
    contents = [content for path in paths if (content := files.content_of(path)) is not None]
    named = _RECEIVED.match(paths[0].name)
    assert named is not None
    if not contents:
        return
    at = files.time_of(named[2].replace("_", "T"))
    entries = [entry for content in contents for entry in _entries(content, at)]
    for one in _received(entries, named, b"".join(contents), where, settings):
        receive(one)
    for path in paths:
        path.unlink(missing_ok=True)


def _entries(content: bytes, at: datetime | None) -> list[Entry]:
    entries = files.read(content) if content.startswith(_DETAIL) else []
    return entries or [Entry("Deliver", _text(content), at=at)]


def _text(content: bytes) -> str:
    """`inboxformat = unicode` has a byte-order mark, and behind the text's end whatever was in memory; else UTF-8."""
    if content[:2] in (b"\xfe\xff", b"\xff\xfe"):
        return content.decode("utf-16", "replace").partition("\0")[0]
    return content.decode("utf-8", "replace")


def _received(
    entries: list[Entry], named: re.Match[str], raw: bytes, where: Folders, settings: Mapping[str, Any]
) -> Iterator[InboundMessage | Report]:
    """From whom is said by the name, which the daemon gives; a text that looks like a file of the daemon's may claim
    anything."""
    name, _at, number = named.groups()[:3]
    sender = phones.sender(number, phones.country_of(settings))
    for entry in entries:
        if entry.pdu == "Status_Report" and (report := _report(entry, sender, where)):
            yield report
    texts = [entry for entry in entries if entry.pdu != "Status_Report"]
    if texts:
        yield InboundMessage(
            # Its name is used again when it is gone; with what it says it is not.
            f"{name}-{zlib.crc32(raw):08x}", "".join(entry.text for entry in texts), sender=sender,
            sent_at=texts[0].at,
            automatic=not sender.startswith("+"), authenticated=sender.startswith("+"), raw=raw,
        )  # fmt: skip


def _report(entry: Entry, number: str, where: Folders) -> Report | None:
    """Status reports name the number and the modem's reference of a message, which the daemon writes into its file."""
    status = _status_of(entry)
    if status is None:
        return None
    matching = [path for path in where.sent.iterdir() if _key_of(path) and _is_of(path, entry, number)]
    if not matching:
        return None
    newest = max(matching, key=lambda path: path.stat().st_mtime)
    code = "" if status == DeliveryStatus.DELIVERED else "undeliverable"
    return Report(status, key=_key_of(newest), code=code, permanent=status == DeliveryStatus.FAILED)


def _is_of(path: Path, report: Entry, number: str) -> bool:
    content = files.content_of(path)
    return content is not None and any(
        entry.reference == report.reference and entry.number.lstrip("+") == number.lstrip("+")
        for entry in files.read(content)
    )


def _status_of(entry: Entry) -> DeliveryStatus | None:
    """TP-Status (3GPP TS 23.040, 9.2.3.15); Gammu before 1.43 says it in words."""
    if entry.status < 0:
        return {"Delivered": DeliveryStatus.DELIVERED, "Failed": DeliveryStatus.FAILED}.get(entry.text)
    if entry.status < 0x03:
        return DeliveryStatus.DELIVERED
    return DeliveryStatus.FAILED if entry.status & 0x40 else None
