"""Opens JSON and JSON Lines from outside: bounded, in UTF-8, with the line of what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hemicycle.record.importers import encodings
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.safe_xml import opened

# An empty object of three bytes takes 72 in memory: a file made to be costly stays under 1 GiB.
LIMIT_BYTES = 32 * 1024 * 1024

Fields = dict[str, Any]

# Escapes that JSON allows and no database keeps: the character U+0000, and unpaired surrogates.
_UNSTORABLE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


@dataclass(frozen=True, slots=True)
class Text:
    """A file as text, to say in which line something of it stands."""

    path: Path
    text: str
    encoding: str = "utf-8-sig"

    @classmethod
    def of(cls, path: Path) -> Text:
        return cls(path, _text(path))

    @classmethod
    def of_table(cls, path: Path) -> Text:
        """Of a spreadsheet, which may say nothing of its encoding; bytes that are no letters in it become “�”."""
        data = _data(path)
        encoding = encodings.of_table(data)
        if encoding == "utf-8-sig":
            return cls(path, _decoded(path, data))
        return cls(path, data.decode(encoding, "replace").removeprefix("\ufeff").replace("\0", ""), encoding)

    def value(self) -> Any:
        """What the file holds; raises UnreadableFile with the line and the reason."""
        return _loads(self.path, self.text, first_line=1)

    def line_of(self, words: str) -> int:
        """The line in which these words first stand between quotation marks, else the first."""
        return self.text.count("\n", 0, max(self.text.find(json.dumps(words, ensure_ascii=False)), 0)) + 1


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
    """The first line, if it is JSON by itself, else the whole; None for what does not look like JSON.

    For recognising a format: raises UnreadableFile for what begins like JSON and is not valid.
    """
    if not head(path).lstrip().startswith(("{", "[")):
        return None
    text = Text.of(path)
    try:
        return json.loads(first_line(text.text))
    except (ValueError, RecursionError):
        return text.value()


def head(path: Path) -> str:
    """The beginning of a file, of 64 KiB; for recognising a format."""
    with opened(path) as file:
        data = file.read(64 * 1024)
    return data.decode(encodings.wide(data) or "utf-8-sig", errors="replace")


def first_line(text: str) -> str:
    """The first line that holds something."""
    return next((line for line in re.split(r"[\r\n]+", text) if line.strip()), "")


def expect_object(path: Path, value: Any, *, line: int = 1) -> Fields:
    if not isinstance(value, dict):
        raise UnreadableFile(path, Fault.MALFORMED, line=line, detail=type(value).__name__)
    return value


def objects(value: Any) -> list[Fields]:
    """The objects of a list; nothing for what is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text_of(fields: Fields, name: str, longest: int = 400) -> str:
    """A field that is text, white space folded and cut; "" for anything else."""
    value = fields.get(name)
    return " ".join(value.split())[:longest] if isinstance(value, str) else ""


def unread(kind: str, rows: Iterable[Fields], read: Collection[str]) -> Iterator[tuple[str, int]]:
    """The fields of objects that hold text and that no rule reads, each as often as it does, for a tally."""
    for row in rows:
        yield from ((f"{kind}.{name}", 1) for name, value in row.items() if name not in read and _holds_text(value))


def _holds_text(value: Any) -> bool:
    match value:
        case str():
            return bool(value.strip())
        case list():
            return any(map(_holds_text, value))
        case dict():
            return any(map(_holds_text, value.values()))
        case _:
            return False


def _text(path: Path) -> str:
    return _decoded(path, _data(path))


def _data(path: Path) -> bytes:
    with opened(path) as file:
        data = file.read(LIMIT_BYTES + 1)
    if len(data) > LIMIT_BYTES:
        raise UnreadableFile(path, Fault.TOO_LARGE, detail=f"{LIMIT_BYTES // 1024 // 1024} MiB")
    if not data.strip():
        raise UnreadableFile(path, Fault.EMPTY)
    return data


def _decoded(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(path, Fault.WRONG_ENCODING, line=line, detail="UTF-8") from error


def _loads(path: Path, text: str, *, first_line: int) -> Any:
    try:
        value = json.loads(text)
        return _storable(value) if _UNSTORABLE.search(text) else value
    except json.JSONDecodeError as error:
        ended = not text[error.pos :].strip() or error.msg.startswith("Unterminated string")
        fault = Fault.TRUNCATED if ended else Fault.NOT_JSON
        raise UnreadableFile(path, fault, line=first_line + error.lineno - 1, detail=error.msg) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(path, Fault.TOO_DEEP, line=first_line) from error


def _storable(value: Any) -> Any:
    """The same without signs that no database keeps."""
    match value:
        case str():
            return value.encode("utf-8", errors="replace").decode().replace("\0", "")
        case list():
            return [_storable(each) for each in value]
        case dict():
            return {_storable(name): _storable(each) for name, each in value.items()}
        case _:
            return value
