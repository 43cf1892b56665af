"""What was found in a file that somebody brought."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hemicycle.channels.contract import InboundMessage


class BadExport(ValueError):
    """Nothing was read. `code` is a word of ours, `name` the file, `line` where (0: the whole), `columns` what it has
    instead of what is needed."""

    def __init__(self, code: str, name: str, line: int = 0, columns: tuple[str, ...] = ()) -> None:
        self.code, self.name, self.line, self.columns = code, name, line, columns
        super().__init__(f"{code}: {name}:{line}")


@dataclass
class Found:
    """`own`: how the files call our account, casefolded. `answers` of a message names its post as the file does.
    `whole`: how many letters were of no known form, and are kept as they came."""

    own: frozenset[str]
    messages: list[InboundMessage] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)
    first_aside: dict[str, tuple[str, int]] = field(default_factory=dict)
    ours: int = 0
    whole: int = 0
    own_alone: bool = False
    also_own: set[str] = field(default_factory=set)

    def is_ours(self, sender: str) -> bool:
        return sender.casefold() in self.own or sender in self.also_own

    def add(
        self, text: Any, *, sender: Any = "", name: Any = "", at: datetime | None = None, answers: Any = "",
        direct: bool = False, automatic: bool = False, raw: bytes = b"", file: str, line: int,
    ) -> None:  # fmt: skip
        """One message; without words it is set aside, of our own it is counted."""
        words, who = str(text or "").strip(), str(sender or "").strip()
        if who and self.is_ours(who):
            self.ours += 1
        elif not words:
            self.set_aside("no-words", file, line)
        else:
            given = str(name or "").strip() or digest(who, words, str(at), str(answers))
            about = answers if isinstance(answers, tuple) else (str(answers or "").strip(),)
            named = tuple(filter(None, about))
            self.messages.append(
                InboundMessage(
                    given, words, sender=who, sent_at=at, answers=named, direct=direct, automatic=automatic, raw=raw
                )
            )

    def set_aside(self, code: str, file: str, line: int) -> None:
        self.aside[code] += 1
        self.first_aside.setdefault(code, (file, line))


def digest(*parts: str) -> str:
    """A name for what has none: the same words of the same person at the same moment are the same message."""
    return "read:" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]
