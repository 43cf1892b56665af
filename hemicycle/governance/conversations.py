"""Chats as messaging apps export them, read as text: who wrote what, and when, as the file says it.

    WhatsApp    a text file, a line for each message: "12/03/2026, 14:05 - Name: words" (Android), or
                "[12/03/2026, 14:05:11] Name: words" (iPhone); what follows without a date belongs to the line before
    Telegram    result.json of "Export chat history"
    else        any text, as somebody pasted it

Days stand as they were written: whether 3/4 is in March or April depends on the telephone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 5 * 1024 * 1024
"""A year of a busy group; who forwards more forwards what is not business of the House."""

_LINE = re.compile(
    r"^\[?(?P<at>\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?)"
    r"(?:\]| -) (?P<who>[^:\n]{1,100}): (?P<text>.*)$"
)
_STAMP = re.compile(r"^\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d{2}")
# Marks of direction, which WhatsApp puts before lines.
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202c\ufeff"))
_NUMBER = re.compile(r"^\+?[\d ()\u00a0\u2011.-]{7,}(\d{2})$")


class NotAConversation(Exception):
    """`code`: "empty", "size", "text" (no text at all), "format" (JSON of something else)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Said:
    at: str
    who: str
    text: str


def read(content: bytes) -> str:
    """A message a paragraph, with when and who before it. Raises NotAConversation."""
    if len(content) > MOST_BYTES:
        raise NotAConversation("size")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotAConversation("text") from error
    if "\0" in text:
        raise NotAConversation("text")
    found = _telegram(text) if text.lstrip().startswith("{") else _whatsapp(text)
    said = "\n\n".join(f"{one.at} {_without_number(one.who)}: {one.text.strip()}" for one in found)
    if not (said or text.strip()):
        raise NotAConversation("empty")
    return said or text.strip()


def _whatsapp(text: str) -> list[Said]:
    """Without what the app itself says (who joined, that messages are encrypted)."""
    found, belongs = list[Said](), False
    for line in text.translate(_MARKS).splitlines():
        if match := _LINE.match(line):
            found.append(Said(match["at"], match["who"], match["text"]))
            belongs = True
        elif _STAMP.match(line):
            belongs = False
        elif belongs:
            last = found[-1]
            found[-1] = Said(last.at, last.who, f"{last.text}\n{line}")
    return found


def _telegram(text: str) -> list[Said]:
    try:
        messages = json.loads(text)["messages"]
        return list(_messages(messages))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NotAConversation("format") from error


def _messages(messages: list[dict[str, Any]]) -> Iterator[Said]:
    for one in messages:
        if one.get("type") == "message" and (words := _words(one.get("text", ""))).strip():
            yield Said(str(one["date"]).replace("T", " "), str(one.get("from") or ""), words)


def _words(text: Any) -> str:
    """A string, or a list of strings and of parts with a form of their own."""
    parts = text if isinstance(text, list) else [text]
    return "".join(part if isinstance(part, str) else str(part["text"]) for part in parts)


def _without_number(who: str) -> str:
    """Whoever is in nobody's address book stands there with their number, which nobody needs."""
    number = _NUMBER.match(who.strip())
    return f"…{number[1]}" if number else who.strip()
