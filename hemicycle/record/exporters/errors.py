"""Why nothing is written.

    NothingToExport      what is asked for is not public, not there, or not in this language; `lack` is a stable code

Trying again helps only when asking for something else.
"""

from __future__ import annotations

from enum import StrEnum


class Lack(StrEnum):
    """The stable codes; `hemicycle/record/faults.py` has the words for each."""

    NOT_PUBLIC = "not-public"
    NO_SUCH_SITTING = "no-such-sitting"
    NO_SUCH_BILL = "no-such-bill"
    NO_SUCH_TEXT = "no-such-text"
    SEVERAL_SITTINGS = "several-sittings"
    SEVERAL_BILLS = "several-bills"
    NOT_IN_THIS_LANGUAGE = "not-in-this-language"


class NothingToExport(Exception):
    def __init__(self, lack: Lack, detail: str = "") -> None:
        self.lack = lack
        self.detail = detail
        super().__init__(f"{lack.value}{f' ({detail})' if detail else ''}")
