"""Opens JSON and JSON Lines from outside: bounded, in UTF-8, with the line of what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.safe_xml import opened

LIMIT_BYTES = 64 * 1024 * 1024

Fields = dict[str, Any]


def parse(path: Path) -> Any:
    """What the file holds; raises UnreadableFile with the line and the reason."""
    return _loads(path, _text(path), first_line=1)


def lines(path: Path) -> list[tuple[int, Fields]]:
    """(line, object) for each line that holds something; raises UnreadableFile where one is no object."""
    rows: list[tuple[int, Fields]] = []
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if line.strip():
            rows.append((number, expect_object(path, _loads(path, line, first_line=number), line=number)))
    return rows


def first_value(path: Path) -> Any:
    """The first line, if it is JSON by itself, else the whole; None for what is no JSON. For recognising a format."""
    try:
        text = _text(path)
    except UnreadableFile as error:
        if error.fault in (Fault.MISSING, Fault.NOT_A_FILE, Fault.NOT_ALLOWED, Fault.EMPTY):
            raise
        return None
    if not text.lstrip().startswith(("{", "[")):
        return None
    for part in (text.lstrip().split("\n", 1)[0], text):
        try:
            return json.loads(part)
        except (ValueError, RecursionError):
            continue
    return None


def expect_object(path: Path, value: Any, *, line: int = 1) -> Fields:
    if not isinstance(value, dict):
        raise UnreadableFile(path, Fault.MALFORMED, line=line, detail=type(value).__name__)
    return value


def objects(value: Any) -> list[Fields]:
    """The objects of a list; nothing for what is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def said(fields: Fields, name: str, longest: int = 400) -> str:
    """A field that is text, white space folded and cut; "" for anything else."""
    value = fields.get(name)
    return " ".join(value.split())[:longest] if isinstance(value, str) else ""


def _text(path: Path) -> str:
    with opened(path) as file:
        data = file.read(LIMIT_BYTES + 1)
    if len(data) > LIMIT_BYTES:
        raise UnreadableFile(path, Fault.TOO_LARGE, detail=f"{LIMIT_BYTES // 1024 // 1024} MiB")
    if not data.strip():
        raise UnreadableFile(path, Fault.EMPTY)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(path, Fault.WRONG_ENCODING, line=line, detail="UTF-8") from error


def _loads(path: Path, text: str, *, first_line: int) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        ended = not text[error.pos :].strip()
        fault = Fault.TRUNCATED if ended else Fault.NOT_JSON
        raise UnreadableFile(path, fault, line=first_line + error.lineno - 1, detail=error.msg) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(path, Fault.TOO_DEEP, line=first_line) from error
