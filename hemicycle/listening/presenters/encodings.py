"""In which encoding a table was read, as a person says it, and which others they may choose."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Upload
from ..models.intake import ENCODINGS

# By the name that Python gives them.
NAMES: dict[str, str | Promise] = {
    "utf-8": "UTF-8",
    "cp1252": _("Windows, Western Europe (windows-1252)"),
    "iso8859-15": _("Western Europe with the euro sign (ISO 8859-15)"),
    "mac-roman": _("Mac, Western Europe (MacRoman)"),
    "utf-16-le": "UTF-16",
    "utf-16-be": _("UTF-16, big-endian"),
    "iso8859-1": _("Western Europe (ISO 8859-1)"),
    "utf-16": "UTF-16",
}
DELIMITERS: dict[str, str | Promise] = {
    ",": _("fields separated by commas"),
    ";": _("fields separated by semicolons"),
    "\t": _("fields separated by tabs"),
    "|": _("fields separated by bars"),
}


@dataclass(frozen=True)
class Reading:
    """`refused` is what a person had said, where the file cannot be read so."""

    encoding: str
    is_guessed: bool
    delimiter: str
    bad_bytes: int
    refused: str
    choices: Sequence[tuple[str, str]]


def reading_of(upload: Upload) -> Reading | None:
    """None for files that have no encoding to choose: workbooks, mailboxes."""
    guess = upload.guess
    if not guess.get("encoding"):
        return None
    return Reading(
        name_of(guess["encoding"]),
        bool(guess.get("encoding_guessed") or guess.get("refused")),
        str(DELIMITERS.get(guess.get("delimiter", ""), "")),
        guess.get("bad_bytes", 0),
        name_of(guess["refused"]) if guess.get("refused") else "",
        [(one, name_of(one)) for one in ENCODINGS if _plain(one) != _plain(guess["encoding"])],
    )


def name_of(encoding: str) -> str:
    return str(NAMES.get(_plain(encoding), encoding))


def _plain(encoding: str) -> str:
    return codecs.lookup(encoding).name.removesuffix("-sig")
