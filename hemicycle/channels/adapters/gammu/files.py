"""The files of Gammu's SMS daemon: what it reads and writes (gammu-smsbackup(5)), and the folders they lie in."""

from __future__ import annotations

import configparser
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from hemicycle.channels.contract import CannotConnect
from hemicycle.channels.files import folder_at
from hemicycle.channels.sms import gsm

_CODINGS = {gsm.GSM_7: "Default_No_Compression", gsm.UCS_2: "Unicode_No_Compression"}
_LINE = 200
# A message of ten parts has about twelve kilobytes; a file that is far longer is none of the daemon's.
LARGEST = 256 * 1024
SUFFIX = ".smsbackup"


@dataclass(frozen=True, slots=True)
class Folders:
    inbox: Path
    outbox: Path
    sent: Path
    error: Path


def folders(settings: Mapping[str, Any]) -> Folders:
    """Those of the settings, or of the daemon's own place. Raises CannotConnect where one of them is not there."""
    base = folder_at(str(settings.get("folder") or "/var/spool/gammu"))
    found = Folders(*(base / str(settings.get(name, name)) for name in Folders.__dataclass_fields__))
    for path in (found.inbox, found.outbox, found.sent, found.error):
        if not path.is_dir():
            raise CannotConnect("no-folder", path.name)
    return found


def written(parts: Iterable[tuple[bytes, str]], encoding: str, number: str) -> str:
    """A message to be sent: for each part its user data header and its text. The daemon counts lengths itself."""
    return "\n".join(_section(at, header, text, encoding, number) for at, (header, text) in enumerate(parts))


def _section(at: int, header: bytes, text: str, encoding: str, number: str) -> str:
    digits = text.encode("utf-16-be", "surrogatepass").hex().upper()
    lines = [digits[begin : begin + _LINE] for begin in range(0, len(digits), _LINE)]
    fields = {
        "PDU": "Submit",
        "State": "Sent",
        "Number": f'"{number}"',
        "NumberUnicode": number.encode("utf-16-be").hex().upper(),
        **({"UDH": header.hex().upper()} if header else {}),
        **{f"Text{row:02d}": line for row, line in enumerate(lines)},
        "Coding": _CODINGS[encoding],
        "Folder": "1",
        "Class": "-1",
        "ReplySMSC": "False",
        "RejectDuplicates": "False",
        "ReplaceMessage": "0",
        "MessageReference": "0",
    }
    return "".join([f"[SMSBackup{at:03d}]\n", *(f"{name} = {value}\n" for name, value in fields.items())])


@dataclass(frozen=True, slots=True)
class Entry:
    """One section of a file as the daemon writes it."""

    pdu: str
    text: str
    number: str = ""
    reference: int = -1
    status: int = -1
    at: datetime | None = None


def read(content: bytes) -> list[Entry]:
    """The sections of a file, [] where it is none. When a part has gone, the daemon writes sections once more: of
    equal ones the last counts."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, comment_prefixes=(";",))
    try:
        parser.read_string(content.decode("utf-8", "replace"))
    except configparser.Error:
        return []
    names = sorted(name for name in parser.sections() if name.startswith("SMSBackup"))
    return [_entry(parser[name]) for name in names]


def _entry(section: Mapping[str, str]) -> Entry:
    lines = [section[name] for name in sorted(section) if name.startswith("text") and name[4:].isdigit()]
    octets = _octets("".join(lines))
    eight_bits = section.get("Coding", "") == "8bit"
    return Entry(
        section.get("PDU", ""),
        octets.decode("latin-1") if eight_bits else octets.decode("utf-16-be", "replace"),
        section.get("Number", "").strip('"'),
        _number(section.get("MessageReference", "")),
        _number(section.get("DeliveryStatus", "")),
        time_of(section.get("DateTime", "")),
    )


def _octets(digits: str) -> bytes:
    try:
        return bytes.fromhex(digits)
    except ValueError:
        return b""


def _number(digits: str) -> int:
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else -1


def time_of(value: str) -> datetime | None:
    """By the clock of the machine that the daemon runs on."""
    try:
        return datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S").astimezone()
    except ValueError:
        return None


def prepare(path: Path, content: str) -> Path:
    """The whole file, durably, beside its place and under a name that the daemon passes over. Raises OSError."""
    part = path.with_name(f".{path.name}")
    with part.open("w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    # The daemon moves it, whoever it runs as in our group.
    part.chmod(0o660)
    return part


def place(part: Path, path: Path) -> None:
    """From now on the daemon sees it. Raises OSError."""
    part.rename(path)
    # A name is on the disk when its folder is.
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def content_of(path: Path) -> bytes | None:
    """None where it is gone, no plain file, or too long to be one of the daemon's."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            return None
        return path.read_bytes()
    except FileNotFoundError:
        return None
